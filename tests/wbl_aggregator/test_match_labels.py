"""Matching on postings of work-based learning that were labelled by hand, with traps among them."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from wbl_aggregator.evaluation import Evaluation, Labels, evaluate, read_labels

FOLDER = Path(__file__).parent / "labels"


@pytest.fixture(scope="module")
def labels() -> Labels:
    """The labels."""
    return read_labels(FOLDER)


@pytest.fixture(scope="module")
def found(labels: Labels) -> Evaluation:
    """What matching does on them."""
    return evaluate(labels)


def test_the_labels_say_one_thing(labels: Labels):
    """What is the same as a third is the same, and nothing is both the same and ignored."""
    same = defaultdict(set)
    for pair in labels.same:
        one, other = pair
        same[one].add(other)
        same[other].add(one)
    assert all(frozenset(pair) in labels.same for near in same.values() for pair in combinations(near, 2))
    assert not labels.same & labels.ignored
    assert len(labels.records) >= 300
    assert sum(labels.across(pair) for pair in labels.same) >= 150


def test_nearly_all_that_is_merged_is_the_same(found: Evaluation):
    """The traps do not catch it; what it finds is measured, and must not become less."""
    careful, balanced = found.presets["careful"].pairs, found.presets["balanced"].pairs
    assert careful.precision >= 0.98
    assert balanced.precision >= 0.97
    assert careful.recall >= 0.52
    assert balanced.recall >= 0.75
