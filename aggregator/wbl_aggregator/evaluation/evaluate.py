"""How well matching does on labels: precision, recall and F1 of pairs and of entries, and what is left to a person."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from wbl_aggregator.evaluation.labels import Labels, Pair
from wbl_aggregator.match.best_first import Match, best_first
from wbl_aggregator.match.block import Crowd
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.probable import PRESETS, Probable, probable
from wbl_aggregator.match.rarity import Rarity, rarity_of
from wbl_aggregator.match.veto import veto

_SAMPLES, _SEED = 1_000, 1


@dataclass(frozen=True)
class Scores:
    """Counts of pairs of different sources, and what follows from them."""

    right: int
    wrong: int
    unjudged: int
    """Pairs of which nobody knows; they count in neither."""
    all_: int
    """Pairs that are the same."""

    @property
    def precision(self) -> float:
        """How many of the pairs that were found and can be judged are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def strict_precision(self) -> float:
        """The same, if all that cannot be judged were wrong."""
        found = self.right + self.wrong + self.unjudged
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """How many of the pairs that are the same were found."""
        return self.right / self.all_ if self.all_ else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Review:
    """What a person would be asked."""

    size: int
    true: int
    """Those of them that are the same."""


@dataclass(frozen=True)
class Result:
    """What one preset comes to."""

    least: int
    """The fewest points with which it merges."""
    pairs: Scores
    entries: Scores
    """The same of whole entries: an entry is right if its members are all that are the same, one of each source."""
    review: Review
    low: tuple[float, float, float]
    """Precision, recall and F1 that 19 of 20 samples of the employers are above on this side …"""
    high: tuple[float, float, float]
    """… and below on this."""
    wrong: tuple[Match, ...]
    """The wrong merges, those with most points first."""
    missed: tuple[tuple[Pair, str], ...]
    """Pairs that are the same and were not merged, with the reason."""


@dataclass(frozen=True)
class Evaluation:
    """What all presets come to."""

    presets: dict[str, Result]
    statistics: str
    """The version of the statistics of words."""
    crowds: tuple[Crowd, ...]


def evaluate(labels: Labels, rarity: Rarity | None = None) -> Evaluation:
    """Match the records without any address, and compare with what is known of them; by the statistics of the records'
    own words, if there are no others, as a hub has that made its own.
    """
    rarity = rarity or rarity_of(labels.records)
    found = probable(labels.records, rarity)
    by_member = {record.member: record for record in labels.records}

    def apart(one: Member, other: Member) -> str:
        return veto(by_member[one], by_member[other])

    results = {name: _result(labels, found, least, apart) for name, least in PRESETS.items()}
    return Evaluation(results, rarity.version, tuple(found.crowds))


def _result(labels: Labels, found: Probable, least: int, apart: Callable[[Member, Member], str]) -> Result:
    groups, accepted = best_first(found.matches, least, apart)
    merged = {frozenset((a.id, b.id)) for group in groups for a, b in combinations(sorted(group), 2)}
    true = {pair for pair in labels.same - labels.ignored if labels.across(pair)}
    open_ = [match for match in found.matches if _pair(match) not in merged]
    points = {_pair(match): match.points for match in found.matches}
    low, high = _intervals(labels, merged, true)
    return Result(
        least,
        _scores(labels, merged, true),
        _of_entries(labels, groups, true),
        Review(len(open_), sum(_pair(match) in true for match in open_)),
        low,
        high,
        tuple(sorted((one for one in accepted if _is_wrong(labels, _pair(one))), key=lambda one: (-one.points, one.a))),
        tuple((pair, _why_not(pair, points, apart, labels)) for pair in sorted(true - merged, key=sorted)),
    )


def _pair(match: Match) -> Pair:
    return frozenset((match.a.id, match.b.id))


def _is_wrong(labels: Labels, pair: Pair) -> bool:
    return labels.is_other(pair) and labels.can_judge(pair)


def _scores(labels: Labels, found: Collection[Pair], true: Collection[Pair]) -> Scores:
    others = list(filter(labels.is_other, found))
    wrong = sum(labels.can_judge(pair) for pair in others)
    return Scores(sum(pair in true for pair in found), wrong, len(others) - wrong, len(true))


def _of_entries(labels: Labels, groups: Iterable[frozenset[Member]], true: Collection[Pair]) -> Scores:
    """Entries of several members against the sets that the true pairs make, as far as one of each source can be."""
    wanted = _sets(true)
    of = {one: whole for whole in wanted for one in whole}
    right = wrong = unjudged = 0
    for group in groups:
        ids = frozenset(member.id for member in group)
        pairs = [frozenset(pair) for pair in combinations(sorted(ids), 2)]
        if any(pair in labels.ignored for pair in pairs):
            continue
        whole = of.get(min(ids), frozenset())
        if ids <= whole and len(ids) == len({labels.sources[one] for one in whole}):
            right += 1
        elif all(pair in labels.same or labels.can_judge(pair) for pair in pairs):
            wrong += 1
        else:
            unjudged += 1
    # a set with two records of each of two sources makes two entries
    most = (sorted(Counter(labels.sources[one] for one in whole).values())[-2] for whole in wanted)
    return Scores(right, wrong, unjudged, sum(most))


def _sets(pairs: Iterable[Pair]) -> set[Pair]:
    of: dict[str, Pair] = {}
    for pair in pairs:
        whole = pair.union(*(of.get(one, frozenset()) for one in pair))
        of |= dict.fromkeys(whole, whole)
    return set(of.values())


def _why_not(pair: Pair, points: dict[Pair, int], apart: Callable[[Member, Member], str], labels: Labels) -> str:
    one, other = (Member(labels.sources[identity], identity) for identity in sorted(pair))
    if rule := apart(one, other):
        return f"kept apart: {rule}"
    return f"{points[pair]} points" if pair in points else "no block in common, or too few points"


def _intervals(
    labels: Labels, merged: Collection[Pair], true: Collection[Pair]
) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The bounds of 95 of 100 samples, drawn with replacement from the employers (bootstrap): pairs of one employer
    are right or wrong together.
    """
    employer = {record.member.id: record.employer.name for record in labels.records}
    parts: dict[str, tuple[set[Pair], set[Pair]]] = {}
    for which, pairs in enumerate((merged, true)):
        for pair in pairs:
            parts.setdefault(employer[min(pair)], (set(), set()))[which].add(pair)
    counts = [_scores(labels, found, wanted) for _, (found, wanted) in sorted(parts.items())]
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    samples = [_sum(draw.choices(counts, k=len(counts))) for _ in range(_SAMPLES if counts else 0)]
    columns = [sorted(values) for values in zip(*((one.precision, one.recall, one.f1) for one in samples), strict=True)]
    at = round(_SAMPLES * 0.025)
    if not columns:
        return (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    (p, r, f) = columns
    return (p[at], r[at], f[at]), (p[-at - 1], r[-at - 1], f[-at - 1])


def _sum(counts: Sequence[Scores]) -> Scores:
    return Scores(
        sum(one.right for one in counts),
        sum(one.wrong for one in counts),
        sum(one.unjudged for one in counts),
        sum(one.all_ for one in counts),
    )
