"""What concerns minors: hazards, supervision, and the hours that a profile states (spec sections 20.2 and 22.5)."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.notices.safety import HazardousForMinors, LateForMinors, MinorsUnsupervised, TooManyHoursForMinors
from wbl_feed.profiles import MinorLimit
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look

_ADULT = 18
_YOUNGEST_IN_GRADE = 5
"""A student of grade 9 is 14 or older."""
_OLDEST_IN_GRADE = 6
"""And is 15 when the school year ends."""
_EMPLOYMENT = frozenset(("internship", "co-op", "apprenticeship", "pre-apprenticeship", "part-time-employment"))
"""Activities that are work in the sense of labour law; a visit, a fair or a course is not."""
_IN_SCHOOL = frozenset(("school-day", "after-school", "academic-year"))
_OFF_SCHOOL = frozenset(("summer", "school-vacation"))
_SUMMER = "06-01", "09-10"


def check_minors(look: Look, context: Context) -> Iterator[Notice]:
    """Work for minors is neither hazardous nor unsupervised, and keeps to the hours that a profile states."""
    value = look.value
    safety, eligibility = value.get("safety", {}), value.get("eligibility", {})
    if safety.get("hazardous") == "yes" or safety.get("minorsSupervised") == "no":
        yield from _unsafe(safety, eligibility, look)
    if context.profiles and ("hoursPerWeek" in value or "schedule" in value) and _is_employment(value):
        youngest = _age(eligibility, _OLDEST_IN_GRADE)
        limits = [] if youngest is None else _limits(context, youngest, value.get("schedule", {}))
        # Two limits, of two profiles or of a season and all year, are one finding.
        yield from next((found for limit in limits if (found := list(_too_many(limit, look)))), [])
        yield from next((found for limit in limits if (found := list(_too_late(limit, look)))), [])


def _unsafe(safety: dict[str, Any], eligibility: dict[str, Any], look: Look) -> Iterator[Notice]:
    youngest = _age(eligibility, _YOUNGEST_IN_GRADE)
    if youngest is not None and youngest >= _ADULT:
        return
    who = "of any age"
    if youngest is not None:
        stated = eligibility.get("minimumAge") == youngest
        who = f"from {youngest} years on" if stated else f"of grade {min(eligibility['gradeLevels'])}"
    if safety.get("hazardous") == "yes":
        yield HazardousForMinors(pointer=f"{look.pointer}/safety/hazardous", found=who, posting=look.id)
    if safety.get("minorsSupervised") == "no":
        yield MinorsUnsupervised(pointer=f"{look.pointer}/safety/minorsSupervised", found=who, posting=look.id)


def _age(eligibility: dict[str, Any], years: int) -> int | None:
    """The youngest age that may take part, by age and by lowest grade with so many years added; ``None`` if unsaid."""
    ages = [int(eligibility["minimumAge"])] if "minimumAge" in eligibility else []
    grades = eligibility.get("gradeLevels")
    return max([*ages, int(min(grades)) + years] if grades else ages, default=None)


def _is_employment(value: dict[str, Any]) -> bool:
    """Whether limits of working hours apply: to what is paid, and to what is work and not said to be unpaid."""
    status = value.get("compensation", {}).get("status")
    return status == "paid" or (status != "unpaid" and value["activityType"] in _EMPLOYMENT)


def _limits(context: Context, age: int, schedule: dict[str, Any]) -> list[MinorLimit]:
    seasons = "any", _season(schedule)
    known = (one for profile in context.profiles for one in profile.limits.minors)
    return [one for one in known if one.minimum_age <= age <= one.maximum_age and one.season in seasons]


def _season(schedule: dict[str, Any]) -> str:
    """The season of the law that a schedule falls in; the laxer one, summer, where it does not say."""
    window = set(schedule.get("window", ()))
    if window & _OFF_SCHOOL:
        return "summer"
    days = [schedule[name] for name in ("startDate", "endDate") if name in schedule]
    in_summer = all(_SUMMER[0] <= day[5:] <= _SUMMER[1] and day[:4] == days[0][:4] for day in days)
    return "school-year" if window & _IN_SCHOOL or not in_summer else "summer"


def _too_many(limit: MinorLimit, look: Look) -> Iterator[Notice]:
    """Even the least that is asked is too much; of a range, a minor can work the lower part."""
    weekly = look.value.get("hoursPerWeek", {})
    name = "minValue" if "minValue" in weekly else "maxValue"
    most, hours = limit.hours_per_week, weekly.get(name)
    if most is not None and hours is not None and hours > most:
        expected = f"at ages {limit.minimum_age} to {limit.maximum_age} the limit is {most:g} ({limit.source})"
        place = f"{look.pointer}/hoursPerWeek/{name}"
        yield TooManyHoursForMinors(pointer=place, found=hours, expected=expected, posting=look.id)


def _too_late(limit: MinorLimit, look: Look) -> Iterator[Notice]:
    schedule = look.value.get("schedule", {})
    start, end = schedule.get("startTime"), schedule.get("endTime")
    early = limit.earliest is not None and start is not None and start < limit.earliest
    # A day that ends before it starts ends after midnight (section 5.4.5).
    late = limit.latest is not None and end is not None and (end > limit.latest or (start is not None and end < start))
    if not (early or late):
        return
    bounds = " and ".join(
        f"{word} {time}" for word, time in (("not before", limit.earliest), ("not after", limit.latest)) if time
    )
    place = f"{look.pointer}/schedule/{'endTime' if late else 'startTime'}"
    found = " ".join(f"{word} {time}" for word, time in (("from", start), ("to", end)) if time)
    expected = f"{limit.minimum_age} to {limit.maximum_age} it is {bounds} ({limit.source})"
    yield LateForMinors(pointer=place, found=found, expected=expected, posting=look.id)
