"""When deletions may have been missed, so that the whole feed has to be read (spec section 8.4, step 6)."""

from collections.abc import Mapping
from datetime import datetime

from wbl_aggregator.decisions.http_date import parse_http_date
from wbl_feed.models import Envelope
from wbl_feed.times import parse_instant


def may_have_missed(envelope: Envelope, last_read: datetime | None) -> bool:
    """Whether the feed's promise about tombstones begins after the last reading, or there is no promise."""
    promise = envelope.deletion
    return promise is None or last_read is None or parse_instant(promise.tombstones_since) > last_read


def moment_of(headers: Mapping[str, str], at: datetime) -> datetime:
    """When an answer was given: its ``Date`` (RFC 9110 section 6.6.1), else our own clock.

    Nothing was answered in the future: a server that says so would make all that it deletes until then look as if it
    had been read.
    """
    stated = parse_http_date(headers.get("date", ""), at)
    return at if stated is None else min(stated, at)
