"""Probable matches: every pair of records that share a block, with its points, unless something keeps it apart."""

from collections.abc import Collection, Iterable
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
    crowds: list[Crowd]


def probable(records: Iterable[Record] | Blocks, rarity: Rarity, of: Collection[Member] | None = None) -> Probable:
    """The matches of ``REVIEW`` points or more; only those with a record ``of`` these members, where they are given.
    Pure: the same records, in any order, give the same matches.
    """
    blocks = records if isinstance(records, Blocks) else Blocks(records)
    all_, siblings, postings = blocks.records, blocks.siblings, blocks.postings
    matches = []
    for one, other in blocks.places(of):
        a, b = all_[one], all_[other]
        if not veto(a, b):
            counts = siblings[one] * siblings[other], postings[one] * postings[other]
            points = points_if(REVIEW, a, b, rarity, *counts)
            if points is not None:
                matches.append(Match(points, *sorted((a.member, b.member))))
    return Probable(matches, blocks.crowds)
