"""A posting as a JobPosting, by the rules that Google publishes for it, and a JobPosting as members of a posting."""

from datetime import datetime
from typing import Any

from wbl_feed.models import Feed, MonetaryAmount, Posting
from wbl_feed.projections.offered import begun
from wbl_feed.projections.outcome import Reason
from wbl_feed.projections.partial import date_or_instant
from wbl_feed.projections.schema_org.kinds import EMPLOYMENT
from wbl_feed.projections.schema_org.shapes import (
    AREA,
    CATEGORY,
    CONTACT,
    ORGANIZATION,
    PLACE,
    TERM,
    THING,
    Pair,
    Shape,
    read_node,
    write_node,
)
from wbl_feed.projections.texts import description_html, words
from wbl_feed.times import last_moment

JOB = Shape(
    "JobPosting",
    (
        *THING,
        Pair("title", "title"),
        Pair("datePosted", "datePosted"),
        Pair("hiringOrganization", "hiringOrganization", ORGANIZATION),
        Pair("applicationContact", "applicationContact", CONTACT),
        Pair("jobLocation", "jobLocation", PLACE, many=True),
        Pair("applicantLocationRequirements", "applicantLocationRequirements", AREA, many=True),
        Pair("occupationalCategory", "occupationalCategory", CATEGORY, many=True),
        Pair("industry", "industry", TERM, many=True),
        Pair("skills", "skills", TERM, many=True),
        Pair("totalOpenings", "totalJobOpenings"),
    ),
)


def write_job(posting: Posting, feed: Feed, at: datetime) -> dict[str, Any] | Reason:
    """The JobPosting of an open posting, or why there is none; no member that Google requires is made up."""
    html = description_html(posting)
    if lacking := _lacking(posting, html, feed, at):
        return lacking
    node = write_node(posting.to_json_value(), JOB)
    salary = posting.compensation.base_salary if posting.compensation else None
    eligibility, schedule, apply = posting.eligibility, posting.schedule, posting.how_to_apply
    direct = apply.direct_apply if apply and apply.url in (None, posting.url) else None
    more = {
        "description": html,
        "employmentType": EMPLOYMENT[posting.activity_type],
        "validThrough": _ends(posting, feed.time_zone),
        "jobLocationType": "TELECOMMUTE" if posting.work_mode == "remote" else None,
        "baseSalary": _salary(salary) if posting.compensation and posting.compensation.status == "paid" else None,
        "directApply": direct,
        "eligibilityToWorkRequirement": eligibility.eligibility_to_work if eligibility else None,
        "jobStartDate": schedule.start_date if schedule else None,
    }
    return node | {name: value for name, value in more.items() if value is not None}


def _lacking(posting: Posting, html: str, feed: Feed, at: datetime) -> Reason | None:
    if not begun(posting, feed.time_zone, at):
        return Reason.NOT_YET_OPEN
    if words(html) in ("", posting.title.strip()):
        return Reason.MISSING_DESCRIPTION
    if not posting.date_posted:
        return Reason.MISSING_DATE_POSTED
    if not posting.hiring_organization:
        return Reason.MISSING_EMPLOYER
    countries = [place.address.address_country for place in posting.job_location or () if place.address]
    remote = posting.work_mode == "remote" and posting.applicant_location_requirements
    return None if remote or any(countries) else Reason.MISSING_PLACE


def _ends(posting: Posting, zone: str) -> str | None:
    """The end that comes first, as it is written; a day stays a day (spec section 10)."""
    ends = [end for end in (posting.application_deadline, posting.valid_through) if end]
    return min(ends, key=lambda end: last_moment(end, zone)) if ends else None


def _salary(salary: MonetaryAmount | None) -> dict[str, Any] | None:
    """A wage for a time; a sum for the whole activity has no unit there."""
    if salary is None or salary.unit_text == "TOTAL":
        return None
    names = ("value", "minValue", "maxValue", "unitText")
    members = salary.to_json_value()
    value = {"@type": "QuantitativeValue"} | {name: members[name] for name in names if name in members}
    amounts = [members[name] for name in names[:3] if name in members]
    return {"@type": "MonetaryAmount", "currency": salary.currency, "value": value} if any(amounts) else None


def read_job(node: dict[str, Any]) -> dict[str, Any]:
    """What a JobPosting states of a posting."""
    members = read_node(node, JOB)
    members["datePosted"] = date_or_instant(node.get("datePosted")) or members.get("datePosted")
    more = {
        "activityType": _activity(node.get("employmentType")),
        "descriptionHtml": node.get("description"),
        "validThrough": date_or_instant(node.get("validThrough")) or node.get("validThrough"),
        "workMode": "remote" if node.get("jobLocationType") == "TELECOMMUTE" else None,
        "compensation": _read_salary(node.get("baseSalary")),
        "howToApply": {"method": "url", "directApply": True} if node.get("directApply") is True else None,
        "eligibility": _one("eligibilityToWork", node.get("eligibilityToWorkRequirement")),
        "schedule": _one("startDate", node.get("jobStartDate")),
    }
    return members | {name: value for name, value in more.items() if value is not None}


def _activity(types: Any) -> str:
    """The activity that employment types state: an intern is one on part time, too."""
    stated = types if isinstance(types, list) else [types]
    if "INTERN" in stated:
        return "internship"
    return "part-time-employment" if stated == ["PART_TIME"] else "unspecified"


def _one(name: str, value: Any) -> dict[str, Any] | None:
    return {name: value} if isinstance(value, str) else None


def _read_salary(salary: Any) -> dict[str, Any] | None:
    """Pay, where an amount above nothing is stated as the salary of the job."""
    value = salary.get("value") if isinstance(salary, dict) else None
    if not isinstance(value, dict):
        value = {"value": value}
    amounts = {name: value[name] for name in ("value", "minValue", "maxValue") if _positive(value.get(name))}
    if not isinstance(salary, dict) or not amounts or not isinstance(salary.get("currency"), str):
        return None
    unit = value.get("unitText", salary.get("unitText"))
    named = {"unitText": unit} if unit in ("HOUR", "DAY", "WEEK", "MONTH", "YEAR") else {}
    return {"status": "paid", "baseSalary": {"currency": salary["currency"], **amounts, **named}}


def _positive(amount: Any) -> bool:
    return isinstance(amount, int | float) and not isinstance(amount, bool) and amount > 0
