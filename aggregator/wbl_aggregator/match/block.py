"""Which records are compared at all: those that have a key in common (blocking)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record

MOST = 100
"""Records of a block. Of a larger one only those are compared that are together in a smaller one too."""
_LONGEST = 3
"""Words of a title that make a block with a town: the longest, since these are seldom the commonest."""

_SLOTS = 1 << 22


class Crowd(NamedTuple):
    """A block that was too large to be compared."""

    key: str
    size: int


def keys(record: Record) -> set[str]:
    """The blocks of a record: an employer's word with a word of the title, or with a town. Since one network names the
    host and another who runs the programme, what is added to a title is taken for a name too, and two words of a title
    are a block with a town.
    """
    title, employer, towns = record.title, record.employer, [f"@{town}" for town in record.towns.names]
    words = sorted(title.head | title.tail, key=lambda word: (-len(word), word))
    whole = {employer.name, employer.initials} - {""} if len(employer.words) > 1 else ()
    found = {f"{name} {end}" for name in employer.words or ("",) for end in (*(words or ("",)), *towns)}
    found |= {f"{name} {word}" for name in whole for word in words or ("",)}
    found |= {f"{name} {word}" for name in title.tail for word in title.head}
    if towns:
        pairs = [" ".join(sorted(pair)) for pair in combinations(words[:_LONGEST], 2)] or words
        found |= {f"{pair} {town}" for pair in pairs for town in towns}
    return found


class Blocks:
    """Records by what they have in common."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self.siblings = _counted(hash((one.member.source, one.employer.name, one.title.core)) for one in self.records)
        """By place, how many postings its source has of that title at that employer …"""
        self.postings = _counted(hash((one.member.source, one.employer.name)) for one in self.records)
        """… and of any title."""
        once, twice = bytearray(_SLOTS), bytearray(_SLOTS)  # most keys are of one record alone: these take no memory
        for slot in (hash(key) % _SLOTS for record in self.records for key in keys(record)):
            twice[slot], once[slot] = once[slot], 1
        blocks: dict[str, list[int]] = {}
        for place, record in enumerate(self.records):
            for key in keys(record):
                if twice[hash(key) % _SLOTS]:
                    blocks.setdefault(key, []).append(place)
        self._crowds = {key: blocks.pop(key) for key, places in list(blocks.items()) if len(places) > MOST}
        self._blocks, self._together = blocks, dict[tuple[str, str], list[int]]()

    @property
    def crowds(self) -> list[Crowd]:
        """The blocks that are too large, for the operator to know."""
        return [Crowd(key, len(places)) for key, places in sorted(self._crowds.items())]

    def pairs(self, of: Collection[Member] | None = None) -> Iterator[tuple[Record, Record]]:
        """Every two records of different sources that share a block, each pair once; only those with a record ``of``
        these members, where they are given.
        """
        return ((self.records[place], self.records[other]) for place, other in self.places(of))

    def places(self, of: Collection[Member] | None = None) -> Iterator[tuple[int, int]]:
        """The same as places of ``records``."""
        sources = [record.member.source for record in self.records]
        asked: Collection[int] = range(len(sources))
        if of is not None:
            some = frozenset(of)
            asked = {place for place in asked if self.records[place].member in some}
        # one employer after another, so that what was found of two of them is still known
        for place in sorted(asked, key=lambda place: self.records[place].employer.name):
            source = sources[place]
            for other in set().union(*self._near(self.records[place])):
                if sources[other] != source and (other > place or other not in asked):
                    yield place, other

    def _near(self, record: Record) -> Iterator[list[int]]:
        """The blocks of a record that are not too large, and what two that are too large have in common."""
        found = keys(record)
        crowds = sorted(found & self._crowds.keys())
        yield from (self._blocks[key] for key in found.difference(crowds) if key in self._blocks)
        for pair in combinations(crowds, 2):
            if pair not in self._together:
                both = set(self._crowds[pair[0]]).intersection(self._crowds[pair[1]])
                self._together[pair] = list(both) if len(both) <= MOST else []
            yield self._together[pair]


def _counted(values: Iterable[int]) -> list[int]:
    """How often each value is there."""
    values = list(values)
    return list(map(Counter(values).__getitem__, values))
