"""Reads days as people and spreadsheets write them."""

import re
from datetime import date, datetime

_MONTHS = "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%b. %d, %Y", "%d-%b-%Y"
_FULL = "%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%Y/%m/%d", *_MONTHS
_SHORT = "%m/%d/%y", "%d-%b-%y"
_LAST_SHORT_YEAR = 2049
_ROLLING = {
    "rolling",
    "rolling admission",
    "rolling admissions",
    "rolling basis",
    "on a rolling basis",
    "until filled",
    "open until filled",
    "ongoing",
}
_WEEKDAYS = "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"


def is_rolling(text: str) -> bool:
    """Whether a deadline's cell says that applications are taken until the places are filled."""
    return " ".join(text.casefold().split()).rstrip(".") in _ROLLING


def parse_date(text: str) -> date | None:
    """A day in ISO or American order or with its month in letters; ``None`` if the text is not sure to be one.

    A weekday must be the right one, and a year of two digits is of 2000 to 2049, since 85 could be 1985.
    """
    text = re.sub(r" 0?0:00(?::00(?:\.0+)?)?$", "", text)
    text = re.sub(r"(?i)\bsept\b", "Sep", text)
    weekday = re.match(r"(?i)([a-z]{3,9})(?:\.,?|,)? +(?=[a-z0-9])", text)
    names = [name for name in _WEEKDAYS if weekday and name.startswith(weekday[1].casefold())]
    if weekday and names:
        text = text[weekday.end() :]
    day = _parse(re.sub(r"(?i)\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1", text))
    return None if day and names and _WEEKDAYS[day.weekday()] != names[0] else day


def _parse(text: str) -> date | None:
    for pattern in (*_FULL, *_SHORT):
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if pattern in _SHORT:
            day = day.replace(year=2000 + day.year % 100)
            return day if day.year <= _LAST_SHORT_YEAR else None
        return day
    return None
