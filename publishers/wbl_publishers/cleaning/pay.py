"""Reads pay as people write it in a cell; a cell is understood from its first to its last character or not at all."""

import re
from decimal import Decimal
from typing import Any

from wbl_feed.vocabulary import vocabulary_of
from wbl_publishers.cleaning.text import UnreadableError, folded

_NOUNS = {
    "HOUR": r"hours?|hrs?|h|hora",
    "DAY": r"day|dia",
    "WEEK": r"week|wk|semana",
    "MONTH": r"month|mo|mes",
    "YEAR": r"year|yr|ano",
}
_ADVERBS = {
    "HOUR": "hourly",
    "DAY": "daily",
    "WEEK": "weekly|semanales",
    "MONTH": "monthly|mensuales",
    "YEAR": "yearly|annually|anuales",
}
_TOTAL = (
    r",? (?:in )?total| in all| en total|,? one[- ]time| lump sum| for the (?:whole )?(?:program|internship|project)"
)
_UNIT = (
    rf"(?: ?/ ?| (?:per|an?|each|por|la|al|a la) )(?:{'|'.join(_NOUNS.values())})\b\.?"
    rf"| (?:{'|'.join(_ADVERBS.values())})\b| hr\b\.?|{_TOTAL}"
)
_AMOUNT = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,2})?k?\b"
_BEFORE, _AFTER = r"(?:(?:us|usd) ?)?\$ ?|usd ?", r" ?(?:usd|dollars?|dolares)\b"
_PAY = re.compile(
    r"(?:(?P<lead>paid stipend|paid|pay(?=:)|stipend|estipendio|beca)(?::| -|,| of| de)? )?"
    r"(?:(?P<floor>from|at least|starting at|minimum(?: of)?|min|desde|al menos) "
    r"|(?P<cap>up to|maximum(?: of)?|max|hasta) |(?P<pair>between|entre) |(?P<start>de) )?"
    rf"(?P<sign>{_BEFORE})?(?P<low>{_AMOUNT})(?P<word>{_AFTER})?"
    rf"(?:(?P<first>{_UNIT})?(?P<joint> ?- ?| to | and | a | y )(?:{_BEFORE})?(?P<high>{_AMOUNT})"
    rf"(?P<word_2>{_AFTER})?)?"
    rf"(?P<more>\+)?(?P<before> stipend)?(?P<unit>{_UNIT})?(?P<over>\+| and up| or more| o mas)?(?P<after> stipend)?"
)
_EXPERIENCE = r"d\.?o\.?e\.?|(?:depending|depends|dependent|based) (?:up)?on experience|commensurate with experience"
_WITH_NOTE = re.compile(
    rf"(?P<pay>.+?)(?:(?:,| -)? (?:{_EXPERIENCE}|segun (?:la )?experiencia)"
    r"|,? (?:for|por) (?:the|el|todo el) (?:summer|semester|season|school year|verano|semestre))"
)
_WAGE = re.compile(
    rf"(?:(?:pay|salary|wage) )?(?:{_EXPERIENCE})|segun (?:la )?experiencia|(?:at least |state |federal )?minimum wage"
    r"|salario minimo|competitive (?:wages?|salary|salaries|hourly (?:rate|pay|wage))"
)
"""Words by which a wage is said to be paid, and something more, which is kept as a note."""
_CREDIT_ALONE = {"credit only", "academic credit only"}
_ACTIVITY = re.compile(r" (?:internships?|positions?|opportunit(?:y|ies)|jobs?|work)$")
_DIGIT = re.compile("[0-9]")
_WRAPPED = re.compile(r"(?P<outside>[^()]+) \((?P<inside>[^()]+)\)")


def read_pay(text: str) -> dict[str, Any]:
    """Pay in one cell: its status, its amount if there is one, and the cell as a note where it says more than these.

    Amounts are in dollars, by their sign or in words; an amount without a currency is none.
    """
    words = _unwrapped(folded(text))
    pay = _in_figures(words) if _DIGIT.search(words) else _in_words(words)
    if pay is not None:
        return {**pay, "note": text} if words in _CREDIT_ALONE or _WAGE.fullmatch(words) else pay
    found = _WITH_NOTE.fullmatch(words)
    pay = _in_figures(found["pay"]) if found else None
    if pay is None:
        raise UnreadableError("pay, such as $17/hr, Unpaid or stipend $500")
    return {**pay, "note": text}


def _unwrapped(words: str) -> str:
    """The words without the brackets around the last of them."""
    found = _WRAPPED.fullmatch(words) if words.endswith(")") else None
    return f"{found['outside']} {found['inside']}" if found else words


def _in_words(words: str) -> dict[str, Any] | None:
    known = vocabulary_of("/compensation/status")
    if words == "none":
        return {"status": "unpaid"}
    status = (known.find(words) or known.find(_ACTIVITY.sub("", words))) if known else None
    if status is None and _WAGE.fullmatch(words):
        status = "paid"
    return {"status": status} if status else None


def _in_figures(words: str) -> dict[str, Any] | None:
    found = _PAY.fullmatch(words)
    if not found or not (found["sign"] or found["word"] or found["word_2"]):
        return None
    amounts = _amounts(found)
    units = {_unit(found[name]) for name in ("first", "unit") if found[name]}
    if not amounts or len(units) > 1:
        return None
    lead = found["lead"] or ""
    stipend = lead.endswith(("stipend", "estipendio", "beca")) or found["before"] or found["after"]
    salary: dict[str, Any] = {"currency": "USD", **amounts}
    if units or stipend:
        salary["unitText"] = units.pop() if units else "TOTAL"
    return {"status": "stipend" if stipend else "paid", "baseSalary": salary}


def _amounts(found: re.Match[str]) -> dict[str, float | int]:
    """The amount as ``value``, or what is said of its bounds; nothing where they contradict each other or are 0."""
    low, high = _number(found["low"]), _number(found["high"] or found["low"])
    bounds = [found[name] for name in ("floor", "cap", "more", "over") if found[name]]
    if not 0 < low <= high or len(bounds) > 1:
        return {}
    if found["high"]:
        two = found["joint"].strip() in ("and", "y") and not found["pair"]
        thousands = found["high"].endswith("k") == found["low"].endswith("k")  # $50-60k may be from 50 or from 50,000
        sound = (not bounds or bounds[0] in ("from", "desde")) and thousands and not two
        return {"minValue": low, "maxValue": high} if sound else {}
    if found["pair"] or (found["start"] and not found["lead"]):
        return {}
    if found["cap"]:
        return {"maxValue": low}
    return {"minValue": low} if bounds else {"value": low}


def _number(text: str) -> float | int:
    amount = Decimal(text.replace(",", "").removesuffix("k")) * (1000 if text.endswith("k") else 1)
    return int(amount) if amount == int(amount) else float(amount)


def _unit(text: str) -> str:
    """The unit of a time that the grammar lets through."""
    word = re.split(r"[ /]", text.rstrip("."))[-1]
    for unit, noun in _NOUNS.items():
        if re.fullmatch(f"{noun}|{_ADVERBS[unit]}", word):
            return unit
    return "TOTAL"
