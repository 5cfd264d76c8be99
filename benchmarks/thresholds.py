"""Chooses the presets of matching on four fifths of the employers and applies them to the rest (cross-validation).

``python benchmarks/thresholds.py LABELS...`` prints, for each of five seeds, what was chosen and what it came to.
"""

import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from wbl_aggregator.evaluation import Labels, read_labels
from wbl_aggregator.match.best_first import best_first
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.probable import REVIEW, probable
from wbl_aggregator.match.rarity import rarity_of
from wbl_aggregator.match.veto import veto

SEEDS, FOLDS = (1, 2, 3, 4, 5), 5
THRESHOLDS = range(REVIEW, 960, 20)
SURE = 0.96
"""Precision that ``careful`` must have in each set of labels."""

Counts = tuple[int, int, int]
"""Right, wrong, and all that are the same."""


def counted(labels: Labels) -> dict[str, dict[int, Counts]]:
    """What each threshold comes to, by employer."""
    found = probable(labels.records, rarity_of(labels.records))
    by_member = {record.member: record for record in labels.records}
    employer = {record.member.id: record.employer.name for record in labels.records}

    def apart(one: Member, other: Member) -> bool:
        return bool(veto(by_member[one], by_member[other]))

    table: dict[str, dict[int, list[int]]] = defaultdict(lambda: {least: [0, 0, 0] for least in THRESHOLDS})
    for least in THRESHOLDS:
        groups, _ = best_first(found.matches, least, apart)
        for pair in labels.same - labels.ignored:
            if labels.across(pair):
                table[employer[min(pair)]][least][2] += 1
        for group in groups:
            for a, b in combinations(sorted(group), 2):
                pair = frozenset((a.id, b.id))
                if pair in labels.same:
                    table[employer[min(pair)]][least][0] += 1
                elif labels.is_other(pair) and labels.can_judge(pair):
                    table[employer[min(pair)]][least][1] += 1
    return {name: {least: (a, b, c) for least, (a, b, c) in one.items()} for name, one in table.items()}


def summed(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right, wrong, all_ = (sum(one) for one in zip((0, 0, 0), *counts, strict=True))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / all_ if all_ else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Sets = list[list[dict[int, Counts]]]


def careful(sets: Sets) -> int:
    """The lowest threshold from which on every set is sure."""
    unsure = [least for least in THRESHOLDS if min(summed(one[least] for one in part)[0] for part in sets) < SURE]
    return min((least for least in THRESHOLDS if least > max(unsure, default=0)), default=THRESHOLDS[-1])


def balanced(sets: Sets) -> int:
    """The threshold with the best mean F1 of the sets; of equal ones the middle one."""
    means = {least: statistics.mean(summed(one[least] for one in part)[2] for part in sets) for least in THRESHOLDS}
    best = [least for least, mean in means.items() if mean > max(means.values()) - 0.001]
    return best[len(best) // 2]


def main(folders: list[str]) -> None:
    """Print the table."""
    tables = [counted(read_labels(Path(folder))) for folder in folders]
    rules: list[tuple[str, Callable[[Sets], int]]] = [("careful", careful), ("balanced", balanced)]
    for seed in SEEDS:
        draw = random.Random(seed)
        fold = {name: draw.randrange(FOLDS) for name in sorted({name for table in tables for name in table})}
        for rule, choose in rules:
            chosen: list[int] = []
            held: list[list[Counts]] = [[] for _ in tables]
            for out in range(FOLDS):
                train = [[one for name, one in table.items() if fold[name] != out] for table in tables]
                least = choose(train)
                chosen.append(least)
                for place, table in enumerate(tables):
                    held[place] += [one[least] for name, one in table.items() if fold[name] == out]
            told = "  ".join(" ".join(f"{figure:.3f}" for figure in summed(counts)) for counts in held)
            print(f"seed {seed}  {rule:8}  chosen {' '.join(map(str, chosen))}  {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
