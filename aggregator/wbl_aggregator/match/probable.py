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


def probable(records: Sequence[Record], rarity: Rarity, of: Collection[Member] | None = None) -> Probable:
    """The matches of ``REVIEW`` points or more; only those with a record ``of`` these members, where they are given.
    Pure: the same records, in any order, give the same matches.
    """
    blocks, count = Blocks(records), Counter(map(_post, records))
    return compared(blocks.pairs(of), rarity, lambda record: count[_post(record)])._replace(crowds=blocks.crowds)


def compared(
    pairs: Iterable[tuple[Record, Record]], rarity: Rarity, siblings: Callable[[Record], int], least: int = REVIEW
) -> Probable:
    """The matches of ``least`` points or more among pairs; ``siblings`` tells how many postings of its source have the
    title and the employer of one, itself included.
    """
    matches, apart = [], {}
    for a, b in pairs:
        if rule := veto(a, b):
            apart[frozenset((a.member, b.member))] = rule
            continue
        points = points_if(least, a, b, rarity, siblings(a) * siblings(b))
        if points is not None:
            matches.append(Match(points, a.member, b.member))
    return Probable(matches, apart, [])


def _post(record: Record) -> tuple[str, str, frozenset[str]]:
    """What siblings have in common: a source's postings of one title at one employer."""
    return record.member.source, record.employer.name, record.title.core
