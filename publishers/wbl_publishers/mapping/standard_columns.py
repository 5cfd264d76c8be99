"""A mapping for sheets that have the standard columns (spec section 23.3), so that they need no mapping file."""

from collections.abc import Iterable, Mapping
from typing import Any

from wbl_feed.projections.columns import Column, columns

_ID = "/id"
_MADE = (_ID, "/dateModified")
"""Members that publishing makes: the id from the column's text, the date when a row first differs."""
NEEDED = ("/url", "/title", "/activityType", "/status")
"""Members that a posting must have and that publishing does not make."""


def standard_mapping(header: Iterable[str], feed: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a mapping file for the standard columns among the headings of a sheet.

    ``feed`` is its table ``[feed]``. A heading that is none of the standard ones is left to be reported as unused.
    """
    there = set(header)
    known = [column for column in columns() if column.heading in there]
    fields = {column.pointer: _rule(column) for column in known if column.pointer not in _MADE}
    identity = {column.pointer: column.heading for column in known}.get(_ID)
    return {"feed": dict(feed), "fields": fields, **({"id": {"column": identity}} if identity else {})}


def with_standard_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a mapping file that says nothing of fields, with the standard columns as its fields.

    A sheet must have those of the id and of the required members that are no constants; others may be missing.
    """
    if not all(isinstance(values.get(name, {}), Mapping) for name in ("feed", "constants", "options")):
        return dict(values)  # for the reader of mapping files to refuse
    needed = {pointer for pointer in (_ID, *NEEDED) if pointer not in values.get("constants", {})}
    free = [column.heading for column in columns() if column.pointer not in needed]
    standard = standard_mapping((column.heading for column in columns()), {})
    options = {"optional": free, **values.get("options", {})}
    return {"id": standard["id"], **values, "fields": standard["fields"], "options": options}


def _rule(column: Column) -> dict[str, str]:
    return {"column": column.heading, "split": ";"} if column.many else {"column": column.heading}
