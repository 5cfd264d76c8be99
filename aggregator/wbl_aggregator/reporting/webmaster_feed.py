"""An Atom feed of what happened to one source, for its webmaster's feed reader."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from feedgen.feed import FeedGenerator

from wbl_aggregator.log import redacted
from wbl_aggregator.reporting.rows import Row
from wbl_aggregator.visits import Event, EventKind
from wbl_feed.atom_format.projection import xml_text
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.times import parse_instant

MOST = 50
"""Events in the feed."""
_KINDS: dict[EventKind, str] = {
    "state": "The state of the source changed.",
    "held": "Postings vanished, and are kept until a person has looked.",
    "released": "Postings that were held are not held any more.",
    "moved": "The feed answers at another address for good.",
    "refused": "Postings are refused for a new reason.",
    "recovered": "The source is read again.",
    "ended": "The feed has ended.",
}


def webmaster_feed(row: Row, events: Sequence[Event], feed: FeedSettings, at: datetime) -> bytes:
    """The feed as bytes, the newest event first; where nothing happened yet it says as of when.

    Of a site that is not told of, an entry says what happened and no more.
    """
    source = row.source.id
    base = f"{feed.id.rstrip('/')}/health/{source}"
    made = FeedGenerator()
    made.id(base)
    made.title(xml_text(f"{row.source.name or row.visit.name or source} at {feed.name}"))
    made.subtitle("What the aggregator met when it read this source.")
    made.author(name=xml_text(feed.publisher.name))
    made.link(href=f"{source}.json", rel="related", type="application/json")
    made.updated(parse_instant(events[-1].at) if events else at)
    for event in events:  # feedgen puts each before those added earlier
        _add(made, base, row, event)
    content: bytes = made.atom_str(pretty=True)
    return content


def _add(made: FeedGenerator, base: str, row: Row, event: Event) -> None:
    text = redacted(event.text) if row.told else _KINDS[event.kind]
    mark = hashlib.sha256(f"{event.at}\n{event.kind}\n{event.text}".encode()).hexdigest()[:16]
    entry = made.add_entry()
    entry.id(f"{base}/{mark}")
    entry.title(xml_text(text if len(text) <= 120 else f"{text[:119]}…"))
    entry.updated(parse_instant(event.at))
    entry.category(term=event.kind)
    entry.content(xml_text(text), type="text")
