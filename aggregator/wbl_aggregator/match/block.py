"""Which records are compared at all: those that have a key in common (blocking)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record

MOST = 400
"""Records of a block. Of a larger one only those are compared that are in a smaller block too."""


class Crowd(NamedTuple):
    """A block that was too large to be compared."""

    key: str
    size: int


def keys(record: Record) -> set[str]:
    """The blocks of a record: an employer's word with a word of the title, or with a town. Since one network names the
    host and another who runs the programme, what is added to a title is taken for a name too, and two words of a title
    are a block with a town.
    """
    title, words = record.title, sorted(record.title.core)
    names = {*record.employer.words, record.employer.name, record.employer.initials} - {""} or {""}
    ends = [*(words or [""]), *(f"@{town}" for town in record.towns.names)]
    pairs = [f"{one} {other}" for one, other in combinations(words, 2)] or words
    found = {f"{name} {end}" for name in names for end in ends}
    found |= {f"{name} {word}" for name in title.tail for word in title.head}
    return found | {f"{pair} @{town}" for pair in pairs for town in record.towns.names}


class Blocks:
    """Records by what they have in common."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(records):
            for key in keys(record):
                self._blocks[key].append(place)

    @property
    def crowds(self) -> list[Crowd]:
        """The blocks that are too large, for the operator to know."""
        return [Crowd(key, len(places)) for key, places in sorted(self._blocks.items()) if len(places) > MOST]

    def pairs(self, of: Collection[Member] | None = None) -> Iterator[tuple[Record, Record]]:
        """Every two records of different sources that share a block, each pair once; only those with a record ``of``
        these members, where they are given.
        """
        asked = None if of is None else frozenset(of)
        for place, record in enumerate(self._records):
            if asked is not None and record.member not in asked:
                continue
            shared = (self._blocks[key] for key in keys(record))
            for other in set().union(*(places for places in shared if 1 < len(places) <= MOST)):
                met = self._records[other]
                done = other <= place and (asked is None or met.member in asked)
                if not done and met.member.source != record.member.source:
                    yield record, met
