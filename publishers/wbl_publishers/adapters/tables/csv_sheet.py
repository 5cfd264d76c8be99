"""The CSV adapter: any encoding and delimiter, as Excel, Google Sheets and others save it."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pydantic import field_validator

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.settings import check
from wbl_publishers.adapters.tables.rows import Row, TableOptions, table_records
from wbl_publishers.adapters.tables.sheet_text import encoding_of, open_bytes

csv.field_size_limit(2**31 - 1)  # a limit of the reader would break a row in two; the mapping refuses large cells
_HEAD = 10_000
_SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?(?:\r\n?|\n|$)', re.IGNORECASE)


class CsvOptions(TableOptions):
    """What a mapping file may say of a CSV file under ``[options]``."""

    encoding: str = ""
    """Name of the encoding, such as ``shift_jis``. Silence: it is told from the bytes."""
    delimiter: str = ""
    """The character between cells, or ``tab``. Silence: it is told from the first line."""

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, name: str) -> str:
        try:
            io.TextIOWrapper(io.BytesIO(), name or "utf-8")
        except (LookupError, ValueError):
            raise ValueError(f"there is no encoding “{name}”; there are utf-8, cp1252, utf-16 and others") from None
        return name

    @field_validator("delimiter")
    @classmethod
    def _delimiter(cls, text: str) -> str:
        text = "\t" if text.casefold() == "tab" else text
        if len(text) > 1 or text in ('"', "\r", "\n", " "):
            raise ValueError('it must be one character, such as ";", or "tab"')
        return text


class CsvAdapter:
    """Rows of a CSV file, of the address of one, or of a Google Sheet."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every row that is not blank, with its number as the sheet shows it. A file is read row by row."""
        options = check(CsvOptions, dict(source.options), "the table [options]")
        with _opened(source, options) as (text, doubt):
            if doubt:
                yield doubt
            yield from table_records(_rows(text, options, source.location), source, options)

    def rows(self, source: Input) -> Iterator[Row]:
        """Every row as it stands, headings and blank ones included."""
        options = check(CsvOptions, dict(source.options), "the table [options]")
        with _opened(source, options) as (text, _):
            yield from _rows(text, options, source.location)


@contextmanager
def _opened(source: Input, options: CsvOptions) -> Iterator[tuple[TextIO, Notice | None]]:
    """The text of a sheet, and a notice where its encoding is not sure."""
    with open_bytes(source) as content:
        encoding, doubt = (options.encoding, None) if options.encoding else encoding_of(content, source.location)
        content.seek(0)
        with io.TextIOWrapper(content, encoding, "strict" if options.encoding else "replace", newline="") as text:
            yield text, doubt


def delimiter(text: str) -> str:
    """The character between cells: the commonest in the first line with text, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")[:_HEAD])
    return max((",", ";", "\t", "|"), key=re.split(r"[\r\n]", bare)[0].count)


def _rows(text: TextIO, options: CsvOptions, source: str) -> Iterator[Row]:
    """The rows, numbered as the sheet shows them; Excel's ``sep=`` line is no row of it.

    Raises ``UsageError`` when a quotation mark is not closed where its cell ends, since it swallows rows below, and
    when the text is not in the encoding that the options name.
    """
    number = 0
    try:
        head = text.read(_HEAD)
        text.seek(0)
        separator = _SEPARATOR.match(head)
        if separator:
            text.readline()
        between = options.delimiter or (separator[1] if separator else delimiter(head))
        for number, row in enumerate(csv.reader(text, delimiter=between, strict=True), 1):
            yield number, row
    except csv.Error:
        fix = "Close it where the cell ends; a quotation mark within a quoted cell is written twice."
        place = f"{source}, row {number + 1}"
        raise UsageError("a quotation mark in this row is not closed.", place=place, fix=fix) from None
    except UnicodeError:
        fix = "Correct encoding under [options], or leave it out."
        raise UsageError(f"the sheet is not in the encoding {options.encoding}.", place=source, fix=fix) from None
