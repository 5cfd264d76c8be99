"""Plans which entries stand in which document, by content alone, so that a change touches few pages."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from heapq import nlargest
from itertools import takewhile
from operator import attrgetter
from zlib import crc32

from wbl_aggregator.publishing.shelf import Line
from wbl_feed.times import parse_instant

ONE_DOCUMENT = 500
"""Up to here a feed is one document; the standard advises against paging less (section 9)."""
FORM = "1"
"""Raise it when the bytes of a document change for the same entries: what stands is then written again."""
_ONE_IN = 256
_LEAST, _MOST = 64, 1024
"""Entries of a page. Without bounds, a source that chooses its ids well could make a page of each posting, or one of
all; a reader need not follow more than 1,000 pages (section 9)."""
_HASH = attrgetter("hash")


@dataclass(frozen=True)
class Plan:
    """A feed's documents: the lines of the first and of each page, and what the pages are called."""

    folder: str
    """Where it stands, with a slash at its end; empty for the statewide feed."""
    lines: Sequence[Line]
    first: Sequence[Line]
    pages: Sequence[tuple[str, Sequence[Line]]]
    """Names relative to the folder. A page's name is a hash of the hashes of its entries, so that a page that is
    there already need not be made again."""

    @property
    def is_paged(self) -> bool:
        """Whether there are pages beside the first document."""
        return bool(self.pages)

    @property
    def name(self) -> str:
        """The path of its first document."""
        return f"{self.folder}feed.json"

    def fingerprint(self, *more: bytes) -> str:
        """A hash of all that its first document is made from."""
        names = "".join(name for name, _ in self.pages)
        hashes = "".join(map(_HASH, self.first))
        return hashlib.sha256("\n".join((FORM, names, hashes, "")).encode() + b"\n".join(more)).hexdigest()[:32]


def plan_feed(lines: Sequence[Line], folder: str, *head: str, begins: Collection[str] | None = None) -> Plan:
    """The documents of a feed; ``head`` is what else stands in a page.

    ``begins`` are the entries with which a page can begin, where :func:`beginning` found them for many feeds.
    """
    if len(lines) <= ONE_DOCUMENT:
        return Plan(folder, lines, lines, ())
    starts = cuts(lines, beginning(lines) if begins is None else begins)
    first, *others = (lines[start:end] for start, end in zip(starts, (*starts[1:], len(lines)), strict=True))
    return Plan(folder, lines, first, tuple((page_name(page, *head), page) for page in others))


def beginning(lines: Iterable[Line]) -> frozenset[str]:
    """The entries whose ids say that a page can begin with them: one in some hundred."""
    return frozenset(line.id for line in lines if crc32(line.id.encode()) % _ONE_IN == 0)


def cuts(lines: Sequence[Line], beginners: Collection[str]) -> list[int]:
    """Where pages begin: at entries whose ids say so, so that an entry more or less moves one boundary or two.

    This is content-defined chunking with a least and a greatest length.
    """
    begins = [place for place, line in enumerate(lines) if line.id in beginners]
    starts = [0]
    while True:
        least, most = starts[-1] + _LEAST, starts[-1] + _MOST
        found = bisect_left(begins, least)
        start = min(begins[found] if found < len(begins) else most, most)
        if start >= len(lines):
            return starts
        starts.append(start)


def page_name(lines: Iterable[Line], *head: str) -> str:
    """The relative path of a page, from the hashes of its entries."""
    text = "\n".join((FORM, *head, *map(_HASH, lines)))
    return f"pages/{hashlib.sha256(text.encode()).hexdigest()[:32]}.json"


def by_facet(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each facet's folder, in the order of the feed; folders in order."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for folder in line.facets:
            found[folder].append(line)
    return {folder: found[folder] for folder in sorted(found)}


def by_date(lines: Iterable[Line]) -> list[Line]:
    """The entries with the newest ``dateModified`` first, and of one moment in the order of the feed."""
    return sorted(lines, key=lambda line: _moment(line.modified), reverse=True)


def recent_by_facet(lines: Iterable[Line], facets: Mapping[str, Sequence[Line]], most: int) -> dict[str, list[Line]]:
    """Of each facet its newest lines, the newest first: so many, or all of the newest moment, if those are more."""
    found: dict[str, list[Line]] = {folder: [] for folder in facets}
    wanted = set(found)
    for line in by_date(lines):
        for folder in wanted.intersection(line.facets):
            mine = found[folder]
            if len(mine) >= most and _moment(line.modified) != _moment(mine[0].modified):
                wanted.remove(folder)
                continue
            mine.append(line)
            if len(mine) == len(facets[folder]):
                wanted.remove(folder)
        if not wanted:
            break
    return found


def newest(recent: Sequence[Line]) -> str:
    """The newest ``dateModified`` of entries, of which there is at least one, given the newest first; of one moment
    the text that sorts last, whatever the order of the feed.
    """
    first = _moment(recent[0].modified)
    return max(line.modified for line in takewhile(lambda line: _moment(line.modified) == first, recent))


def last_changed(lines: Sequence[Line], most: int) -> list[Line]:
    """The entries that changed last, the newest first."""
    return nlargest(most, lines, key=lambda line: line.sequence)


@lru_cache(maxsize=1 << 17)
def _moment(text: str) -> str:
    """An instant as a text that sorts by time. Nearly all are in UTC and need not be parsed."""
    if len(text) == 20 and text.endswith("Z"):
        return text[:19]
    return parse_instant(text).astimezone(UTC).replace(tzinfo=None).isoformat()
