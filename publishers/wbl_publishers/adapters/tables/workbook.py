"""The workbook adapter: sheets of Excel (.xlsx, .xlsm, .xls) and LibreOffice (.ods), and Google Sheets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import FormulaWithoutResult
from wbl_feed.settings import check, did_you_mean
from wbl_publishers.adapters.tables.rows import Row, TableOptions, fold, headings_in, table_records
from wbl_publishers.adapters.tables.sheet_text import refuse_page, whole
from wbl_publishers.adapters.tables.workbook_check import check_workbook
from wbl_publishers.adapters.tables.workbook_sheets import Sheet, opened
from wbl_publishers.extras import library

_LOOKED_AT = 100
"""Rows of a sheet among which the columns are looked for, so as to find the sheet."""


class WorkbookOptions(TableOptions):
    """What a mapping file may say of a workbook under ``[options]``."""

    sheet: str | int | None = None
    """Name of the sheet, or its number among the tabs that can be seen. Silence: the first with the columns."""


@dataclass(frozen=True)
class _Chosen:
    name: str
    rows: Iterator[Row]
    without_result: dict[tuple[int, int], str]
    more_without_result: int


class WorkbookAdapter:
    """Rows of one sheet of a workbook, a file or an address; every cell is the text that a person sees."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every row that is not blank, hidden ones included, with its number as the sheet shows it."""
        options = check(WorkbookOptions, dict(source.options), "the table [options]")
        with _chosen(source, options) as chosen:
            within = replace(source, location=f"{source.location}, sheet “{chosen.name}”")
            yield from table_records(chosen.rows, within, options, chosen.without_result)
            if more := chosen.more_without_result:
                place = f"{within.location}, {more:,} more cells"
                yield FormulaWithoutResult(found="nothing, or an error", place=place)

    def rows(self, source: Input) -> Iterator[Row]:
        """Every row of the sheet as it stands, headings and blank ones included."""
        with _chosen(source, check(WorkbookOptions, dict(source.options), "the table [options]")) as chosen:
            yield from chosen.rows


@contextmanager
def _chosen(source: Input, options: WorkbookOptions) -> Iterator[_Chosen]:
    """The sheet that is asked for, while its workbook is open."""
    library("python_calamine", "xlsx")
    content = whole(source, "xlsx")
    refuse_page(content[:1000], source.location)
    book = check_workbook(content, source.location)
    with opened(book.content, source.location) as sheets:
        if options.sheet is None:
            name, rows = _first_with(source.columns, options, sheets, source.location)
        else:
            name, rows = _named(options.sheet, sheets, source.location)
        without_result = book.without_result.get(name, {})
        more = book.more_without_result.get(name, 0)
        yield _Chosen(name, _with_errors(rows, without_result), without_result, more)


def _first_with(
    wanted: Iterable[str], options: WorkbookOptions, sheets: Iterable[Sheet], place: str
) -> tuple[str, Iterator[Row]]:
    """The first sheet that can be seen and has the columns, else the one that has most of them, for its headings."""
    columns = options.needed(wanted)
    best: tuple[int, str, list[Row]] | None = None
    for sheet in sheets:
        if sheet.hidden:
            continue
        head = list(islice(sheet.rows, max(_LOOKED_AT, options.header_row or 0)))
        filled = [row for _, row in head if any(cell.strip() for cell in row)]
        most = max((headings_in(row, columns) for row in filled), default=-1)
        if most == len(columns):
            return sheet.name, chain(head, sheet.rows)
        if best is None or most > best[0]:
            best = most, sheet.name, head
    if best is None:
        raise UsageError("the workbook has no sheet that can be seen.", place=place, fix="Unhide it and save it again.")
    return best[1], iter(best[2])


def _named(wanted: str | int, sheets: Iterable[Sheet], place: str) -> tuple[str, Iterator[Row]]:
    names: list[str] = []
    for sheet in sheets:
        names += [] if sheet.hidden else [sheet.name]
        number = None if sheet.hidden else len(names)
        if wanted == number or (isinstance(wanted, str) and fold(wanted) == fold(sheet.name)):
            return sheet.name, sheet.rows
    hint = did_you_mean(wanted, names) if isinstance(wanted, str) else ""
    fix = f"{hint} There are: {', '.join(f'“{name}”' for name in names)}.".strip()
    raise UsageError(f"the workbook has no sheet {wanted}.", place=place, fix=fix)


def _with_errors(rows: Iterable[Row], without_result: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    """The rows with what formulas without result show, such as #REF!, for which the library has an empty cell."""
    in_row: dict[int, dict[int, str]] = defaultdict(dict)
    for (number, index), shown in without_result.items():
        in_row[number][index] = shown
    for number, cells in rows:
        if number in in_row:
            cells += [""] * (max(in_row[number]) + 1 - len(cells))
            cells = [in_row[number].get(index, cell) for index, cell in enumerate(cells)]
        yield number, cells
