"""When deletions may have been missed, so that the whole feed has to be read (spec section 8.4, step 6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from wbl_feed import formats
from wbl_feed.fetch import Fetched, Fetcher
from wbl_feed.location import network_pages
from wbl_feed.models import Envelope
from wbl_feed.pages import read_pages
from wbl_feed.reading import Reading
from wbl_feed.times import parse_instant


def may_have_missed(envelope: Envelope, last_read: datetime | None) -> bool:
    """Whether the feed's promise about tombstones begins after the last reading, or there is no promise."""
    promise = envelope.deletion
    return promise is None or last_read is None or parse_instant(promise.tombstones_since) > last_read


def read_whole(envelope: Envelope, address: str, fetcher: Fetcher) -> Reading | None:
    """The whole feed of a delta, from its ``feedUrl``; ``None`` if it cannot be had or is another feed.

    ``address`` is where the delta came from.
    """
    if not envelope.feed_url or envelope.feed_url == address:
        return None
    outcome = fetcher.fetch(envelope.feed_url)
    if not isinstance(outcome, Fetched):
        return None
    whole = read_pages(formats.read(outcome.body), outcome.url, network_pages(fetcher))
    same = whole.envelope is not None and whole.envelope.id == envelope.id
    return whole if same and whole.envelope and whole.envelope.completeness != "delta" else None


def moment_of(headers: Mapping[str, str], at: datetime) -> datetime:
    """When an answer was given: its ``Date`` (RFC 9110 section 6.6.1), else our own clock."""
    try:
        stated = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return at
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
