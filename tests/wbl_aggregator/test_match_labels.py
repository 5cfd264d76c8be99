"""Matching on postings of work-based learning that were labelled by hand, with traps among them."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from wbl_aggregator.evaluation import Evaluation, Labels, evaluate, read_labels
from wbl_aggregator.match.rarity import shipped_rarity

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
    """No trap catches it; what it finds is measured, and must not become less."""
    careful, balanced = found.presets["careful"].pairs, found.presets["balanced"].pairs
    assert careful.precision == 1.0
    assert balanced.precision == 1.0
    assert careful.recall >= 0.82
    assert balanced.recall >= 0.96


def test_internships_that_others_list_do_not_become_worse():
    """In another style than the postings for which most words were written."""
    found = evaluate(read_labels(FOLDER.with_name("labels-internships")))
    careful, balanced = found.presets["careful"].pairs, found.presets["balanced"].pairs
    assert careful.precision == 1.0
    assert balanced.precision >= 0.98
    assert careful.recall >= 0.90
    assert balanced.recall >= 0.95


def test_the_shipped_statistics_do_as_well(labels: Labels):
    """As on a hub on which nobody made its own."""
    found = evaluate(labels, shipped_rarity())
    assert found.statistics == shipped_rarity().version
    assert found.presets["careful"].pairs.precision == found.presets["balanced"].pairs.precision == 1.0
    assert found.presets["balanced"].pairs.recall >= 0.95


def test_wordings_that_nobody_had_read_are_matched_without_a_mistake():
    """Fewer of them, since no word was written for them."""
    balanced = evaluate(read_labels(FOLDER.with_name("labels-unseen"))).presets["balanced"].pairs
    assert balanced.precision == 1.0
    assert balanced.recall >= 0.70
