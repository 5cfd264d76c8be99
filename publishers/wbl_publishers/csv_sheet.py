"""The CSV adapter: any delimiter, with or without byte order mark, as Excel and Google Sheets save it."""

import csv
import io
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wbl_feed.adapter import Draft
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher
from wbl_feed.notices import RowRefused, UnmappedColumn
from wbl_feed.settings import did_you_mean
from wbl_publishers.mapping import read_mapping
from wbl_publishers.rows import draft_row

csv.field_size_limit(1_000_000)


class CsvAdapter:
    """Rows of a CSV file or of the address of one."""

    def drafts(self, source: str, settings: Mapping[str, Any], fetcher: Fetcher) -> Iterator[Draft]:
        """Every row that is not blank, with its number as the sheet shows it."""
        mapping = read_mapping(settings, "the mapping file")
        text = decode(_content(source, fetcher), source)
        records = _records(text)
        header = next((row for _, row in records if isinstance(row, list)), [])
        columns = match_columns(header, mapping.columns, source)
        yield from self._unused(header, columns)
        for number, row in records:
            place = f"row {number}"
            if isinstance(row, csv.Error):
                yield Draft(place, {}, (), (RowRefused(expected=f"The row cannot be read: {row}.", place=place),))
            else:
                cells = {name: row[index] if index < len(row) else "" for name, index in columns.items()}
                yield draft_row(cells, mapping, place)

    def _unused(self, header: list[str], columns: dict[str, int]) -> Iterator[Draft]:
        used = set(columns.values())
        notices = tuple(
            UnmappedColumn(found=name.strip(), place="row 1")
            for index, name in enumerate(header)
            if index not in used and name.strip()
        )
        if notices:
            yield Draft("row 1", {}, (), notices)


def _content(source: str, fetcher: Fetcher) -> bytes:
    if source.startswith(("http://", "https://")):
        outcome = fetcher.fetch(source)
        if isinstance(outcome, Fetched):
            return outcome.body
        reason = outcome.message if isinstance(outcome, Failed) else "the server answered 304 to a first request"
        raise UsageError(f"it cannot be fetched: {reason}.", place=source)
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=source, fix="Check the name and the folder.") from None
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}.", place=source) from None


def decode(content: bytes, source: str) -> str:
    """The text of a sheet: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252 as old Excel saves it."""
    head = content[:500].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        fix = "Publish the sheet to the web as CSV, and give that address."
        raise UsageError("this is a web page, not a sheet; perhaps a log-in page.", place=source, fix=fix)
    if content[:4] == b"PK\x03\x04":
        raise UsageError("this is an Excel workbook, not CSV.", place=source, fix="Save it as “CSV UTF-8”.")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """The character between cells: what Excel's ``sep=`` line says, else the commonest in the first line."""
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max((",", ";", "\t", "|"), key=first.count)


def _records(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """The rows that are not blank, numbered as the sheet shows them; a row that is no CSV is its error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    for number in itertools.count(1):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error
            continue
        separator_line = number == 1 and row and row[0].lower().startswith("sep=")
        if any(cell.strip() for cell in row) and not separator_line:
            yield number, row


def match_columns(header: list[str], wanted: list[str], source: str) -> dict[str, int]:
    """Where each wanted column stands; case and spaces do not count. Raises ``UsageError`` if one is missing."""
    folded = [_fold(name) for name in header]
    columns = {}
    for name in wanted:
        if folded.count(_fold(name)) > 1:
            raise UsageError(
                f"the column “{name}” is there twice.", place=f"{source}, row 1", fix="Rename one of them."
            )
        if _fold(name) not in folded:
            names = ", ".join(f"“{column.strip()}”" for column in header if column.strip())
            hint = did_you_mean(name, [column.strip() for column in header]) or f"The sheet has: {names}."
            raise UsageError(
                f"the column “{name}” of the mapping is not in the sheet.", place=f"{source}, row 1", fix=hint
            )
        columns[name] = folded.index(_fold(name))
    return columns


def _fold(name: str) -> str:
    return " ".join(name.replace("\u00a0", " ").casefold().split())
