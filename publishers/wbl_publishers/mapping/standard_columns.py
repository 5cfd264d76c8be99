"""A mapping for sheets that have the standard columns (spec section 23.3), so that they need no mapping file."""

from collections.abc import Iterable, Mapping
from typing import Any

from wbl_feed.projections.columns import Column, columns

_ID = "/id"
_MADE = (_ID, "/dateModified")
"""Members that publishing makes: the id from the column's text, the date when a row first differs."""


def standard_mapping(header: Iterable[str], feed: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a mapping file for the standard columns among the headings of a sheet.

    ``feed`` is its table ``[feed]``. A heading that is none of the standard ones is left to be reported as unused.
    """
    there = set(header)
    known = [column for column in columns() if column.heading in there]
    fields = {column.pointer: _rule(column) for column in known if column.pointer not in _MADE}
    identity = {column.pointer: column.heading for column in known}.get(_ID)
    return {"feed": dict(feed), "fields": fields, **({"id": {"column": identity}} if identity else {})}


def _rule(column: Column) -> dict[str, str]:
    return {"column": column.heading, "split": ";"} if column.many else {"column": column.heading}
