"""What the statewide feed says of itself, all but what depends on how it is cut into documents."""

import hashlib
from datetime import UTC, datetime, timedelta

from wbl_aggregator.sources import Source
from wbl_aggregator.statewide.standing import Standing
from wbl_aggregator.store import Store
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Deletion, Envelope
from wbl_feed.models import Source as FeedSource
from wbl_feed.origins import shown_address
from wbl_feed.times import format_instant, parse_instant


def make_envelope(
    store: Store, feed: FeedSettings, standing: Standing, at: datetime, oldest: datetime | None = None
) -> Envelope:
    """The envelope, with the newest change of content as its date and the number of the last change.

    Tombstones from before ``oldest`` are forgotten, and the promise moves past them (spec section 8.1 rule 2). To be
    called within ``store.writing()``: where only the envelope itself changed, that is a change too.
    """
    newest = store.entries.newest()
    moments = [parse_instant(one) for one in (newest, store.meta("modified")) if one] or [at]
    modified = format_instant(min(max(moments), max(at, moments[-1])))
    since = _since(store, oldest, store.meta("tombstones since") or modified)
    used = [one for one in standing.sources.values() if one.status != "development"]
    known = [one for one in used if one.id in standing.envelopes]
    sources = tuple(_source(source, standing.envelopes[source.id]) for source in known)
    made = feed.feed(
        date_modified="2000-01-01T00:00:00Z",  # of no meaning, so that the envelope can be compared
        deletion=Deletion(tombstones_since=since),
        sources=sources or None,
        items=(),
    ).envelope
    store.set_meta("modified", modified)
    store.set_meta("tombstones since", since)
    shape = shape_of(made)
    sequence = _sequence(store, shape)
    store.set_meta("published sequence", str(sequence))  # before it is, so that a killed run gives no number twice
    store.set_meta("published envelope", shape)
    return made.evolve(date_modified=modified, sequence=sequence)


def _since(store: Store, oldest: datetime | None, since: str) -> str:
    dropped = None if oldest is None else store.entries.drop_gone_before(oldest.timestamp())
    if dropped is None:
        return since
    past = datetime.fromtimestamp(dropped, UTC) + timedelta(seconds=1)
    return format_instant(past) if past > parse_instant(since) else since


def _sequence(store: Store, shape: str) -> int:
    """The number of the last change; where only the envelope itself changed, that is a change too."""
    last, published = store.entries.sequence(), int(store.meta("published sequence") or 0)
    if last > published:
        return last
    return published if store.meta("published envelope") == shape else published + 1


def shape_of(envelope: Envelope) -> str:
    """A hash of what an envelope says beside what follows from the entries: where it changes, the feed changes."""
    follows = ("sequence", "total_items", "digest", "pages", "change_log", "alternates", "tombstones", "deletion")
    lasting = envelope.evolve(date_modified="2000-01-01T00:00:00Z", completeness="complete", **dict.fromkeys(follows))
    return hashlib.sha256(lasting.canonical).hexdigest()


def _source(source: Source, envelope: Envelope) -> FeedSource:
    members = {
        "feed": envelope.id,
        "name": source.name or envelope.name,
        "url": envelope.home_page_url or envelope.publisher.url,
        "feed_url": source.url if _is_for_all(source) else None,
        "license": envelope.license,
    }
    return FeedSource.model_validate({name: value for name, value in members.items() if value is not None})


def _is_for_all(source: Source) -> bool:
    """Whether the address of a feed may be told: neither of a private network, nor with a password or a key in it."""
    private = source.allow_private or source.adopted
    return bool(source.url) and not private and shown_address(source.url) == source.url
