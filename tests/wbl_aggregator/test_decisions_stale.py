"""How long what is held of a source that cannot be read is shown."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.stale import staleness

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = ["fresh", "stale", "lapsed"]
spans = st.timedeltas(timedelta(), timedelta(days=400))


def test_stale_then_lapsed():
    """Until three days it is good, until thirty it is marked, then it is no longer shown."""
    days = timedelta(days=1)

    def after(age: timedelta) -> str:
        return staleness(AT - age, AT, stale_after=3 * days, keep=30 * days)

    moment = timedelta(seconds=1)
    assert [after(3 * days), after(3 * days + moment)] == ["fresh", "stale"]
    assert [after(30 * days), after(30 * days + moment)] == ["stale", "lapsed"]
    assert after(-days) == "fresh"


@given(spans, spans, spans, spans)
def test_never_gets_better_with_time(age, more, stale_after, keep):
    """Without a success a source only gets worse, and never lapses within the time to keep it."""
    before = staleness(AT - age, AT, stale_after=stale_after, keep=keep)
    after = staleness(AT - age - more, AT, stale_after=stale_after, keep=keep)
    assert ORDER.index(before) <= ORDER.index(after)
    assert (before == "lapsed") is (age > keep)


@given(spans, spans)
def test_what_was_restored_does_not_lapse(stale_after, keep):
    """What is held of a source that was never read came from the published files; it is marked, and stays."""
    assert staleness(None, AT, stale_after=stale_after, keep=keep) == "stale"
