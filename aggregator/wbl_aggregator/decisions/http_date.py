"""Reads the dates in HTTP headers, in all three forms that RFC 9110 section 5.6.7 tells a recipient to take."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = 100
"""Characters of a date that are looked at; the longest true one has 33."""
_TWO_DIGIT_YEAR = re.compile(r"\d-[A-Za-z]{3}-\d\d ")
_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60\b")
_HALF_A_CENTURY = timedelta(days=50 * 365.25)


def parse_http_date(text: str, at: datetime | None = None) -> datetime | None:
    """The moment in UTC, or ``None`` for what is no date. Never raises.

    ``email.utils`` reads all three forms. It does not know the rules that a date without a zone is UTC, that a second
    may be the 60th, and that a year of two digits more than 50 years ahead of ``at`` is in the past.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    try:
        moment = parsedate_to_datetime(_LEAP_SECOND.sub(r"\1:59", text))
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        if at and _TWO_DIGIT_YEAR.search(text):
            moment = moment.replace(year=at.year // 100 * 100 + moment.year % 100)
            if moment - at > _HALF_A_CENTURY:
                moment = moment.replace(year=moment.year - 100)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment
