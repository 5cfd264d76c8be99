"""A program that opens the workbook on its standard input and writes the rows of its sheets as lines of JSON.

It is a process of its own because the library that opens workbooks ends its process where a few bytes ask for more
memory than there is. It is run by its path and imports nothing of this package, so that it starts at once.
"""

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

_MEMORY = 1_500_000_000
_SECONDS = 120


def main() -> None:
    """Write ``[sheet, name, hidden]`` for each sheet, and then ``[sheet, row, cells]`` for each of its rows.

    ``[-1, "locked"]`` or ``[-1, "damaged"]`` stands in place of what cannot be opened.
    """
    _limit()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            _write([index, sheet.name, sheet.visible != SheetVisibleEnum.Visible])
            cells = book.get_sheet_by_name(sheet.name)
            before = [""] * (cells.start[1] if cells.start else 0)
            for number, row in enumerate(cells.iter_rows(), 1):
                _write([index, number, [*before, *map(shown, row)]])
    except PasswordError:
        _write([-1, "locked"])
    except CalamineError:
        _write([-1, "damaged"])


def shown(value: Any) -> str:
    """What a cell shows, as far as that is sure: whole numbers without a point, days and times as ISO 8601."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        # A spreadsheet keeps 15 digits.
        return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        # A day's fraction is not exact; 9999 is the last year there is.
        moment = (value + timedelta(milliseconds=500 if value.year < 9999 else 0)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _limit() -> None:
    """Ask for an end to memory and time, where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _write(line: list[Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
