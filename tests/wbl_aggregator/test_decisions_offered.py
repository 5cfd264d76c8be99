"""Whether a posting is still offered, and when its own time is over."""

from datetime import UTC, datetime, timedelta

import pytest
from conformance.offered import offered
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.offered import is_offered, over_at

from wbl_feed.models import Envelope, Organization, Posting
from wbl_feed.times import format_instant, parse_instant

ZONE = "America/New_York"
BARE = Posting(
    id="urn:a:1",
    url="https://a.example/1",
    title="A title",
    date_modified="2026-11-01T00:00:00Z",
    activity_type="internship",
    status="open",
)
HEAD = Envelope(
    type="DataFeed",
    spec_version="1.0",
    id="https://a.example/feed",
    name="A",
    publisher=Organization(name="A"),
    license="CC-BY-4.0",
    time_zone=ZONE,
    date_modified="2026-11-01T00:00:00Z",
    completeness="complete",
)


@pytest.mark.parametrize(
    ("members", "at", "answer"),
    [
        ({}, "2199-01-01T00:00:00Z", True),
        ({"status": "filled"}, "2026-01-01T00:00:00Z", False),
        ({"status": "paused"}, "2026-01-01T00:00:00Z", False),
        ({"application_deadline": "2027-03-14"}, "2027-03-15T03:59:59Z", True),
        ({"application_deadline": "2027-03-14"}, "2027-03-15T04:00:00Z", False),
        ({"application_deadline": "2027-03-14", "valid_through": "2027-06-01"}, "2027-03-15T04:00:00Z", False),
        ({"application_deadline": "2027-06-01", "valid_through": "2027-03-14"}, "2027-03-15T04:00:00Z", False),
        ({"valid_through": "2027-03-14T10:00:00Z"}, "2027-03-14T09:59:59Z", True),
        ({"valid_through": "2027-03-14T10:00:00Z"}, "2027-03-14T10:00:00Z", False),
        ({"application_start_date": "2027-05-01"}, "2027-01-01T00:00:00Z", True),
    ],
)
def test_offered(posting, members, at, answer):
    """Open postings are offered until the end of the day of their deadline, where their feed is; others never."""
    assert is_offered(posting("urn:a:1", **members), ZONE, parse_instant(at)) is answer


def test_own_time(posting):
    """validThrough ends a posting, its deadline stands for it, and one with neither does not expire (section 6)."""
    both = {"application_deadline": "2027-03-14", "valid_through": "2027-06-01T12:00:00Z"}
    assert over_at(posting("urn:a:1", **both), ZONE) == parse_instant("2027-06-01T12:00:00Z")
    del both["valid_through"]
    assert over_at(posting("urn:a:1", **both), ZONE) == parse_instant("2027-03-15T00:00:00-04:00")
    assert over_at(posting("urn:a:1"), ZONE) is None


zones = st.sampled_from([ZONE, "America/Havana", "Asia/Beirut", "Pacific/Apia", "UTC", "Nowhere/Land"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
ends = st.one_of(st.none(), moments.map(lambda at: at.date().isoformat()), moments.map(format_instant))


@given(st.sampled_from(["open", "filled"]), ends, ends, zones, moments)
def test_agrees_with_the_kit(status, deadline, valid_through, zone, at):
    """It is the rule by which the conformance kit judges."""
    one = BARE.evolve(status=status, application_deadline=deadline, valid_through=valid_through)
    envelope = HEAD.evolve(time_zone=zone)
    at_an_end = at in [parse_instant(text) for text in (deadline, valid_through) if text and len(text) > 10]
    assert is_offered(one, zone, at) is offered(one, envelope, at) or at_an_end


@given(ends, ends, zones)
def test_over_is_not_offered(deadline, valid_through, zone):
    """When a posting's own time is over it is not offered, and was a moment before if nothing else stood against it."""
    one = BARE.evolve(application_deadline=deadline, valid_through=valid_through)
    end = over_at(one, zone)
    if end is None:
        assert is_offered(one, zone, datetime(2199, 1, 1, tzinfo=UTC))
    else:
        assert not is_offered(one, zone, end)
        alone = one.evolve(application_deadline=None) if valid_through else one
        assert is_offered(alone, zone, end - timedelta(microseconds=1))
