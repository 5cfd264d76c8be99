"""The headings of a sheet and its first rows, as they are looked at before there is a mapping."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from wbl_feed.errors import UsageError
from wbl_feed.projections.columns import as_written
from wbl_publishers.adapters.tables.rows import Row, fold
from wbl_publishers.start.headings import matches

LOOKED_AT = 50
"""Rows below the headings from which a mapping is guessed."""
_HEAD = 20
"""Rows among which the headings are looked for, as adapters do."""
_LONGEST_HEADING = 300
_EMPTY = 3
"""Blank cells of a column whose rows are named."""


@dataclass(frozen=True)
class Column:
    """One column: its heading and what stands in its first cells."""

    heading: str
    """As a mapping file names it."""
    cells: tuple[str, ...]
    """Those that are not blank."""
    blanks: int = 0
    twice: bool = False
    """Whether another column has the same heading, so that no mapping can name it."""
    empty: tuple[int, ...] = ()
    """Numbers of the first rows in which it is blank."""
    group: str = ""
    """What stands above the heading, in a row of headings for several columns."""


@dataclass(frozen=True)
class Sheet:
    """What was looked at of a sheet."""

    row: int
    """The number of the row with the headings."""
    rows: int
    """How many rows below it were looked at."""
    columns: tuple[Column, ...]
    """Those that have a heading."""
    grouped: bool = False
    """Whether a row of headings for several columns stands above, so that the row must be named."""


def look(rows: Iterable[Row], place: str) -> Sheet:
    """The headings and first rows of a sheet, below titles and notes. Raises ``UsageError`` if it has no headings."""
    filled = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    head = list(islice(filled, _HEAD + LOOKED_AT))
    if not head:
        raise UsageError("the sheet is empty.", place=place, fix="Its first row has the names of the columns.")
    first = _below_groups(head[:_HEAD], _headings(head[:_HEAD]))
    number, header = head[first]
    groups = _groups(head[first - 1][1], len(header)) if first else [""] * len(header)
    numbered = head[first + 1 : first + 1 + LOOKED_AT]
    below = [row for _, row in numbered]
    numbers = [number for number, _ in numbered]
    names = [" ".join(_spaced(name).split()) for name in header]
    times = Counter(fold(name) for name in names)
    columns = tuple(
        _column(
            name,
            numbers,
            [row[index] if index < len(row) else "" for row in below],
            twice=times[fold(name)] > 1,
            group=groups[index],
        )
        for index, name in enumerate(names)
        if name and len(name) <= _LONGEST_HEADING
    )
    if not columns:
        fix = "Give each column a name in the first row."
        raise UsageError("no column has a heading that can be used.", place=f"{place}, row {number}", fix=fix)
    return Sheet(number, len(below), columns, any(map(_heard, groups)))


def _column(name: str, numbers: list[int], cells: list[str], *, twice: bool, group: str) -> Column:
    written = [as_written(cell).strip() for cell in cells]
    filled = tuple(cell for cell in written if cell)
    empty = tuple(number for number, cell in zip(numbers, written, strict=True) if not cell)
    return Column(name, filled, len(empty), twice, empty[:_EMPTY], group)


def _headings(head: list[Row]) -> int:
    """Which row has the headings: the first that sounds like them, else the first that is not much shorter than others.

    The words of a row of cells, such as “internship” and “open”, are headings of some sheets too, so that the first
    row is taken that has at least half as many of them as any other.
    """
    heard = [sum(_heard(cell) for cell in row) for _, row in head]
    most = max(heard)
    if most > 1:
        return next(place for place, sound in enumerate(heard) if sound * 2 >= most)
    widest = max(len(_named(row)) for _, row in head)
    return next(place for place, (_, row) in enumerate(head) if len(_named(row)) * 2 > widest)


def _below_groups(head: list[Row], first: int) -> int:
    """The row with the headings, where the first that sounds like them has those of groups of columns.

    Such a row has gaps, of merged cells, and the next one says more in more of its cells; a row of cells does not.
    """
    while first + 1 < len(head):
        above, below = head[first][1], head[first + 1][1]
        more = len({fold(cell) for cell in _named(below)}) > len(_named(above))
        if not (more and sum(map(_heard, below)) > sum(map(_heard, above))):
            break
        first += 1
    return first


def _groups(row: list[str], width: int) -> list[str]:
    """What stands above each column: a merged cell counts for the columns to its right too; a title for none."""
    if len(_named(row)) < 2:
        return [""] * width
    groups, last = [], ""
    for index in range(width):
        cell = row[index].strip() if index < len(row) else ""
        last = cell if cell and len(cell) <= _LONGEST_HEADING else last
        groups.append(last)
    return groups


def _heard(cell: str) -> int:
    """How much a cell sounds like a heading."""
    if not cell.strip() or len(cell) > _LONGEST_HEADING:
        return 0
    found = matches(cell)
    return 2 if found and found[0].exact else 1 if found else 0


def _named(row: list[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _spaced(name: str) -> str:
    """A heading with plain spaces where its spaces are others or cannot be seen; case and spaces do not count later."""
    return name.translate({0xA0: " ", 0x200B: " ", 0xFEFF: " "})
