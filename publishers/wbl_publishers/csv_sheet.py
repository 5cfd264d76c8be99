"""The CSV adapter: any delimiter, with or without byte order mark, as Excel and Google Sheets save it."""

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wbl_feed.adapter import Draft
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher
from wbl_feed.notices.rows import RowRefused, UnmappedColumn
from wbl_feed.projections.columns import as_written
from wbl_feed.settings import did_you_mean
from wbl_publishers.mapping import read_mapping
from wbl_publishers.rows import draft_row

_LARGEST_CELL = 1_000_000
csv.field_size_limit(2**31 - 1)  # a limit of the reader would break a row in two; see CsvAdapter.drafts


class CsvAdapter:
    """Rows of a CSV file or of the address of one."""

    def drafts(self, source: str, settings: Mapping[str, Any], fetcher: Fetcher) -> Iterator[Draft]:
        """Every row that is not blank, with its number as the sheet shows it."""
        mapping = read_mapping(settings, "the mapping file")
        text = decode(_content(source, fetcher), source)
        records = _records(text, source)
        first, header = next(records, (1, []))
        if not header:
            raise UsageError("the sheet is empty.", place=source, fix="Its first row has the names of the columns.")
        columns = match_columns(header, mapping.columns, f"{source}, row {first}")
        yield from self._unused(header, columns, f"row {first}")
        for number, row in records:
            cells = {name: as_written(row[index]) if index < len(row) else "" for name, index in columns.items()}
            draft = draft_row(cells, mapping, f"row {number}")
            large = next((name for name, cell in cells.items() if len(cell) > _LARGEST_CELL), None)
            yield _too_large(draft, large) if large else draft

    def _unused(self, header: list[str], columns: dict[str, int], place: str) -> Iterator[Draft]:
        used = set(columns.values())
        notices = tuple(
            UnmappedColumn(found=name.strip(), place=place)
            for index, name in enumerate(header)
            if index not in used and name.strip()
        )
        if notices:
            yield Draft(place, {}, (), notices)


def _too_large(draft: Draft, column: str) -> Draft:
    place = f"{draft.place}, column “{column}”"
    refusal = RowRefused(expected=f"The cell has more than {_LARGEST_CELL:,} characters.", place=place)
    return Draft(draft.place, {}, draft.keys, (refusal,))


def _content(source: str, fetcher: Fetcher) -> bytes:
    if source.startswith(("http://", "https://")):
        outcome = fetcher.fetch(source)
        if isinstance(outcome, Fetched):
            return outcome.body
        reason = outcome.message if isinstance(outcome, Failed) else "the server answered 304 to a first request"
        private = isinstance(outcome, Failed) and outcome.code == "refused_address"
        fix = "Use --allow-private for one of your own network." if private else ""
        raise UsageError(f"it cannot be fetched: {reason}.", place=source, fix=fix)
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=source, fix="Check the name and the folder.") from None
    except IsADirectoryError:
        raise UsageError("this is a folder, not a sheet.", place=source, fix="Name the CSV file in it.") from None
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}.", place=source) from None


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


def _records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, numbered as the sheet shows them; Excel's ``sep=`` line is no row of it.

    Raises ``UsageError`` when a quotation mark is not closed where its cell ends, since it swallows rows below.
    """
    separator = re.match(r'"?sep=([^\w\s"]|\t)"?(?:\r\n?|\n|$)', text, re.IGNORECASE)
    if separator:
        text = text[separator.end() :]
    between = separator[1] if separator else delimiter(text)
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True), 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        fix = "Close it where the cell ends; a quotation mark within a quoted cell is written twice."
        place = f"{source}, row {number + 1}"
        raise UsageError("a quotation mark in this row is not closed.", place=place, fix=fix) from None


def match_columns(header: list[str], wanted: list[str], place: str) -> dict[str, int]:
    """Where each wanted column stands; case and spaces do not count. Raises ``UsageError`` if one is missing."""
    folded = [_fold(name) for name in header]
    columns = {}
    for name in wanted:
        if folded.count(_fold(name)) > 1:
            raise UsageError(f"the column “{name}” is there twice.", place=place, fix="Rename one of them.")
        if _fold(name) not in folded:
            names = ", ".join(f"“{column.strip()}”" for column in header if column.strip())
            hint = f"{did_you_mean(name, [column.strip() for column in header])} The sheet has: {names}.".strip()
            raise UsageError(f"the column “{name}” of the mapping is not in the sheet.", place=place, fix=hint)
        columns[name] = folded.index(_fold(name))
    return columns


def _fold(name: str) -> str:
    return " ".join(name.replace("\u00a0", " ").casefold().split())
