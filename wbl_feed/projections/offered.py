"""Which postings of a feed may be shown as open at a moment (spec sections 6, 7.1 and 8.5)."""

from datetime import datetime

from wbl_feed.models import Feed, Posting
from wbl_feed.projections.outcome import LeftOut, Reason
from wbl_feed.times import first_moment, last_moment, parse_instant


def offered(feed: Feed, at: datetime) -> tuple[list[Posting], list[LeftOut]]:
    """The postings that are open at a moment, and the others, each with its reason."""
    seen: set[str] = set()
    deleted = {stone.id: parse_instant(stone.date_deleted) for stone in feed.tombstones or ()}
    ended = feed.termination_date is not None and parse_instant(feed.termination_date) <= at
    kept: list[Posting] = []
    left_out: list[LeftOut] = []
    for posting in feed.items:
        if posting.id in seen:
            reason: Reason | None = Reason.DOUBLE
        elif posting.id in deleted and deleted[posting.id] >= parse_instant(posting.date_modified):
            reason = Reason.GONE
        else:
            reason = Reason.FEED_ENDED if ended else not_open(posting, feed.time_zone, at)
        seen.add(posting.id)
        if reason:
            left_out.append(LeftOut(posting.id, reason))
        else:
            kept.append(posting)
    return kept, left_out


def not_open(posting: Posting, zone: str, at: datetime) -> Reason | None:
    """Why a posting is not open for application at a moment, as its own members say; ``None`` if it is."""
    if not posting.live:
        return Reason.NOT_OPEN
    ends = (posting.application_deadline, posting.valid_through)
    if any(end and _over(end, zone, at) for end in ends):
        return Reason.EXPIRED
    return None


def _over(end: str, zone: str, at: datetime) -> bool:
    """Whether an end has come: an instant ends at itself, a date when the next day begins (spec section 10)."""
    last = last_moment(end, zone)
    return last < at or (last == at and len(end) > 10)


def begun(posting: Posting, zone: str, at: datetime) -> bool:
    """Whether one can apply already."""
    return not posting.application_start_date or first_moment(posting.application_start_date, zone) <= at
