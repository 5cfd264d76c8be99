"""Which records are compared at all: those that have a key in common (blocking)."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record

MOST = 100
"""Records of a block. Of a larger one only those are compared that are together in a smaller one too, or in another
that is too large, if not more are in both.
"""
_RUNS = 2
"""Runs of words of a description that make a block each."""
_LONGEST = 3
"""Words of a title that make a block with a town: the longest, since these are seldom the commonest."""
_NAMES, _WORDS, _PART, _TOWNS = 5, 10, 6, 6
"""Words of a name, of a title and of a part of it, and towns, that make blocks: a posting of more is there to hurt."""
_NONE = frozenset([""])


class Crowd(NamedTuple):
    """A block that was too large to be compared by itself."""

    key: str
    size: int


def keys(record: Record) -> set[str]:
    """The blocks of a record: an employer's word with a word of the title, or with a town. Since one network names the
    host and another who runs the programme, what is added to a title is taken for a name too, and two words of a title
    are a block with a town. Descriptions that were copied share the same runs of words.
    """
    title, names = record.title, _few(record.employer.words or _NONE, _NAMES)
    words, towns = _few(title.core or _NONE, _WORDS), [f"@{town}" for town in _few(record.towns.names, _TOWNS)]
    found = {f"{name} {end}" for name in names for end in (*words, *towns)}
    if len(names) > 1:
        whole = {record.employer.name, record.employer.initials} - _NONE
        found |= {f"{name} {word}" for name in whole for word in words}
    if title.tail:
        found |= {f"{name} {end}" for name in _few(title.tail, _PART) for end in (*_few(title.head, _PART), *towns)}
    if towns:
        longest = sorted(_few(words, _LONGEST))
        pairs = [f"{one} {other}" for one, other in combinations(longest, 2)] or longest
        found |= {f"{pair} {town}" for pair in pairs for town in towns}
    return found.union(f"text {number}" for number in sorted(record.sketch)[:_RUNS]) if record.sketch else found


def _few(words: Collection[str], most: int) -> Collection[str]:
    """The longest words, where there are too many."""
    return words if len(words) <= most else sorted(words, key=lambda word: (-len(word), word))[:most]


class Blocks:
    """Records by what they have in common. Keys are told apart by their hashes, which take less memory."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self._sources = [record.member.source for record in self.records]
        self.siblings = _counted(hash((one.member.source, one.employer.name, one.title.core)) for one in self.records)
        """By place, how many postings its source has of that title at that employer …"""
        self.postings = _counted(hash((one.member.source, one.employer.name)) for one in self.records)
        """… and of any title."""
        self._keys, self._ends = array("q"), array("L", [0])
        for record in self.records:
            self._keys.extend(map(hash, keys(record)))
            self._ends.append(len(self._keys))
        blocks: dict[int, list[int]] = {}
        shared = _twice(self._keys)
        for place in range(len(self.records)):
            for key in self._keys_of(place):
                if shared[key % len(shared)]:
                    blocks.setdefault(key, []).append(place)
        self._crowds = {key: blocks.pop(key) for key, places in list(blocks.items()) if len(places) > MOST}
        self._blocks, self._together = blocks, dict[tuple[int, int], list[int]]()

    @cached_property
    def crowds(self) -> list[Crowd]:
        """The blocks that are too large, for the operator to know."""
        firsts = ((key, self.records[places[0]], len(places)) for key, places in self._crowds.items())
        return sorted(Crowd(name, size) for key, first, size in firsts for name in keys(first) if hash(name) == key)

    def pairs(self, of: Collection[Member] | None = None) -> Iterator[tuple[Record, Record]]:
        """Every two records of different sources that share a block, each pair once; only those with a record ``of``
        these members, where they are given.
        """
        return ((self.records[place], self.records[other]) for place, other in self.places(of))

    def places(self, of: Collection[Member] | None = None) -> Iterator[tuple[int, int]]:
        """The same as places of ``records``."""
        sources = self._sources
        asked = range(len(sources)) if of is None else self._places_of(frozenset(of))
        # one employer after another, so that what was found of two of them is still known
        for place in sorted(asked, key=lambda place: self.records[place].employer.name):
            source = sources[place]
            for other in set().union(*self._near(place)):
                if sources[other] != source and (other > place or other not in asked):
                    yield place, other

    def _places_of(self, members: frozenset[Member]) -> Collection[int]:
        ids = {member.id for member in members}  # quicker than to ask of each record whether it is one of them
        some = [place for place, record in enumerate(self.records) if record.member.id in ids]
        return {place for place in some if self.records[place].member in members}

    def _near(self, place: int) -> list[list[int]]:
        """The blocks of a record that are not too large, and what two that are too large have in common."""
        found, crowds = [], []
        for key in self._keys_of(place):
            if places := self._blocks.get(key):
                found.append(places)
            elif key in self._crowds:
                crowds.append(key)
        for pair in combinations(sorted(crowds), 2):
            if pair not in self._together:
                less, more = sorted((self._crowds[key] for key in pair), key=len)
                both = set(less).intersection(more)
                self._together[pair] = list(both) if len(both) <= MOST else []
            found.append(self._together[pair])
        return found

    def _keys_of(self, place: int) -> Sequence[int]:
        return self._keys[self._ends[place] : self._ends[place + 1]]


def _twice(values: Sequence[int]) -> bytearray:
    """By the remainder of a value, whether there may be two of it: most are there once, and need no more memory."""
    size = 4 * len(values) + 1
    once, twice = bytearray(size), bytearray(size)
    for value in values:
        slot = value % size
        twice[slot], once[slot] = once[slot], 1
    return twice


def _counted(values: Iterable[int]) -> list[int]:
    """How often each value is there."""
    values = list(values)
    return list(map(Counter(values).__getitem__, values))
