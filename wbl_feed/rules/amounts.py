"""Ranges, sums of money and hours (spec sections 5.4.5 and 5.4.6)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import AmountAndRange, AmountMissing, RangeReversed
from wbl_feed.notices.quality import BelowMinimumWage, HoursDoNotAddUp
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look

_MONEY = (("compensation", "baseSalary"), ("costsToStudent", "amount"))
_MORE = 1.25
"""How many times the hours that the dates allow may be stated: hours of training, half weeks."""
_LESS = 0.5
"""What part of them may be stated: holidays, and students who take part for some of the weeks."""
_NOT_WAGES = frozenset(("unpaid", "stipend"))
_LENGTH = re.compile("P(?:([0-9]{1,3})W|([0-9]{1,2})M|([0-9]{1,3})D)")
_DAYS = 7.0, 30.4, 1.0
"""Days in a week, a month and a day."""


def check_ranges(look: Look, context: Context) -> Iterator[Notice]:
    """The upper end of a range is not below its lower end."""
    value = look.value
    for name in ("hoursPerWeek", "totalHours"):
        if name in value:
            yield from _range(value[name], "minValue", "maxValue", f"{look.pointer}/{name}", look.id)
    if "eligibility" in value:
        place = f"{look.pointer}/eligibility"
        yield from _range(value["eligibility"], "minimumAge", "maximumAge", place, look.id)


def _range(value: dict[str, Any], low: str, high: str, place: str, posting: str) -> Iterator[Notice]:
    least, most = value.get(low), value.get(high)
    if least is not None and most is not None and most < least:
        yield RangeReversed(pointer=f"{place}/{high}", found=most, expected=str(least), example=least, posting=posting)


def check_money(look: Look, context: Context) -> Iterator[Notice]:
    """A sum of money is one amount or a range."""
    for outer, inner in _MONEY:
        sum_ = look.value.get(outer, {}).get(inner)
        if sum_ is None:
            continue
        place = f"{look.pointer}/{outer}/{inner}"
        yield from _range(sum_, "minValue", "maxValue", place, look.id)
        ranged = "minValue" in sum_ or "maxValue" in sum_
        if "value" in sum_ and ranged:
            yield AmountAndRange(pointer=place, found=sum_["value"], posting=look.id)
        elif not ranged and "value" not in sum_:
            yield AmountMissing(pointer=place, posting=look.id)


def check_wage(look: Look, context: Context) -> Iterator[Notice]:
    """An hourly wage is at least the minimum of the profile; a stipend is none."""
    compensation = look.value.get("compensation", {})
    salary = compensation.get("baseSalary", {})
    if salary.get("unitText") != "HOUR" or compensation["status"] in _NOT_WAGES:
        return
    name = next((one for one in ("value", "minValue", "maxValue") if one in salary), "")
    for profile in context.profiles if name else ():
        least = profile.limits.minimum_wage
        if least and salary["currency"] == least.currency and salary[name] < least.amount:
            yield BelowMinimumWage(
                pointer=f"{look.pointer}/compensation/baseSalary/{name}",
                found=f"{salary[name]} {least.currency}",
                expected=f"the minimum of {least.amount:.2f} {least.currency} ({least.source})",
                posting=look.id,
            )
            return


def check_hours(look: Look, context: Context) -> Iterator[Notice]:
    """Hours in a week times weeks make about the hours in all.

    Dates often frame a longer time than a student takes part, and holidays fall into it, so that too few hours are
    a contradiction only if they are far too few.
    """
    value = look.value
    weekly, total = value.get("hoursPerWeek"), value.get("totalHours")
    weeks = _weeks(value) if weekly and total else None
    if not weeks or not weekly or not total:
        return
    least, most = _bounds(weekly)
    stated_least, stated_most = _bounds(total)
    expected = least * weeks[0], most * weeks[1]
    if stated_most < expected[0] * _LESS or stated_least > expected[1] * _MORE:
        place, found = f"{look.pointer}/totalHours", _span(stated_least, stated_most)
        yield HoursDoNotAddUp(pointer=place, found=found, expected=_span(*expected), posting=look.id)


def _bounds(quantity: dict[str, Any]) -> tuple[float, float]:
    return float(quantity.get("minValue", 0)), float(quantity.get("maxValue", "inf"))


def _weeks(value: dict[str, Any]) -> tuple[float, float] | None:
    """How many weeks it lasts: by days, and by the weeks of the calendar that it has a day in."""
    schedule = value.get("schedule", {})
    if "startDate" in schedule and "endDate" in schedule:
        start, end = date.fromisoformat(schedule["startDate"]), date.fromisoformat(schedule["endDate"])
        days = (end - start).days + 1
        return (days / 7, float((start.weekday() + days + 6) // 7)) if days > 0 else None
    stated = _LENGTH.fullmatch(value.get("duration", ""))
    if stated is None:
        return None
    kind = stated.lastindex or 1
    weeks = float(stated[kind]) * _DAYS[kind - 1] / 7
    return (weeks, max(weeks, 1.0)) if weeks else None


def _span(least: float, most: float) -> str:
    if most == float("inf"):
        return f"at least {least:.0f}"
    return f"{most:.0f}" if f"{least:.0f}" == f"{most:.0f}" else f"{least:.0f} to {most:.0f}"
