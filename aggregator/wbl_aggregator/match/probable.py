"""Probable matches: every pair of records that share a block, with its points, unless something keeps it apart."""

from collections.abc import Collection, Iterable, Iterator
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
Candidate = tuple[Record, Record, int, int]
"""Two records, and the last two arguments that :func:`points_if` takes."""


class Probable(NamedTuple):
    """What comparing some records came to."""

    matches: list[Match]
    crowds: list[Crowd]


def probable(records: Iterable[Record] | Blocks, rarity: Rarity, of: Collection[Member] | None = None) -> Probable:
    """The matches of ``REVIEW`` points or more; only those with a record ``of`` these members, where they are given.
    Pure: the same records, in any order, give the same matches.
    """
    blocks = records if isinstance(records, Blocks) else Blocks(records)
    return Probable(list(compared(candidates(blocks, of), rarity)), blocks.crowds)


def candidates(blocks: Blocks, of: Collection[Member] | None = None) -> Iterator[Candidate]:
    """The pairs of some blocks that are compared."""
    all_, siblings, postings = blocks.records, blocks.siblings, blocks.postings
    for one, other in blocks.places(of):
        yield all_[one], all_[other], siblings[one] * siblings[other], postings[one] * postings[other]


def compared(pairs: Iterable[Candidate], rarity: Rarity, least: int = REVIEW) -> Iterator[Match]:
    """The matches of ``least`` points or more among pairs."""
    for a, b, siblings, postings in pairs:
        if not veto(a, b):
            points = points_if(least, a, b, rarity, siblings, postings)
            if points is not None:
                yield Match(points, *sorted((a.member, b.member)))
