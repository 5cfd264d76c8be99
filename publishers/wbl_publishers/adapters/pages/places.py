"""The places of a job or an event as pages write them, as Place of schema.org."""

from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnreadableCell
from wbl_publishers.cleaning import UnreadableError, read_cell
from wbl_publishers.members import member

_POINTER = "/jobLocation/0"


def mended_places(value: Any) -> tuple[list[Any], list[Notice]]:
    """Places with addresses in parts; a text that names no place is left out with a notice."""
    places: list[Any] = []
    notices: list[Notice] = []
    for one in value if isinstance(value, list) else [value]:
        try:
            places.append(_place(one))
        except UnreadableError as error:
            found = one if isinstance(one, str) else one.get("address") or one.get("postalCode")
            notices.append(UnreadableCell(pointer=_POINTER, found=found, expected=str(error)))
    return places, notices


def _place(one: Any) -> Any:
    if isinstance(one, str):
        return {"@type": "Place", **read_cell(one, member(_POINTER))}
    if not isinstance(one, dict):
        return one
    if "address" not in one and one.keys() & {"addressLocality", "postalCode", "streetAddress", "addressRegion"}:
        one = {"@type": "Place", "address": one}
    address = one.get("address")
    if isinstance(address, list) and address:
        address = address[0]
    if isinstance(address, str):
        read = read_cell(address, member(_POINTER))
        return {**one, "address": read.get("address"), "name": one.get("name") or read.get("name")}
    if isinstance(address, dict) and isinstance(code := address.get("postalCode"), int):
        address = {**address, "postalCode": _postal_code(code)}
    return {**one, "address": address, "geo": _point(one.get("geo"))}


def _postal_code(number: int) -> str | None:
    """A postal code that was written as a number; one that may have begun with zeros is not sure."""
    return str(number) if number >= 10_000 else None


def _point(geo: Any) -> Any:
    """A point with numbers for its degrees."""
    if not isinstance(geo, dict):
        return None
    try:
        return {**geo, **{name: float(geo[name]) for name in ("latitude", "longitude") if name in geo}}
    except (TypeError, ValueError, OverflowError):
        return None
