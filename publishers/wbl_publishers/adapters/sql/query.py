"""The SQL adapter: the rows of one query, read and never written."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field, model_validator

from wbl_feed.adapter import Cell, Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.location import open_file
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnmappedColumn, UnreadableCell
from wbl_feed.settings import Settings, check
from wbl_publishers.adapters.sql.connection import Database
from wbl_publishers.adapters.tables.rows import match_columns
from wbl_publishers.adapters.values import UnreadableValueError, cell_of


class SqlOptions(Settings):
    """What the SQL adapter is told."""

    query: str = ""
    """One SELECT."""
    query_file: str = ""
    """File with the query, beside the mapping file."""
    seconds: int = Field(60, ge=1)
    """How long the query may take."""

    @model_validator(mode="after")
    def _one(self) -> "SqlOptions":
        if bool(self.query) == bool(self.query_file):
            raise ValueError('it needs a query: query = "SELECT …", or query_file')
        return self


class SqlAdapter:
    """Rows of a query to a database that SQLAlchemy knows."""

    states: frozenset[str] = frozenset()

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every row in the query's order."""
        options = check(SqlOptions, dict(source.options), "the table [options]")
        query = options.query or _text(source, options.query_file)
        database = Database(source.location, source.folder, options.seconds)
        with database.rows(query) as (header, rows):
            columns = match_columns(header, source.columns, f"{database.place}, the query")
            for index, name in enumerate(header):
                if index not in columns.values():
                    yield UnmappedColumn(found=name, place="the query")
            for number, row in enumerate(rows, 1):
                yield _record(f"row {number}", row, columns)


def _text(source: Input, name: str) -> str:
    content = open_file(str(source.folder / name)).content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("it cannot be read.", place=name, fix="Save it as UTF-8.") from None


def _record(place: str, row: Any, columns: dict[str, int]) -> Record:
    cells: dict[str, Cell] = {}
    notices = []
    for name, index in columns.items():
        try:
            cells[name] = cell_of(row[index])
        except UnreadableValueError as error:
            cells[name] = ""
            where = f"{place}, column “{name}”"
            notices.append(UnreadableCell(found=str(error), expected="a text, a number or a date", place=where))
    return Record(place, cells, notices=tuple(notices))
