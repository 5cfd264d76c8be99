"""Numbers, instants and characters at and beyond their bounds."""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import TypeAdapter
from test_validate import AT, check, feed, posting

from wbl_feed import atom_format, formats, json_format
from wbl_feed.digest import canonical_json
from wbl_feed.discovery.search import Found
from wbl_feed.models.base import Instant
from wbl_feed.report import Summary, summarise
from wbl_feed.times import format_instant, last_moment, parse_instant
from wbl_feed.validate import validate

HUGE = ["1e400", "-1e999", "1" + "0" * 309, "-1" + "0" * 400]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"unknown": [{"a/b": "@"}]}, "/unknown/0/a~1b"),
        ({"ext": {"urn:x": "@"}}, "/ext/urn:x"),
        ({"compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": "@"}}},
         "/compensation/baseSalary/value"),
    ],
)  # fmt: skip
def test_number_that_no_double_holds_costs_its_posting_alone(number, members, pointer):
    """A number beyond a double makes its posting unsound, at its pointer, and the neighbours are kept."""
    content = json.dumps(feed([posting(1), posting(2, **members), posting(3)], digest="sha-256:" + "0" * 64))
    report = validate(json_format.read(content.replace('"@"', number).encode()), AT)
    assert [one.title for one in report.sound] == ["Posting 1", "Posting 3"]
    assert {notice.pointer for notice in report.notices} == {f"/items/1{pointer}", "/digest"}
    assert all(notice.message and notice.fix for notice in report.notices)


def test_number_that_no_double_holds_in_the_envelope():
    """A member of the envelope with such a number is left out; the postings are read."""
    content = json.dumps(feed([posting(1)], **{"a/b": "@"})).replace('"@"', "1e400").encode()
    reading = json_format.read(content)
    assert [notice.pointer for notice in reading.notices] == ["/a~1b"]
    assert reading.feed.to_json_value() == feed([posting(1)])


def test_canonical_form_of_a_number_beyond_doubles():
    """An integer that no double holds has no canonical form, and that is a ValueError."""
    assert canonical_json(10**308) == b"1e+308"
    with pytest.raises(ValueError, match="double"):
        canonical_json([10**309])


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "\ufdd0"])
def test_characters_that_xml_cannot_hold_are_in_no_address(odd):
    """An IRI or URL with a noncharacter is refused; in a text it is kept, and Atom can be written."""
    value = feed([posting(1, url=f"https://a.example/{odd}"), posting(2, title=f"a{odd}")])
    reading = json_format.read(json.dumps(value).encode())
    assert [notice.pointer for notice in reading.notices] == ["/items/0/url"]
    etree.fromstring(atom_format.write(reading.feed))


def test_lone_surrogates_do_not_arrive():
    """A lone surrogate in a document is a fault of its syntax."""
    reading = formats.read(b'{"type":"DataFeed","name":"\\ud800","items":[]}')
    assert [notice.code for notice in reading.notices] == ["invalid_json"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2199-12-31T23:59:59-05:00", "2199-12-31T23:59:59-05:00"),
        ("1900-01-01T00:00:00+05:00", "1900-01-01T00:00:00+05:00"),
        ("1900-01-01T05:00:00+05:00", "1900-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00.5+05:00", "2025-12-31T19:00:00.500000Z"),
    ],
)
def test_instants_at_the_bounds_stay_within_them(text, written):
    """An instant that UTC would put beyond the bounds keeps its offset."""
    assert format_instant(parse_instant(text)) == written


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31, 23, 59, 59)), st.timezones())
def test_instants_within_the_bounds_are_written_as_instants(moment, zone):
    """Whatever its zone is, a moment of the years that the standard knows is written as the same moment."""
    moment = moment.replace(tzinfo=zone)
    written = TypeAdapter(Instant).validate_python(format_instant(moment))
    assert parse_instant(written) == moment.astimezone(UTC) if moment.year not in (1900, 2199) else written


def test_last_moment_of_the_last_day():
    """The last day of all has an end that can be written."""
    assert format_instant(last_moment("2199-12-31", "America/New_York")) == "2199-12-31T23:59:59.999999-05:00"


@pytest.mark.parametrize("hours", [-14, 0, 14])
@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_writing_an_instant_never_raises(moment, hours):
    """A moment far outside is written somehow."""
    assert format_instant(moment.replace(tzinfo=timezone(timedelta(hours=hours))))


@pytest.mark.parametrize(
    "content",
    [
        b'{"type":"DataFeed","items":[' + b"1," * 200_000 + b"1]}",
        b'{"type":"DataFeed","items":[{"skills":[' + b"{}," * 100_000 + b"{}]}]}",
        b'{"type":"DataFeed","items":[],"ext":{' + b",".join(b'"a%d":1' % (n % 60_000) for n in range(120_000)) + b"}}",
        b'{"type":"DataFeed","items":[{"applicationContact":"' + b"a" * 500_000 + b'"}]}',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry '
        + b" ".join(b'a%d="1"' % n for n in range(40_000))
        + b"/></feed>",
        b'<feed xmlns="http://www.w3.org/2005/Atom">'
        + b"".join(b'<x xmlns:p%d="urn:a"/>' % n for n in range(40_000))
        + b"</feed>",
    ],
    ids=["items that are numbers", "faults in one item", "double names", "a long text", "attributes", "namespaces"],
)
def test_hostile_documents_cost_no_more_than_others(content):
    """What makes a fault for each element is told in part, and nothing takes the square of its length."""
    started = time.process_time()
    summary = summarise(Found("", "", content).documents(), Summary("", "", AT))
    assert time.process_time() - started < 20
    assert not summary.valid
    assert sum(len(finding.notices) for finding in summary.findings) < 2_000


def test_faults_after_the_first_ten_thousand_are_counted():
    """A document with more faults than anybody reads has them counted, and its size is still known."""
    value = feed([1] * 10_050)
    report = check(value)
    codes = Counter(notice.code for notice in report.notices)
    assert codes == {"wrong_type": 10_000, "too_many_faults": 1}
    assert report.refused == 10_050


def test_a_feed_whose_ids_changed_twice_over_is_compared():
    """Two new postings like one that went are no crash, and the first of two equal ids is the one that counts."""
    before = json_format.read(
        json.dumps(feed([posting(1), posting(2), posting(1, dateModified="2020-01-01T00:00:00Z")])).encode()
    )
    again = [posting(1, id="urn:a:1"), posting(1, id="urn:a:2"), posting(2)]
    now = json_format.read(json.dumps(feed(again, dateModified="2026-11-20T00:00:00Z")).encode())
    codes = {notice.code for notice in validate(now, AT, previous=before).notices}
    assert "id_churn" in codes
    twice = [posting(1), posting(2), posting(1, dateModified="2026-11-20T00:00:00Z")]
    same = json_format.read(json.dumps(feed(twice)).encode())
    codes = {notice.code for notice in validate(same, AT, previous=before).notices}
    assert not codes & {"touched_without_change", "modified_went_back", "feed_changed_silently"}


def test_an_item_of_a_thousand_faults_is_told_in_one():
    """An item with more faults than anybody reads gets one notice with their number, since each takes memory."""
    report = check(feed([posting(1, skills=[{}] * 1_001), posting(2, skills=[{}] * 50)]))
    assert Counter(notice.pointer.split("/")[2] for notice in report.notices) == {"0": 1, "1": 50}
    assert report.notices[0].found == "1,001 faults"


def test_a_day_whose_last_hour_comes_twice_ends_with_the_second() -> None:
    """Where the clock is set back at midnight, a day ends when 23:59 comes for the second time (spec section 10)."""
    assert format_instant(last_moment("2026-10-24", "Asia/Beirut")) == "2026-10-24T21:59:59.999999Z"
    assert last_moment("2026-10-24", "Asia/Beirut").isoformat() == "2026-10-24T23:59:59.999999+02:00"
