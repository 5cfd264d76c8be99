"""A broken entry of a calendar costs itself alone; what is no whole calendar stops the run."""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from adapter_runs import Found
from calendar_samples import GOOD, SERIES, calendar, moved, reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.calendars import calendar as calendar_module

from wbl_feed.errors import UsageError


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    return reader(tmp_path)


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
        ("UID:bad\nSUMMARY:B\nDTSTART:20261201T140000Z\nDURATION:P999999999D", "Its dates are beyond any calendar."),
        ("UID:bad\nSUMMARY:B\nDTSTART;VALUE=DATE:20261201\nDURATION:P999999999D", "Its dates are beyond any calendar."),
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


LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTODO", "END:VTODO", "BEGIN:VALARM", "END:VALARM", "BEGIN:VCALENDAR",
     "END:VCALENDAR", "UID:1", "UID:2", "SUMMARY:A", "DTSTART:20261201T140000Z", "DTSTART;VALUE=DATE:20261201",
     "DTEND:20261201T150000Z", "DTEND;VALUE=DATE:20261203", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3",
     "EXDATE:20261208T140000Z", "EXDATE;VALUE=DATE:20261208", "RECURRENCE-ID:20261208T140000Z", "SEQUENCE:x", "DURATION:P1D",
     "RDATE;VALUE=PERIOD:20261210T150000Z/PT2H", "STATUS:CANCELLED", "GEO:1;2", "GEO:x", "LOCATION:Online", "ATTACH:x",
     "DTSTART;TZID=Z:20261201T140000", "BEGIN:VTIMEZONE", "TZID:Z", "TZOFFSETTO:-9999", "BEGIN:STANDARD", "END:STANDARD",
     "END:VTIMEZONE", "RRULE:FREQ=YEARLY;UNTIL=x", "CATEGORIES:", "x", ":", ";", "DUE:20261201", "\x00", "END:", "BEGIN:"]
)  # fmt: skip


@pytest.mark.parametrize("parameter", [";aaaaaaaa", ';a="b"', ';a="b'], ids=["bare", "quoted", "not closed"])
def test_a_date_of_many_parameters_is_read_in_time_that_grows_with_them(of, parameter: str):
    """No number of parameters makes the reader try every way to take them apart."""

    def seconds(number: int) -> float:
        begins = time.process_time()
        bad, good = of(calendar(f"UID:bad\nDTSTART{parameter * number}", GOOD)).records
        assert bad.notices[0].fails
        assert good.keys == ("id good",)
        return time.process_time() - begins

    for number in (*range(1, 12), 500):  # one by one, so that a fault ends the test at once
        assert seconds(number) < 1
    assert seconds(2_000) < 10 * seconds(500) + 1


def test_a_calendar_that_takes_more_than_a_minute_is_refused(of, monkeypatch: pytest.MonkeyPatch):
    """A few entries can ask for hours of work; the run ends with a reason, and withdraws nothing."""
    for passed, is_read in ((59.0, True), (61.0, False)):
        clock = iter((0.0, passed))
        monkeypatch.setattr(calendar_module, "time", SimpleNamespace(monotonic=lambda clock=clock: next(clock)))
        if is_read:
            assert of(calendar(GOOD)).records
            continue
        with pytest.raises(UsageError, match="its recurrences take too long to follow"):
            of(calendar(GOOD))


def test_a_zone_whose_definition_could_take_for_ever_is_not_followed(of):
    """A time zone changes at most some times a year; one that says otherwise is no zone that is known."""
    zone = """BEGIN:VTIMEZONE
TZID:Odd
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:-0500
TZOFFSETTO:-0500
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
"""
    (record,) = of(calendar(zone, "UID:1\nSUMMARY:A\nDTSTART;TZID=Odd:20261201T120000")).records
    assert [notice.message for notice in record.notices] == ["Its time zone “Odd” is not known."]


@pytest.mark.parametrize("missing", ["icalendar", "recurring_ical_events"])
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    of, monkeypatch: pytest.MonkeyPatch, missing: str
):
    """The run ends with what to type."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match=re.escape("pip install 'wbl-feed[ical]'")):
        of(calendar(SERIES + "RRULE:FREQ=WEEKLY"))


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
