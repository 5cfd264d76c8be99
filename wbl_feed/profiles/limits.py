"""The legal limits that a profile states: a minimum wage, and hours for minors (spec section 22)."""

from dataclasses import dataclass
from typing import Any, Literal

Season = Literal["school-year", "summer", "any"]


@dataclass(frozen=True)
class Wage:
    """The least that an hour of work is paid."""

    amount: float
    currency: str
    unit: str
    source: str
    checked: str
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class MinorLimit:
    """When and how long students of certain ages may work; what is ``None`` is not limited as far as is known."""

    minimum_age: int
    maximum_age: int
    season: Season
    source: str
    checked: str
    """Day on which somebody last looked."""
    verified: bool
    """Whether the source itself was read; nothing that was not is more than a warning."""
    hours_per_week: float | None = None
    hours_per_day: float | None = None
    earliest: str | None = None
    """Time of day, ``07:00``."""
    latest: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Limits:
    """What the law of one state says, as far as the profile knows."""

    minimum_wage: Wage | None = None
    minors: tuple[MinorLimit, ...] = ()


def read_limits(value: dict[str, Any]) -> Limits:
    """The ``limits`` of a profile.json that satisfies its schema."""
    wage = value.get("minimumWage")
    return Limits(
        Wage(
            wage["amount"],
            wage["currency"],
            wage["unitText"],
            wage["source"],
            wage["checked"],
            wage["verified"],
            wage.get("note", ""),
        )
        if wage
        else None,
        tuple(
            MinorLimit(
                one["minimumAge"],
                one["maximumAge"],
                one["season"],
                one["source"],
                one["checked"],
                one["verified"],
                one.get("hoursPerWeek"),
                one.get("hoursPerDay"),
                one.get("earliest"),
                one.get("latest"),
                one.get("note", ""),
            )
            for one in value.get("minors", ())
        ),
    )
