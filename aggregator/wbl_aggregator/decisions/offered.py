"""Whether a posting is still offered, and when its own time is over (spec sections 6 and 10)."""

from datetime import datetime, timedelta

from wbl_feed.models import Posting
from wbl_feed.times import last_moment

_CIVIL_DATE = 10
"""Characters of a date without a time."""


def is_offered(posting: Posting, time_zone: str, at: datetime) -> bool:
    """Whether a posting is live and its time not over. One that can be applied for later is (section 6, table).

    ``time_zone`` is that of the feed. Both ends count: from the deadline on nobody can apply, whatever
    ``validThrough`` says.
    """
    ends = (_end(text, time_zone) for text in (posting.application_deadline, posting.valid_through) if text)
    return posting.live and all(at < end for end in ends)


def over_at(posting: Posting, time_zone: str) -> datetime | None:
    """The moment from which on a posting counts as closed: ``validThrough``, else its deadline; ``None``: never."""
    text = posting.valid_through or posting.application_deadline
    return _end(text, time_zone) if text else None


def _end(text: str, time_zone: str) -> datetime:
    """The first moment that no longer belongs to it; a date lasts its whole day."""
    end = last_moment(text, time_zone)
    return end + timedelta(microseconds=1) if len(text) == _CIVIL_DATE else end
