"""What is known of a source before it is asked, and what came of asking it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from wbl_aggregator.sources import Source
from wbl_feed import formats
from wbl_feed.adoption import Adopted
from wbl_feed.documents import PageError
from wbl_feed.fetch import Failed, Fetcher, Outcome, Validators
from wbl_feed.models import Envelope
from wbl_feed.pages import read_pages
from wbl_feed.reading import Reading

FetcherFor = Callable[[Source], Fetcher]
"""Makes what asks for a source, and for others of its host with the same ``allow_private``; it is closed after them."""
Adopt = Callable[[Source, Fetcher], Adopted]
"""Makes the feed of a site that has none. Raises ``WblFeedError`` where that cannot be done."""


@dataclass(frozen=True)
class Waiting(Failed):
    """Nothing was asked, since the host said when it may be asked again and that is later."""

    until: datetime = field(kw_only=True)


@dataclass(frozen=True)
class Known:
    """What was learnt of a source in earlier runs."""

    address: str = ""
    """Where a permanent redirect or a page of the site led; empty: the listed address."""
    validators: Mapping[str, Validators] = field(default_factory=dict)
    """Of the documents that are held, by address (spec 18.2, rule 3)."""
    last_read: datetime | None = None
    """When it was last read so that no deletion can have been missed (spec 8.4)."""
    envelope: Envelope | None = None
    """The last one, for its change log."""
    ids: Callable[[], frozenset[str]] = frozenset
    """Ids of the postings that are held; asked in another thread, and only where a change log is followed."""


@dataclass(frozen=True)
class Documents:
    """The documents of a feed as they came, to be read where and when the feed is judged."""

    address: str
    """That of the first, after redirects."""
    first: bytes = field(repr=False)
    pages: Mapping[str, bytes | PageError] | None = field(default=None, repr=False)
    """The bodies of the pages by address, or why there is none; ``None`` for a feed that names no pages."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.first) + sum(len(page) for page in (self.pages or {}).values() if isinstance(page, bytes))

    def read(self) -> Reading:
        """The feed, with all its pages."""
        first = formats.read(self.first)
        return first if self.pages is None else read_pages(first, self.address, self._page)

    def _page(self, url: str) -> bytes:
        page = (self.pages or {}).get(url, _NOT_ASKED)
        if isinstance(page, PageError):
            raise page
        return page


_NOT_ASKED = PageError("there was no time left to ask for it")


@dataclass(frozen=True)
class Crawled:
    """What one source answered, and its feed where there is a new one."""

    source: Source
    outcome: Outcome
    reading: Reading | None = None
    """The feed, or the changes in it; ``None`` where nothing new came, or where ``documents`` is yet to be read."""
    documents: Documents | None = None
    envelope: Envelope | None = None
    """That of the feed that came."""
    missed: bool = False
    """Whether deletions may have been missed, so that the whole feed was asked for."""
    whole: Documents | None = None
    """The whole feed, where it was asked for and could be had."""
    adopted: Adopted | None = None
    """The feed that was made of a site without one."""
    asked: str = ""
    """The address from which the way led to this outcome: the remembered or the listed one, or one found anew."""
    found: str = ""
    """The same, where a page of the site led to it just now, so that it is to be remembered."""
    validators: Mapping[str, Validators] = field(default_factory=dict)
    """To be kept, in place of those before, if the reading is good."""
    by_log: bool = False
    """Whether the reading holds all changes since the last one, from the change log, so that none was missed."""
    raw: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """Address and body of each document that was read, where bodies are kept."""
    waits: Mapping[str, datetime] = field(default_factory=dict)
    """Hosts that said when they may be asked again."""

    def read(self) -> Self:
        """The same with its feed read."""
        if self.documents is None:
            return self
        reading = self.documents.read()
        return replace(self, reading=reading, envelope=reading.envelope, documents=None)

    @property
    def not_before(self) -> datetime | None:
        """When the last of those hosts may be asked again."""
        return max(self.waits.values(), default=None)
