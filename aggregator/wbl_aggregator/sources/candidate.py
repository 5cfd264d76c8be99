"""A feed that could become a source: what is in it, and what speaks for it and against it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from wbl_aggregator.decisions.schedule import Pace, next_visit
from wbl_aggregator.sources.config import Config, CrawlSettings
from wbl_aggregator.sources.listed import address_key, keys_of
from wbl_aggregator.sources.source import Source
from wbl_feed.discovery.search import Found
from wbl_feed.documents import Document
from wbl_feed.models import Envelope
from wbl_feed.report.summary import Summary
from wbl_feed.settings import check


@dataclass
class Seen:
    """What the postings of a feed say of it."""

    regions: Counter[str] = field(default_factory=Counter)
    feeds: Counter[str] = field(default_factory=Counter)
    """Feeds that postings came through, each posting once a feed."""
    live: int = 0


@dataclass(frozen=True)
class Candidate:
    """A feed that could become a source."""

    source: Source
    """What would be written."""
    envelope: Envelope
    summary: Summary
    regions: tuple[str, ...]
    """Those of the feed, then those of its postings."""
    live: int
    through: int
    """Feeds that its postings came through before, if it is an aggregate."""
    every: timedelta
    """How often it would be asked."""
    refusal: str = ""
    """Why it cannot become a source, for people; empty where it can."""
    careful: tuple[str, ...] = ()
    """What to think of before it becomes one, for people."""


def watched(documents: Iterator[Document], seen: Seen) -> Iterator[Document]:
    """The documents of a feed, with what their postings say noted on the way."""
    for document in documents:
        for posting in document.reading.postings:
            seen.regions.update(posting.regions or ())
            seen.live += posting.live
            origins = posting.provenance or ()
            seen.feeds.update({one.feed for one in origins} | {hop.feed for one in origins for hop in one.via or ()})
        yield document


def source_of(envelope: Envelope, address: str, identity: str, *, allow_private: bool) -> Source:
    """The source that a feed would be. Raises ``UsageError`` if it cannot have that id."""
    values = {"id": identity, "url": address, "name": " ".join(envelope.name.split()), "allow_private": allow_private}
    return check(Source, values, address)


def make_candidate(
    source: Source, envelope: Envelope, summary: Summary, seen: Seen, feed: Found, settings: CrawlSettings
) -> Candidate:
    """A feed with what was found in it and what the crawler would do; ``feed`` has what its server said."""
    pace = Pace(timedelta(minutes=settings.least_minutes), timedelta(days=settings.most_days))
    at = summary.at
    due = next_visit(at, ok=True, headers=feed.headers, ttl=envelope.ttl, failures=0, pace=pace, draw=0)
    regions = dict.fromkeys((*(envelope.regions or ()), *sorted(seen.regions)))
    through = len(seen.feeds.keys() - {envelope.id})
    return Candidate(source, envelope, summary, tuple(regions), seen.live, through, due - at)


def judged(
    one: Candidate, seen: Seen, config: Config, known: Mapping[str, str], others: Sequence[Candidate]
) -> Candidate:
    """The candidate with what speaks against it."""
    feed, own = one.envelope.id, config.feed.id
    addresses = {key: source.id for source in config.sources for key in keys_of(source)}
    keys = {address_key(one.source.url), address_key(one.envelope.feed_url or one.source.url)}
    listed = next((addresses[key] for key in sorted(keys) if key in addresses), "")
    circled = seen.feeds[own]
    refusal, careful = "", []
    if feed == own:
        refusal = "This is the feed of this hub itself."
    elif listed:
        refusal = f"It is the source “{listed}” already."
    elif feed in known:
        refusal = f"The source “{known[feed]}” has this feed already, from another address."
    elif any(feed == other.envelope.id for other in others):
        refusal = "The same feed stands above, from another address."
    elif circled and circled >= one.summary.received:
        refusal = "All of its postings came from this hub."
    if circled and not refusal:
        careful.append(f"{circled:,} of its postings came from this hub; they would be left out.")
    if one.through:
        careful.append(f"It is an aggregate: its postings came through {one.through:,} other feeds.")
    if one.summary.received and not one.summary.accepted:
        careful.append("None of its postings is sound, so none would be shown.")
    if one.envelope.termination_date:
        careful.append(f"It says that it ends on {one.envelope.termination_date}.")
    if one.source.url.startswith("http://") and not one.source.allow_private:
        careful.append("It is not on https, so that anybody on the way could change it.")
    return replace(one, refusal=refusal, careful=tuple(careful))
