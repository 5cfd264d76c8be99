"""iCalendar (RFC 5545; spec section 23.4): deadlines and dates for calendars, by the library icalendar."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from wbl_feed.errors import UsageError
from wbl_feed.models import Feed, Posting, Schedule
from wbl_feed.projections.loss import Lost, of_posting
from wbl_feed.projections.offered import offered
from wbl_feed.projections.outcome import LeftOut, Projection, Reason
from wbl_feed.projections.schema_org.kinds import EVENTS
from wbl_feed.times import is_zone, last_moment, parse_instant
from wbl_feed.vocabulary import vocabulary

MEDIA_TYPE = "text/calendar; charset=utf-8"
LOSS = (
    Lost(
        ("/type", "/specVersion", "/id", "/publisher", "/license", "/dateModified", "/completeness", "/profiles",
         "/homePageUrl", "/feedUrl", "/description", "/supersedes", "/attributionText", "/inLanguage", "/regions",
         "/sequence", "/ttl", "/totalItems", "/digest", "/pages", "/alternates", "/changeLog", "/hub", "/deletion",
         "/issuesUrl", "/sources", "/ext"),
        "left out",
    ),
    Lost(
        of_posting(
            "previousIds", "sameAs", "notSameAs", "replaces", "identifier", "descriptionHtml", "inLanguage",
            "translations", "image", "attachments", "datePosted", "applicationStartDate", "rolling", "lastVerified",
            "careerStage", "programs", "satisfies", "regions", "stem", "occupationalCategory", "industry",
            "instructionalProgram", "skills", "hiringOrganization", "provider", "applicationContact",
            "jobLocation/*/address/postalCode", "jobLocation/*/address/addressCountry", "jobLocation/*/geo", "workMode",
            "siteType", "applicantLocationRequirements", "transportation", "accessibility", "schedule/window",
            "schedule/flexible", "schedule/note", "hoursPerWeek", "totalHours", "duration", "compensation",
            "costsToStudent", "eligibility", "safety", "supervision", "training", "academicCredit", "credentials",
            "reflection", "buildsOn", "partnership", "quality", "totalOpenings", "howToApply", "license", "provenance",
            "ext",
        ),
        "left out",
    ),
    Lost(("/terminationDate", "/tombstones", *of_posting("status", "validThrough")),
         "left out; they decide which postings are written", partly=True),
    Lost(of_posting("id"), "`UID`, which is made from it", partly=True),
    Lost(of_posting("activityType"), "`CATEGORIES`, its label; it decides whether its days are written", partly=True),
    Lost(of_posting("summary", "description"), "`DESCRIPTION`, the first that is there", partly=True),
    Lost(("/timeZone", *of_posting("schedule")), "`DTSTART`, `DTEND`, `RRULE`, for an event alone", partly=True),
    Lost(of_posting("jobLocation"), "`LOCATION`, for an event alone", partly=True),
)  # fmt: skip
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def project(feed: Feed, at: datetime) -> Projection:
    """An entry for each deadline, and for each event on its days. Raises ``UsageError`` without the library."""
    library = _library()
    calendar = library.Calendar()
    calendar.add("prodid", "-//wbl-feed//wbl-feed 1.0//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", library.vText(_text(feed.name)))  # the library escapes no other X- property
    postings, left_out = offered(feed, at)
    for posting in postings:
        entries = [*_deadline(posting, library), *_days(posting, feed.time_zone, at, library)]
        for entry in entries:
            calendar.add_component(entry)
        if not entries:
            left_out.append(LeftOut(posting.id, Reason.EXPIRED if _takes_place(posting) else Reason.NO_DATE))
    return Projection(calendar.to_ical(), tuple(left_out))


def write(feed: Feed, at: datetime) -> bytes:
    """The document of ``project`` alone, the same bytes every time."""
    return project(feed, at).content


def _library() -> Any:
    try:
        import icalendar
    except ImportError:
        fix = "Install it: pip install 'wbl-feed[ical]'."
        raise UsageError("iCalendar needs the library icalendar, which is not installed.", fix=fix) from None
    return icalendar


def _deadline(posting: Posting, library: Any) -> list[Any]:
    if not posting.application_deadline:
        return []
    entry = _entry(posting, "deadline", f"Apply by: {posting.title}", library)
    if len(posting.application_deadline) > 10:
        entry.add("dtstart", _utc(parse_instant(posting.application_deadline)))
    else:
        day = date.fromisoformat(posting.application_deadline)
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    return [entry]


def _days(posting: Posting, zone: str, at: datetime, library: Any) -> list[Any]:
    """The days of a talk, fair or visit that is not over."""
    schedule = posting.schedule
    if schedule is None or not schedule.start_date or not _takes_place(posting):
        return []
    first = date.fromisoformat(schedule.start_date)
    last = max(first, date.fromisoformat(schedule.end_date)) if schedule.end_date else first
    if last_moment(last.isoformat(), zone) < at:
        return []
    zone = schedule.schedule_timezone or zone  # of the clock times; the days are the feed's (spec section 10)
    entry = _entry(posting, "days", posting.title, library)
    if first == last and schedule.start_time and is_zone(zone):
        begin, end = _clock(first, schedule, zone)
        entry.add("dtstart", begin)
        if end:
            entry.add("dtend", end)
    else:
        _span(entry, first, last, schedule)
    places = [", ".join(_place(place)) for place in posting.job_location or ()]
    if any(places):
        entry.add("location", _text("; ".join(place for place in places if place)))
    return [entry]


def _takes_place(posting: Posting) -> bool:
    """Whether it is an event with a day."""
    return posting.activity_type in EVENTS and posting.schedule is not None and bool(posting.schedule.start_date)


def _clock(day: date, schedule: Schedule, zone: str) -> tuple[datetime, datetime | None]:
    """Begin and end of one day in UTC, which no program needs a table of time zones to read."""
    begin = datetime.combine(day, time.fromisoformat(schedule.start_time or ""), ZoneInfo(zone))
    if not schedule.end_time:
        return _utc(begin), None
    end = datetime.combine(day, time.fromisoformat(schedule.end_time), ZoneInfo(zone))
    return _utc(begin), _utc(end if end >= begin else end + timedelta(days=1))


def _span(entry: Any, first: date, last: date, schedule: Schedule) -> None:
    """Whole days from first to last; where days of the week are given, those alone."""
    days = {day[:2].upper() for day in schedule.by_day or ()}
    week = [first + timedelta(days=number) for number in range(7)]
    starts = [day for day in week if f"{day:%A}"[:2].upper() in days and day <= last]
    if starts and first < last:
        order = [f"{day:%A}"[:2].upper() for day in week]
        entry.add("dtstart", starts[0])
        entry.add("dtend", starts[0] + timedelta(days=1))
        entry.add("rrule", {"freq": "weekly", "byday": [day for day in order if day in days], "until": last})
    else:
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))


def _entry(posting: Posting, part: str, summary: str, library: Any) -> Any:
    entry = library.Event()
    entry.add("uid", str(uuid5(NAMESPACE_URL, f"{posting.id}#{part}")))
    entry.add("dtstamp", _utc(parse_instant(posting.date_modified)))
    entry.add("summary", _text(summary))
    entry.add("url", posting.url)
    if words := posting.summary or posting.description:
        entry.add("description", _text(words))
    term = vocabulary("activity-type").terms.get(posting.activity_type)
    if term and posting.activity_type != "unspecified":
        entry.add("categories", [term.label])
    return entry


def _place(place: Any) -> list[str]:
    address = place.address
    parts = [place.name, address and address.street_address, address and address.address_locality,
             address and address.address_region]  # fmt: skip
    return [part for part in parts if part]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _text(text: str) -> str:
    """A text without what a calendar program could take for the end of a line (spec section 20.3)."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))
