"""The CSV adapter: any delimiter, with or without byte order mark, as Excel and Google Sheets save it."""

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_publishers.adapters.tables import Row, table_records
from wbl_publishers.content import open_source

csv.field_size_limit(2**31 - 1)  # a limit of the reader would break a row in two; the mapping refuses large cells


class CsvAdapter:
    """Rows of a CSV file or of the address of one."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every row that is not blank, with its number as the sheet shows it."""
        text = decode(open_source(source).content, source.location)
        return table_records(_rows(text, source.location), source)


def decode(content: bytes, source: str) -> str:
    """The text of a sheet: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252 as old Excel saves it."""
    if content.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        fix = "Publish the sheet to the web as CSV, and give that address."
        raise UsageError("this is a web page, not a sheet; perhaps a log-in page.", place=source, fix=fix)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError("this is an Excel workbook, not CSV.", place=source, fix="Save it as “CSV UTF-8”.")
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """The character between cells: the commonest in the first line with text, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")[:10_000])
    return max((",", ";", "\t", "|"), key=re.split(r"[\r\n]", bare)[0].count)


def _rows(text: str, source: str) -> Iterator[Row]:
    """The rows, numbered as the sheet shows them; Excel's ``sep=`` line is no row of it.

    Raises ``UsageError`` when a quotation mark is not closed where its cell ends, since it swallows rows below.
    """
    separator = re.match(r'"?sep=([^\w\s"]|\t)"?(?:\r\n?|\n|$)', text, re.IGNORECASE)
    if separator:
        text = text[separator.end() :]
    between = separator[1] if separator else delimiter(text)
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True), 1):
            yield number, row
    except csv.Error:
        fix = "Close it where the cell ends; a quotation mark within a quoted cell is written twice."
        place = f"{source}, row {number + 1}"
        raise UsageError("a quotation mark in this row is not closed.", place=place, fix=fix) from None
