"""When a feed that says it is gone has ended, and when one that is not found is missing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.gone import Count, count_gone, is_ended, is_missing, probe_due

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
steps = st.lists(st.timedeltas(timedelta(), timedelta(days=3)), max_size=12)


def count(*hours: float) -> Count:
    """The count after answers at these hours."""
    found = Count()
    for hour in hours:
        found = count_gone(found, False, AT + timedelta(hours=hour))
    return found


@pytest.mark.parametrize(
    ("hours", "ended", "missing"),
    [
        ((), False, False),
        ((0,), False, False),
        ((0, 1), False, False),
        ((0, 23.9), False, False),
        ((0, 24), True, False),
        ((0, 12, 24), True, False),
        ((0, 48), True, False),
        ((0, 47, 47.5, 47.9), True, False),
        ((0, 24, 48), True, True),
        ((0, 0.5, 0.9, 48), True, False),
        ((0, -1), False, False),
        ((0, -1, 23), True, False),
    ],
)
def test_confirmations(hours, ended, missing):
    """410 twice over a day ends a feed, 404 three times over two days makes it missing, and bursts count once."""
    assert (is_ended(count(*hours)), is_missing(count(*hours))) == (ended, missing)


@given(steps)
def test_never_before_its_time(waits):
    """Whatever the rhythm of visits, a feed never ends before a day, nor is missing before two; then it stays so."""
    at, found, was = AT, count_gone(Count(), False, AT), False
    for wait in waits:
        at += wait
        found = count_gone(found, False, at)
        assert not is_ended(found) or at - AT >= timedelta(hours=24)
        assert not is_missing(found) or at - AT >= timedelta(hours=48)
        assert is_ended(found) >= was
        was = is_ended(found)
        assert found.times <= 1 + (at - AT) / timedelta(hours=1)


@given(steps, st.integers(0, 12))
def test_another_answer_begins_anew(waits, place):
    """One answer in between and all that was counted is void."""
    at, found = AT, Count()
    for number, wait in enumerate(waits):
        at += wait
        found = count_gone(found, number == place, at)
        if number == place:
            assert found == Count()
            since = at
    if len(waits) > place and at - since < timedelta(hours=24):
        assert not is_ended(found)


def test_probe_once_a_day():
    """An ended feed is asked again a day after the last answer, give or take a minute."""
    ended = count(0, 24)
    assert not probe_due(ended, AT + timedelta(hours=47))
    assert probe_due(ended, AT + timedelta(hours=48) - timedelta(seconds=30))
    assert probe_due(Count(), AT)
    assert probe_due(ended, AT - timedelta(days=300))
