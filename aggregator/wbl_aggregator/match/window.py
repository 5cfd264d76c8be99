"""For whom a title says that a posting is, by age or by grade."""

import re
from typing import NamedTuple

Window = tuple[int, int]
"""The first and the last that is meant, both included."""
_LAST_AGE, _LAST_GRADE = 99, 12
_RANGE = r"(\d{1,2})(?: ?(?:[-–]|to|a) ?(\d{1,2})| ?(\+| and (?:up|older|over)))?"
_AGE = re.compile(rf"\b(?:minimum age|min age|ages?|edad(?:es)?|idades?) ?{_RANGE}|\b(\d\d)\+")
_GRADE = re.compile(rf"\b(?:grades?|gr|grados?) ?{_RANGE}")
_CLASS = {"freshmen": 9, "sophomores": 10, "juniors": 11, "seniors": 12}


class Audience(NamedTuple):
    """For whom a posting is; ``None`` where a title does not say."""

    ages: Window | None = None
    grades: Window | None = None


def audience_of(folded: str) -> Audience:
    """What a folded title says: ``ages 14-15``, ``age 16+``, ``grade 11``, ``for seniors``."""
    ages = [_window(found.groups()[:3], _LAST_AGE, found[0]) if not found[4] else (int(found[4]), _LAST_AGE)
            for found in _AGE.finditer(folded)]  # fmt: skip
    grades = [_window(found.groups(), _LAST_GRADE, found[0]) for found in _GRADE.finditer(folded)]
    grades += [(grade, grade) for name, grade in _CLASS.items() if re.search(rf"\bfor {name}\b", folded)]
    return Audience(_hull(ages), _hull(grades))


def apart(a: Audience, b: Audience) -> bool:
    """Whether nobody is meant by both."""
    return _missed(a.ages, b.ages) or _missed(a.grades, b.grades)


def _missed(one: Window | None, other: Window | None) -> bool:
    return bool(one and other and (one[1] < other[0] or other[1] < one[0]))


def _window(parts: tuple[str | None, ...], last: int, text: str) -> Window:
    first, to, on = parts
    low = int(first or 0)
    open_ = on or text.startswith("min")
    return low, int(to) if to else last if open_ else low


def _hull(windows: list[Window]) -> Window | None:
    return (min(one[0] for one in windows), max(one[1] for one in windows)) if windows else None
