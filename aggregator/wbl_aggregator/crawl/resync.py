"""When deletions may have been missed, so that the whole feed has to be read (spec section 8.4, step 6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from wbl_feed.models import Envelope
from wbl_feed.times import parse_instant


def may_have_missed(envelope: Envelope, last_read: datetime | None) -> bool:
    """Whether the feed's promise about tombstones begins after the last reading, or there is no promise."""
    promise = envelope.deletion
    return promise is None or last_read is None or parse_instant(promise.tombstones_since) > last_read


def moment_of(headers: Mapping[str, str], at: datetime) -> datetime:
    """When an answer was given: its ``Date`` (RFC 9110 section 6.6.1), else our own clock."""
    try:
        stated = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return at
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
