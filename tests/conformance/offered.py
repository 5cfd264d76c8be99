"""Whether a posting may be offered for application (spec sections 4.2 and 6), by the library's own reading of dates."""

from datetime import datetime

from wbl_feed.models import Envelope, Posting
from wbl_feed.times import first_moment, last_moment, parse_instant


def offered(posting: Posting, envelope: Envelope, at: datetime) -> bool:
    """Whether one can apply at the moment ``at``."""
    zone = envelope.time_zone
    if not posting.live or (envelope.termination_date and parse_instant(envelope.termination_date) <= at):
        return False
    if posting.application_start_date and at < first_moment(posting.application_start_date, zone):
        return False
    ends = [text for text in (posting.application_deadline, posting.valid_through) if text]
    return all(at <= last_moment(text, zone) for text in ends)
