"""The school year as it lies before a day: when summer and the terms start."""

from dataclasses import dataclass
from datetime import date, timedelta

LEAD = timedelta(days=35)
"""From the day of the feed to the first day of anything in it, so that every deadline lies between."""


@dataclass(frozen=True)
class Season:
    """A part of the school year with its first Monday."""

    name: str
    start: date
    window: tuple[str, ...]


def seasons(today: date) -> dict[str, Season]:
    """The next summer and the next school terms after a day."""

    def next_start(name: str, month: int, day: int, *window: str) -> Season:
        year = today.year if date(today.year, month, day) >= today + LEAD else today.year + 1
        first = date(year, month, day)
        return Season(f"{name} {year}", first + timedelta(days=-first.weekday() % 7), window)

    return {
        "summer": next_start("summer", 7, 6, "summer"),
        "fall": next_start("fall", 9, 14, "academic-year"),
        "winter": next_start("winter", 1, 11, "academic-year"),
        "spring": next_start("spring", 3, 22, "academic-year"),
    }
