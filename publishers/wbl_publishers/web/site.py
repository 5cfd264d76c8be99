"""The feed of one site as documents over HTTP, without any framework: built from the site's own objects."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, TypedDict

from wbl_feed.catalog import ATOM_FILE, ATOM_TYPE, JSON_FILE, site_catalog
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.json_format import MEDIA_TYPE, PAGE_SIZE
from wbl_feed.models import Feed, Tombstone
from wbl_feed.notices.base import shown
from wbl_feed.settings import check
from wbl_feed.times import format_instant
from wbl_publishers.web.built import PLAIN_CATALOGUE, WELL_KNOWN, Built, feed_of
from wbl_publishers.web.exchange import Document, Request, Response, absent, answer, refusal
from wbl_publishers.web.pages import Pages
from wbl_publishers.web.postings import postings_of, tombstones_of

Settings = FeedSettings | Mapping[str, Any]
"""What the feed says of itself: the keys of the table ``[feed]`` of map.toml."""
Items = Callable[[], Iterable[Any]]
Gone = Callable[[], Iterable[Tombstone | Mapping[str, Any]]]
_PAGE = re.compile(r"pages/[0-9a-f]{16}\.json")
_SECOND = timedelta(seconds=1)
_LONGEST = 500
"""Characters of a fault that are logged; what a posting holds may be long, and is on one line in the log."""
_log = logging.getLogger(__name__)


class Options(TypedDict, total=False):
    """What may be said of a site's feed besides its settings and items."""

    folder: str
    """Where the feed is below the root, such as ``opportunities/``; the catalogue stays at the root."""
    tombstones: Gone | None
    """Gives the postings that are gone, at least those of the last 90 days."""
    revision: Callable[[], object] | None
    """Gives a value that changes whenever the feed would; until then nothing is built anew."""
    page_size: int
    """Postings in one document (spec section 9)."""
    max_age: int
    """Seconds for which an answer may be used without asking again."""


class SiteFeed:
    """Answers requests for the documents of a site's feed; many threads may ask at the same time."""

    def __init__(
        self,
        settings: Settings,
        items: Items,
        posting: Callable[[Any], Any] | None = None,
        *,
        folder: str = "",
        tombstones: Gone | None = None,
        revision: Callable[[], object] | None = None,
        page_size: int = PAGE_SIZE,
        max_age: int = 300,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``posting`` makes a posting, or a dict of its members by their JSON names, of each of the ``items``, which
        are postings or such dicts themselves without it.

        Raises ``UsageError`` for settings that make no valid envelope, and for a folder that is no plain path.
        """
        self.settings = settings if isinstance(settings, FeedSettings) else check(FeedSettings, settings, "the feed")
        self.folder = _folder(folder)
        self._items, self._posting, self._tombstones, self._revision = items, posting, tombstones, revision
        self._page_size, self._max_age, self._clock = page_size, max_age, clock
        self._begun = format_instant(self._now())
        self._catalogues = self._listing(feed_of(self.settings, (), (), self._begun))
        self._lock = Lock()
        self._built: Built | None = None
        self._built_for: object = None
        self._built_since = 0.0
        self._rendered: dict[str, Document] = {}
        """Documents of the feed as it was built last."""
        self._before: dict[str, Document] = {}
        """The documents that were served last, to see whether a new one differs."""
        self._pages = Pages()
        self._told: set[str] = set()

    def path(self, name: str) -> str:
        """Where a document is below the root of the site."""
        return name if name in (WELL_KNOWN, PLAIN_CATALOGUE) else self.folder + name

    def respond(self, request: Request) -> Response:
        """The answer to a request.

        Raises what the site's own functions raise, and ``NothingPublishedError`` if most items cannot be used.
        Frameworks answer 500 then, which says nothing about postings (spec section 18.1, rule 5).
        """
        if refused := refusal(request):
            return refused
        document = self._page(request.name) if _PAGE.fullmatch(request.name) else self._document(request.name)
        if document is None:
            return absent(request)
        return answer(request, document, max_age=self._max_age, at=self._clock())

    def _page(self, name: str) -> Document | None:
        """A page. The feed is built only if it is not known here, since another process may have listed it."""
        with self._lock:
            page = self._pages.get(name, self._clock())
        if page is None:
            self._document(JSON_FILE)
            with self._lock:
                page = self._pages.get(name, self._clock())
        return page

    def _document(self, name: str) -> Document | None:
        if name not in (JSON_FILE, ATOM_FILE):
            return self._catalogues.get(name)
        asked = monotonic()
        revision = self._revision() if self._revision else None  # before the items: a change in between is seen later
        with self._lock:
            same = self._built_for == revision if self._revision else self._built_since >= asked
            if self._built is None or not same:
                self._build(revision)
            if name not in self._rendered and self._built:
                self._rendered[name] = self._dated(name, self._built.render(name))
            return self._rendered[name]

    def _build(self, revision: object) -> None:
        """Build the feed; when that fails, the one before stays."""
        since = monotonic()
        told: set[str] = set()

        def tell(text: str, error: BaseException | None) -> None:
            if text not in self._told | told:  # once, and not at each request
                _log.warning("%s: %s", self.settings.id, shown(text, _LONGEST), exc_info=error)
            told.add(text)

        try:
            postings = postings_of(self._items(), self._posting, tell)
            gone = self._tombstones() if self._tombstones else ()
            tombstones = tombstones_of(gone, (posting.id for posting in postings), tell)
        finally:
            self._told = told
        built = Built.of(feed_of(self.settings, postings, tombstones, self._begun), self._page_size)
        self._pages.put(built.pages, tombstones, self._now())
        self._built, self._built_for, self._built_since, self._rendered = built, revision, since, {}

    def _dated(self, name: str, content: bytes) -> Document:
        """A document with its date; one whose content is as before is the one before."""
        before = self._before.get(name)
        if before is None or before.content != content:
            since = self._now() if before is None else max(self._now(), before.since + _SECOND)  # no date twice
            before = self._before[name] = Document(content, ATOM_TYPE if name == ATOM_FILE else MEDIA_TYPE, since)
        return before

    def _listing(self, feed: Feed) -> dict[str, Document]:
        """The copies of the catalogue, which is the same however many postings there are."""
        folders = {WELL_KNOWN: f"../{self.folder}", PLAIN_CATALOGUE: self.folder}
        return {name: Document(site_catalog(feed, folder), MEDIA_TYPE, self._now()) for name, folder in folders.items()}

    def _now(self) -> datetime:
        return self._clock().replace(microsecond=0)


def _folder(path: str) -> str:
    """A folder below the root with a slash at its end; empty for the root."""
    path = path.strip("/")
    if path and not re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9._~/-]*", path):
        fix = "Use letters, digits and hyphens, such as opportunities or jobs/students."
        raise UsageError(f"“{path}” cannot be the folder of a feed.", fix=fix)
    return f"{path}/" if path else ""
