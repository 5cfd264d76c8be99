"""Suggestions for lists and objects that somebody wrote as a text."""

import re
from collections.abc import Callable
from typing import Any

from wbl_feed.suggest.scalars import UNITS, choice, email, url
from wbl_feed.vocabulary import vocabulary_of

_NAMES = {
    "hiringOrganization",
    "provider",
    "publisher",
    "skills",
    "occupationalCategory",
    "industry",
    "instructionalProgram",
    "applicantLocationRequirements",
}
"""Objects that need a name and nothing else."""
_NOTED = {"eligibility", "schedule", "transportation", "safety", "accessibility", "costsToStudent"}
"""Objects that can take any text as their note."""
_LONGEST = 200
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def as_list(member: str, pointer: str, found: Any) -> list[Any] | None:
    """A list of what was written alone; grades from ``10th–12th``."""
    if member == "gradeLevels":
        grades = [int(grade) for grade in re.findall(r"[0-9]{1,2}", str(found)) if int(grade) <= 16]
        ranged = len(grades) == 2 and grades[0] < grades[1] and re.search(r"[-–—]|to|through", str(found))
        return list(range(grades[0], grades[1] + 1)) if ranged else grades or None
    one = as_object(member, pointer, found)
    if one is not None:
        return [one]
    return [found] if isinstance(found, str) and found else None


def as_object(member: str, pointer: str, found: Any) -> dict[str, Any] | None:
    """The object that a text or number stands for."""
    text = str(found).strip() if isinstance(found, str | int | float) else ""
    if not text:
        return None
    if member in _NAMES:
        return {"name": text[:_LONGEST]}
    if member in _NOTED:
        return {"note": text}
    maker = _MAKERS.get(member)
    return maker(text) if maker else None


def _numbers(text: str) -> list[float | int]:
    found = re.findall(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", text.replace(",", ""))
    return [float(one) if "." in one else int(one) for one in found]


def _quantity(text: str) -> dict[str, Any] | None:
    if not (numbers := _numbers(text)):
        return None
    least, *most = numbers
    return {"minValue": least, "maxValue": max([least, *most[:1]])}


def _money(text: str) -> dict[str, Any] | None:
    if not (numbers := _numbers(text)):
        return None
    least, *most = numbers
    amounts = {"minValue": least, "maxValue": most[0]} if most and most[0] >= least else {"value": least}
    unit = next((unit for word, unit in UNITS.items() if re.search(rf"(?i)(?:/|per |an? )\s*{word}\b", text)), None)
    return {"currency": "USD", **amounts, **({"unitText": unit} if unit else {})}


def _place(text: str) -> dict[str, Any] | None:
    town, _, state = (part.strip()[:_LONGEST] for part in text.partition(","))
    if not town:
        return None
    return {"address": {"addressLocality": town, **({"addressRegion": state} if state else {})}}


def _pay(text: str) -> dict[str, Any] | None:
    known = vocabulary_of("/compensation/status")
    status = known.find(text) if known else None
    if status or not _numbers(text):
        return {"status": status} if status else None
    return {"status": "paid", "baseSalary": _money(text)}


def _apply(text: str) -> dict[str, Any] | None:
    if address := url("url", "", text):
        return {"method": "url", "url": address}
    return {"method": "email", "email": text} if _MAIL.fullmatch(text) else None


def _contact(text: str) -> dict[str, Any]:
    address = email("email", "", text)
    return {"email": address} if address else {"name": text[:_LONGEST]}


def _claim(text: str) -> dict[str, Any] | None:
    value = choice("value", "", text)
    return {"value": value} if value else None


_MAKERS: dict[str, Callable[[str], dict[str, Any] | None]] = {
    "jobLocation": _place,
    "compensation": _pay,
    "baseSalary": _money,
    "amount": _money,
    "hoursPerWeek": _quantity,
    "totalHours": _quantity,
    "stem": _claim,
    "howToApply": _apply,
    "applicationContact": _contact,
}
