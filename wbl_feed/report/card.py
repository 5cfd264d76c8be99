"""A posting as a card shows it: the facts that a student asks for first, in words."""

from dataclasses import dataclass
from typing import Any

from wbl_feed.models import Posting
from wbl_feed.vocabulary import vocabulary

_UNITS = {"HOUR": "an hour", "DAY": "a day", "WEEK": "a week", "MONTH": "a month", "YEAR": "a year", "TOTAL": "in all"}


@dataclass(frozen=True)
class Card:
    """What is shown of one posting."""

    title: str
    url: str
    employer: str
    facts: tuple[tuple[str, str], ...]
    """Name and value of each fact that the posting states."""
    silent: tuple[str, ...]
    """Names of the facts that it does not state."""


def card(posting: Posting) -> Card:
    """The card of a posting; what it does not say is listed as such and never guessed."""
    value = posting.to_json_value()
    facts = {
        "Kind": _label("activity-type", value["activityType"]),
        "Where": _where(value),
        "Apply by": value.get("applicationDeadline") or ("any time" if value.get("rolling") else ""),
        "When": _dates(value.get("schedule", {})),
        "Hours a week": _span(value.get("hoursPerWeek", {})),
        "Pay": _pay(value.get("compensation", {})),
        "Grades": ", ".join(map(str, value.get("eligibility", {}).get("gradeLevels", ()))),
        "Age": _span(value.get("eligibility", {}), "minimumAge", "maximumAge"),
        "Places": str(value.get("totalOpenings", "")),
    }
    employer = value.get("hiringOrganization", {}).get("name", "")
    told = tuple((name, text) for name, text in facts.items() if text)
    return Card(value["title"], value["url"], employer, told, tuple(name for name, text in facts.items() if not text))


def _label(name: str, code: str) -> str:
    term = vocabulary(name).terms.get(code)
    return term.label if term else code


def _where(value: dict[str, Any]) -> str:
    places = []
    for place in value.get("jobLocation", ()):
        address = place.get("address", {})
        town = ", ".join(address[part] for part in ("addressLocality", "addressRegion") if part in address)
        places.append(town or place.get("name", ""))
    mode = value.get("workMode")
    return " · ".join([*filter(None, places), *([_label("work-mode", mode)] if mode else [])])


def _dates(schedule: dict[str, Any]) -> str:
    days = [schedule[name] for name in ("startDate", "endDate") if name in schedule]
    return " to ".join(days) or ", ".join(_label("schedule-window", code) for code in schedule.get("window", ()))


def _span(value: dict[str, Any], low: str = "minValue", high: str = "maxValue") -> str:
    least, most = value.get(low), value.get(high)
    if least is not None and most is not None:
        return f"{least:g}" if least == most else f"{least:g} to {most:g}"
    return f"{least:g} or more" if least is not None else f"up to {most:g}" if most is not None else ""


def _pay(compensation: dict[str, Any]) -> str:
    if not compensation:
        return ""
    status = _label("compensation-status", compensation["status"])
    salary = compensation.get("baseSalary", {})
    amount = f"{salary['value']:g}" if "value" in salary else _span(salary)
    return f"{status}: {amount} {salary['currency']} {_UNITS.get(salary.get('unitText', ''), '')}".strip() if amount else status  # fmt: skip  # noqa: E501
