"""Reads a feed with all its pages into one reading (spec section 9)."""

from collections.abc import Iterable
from dataclasses import replace

from wbl_feed.documents import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_SECONDS,
    Document,
    Get,
    PageLimits,
    PageRedirectedError,
    pages_of,
)
from wbl_feed.documents import PageError as PageError
from wbl_feed.fetch import Failed, Fetched, Fetcher, LedElsewhere
from wbl_feed.reading import Item, Reading


def fetch_page(fetcher: Fetcher, url: str) -> bytes:
    """The bytes of a page. Raises ``PageError``, also when a redirect leads to another origin (spec section 9).

    Nothing is asked of the other origin: a feed cannot make its reader ask anything anywhere.
    """
    outcome = fetcher.fetch(url, same_origin=True)
    if isinstance(outcome, LedElsewhere):
        raise PageRedirectedError(outcome.message)
    if not isinstance(outcome, Fetched):
        raise PageError(
            outcome.message if isinstance(outcome, Failed) else "the server answered 304 to a first request"
        )
    return outcome.body


def read_pages(
    first: Reading,
    address: str,
    get: Get,
    *,
    most_pages: int = MOST_PAGES,
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
) -> Reading:
    """The reading of a first document with the postings of its pages.

    ``address`` is where the first document came from; ``get`` gives the bytes of a page or raises
    ``PageError``. A page that cannot be read is a notice, and the reading is not whole. Reading stops
    where the pages together are more than ``most_bytes`` or took more than ``most_seconds``.
    """
    return joined(first, pages_of(first, address, get, PageLimits(most_pages, most_bytes, most_seconds)))


def joined(first: Reading, pages: Iterable[Document]) -> Reading:
    """The reading of a first document with the postings of its pages, which were read already."""
    items, received, notices = list(first.items), list(first.received), list(first.notices)
    whole = True
    for page in pages:
        reading = page.reading
        items += [Item(item.posting, page.prefix + item.pointer, item.value) for item in reading.items]
        notices += [replace(notice, pointer=page.prefix + notice.pointer) for notice in reading.notices]
        received += reading.received
        whole = whole and reading.well_formed
    return replace(first, items=tuple(items), received=tuple(received), notices=tuple(notices), pages_read=whole)
