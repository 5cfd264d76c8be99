"""Probable matches: every pair of records that share a block, with its points, unless something keeps it apart."""

from collections import Counter
from collections.abc import Collection, Sequence
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


def probable(records: Sequence[Record], rarity: Rarity, of: Collection[Member] | None = None) -> Probable:
    """The matches of ``REVIEW`` points or more; only those with a record ``of`` these members, where they are given.
    Pure: the same records, in any order, give the same matches.
    """
    blocks, siblings, postings = Blocks(records), Counter(map(_post, records)), Counter(map(_at, records))
    matches, apart = [], {}
    for a, b in blocks.pairs(of):
        if rule := veto(a, b):
            apart[frozenset((a.member, b.member))] = rule
            continue
        points = points_if(REVIEW, a, b, rarity, siblings[_post(a)] * siblings[_post(b)], postings[_at(a)] * postings[_at(b)])
        if points is not None:
            matches.append(Match(points, a.member, b.member))
    return Probable(matches, apart, blocks.crowds)


def _post(record: Record) -> tuple[str, str, frozenset[str]]:
    """What siblings have in common: a source's postings of one title at one employer."""
    return record.member.source, record.employer.name, record.title.core


def _at(record: Record) -> tuple[str, str]:
    """A source's postings at this employer."""
    return record.member.source, record.employer.name
