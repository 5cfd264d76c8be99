"""A posting as an Event of schema.org, and an Event as members of a posting."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wbl_feed.models import Feed, Posting, Schedule
from wbl_feed.projections.outcome import Reason
from wbl_feed.projections.partial import date_or_instant
from wbl_feed.projections.schema_org.shapes import (
    ORGANIZATION,
    PLACE,
    THING,
    Pair,
    Shape,
    read_node,
    same,
    write_node,
)
from wbl_feed.times import is_zone, last_moment

EVENT = Shape(
    "Event",
    (*THING, Pair("title", "name"), *same("description", "inLanguage"), Pair("provider", "organizer", ORGANIZATION)),
)
SCHEDULE = Shape("Schedule", same("startDate", "endDate", "startTime", "endTime", "scheduleTimezone"))
_MODES = {
    "onsite": "https://schema.org/OfflineEventAttendanceMode",
    "remote": "https://schema.org/OnlineEventAttendanceMode",
    "hybrid": "https://schema.org/MixedEventAttendanceMode",
}
_STATES = {"EventCancelled": "closed", "EventPostponed": "paused"}
_DAYS = "https://schema.org/"


def write_event(posting: Posting, feed: Feed, at: datetime) -> dict[str, Any] | Reason:
    """The Event of an open posting, or why there is none."""
    schedule = posting.schedule
    if schedule is None or not schedule.start_date:
        return Reason.MISSING_START
    zone = schedule.schedule_timezone or feed.time_zone  # of the clock times; the days are the feed's (section 10)
    if last_moment(schedule.end_date or schedule.start_date, feed.time_zone) < at:
        return Reason.EXPIRED
    location = _location(posting)
    if not location:
        return Reason.MISSING_PLACE
    value = posting.to_json_value()
    organizer = posting.provider or posting.hiring_organization
    node = write_node(value | ({"provider": organizer.to_json_value()} if organizer else {}), EVENT)
    times = write_node(value["schedule"], SCHEDULE)
    if schedule.by_day:
        times["byDay"] = [_DAYS + day for day in schedule.by_day]
    node |= {"startDate": _moment(schedule.start_date, schedule.start_time, zone), "eventSchedule": times}
    if schedule.end_date or schedule.end_time:
        node["endDate"] = _end(schedule, zone)
    if posting.work_mode in _MODES:
        node["eventAttendanceMode"] = _MODES[posting.work_mode]
    return node | {"location": location}


def _location(posting: Posting) -> list[dict[str, Any]]:
    places = [write_node(place.to_json_value(), PLACE) for place in posting.job_location or ()]
    online = [{"@type": "VirtualLocation", "url": posting.url}] if posting.work_mode in ("remote", "hybrid") else []
    return places + online if online or any("address" in place for place in places) else []


def _moment(day: str, clock: str | None, zone: str) -> str:
    """A day, or the moment of a clock time on it where the time zone is known and its offset can be written."""
    if clock is None or not is_zone(zone):
        return day
    moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    offset = moment.utcoffset() or timedelta()
    return day if offset % timedelta(minutes=1) else moment.isoformat()


def _end(schedule: Schedule, zone: str) -> str:
    """The last day, or its end; an end before the start is after midnight (spec section 5.4.5)."""
    day = schedule.end_date or schedule.start_date or ""
    if schedule.start_time and schedule.end_time and schedule.end_time < schedule.start_time and day < "2199-12-31":
        day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return _moment(day, schedule.end_time, zone)


def read_event(node: dict[str, Any]) -> dict[str, Any]:
    """What an Event states of a posting; clock times come from its schedule, since an offset names no time zone."""
    members = read_node(node, EVENT)
    found = node.get("eventSchedule")
    schedule = read_node(found, SCHEDULE) if isinstance(found, dict) else {}
    days = found.get("byDay") if isinstance(found, dict) else None
    if isinstance(days, list):
        schedule["byDay"] = [day.removeprefix(_DAYS) if isinstance(day, str) else day for day in days]
    for name in ("startDate", "endDate") if "startDate" not in schedule else ():
        if day := date_or_instant(node.get(name)):
            schedule[name] = day[:10]
    place = node.get("location")
    places = [one for one in (place if isinstance(place, list) else [place]) if _is_place(one)]
    modes = {iri.removeprefix(_DAYS): mode for mode, iri in _MODES.items()}
    more = {
        "activityType": "unspecified",
        "status": _STATES.get(_tail(node.get("eventStatus")), "open"),
        "schedule": schedule,
        "jobLocation": read_node({"place": places}, Shape("", (Pair("jobLocation", "place", PLACE, many=True),))).get(
            "jobLocation"
        ),
        "workMode": modes.get(_tail(node.get("eventAttendanceMode"))),
    }
    return members | {name: value for name, value in more.items() if value}


def _is_place(one: Any) -> bool:
    return isinstance(one, str) or (isinstance(one, dict) and _tail(one.get("@type")) != "VirtualLocation")


def _tail(value: Any) -> str:
    """The name of a term, whether it is written as an address or not."""
    return value.rstrip("/").rsplit("/", 1)[-1] if isinstance(value, str) else ""
