"""Events of a calendar become postings, one a series, with the days and times that a person would read from it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import AT, Found, Publishing, drafts, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_web import served

from wbl_feed import json_format
from wbl_feed.errors import UsageError
from wbl_feed.projections import ical

EXAMPLE = Path(__file__).parents[3] / "examples" / "calendar"
SPEC = Path(__file__).parents[3] / "spec" / "v1"
PAGE = {"page": "https://site.example/events"}
CUSTOM = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
{more}END:STANDARD
END:VTIMEZONE
"""


def calendar(*entries: str, head: str = "") -> str:
    """A calendar of entries, each given by its properties."""
    events = "".join(
        one if one.startswith("BEGIN") else f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT\n" for one in entries
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n"


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    """Reads a text or bytes as a calendar with a page."""

    def found(content: str | bytes, *columns: str, at: datetime = AT, **options: Any) -> Found:
        path = tmp_path / "events.ics"
        path.write_bytes(content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode())
        return read("ical", path, columns=columns, options={**PAGE, **options}, at=at)

    return found


def schedule(found: Found) -> dict[str, Any]:
    return found.members["schedule"]


def test_a_school_calendar_becomes_postings():
    """Titles, places, days, times, deadlines and kinds are those that the calendar says, for Google's as for others."""
    table = {
        "fields": {"/activityType": {"from": "DESCRIPTION", "label": "Kind", "html": True},
                   "/eligibility/gradeLevels": {"from": "description", "label": "Grades", "html": True}},
        "options": PAGE,
    }  # fmt: skip
    day, talks, shadow, summer, visit, broken = drafts("ical", EXAMPLE / "events.ics", table)
    assert day.members["title"] == "Harbor Career Day"
    assert day.members["activityType"] == "career-day"
    assert day.members["url"] == "https://site.example/events"
    assert day.members["eligibility"] == {"gradeLevels": [11, 12]}
    assert day.members["schedule"] == {
        "startDate": "2026-12-04", "endDate": "2026-12-04", "startTime": "09:00", "endTime": "12:00"
    }  # fmt: skip
    assert day.members["jobLocation"][0]["address"]["postalCode"] == "01930"
    assert day.members["description"].splitlines()[0] == "Forty employers of the harbor."
    assert "<br>" in day.members["descriptionHtml"]
    assert day.keys == ("id 4q2m8careerday@calendar.example",)
    assert talks.members["schedule"] == {
        "startDate": "2026-12-01", "endDate": "2026-12-15", "byDay": ["Tuesday"], "startTime": "15:30",
        "endTime": "16:30",
    }  # fmt: skip
    assert talks.members["workMode"] == "remote"
    assert shadow.members["schedule"] == {"startDate": "2027-02-15", "endDate": "2027-02-19"}
    assert shadow.members["url"] == "https://harbor-careers.example/shadow"
    assert summer.members["title"] == "Harbor summer internships"
    assert summer.members["applicationDeadline"] == "2027-01-29"
    assert "schedule" not in summer.members
    assert visit.members["status"] == "closed"
    assert {one.members["status"] for one in (day, talks, shadow, summer)} == {"open"}
    assert broken.refused
    assert [notice.message for notice in broken.notices] == ["Its DTSTART, “next Friday”, cannot be read."]
    assert broken.keys == ("id 3c9w2broken@calendar.example",)


def test_what_is_over_or_far_ahead_is_counted():
    """Entries that are not for now are left out, and the run says how many."""
    found = read("ical", EXAMPLE / "events.ics", options={**PAGE, "ahead_days": 20})
    assert [notice.message for notice in found.notices] == [
        "1 of 7 entries are not for this feed: they are over.",
        "2 of 7 entries are not for this feed: 20 days ahead or more.",
    ]
    assert len(found.records) == 4


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261202", "2026-12-01"),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204", "2026-12-01 2026-12-03"),
        ("DTSTART;VALUE=DATE:20261201", "2026-12-01"),
        ("DTSTART:20261201", "2026-12-01"),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201", "2026-12-01"),
        ("DTSTART;VALUE=DATE:20261201\nDURATION:P3D", "2026-12-01 2026-12-03"),
        ("DTSTART:20261201T140000Z\nDTEND:20261201T150000Z", "2026-12-01 09:00 10:00"),
        ("DTSTART:20261201T140000Z\nDURATION:PT90M", "2026-12-01 09:00 10:30"),
        ("DTSTART:20261201T140000Z", "2026-12-01 09:00"),
        ("DTSTART:20261201T140000Z\nDTEND:20261201T140000Z", "2026-12-01 09:00"),
        ("DTSTART:20261202T010000Z\nDTEND:20261202T020000Z", "2026-12-01 20:00 21:00"),
        ("DTSTART:20270701T130000Z\nDTEND:20270701T140000Z", "2027-07-01 09:00 10:00"),
        ("DTSTART;TZID=America/New_York:20261201T220000\nDTEND;TZID=America/New_York:20261202T010000", "2026-12-01 22:00 01:00"),
        ("DTSTART;TZID=America/New_York:20261201T220000\nDTEND;TZID=America/New_York:20261202T000000", "2026-12-01 22:00 00:00"),
        (
            "DTSTART;TZID=America/New_York:20261204T180000\nDTEND;TZID=America/New_York:20261206T140000",
            "2026-12-04 2026-12-06 | 2026-12-04 18:00 – 2026-12-06 14:00",
        ),
        ("DTSTART;TZID=America/New_York:20261201T000000\nDTEND;TZID=America/New_York:20261203T000000", "2026-12-01 2026-12-02"),
        ("DTSTART:20261201T000000\nDTEND:20261202T000000", "2026-12-01"),
        ("DTSTART:20261201T000000Z\nDTEND:20261202T000000Z", "2026-11-30 19:00 19:00"),
        ("DTSTART:20261201T000000Z\nDTEND:20261202T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "2026-12-01"),
        ("DTSTART:20261201T090000\nDTEND:20261201T100000", "2026-12-01 09:00 10:00"),
        ("DTSTART;TZID=Pacific Standard Time:20261201T090000\nDTEND;TZID=Pacific Standard Time:20261201T100000", "2026-12-01 12:00 13:00"),
        ("DTSTART;TZID=\"Eastern Standard Time\":20261201T090000\nDTEND;TZID=\"Eastern Standard Time\":20261201T100000", "2026-12-01 09:00 10:00"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/America/Chicago:20261201T090000", "2026-12-01 10:00"),
    ],
)  # fmt: skip
def test_days_and_times_are_those_of_the_place(of, dates: str, expected: str):
    """Whole days end before DTEND; times of any zone are told in that of the feed."""
    said = schedule(of(calendar(f"UID:1\nSUMMARY:A\n{dates}")))
    days = said["startDate"] if said["startDate"] == said["endDate"] else f"{said['startDate']} {said['endDate']}"
    times = [said[name] for name in ("startTime", "endTime") if name in said]
    note = f" | {said['note']}" if "note" in said else ""
    assert " ".join([days, *times]) + note == expected
    assert set(said) <= {"startDate", "endDate", "startTime", "endTime", "note"}


def test_floating_times_are_of_the_calendars_zone_else_of_the_feeds(of):
    """X-WR-TIMEZONE says where a calendar is; one that is no zone does not count."""
    event = "UID:1\nSUMMARY:A\nDTSTART:20261201T090000"
    assert schedule(of(calendar(event, head="X-WR-TIMEZONE:America/Los_Angeles\n")))["startTime"] == "12:00"
    assert schedule(of(calendar(event, head="X-WR-TIMEZONE:Moon/Crater\n")))["startTime"] == "09:00"


def test_two_calendars_may_give_one_name_to_different_zones(of):
    """A calendar's own definition of a zone holds for that calendar alone, wherever it stands in it."""
    event = 'UID:1\nSUMMARY:A\nDTSTART;TZID="Customized: Zone":20261201T120000'
    for offset, begins in (("-0800", "15:00"), ("-0300", "10:00")):
        zone = CUSTOM.format(name="Customized: Zone", offset=offset, more="")
        assert schedule(of(calendar(zone, event)))["startTime"] == begins
        assert schedule(of(calendar(event, zone)))["startTime"] == begins


SERIES = (
    "UID:1\nSUMMARY:A\nDTSTART;TZID=America/New_York:20261103T150000\nDTEND;TZID=America/New_York:20261103T160000\n"
)


def moved(day: str, *lines: str) -> str:
    """An override of the date that the series would have on a day of December."""
    return "\n".join(("UID:1\nSUMMARY:A", f"RECURRENCE-ID;TZID=America/New_York:202612{day}T150000", *lines))


@pytest.mark.parametrize(
    ("rule", "others", "expected"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=6", [], "2026-11-24 2026-12-08 Tuesday 15:00"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261209T000000Z", [], "2026-11-24 2026-12-08 Tuesday 15:00"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261208", [], "2026-11-24 2026-12-01 Tuesday 15:00"),
        ("RRULE:FREQ=WEEKLY", [], "2026-11-24 Tuesday 15:00"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8", [], "2026-11-24 2026-11-26 Tuesday Thursday 15:00"),
        ("RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261127T235959Z", [], "2026-11-23 2026-11-27 Monday Tuesday Wednesday Thursday Friday 15:00"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4", [], "2026-12-01 2026-12-15 15:00 | 2026-12-01 15:00–16:00; 2026-12-15 15:00–16:00"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3", [], "2026-12-01 2027-01-05 15:00 | 2026-12-01 15:00–16:00; 2027-01-05 15:00–16:00"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TU", [], "2026-12-01 15:00 | 2026-12-01 15:00–16:00; …"),
        ("RRULE:FREQ=YEARLY", [], "2027-11-03 15:00"),
        ("RDATE;TZID=America/New_York:20261210T150000,20270111T090000", [], "2026-12-10 2027-01-11 | 2026-12-10 15:00–16:00; 2027-01-11 09:00–10:00"),
        ("RDATE;VALUE=PERIOD;TZID=America/New_York:20261210T150000/PT2H", [], "2026-12-10 15:00"),
        (
            "RRULE:FREQ=WEEKLY;COUNT=6\nEXDATE;TZID=America/New_York:20261124T150000,20261208T150000", [],
            "2026-12-01 15:00",
        ),
        (
            "RRULE:FREQ=WEEKLY;COUNT=6", [moved("01", "DTSTART;TZID=America/New_York:20261203T170000")],
            "2026-11-24 2026-12-08 | 2026-11-24 15:00–16:00; 2026-12-03 17:00; 2026-12-08 15:00–16:00",
        ),
        ("RRULE:FREQ=WEEKLY;COUNT=6", [moved("01", "STATUS:CANCELLED", "DTSTART;TZID=America/New_York:20261201T150000")],
         "2026-11-24 2026-12-08 15:00 | 2026-11-24 15:00–16:00; 2026-12-08 15:00–16:00"),
    ],
)  # fmt: skip
def test_a_series_is_one_posting_with_its_next_dates(of, rule: str, others: list[str], expected: str):
    """The next and the last date, days of the week where they tell all, else the dates one by one."""
    said = schedule(of(calendar(SERIES + rule, *others)))
    days = dict.fromkeys([said["startDate"], said.get("endDate", said["startDate"])])
    told = [*days, *said.get("byDay", ()), *([said["startTime"]] if "startTime" in said else [])]
    note = said.get("note", "")
    note = re.sub(r"(?<=; )20.*(?=…)", "", note)  # of an endless series the first date is enough here
    assert " ".join(told) + (f" | {note}" if note else "") == expected


def test_an_endless_series_has_no_last_day_and_its_note_is_bounded(of):
    """Nobody said that it ends, so the posting does not; twenty dates are told at most."""
    said = schedule(of(calendar(SERIES + "RRULE:FREQ=DAILY;INTERVAL=3")))
    assert "endDate" not in said
    assert said["note"].endswith("; …")
    assert said["note"].count(";") == 20


def test_a_cancelled_event_is_closed_and_not_gone(of):
    """Readers learn that it was called off: the event, every date of a series, or one of which only that is left."""
    live = "UID:1\nSUMMARY:A\nDTSTART:20261201T140000Z\nSTATUS:%s"
    assert of(calendar(live % "CANCELLED")).members["status"] == "closed"
    assert of(calendar(live % "TENTATIVE")).members["status"] == "open"
    called_off = [
        moved(day, "STATUS:CANCELLED", f"DTSTART;TZID=America/New_York:202612{day}T150000") for day in ("01", "08")
    ]
    some = of(calendar(SERIES + "RRULE:FREQ=WEEKLY;COUNT=6", *called_off))
    assert (some.members["status"], schedule(some)["endDate"]) == ("open", "2026-11-24")
    alone = of(calendar(*called_off))
    assert (alone.members["status"], schedule(alone)["startDate"]) == ("closed", "2026-12-01")
    after = datetime(2026, 11, 25, tzinfo=UTC)
    assert of(calendar(SERIES + "RRULE:FREQ=WEEKLY;COUNT=6", *called_off), at=after).members["status"] == "closed"


@pytest.mark.parametrize(
    ("dates", "at", "there"),
    [
        ("DTSTART:20261122T110000Z\nDTEND:20261122T130000Z", "2026-11-22T12:59:00+00:00", True),
        ("DTSTART:20261122T110000Z\nDTEND:20261122T130000Z", "2026-11-22T13:00:00+00:00", False),
        ("DTSTART;VALUE=DATE:20261122", "2026-11-23T04:59:00+00:00", True),
        ("DTSTART;VALUE=DATE:20261122", "2026-11-23T05:00:00+00:00", False),
        ("DTSTART:20261122T110000Z", "2026-11-23T04:59:00+00:00", True),
        ("DTSTART:20261101T110000Z\nRRULE:FREQ=DAILY;COUNT=5", "2026-11-10T00:00:00+00:00", False),
        ("DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;COUNT=5", "2026-11-06T04:59:00+00:00", True),
        ("DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;COUNT=5", "2026-11-06T05:00:00+00:00", False),
    ],
)
def test_an_event_is_there_until_it_is_over(of, dates: str, at: str, there: bool):
    """A day ends at midnight where the feed is; an event that is over is no posting any more."""
    found = of(calendar(f"UID:1\nSUMMARY:A\n{dates}"), at=datetime.fromisoformat(at))
    assert (len(found.records), len(found.notices)) == ((1, 0) if there else (0, 1))


@pytest.mark.parametrize(
    ("entry", "options", "expected"),
    [
        ("UID:1\nSUMMARY:Apply by: Lab\nDTSTART;VALUE=DATE:20261201", {}, ("Lab", "2026-12-01")),
        ("UID:1\nSUMMARY:Apply by: Lab\nDTSTART:20261201T140000Z\nDTEND:20261202T045900Z", {}, ("Lab", "2026-12-01T23:59:00-05:00")),
        ("UID:1\nSUMMARY:Deadline – Lab\nDTSTART;VALUE=DATE:20261201", {"deadlines": ["DEADLINE", "Due"]}, ("Lab", "2026-12-01")),
        ("UID:1\nSUMMARY:Lab\nDTSTART;VALUE=DATE:20261201", {"deadlines": [""]}, ("Lab", "2026-12-01")),
        ("UID:1\nSUMMARY:Apply by: Lab\nDTSTART;VALUE=DATE:20261201", {"deadlines": []}, ("Apply by: Lab", None)),
        ("BEGIN:VTODO\nUID:1\nSUMMARY:Lab\nDUE;VALUE=DATE:20261201\nEND:VTODO\n", {}, ("Lab", "2026-12-01")),
        ("BEGIN:VTODO\nUID:1\nSUMMARY:Lab\nDTSTART:20261101T140000Z\nDUE:20261201T140000Z\nEND:VTODO\n", {}, ("Lab", "2026-12-01T09:00:00-05:00")),
    ],
)  # fmt: skip
def test_deadlines_are_told_by_their_titles_and_to_dos_are_deadlines(of, entry: str, options: Any, expected: Any):
    """The end of such an entry is applicationDeadline and no date on which anything takes place."""
    members = of(calendar(entry), **options).members
    assert (members["title"], members.get("applicationDeadline")) == expected
    assert ("schedule" in members) == (expected[1] is None)


def test_a_deadline_that_has_passed_is_over_and_a_done_to_do_is_closed(of):
    """An hour after the deadline the posting is gone; what somebody ticked off is closed."""
    passed = "UID:1\nSUMMARY:Apply by: Lab\nDTSTART:20261122T110000Z"
    assert of(calendar(passed)).records == []
    done = "BEGIN:VTODO\nUID:1\nSUMMARY:Lab\nDUE;VALUE=DATE:20261201\nSTATUS:COMPLETED\nEND:VTODO\n"
    assert of(calendar(done)).members["status"] == "closed"


def test_what_we_write_as_a_calendar_is_read_back(of):
    """Titles, addresses, days, times and deadlines come back, and a posting's two entries become one again."""
    feed = json_format.read((SPEC / "sample" / "feed.json").read_bytes()).feed
    assert feed
    projection = ical.project(feed, AT)
    left_out = {one.id for one in projection.left_out}
    written = {(one.url, one.title): one for one in feed.items if one.id not in left_out}
    found = of(projection.content, page="")
    assert {(record.members["url"], record.members["title"]) for record in found.records} == set(written)
    both = 0
    for record in found.records:
        members = record.members
        posting = written[members["url"], members["title"]]
        if deadline := posting.application_deadline:
            written_at = datetime.fromisoformat(deadline).replace(microsecond=0)  # a calendar has no fractions
            assert datetime.fromisoformat(members["applicationDeadline"]) == written_at
        if "schedule" in members:
            assert posting.schedule
            first, last = posting.schedule.start_date, posting.schedule.end_date or posting.schedule.start_date
            if not posting.schedule.by_day:
                assert (members["schedule"]["startDate"], members["schedule"]["endDate"]) == (first, last)
            assert members["schedule"].get("startTime") in (posting.schedule.start_time, None)
            both += "applicationDeadline" in members
    assert both


def test_every_property_is_a_cell(of):
    """Properties and their parameters are named as RFC 5545 has them; what stands several times is a list."""
    event = (
        "UID:1\nSUMMARY;LANGUAGE=en:A\\, b\nDTSTART:20261201T140000Z\nDTEND:20261201T150000Z\nCATEGORIES:Marine,STEM\n"
        'CATEGORIES:Paid\nORGANIZER;CN="Career Office":mailto:careers@site.example\nX-COST:Free\nGEO:41.5;-70.6\n'
        "ATTACH;FMTTYPE=application/pdf:https://site.example/a.pdf\nATTACH:https://site.example/b\nATTACH:CID:1\n"
        "CREATED:20261101T140000Z\nURL:https://site.example/1\nDESCRIPTION:One\\nTwo\nLOCATION:Woods Hole\\, MA"
    )
    names = ("summary", "SUMMARY;LANGUAGE", "DTSTART", "DTEND", "CATEGORIES", "ORGANIZER", "ORGANIZER;CN", "X-COST",
             "GEO", "ATTACH", "CREATED", "DESCRIPTION", "NOTHING", "UID")  # fmt: skip
    found = of(calendar(event), *names)
    assert list(found.records[0].cells.values()) == [
        "A, b", "en", "2026-12-01T09:00:00-05:00", "2026-12-01T10:00:00-05:00", ["Marine", "STEM", "Paid"],
        "careers@site.example", "Career Office", "Free", "41.5;-70.6",
        ["https://site.example/a.pdf", "https://site.example/b", "CID:1"], "2026-11-01T09:00:00-05:00", "One\nTwo", "",
        "1",
    ]  # fmt: skip
    members = found.members
    assert members["attachments"] == [
        {"url": "https://site.example/a.pdf", "encodingFormat": "application/pdf"}, {"url": "https://site.example/b"}
    ]  # fmt: skip
    assert members["jobLocation"] == [
        {
            "address": {"addressLocality": "Woods Hole", "addressRegion": "MA"},
            "geo": {"latitude": 41.5, "longitude": -70.6},
        }
    ]
    assert "careers@site.example" not in str(members)
    whole = of(calendar("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203"), "DTSTART", "DTEND")
    assert list(whole.records[0].cells.values()) == ["2026-12-01", "2026-12-02"]


def test_descriptions_are_told_apart_by_what_they_are(of):
    """HTML is HTML wherever the program writes it, and the text is told beside it."""
    event = "UID:1\nSUMMARY:A\nDTSTART:20261201\n"
    outlook = of(
        calendar(event + "DESCRIPTION:Plain < text\nX-ALT-DESC;FMTTYPE=text/html:<html><body><p>Rich</p></body></html>")
    )
    assert outlook.members["description"] == "Plain < text"
    assert "<p>Rich</p>" in outlook.members["descriptionHtml"]
    google = of(calendar(event + "DESCRIPTION:<p>One</p><p>Two &amp\\; three</p>")).members
    assert google["description"].split() == ["One", "Two", "&", "three"]
    assert of(calendar(event + "DESCRIPTION:3 < 4")).members["description"] == "3 < 4"
    assert "descriptionHtml" not in of(calendar(event + "DESCRIPTION:3 < 4")).members


@pytest.mark.parametrize(
    ("location", "member", "code"),
    [
        ("Virtual", {"workMode": "remote"}, None),
        ("https://meet.example/abc", {}, "unreadable_cell"),
        ("TBD", {}, "unreadable_cell"),
        ("Room 4", {"jobLocation": [{"name": "Room 4"}]}, None),
        ("", {}, None),
    ],
)
def test_a_location_is_a_place_or_it_is_said_that_it_is_none(of, location: str, member: Any, code: str | None):
    """“Virtual” is a way of taking part; an address of a meeting is no place."""
    found = of(calendar(f"UID:1\nSUMMARY:A\nDTSTART:20261201\nLOCATION:{location}\nGEO:0;0"))
    assert {name: found.members[name] for name in ("workMode", "jobLocation") if name in found.members} == member
    assert [notice.code for notice in found.records[0].notices] == ([code] if code else [])


GOOD = "UID:good\nSUMMARY:Good\nDTSTART:20261201T140000Z"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("UID:bad\nSUMMARY:B\nDTSTART:soon", "Its DTSTART, “soon”, cannot be read."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDTEND:late", "Its DTEND, “late”, cannot be read."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=SOMETIMES", "Its RRULE, “FREQ=SOMETIMES”, cannot be read."),
        ("UID:bad\nSUMMARY:B", "It has no DTSTART."),
        ("BEGIN:VTODO\nUID:bad\nSUMMARY:B\nEND:VTODO\n", "It has no DUE."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDTEND:20261201T130000Z", "It ends before it begins."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDTEND;VALUE=DATE:20261202", "It begins with a day and ends with a time, or the other way about."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDTSTART:20261202T140000Z", "Its DTSTART cannot be read."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDURATION:-PT1H", "Its DURATION cannot be read."),
        ("UID:bad\nSUMMARY:B\nDTSTART:00010101T000000Z\nRRULE:FREQ=DAILY", "Its DTSTART is in the year 1."),
        ("UID:bad\nSUMMARY:B\nDTSTART;TZID=Nowhere:20261201T140000", "Its time zone “Nowhere” is not known."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=SECONDLY", "Its rule of recurrence cannot be followed."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "Its rule of recurrence cannot be followed."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "Its rule of recurrence cannot be followed."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", "Its rule of recurrence cannot be followed."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", "It has more than one rule of recurrence."),
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=DAILY", "It has more than one rule of recurrence."),
        ("BEGIN:VEVENT\nUID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\n", "It has no END, so that the next entry begins in it."),
    ],
)  # fmt: skip
def test_a_bad_entry_is_refused_with_its_reason_and_costs_nobody_else(of, bad: str, why: str):
    """What it is about when cannot be told is not published; its id stays known, and its neighbours are read."""
    found = of(calendar(bad, GOOD))
    refused, good = found.records
    assert [(notice.message, notice.fails) for notice in refused.notices] == [(why, True)]
    assert refused.keys == ("id bad",)
    assert "“B”" in refused.place
    assert (good.keys, good.members["title"]) == (("id good",), "Good")


def test_a_bad_override_refuses_its_series(of):
    """A date that was moved nobody knows where would otherwise be told as it was."""
    (record,) = of(calendar(SERIES + "RRULE:FREQ=WEEKLY;COUNT=6", moved("01", "DTSTART:later"))).records
    assert [notice.message for notice in record.notices] == ["Its DTSTART, “later”, cannot be read."]


def test_a_bad_property_that_is_no_date_costs_itself_alone(of):
    """The event is published without it, and the run says so."""
    (record,) = of(calendar("UID:1\nSUMMARY:A\nDTSTART:20261201\nGEO:here\nno colon in this line")).records
    assert record.members["title"] == "A"
    assert "jobLocation" not in record.members
    assert [notice.code for notice in record.notices] == ["unreadable_cell"] * 2
    assert not any(notice.fails for notice in record.notices)


def test_an_event_without_an_address_or_a_page_is_refused_with_the_way_to_mend_it(of):
    """Every posting needs a page for people; one option gives it to all."""
    found = of(calendar(GOOD, "UID:2\nSUMMARY:B\nDTSTART:20261201\nURL:https://site.example/2"), page="")
    without, own = found.records
    assert "Write the address of the calendar's page as “page” under [options]" in without.notices[0].message
    assert without.notices[0].fails
    assert own.notices == ()


def test_a_newer_version_of_an_event_takes_the_place_of_the_older(of):
    """By SEQUENCE; the same text twice is one event, and different events with one UID are each a record."""
    one = "UID:1\nSUMMARY:%s\nDTSTART:20261201T140000Z\nSEQUENCE:%s"
    assert of(calendar(one % ("New", 3), one % ("Old", 2))).titles == ["New"]
    assert of(calendar(one % ("Same", 1), one % ("Same", 1))).titles == ["Same"]
    assert of(calendar(one % ("A", 1), one % ("B", 1))).titles == ["A", "B"]


def test_an_event_without_a_uid_has_no_id_of_its_own(of):
    """It is known again by its address and words, as a row of a sheet is."""
    found = of(calendar("SUMMARY:A\nDTSTART:20261201", "SUMMARY:B\nDTSTART:20261202"))
    assert [record.keys for record in found.records] == [(), ()]
    assert found.titles == ["A", "B"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "this is something else, not a calendar."),
        ("<!DOCTYPE html><html><title>Sign in</title>", "this is a web page, not a calendar. Give the address of the calendar in iCal"),
        ("BEGIN:VCARD\nEND:VCARD\n", "this is something else, not a calendar."),
        (calendar(GOOD)[:-20], "the calendar is cut off."),
        (calendar(GOOD) + "BEGIN:VCALENDAR\n", "the calendar is cut off."),
        (calendar(*[f"UID:{number}" for number in range(20_001)]), "the calendar has more than 20,000 entries."),
    ],
    ids=["empty", "web page", "vcard", "cut off", "cut off later", "too many"],
)  # fmt: skip
def test_what_is_no_whole_calendar_is_refused_as_a_whole(of, content: str, fault: str):
    """A log-in page or the half of a calendar withdraws nothing."""
    with pytest.raises(UsageError, match=re.escape(fault)):
        of(content)


@pytest.mark.parametrize(
    ("options", "word"), [({"ahead_days": 0}, "ahead_days"), ({"page": "events"}, "https://"), ({"pages": 1}, "pages")]
)
def test_options_that_are_not_right_are_refused(of, options: dict[str, Any], word: str):
    """A mistyped option stops the run."""
    with pytest.raises(UsageError, match=word):
        of(calendar(GOOD), **options)


def test_every_usual_encoding_is_read(of):
    """UTF-8 with a mark and without, UTF-16, and Windows-1252 as old programs save it; folded lines are one line."""
    text = calendar("UID:1\nSUMMARY:Café at the\n  Niño\nDTSTART:20261201").replace("\n", "\r\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert of(text.encode(encoding)).members["title"] == "Café at the Niño"


def test_several_calendars_in_one_file_are_read(of):
    """RFC 5545 allows them one after another."""
    assert of(calendar(GOOD) + calendar("UID:2\nSUMMARY:B\nDTSTART:20261201")).titles == ["Good", "B"]


def test_a_subscription_is_read_over_http():
    """webcal: is the address of a calendar on the web."""
    with served({"https://site.example/events.ics": {"body": calendar(GOOD)}}) as web:
        found = read("ical", "webcal://site.example/events.ics", options=PAGE, fetcher=web.fetcher)
    assert found.titles == ["Good"]


def test_a_calendar_is_published_twice_with_the_same_ids(tmp_path: Path, run_wbl):
    """Ids come from UIDs; a second run writes nothing; what is deleted or over is withdrawn, what is bad is kept."""
    site = Publishing(tmp_path, "ical", (EXAMPLE / "map.toml").read_text(encoding="utf-8"), run_wbl)
    first = site.publish(EXAMPLE / "events.ics", code=1)
    assert (first["rows"], first["postings"], len(first["refused"])) == (6, 5, 1)
    assert site.is_valid()
    ids = site.ids
    assert site.publish(EXAMPLE / "events.ics", day=23, code=1)["written"] == []
    text = (EXAMPLE / "events.ics").read_text(encoding="utf-8")
    head, *events = re.split(r"(?=BEGIN:VEVENT)", text)
    events[-1] = events[-1].replace("END:VCALENDAR\n", "")
    kept = [one for one in reversed(events) if "Job shadow week" not in one]
    edited = "".join(kept).replace("Harbor Career Day", "Career Day").replace("DTSTART:20261210T190000Z", "DTSTART:tba")
    (tmp_path / "later.ics").write_bytes((head + edited + "END:VCALENDAR\n").encode())
    later = site.publish(tmp_path / "later.ics", day=24, code=1)
    assert (later["rows"], len(later["refused"]), later["withdrawn"]) == (5, 2, [ids["Job shadow week"]])
    assert later["kept"] == [ids["Visit to an ice plant"]]
    expected = {title: one for title, one in ids.items() if title not in ("Job shadow week", "Harbor Career Day")}
    assert site.ids == {**expected, "Career Day": ids["Harbor Career Day"]}
    assert site.is_valid()


LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTODO", "END:VTODO", "BEGIN:VALARM", "END:VALARM", "BEGIN:VCALENDAR",
     "END:VCALENDAR", "UID:1", "UID:2", "SUMMARY:A", "DTSTART:20261201T140000Z", "DTSTART;VALUE=DATE:20261201",
     "DTEND:20261201T150000Z", "DTEND;VALUE=DATE:20261203", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3",
     "EXDATE:20261208T140000Z", "EXDATE;VALUE=DATE:20261208", "RECURRENCE-ID:20261208T140000Z", "SEQUENCE:x", "DURATION:P1D",
     "RDATE;VALUE=PERIOD:20261210T150000Z/PT2H", "STATUS:CANCELLED", "GEO:1;2", "GEO:x", "LOCATION:Online", "ATTACH:x",
     "DTSTART;TZID=Z:20261201T140000", "BEGIN:VTIMEZONE", "TZID:Z", "TZOFFSETTO:-9999", "BEGIN:STANDARD", "END:STANDARD",
     "END:VTIMEZONE", "RRULE:FREQ=YEARLY;UNTIL=x", "CATEGORIES:", "x", ":", ";", "DUE:20261201", "\x00", "END:", "BEGIN:"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.binary(max_size=100).map(lambda one: b"BEGIN:VCALENDAR\n" + one + b"\nEND:VCALENDAR")
    | st.lists(LINES, max_size=30).map(lambda lines: calendar("\n".join(lines)).encode())
    | st.lists(st.lists(LINES, max_size=12), max_size=4).map(lambda every: calendar(*map("\n".join, every)).encode())
    | st.binary(max_size=50)
)  # fmt: skip
def test_no_bytes_stop_the_reader_but_with_a_reason(of, content: bytes):
    """Whatever the lines, each entry is a record or is counted, or the calendar is refused as a whole."""
    try:
        found = of(content, "DTSTART", "DTEND", "CATEGORIES", "GEO;X", "RRULE", "ATTACH")
    except UsageError:
        return
    for record in found.records:
        assert record.members.get("url") or any(notice.fails for notice in record.notices)
