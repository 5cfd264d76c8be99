"""Reads a list that comes in pages, whole or not at all: what is missing from a feed is withdrawn."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from pydantic import Field, model_validator

from wbl_feed.errors import UsageError
from wbl_feed.location import Opened, is_address
from wbl_feed.origins import Origin, comparable, origin, shown_address
from wbl_feed.settings import Settings
from wbl_publishers.adapters.apis.json_paths import Expression, Page
from wbl_publishers.adapters.values import UnreadableValueError

_PARAMETER = r';\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+))'
_LINK = re.compile(rf"<([^<>]*)>((?:\s*{_PARAMETER})*)")
_TRIES = 2
"""How often a list is read whose number of records is not what it says: it may have changed while it was read."""
_KINDS = {bool: "yes or no", dict: "an object", list: "a list"}


class PageOptions(Settings):
    """How a source gives its list in pages: by number, by offset, or by what leads from each page to the next."""

    page: str = ""
    """Query parameter that takes the number of a page; the list ends with an empty page, or as ``last`` says."""
    first: int = 1
    """Number of the first page."""
    last: str = ""
    """JMESPath to the number of the last page."""
    offset: str = ""
    """Query parameter that takes how many records to pass over; the list ends with an empty page."""
    step: int | None = Field(None, ge=1)
    """How much further each page begins. Silence: as many records as came."""
    next: str = ""
    """JMESPath to the address of the next page, or to what ``cursor`` takes; the list ends where it finds nothing."""
    cursor: str = ""
    """Query parameter that takes what ``next`` finds, where that is no address."""
    link: bool = False
    """Whether the header ``Link`` leads to the next page, with ``rel="next"`` (RFC 8288)."""
    most: int = Field(500, ge=1)
    """How many pages are read; a list that has more is not used at all."""

    @model_validator(mode="after")
    def _one_way(self) -> "PageOptions":
        ways = [name for name in ("page", "offset", "next", "link") if getattr(self, name)]
        if len(ways) != 1:
            raise ValueError("it needs one of page, offset, next and link")
        for name, way in (("first", "page"), ("last", "page"), ("step", "offset"), ("cursor", "next")):
            if name in self.model_fields_set and ways != [way]:
                raise ValueError(f"“{name}” goes with “{way}” alone")
        return self


class Paging:
    """The way from page to page of a source. Raises ``UsageError`` for an expression that is none."""

    def __init__(self, options: PageOptions | None, total: str = "", most_bytes: int = 100_000_000) -> None:
        self._options = options
        self._most_bytes = most_bytes
        self._total = Expression(total, "the option “total”") if total else None
        self._last = Expression(options.last, "the option “pages.last”") if options and options.last else None
        self._next = Expression(options.next, "the option “pages.next”") if options and options.next else None

    def read(self, start: str, get: Callable[[str], Opened], parse: Callable[[Opened], Page]) -> list[Page]:
        """Every page from the first on, at ``start``. Raises ``UsageError`` if any is missing."""
        for _ in range(_TRIES):
            pages = self._once(start, get, parse)
            came = sum(len(page.records) for page in pages)
            totals = [_number(self._total, page) for page in pages] if self._total else []
            if set(totals) <= {came}:
                return pages
        message = f"only a part of the list can be had: {came:,} records came, and it has {totals[-1]:,}."
        fix = "Try again later. If it stays, correct “items”, “total” or “pages” under [options]."
        raise UsageError(message, place=shown_address(start), fix=fix)

    def _once(self, start: str, get: Callable[[str], Opened], parse: Callable[[Opened], Page]) -> list[Page]:
        options = self._options
        address = start
        if options and options.page and is_address(start):
            address = with_query(start, {options.page: str(options.first)})
        pages: list[Page] = []
        seen: set[str] = set()
        home: set[Origin] = set()
        size = 0
        while address:
            place = shown_address(address)
            opened = get(address)
            page = parse(opened)
            if is_address(start):
                home |= {origin(start), origin(opened.address)} if not pages else set()
                _refuse_elsewhere(opened.address, home, place)
            if pages and page.records and page.records == pages[-1].records:
                fix = "Correct “pages” under [options]; “last” or “total” say where the list ends."
                raise UsageError("the page holds the same as the one before.", place=place, fix=fix)
            pages.append(page)
            seen.add(comparable(address) if is_address(address) else address)
            size += len(opened.content)
            address = self._following(start, opened, pages)
            if not address:
                break
            _refuse_elsewhere(address, home, place)
            if comparable(address) in seen:
                raise UsageError("its next page is one that was read before.", place=place, fix="Tell the site.")
            if options and len(pages) == options.most:
                fix = "Raise “most” in “pages” under [options], or narrow what is asked for."
                raise UsageError(f"it has more than {options.most:,} pages.", place=shown_address(start), fix=fix)
            if size > self._most_bytes:
                fix = "Raise “most_bytes” under [options], or narrow what is asked for."
                raise UsageError(f"it has more than {self._most_bytes:,} bytes.", place=shown_address(start), fix=fix)
        return pages

    def _following(self, start: str, opened: Opened, pages: list[Page]) -> str:
        """The address of the page after the last of ``pages``; empty at the end."""
        options = self._options
        if not options:
            return ""
        if self._next or options.link:
            return self._linked(start, opened, pages[-1], options)
        number = options.first + len(pages)
        last = _number(self._last, pages[-1]) if self._last else None
        if last is not None and number > last:
            return ""
        if not is_address(start):
            return _refuse_part(opened) if last is not None else ""
        came = sum(len(page.records) for page in pages)
        if not pages[-1].records or (self._total and came >= _number(self._total, pages[-1])):
            return ""
        passed = len(pages) * options.step if options.step else came
        return with_query(start, {options.page: str(number)} if options.page else {options.offset: str(passed)})

    def _linked(self, start: str, opened: Opened, page: Page, options: PageOptions) -> str:
        found = _text(self._next, page) if self._next else next_link(opened.headers.get("link", ""))
        if not found:
            return ""
        if not is_address(opened.address):
            return _refuse_part(opened)
        return with_query(start, {options.cursor: found}) if options.cursor else _resolved(opened.address, found)


def with_query(address: str, values: Mapping[str, str]) -> str:
    """An address with these query parameters, in place of those of the same names."""
    parts = urlsplit(address)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in values]
    query = urlencode([*kept, *values.items()], quote_via=quote, safe="[],:/@")
    return parts._replace(query=query, fragment="").geturl()


def next_link(header: str, relation: str = "next") -> str:
    """The address with a relation in a ``Link`` header (RFC 8288 section 3); empty if there is none."""
    for link in _LINK.finditer(header):
        for name, quoted, bare in re.findall(_PARAMETER, link[2]):
            if name.lower() == "rel" and relation in (quoted or bare).lower().split():
                return link[1]
    return ""


def _refuse_part(opened: Opened) -> str:
    """Raises ``UsageError`` for a file that was saved from a list in pages."""
    fix = "Give the address of the list, or a file that has the whole of it."
    raise UsageError("the file is one page of several.", place=shown_address(opened.address), fix=fix)


def _resolved(base: str, address: str) -> str:
    """The address of a next page; ``http`` in place of ``https`` is what a site behind a proxy writes."""
    try:
        parts = urlsplit(urljoin(base, address))
        secure = base.startswith("https:") and parts.netloc == urlsplit(base).netloc
        return (parts._replace(scheme="https") if secure else parts).geturl()
    except ValueError:
        message = f"its next page, “{address}”, has no address."
        raise UsageError(message, place=shown_address(base), fix="Tell the site.") from None


def _refuse_elsewhere(address: str, home: set[Origin], place: str) -> None:
    """Raises ``UsageError`` for an address on another host: a list may not make its reader ask anything anywhere."""
    try:
        there = origin(address)
    except ValueError:
        there = ("", "", None)
    if there not in home:
        fix = "Give the address of the list on that host, if it is to be read."
        raise UsageError(f"it leads on to another host, {shown_address(address)}.", place=place, fix=fix)


def _found(expression: Expression, page: Page) -> Any:
    try:
        return expression.find(page.body, page)
    except UnreadableValueError as error:
        message = f"“{expression.text}” cannot be followed: {error}."
        raise UsageError(message, place=shown_address(page.address), fix="Correct it under [options].") from None


def _text(expression: Expression, page: Page) -> str:
    """A text or a number; empty for nothing. Raises ``UsageError`` for anything else."""
    value = _found(expression, page)
    if not value:
        return ""
    if isinstance(value, bool | dict | list):
        fix = "Write an expression that finds a text, such as links.next.href."
        message = f"“{expression.text}” finds no text, but {_KINDS[type(value)]}."
        raise UsageError(message, place=shown_address(page.address), fix=fix)
    return str(value)


def _number(expression: Expression, page: Page) -> int:
    """A whole number. Raises ``UsageError`` if none stands there."""
    found = str(_found(expression, page))
    if not re.fullmatch(r"[0-9]{1,15}(?:\.0)?", found):
        message = f"“{expression.text}” finds no number" + (f", but “{found[:40]}”." if found != "None" else ".")
        raise UsageError(message, place=shown_address(page.address), fix="Correct it under [options].")
    return int(float(found))
