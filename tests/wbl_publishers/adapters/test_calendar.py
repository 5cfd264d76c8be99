"""Events of a calendar become postings, one a series, with the days and times that a person would read from it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import AT, Found, Publishing, drafts, read
from calendar_samples import GOOD, PAGE, SERIES, calendar, moved, reader, schedule
from local_web import served

from wbl_feed import json_format
from wbl_feed.adapter import Input, load_adapter
from wbl_feed.fetch import HttpFetcher
from wbl_feed.projections import ical

EXAMPLE = Path(__file__).parents[3] / "examples" / "calendar"
SPEC = Path(__file__).parents[3] / "spec" / "v1"


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    return reader(tmp_path)


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
    assert day.keys[0] == "id 4q2m8careerday@calendar.example"
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
    assert broken.keys[0] == "id 3c9w2broken@calendar.example"


def test_what_is_over_or_far_ahead_is_counted():
    """Entries that are not for now are left out, and the run says how many."""
    found = read("ical", EXAMPLE / "events.ics", options={**PAGE, "ahead_days": 20})
    assert [notice.message for notice in found.notices] == [
        "1 of 7 events are not for this feed: they are over.",
        "2 of 7 events are not for this feed: 20 days ahead or more.",
    ]
    assert len(found.records) == 4


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


def test_of_several_deadlines_of_an_event_the_earliest_that_holds_is_taken(of):
    """One that is cancelled is no deadline of it; what is joined and what is dropped is counted."""
    at = "SUMMARY:{}Lab\nURL:https://site.example/lab\nDTSTART;VALUE=DATE:202612{}"
    deadlines = (
        ("1", "10", ""),
        ("2", "05", ""),
        ("3", "20", ""),
        ("4", "02", "STATUS:CANCELLED"),
        ("5", "30", "STATUS:CANCELLED"),
    )
    entries = [f"UID:{uid}\n{at.format('Apply by: ', day)}\n{more}" for uid, day, more in deadlines]
    over = "UID:6\nSUMMARY:Apply by: Lab\nURL:https://site.example/lab\nDTSTART;VALUE=DATE:20261101"
    found = of(calendar("UID:0\n" + at.format("", 31), *entries, over))
    assert [record.keys for record in found.records] == [("id 0",)]
    assert found.members["applicationDeadline"] == "2026-12-05"
    assert [(notice.found, notice.expected.partition(",")[0]) for notice in found.notices] == [
        ("1 of 7 events", "they are over"),
        ("1 of 7 events", "they are the deadlines of other events"),
        ("4 of 7 events", "they are deadlines of other events"),
    ]


def test_a_cancelled_deadline_alone_is_none_of_its_event(of):
    """Whoever reads the event must not take a date for a deadline that nobody holds."""
    lab = "SUMMARY:{}Lab\nURL:https://site.example/lab\nDTSTART;VALUE=DATE:20261201"
    found = of(calendar("UID:1\n" + lab.format(""), "UID:2\nSTATUS:CANCELLED\n" + lab.format("Apply by: ")))
    assert "applicationDeadline" not in found.members
    assert len(found.notices) == 1


def test_entries_of_a_journal_are_counted(of):
    """A note is no posting, and is not passed over in silence."""
    found = of(calendar(GOOD, "BEGIN:VJOURNAL\nUID:9\nSUMMARY:Note\nDTSTART:20261201\nEND:VJOURNAL\n"))
    assert [record.keys for record in found.records] == [("id good",)]
    assert [notice.message for notice in found.notices] == [
        "1 of 2 entries are not for this feed: they are of a journal (VJOURNAL)."
    ]


def test_what_we_write_as_a_calendar_is_read_back(of):
    """Titles, addresses, days, times and deadlines come back, and a posting's two entries become one again."""
    feed = json_format.read((SPEC / "sample" / "feed.json").read_bytes()).feed
    assert feed
    projection = ical.project(feed, AT)
    left_out = {one.id for one in projection.left_out}
    written = {(one.url, one.title): one for one in feed.items if one.id not in left_out}
    found = of(projection.content, page="")
    assert {(record.members["url"], record.members["title"]) for record in found.records} == set(written)
    assert len(found.records) == len(written)
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


@pytest.mark.parametrize(("options", "whole"), [({}, True), ({"window": True}, False)])
def test_an_event_that_is_not_there_is_gone_unless_the_mapping_says_otherwise(options: dict[str, Any], whole: bool):
    """A calendar lists all that is to come; one that lists the next thirty events can be named as such."""
    adapter: Any = load_adapter("ical")
    assert adapter.complete(Input("events.ics", (), options, HttpFetcher(), AT)) is whole


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


def test_events_are_chosen_by_their_properties(tmp_path: Path, run_wbl):
    """A mapping takes one category and leaves out some titles; what it leaves out goes at once, in a window too."""
    chosen = "[only]\nCATEGORIES = ['careers']\n[except]\nSUMMARY = ['no school']\n"
    feed = 'config_version = 1\n[feed]\nid = "https://site.example/feed"\nname = "A"\nlicense = "CC-BY-4.0"\n'
    options = '[feed.publisher]\nname = "A"\n[options]\npage = "https://site.example/events"\nwindow = true\n'
    site = Publishing(tmp_path, "ical", feed + options + chosen, run_wbl)
    event = "UID:{0}\nSUMMARY:{1}\nDTSTART:20261201T140000Z\nCATEGORIES:Music,{2}"
    events = [event.format(number, f"Talk {number}", "Careers") for number in range(5)]
    (tmp_path / "a.ics").write_text(calendar(*events, event.format(6, "Concert", "School")), encoding="utf-8")
    assert site.publish(tmp_path / "a.ics")["postings"] == 5
    ids = site.ids
    events[0] = event.format(0, "Talk 0: NO SCHOOL", "Careers")
    (tmp_path / "a.ics").write_text(calendar(*events[:4]), encoding="utf-8")
    later = site.publish(tmp_path / "a.ics", day=23)
    assert later["withdrawn"] == [ids["Talk 0"]]
    assert set(site.ids) == {"Talk 1", "Talk 2", "Talk 3", "Talk 4"}


def test_an_event_that_is_marked_as_private_later_goes_at_once(tmp_path: Path, run_wbl):
    """Even of a calendar that shows its next events alone, where others stay that it shows no more."""
    settings = '[options]\npage = "https://site.example/events"\nwindow = true\n'
    feed = 'config_version = 1\n[feed]\nid = "https://site.example/feed"\nname = "A"\nlicense = "CC-BY-4.0"\n'
    site = Publishing(tmp_path, "ical", f'{feed}publisher = {{ name = "A" }}\n{settings}', run_wbl)
    events = [f"UID:{number}\nSUMMARY:Talk {number}\nDTSTART:20261201T140000Z" for number in range(5)]
    (tmp_path / "a.ics").write_text(calendar(*events), encoding="utf-8")
    site.publish(tmp_path / "a.ics")
    ids = site.ids
    events[0] += "\nCLASS:PRIVATE"
    (tmp_path / "a.ics").write_text(calendar(*events[:4]), encoding="utf-8")
    report = site.publish(tmp_path / "a.ics", day=23)
    assert report["withdrawn"] == [ids["Talk 0"]]
    assert set(site.ids) == {"Talk 1", "Talk 2", "Talk 3", "Talk 4"}


@pytest.mark.parametrize("mark", ["PRIVATE", "CONFIDENTIAL", "private", "X-STAFF"])
def test_what_is_marked_as_private_is_left_out_and_counted(of, mark: str):
    """No word of it stands anywhere, even where its date cannot be read; the public one beside it is published."""
    private = f"UID:2\nSUMMARY:Meeting about a student\nCLASS:{mark}\nDTSTART:20261201T140000Z"
    broken = f"UID:3\nSUMMARY:Another meeting\nCLASS:{mark}\nDTSTART:soon"
    found = of(calendar(private, broken, GOOD + "\nCLASS:PUBLIC"))
    assert found.titles == ["Good"]
    assert [notice.message for notice in found.notices] == [
        "2 of 3 events are not for this feed: they are marked as private."
    ]


def test_a_private_date_of_a_series_is_hidden(of):
    """The other dates are published; where every date that is left is private, nothing is."""
    rule = SERIES + "RRULE:FREQ=WEEKLY;COUNT=5"
    secret = moved("01", "SUMMARY:A secret", "CLASS:PRIVATE", "DTSTART;TZID=America/New_York:20261201T090000")
    assert schedule(of(calendar(rule)))["endDate"] == "2026-12-01"
    found = of(calendar(secret, rule))
    assert (found.members["title"], schedule(found)["endDate"]) == ("A", "2026-11-24")
    alone = of(calendar(secret))
    assert (alone.records, len(alone.notices)) == ([], 1)
    everything = of(calendar(rule + "\nCLASS:PRIVATE", moved("01", "DTSTART:20261202T140000Z")))
    assert (everything.records, len(everything.notices)) == ([], 1)


@pytest.mark.parametrize(
    ("location", "rest"),
    [
        ("https://zoom.us/j/123?pwd=abc", ""),
        ("https://district.zoom.us/j/123?pwd=abc", ""),
        ("Zoom: https://zoom.us/j/123?pwd=abc", ""),
        ("zoom.us/j/123?pwd=abc", ""),
        ("Microsoft Teams Meeting\\; https://teams.microsoft.com/l/meetup-join/19?pwd=abc", ""),
        ("https://meet.google.com/abc-defg-hij", ""),
        ("<https://meet.google.com/abc-defg-hij>", ""),
        ("Harbor Museum\\, Salem\\, MA (https://zoom.us/j/123?pwd=abc)", "Harbor Museum, Salem, MA"),
    ],
)
def test_the_address_of_an_online_meeting_is_not_published(tmp_path: Path, location: str, rest: str):
    """Whoever has it could join: it is no place and no text beside one; an event with nothing else is remote."""
    path = tmp_path / "events.ics"
    path.write_text(calendar(f"{GOOD}\nLOCATION:{location}"), encoding="utf-8")
    for fields in ({}, {"/jobLocation/0": "LOCATION"}, {"/summary": "LOCATION"}):
        (made,) = drafts("ical", path, {"fields": fields, "options": PAGE})
        everything = repr((made.members, made.notices))
        assert not [word for word in ("/j/123", "pwd", "abc") if word in everything]
        assert any("online meeting" in notice.message for notice in made.notices)
        assert made.members.get("workMode") == (None if rest else "remote")
        assert made.members.get("jobLocation", [{}])[0].get("name", "") == rest.split(",")[0]
    meeting = drafts("ical", path, {"fields": {"/summary": "LOCATION"}, "options": PAGE})[0]
    assert meeting.members.get("summary", "") == rest


def test_what_is_marked_as_private_later_is_withdrawn(tmp_path: Path, run_wbl):
    """The next run takes it away, and no file that is published has a word of it."""
    feed = 'config_version = 1\n[feed]\nid = "https://site.example/feed"\nname = "A"\nlicense = "CC-BY-4.0"\n'
    options = '[feed.publisher]\nname = "A"\n[options]\npage = "https://site.example/events"\n'
    site = Publishing(tmp_path, "ical", feed + options, run_wbl)
    event = "UID:2\nSUMMARY:Meeting about a student\nDTSTART:20261201T140000Z"
    (tmp_path / "a.ics").write_text(calendar(GOOD, event), encoding="utf-8")
    site.publish(tmp_path / "a.ics")
    ids = site.ids
    (tmp_path / "a.ics").write_text(calendar(GOOD, event + "\nCLASS:PRIVATE"), encoding="utf-8")
    assert site.publish(tmp_path / "a.ics", day=23)["withdrawn"] == [ids["Meeting about a student"]]
    published = [path.read_text("utf-8") for path in (tmp_path / "public").rglob("*") if path.is_file()]
    assert published
    assert not any("about a student" in text for text in published)
