"""What an entry of a calendar states of a posting, and the texts of its properties."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wbl_feed.adapter import Cell
from wbl_feed.location import is_address
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnreadableCell
from wbl_feed.vocabulary import vocabulary_of
from wbl_publishers.adapters.calendars.dates import Occurrence
from wbl_publishers.adapters.calendars.privacy import without_meeting
from wbl_publishers.cleaning import UnreadableError, read_cell
from wbl_publishers.members import member
from wbl_publishers.plain_text import plain

_MARKUP = re.compile(r"<(?:p|br|b|i|u|a|em|strong|ul|ol|li|div|span|h[1-6])\b[^<>]*>", re.IGNORECASE)

_NO_MEETING = "a place; the addresses of online meetings are not published, and one alone counts as remote"


def text(entry: Any, name: str) -> str:
    """The text of a property, the first one if it is there several times."""
    found = entry.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return "" if found is None or found == [] else str(found).strip()


def members(entry: Any, page: str, place: str) -> tuple[dict[str, Any], list[Notice]]:
    """What it states but for its title and dates; ``page`` stands in where it has no address of its own."""
    url = text(entry, "URL")
    stated: dict[str, Any] = {"url": url if is_address(url) else page, **_descriptions(entry)}
    files = [
        {"url": str(one).strip(), **({"encodingFormat": str(kind)} if (kind := one.params.get("FMTTYPE")) else {})}
        for one in _values(entry, "ATTACH")
        if is_address(str(one).strip())
    ]
    places, notices = _places(entry, place)
    stated |= {**places, "attachments": files}
    return {name: value for name, value in stated.items() if value}, notices


def _descriptions(entry: Any) -> dict[str, str]:
    """The description, as text and as HTML where there is some; Google writes HTML into DESCRIPTION itself."""
    written, marked = text(entry, "DESCRIPTION"), text(entry, "X-ALT-DESC")
    if not marked and _MARKUP.search(written):
        marked = written
    if written == marked or not written:
        written = plain(marked)
    return {"description": written, "descriptionHtml": marked}


def _places(entry: Any, place: str) -> tuple[dict[str, Any], list[Notice]]:
    """Where it takes place; a location that says “online”, or where to meet online, says how, and not where."""
    located, host = without_meeting(text(entry, "LOCATION"))
    modes = vocabulary_of("/workMode")
    found: dict[str, Any] = {}
    notices: list[Notice] = []
    if host:
        notices.append(_unread("/jobLocation/0", f"https://{host}/…", _NO_MEETING, place, "LOCATION"))
    if host and not located:
        return {"workMode": "remote"}, notices
    if located and modes and (mode := modes.find(located)):
        return {"workMode": mode}, notices
    if located:
        try:
            found = dict(read_cell(located, member("/jobLocation/0")))
        except UnreadableError as error:
            notices.append(_unread("/jobLocation/0", located, str(error), place, "LOCATION"))
    geo = entry.get("GEO")
    if hasattr(geo, "latitude") and (geo.latitude, geo.longitude) != (0, 0):  # 0;0 is written for nothing
        found["geo"] = {"latitude": geo.latitude, "longitude": geo.longitude}
    return ({"jobLocation": [found]} if found else {}), notices


def unread_property(name: str, found: str, place: str) -> Notice:
    """The notice of a property, or of a line without a name, that is left out of an entry."""
    expected = f"the property {name} of RFC 5545" if name else "a line of RFC 5545"
    return _unread("", found, expected, place, name)


def _unread(pointer: str, found: str, expected: str, place: str, name: str) -> Notice:
    where = f"{place}, {name}" if name else place
    return UnreadableCell(pointer=pointer, found=found, expected=expected, place=where)


def cell(one: Occurrence, name: str, zone: ZoneInfo) -> Cell:
    """The text of a property by its name, or of a parameter after a semicolon, as in ``ORGANIZER;CN``.

    DTSTART, DTEND and DUE are of the next date, in the zone of the feed; the last of whole days is one of them.
    """
    name, _, parameter = name.strip().upper().partition(";")
    if name == "DTSTART":
        moment = datetime.combine(one.first, one.begins, zone) if one.begins else one.first
        return _written(moment, zone)
    if name == ("DUE" if one.entry.name == "VTODO" else "DTEND"):
        return _written(one.moment or one.last, zone)
    if name == "LOCATION" and not parameter:
        return without_meeting(text(one.entry, name))[0]
    values = _values(one.entry, name)
    if parameter:
        texts = [str(value.params.get(parameter, "")) for value in values if hasattr(value, "params")]
    else:
        texts = [text for value in values for text in _texts(value, zone)]
    texts = [text.strip() for text in texts if text.strip()]
    return texts if len(texts) > 1 or name == "CATEGORIES" else "".join(texts)


def _values(entry: Any, name: str) -> list[Any]:
    found = entry.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _texts(value: Any, zone: ZoneInfo) -> list[str]:
    if hasattr(value, "cats"):
        return [str(one) for one in value.cats]
    dated = getattr(value, "dt", None)
    if isinstance(dated, date):
        return [_written(dated, zone)]
    if isinstance(value, str):
        return [re.sub(r"(?i)^mailto:", "", str(value))]
    written = value.to_ical() if hasattr(value, "to_ical") else value
    return [written.decode(errors="replace") if isinstance(written, bytes) else str(written)]


def _written(value: date, zone: ZoneInfo) -> str:
    """A day, or a moment as RFC 3339 writes it."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value.isoformat()[:10]
    try:
        return value.astimezone(zone).isoformat(timespec="seconds")
    except OverflowError:
        return ""
