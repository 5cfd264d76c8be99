"""One search for feeds: fetches what may lead to one within limits, and remembers what was tried."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wbl_feed import formats
from wbl_feed.discovery.kinds import Kind, kind_of
from wbl_feed.documents import Document, Get, PageError, pages_of
from wbl_feed.fetch import Failed, Fetched, Fetcher
from wbl_feed.location import Opened, fetched, is_address, local_pages, network_pages
from wbl_feed.notices import Notice
from wbl_feed.notices.discovery import PagesUnread
from wbl_feed.origins import comparable

_NO_FEED: dict[Kind, str] = {
    "page": "it is a page of a feed, not its first document",
    "catalog": "it is a catalogue, not a feed",
    "changes": "it is a page of a change log, not a feed",
    "posting": "it is a single posting, not a feed",
    "web page": "it is a web page, not a feed",
}


@dataclass(frozen=True)
class SearchLimits:
    """How much one search may take."""

    requests: int = 40
    """Documents that are asked for on the way to feeds."""
    feeds: int = 20
    """Feeds that are read of those that a page or a catalogue names."""
    bytes: int = 100_000_000
    seconds: float = 300.0


ON_DISK = SearchLimits(requests=1_200, feeds=100, bytes=200_000_000)
"""What a search that begins on one's own disk may take."""


@dataclass(frozen=True)
class Found:
    """A feed that was found."""

    address: str
    """Where its first document is, after redirects; a file's as an IRI; empty for standard input."""
    how: str
    """How it was found, for people: one of the phrases in ``wbl_feed.discovery.discover``."""
    content: bytes = field(repr=False)
    """The bytes of its first document."""
    notices: tuple[Notice, ...] = ()
    """What the way to it showed, such as a catalogue that gives another id; ``place`` says which document is meant."""
    get: Get | None = field(default=None, repr=False, compare=False)
    """Gives the bytes of a page."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """What the server said with the first document, with names in lower case."""

    def documents(self) -> Iterator[Document]:
        """The first document, then one page after another, so that memory is bounded by the page; never raises."""
        reading = formats.read(self.content)
        pages = (reading.envelope and reading.envelope.pages) or ()
        if pages and self.get is None:
            reading = replace(reading, notices=(*reading.notices, PagesUnread(pointer="/pages", found=len(pages))))
        yield Document(self.address, self.content, reading)
        if self.get is not None:
            head = replace(reading, items=(), received=(), notices=())
            del reading
            yield from pages_of(head, self.address, self.get)


@dataclass(frozen=True)
class Identity:
    """What is known of a feed once its first document was looked at."""

    id: str | None
    """Its id; ``None`` for a foreign feed and for one with a faulty envelope."""
    foreign: bool


class Search:
    """Opens documents by address until a limit is reached."""

    def __init__(self, fetcher: Fetcher | None, folder: Path | None = None, limits: SearchLimits | None = None) -> None:
        """``fetcher`` is ``None`` where only the disk is read; ``folder`` is where files may be read."""
        self._fetcher, self._folder = fetcher, folder
        self.limits = limits or SearchLimits()
        self._requests, self._bytes = self.limits.requests, self.limits.bytes
        self._end = time.monotonic() + self.limits.seconds
        self.tried: list[str] = []
        """What gave no feed, in words for people."""
        self.notices: list[Notice] = []

    @property
    def on_disk(self) -> bool:
        """Whether files are read and nothing else."""
        return self._fetcher is None

    def open(self, url: str) -> Opened:
        """The document at an address. Raises ``PageError``, also past a limit."""
        if self._requests <= 0 or self._bytes <= 0 or time.monotonic() > self._end:
            raise PageError("it was not tried any more, since the search had taken long enough")
        self._requests -= 1
        if is_address(url):
            opened = self._fetch(url)
        elif self._folder is not None:
            opened = Opened(url, local_pages(self._folder)(url))
        else:
            raise PageError("it is not an http or https address")
        self._bytes -= len(opened.content)
        return opened

    def _fetch(self, url: str) -> Opened:
        if self._fetcher is None:
            raise PageError("it is on the network, and in a folder only files are read")
        outcome = self._fetcher.fetch(url)
        if isinstance(outcome, Fetched):
            return fetched(outcome)
        raise PageError(outcome.message if isinstance(outcome, Failed) else "the server answered 304")

    def feed(self, url: str) -> tuple[Opened, Identity]:
        """The first document of the feed at an address. Raises ``PageError`` if there is none."""
        opened = self.open(url)
        return opened, identify(opened.content)

    def found(self, opened: Opened, how: str, notices: tuple[Notice, ...] = ()) -> Found:
        """A feed of this search, with the way to its pages."""
        get: Get | None = None
        if is_address(opened.address):
            get = network_pages(self._fetcher) if self._fetcher else None
        elif opened.address and self._folder is not None:
            get = local_pages(self._folder)
        return Found(opened.address, how, opened.content, notices, get, opened.headers)


def identify(content: bytes) -> Identity:
    """The identity of a feed by its first document, however faulty. Raises ``PageError`` if it is none."""
    kind = kind_of(content)
    if kind != "feed":
        raise PageError(_NO_FEED.get(kind, "it is no feed"))
    reading = formats.read(content)
    return Identity(reading.envelope.id if reading.envelope else None, reading.format == "foreign")


def same(one: str, other: str) -> bool:
    """Whether two addresses are the same, as far as can be told without asking."""
    try:
        return comparable(one) == comparable(other)
    except ValueError:
        return one == other
