"""Reads the text of a cell as the value of a member; what cannot be read is refused, never guessed."""

import re
from datetime import datetime
from typing import Any

from wbl_publishers.members import Member

_MONTHS = "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b. %d, %Y"
_DATES = "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%Y/%m/%d", *_MONTHS
_YES = {"yes", "y", "true", "x", "1", "✓", "sí", "si"}
_NO = {"no", "n", "false", "0"}
_YEARS = {"freshman": 9, "freshmen": 9, "sophomore": 10, "junior": 11, "senior": 12}
_UNITS = {
    "hour": "HOUR",
    "hr": "HOUR",
    "h": "HOUR",
    "day": "DAY",
    "week": "WEEK",
    "wk": "WEEK",
    "month": "MONTH",
    "year": "YEAR",
}
_MONEY = r"\$\s*([0-9][0-9,]*(?:\.[0-9]+)?)"
_ROLLING = {"rolling", "until filled", "open until filled", "ongoing", "rolling admission"}


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


def _read_one(text: str, target: Member) -> Any:
    reader = _READERS.get(target.type)
    if target.type == "enum":
        return _read_choice(text, target.choices)
    if target.type == "code":
        return _read_code(text, target)
    return reader(text) if reader else text


def is_rolling(text: str) -> bool:
    """Whether a deadline's cell says that applications are taken until the places are filled."""
    return text.strip().casefold().rstrip(".") in _ROLLING


def read_date(text: str) -> str:
    """A date in ISO or American order, ``YYYY-MM-DD``. Two-digit years are of this century."""
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    raise UnreadableError("a date, such as 2027-01-15 or 1/15/2027")


def read_date_or_instant(text: str) -> str:
    """A date, or an instant with its offset as RFC 3339 writes it."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}(?:Z|[+-][0-9]{2}:[0-9]{2})", text):
        return text
    return read_date(text)


def read_flag(text: str) -> bool:
    """Yes or no."""
    folded = text.casefold()
    if folded in _YES | _NO:
        return folded in _YES
    raise UnreadableError("yes or no")


def read_number(text: str) -> float | int:
    """A number, thousands separated by commas or not."""
    plain = text.replace(",", "").removeprefix("$").strip()
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain):
        raise UnreadableError("a number, such as 15")
    return float(plain) if "." in plain else int(plain)


def read_count(text: str) -> int:
    """A whole number."""
    number = read_number(text)
    if isinstance(number, float) and not number.is_integer():
        raise UnreadableError("a whole number, such as 4")
    return int(number)


def read_range(text: str) -> dict[str, float | int]:
    """One quantity, or two with a dash between: ``10`` or ``10-15``."""
    found = re.fullmatch(
        r"([0-9.]+)(?:\s*(?:-|–|to)\s*([0-9.]+))?(?:\s*(?:hours?|hrs?)(?:\s*(?:/|per|a)\s*week)?)?", text
    )
    if not found:
        raise UnreadableError("a number or a range, such as 10 or 10-15")
    least = read_number(found[1])
    return {"minValue": least, "maxValue": read_number(found[2]) if found[2] else least}


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


def read_compensation(text: str) -> dict[str, Any]:
    """Pay in words: ``$17/hr``, ``$15-18 an hour``, ``Unpaid``, ``stipend $1,200``."""
    folded = text.casefold()
    amounts = [read_number(amount) for amount in re.findall(_MONEY, text)]
    second = re.search(rf"{_MONEY}\s*(?:-|–|to)\s*\$?\s*([0-9][0-9,]*(?:\.[0-9]+)?)", text)
    if second and len(amounts) == 1:
        amounts.append(read_number(second[2]))
    unit = re.search(r"(?:/|per|an?)\s*(hour|hr|h|day|week|wk|month|year)\b", folded)
    if "unpaid" in folded or folded in ("volunteer", "none"):
        if amounts:
            raise UnreadableError("pay, such as $17/hr, Unpaid or stipend $500")
        return {"status": "unpaid"}
    status = "stipend" if "stipend" in folded else "paid"
    if not amounts:
        if folded in ("paid", "stipend"):
            return {"status": status}
        raise UnreadableError("pay, such as $17/hr, Unpaid or stipend $500")
    salary: dict[str, Any] = {"currency": "USD"}
    salary |= {"minValue": amounts[0], "maxValue": amounts[1]} if len(amounts) > 1 else {"value": amounts[0]}
    if unit or status == "stipend":
        salary["unitText"] = _UNITS[unit[1]] if unit else "TOTAL"
    return {"status": status, "baseSalary": salary}


def read_place(text: str) -> dict[str, Any]:
    """A town with its state and postal code, ``Woods Hole, MA 02543``, or a town alone."""
    found = re.fullmatch(r"([^,0-9]+?)(?:,\s*([A-Z]{2}))?(?:\s+([0-9]{5}(?:-[0-9]{4})?))?", text)
    if not found:
        return {"name": text}
    address = {"addressLocality": found[1].strip(), "addressRegion": found[2], "postalCode": found[3]}
    return {"address": {name: value for name, value in address.items() if value}}


def _read_url(text: str) -> str:
    if not re.match(r"https?://[^\s/]+", text) or re.search(r"\s", text):
        raise UnreadableError("an address that starts with https://")
    return text


def _read_choice(text: str, choices: tuple[str, ...]) -> str:
    for choice in choices:
        if text.casefold() == choice.casefold():
            return choice
    raise UnreadableError("one of " + ", ".join(choices))


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
    "compensation": read_compensation,
    "place": read_place,
    "url": _read_url,
    "definedTerm": lambda text: {"name": text},
    "area": lambda text: {"name": text},
    "organization": lambda text: {"name": text},
}
