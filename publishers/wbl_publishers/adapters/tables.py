"""Rows of cells under headings: what CSV, workbooks and queries have in common."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnmappedColumn
from wbl_feed.projections.columns import as_written
from wbl_feed.settings import did_you_mean

Row = tuple[int, list[str]]
"""The number of a row, as the sheet shows it, and its cells."""
_HEAD = 20
"""Rows among which the headings are looked for, below a title or a note."""


def table_records(rows: Iterable[Row], source: Input) -> Iterator[Record | Notice]:
    """A record for every row below the headings that is not blank.

    The headings are the first row that has all the columns asked for, else the first row. Raises ``UsageError`` if
    there is no row, or a column asked for is not there.
    """
    rows = iter(rows)
    head = list(islice((row for row in rows if not _blank(row[1])), _HEAD))
    if not head:
        raise UsageError("the sheet is empty.", place=source.location, fix="Its first row has the names of the columns.")
    first = next((place for place, row in enumerate(head) if _has_all(row[1], source.columns)), 0)
    number, header = head[first]
    columns = match_columns(header, source.columns, f"{source.location}, row {number}")
    used = set(columns.values())
    for index, name in enumerate(header):
        if index not in used and name.strip():
            yield UnmappedColumn(found=name.strip(), place=f"row {number}")
    for number, row in chain(head[first + 1 :], rows):
        if _blank(row):
            continue
        cells = {name: as_written(row[index]) if index < len(row) else "" for name, index in columns.items()}
        yield Record(f"row {number}", dict(cells))


def _blank(row: list[str]) -> bool:
    return not any(cell.strip() for cell in row)


def _has_all(row: list[str], wanted: Iterable[str]) -> bool:
    there = {fold(cell) for cell in row}
    return all(fold(name) in there for name in wanted)


def match_columns(header: list[str], wanted: Iterable[str], place: str) -> dict[str, int]:
    """Where each wanted column stands; case and spaces do not count. Raises ``UsageError`` if one is missing."""
    folded = [fold(name) for name in header]
    columns = {}
    for name in wanted:
        if folded.count(fold(name)) > 1:
            raise UsageError(f"the column “{name}” is there twice.", place=place, fix="Rename one of them.")
        if fold(name) not in folded:
            names = ", ".join(f"“{column.strip()}”" for column in header if column.strip())
            hint = f"{did_you_mean(name, [column.strip() for column in header])} The sheet has: {names}.".strip()
            raise UsageError(f"the column “{name}” of the mapping is not in the sheet.", place=place, fix=hint)
        columns[name] = folded.index(fold(name))
    return columns


def fold(name: str) -> str:
    """A heading as it is compared: without regard to case, line breaks and kinds of space."""
    return " ".join(re.sub("[\u00a0\u200b\ufeff]", " ", name).casefold().split())
