"""Reads a feed with all its pages (spec section 9)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from wbl_feed import formats
from wbl_feed.fetch import Failed, Fetched, Fetcher
from wbl_feed.notices import Notice, PageMissing, PageRefused
from wbl_feed.reading import Item, Reading

MOST_PAGES = 2_000
MOST_BYTES = 500_000_000
MOST_SECONDS = 600.0


class PageError(Exception):
    """A page could not be had; the message says why."""


@dataclass
class _Budget:
    """What the pages of one feed may still take, all together."""

    most_bytes: int
    most_seconds: float

    def __post_init__(self) -> None:
        self._left, self._end = self.most_bytes, time.monotonic() + self.most_seconds

    def spend(self, content: bytes) -> None:
        self._left -= len(content)

    def over(self, number: int) -> str:
        """Why page ``number`` is not read any more; empty if it is."""
        if number >= MOST_PAGES:
            return f"the feed has more than {MOST_PAGES:,} pages"
        if self._left < 0:
            return f"the pages have more than {self.most_bytes:,} bytes in all"
        if time.monotonic() > self._end:
            return f"the pages took more than {self.most_seconds:g} seconds in all"
        return ""


def fetch_page(fetcher: Fetcher, url: str) -> bytes:
    """The bytes of a page. Raises ``PageError``, also when a redirect leads to another host (spec section 9)."""
    outcome = fetcher.fetch(url)
    if not isinstance(outcome, Fetched):
        raise PageError(
            outcome.message if isinstance(outcome, Failed) else "the server answered 304 to a first request"
        )
    if urlsplit(outcome.url)[:2] != urlsplit(url)[:2]:
        raise PageError("it was redirected to another host")
    return outcome.body


def read_pages(
    first: Reading,
    address: str,
    get: Callable[[str], bytes],
    *,
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
) -> Reading:
    """The reading of a first document with the postings of its pages.

    ``address`` is where the first document came from; ``get`` gives the bytes of a page or raises
    ``PageError``. A page that cannot be read is a notice, and the reading is not whole. Reading stops
    where the pages together are more than ``most_bytes`` or took more than ``most_seconds``.
    """
    budget = _Budget(most_bytes, most_seconds)
    pages = (first.envelope and first.envelope.pages) or ()
    items, received, notices = list(first.items), list(first.received), list(first.notices)
    whole = True
    for number, reference in enumerate(pages):
        if why := budget.over(number):
            whole = False
            notices.append(PageRefused(pointer=f"/pages/{number}", found=reference, expected=why))
            break
        page, fault = _read_page(first, address, reference, number, get, budget)
        if page is None:
            whole = False
            notices.append(fault) if fault else None
            continue
        prefix = f"/pages/{number}"
        items += [Item(item.posting, prefix + item.pointer, item.value) for item in page.items]
        notices += [replace(notice, pointer=prefix + notice.pointer) for notice in page.notices]
        received += page.received
        whole = whole and page.well_formed
    return replace(first, items=tuple(items), received=tuple(received), notices=tuple(notices), pages_read=whole)


def _read_page(
    first: Reading, address: str, reference: str, number: int, get: Callable[[str], bytes], budget: _Budget
) -> tuple[Reading | None, Notice | None]:
    pointer = f"/pages/{number}"
    try:
        url = urljoin(address, reference)
        elsewhere = urlsplit(url)[:2] != urlsplit(address)[:2]
    except ValueError:
        return None, PageRefused(pointer=pointer, found=reference, expected="it is no address")
    if elsewhere:
        return None, PageRefused(pointer=pointer, found=reference, expected="it lies on another host")
    try:
        content = get(url)
    except PageError as error:
        return None, PageMissing(pointer=pointer, found=reference, expected=str(error))
    budget.spend(content)
    if why := budget.over(number):
        return None, PageRefused(pointer=pointer, found=reference, expected=why)
    page = formats.read(content)
    if first.envelope is None or page.page_of != first.envelope.id:
        return None, PageRefused(pointer=pointer, found=reference, expected="it is no page of this feed")
    return page, None
