"""Values that are not text, as the text of cells."""

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from wbl_feed.adapter import Cell


class UnreadableValueError(ValueError):
    """A value cannot be the text of a cell; the message says what it is."""


def cell_of(value: Any) -> Cell:
    """A value as the text of a cell, or a list of texts: numbers without loss, days and times in ISO 8601.

    Raises ``UnreadableValueError`` for objects, lists of lists, and bytes.
    """
    if isinstance(value, list | tuple):
        return [_text(one) for one in value if one is not None]
    return _text(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case float() if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
            return str(int(value))
        case int() | float():
            return repr(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.date().isoformat() if value.tzinfo is None and value.time() == time() else value.isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case UUID():
            return str(value)
        case dict():
            names = ", ".join(str(name) for name in list(value)[:5])
            raise UnreadableValueError(f"an object with {names}" if names else "an empty object")
        case list() | tuple():
            raise UnreadableValueError("a list within a list")
        case bytes() | bytearray() | memoryview():
            raise UnreadableValueError(f"{len(value):,} bytes")
    raise UnreadableValueError(type(value).__name__)
