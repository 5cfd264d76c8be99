"""The tables of an SQLite file: which has the postings, and the query for it."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.profiles import Profile
from wbl_feed.toml_text import shown
from wbl_publishers.adapters.sql.connection import Database
from wbl_publishers.adapters.values import UnreadableValueError, cell_of
from wbl_publishers.start.headings import STUDENT
from wbl_publishers.start.plan import Plan
from wbl_publishers.start.sheet import LOOKED_AT
from wbl_publishers.start.tabs import Tab, looked_at

SCHEME = "sqlite:///"
_MAGIC = b"SQLite format 3\x00"
_MOST_TABLES = 100
_SECONDS = 60


def is_sqlite(path: Path) -> bool:
    """Whether a file is a database of SQLite (sqlite.org/fileformat.html, section 1.3)."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except (OSError, ValueError):
        return False


def database_tables(asked: Input, profiles: Iterable[Profile] = ()) -> list[Tab]:
    """Every table and view of a database, the likest to postings first. Raises ``UsageError`` if it has none."""
    profiles = tuple(profiles)
    database = Database(asked.location, asked.folder, _SECONDS)
    listed = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    with database.rows(listed) as (_, rows):
        names = [str(row[0]) for row in islice(rows, _MOST_TABLES)]
    found = []
    for name in names:
        with database.rows(f"SELECT * FROM {_name(name)} LIMIT {LOOKED_AT}") as (header, rows):  # noqa: S608 - quoted
            cells = [[_text(value) for value in row] for row in rows]
            found.append(looked_at(name, enumerate([list(header), *cells], 1), profiles))
    if not any(table.sheet for table in found):
        raise UsageError("the database has no table.", place=asked.location, fix="Name another file.")
    return sorted(found, key=lambda table: table.likeness, reverse=True)


def query(table: str, found: Plan) -> str:
    """The query for the columns of a table, without those about students."""
    columns = dict.fromkeys(one.column.heading for one in found.guesses if one.topic != STUDENT)
    return f"SELECT {', '.join(map(_name, columns))} FROM {_name(table)}"  # noqa: S608 - quoted


def told(found: list[Tab]) -> str:
    """Which table is read and which others there are, as a sentence."""
    others = ", ".join(f"“{shown(table.name)}”" for table in found[1:])
    return f"The table “{shown(found[0].name)}” is read{f', not {others}' if others else ''}: see query in map.toml."


def with_students(found: list[Tab]) -> tuple[str, ...]:
    """The other tables that look like data about students, as a person is told of them."""
    return tuple(
        f"the table “{shown(table.name)}” ({', '.join(map(shown, table.students))})"
        for table in found[1:]
        if table.students
    )


def _name(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _text(value: object) -> str:
    try:
        cell = cell_of(value)
    except UnreadableValueError:
        return ""
    return cell if isinstance(cell, str) else "; ".join(cell)
