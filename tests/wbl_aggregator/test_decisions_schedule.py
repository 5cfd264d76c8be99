"""When a source is asked next, by what its feed and its server say."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.http_date import parse_http_date
from wbl_aggregator.decisions.schedule import TOLERANCE, Pace, freshness, is_due, next_visit, retry_after

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDING = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = "Sun, 22 Nov 2026 12:00:00 GMT"
EVENING = "Sun, 22 Nov 2026 18:00:00 GMT"

hostile = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "0", "-1", "9" * 5000, "nan", "1e9", "٣", "max-age", 'max-age="', 'max-age="60', "max-age=-1", ",,,=,",
         "max-age=60, max-age=7", "no-cache", 'no-cache="a"', "no-store=1", "s-maxage=99", "x" * 9000, "\\", '"\\',
         NOON, EVENING, "Fri, 31 Dec 9999 23:59:59 -2300", "Mon, 01 Jan 0001 00:00:00 +2300", "0 0 0 0 0", "Sun, :: GMT",
         "Thu, 01 Jan 1970 00:00:00 GMT", f"{NOON}, {NOON}"]
    ),
    st.integers().map(str),
    st.datetimes(timezones=st.just(UTC)).map(format_datetime),
)  # fmt: skip
names = st.sampled_from(["cache-control", "Cache-Control", "expires", "date", "Date", "age", "retry-after", "x"])
headers = st.dictionaries(names, hostile)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))
paces = st.tuples(st.integers(60, 60 * 86_400), st.integers(60, 400 * 86_400)).map(
    lambda pair: Pace(timedelta(seconds=pair[0]), timedelta(seconds=pair[1]))
)
draws = st.floats(0, 1, exclude_max=True)
failures = st.integers(1, 100)


@pytest.mark.parametrize(
    ("given_headers", "hours"),
    [
        ({}, None),
        ({"date": NOON}, None),
        ({"cache-control": "max-age=3600"}, 1),
        ({"Cache-Control": "public, MAX-AGE = 3600"}, 1),
        ({"cache-control": 'max-age="3600"'}, 1),
        ({"cache-control": "max-age=7200", "age": "3600"}, 1),
        ({"cache-control": "max-age=3600", "age": "7200"}, 0),
        ({"cache-control": "max-age=3600", "age": "soon"}, 1),
        ({"cache-control": "max-age=3600", "expires": EVENING, "date": NOON}, 1),
        ({"cache-control": "max-age=3600, max-age=99999"}, 1),
        ({"cache-control": "max-age=3600, no-cache"}, 0),
        ({"cache-control": 'max-age=3600, no-cache="Set-Cookie"'}, 1),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=an hour"}, 0),
        ({"cache-control": "max-age=-5"}, 0),
        ({"cache-control": "max-age=3600.5"}, 0),
        ({"cache-control": "s-maxage=3600"}, None),
        ({"cache-control": 'x="max-age=9", max-age=3600'}, 1),
        ({"cache-control": "public", "Cache-Control": "max-age=3600"}, 1),
        ({"expires": EVENING, "date": NOON}, 6),
        ({"expires": EVENING, "date": NOON, "age": "3600"}, 5),
        ({"expires": NOON, "date": EVENING}, 0),
        ({"expires": "0", "date": NOON}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": EVENING}, 6),
        ({"expires": "Sunday, 22-Nov-26 18:00:00 GMT", "date": "Sun Nov 22 12:00:00 2026"}, 6),
    ],
)
def test_freshness(given_headers, hours):
    """max-age counts before Expires and less Age, no-cache is stale, s-maxage is not for us, and a fault is stale."""
    assert freshness(given_headers, AT) == (None if hours is None else hours * HOUR)


def test_expires_without_any_clock_is_stale():
    """Expires is measured from the server's Date or the moment of the answer, and means nothing without either."""
    assert freshness({"expires": EVENING}) == timedelta()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        (" Sun, 22 Nov 2026 07:00:00 -0500 ", AT),
        ("Sunday, 22-Nov-70 12:00:00 GMT", datetime(2070, 11, 22, 12, tzinfo=UTC)),
        ("Sunday, 22-Nov-77 12:00:00 GMT", datetime(1977, 11, 22, 12, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Sun, 32 Nov 2026 12:00:00 GMT", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_http_dates(text, moment):
    """All three forms of RFC 9110 section 5.6.7 are read, with its rules about zones, leap seconds and short years."""
    assert parse_http_date(text, AT) == moment


@pytest.mark.parametrize(
    ("given_headers", "hours"),
    [
        ({}, None),
        ({"retry-after": "7200"}, 2),
        ({"Retry-After": " 7200 "}, 2),
        ({"retry-after": EVENING}, 6),
        ({"retry-after": EVENING, "date": NOON.replace("12:", "17:")}, 1),
        ({"retry-after": NOON.replace("22 Nov", "21 Nov")}, 0),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-60"}, None),
        ({"retry-after": "in an hour"}, None),
        ({"retry-after": "7200.5"}, None),
    ],
)
def test_retry_after(given_headers, hours):
    """Retry-After is read as seconds and as a date by the server's own clock, and never lies in the past."""
    assert retry_after(given_headers, AT) == (None if hours is None else AT + hours * HOUR)


@given(headers, moments)
def test_headers_never_raise(given_headers, at):
    """Whatever a server sends, what is made of it is a time of some sense or nothing."""
    fresh, again = freshness(given_headers, at), retry_after(given_headers, at)
    assert fresh is None or timedelta() <= fresh <= timedelta(seconds=2**31)
    assert again is None or at <= again <= at + timedelta(seconds=2**31)


@given(moments, st.booleans(), headers, st.none() | st.integers(), st.integers(-5, 10**6), paces, st.floats())
def test_next_visit_is_within_the_pace(at, ok, given_headers, ttl, count, pace, draw):
    """No header, ttl, count or draw makes a next visit come at once, or later than the pace's longest time."""
    wait = next_visit(at, ok=ok, headers=given_headers, ttl=ttl, failures=count, pace=pace, draw=draw) - at
    assert (
        (pace.least if ok else min(pace.least, pace.within(DAY)) / 2) <= wait <= max(pace.least, pace.most) + TOLERANCE
    )


@given(moments, st.none() | st.integers(0, 10**7), st.none() | st.integers(0, 10**7), paces, draws)
def test_after_an_answer_the_longest_wish_counts(at, ttl, max_age, pace, draw):
    """After an answer a feed is asked again after its ttl, else an hour, or the server's freshness, if that is longer."""
    given_headers = {} if max_age is None else {"cache-control": f"max-age={max_age}"}
    found = next_visit(at, ok=True, headers=given_headers, ttl=ttl, failures=0, pace=pace, draw=draw)
    wish = timedelta(seconds=max(3600 if ttl is None else ttl, max_age or 0))
    assert found == at + max(pace.least, min(wish, pace.most))


@given(moments, failures, paces, draws, draws)
def test_failures_wait_longer_each_time_up_to_a_day(at, count, pace, draw, other):
    """The wait doubles with each failure until it is a day, and chance takes off no more than half."""

    def wait(number: int, chance: float) -> timedelta:
        return next_visit(at, ok=False, headers={}, ttl=None, failures=number, pace=pace, draw=chance) - at

    assert wait(count, draw) <= wait(count + 1, draw) <= max(DAY, pace.least)
    assert wait(count, draw) * 2 + 2 * ROUNDING >= wait(count, other)
    assert (wait(count, draw) <= wait(count, other)) or draw > other


@given(moments, failures, st.integers(0, 10**8), paces, draws, st.timedeltas(timedelta(), 400 * DAY))
def test_nothing_is_asked_before_retry_after(at, count, seconds, pace, draw, later):
    """Until Retry-After is over no source is due, however forgiving the clock, but for values beyond the pace."""
    told = {"retry-after": str(seconds)}
    found = next_visit(at, ok=False, headers=told, ttl=None, failures=count, pace=pace, draw=draw)
    if later < min(timedelta(seconds=seconds), pace.most):
        assert not is_due(found, at + later)


def test_backoff_of_an_hour():
    """Failures of an hourly source wait 1, 2, 4, 8, 16 and then 24 hours at most."""
    waits = [
        next_visit(AT, ok=False, headers={}, ttl=60, failures=count, pace=Pace(), draw=1.0) - AT
        for count in range(1, 8)
    ]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY]


def test_is_due_forgives_a_minute():
    """A source is due a minute early, not sooner; one that never had a time is due."""
    assert is_due(AT, AT - TOLERANCE)
    assert not is_due(AT, AT - TOLERANCE - timedelta(seconds=1))
    assert is_due(AT, AT + DAY)
    assert is_due(None, AT)


def test_clock_that_was_wrong_does_not_silence_a_source():
    """A next visit further off than the longest time between two was set by a wrong clock and does not count."""
    assert not is_due(AT + 31 * DAY, AT, 31 * DAY)
    assert is_due(AT + 300 * DAY, AT, 31 * DAY)
    assert not is_due(AT + 300 * DAY, AT)
