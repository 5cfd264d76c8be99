"""Reads pay as people write it in a cell; a cell is understood from its first to its last character or not at all."""

import re
import unicodedata
from typing import Any

from wbl_feed.vocabulary import vocabulary_of

_NOUNS = {
    "HOUR": r"hour|hr|h|hora",
    "DAY": r"day|día",
    "WEEK": r"week|wk|semana",
    "MONTH": r"month|mo|mes",
    "YEAR": r"year|yr|año",
}
_ADVERBS = {"HOUR": "hourly", "DAY": "daily", "WEEK": "weekly", "MONTH": "monthly", "YEAR": "yearly|annually"}
_UNIT = rf"(?: ?/ ?| (?:per|an?|por|la|al|a la) )(?:{'|'.join(_NOUNS.values())})\b| (?:{'|'.join(_ADVERBS.values())})\b"
_AMOUNT = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,2})?"
_PAY = re.compile(
    rf"(?:(?P<lead>paid stipend|paid|stipend)(?::| of)? )?(?P<bound>up to |from |at least )?\$ ?(?P<low>{_AMOUNT})"
    rf"(?:(?P<first>{_UNIT})? ?(?:-|–|to) ?\$? ?(?P<high>{_AMOUNT}))?(?P<more>\+)?"
    rf"(?P<before> stipend)?(?P<unit>{_UNIT})?(?P<after> stipend)?"
)


def read_compensation(text: str) -> dict[str, Any] | None:
    """Pay in words: ``$17/hr``, ``$15-18 an hour``, ``up to $20/hr``, ``Unpaid``, ``stipend $1,200``; else ``None``."""
    text = unicodedata.normalize("NFC", " ".join(text.casefold().split()))
    known = vocabulary_of("/compensation/status")
    status = "unpaid" if text == "none" else known.find(text) if known else None
    if status:
        return {"status": status}
    found = _PAY.fullmatch(text)
    amounts = _amounts(found) if found else {}
    if not found or not amounts:
        return None
    units = {_unit(found[name]) for name in ("first", "unit") if found[name]}
    if len(units) > 1:
        return None
    stipend = "stipend" in (found["lead"] or "") or found["before"] or found["after"]
    salary: dict[str, Any] = {"currency": "USD", **amounts}
    if units or stipend:
        salary["unitText"] = units.pop() if units else "TOTAL"
    return {"status": "stipend" if stipend else "paid", "baseSalary": salary}


def _amounts(found: re.Match[str]) -> dict[str, float | int]:
    """The amount as ``value``, or what is said of its bounds; nothing where they contradict each other or are 0."""
    low, high = _number(found["low"]), _number(found["high"] or found["low"])
    bound = (found["bound"] or "").strip()
    if not 0 < low <= high or (found["more"] and (bound or found["high"])):
        return {}
    if found["high"]:
        return {"minValue": low, "maxValue": high} if bound in ("", "from") else {}
    if bound == "up to":
        return {"maxValue": low}
    return {"minValue": low} if bound or found["more"] else {"value": low}


def _number(text: str) -> float | int:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _unit(text: str) -> str:
    """The unit of a time that the grammar lets through."""
    word = re.split(r"[ /]", text)[-1]
    return next(unit for unit, noun in _NOUNS.items() if re.fullmatch(f"{noun}|{_ADVERBS[unit]}", word))
