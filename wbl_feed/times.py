"""Instants and civil dates (spec section 10): texts in feeds, ``datetime`` in code."""

import os
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wbl_feed.errors import UsageError

_MINUTE = timedelta(minutes=1)
_NO_ZONES = {"posix", "right", "posixrules", "localtime"}
"""What lies beside the zones in the files of some systems and is no name of the IANA database."""


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant as an aware ``datetime``; digits past the microsecond are cut off."""
    return datetime.fromisoformat(text)


def format_instant(moment: datetime) -> str:
    """An aware ``datetime`` as RFC 3339 in UTC, with a fraction only where there is one.

    Where UTC would leave the years 1900 to 2199, in which instants lie, the moment keeps its own offset.
    """
    return _text_in(UTC, moment) or _text_in(_whole_minutes(moment), moment) or moment.isoformat()


def _text_in(zone: timezone, moment: datetime) -> str:
    """The text of a moment in a zone; empty where it is in none of those years there."""
    try:
        there = moment.astimezone(zone)
    except OverflowError:
        return ""
    return there.isoformat().replace("+00:00", "Z") if 1900 <= there.year <= 2199 else ""


def _whole_minutes(moment: datetime) -> timezone:
    """The offset of a moment in minutes, of which RFC 3339 has no parts; old local times have seconds."""
    return timezone(-(-(moment.utcoffset() or timedelta()) // _MINUTE) * _MINUTE)


def shown_instant(text: str) -> str:
    """An RFC 3339 instant as people read it: to the second, in UTC; empty stays empty."""
    return format_instant(parse_instant(text).replace(microsecond=0)) if text else ""


def is_zone(name: str) -> bool:
    """Whether ``name`` is an IANA time zone known here."""
    if name.partition("/")[0] in _NO_ZONES:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def first_moment(text: str, zone: str) -> datetime:
    """When a civil date or instant begins; a date begins at midnight in ``zone``."""
    if len(text) > 10:
        return parse_instant(text)
    return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone) if is_zone(zone) else UTC)


def last_moment(text: str, zone: str) -> datetime:
    """When a deadline ends; a date ends with that day in ``zone`` (spec section 10)."""
    if len(text) > 10:
        return parse_instant(text)
    following = date.fromisoformat(text) + timedelta(days=1)
    end = first_moment(following.isoformat(), zone)
    # on the clock of UTC: on that of the zone, where it is set back at midnight, this would be the first 23:59 of two
    return (end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(end.tzinfo)


def read_clock(at: str | None = None) -> datetime:
    """The moment a command works at: ``at``, else the variable ``WBL_AT``, else now.

    Raises ``UsageError`` for a text that is neither a date nor an instant with an offset.
    """
    text = at or os.environ.get("WBL_AT")
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"“{text}” is not a date or an instant.", place="--at", fix="Write it like 2026-11-22T12:00:00Z."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
