"""The JSON adapter: the records of any service that lists them as JSON, by JMESPath."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field, field_validator
from pydantic_core import from_json

from wbl_feed import syntax
from wbl_feed.adapter import Cell, Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.location import Opened, is_address
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import RecordsPassedOver, RowRefused, UnreadableCell
from wbl_feed.origins import shown_address
from wbl_feed.settings import Settings, check
from wbl_publishers.adapters.apis.json_paths import Expression, Page
from wbl_publishers.adapters.apis.paging import PageOptions, Paging, with_query
from wbl_publishers.adapters.values import UnreadableValueError, cell_of
from wbl_publishers.content import open_source
from wbl_publishers.environment import from_environment

_LINES = (".ndjson", ".jsonl")
_FILES = (".json", *_LINES)


class RequestOptions(Settings):
    """What goes with each request, and which records are for the feed."""

    query: dict[str, str | int | float] = Field(default_factory=dict)
    """Query parameters."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Headers, such as a key; ``env:NAME`` in one stands for an environment variable."""
    only: str = ""
    """JMESPath that holds for the records of this feed; the others are counted and passed over."""
    most_bytes: int = Field(100_000_000, ge=1)
    """How many bytes are read in all."""

    @field_validator("headers")
    @classmethod
    def _names(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
                raise ValueError(f"“{name}” is no name of a header")
        return value

    def ready_headers(self) -> dict[str, str]:
        """The headers with what the environment holds. Raises ``UsageError``, which never shows a value."""
        ready = {}
        for name, text in self.headers.items():
            place = f"the option “headers.{name}”"
            ready[name] = from_environment(text, place).strip()
            if not re.fullmatch(r"[\x20-\x7e]*", ready[name]):
                raise UsageError("its value has characters that no header may have.", place=place, fix="Copy it again.")
        return ready


class JsonOptions(RequestOptions):
    """What the JSON adapter is told."""

    address: str = ""
    """Address with ``{source}`` in it, so that a source can be the name of a board."""
    items: str = "@"
    """JMESPath to the list of records."""
    total: str = ""
    """JMESPath to the number of all records of all pages."""
    pages: PageOptions | None = None
    lines: bool | None = None
    """Whether each line is a record of its own (NDJSON). Silence: for files that end with .ndjson or .jsonl."""
    base: str = ""
    """What relative addresses start from. Silence: the address of the document."""

    @field_validator("address")
    @classmethod
    def _has_place(cls, value: str) -> str:
        if value and not (is_address(value) and "{source}" in value):
            raise ValueError("it must be an address that starts with https:// and has {source} in it")
        return value


class JsonAdapter:
    """Records of an address, a file, or standard input."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every record of every page, in the source's order; what ``only`` passes over is counted in one notice."""
        options = check(JsonOptions, dict(source.options), "the table [options]")
        items = Expression(options.items, "the option “items”")
        paging = Paging(options.pages, options.total, options.most_bytes)
        reader = RecordReader(source.columns, options.only)
        headers = options.ready_headers()
        start = _start(source.location, options)
        lines = options.lines if options.lines is not None else start.endswith(_LINES)
        pages = paging.read(
            start,
            lambda address: open_source(source, address, headers),
            lambda opened: _page(opened, items, options, source.time_zone, lines=lines),
        )
        number = 0
        for count, page in enumerate(pages, 1):
            for value in page.records:
                number += 1
                place = f"record {number}" if len(pages) == 1 else f"page {count}, record {number}"
                if record := reader.record(value, page, place):
                    yield record
        yield from reader.passed_over(shown_address(start))


class RecordReader:
    """Makes records of JSON values by the expressions of a mapping. Raises ``UsageError`` for one that is none."""

    def __init__(self, columns: tuple[str, ...], only: str = "") -> None:
        self.columns = {column: Expression(column, f"the column “{column}”") for column in columns}
        self._only = Expression(only, "the option “only”") if only else None
        self._read = self._passed = 0

    def record(self, value: Any, page: Page, place: str) -> Record | None:
        """A record with a cell for each column, or ``None`` if it is not for this feed."""
        self._read += 1
        if isinstance(value, BrokenLine):
            return Record(place, notices=(RowRefused(found=value.text, expected=value.why, place=place),))
        try:
            if self._only and not self._only.find(value, page):
                self._passed += 1
                return None
        except UnreadableValueError as error:
            why = f"“only” cannot be asked of it: {error}."
            return Record(place, self._cells(value, page, place, []), notices=(RowRefused(expected=why, place=place),))
        notices: list[Notice] = []
        return Record(place, self._cells(value, page, place, notices), notices=tuple(notices))

    @property
    def names(self) -> frozenset[str] | None:
        """Every name that the expressions look at, or ``None`` where one looks at records as a whole."""
        every = [*self.columns.values(), *([self._only] if self._only else [])]
        names = [one for one in (expression.names for expression in every) if one is not None]
        return frozenset().union(*names) if len(names) == len(every) else None

    def passed_over(self, place: str) -> Iterator[Notice]:
        """How many records of a source are not for this feed, if any."""
        if self._only and self._passed:
            found = f"{self._passed:,} of {self._read:,} records"
            yield RecordsPassedOver(found=found, expected=f"only = {self._only.text}", place=place)

    def _cells(self, value: Any, page: Page, place: str, notices: list[Notice]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for column, expression in self.columns.items():
            try:
                cells[column] = cell_of(expression.find(value, page))
            except UnreadableValueError as error:
                cells[column] = ""
                hint = "a text, a number or a list of them; name a part of an object, such as location.name"
                where = f"{place}, column “{column}”"
                notices.append(UnreadableCell(found=str(error), expected=hint, place=where))
        return cells


class BrokenLine:
    """A line that is no JSON."""

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why


def parsed(opened: Opened) -> Any:
    """The value of a JSON document. Raises ``UsageError`` for a web page or anything else."""
    _refuse_markup(opened)
    try:
        return from_json(opened.content.removeprefix(BOM_UTF8), allow_inf_nan=False)
    except ValueError as error:
        place = shown_address(opened.address)
        raise UsageError(syntax.fault(opened.content, error).message, place=place) from None


def _refuse_markup(opened: Opened) -> None:
    if opened.content.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        fix = "See in a browser what is there; it may ask for a log-in."
        raise UsageError("this is a web page or XML, not JSON.", place=shown_address(opened.address), fix=fix)


def _start(location: str, options: JsonOptions) -> str:
    """Where the source is: the location itself if it is an address or a JSON file, else by the option ``address``."""
    if options.address and not is_address(location) and location != "-" and Path(location).suffix not in _FILES:
        location = options.address.replace("{source}", quote(location, safe=""))
    asked = {name: str(value) for name, value in options.query.items()}
    try:
        return with_query(location, asked) if is_address(location) and asked else location
    except ValueError:
        raise UsageError("this is no address.", place=shown_address(location), fix="Copy it from a browser.") from None


def _page(opened: Opened, items: Expression, options: JsonOptions, time_zone: str, *, lines: bool) -> Page:
    base = options.base or opened.address
    if lines:
        _refuse_markup(opened)
        return Page(base, None, tuple(_lines(opened.content)), time_zone)
    page = Page(base, parsed(opened), time_zone=time_zone)
    place = shown_address(opened.address)
    try:
        records = items.find(page.body, page)
    except UnreadableValueError as error:
        raise UsageError(
            f"“items” cannot be followed: {error}.", place=place, fix="Correct it under [options]."
        ) from None
    if not isinstance(records, list):
        message = f"“{items.text}” finds no list of records; the document is {_described(page.body)}."
        fix = 'Say with “items” under [options] where the list stands, such as items = "jobs".'
        raise UsageError(message, place=place, fix=fix)
    return replace(page, records=tuple(records))


def _lines(content: bytes) -> Iterator[Any]:
    for line in content.removeprefix(BOM_UTF8).splitlines():
        if line.strip():
            try:
                yield from_json(line, allow_inf_nan=False)
            except ValueError as error:
                yield BrokenLine(line[:200].decode("utf-8", "replace"), syntax.fault(line, error).message)


def _described(body: Any) -> str:
    match body:
        case dict():
            names = ", ".join(f"“{str(name)[:40]}”" for name in list(body)[:8])
            return f"an object with {names}" if names else "an empty object"
        case list():
            return f"a list of {len(body)}"
    return "a single value"
