"""Reads hours, ages and grade point averages."""

import re

from wbl_publishers.cleaning.bounds import Bounds, Number, grammar, read_bounds
from wbl_publishers.cleaning.numbers import read_number
from wbl_publishers.cleaning.text import UnreadableError, folded

_HOURS = r" ?(?:hours?|hrs?\.?|h\.?|horas?)"
_A_WEEK = r"(?: ?/ ?| per | an? | each | every | por | a la | al )(?:week|wk|semana)| weekly| semanales"
_WEEKLY = grammar(rf"(?:{_HOURS})?(?:{_A_WEEK})?")
_TOTAL = grammar(rf"(?:{_HOURS})?(?:,? (?:total|in total|in all|en total|totales))?")
_LONGEST_WEEK = 7 * 24
_AGES = grammar(r"(?: ?(?:years?|yrs?\.?|anos?)(?:[ -]old| of age| de edad)?| ?y/?o)?")
_APPLICANTS = re.compile(
    r"(?:(?:students?|applicants?|youth) )?(?:(?P<must>must be )|ages?:? |aged |edad(?:es)?:? |minimum age:? )?"
)
_OLDEST = 130
_GRADE_POINTS = grammar(r"(?: ?(?:/|out of) ?4(?:\.0{1,2})?)?(?: gpa)?")


def read_hours_per_week(text: str) -> dict[str, Number]:
    """Hours in a week: ``10``, ``10-15 hours/week``, ``up to 20 hrs``, ``10+``."""
    bounds = _bounds(_WEEKLY, text)
    if bounds is None or max(_numbers(bounds)) > _LONGEST_WEEK:
        raise UnreadableError("a number of hours in a week or a range, such as 10 or 10-15")
    return _quantity(bounds)


def read_total_hours(text: str) -> dict[str, Number]:
    """Hours in all: ``120``, ``100-120 hours``, ``120 hours total``; hours in a week are no such thing."""
    bounds = _bounds(_TOTAL, text)
    if bounds is None:
        raise UnreadableError("a number of hours in all or a range, such as 120 or 100-120")
    return _quantity(bounds)


def ages(text: str) -> Bounds | None:
    """The ages that a text states, in whole years: ``16+``, ``14-18``, ``at least 16``, ``mayores de 16``."""
    words = folded(text)
    lead = _APPLICANTS.match(words)
    bounds = _bounds(_AGES, words[lead.end() :]) if lead else None
    if bounds is None or any(not isinstance(age, int) or age > _OLDEST for age in _numbers(bounds)):
        return None
    # Whoever must be 16 may be older.
    return Bounds(bounds.least, None) if lead and lead["must"] and bounds.least == bounds.most else bounds


def read_minimum_age(text: str) -> int:
    """The least of the ages that the text states."""
    bounds = ages(text)
    if bounds is None or bounds.least is None:
        raise UnreadableError("an age in years, such as 16+ or 16")
    return int(bounds.least)


def read_maximum_age(text: str) -> int:
    """The greatest of the ages that the text states."""
    bounds = ages(text)
    if bounds is None or bounds.most is None:
        raise UnreadableError("an age in years, such as 18 or 14-18")
    return int(bounds.most)


def read_grade_point_average(text: str) -> Number:
    """The least grade point average: ``2.5``, ``3.0+``, ``at least 2.5``."""
    bounds = _bounds(_GRADE_POINTS, re.sub(r"^gpa:? (?:of )?", "", folded(text)))
    if bounds is None:
        return read_number(text)
    if bounds.least is None or bounds.most not in (None, bounds.least):
        raise UnreadableError("a number, such as 2.5")
    return bounds.least


def _bounds(pattern: re.Pattern[str], text: str) -> Bounds | None:
    found = pattern.fullmatch(folded(text).rstrip("."))
    return read_bounds(found) if found else None


def _numbers(bounds: Bounds) -> list[Number]:
    return [amount for amount in (bounds.least, bounds.most) if amount is not None]


def _quantity(bounds: Bounds) -> dict[str, Number]:
    ends = {"minValue": bounds.least, "maxValue": bounds.most}
    return {name: amount for name, amount in ends.items() if amount is not None}
