"""The change log (spec section 16): full pages are closed, the newest grows at its end, old ones are compacted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from wbl_aggregator.publishing.manifest import LogIndex, LogPage
from wbl_aggregator.publishing.shelf import Line, Shelf
from wbl_feed import json_format
from wbl_feed.digest import canonical_json
from wbl_feed.errors import NothingPublishedError
from wbl_feed.times import format_instant, parse_instant

MOST_CHANGES = 500
MOST_BYTES = 1_000_000
LEAST_OLD = 8
"""So many old pages are waited for before they are compacted, or a quarter of the compacted ones, if that is more: an
entry is then rewritten a few times in its life, and not at each run."""


class Change(NamedTuple):
    """A change as it stands in the log."""

    sequence: int
    id: str
    value: bytes
    """The posting or the tombstone, as canonical JSON."""
    is_upsert: bool

    @property
    def line(self) -> bytes:
        """The change as JSON, the same bytes for the same change."""
        value = json_format.spelled(self.value)
        if self.is_upsert:
            return b'{"item":%s,"sequence":%d,"type":"upsert"}' % (value, self.sequence)
        return b'{"sequence":%d,"tombstone":%s,"type":"delete"}' % (self.sequence, value)

    def tells_of(self, forgotten: Collection[str]) -> bool:
        """Whether it is of one of some entries, or of an entry that was made of one of some postings."""
        if self.id in forgotten or not self.is_upsert:
            return self.id in forgotten
        origins = json_format.load(self.value).get("provenance", ())
        return any(hop.get("id") in forgotten for origin in origins for hop in (origin, *origin.get("via", ())))


@dataclass(frozen=True)
class LogFile:
    """A page that is not as it was."""

    number: int
    changes: Sequence[Change]
    closed: bool
    has_previous: bool
    compacted_to: int = 0

    def to_json(self, feed: str, spec_version: str) -> bytes:
        """The page as a file, a line for each change."""
        head: dict[str, object] = {"type": "ChangePage", "specVersion": spec_version, "feed": feed}
        if self.has_previous:
            head["previous"] = f"{self.number - 1}.json"
        if self.closed:
            head["next"] = f"{self.number + 1}.json"
        if self.compacted_to:
            head["compactedTo"] = self.compacted_to
        pieces = json_format.document({**head, "changes": None}, (change.line for change in self.changes), "changes")
        return b"".join(pieces)


def change_path(number: int) -> str:
    """Where a page stands, relative to the output folder."""
    return f"changes/{number}.json"


class ChangeLog:
    """The log as it is to be; its index is whole when all of :meth:`files` were taken.

    Where there was no log, or one that lacks a page, it is begun anew with what stands; then what was
    deleted before may be missing from it, which ``compactedTo`` tells its readers.
    """

    def __init__(self, index: LogIndex, shelf: Shelf, lines: Sequence[Line], out: Path, at: datetime) -> None:
        self._shelf, self._lines, self._out, self._at = shelf, lines, out, at
        self._pages = dict(index.pages)
        self._compacted_to, self._pending = index.compacted_to, index.pending
        self._first = min(self._pages, default=1)
        if not self._pages or any(self._is_lost(number) for number in self._pages):
            self._first = max(self._pages, default=0) + 1
            self._pages = {}
            self._compacted_to, self._pending = self._last_if_gaps(), 0

    @property
    def index(self) -> LogIndex:
        """The pages by number."""
        return LogIndex(dict(sorted(self._pages.items())), self._compacted_to, self._pending)

    @property
    def newest(self) -> int:
        """The number of the newest page; 0 where there is none."""
        return max(self._pages, default=0)

    def is_closed(self, number: int) -> bool:
        """Whether a page changes no more, and is not the newest."""
        return number in self._pages and self._pages[number].closed != ""

    def changes_of(self, number: int) -> list[Change]:
        """The changes of a page as it stands. Raises ``ValueError`` or ``OSError`` for one that cannot be read."""
        return _read(self._out / change_path(number))

    def files(self, log_days: int, forgotten: Collection[str] = ()) -> Iterator[LogFile]:
        """The pages that are not as they were, oldest first. Raises ``NothingPublishedError``."""
        compacted = set()
        for file in self._compacted(log_days):
            compacted.add(file.number)
            yield file
        if forgotten:
            for number in sorted(self._pages.keys() - compacted - {self.newest}):
                yield from self._without(number, frozenset(forgotten))
        yield from self._grown(frozenset(forgotten))

    def _is_lost(self, number: int) -> bool:
        page = self._pages[number]
        return page.last > self._pending and not (self._out / change_path(number)).is_file()

    def _last_if_gaps(self) -> int:
        numbers = {line.sequence for line in self._lines} | {number for _, _, number in self._shelf.tombstones()}
        last = max(numbers, default=0)
        return last if len(numbers) < last else 0

    def _grown(self, forgotten: frozenset[str]) -> Iterator[LogFile]:
        """The newest page with what changed since, and the pages after it."""
        number, held, last, full = self._newest_page()
        held = [one for one in held if not one.tells_of(forgotten)]
        size = sum(len(one.line) for one in held)
        for change in (Change(*one) for one in self._shelf.changes(last)):
            if full or (held and (len(held) >= MOST_CHANGES or size + len(change.line) > MOST_BYTES)):
                yield self._file(number, held, last, format_instant(self._at))
                number, held, size, full = number + 1, [], 0, False
            held.append(change)
            size += len(change.line)
            last = change.sequence
        if held or number in self._pages:
            yield self._file(number, held, last, "")

    def _newest_page(self) -> tuple[int, list[Change], int, bool]:
        """Number, changes and last sequence of the newest page, and whether it grows no more."""
        page = self._pages.get(self.newest)
        if page is None:
            return self._first, [], 0, False
        full = page.last <= self._compacted_to
        try:
            held = self.changes_of(self.newest)
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):  # what it held comes again
            before = self._pages.get(self.newest - 1)
            return self.newest, [], before.last if before else 0 if full else self._compacted_to, False
        return self.newest, held, max([page.last, *(one.sequence for one in held)]), full

    def _file(self, number: int, changes: Sequence[Change], last: int, closed: str) -> LogFile:
        self._pages[number] = LogPage(last, closed)
        shown = self._compacted_to if last <= self._compacted_to else 0
        return LogFile(number, changes, closed != "", number > self._first, shown)

    def _without(self, number: int, forgotten: frozenset[str]) -> Iterator[LogFile]:
        """A closed page without the postings that have to be forgotten (spec section 16 rule 3)."""
        path = self._out / change_path(number)
        try:
            content = path.read_bytes()
            if not any(b'"%s"' % one.encode() in content for one in forgotten):
                return
            held = self.changes_of(number)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NothingPublishedError(f"{path} cannot be read, so nothing can be taken out of it.") from error
        left = [one for one in held if not one.tells_of(forgotten)]
        if len(left) < len(held):
            yield self._file(number, left, self._pages[number].last, self._pages[number].closed)

    def _compacted(self, log_days: int) -> Iterator[LogFile]:
        """Old pages as few: of each entry the last change that is in force, and no deletions.

        They take the highest numbers of those they replace, so that the page after them still leads to them.
        """
        end = self._old_enough(log_days)
        self._pending = 0
        if not end:
            return
        last, closed = self._pages[end].last, self._pages[end].closed
        packed = self._packed(last)
        room = end - self._first + 1
        while len(packed) > room:  # cannot be, unless the store was made again with other numbers
            packed[0:2] = [packed[0] + packed[1]]
        for number in range(self._first, end + 1):
            del self._pages[number]
        self._first, self._compacted_to = end - len(packed) + 1, last
        for number, lines in enumerate(packed, self._first):
            values = self._shelf.entries([line.id for line in lines])
            changes = [Change(line.sequence, line.id, value, True) for line, value in zip(lines, values, strict=True)]
            # an empty page, where nothing is left, and the last one bear the sequence that the page after goes on from
            yield self._file(number, changes, last if number == end else lines[-1].sequence, closed)

    def _old_enough(self, log_days: int) -> int:
        """The number of the last page to be compacted; 0 where it is not worth the while."""
        if self._pending:  # a run was killed while it did
            ended = (number for number, page in self._pages.items() if page.closed and page.last <= self._pending)
            return max(ended, default=0)
        limit = self._at - timedelta(days=log_days)
        young = [number for number, page in self._pages.items() if page.last > self._compacted_to]
        old = [number for number in young if _is_before(self._pages[number].closed, limit)]
        few = len(old) < max(LEAST_OLD, (len(self._pages) - len(young)) // 4)
        return 0 if few else max(old)

    def _packed(self, last: int) -> list[list[Line]]:
        """The lines that did not change after a sequence, in the order of their changes, as pages."""
        lines = sorted((line for line in self._lines if line.sequence <= last), key=lambda line: line.sequence)
        packed: list[list[Line]] = [[]]
        size = 0
        for line, value in zip(lines, self._shelf.entries([line.id for line in lines]), strict=True):
            if packed[-1] and (len(packed[-1]) >= MOST_CHANGES or size + len(value) > MOST_BYTES):
                packed.append([])
                size = 0
            packed[-1].append(line)
            size += len(value)
        return packed


def _is_before(closed: str, limit: datetime) -> bool:
    try:
        return closed != "" and parse_instant(closed) <= limit
    except (ValueError, TypeError):  # somebody edited the manifest
        return False


def _read(path: Path) -> list[Change]:
    found = []
    for value in json_format.load(path.read_bytes())["changes"]:
        kind = "item" if value["type"] == "upsert" else "tombstone"
        found.append(Change(value["sequence"], value[kind]["id"], canonical_json(value[kind]), kind == "item"))
    return found
