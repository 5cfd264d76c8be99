"""Reads times of day, and the time zones that are said with them."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wbl_feed.times import is_zone
from wbl_publishers.cleaning.text import UnreadableError, folded

_ZONES = {"e": "America/New_York", "c": "America/Chicago", "m": "America/Denver", "p": "America/Los_Angeles"}
_TIME = (
    r"(?P<noon>12 noon|noon|mediodia)"
    r"|(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,9})?)?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
)
_ZONE = (
    r"(?P<utc>z|utc|gmt)|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})"
    r"|(?P<zone>[ecmp])(?:(?P<season>[sd]?)t|(?:astern|entral|ountain|acific)(?: (?P<kind>s|d)(?:tandard|aylight))?"
    r"(?: time)?)"
)
CLOCK = rf"(?:{_TIME})(?: ?\(?(?:{_ZONE})\)?)?"
"""A time of day with or without its zone, as a pattern for folded text."""
_ALONE = re.compile(_TIME)


def read_clock_time(text: str) -> str:
    """A time of day as ``HH:MM``: ``3:30 PM``, ``15:30``, ``noon``. 3:30 alone could be morning or afternoon."""
    words = folded(text)
    found = _ALONE.fullmatch(words)
    clock = clock_of(found, of_24_hours=words[2:3] == ":") if found else None
    if clock is None or clock.second:
        raise UnreadableError("a time of day, such as 15:30 or 3:30 PM")
    return clock.isoformat("minutes")


def is_time(found: re.Match[str]) -> bool:
    """Whether the parts of a match can be a time of day and an offset at all."""
    if found["noon"]:
        return True
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    hours = range(1, 13) if found["half"] else range(24)
    named = found["half"] is not None or found["minute"] is not None
    return named and hour in hours and minute < 60 and second < 60


def clock_of(found: re.Match[str], *, of_24_hours: bool) -> time | None:
    """The time that a match states; ``None`` if it is none, or might be in the morning or the afternoon.

    ``of_24_hours`` says that the notation is that of a clock of 24 hours, as 05:00 in an ISO date is.
    """
    if not is_time(found):
        return None
    if found["noon"]:
        return time(12)
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    elif hour < 13 and not of_24_hours:
        return None
    return time(hour, minute, second)


def offset_of(found: re.Match[str], day: date, clock: time) -> str:
    """The offset of a match's zone at that moment, such as ``-05:00`` or ``Z``; empty if it is not sure.

    ET is that of the season. EST in July could be either, and so could an hour that comes twice.
    """
    if found["utc"]:
        return "Z"
    if found["sign"]:
        sound = int(found["hours"]) <= 14 and int(found["minutes"]) < 60
        return f"{found['sign']}{found['hours']}:{found['minutes']}" if sound else ""
    name = _ZONES.get(found["zone"] or "", "")
    if not name or not is_zone(name):
        return ""
    moments = [datetime.combine(day, clock, ZoneInfo(name)).replace(fold=fold) for fold in (0, 1)]
    season = found["season"] or found["kind"]
    in_summer = bool(moments[0].dst())
    if moments[0].utcoffset() != moments[1].utcoffset() or (season and (season == "d") != in_summer):
        return ""
    return moments[0].isoformat()[-6:]
