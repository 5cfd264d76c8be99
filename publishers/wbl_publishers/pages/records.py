"""Records of pages: what is marked up on them as members, and what selectors find as cells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from wbl_feed.adapter import Cell, Record
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import PageUnread, SelectorsUnused
from wbl_publishers.pages.page import Page
from wbl_publishers.pages.selectors import Selector
from wbl_publishers.pages.statements import Stated, statements
from wbl_publishers.pages.walk import Stop

_LISTED = {"activityType": "unspecified", "status": "open"}
"""What a listed entry states by being there, and no more (spec section 14.3)."""


@dataclass(frozen=True)
class Found:
    """One record of a page."""

    record: Record
    stop: Stop
    marked_up: bool = False
    """Whether the page itself states the posting, by JSON-LD or microdata."""
    unread: str = ""
    """Why what the page states could not be read, where selectors found something on it all the same."""

    @property
    def failed(self) -> bool:
        """Whether the page, or the posting on it, could not be read."""
        return any(notice.fails for notice in self.record.notices)

    @property
    def url(self) -> str:
        """The address that the posting states."""
        return str(self.record.members.get("url", ""))

    @property
    def title(self) -> str:
        """The title that the posting states, folded."""
        return " ".join(str(self.record.members.get("title", "")).casefold().split())


def records(page: Page, stop: Stop, selectors: dict[str, Selector], item: Selector | None) -> list[Found]:
    """The records of a page, in its order; never raises for what is in it.

    A page with one posting is known by its address as it is listed, which is all there is when it cannot be had.
    """
    if item is None:
        found = list(_of_place(page.root, page, stop, stop.place, selectors))
        if len(found) == 1 and stop.address and not found[0].failed:
            found = [replace(found[0], record=replace(found[0].record, keys=(_key(stop),)))]
        return found
    items = enumerate(item.elements(page.root), 1)
    return [
        one
        for number, place in items
        for one in _of_place(place, page, stop, f"{stop.place}, item {number}", selectors)
    ]


def unread(stop: Stop, why: str) -> Record:
    """The record of a page that could not be had or read, so that what was published of it stays."""
    keys = (_key(stop), f"url {stop.address}") if stop.address else ()
    return Record(stop.place, keys=keys, notices=(PageUnread(expected=why, place=stop.place),))


def _key(stop: Stop) -> str:
    """What a page is known by whether it can be had or not, wherever the posting on it says that it is."""
    return f"page {stop.address}"


def _of_place(
    place: HtmlElement, page: Page, stop: Stop, where: str, selectors: dict[str, Selector]
) -> Iterator[Found]:
    said = statements(place, page, where)
    cells: dict[str, Cell] = {css: one.cell(place, page) for css, one in selectors.items()}
    if not said.postings and any(cells.values()):
        members = _LISTED | ({"url": page.url} if page.url else {})
        yield Found(Record(where, cells, members, notices=said.notices), stop, unread=said.unread)
    elif not said.postings and said.unread:
        yield Found(unread(stop, said.unread), stop, marked_up=True)
    notices: tuple[Notice, ...] = said.notices
    several = len(said.postings) > 1 and any(cells.values())
    if several:
        notices += (SelectorsUnused(found=len(said.postings), place=where),)
    for posting in said.postings:
        yield _stated(posting, where, stop, {} if several else cells, notices)
        notices = ()


def _stated(posting: Stated, where: str, stop: Stop, cells: dict[str, Cell], notices: tuple[Notice, ...]) -> Found:
    members = {name: value for name, value in posting.members.items() if value}
    return Found(Record(where, cells, members, notices=posting.notices + notices), stop, marked_up=True)
