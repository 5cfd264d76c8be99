"""Suggestions for single values: dates, times, addresses, codes, numbers.

Each takes the member's name, its pointer and what was found, and gives ``None`` where nothing can be made of it.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Any

from wbl_feed.vocabulary import vocabulary_of

UNITS = {"hour": "HOUR", "hr": "HOUR", "h": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}
_DATES = "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d", "%m-%d-%Y"
_EXCEL = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_STATUS = {"active": "open", "live": "open", "yes": "open", "inactive": "closed", "expired": "closed", "full": "filled"}
_LANGUAGES = {"english": "en", "spanish": "es", "español": "es", "portuguese": "pt", "chinese": "zh-Hans"}
_WEEK = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
_YES_NO = {"true": "yes", "y": "yes", "yes": "yes", "false": "no", "n": "no", "no": "no"}
_LONGEST = 199


def day(member: str, pointer: str, found: Any) -> str | None:
    """A civil date: an American one, one with its month in letters, the number of a spreadsheet's day."""
    words = " ".join(str(found).split()).removesuffix(" 00:00:00")
    if re.fullmatch(r"[34][0-9]{4}(?:\.0+)?", words):  # 1982 to 2036
        return (_EXCEL + timedelta(days=int(float(words)))).isoformat()
    for pattern in _DATES:
        try:
            read = datetime.strptime(words, pattern).date()
        except ValueError:
            continue
        return read.isoformat() if 1900 <= read.year <= 2199 else None
    stated = re.match(r"((?:19|20|21)[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})(?=\D|$)", words)
    if not stated or not 1 <= int(stated[2]) <= 12 or not 1 <= int(stated[3]) <= 31:
        return None
    last = calendar.monthrange(int(stated[1]), int(stated[2]))[1]
    return f"{stated[1]}-{int(stated[2]):02}-{int(stated[3]):02}" if int(stated[3]) <= last else None


def instant(member: str, pointer: str, found: Any) -> str | None:
    """An instant as an example: one without its zone is taken for UTC, a day for its start."""
    words = str(found).strip().replace(" ", "T", 1)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?", words):
        try:
            return datetime.fromisoformat(words).isoformat() + "Z"
        except ValueError:
            return None
    on = day(member, pointer, found)
    return f"{on}T00:00:00Z" if on else None


def day_or_instant(member: str, pointer: str, found: Any) -> str | None:
    """A civil date, or an instant where a time of day was written."""
    return (instant if ":" in str(found) else day)(member, pointer, found)


def clock_time(member: str, pointer: str, found: Any) -> str | None:
    """A time of day on a clock of 24 hours."""
    time = re.fullmatch(r"(?i)([0-9]{1,2})(?::([0-9]{2}))?(?::00)? ?(?:([ap])\.?m\.?)?", str(found).strip())
    if not time or int(time[1]) > 23 or int(time[2] or 0) > 59:
        return None
    hour = int(time[1]) % 12 + 12 * (time[3].casefold() == "p") if time[3] else int(time[1])
    return f"{hour:02}:{time[2] or '00'}"


def url(member: str, pointer: str, found: Any) -> str | None:
    """An absolute address, where only the scheme is missing or there are spaces in it."""
    address = str(found).strip().replace(" ", "%20")
    if re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"{}|\\^`]*)?", address, re.I):
        return f"https://{address}"
    return address if re.fullmatch(r"https?://[^\s<>\"{}|\\^`/?#]+[^\s<>\"{}|\\^`]*", address) else None


def iri(member: str, pointer: str, found: Any) -> str | None:
    """An IRI, where only the scheme of an address is missing."""
    return url(member, pointer, found)


def code(member: str, pointer: str, found: Any) -> str | None:
    """The code that a label or another word stands for."""
    known = vocabulary_of(re.sub(r"^.*/items/[0-9]+", "", pointer))
    return known.find(str(found)) if known else None


def email(member: str, pointer: str, found: Any) -> str | None:
    """The address alone, without a name or ``mailto:``."""
    address = re.search(r"(?<![^\s<>@:])[^\s<>@:]+@[^\s<>@,;]+", str(found))
    return address[0] if address else None


def language(member: str, pointer: str, found: Any) -> str | None:
    """The tag of a language that is named in English."""
    return _LANGUAGES.get(str(found).casefold().split(" ")[0])


def currency(member: str, pointer: str, found: Any) -> str | None:
    """The code of a currency; the sign is taken for the dollar of the United States."""
    word = str(found).strip()
    return word.upper() if re.fullmatch("[A-Za-z]{3}", word) else "USD" if word in ("$", "US$") else None


def choice(member: str, pointer: str, found: Any) -> str | None:
    """One of the few values that the schema lists."""
    word = str(found).strip().casefold()
    if member == "status":
        return _STATUS.get(word, word if word in ("open", "paused", "filled", "closed") else None)
    if member == "byDay":
        return next((name for name in _WEEK if len(word) > 1 and name.casefold().startswith(word[:3])), None)
    if member == "unitText":
        return UNITS.get(word.removeprefix("per "))
    return _YES_NO.get(word)


def number(member: str, pointer: str, found: Any) -> float | int | None:
    """The first number in a text."""
    amount = re.search(r"[0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?", str(found))
    plain = amount[0].replace(",", "") if amount else ""
    return None if not plain else float(plain) if "." in plain else int(plain)


def whole_number(member: str, pointer: str, found: Any) -> int | None:
    """The first number in a text, without its fraction."""
    amount = number(member, pointer, found)
    return None if amount is None else int(amount)


def flag(member: str, pointer: str, found: Any) -> bool | None:
    """True or false from a word or a number."""
    word = str(found).strip().casefold()
    return {"yes": True, "1": True, "no": False, "0": False}.get(_YES_NO.get(word, word))


def text(member: str, pointer: str, found: Any) -> str | None:
    """A number as text, and the start of a text that is too long."""
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    return found[:_LONGEST].rstrip() + "…" if isinstance(found, str) and len(found) > _LONGEST else None
