"""Rows of cells under headings: what CSV, workbooks and queries have in common."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, dropwhile, islice

from pydantic import Field

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import ExtraCells, FormulaWithoutResult, UnmappedColumn
from wbl_feed.projections.columns import as_written
from wbl_feed.settings import Settings, did_you_mean

Row = tuple[int, list[str]]
"""The number of a row, as the sheet shows it, and its cells."""
_HEAD = 20
"""Rows among which the headings are looked for, below a title or a note."""
_MOST_COLUMNS = 16_384
"""As many as a sheet of Excel can have."""
_NONE_THERE = (
    "This row was taken for the headings, but none of the mapping's columns is in it. Correct the names in the "
    "mapping, or name the row of the headings as header_row under [options]."
)


class TableOptions(Settings):
    """What a mapping file may say of a table under ``[options]``."""

    header_row: int | None = Field(None, ge=1)
    """Number of the row with the headings, as the sheet shows it. Silence: they are looked for."""
    optional: tuple[str, ...] = ()
    """Headings that the table may lack although the mapping names them."""

    def needed(self, columns: Iterable[str]) -> list[str]:
        """Those of the columns asked for that must be there."""
        free = {fold(name) for name in self.optional}
        return [name for name in columns if fold(name) not in free]


def table_records(
    rows: Iterable[Row],
    source: Input,
    options: TableOptions | None = None,
    without_result: Mapping[tuple[int, int], str] | None = None,
) -> Iterator[Record | Notice]:
    """A record for every row below the headings that is not blank.

    ``without_result`` has the formulas that came to nothing, by the number of the row and the index of the column,
    each with what the cell shows. Raises ``UsageError`` if there is no row, a column asked for is not there, or a row
    has more cells than any sheet.
    """
    options = options or TableOptions()
    number, header, below = _headed(_bounded(rows, source.location), source, options)
    place = f"{source.location}, row {number}"
    columns = match_columns(header, source.columns, place, options.optional, sure=False)
    used = set(columns.values())
    for index, name in enumerate(header):
        if index not in used and name.strip():
            yield UnmappedColumn(found=name.strip(), place=f"row {number}")
    nameless = {index for index, name in enumerate(header) if not name.strip()}
    for number, row in below:
        if _blank(row):
            continue
        for index, cell in enumerate(row):
            if index in nameless and cell.strip():
                nameless.remove(index)
                yield UnmappedColumn(found=f"{letters(index)} (no heading)", place=f"row {number}")
        cells = {name: as_written(row[index]) if index < len(row) else "" for name, index in columns.items()}
        notices = [_extra(row, len(header), number)] if any(row[len(header) :]) else []
        if without_result:
            notices += _unfinished(number, columns, without_result)
        yield Record(f"row {number}", dict(cells), notices=tuple(notice for notice in notices if notice))


def _bounded(rows: Iterable[Row], place: str) -> Iterator[Row]:
    for number, row in rows:
        if len(row) > _MOST_COLUMNS:
            message = f"the sheet has more than {_MOST_COLUMNS:,} columns."
            raise UsageError(message, place=f"{place}, row {number}", fix="Delete what stands beside the table.")
        yield number, row


def _headed(rows: Iterable[Row], source: Input, options: TableOptions) -> tuple[int, list[str], Iterator[Row]]:
    """The number and the cells of the row with the headings, and the rows below it.

    It is the row that the options name, else the first of those that have most of the columns asked for.
    """
    rows = iter(rows)
    if options.header_row is not None:
        asked = options.header_row
        rows = dropwhile(lambda row: row[0] < asked, rows)
        found = next(rows, None)
        if found is None or _blank(found[1]):
            fix = "Correct header_row under [options], or leave it out."
            raise UsageError(f"there are no headings in row {asked}.", place=source.location, fix=fix)
        return (*found, rows)
    head = list(islice((row for row in rows if not _blank(row[1])), _HEAD))
    if not head:
        raise UsageError(
            "the sheet is empty.", place=source.location, fix="Its first row has the names of the columns."
        )
    has = [headings_in(row, source.columns) for _, row in head]
    first = has.index(max(has))
    return (*head[first], chain(head[first + 1 :], rows))


def headings_in(row: list[str], wanted: Iterable[str]) -> int:
    """How many of the wanted headings a row has."""
    there = {fold(cell) for cell in row}
    return sum(fold(name) in there for name in wanted)


def _blank(row: list[str]) -> bool:
    return not any(cell.strip() for cell in row)


def _extra(row: list[str], first: int, number: int) -> Notice | None:
    """Which columns the cells beyond the headings stand in; what is in them may be of a person."""
    filled = [letters(index) for index, cell in enumerate(row) if index >= first and cell.strip()]
    if not filled:
        return None
    found = f"columns {filled[0]} to {filled[-1]}" if len(filled) > 1 else f"column {filled[0]}"
    return ExtraCells(found=found, place=f"row {number}")


def _unfinished(
    number: int, columns: Mapping[str, int], without_result: Mapping[tuple[int, int], str]
) -> Iterator[Notice]:
    for name, index in columns.items():
        shown = without_result.get((number, index))
        if shown is not None:
            yield FormulaWithoutResult(found=shown, place=f"row {number}, column “{name}”")


def match_columns(
    header: list[str], wanted: Iterable[str], place: str, optional: Iterable[str] = (), *, sure: bool = True
) -> dict[str, int]:
    """Where each wanted column stands; case and spaces do not count. Raises ``UsageError`` if one is missing.

    Where it is not ``sure`` that they are headings and none is a wanted one, the message does not tell them, since
    they may be of a person.
    """
    wanted = list(wanted)
    told = sure or headings_in(header, wanted) > 0
    folded = [fold(name) for name in header]
    free = {fold(name) for name in optional}
    columns = {}
    for name in wanted:
        if folded.count(fold(name)) > 1:
            raise UsageError(f"the column “{name}” is there twice.", place=place, fix="Rename one of them.")
        if fold(name) in folded:
            columns[name] = folded.index(fold(name))
        elif fold(name) not in free:
            hint = _there(name, header) if told else _NONE_THERE
            raise UsageError(f"the column “{name}” of the mapping is not in the sheet.", place=place, fix=hint)
    return columns


def _there(name: str, header: list[str]) -> str:
    names = [column.strip() for column in header if column.strip()]
    listed = ", ".join(f"“{one}”" for one in names)
    return f"{did_you_mean(name, names)} The sheet has: {listed}.".strip()


def fold(name: str) -> str:
    """A heading as it is compared: without regard to case, line breaks and kinds of space."""
    return " ".join(re.sub("[\u00a0\u200b\ufeff]", " ", name).casefold().split())


def letters(index: int) -> str:
    """A column's letters, as a spreadsheet shows them: A for the first, AA for the 27th."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
