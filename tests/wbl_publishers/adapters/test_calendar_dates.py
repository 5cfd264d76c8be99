"""Days and times of a calendar are read as a person there would read them, and a series as one posting."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from adapter_runs import Found
from calendar_samples import SERIES, calendar, moved, reader, schedule

CUSTOM = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
"""


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    return reader(tmp_path)


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
        zone = CUSTOM.format(name="Customized: Zone", offset=offset)
        assert schedule(of(calendar(zone, event)))["startTime"] == begins
        assert schedule(of(calendar(event, zone)))["startTime"] == begins


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
