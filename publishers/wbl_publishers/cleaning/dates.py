"""Reads days, and moments that name their time zone, as people and spreadsheets write them."""

import re
from datetime import date, timedelta

from wbl_publishers.cleaning.clock import CLOCK, clock_of, is_time, offset_of
from wbl_publishers.cleaning.text import UnreadableError, folded
from wbl_publishers.cleaning.weekdays import WEEKDAY, weekday

_A_DATE = "a date, such as 2027-01-15 or 1/15/2027"
_MONTHS = (
    *("january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo"),
    *("june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre set"),
    *("october oct octubre", "november nov noviembre", "december dec diciembre dic"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|ro|\.?[º°])?"
_YEAR = r"(?:(?: ?, ?| | del? )(?P<year>[0-9]{4})|,? '(?P<short>[0-9]{2}))"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<month>[0-9]{1,2})(?P<mark>[-/])(?P<day>[0-9]{1,2})(?P=mark)(?:(?P<year>[0-9]{4})|(?P<short>[0-9]{2}))",
        rf"{_MONTH} ?{_DAY}{_YEAR}",
        rf"(?:the )?{_DAY}(?: ?| of | de ){_MONTH}{_YEAR}",
        rf"{_MONTH}(?P<mark>[-/]){_DAY}(?P=mark)(?P<year>[0-9]{{4}})",
        rf"{_DAY}(?P<mark>[-/]){_MONTH}(?P=mark)(?:(?P<year>[0-9]{{4}})|(?P<short>[0-9]{{2}}))",
        rf"(?P<year>[0-9]{{4}})(?P<mark>[- /]){_MONTH}(?P=mark){_DAY}",
    )
]
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]{1,17})?")
_DAY_0 = date(1899, 12, 30)
"""Day 0 of a spreadsheet, since Excel takes 1900 for a leap year."""
_SERIALS = range((date(2000, 1, 1) - _DAY_0).days, (date(2100, 1, 1) - _DAY_0).days)
_YEARS = range(1900, 2200)
_LAST_SHORT_YEAR = 2049
_WEEKDAY_FIRST = re.compile(rf"(?P<weekday>{WEEKDAY})\.?,? (?P<rest>.+)")
_WEEKDAY_LAST = re.compile(rf"(?P<rest>.+?),? \(?(?P<weekday>{WEEKDAY})\.?\)?")
_TIME_LAST = re.compile(rf"(?P<rest>.+?)(?:t|,? (?:(?:at|by|a las?|@) )?){CLOCK}")
_TIME_FIRST = re.compile(rf"{CLOCK},? (?:on |el )?(?P<rest>.+)")
_END_OF_DAY = re.compile(r",? (?:(?:at|by) )?(?:the )?(?:end of (?:the )?day|eod|close of business|cob)$")
_PUNCTUATION = re.compile(r"[\s.,;:/()-]+")
_ROLLING = {
    *("rolling", "rolling admission", "rolling admissions", "rolling basis", "on a rolling basis", "rolling deadline"),
    *("applications accepted on a rolling basis", "accepted on a rolling basis", "rolling until filled"),
    *("until filled", "open until filled", "ongoing until filled", "until position filled", "until position is filled"),
    *("until positions are filled", "until the position is filled", "until all positions are filled", "till filled"),
    *("ongoing", "continuous", "continuously", "open", "always open", "year round", "open year round"),
    *("no deadline", "open deadline", "open rolling", "open ongoing"),
    *("abierto", "abierta", "abierto hasta cubrir", "abierta hasta cubrir", "hasta cubrir", "hasta cubrir la plaza"),
    *("abierto hasta cubrir la plaza", "hasta cubrir las plazas", "abierto hasta cubrir las plazas", "hasta llenar"),
    *("hasta llenar el cupo", "hasta agotar cupo", "hasta que se llene", "hasta que se cubra", "sin fecha limite"),
    *("continuo", "continua", "de forma continua", "inscripcion continua", "todo el ano"),
}
_LONGEST_ROLLING = 100


def is_rolling(text: str) -> bool:
    """Whether a deadline's cell says that applications are taken until the places are filled.

    It must say that alone: “Rolling, priority by March 1” is both, and so neither.
    """
    return len(text) <= _LONGEST_ROLLING and _PUNCTUATION.sub(" ", folded(text)).strip() in _ROLLING


def read_date(text: str) -> str:
    """A day as ``YYYY-MM-DD``; of a moment, its day where it was written, but none of one in UTC."""
    stated = _stated(folded(text))
    if stated is None:
        raise UnreadableError(_A_DATE)
    day, found = stated
    if found and (found["utc"] or (found["sign"] and int(found["hours"] + found["minutes"]) == 0)):
        raise UnreadableError(_A_DATE)  # in the evening it is the next day in UTC already
    return day.isoformat()


def read_date_or_instant(text: str) -> str:
    """A day, or an instant as RFC 3339 writes it where a time and its zone are stated.

    A time alone is left out, since no zone is known here, and so is one whose zone or half of the day is not sure.
    """
    words = folded(text)
    stated = _stated(words)
    if stated is None:
        raise UnreadableError(_A_DATE)
    day, found = stated
    if found is None:
        return day.isoformat()
    clock = clock_of(found, of_24_hours=words[4:5] == "-")
    offset = offset_of(found, day, clock) if clock else ""
    if clock and offset:
        return f"{day}T{clock}{found['fraction'] or ''}{offset}"
    if found["utc"] or found["sign"]:
        raise UnreadableError("a date, or a moment with its offset, such as 2027-01-15T17:00:00-05:00")
    return day.isoformat()


def _stated(words: str) -> tuple[date, re.Match[str] | None] | None:
    """The day that folded text states, and its time of day, if there is one."""
    words = _END_OF_DAY.sub("", words.rstrip("."))
    if day := _day(words):
        return day, None
    for pattern in (_TIME_LAST, _TIME_FIRST):
        found = pattern.fullmatch(words)
        day = _day(found["rest"]) if found and is_time(found) else None
        if day:
            return day, found
    return None


def _day(words: str) -> date | None:
    """The day that folded text states, and nothing besides but its weekday, which must be the right one."""
    if day := _bare_day(words):
        return day
    for pattern in (_WEEKDAY_FIRST, _WEEKDAY_LAST):
        found = pattern.fullmatch(words)
        day = _bare_day(found["rest"]) if found else None
        if found and day:
            return day if day.weekday() == weekday(found["weekday"]) else None
    return None


def _bare_day(words: str) -> date | None:
    if serial := _SERIAL.fullmatch(words):
        days = int(serial[1])
        return _DAY_0 + timedelta(days=days) if days in _SERIALS else None
    if dotted := _DOTTED.fullmatch(words):
        return _either_order(*map(int, dotted.groups()))
    for form in _FORMS:
        if found := form.fullmatch(words):
            parts = found.groupdict()
            year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
            month = int(parts["month"]) if "month" in parts else _MONTH_OF[parts["name"]]
            late = not parts.get("year") and year > _LAST_SHORT_YEAR  # 85 could be 1985
            return None if late else _existing(year, month, int(parts["day"]))
    return None


def _either_order(first: int, second: int, year: int) -> date | None:
    """The day where dots stand between numbers, as in both orders, if only one of them makes a day."""
    days = {_existing(year, first, second), _existing(year, second, first)} - {None}
    return days.pop() if len(days) == 1 else None


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
