"""When a feed that answers 410 has ended, and when one that answers 404 is missing (spec section 8.6)."""

from datetime import datetime, timedelta
from typing import NamedTuple

_APART = timedelta(hours=1)
_ENDED_AFTER = timedelta(hours=24)
_MISSING_AFTER = timedelta(hours=48)
_PROBED_EVERY = timedelta(days=1)
_TOLERANCE = timedelta(seconds=60)
"""No cron is to the second."""


class Count(NamedTuple):
    """How often in a row a server said that a feed is not there, and since when."""

    first: datetime | None = None
    last: datetime | None = None
    times: int = 0


def count_gone(before: Count, answered: bool, at: datetime) -> Count:
    """The count after one more request.

    ``answered`` means that the server said something else, which ends the count; where it did not answer at all, the
    count is left as it is and this is not called. Answers less than an hour apart count once. A clock that was set
    back begins the count anew, since it proves nothing.
    """
    if answered:
        return Count()
    if before.first is None or before.last is None or at < before.first:
        return Count(at, at, 1)
    if at - before.last < _APART:
        return before
    return before._replace(last=at, times=before.times + 1)


def is_ended(count: Count) -> bool:
    """Whether a feed has ended: 410 twice, at least 24 hours apart, with no other answer in between."""
    return count.times >= 2 and _span(count) >= _ENDED_AFTER


def is_missing(count: Count) -> bool:
    """Whether a feed is missing: 404 three times over at least 48 hours. This deletes nothing (spec 8.6 rule 1)."""
    return count.times >= 3 and _span(count) >= _MISSING_AFTER


def probe_due(count: Count, at: datetime) -> bool:
    """Whether to ask an ended or missing feed again: once a day, since some come back."""
    if count.last is None or at < count.last:  # a clock that was set back must not silence a source
        return True
    return at - count.last >= _PROBED_EVERY - _TOLERANCE


def _span(count: Count) -> timedelta:
    return count.last - count.first if count.first and count.last else timedelta()
