"""Reads back what was kept, and tells a state that is damaged from a disk that refuses."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic_core import from_json

T = TypeVar("T")
_REFUSED = {
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
"""What another process, the disk or its owner is to be asked about."""


def kept(text: str | bytes, make: Callable[[Any], T]) -> T:
    """What was kept as JSON. Raises ``sqlite3.DatabaseError`` where it cannot be read: SQLite checks no content."""
    try:
        return make(from_json(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise sqlite3.DatabaseError(f"what is kept cannot be read: {error}") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the state itself is at fault, so that it is begun anew like any other cache."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF not in _REFUSED
