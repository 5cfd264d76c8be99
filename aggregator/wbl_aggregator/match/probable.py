"""Probable matches: every pair of records that share a block, with its points, unless something keeps it apart."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import Blocks, Crowd
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.points import points_if
from wbl_aggregator.match.rarity import Rarity
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.veto import veto

PRESETS = {"careful": 820, "balanced": 650}
"""The fewest points with which two postings become one entry."""
REVIEW = 540
"""The fewest points with which a person is asked."""


class Probable(NamedTuple):
    """What comparing some records came to."""

    matches: list[Match]
    apart: dict[frozenset[Member], str]
    """Pairs that were looked at and must not be in one entry, with the rule that says so."""
    crowds: list[Crowd]


class Beside(NamedTuple):
    """How many postings the source of a record has, the record's own included."""

    of_title: int
    """With this title at this employer."""
    at_employer: int


def probable(records: Sequence[Record], rarity: Rarity, of: Collection[Member] | None = None) -> Probable:
    """The matches of ``REVIEW`` points or more; only those with a record ``of`` these members, where they are given.
    Pure: the same records, in any order, give the same matches.
    """
    blocks, of_title, at_employer = Blocks(records), Counter(map(_post, records)), Counter(map(_at, records))

    def beside(record: Record) -> Beside:
        return Beside(of_title[_post(record)], at_employer[_at(record)])

    return compared(blocks.pairs(of), rarity, beside)._replace(crowds=blocks.crowds)


def compared(
    pairs: Iterable[tuple[Record, Record]], rarity: Rarity, beside: Callable[[Record], Beside], least: int = REVIEW
) -> Probable:
    """The matches of ``least`` points or more among pairs; ``beside`` tells what a record's source has."""
    matches, apart = [], {}
    for a, b in pairs:
        if rule := veto(a, b):
            apart[frozenset((a.member, b.member))] = rule
            continue
        points = points_if(least, a, b, rarity, *products(beside(a), beside(b)))
        if points is not None:
            matches.append(Match(points, a.member, b.member))
    return Probable(matches, apart, [])


def products(a: Beside, b: Beside) -> tuple[int, int]:
    """What :func:`compare` takes of what the sources of two records have."""
    return a.of_title * b.of_title, a.at_employer * b.at_employer


def _post(record: Record) -> tuple[str, str, frozenset[str]]:
    """What siblings have in common: a source's postings of one title at one employer."""
    return record.member.source, record.employer.name, record.title.core


def _at(record: Record) -> tuple[str, str]:
    """A source's postings at this employer."""
    return record.member.source, record.employer.name
