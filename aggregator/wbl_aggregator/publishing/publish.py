"""Publishes the statewide feed: plans its documents, makes those that changed, and switches to them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from wbl_aggregator.published import posting_path
from wbl_aggregator.publishing import feeds
from wbl_aggregator.publishing.archive import archive_path
from wbl_aggregator.publishing.change_log import ChangeLog, LogFile, change_path
from wbl_aggregator.publishing.newest import NEWS, AtomEntries, facet_atom, statewide_forms
from wbl_aggregator.publishing.plan import Plan, beginning, by_facet, plan_feed, recent_by_facet
from wbl_aggregator.publishing.rendering import (
    Desk,
    Opened,
    Page,
    make_archive,
    make_pages,
    make_postings,
)
from wbl_aggregator.publishing.shelf import Keep, Shelf, Written
from wbl_aggregator.publishing.switch import Release
from wbl_aggregator.workers import Crew, Workers
from wbl_feed.models import Envelope

T = TypeVar("T")
_AT_ONCE = 2_000
"""Entries whose files or lines are made together."""
_OF_A_FILE, _OF_A_LINE, _OF_THE_ARCHIVE = 700, 30, 400
"""What making one takes, as :class:`Workers` counts it."""


def publish(
    shelf: Shelf,
    envelope: Envelope,
    out: Path,
    at: datetime,
    keep: Keep | None = None,
    forgotten: Collection[str] = (),
    *,
    opened: Opened | None = None,
    workers: Workers | None = None,
) -> Written:
    """Write the set of files. A reader sees the old feed whole or the new one, at every moment and after every fault.

    ``envelope`` is the statewide feed's, but for what follows from its content: ``totalItems``, ``digest``,
    ``pages``, ``completeness``, ``changeLog``, ``alternates`` and ``tombstones``. ``forgotten`` are entries
    that have to go from the log and from old pages too, at once. ``workers`` make files too, from the shelf that
    ``opened`` gives them.

    Raises ``NothingPublishedError`` when the disk refuses; what was published before then still stands.
    """
    keep = keep or Keep()
    release = Release(out)
    try:
        desk = Desk(opened or (lambda: nullcontext(shelf)), out)
        with Crew(workers or Workers(0)) as crew:
            publishing = _Publishing(shelf, envelope, desk, at, keep, release, crew)
            made_from = publishing.make(forgotten)
        hours = timedelta(hours=0 if forgotten else keep.keep_hours)
        return release.switch(made_from, publishing.log.index, at, hours)
    finally:
        release.abandon()


class _Publishing:
    """One publishing: what several of its steps need."""

    def __init__(
        self, shelf: Shelf, envelope: Envelope, desk: Desk, at: datetime, keep: Keep, release: Release, crew: Crew
    ) -> None:
        self.shelf, self.envelope, self.desk, self.at, self.keep = shelf, envelope, desk, at, keep
        self.release, self.crew = release, crew
        self.lines = shelf.lines()
        self.begins = beginning(self.lines)
        self.log = ChangeLog(release.before.log, shelf, self.lines, desk.out, at)
        self.entries = AtomEntries(envelope, shelf)
        self.made_from: dict[str, str] = {}
        self.pages: list[Page] = []

    def make(self, forgotten: Collection[str]) -> dict[str, str]:
        """Hand every file to the release; gives what the feeds were made from."""
        self._postings()
        self._log(forgotten)
        facets = self._facets()
        self._statewide()
        self._make_pages()
        self.crew.finish()
        self.release.add("ledger.ndjson", b"".join(self.shelf.ledger()))
        for name, content in feeds.catalogs(self.envelope, facets, self.shelf.sites()):
            self.release.add(name, content)
        return self.made_from

    def _log(self, forgotten: Collection[str]) -> None:
        """The change log, and each closed page of it as a page of the archive.

        Pages of the archive are deltas, and a delta has to say where the whole feed is (spec section 4.2
        rule 2): without ``feedUrl`` there are none.
        """
        waiting: LogFile | None = None
        made = set()
        for file in self.log.files(self.keep.log_days, forgotten):
            content = file.to_json(self.envelope.id, self.envelope.spec_version)
            self.release.add(change_path(file.number), content)
            if waiting:  # whether the page after it is closed is known only now
                self._archive(waiting.number, waiting)
            waiting = file if file.closed else None
            made.add(file.number)
        if waiting:
            self._archive(waiting.number, waiting)
        for number in sorted(self.log.index.pages.keys() - made):
            self.release.stands(change_path(number))
        for number in self.log.index.pages:
            if self.log.is_closed(number) and number not in made and not self.release.stands(archive_path(number)):
                self._archive(number, None)

    def _archive(self, number: int, file: LogFile | None) -> None:
        if self.envelope.feed_url:
            changes = file.changes if file else self.log.changes_of(number)
            closed = self.log.is_closed(number - 1), self.log.is_closed(number + 1)
            size = len(changes) * _OF_THE_ARCHIVE
            arguments = self.release.wanted(archive_path(number)), number, changes, closed, self.envelope
            self.crew.do(size, self.release.take, make_archive, self.desk, *arguments, large=True)

    def _statewide(self) -> None:
        plan = plan_feed(self.lines, "", self.envelope.id, self.envelope.spec_version, begins=self.begins)
        newest = self.log.newest
        closed = max((number for number in self.log.index.pages if self.log.is_closed(number)), default=0)
        head = feeds.statewide(
            self.envelope, self.shelf, self.at, self.keep.tombstone_days, change_path(newest) if newest else None
        )
        archive = archive_path(closed) if closed and head.feed_url else ""
        self._pages(plan, head)
        if self._is_made(plan, head, archive.encode(), names=("feed.json", "feed.atom", "jsonfeed.json")):
            return
        sealed = feeds.sealed(plan, head, self.shelf)
        self.release.add(plan.name, feeds.first_document(plan, sealed, self.shelf))
        for name, content in statewide_forms(plan, sealed, self.shelf, self.entries, archive):
            self.release.add(name, content)

    def _facets(self) -> dict[str, Envelope]:
        found = {}
        by_folder = by_facet(self.lines)
        recent = recent_by_facet(self.lines, by_folder, NEWS)
        for folder, lines in by_folder.items():
            head = feeds.facet(self.envelope, folder, recent[folder], self.shelf)
            plan = plan_feed(lines, f"{folder}/", head.id, head.spec_version, begins=self.begins)
            self._pages(plan, head)
            if not self._is_made(plan, head, names=(plan.name, f"{folder}/feed.atom")):
                sealed = feeds.sealed(plan, head, self.shelf)
                self.release.add(plan.name, feeds.first_document(plan, sealed, self.shelf))
                self.release.add(f"{folder}/feed.atom", facet_atom(plan, sealed, self.entries, recent[folder]))
            found[folder] = head
        return found

    def _pages(self, plan: Plan, head: Envelope) -> None:
        for name, lines in plan.pages:
            if not self.release.stands(plan.folder + name):
                wanted = self.release.wanted(plan.folder + name)
                self.pages.append(Page(wanted, head.spec_version, head.id, [line.id for line in lines]))

    def _make_pages(self) -> None:
        """The pages in the order of the feed, so that an entry is read once for many of its facets."""
        places = {line.id: place for place, line in enumerate(self.lines)} if self.pages else {}
        for pages in _parts(sorted(self.pages, key=lambda page: places[page.ids[0]]), lambda page: len(page.ids)):
            size = sum(len(page.ids) for page in pages) * _OF_A_LINE
            self.crew.do(size, self.release.take, make_pages, self.desk, pages)

    def _is_made(self, plan: Plan, head: Envelope, *more: bytes, names: tuple[str, ...]) -> bool:
        """Whether a feed's documents stand as they are to be."""
        made_from = plan.fingerprint(head.canonical, *more)
        self.made_from[plan.name] = made_from
        return self.release.before.made_from.get(plan.name) == made_from and self.release.stand(*names)

    def _postings(self) -> None:
        """The file of each entry; those that did not change stand."""
        places = {posting_path(line.id): line.id for line in self.lines}
        wanted = self.release.missing(places) | {posting_path(identity) for identity in self.shelf.dirty()[0]}
        files = [(self.release.wanted(name), identity) for name, identity in places.items() if name in wanted]
        for part in _parts(files, lambda _: 1):
            self.crew.do(len(part) * _OF_A_FILE, self.release.take, make_postings, self.desk, part)


def _parts(values: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    """Values, some thousand entries at a time."""
    part, weighs = list[T](), 0
    for value in values:
        part.append(value)
        weighs += weight(value)
        if weighs >= _AT_ONCE:
            yield part
            part, weighs = [], 0
    if part:
        yield part
