"""Gives the documents of a feed one after another, each checked as section 9 of the specification says."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from wbl_feed import formats
from wbl_feed.models import Envelope
from wbl_feed.notices.base import Notice, pointer_of
from wbl_feed.notices.discovery import (
    PageElsewhere,
    PageOfAnotherFeed,
    PageRedirected,
    PageRepeated,
    PageWithEnvelope,
    TooManyPages,
)
from wbl_feed.notices.document import PageMissing, PageRefused
from wbl_feed.origins import comparable, origin
from wbl_feed.reading import Reading

MOST_PAGES = 2_000
MOST_BYTES = 500_000_000
MOST_SECONDS = 600.0
Get = Callable[[str], bytes]
"""Gives the bytes at an address, or raises ``PageError``."""
_IN_FIRST = {field.alias or name for name, field in Envelope.model_fields.items()} - {"type", "specVersion", "ext"}


class PageError(Exception):
    """A page, or a document that may lead to a feed, could not be had; the message says why."""


class PageRedirectedError(PageError):
    """The server led on from a page to another origin."""


@dataclass(frozen=True)
class Document:
    """One document of a feed: the first, or a page."""

    address: str
    """Where it came from; a page's own address, resolved."""
    content: bytes = field(repr=False)
    """Its bytes; none, if it was not read."""
    reading: Reading = field(repr=False)
    """What is in it. A page that is not read has the reason as its one notice, and is not well-formed."""
    prefix: str = ""
    """What comes before the pointers of its notices in the logical feed: nothing, or such as ``/pages/3``."""


@dataclass(frozen=True)
class PageLimits:
    """How much the pages of one feed may take together (spec section 9, rule 9)."""

    pages: int = MOST_PAGES
    bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS


def pages_of(first: Reading, address: str, get: Get, limits: PageLimits | None = None) -> Iterator[Document]:
    """The pages that a first document lists, in their order; only one of them is in memory at a time.

    ``address`` is where the first document came from, after redirects. A page that cannot or may not be read is
    a document with a notice. Past a limit there is one such document, and it is the last.
    """
    if first.envelope is None:
        return
    feed, references, limits = first.envelope.id, first.envelope.pages or (), limits or PageLimits()
    left, spent = limits.bytes, 0.0  # what the reader of the documents takes in between does not count
    seen = {_key(address): "it is the first document"}
    for number, reference in enumerate(references):
        prefix = f"/pages/{number}"
        if number >= limits.pages:
            yield _unread(reference, prefix, TooManyPages, f"{limits.pages:,} pages are read of {len(references):,}")
            return
        if spent > limits.seconds:
            yield _unread(reference, prefix, TooManyPages, f"they took more than {limits.seconds:g} seconds in all")
            return
        started = time.monotonic()
        document = _page(feed, address, reference, prefix, get, seen)
        spent += time.monotonic() - started
        left -= len(document.content)
        if left < 0:
            yield _unread(reference, prefix, TooManyPages, f"they have more than {limits.bytes:,} bytes in all")
            return
        yield document
        del document  # so that a page is gone before the next one is read


def _page(feed: str, address: str, reference: str, prefix: str, get: Get, seen: dict[str, str]) -> Document:
    try:
        url = urljoin(address, reference)
        elsewhere, key = origin(url) != origin(address), _key(url)
    except ValueError:
        return _unread(reference, prefix, PageRefused, "it is no address")
    if elsewhere:
        return _unread(reference, prefix, PageElsewhere, "it lies on another host", url)
    if key in seen:
        return _unread(reference, prefix, PageRepeated, seen[key], url)
    seen[key] = f"it is {prefix} too"
    try:
        content = get(url)
    except PageRedirectedError as error:
        return _unread(reference, prefix, PageRedirected, str(error), url)
    except PageError as error:
        return _unread(reference, prefix, PageMissing, str(error), url)
    reading = formats.read(content)
    if reading.page_of == feed:
        return Document(url, content, replace(reading, notices=reading.notices + _out_of_place(reading)), prefix)
    if reading.page_of is not None:
        fault = _unread(reference, prefix, PageOfAnotherFeed, f"it belongs to {reading.page_of}", url)
    else:
        fault = _unread(reference, prefix, PageMissing, _why_no_page(reading), url)
    return replace(fault, content=content)


def _key(url: str) -> str:
    try:
        return comparable(url)
    except ValueError:  # the address of a first document that came from elsewhere than the network
        return url


def _unread(reference: str, prefix: str, kind: type[Notice], why: str, url: str = "") -> Document:
    notice = kind(found=reference, expected=why)
    return Document(url or reference, b"", Reading("unknown", notices=(notice,), well_formed=False), prefix)


def _why_no_page(reading: Reading) -> str:
    if reading.envelope is not None:
        return "it is a feed of its own and no page"
    fault = next((notice.message for notice in reading.notices if notice.fails), "it is no page of a feed")
    return fault[:1].lower() + fault[1:].rstrip(".")


def _out_of_place(page: Reading) -> tuple[Notice, ...]:
    """A page has no envelope, no tombstones and no pages (spec section 9, rule 2)."""
    return tuple(PageWithEnvelope(pointer=pointer_of(name)) for name in page.page_members if name in _IN_FIRST)
