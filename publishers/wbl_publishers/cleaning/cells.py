"""Reads the text of a cell as the value of a member; what cannot be read is refused, never guessed."""

import re
import unicodedata
from typing import Any

from wbl_feed.vocabulary import vocabulary_of
from wbl_publishers.cleaning.dates import parse_date
from wbl_publishers.cleaning.pay import read_compensation
from wbl_publishers.members import Member

_YES = {"yes", "y", "true", "x", "1", "✓", "sí", "si"}
_NO = {"no", "n", "false", "0"}
_YEARS = {"freshman": 9, "freshmen": 9, "sophomore": 10, "junior": 11, "senior": 12}
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
_NO_TOWN = {"tbd", "tba", "to be determined", "various", "various locations", "multiple locations", "anywhere", "n/a"}


class UnreadableError(ValueError):
    """The text cannot be read; the message says what it should be."""


def split_cell(text: str, separator: str = "") -> list[str]:
    """The parts of a cell that holds several values, at semicolons, bars and line breaks if nothing else is said."""
    parts = text.split(separator) if separator else re.split(r"[;|\n]", text)
    return [part.strip() for part in parts if part.strip()]


def read_cell(text: str, target: Member) -> Any:
    """The value of a cell for a member, or of one part of it. Raises ``UnreadableError``."""
    text = text.replace("\u00a0", " ").strip()
    if target.type == "grade":
        return read_grades(text)
    if target.many:
        return [_read_one(part, target) for part in split_cell(text)]
    return _read_one(text, target)


def reads(target: Member) -> bool:
    """Whether a cell's text can say the member; objects are mapped part by part, but for a few."""
    return not target.parts or target.type in _READERS


def is_silent(text: str, target: Member) -> bool:
    """Whether a cell says nothing about the member, as an empty one does."""
    return not text.replace("\u00a0", " ").strip()


def _read_one(text: str, target: Member) -> Any:
    reader = _READERS.get(target.type)
    if target.type == "enum":
        return _read_choice(text, target)
    if target.type == "code":
        return _read_code(text, target)
    if target.pointer.endswith("/addressLocality"):
        return read_town(text)
    return reader(text) if reader else text


def read_date(text: str) -> str:
    """A date as ``YYYY-MM-DD``."""
    day = parse_date(text)
    if day is None:
        raise UnreadableError("a date, such as 2027-01-15 or 1/15/2027")
    return day.isoformat()


def read_date_or_instant(text: str) -> str:
    """A date, or an instant with its offset as RFC 3339 writes it."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}(?:Z|[+-][0-9]{2}:[0-9]{2})", text):
        return text
    return read_date(text)


def read_flag(text: str) -> bool:
    """Yes or no."""
    folded = unicodedata.normalize("NFC", text.casefold())
    if folded in _YES | _NO:
        return folded in _YES
    raise UnreadableError("yes or no")


def read_number(text: str) -> float | int:
    """A number, thousands separated by commas or not."""
    plain = text.removeprefix("$").strip()
    if not re.fullmatch(rf"-?{_NUMBER}", plain):
        raise UnreadableError("a number, such as 15")
    plain = plain.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def read_count(text: str) -> int:
    """A whole number, not negative."""
    number = read_number(text)
    if number < 0 or number != int(number):
        raise UnreadableError("a whole number, such as 4")
    return int(number)


def read_range(text: str) -> dict[str, float | int]:
    """One quantity, or two with a dash between: ``10`` or ``10-15``."""
    found = re.fullmatch(
        r"([0-9.]+)(?:\s*(?:-|–|to)\s*([0-9.]+))?(?:\s*(?:hours?|hrs?)(?:\s*(?:/|per|a)\s*week)?)?", text
    )
    if not found:
        raise UnreadableError("a number or a range, such as 10 or 10-15")
    least, most = read_number(found[1]), read_number(found[2] or found[1])
    if least > most:
        raise UnreadableError("a range that begins with the smaller number, such as 10-15")
    return {"minValue": least, "maxValue": most}


def read_grades(text: str) -> list[int]:
    """School grades: ``9-12``, ``10th, 11th``, ``juniors and seniors``."""
    folded = re.sub(r"\bgrades?\b|(?<=[0-9])(?:st|nd|rd|th)\b", "", text.casefold())
    for word, grade in _YEARS.items():
        folded = re.sub(rf"\b{word}s?\b", str(grade), folded)
    grades: list[int] = []
    for part in re.split(r"[,;&]|\band\b|\bor\b", folded):
        found = re.fullmatch(r"\s*([0-9]{1,2})\s*(?:(?:-|–|to)\s*([0-9]{1,2})\s*)?", part)
        if not found:
            if not part.strip():
                continue
            raise UnreadableError("grades, such as 9-12 or 10, 11")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 0 <= first <= last <= 16:
            raise UnreadableError("grades, such as 9-12 or 10, 11")
        grades += range(first, last + 1)
    if not grades:
        raise UnreadableError("grades, such as 9-12 or 10, 11")
    return sorted(set(grades))


def read_pay(text: str) -> dict[str, Any]:
    """Pay in one cell."""
    pay = read_compensation(text)
    if pay is None:
        raise UnreadableError("pay, such as $17/hr, Unpaid or stipend $500")
    return pay


def read_place(text: str) -> dict[str, Any]:
    """A town with its state and postal code, ``Woods Hole, MA 02543``, or a town alone."""
    text = " ".join(text.split())
    found = re.fullmatch(
        r"([^,0-9]+?)(?:,\s*([A-Z]{2})|\s+([A-Z]{2})(?=\s+[0-9]))?(?:\s+([0-9]{5}(?:-[0-9]{4})?))?", text
    )
    if not found:
        return {"name": read_town(text)}
    address = {
        "addressLocality": read_town(found[1].strip()),
        "addressRegion": found[2] or found[3],
        "postalCode": found[4],
    }
    return {"address": {name: value for name, value in address.items() if value}}


def read_town(text: str) -> str:
    """The name of a town or a place; words such as Remote and TBD name none."""
    modes = vocabulary_of("/workMode")
    if text.casefold().rstrip(".") in _NO_TOWN or (modes and modes.find(text)):
        raise UnreadableError("a town, such as Woods Hole, MA, with remote work said in a column for /workMode")
    return text


def _read_url(text: str) -> str:
    if not re.match(r"https?://[^\s/]+", text) or re.search(r"\s", text):
        raise UnreadableError("an address without spaces that starts with https://")
    return text


def _read_choice(text: str, target: Member) -> str:
    named = target.vocabulary.find(text) if target.vocabulary else None
    for choice in target.choices:
        if (named or text).casefold() == choice.casefold():
            return choice
    raise UnreadableError("one of " + ", ".join(target.choices))


def _read_code(text: str, target: Member) -> str:
    """A code of the vocabulary by code, label or synonym; a code with a prefix passes as it is."""
    known = target.vocabulary
    if known is None or ":" in text:
        return text
    return known.find(text) or text


_READERS: dict[str, Any] = {
    "civilDate": read_date,
    "dateOrInstant": read_date_or_instant,
    "boolean": read_flag,
    "number": read_number,
    "amount": read_number,
    "count": read_count,
    "positiveCount": read_count,
    "age": read_count,
    "quantitativeValue": read_range,
    "compensation": read_pay,
    "place": read_place,
    "url": _read_url,
    "definedTerm": lambda text: {"name": text},
    "area": lambda text: {"name": text},
    "organization": lambda text: {"name": text},
}
