"""Looks at what an address leads to before it becomes a source: the feeds there, sound or not, known or new."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wbl_aggregator.decisions.schedule import Pace, next_visit
from wbl_aggregator.sources.adoptable import Adoptable, adoptable
from wbl_aggregator.sources.config import Config, CrawlSettings
from wbl_aggregator.sources.listed import address_key, keys_of
from wbl_aggregator.sources.naming import free_id
from wbl_aggregator.sources.source import Source
from wbl_feed.discovery import serving
from wbl_feed.discovery.discover import Discovery, discover
from wbl_feed.discovery.search import Found
from wbl_feed.documents import Document
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetched, Fetcher, Outcome
from wbl_feed.models import Envelope
from wbl_feed.notices import Notice
from wbl_feed.origins import shown_address
from wbl_feed.profiles import Profile, bundled
from wbl_feed.report.summary import Summary, summarise
from wbl_feed.settings import check


@dataclass
class _Seen:
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


@dataclass(frozen=True)
class Survey:
    """What there is at an address."""

    candidates: tuple[Candidate, ...] = ()
    adoptable: Adoptable | None = None
    """How an adapter could read what is there, where that is no feed of the standard."""
    notices: tuple[Notice, ...] = ()
    """What the way to the feeds showed."""
    fault: str = ""
    """Why there is no candidate, for people."""


class _Remembering:
    """Fetches, and keeps what came of every address."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.outcomes: dict[str, Outcome] = {}

    def fetch(self, url: str, *arguments: Any, **options: Any) -> Outcome:
        self.outcomes[url] = self._fetcher.fetch(url, *arguments, **options)
        return self.outcomes[url]

    def lasting(self, address: str) -> str:
        """The address to ask from now on: one that led on for the time being alone stays (spec section 18.2)."""
        for asked, outcome in self.outcomes.items():
            if isinstance(outcome, Fetched) and outcome.url == address and asked != address:
                return address if all(hop.permanent for hop in outcome.redirects) else asked
        return address


def survey(
    address: str,
    config: Config,
    fetcher: Fetcher,
    at: datetime,
    *,
    known: Mapping[str, str] | None = None,
    identity: str = "",
    allow_private: bool = False,
) -> Survey:
    """Find the feeds at an address and validate each; nothing is written.

    ``known`` has the ids of feeds that are sources already, with the ids of those; ``identity`` is the id that the
    one feed there is to have. Raises ``UsageError`` if the address cannot be had or gives nothing to read.
    """
    remembering = _Remembering(fetcher)
    try:
        found = discover(address, fetcher=remembering)
    except UsageError as error:
        outcome = remembering.outcomes.get(address)
        if not isinstance(outcome, Fetched):
            raise
        other = adoptable(outcome.body, outcome.url, outcome.media_type, config)
        return Survey((), other, (), error.message)
    taken = {source.id for source in config.sources}
    profiles = tuple(one for one in bundled().values() if one.iri in config.feed.profiles)
    candidates: list[Candidate] = []
    for feed in found.feeds:
        summary, seen = _validated(feed, at, profiles)
        if summary.envelope is None:
            continue
        lasting = remembering.lasting(feed.address)
        wanted = identity or free_id(summary.envelope.name, lasting, taken)
        source = _source(summary.envelope, lasting, wanted, allow_private=allow_private)
        one = _candidate(source, summary.envelope, summary, seen, feed, config.crawl)
        candidates.append(_judged(one, seen, config, known or {}, candidates))
        taken.add(source.id)
    if candidates:
        return Survey(tuple(candidates), None, found.notices)
    return _nothing(found, address, remembering, config)


def _nothing(found: Discovery, address: str, remembering: _Remembering, config: Config) -> Survey:
    if found.kind in ("changes", "posting", "page"):
        fault = "This is a part of a feed and not its first document; give the address of the feed itself."
        return Survey((), None, found.notices, fault)
    outcome = remembering.outcomes.get(found.feeds[0].address if found.feeds else address)
    other = adoptable(outcome.body, outcome.url, outcome.media_type, config) if isinstance(outcome, Fetched) else None
    return Survey((), other, found.notices, "No feed of this standard was found.")


def _validated(feed: Found, at: datetime, profiles: tuple[Profile, ...]) -> tuple[Summary, _Seen]:
    seen = _Seen()
    summary = Summary(shown_address(feed.address), feed.how, at)
    summary.add(serving.check(feed.address, feed.headers))
    return summarise(_watched(feed.documents(), seen), summary, profiles=profiles), seen


def _watched(documents: Iterator[Document], seen: _Seen) -> Iterator[Document]:
    for document in documents:
        for posting in document.reading.postings:
            seen.regions.update(posting.regions or ())
            seen.live += posting.live
            origins = posting.provenance or ()
            seen.feeds.update({one.feed for one in origins} | {hop.feed for one in origins for hop in one.via or ()})
        yield document


def _source(envelope: Envelope, address: str, identity: str, *, allow_private: bool) -> Source:
    values = {"id": identity, "url": address, "name": " ".join(envelope.name.split()), "allow_private": allow_private}
    return check(Source, values, address)


def _candidate(
    source: Source, envelope: Envelope, summary: Summary, seen: _Seen, feed: Found, settings: CrawlSettings
) -> Candidate:
    pace = Pace(timedelta(minutes=settings.least_minutes), timedelta(days=settings.most_days))
    at = summary.at
    due = next_visit(at, ok=True, headers=feed.headers, ttl=envelope.ttl, failures=0, pace=pace, draw=0)
    regions = dict.fromkeys((*(envelope.regions or ()), *sorted(seen.regions)))
    through = len(seen.feeds.keys() - {envelope.id})
    return Candidate(source, envelope, summary, tuple(regions), seen.live, through, due - at)


def _judged(
    one: Candidate, seen: _Seen, config: Config, known: Mapping[str, str], others: list[Candidate]
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
