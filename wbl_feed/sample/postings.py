"""Made-up postings, one after the other; what stands in one does not depend on how many follow."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from wbl_feed.models import Posting
from wbl_feed.sample.draws import Draws
from wbl_feed.sample.material import (
    ENDINGS,
    FIELDS,
    FIRST,
    KINDS,
    SECOND,
    SETTINGS,
    STREETS,
    TOWNS,
    Field,
    Kind,
    Task,
)
from wbl_feed.sample.seasons import Season, seasons

Json = dict[str, Any]
_ORDER = tuple(field.alias or name for name, field in Posting.model_fields.items())
_STATUS = ((86, "open"), (4, "paused"), (7, "filled"), (3, "closed"))
_MODES = ((80, "onsite"), (20, "hybrid"))
_PAY = (15, 15.25, 15.5, 16, 16.25, 16.5, 17, 17.5, 18, 18.75, 19.5)
_STIPENDS = (250, 300, 400, 500, 600, 750, 900)
_TERMS = ("fall", "winter", "spring")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def site(seed: int) -> str:
    """The address of the made-up network that the postings of a seed belong to."""
    return f"https://network-{seed}.example" if seed >= 0 else f"https://network-minus-{-seed}.example"


def postings(count: int, seed: int, at: datetime) -> Iterator[Json]:
    """So many postings as JSON values, as of the day of ``at``; every one satisfies the schema."""
    draws, today, home = Draws(seed), at.date(), site(seed)
    ahead = seasons(today)
    seen: set[str] = set()
    for number in range(count):
        while True:
            field, kind = draws.one(FIELDS), draws.heaped(KINDS)
            task, noun = draws.one(field.tasks), draws.one(field.nouns)
            employer = f"{draws.one(FIRST)}{draws.one(SECOND)} {noun}"
            region, towns = draws.one(TOWNS)
            town, zip_code = draws.one(towns)
            season = ahead[kind.season if kind.season != "term" else draws.one(_TERMS)]
            key = f"{employer}|{town}|{task.title}|{kind.noun}|{season.name}"
            if key not in seen:  # two that nobody could tell apart would be one
                seen.add(key)
                break
        posting: Json = {
            "id": f"{home}/id/posting/{number + 1001}",
            "url": f"{home}/opportunities/{number + 1001}",
            "title": f"{task.title} {kind.noun} in {town}, {season.name}",
        }
        _add_dates(posting, draws, kind, season, today)
        _add_texts(posting, draws, task, town)
        _add_classes(posting, draws, field, kind, region)
        _add_place(posting, draws, field, employer, town, zip_code)
        _add_time(posting, kind, season)
        _add_terms(posting, draws, kind, home, number)
        yield {name: posting[name] for name in _ORDER if name in posting}


def _add_dates(posting: Json, draws: Draws, kind: Kind, season: Season, today: date) -> None:
    status = draws.heaped(_STATUS)
    posted = today - timedelta(days=draws.between(10, 80))
    changed = today - timedelta(days=draws.between(1, min(50, (today - posted).days)))
    hour, minute = draws.between(12, 21), draws.below(60)
    posting["dateModified"] = f"{changed.isoformat()}T{hour:02}:{minute:02}:00Z"
    posting["activityType"], posting["status"] = kind.activity, status
    posting["datePosted"] = posted.isoformat()
    if status == "closed":
        posting["applicationDeadline"] = (today - timedelta(days=draws.between(2, 9))).isoformat()
    elif kind.activity == "part-time-employment" or draws.some(0.08):
        posting["rolling"] = True
    else:
        latest = (season.start - today).days - 7
        deadline = today + timedelta(days=draws.between(min(10, latest), min(latest, 120)))
        exact = draws.some(0.1)
        posting["applicationDeadline"] = f"{deadline.isoformat()}T21:00:00Z" if exact else deadline.isoformat()
    if draws.some(0.4):
        posting["lastVerified"] = (today - timedelta(days=draws.below((today - changed).days))).isoformat()


def _add_texts(posting: Json, draws: Draws, task: Task, town: str) -> None:
    setting = draws.one(SETTINGS).format(team=draws.one(("three", "four", "five")), town=town)
    posting["description"] = f"{task.does} {setting} {draws.one(ENDINGS)}"
    if draws.some(0.3):
        posting["summary"] = task.does
    if draws.some(0.12):
        posting["translations"] = [{"inLanguage": "es", "title": f"{task.es} en {town}"}]


def _add_classes(posting: Json, draws: Draws, field: Field, kind: Kind, region: str) -> None:
    if kind.weeks and draws.some(0.35):
        trade = kind.activity in ("co-op", "pre-apprenticeship")
        programs = (("us-ma:chapter-74-cte",) if trade else ()) + (("us-ma:innovation-career-pathways",) * field.stem)
        posting["programs"] = [draws.one((*programs, "us-ma:connecting-activities"))]
    posting["regions"] = [f"us-ma-stem:{region}"]
    code, name = field.soc
    if draws.some(0.8):
        basis = {"scheme": "soc", "code": code, "list": "BLS STEM occupations", "listVersion": "SOC 2018"}
        posting["stem"] = {"value": "yes" if field.stem else "no", "basis": [basis]}
        posting["occupationalCategory"] = [{"name": name, "termCode": code, "inDefinedTermSet": "SOC 2018"}]
    if draws.some(0.5):
        number, industry = field.naics
        posting["industry"] = [{"name": industry, "termCode": number, "inDefinedTermSet": "NAICS 2022"}]


def _add_place(posting: Json, draws: Draws, field: Field, employer: str, town: str, zip_code: str) -> None:
    host = "".join(c if c.isalnum() else "-" for c in employer.lower().replace("'", ""))
    posting["hiringOrganization"] = {"name": employer, "url": f"https://{host}.example/"}
    address: Json = {"addressLocality": town, "addressRegion": "MA", "postalCode": zip_code, "addressCountry": "US"}
    if draws.some(0.5):
        address = {"streetAddress": f"{draws.between(2, 99)} {draws.one(STREETS)}", **address}
    posting["jobLocation"] = [{"address": address}]
    posting["workMode"], posting["siteType"] = draws.heaped(_MODES), field.site
    if draws.some(0.3):
        posting["transportation"] = {
            "provided": draws.one(("yes", "no", "partial")),
            "transitAccessible": draws.some(0.6),
        }


def _add_time(posting: Json, kind: Kind, season: Season) -> None:
    start = season.start + timedelta(days=_DAYS.index(kind.days[0]))
    last = start + timedelta(days=7 * max(kind.weeks - 1, 0) + _DAYS.index(kind.days[-1]) - _DAYS.index(kind.days[0]))
    window = list(dict.fromkeys((kind.window, *season.window)))
    posting["schedule"] = {"startDate": start.isoformat(), "endDate": last.isoformat(), "byDay": list(kind.days)}
    posting["schedule"] |= {"startTime": kind.times[0], "endTime": kind.times[1], "window": window}
    least, most = kind.hours
    if kind.weeks:
        posting["hoursPerWeek"] = {"minValue": least, "maxValue": most}
        posting["totalHours"] = {"minValue": least * kind.weeks, "maxValue": most * kind.weeks}
        posting["duration"] = f"P{kind.weeks}W"
        if least * kind.weeks >= 100 and "us-ma:innovation-career-pathways" in posting.get("programs", ()):
            posting["satisfies"] = ["us-ma:icp-100-hours"]
    else:
        posting["totalHours"] = {"minValue": least, "maxValue": most}


def _add_terms(posting: Json, draws: Draws, kind: Kind, home: str, number: int) -> None:
    pay: Json = {"status": kind.pay}
    if kind.pay == "paid":
        pay |= {"payer": "employer", "baseSalary": {"currency": "USD", "value": draws.one(_PAY), "unitText": "HOUR"}}
    elif kind.pay == "stipend":
        stipend = {"currency": "USD", "value": draws.one(_STIPENDS), "unitText": "TOTAL"}
        pay |= {"payer": "program", "baseSalary": stipend}
    posting["compensation"] = pay
    posting["eligibility"] = {"minimumAge": kind.age, "gradeLevels": list(kind.grades)}
    if kind.pay == "paid":
        posting["eligibility"]["workPermit"] = "required"
    if draws.some(0.6):
        posting["safety"] = {"hazardous": "no", "backgroundCheckOfAdults": "yes", "minorsSupervised": "yes"}
    mentored = draws.some(0.4)
    if mentored or "us-ma:connecting-activities" in posting.get("programs", ()):
        students = draws.between(1, 4)
        posting["supervision"] = {"mentorProvided": True, "studentsPerMentor": students, "learningPlan": True}
    posting["totalOpenings"] = draws.between(1, 12)
    posting["howToApply"] = {"method": "url", "url": f"{home}/apply/{number + 1001}", "applicant": "student"}
