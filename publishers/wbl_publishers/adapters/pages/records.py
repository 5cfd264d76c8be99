"""Records of pages: what is marked up on them as members, and what selectors find as cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from wbl_feed.adapter import Cell, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import PageUnread, SelectorsUnused
from wbl_publishers.adapters.pages.page import Page
from wbl_publishers.adapters.pages.selectors import Selector, TooLargeError
from wbl_publishers.adapters.pages.statements import MOST, statements
from wbl_publishers.adapters.pages.walk import Listed

_LISTED = {"activityType": "unspecified", "status": "open"}
"""What a listed entry states by being there, and no more (spec section 14.3)."""


@dataclass(frozen=True)
class Found:
    """One record of a page."""

    record: Record
    listed: Listed
    marked_up: bool = False
    """Whether the page itself states the posting, by JSON-LD or microdata."""
    at_home: bool = True
    """Whether the address that the posting states is that of the page."""
    whole_page: bool = False
    """Whether it stands for a page of which nothing could be read."""
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


def records(page: Page, listed: Listed, selectors: dict[str, Selector], item: Selector | None) -> list[Found]:
    """The records of a page, in its order. Raises ``UsageError`` only for a flood of postings."""
    try:
        return _records(page, listed, selectors, item)
    except TooLargeError as error:
        return [Found(unread(listed, error.message.removesuffix(".")), listed, marked_up=True, whole_page=True)]


def _records(page: Page, listed: Listed, selectors: dict[str, Selector], item: Selector | None) -> list[Found]:
    if item is None:
        return list(_of_place(page.root, page, listed, listed.place, selectors))
    places = item.elements(page.root)
    if len(places) > MOST:
        raise UsageError(f"the page has more than {MOST:,} postings.", place=listed.place)
    return [
        one
        for number, place in enumerate(places, 1)
        for one in _of_place(place, page, listed, f"{listed.place}, item {number}", selectors)
    ]


def unread(listed: Listed, why: str) -> Record:
    """The record of a page that could not be had or read, so that what was published of it stays."""
    keys = (page_key(listed), f"url {listed.address}") if listed.address else ()
    return Record(listed.place, keys=keys, notices=(PageUnread(expected=why, place=listed.place),))


def page_key(listed: Listed) -> str:
    """What a posting is known by whether its page can be had or not, wherever it says that it is."""
    return f"page {listed.address}"


def _of_place(
    place: HtmlElement, page: Page, listed: Listed, where: str, selectors: dict[str, Selector]
) -> Iterator[Found]:
    said = statements(place, page, where)
    cells: dict[str, Cell] = {css: one.cell(place, page) for css, one in selectors.items()}
    if not said.postings and any(cells.values()):
        members = _LISTED | ({"url": page.url} if page.url else {})
        yield Found(Record(where, cells, members, notices=said.notices), listed, unread="".join(said.unread[:1]))
    elif not said.postings and said.unread and place is page.root:
        yield Found(unread(listed, said.unread[0]), listed, marked_up=True, whole_page=True)
    elif place is not page.root or len(said.postings) > 1:  # what was a posting cannot be told, so that it has no key
        for why in said.unread:
            yield Found(Record(where, notices=(PageUnread(expected=why, place=where),)), listed, marked_up=True)
    notices: tuple[Notice, ...] = said.notices
    several = len(said.postings) > 1 and any(cells.values())
    if several:
        notices += (SelectorsUnused(found=len(said.postings), place=where),)
    for posting in said.postings:
        members = {name: value for name, value in posting.members.items() if value}
        record = Record(where, {} if several else cells, members, notices=posting.notices + notices)
        own = {same.rstrip("/") for same in (page.url, page.address, listed.address)}
        yield Found(record, listed, marked_up=True, at_home=str(members.get("url", "")).rstrip("/") in own)
        notices = ()
