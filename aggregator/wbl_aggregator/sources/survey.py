"""Looks at what an address leads to before it becomes a source: the feeds there, sound or not, known or new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wbl_aggregator.sources.adoptable import Adoptable, adoptable
from wbl_aggregator.sources.candidate import Candidate, Seen, judged, make_candidate, source_of, watched
from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.naming import free_id
from wbl_feed.discovery import serving
from wbl_feed.discovery.discover import Discovery, discover
from wbl_feed.discovery.search import Found
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetched, Fetcher, Outcome
from wbl_feed.notices import Notice
from wbl_feed.origins import shown_address
from wbl_feed.profiles import Profile, bundled
from wbl_feed.report.summary import Summary, summarise


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
    """Fetches, and keeps what came of every address on the way to the feeds, which are no pages of theirs."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.arrived = False
        self._outcomes: dict[str, Outcome] = {}

    def fetch(self, url: str, *arguments: Any, **options: Any) -> Outcome:
        outcome = self._fetcher.fetch(url, *arguments, **options)
        if not self.arrived:
            self._outcomes[url] = outcome
        return outcome

    def document(self, address: str) -> Fetched | None:
        """What an address gave, by the name that it was asked by or that it had in the end."""
        for asked, outcome in self._outcomes.items():
            if isinstance(outcome, Fetched) and address in (asked, outcome.url):
                return outcome
        return None

    def lasting(self, address: str) -> str:
        """The address to ask from now on: one that led on for the time being alone stays (spec section 18.2)."""
        for asked, outcome in self._outcomes.items():
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
        document = remembering.document(address)
        if document is None:
            raise
        return _other(document, config, error.message)
    remembering.arrived = True
    taken = {source.id for source in config.sources}
    profiles = tuple(one for one in bundled().values() if one.iri in config.feed.profiles)
    candidates: list[Candidate] = []
    faulty = ""
    for feed in found.feeds:
        summary, seen = _validated(feed, at, profiles)
        if summary.envelope is None:
            faulty = faulty or _faulty(feed, summary)
            continue
        lasting = remembering.lasting(feed.address)
        wanted = identity or free_id(summary.envelope.name, lasting, taken)
        source = source_of(summary.envelope, lasting, wanted, allow_private=allow_private)
        one = make_candidate(source, summary.envelope, summary, seen, feed, config.crawl)
        candidates.append(judged(one, seen, config, known or {}, candidates))
        taken.add(source.id)
    if candidates:
        return Survey(tuple(candidates), None, found.notices)
    if faulty:
        return Survey((), None, found.notices, faulty)
    return _nothing(found, address, remembering, config)


def _faulty(feed: Found, summary: Summary) -> str:
    """What is wrong with a feed of the standard whose envelope cannot be read; empty for all else."""
    ours = summary.format == "atom" or (summary.format == "json" and b'"DataFeed"' in feed.content)
    if not ours or not summary.findings:
        return ""
    notice = summary.findings[0].notices[0]
    return f"It is a feed, but what it says of itself is not sound: {notice.message} {notice.fix}"


def _nothing(found: Discovery, address: str, remembering: _Remembering, config: Config) -> Survey:
    if found.kind in ("changes", "posting", "page"):
        fault = "This is a part of a feed and not its first document; give the address of the feed itself."
        return Survey((), None, found.notices, fault)
    document = remembering.document(found.feeds[0].address if found.feeds else address)
    return _other(document, config, "No feed of this standard was found.", found.notices)


def _other(document: Fetched | None, config: Config, fault: str, notices: tuple[Notice, ...] = ()) -> Survey:
    """How an adapter could read what is there, where one can."""
    other = adoptable(document.body, document.url, document.media_type, config) if document else None
    none = "" if other else " None of the adapters fits what is there; wbl publish adapters lists them."
    return Survey((), other, notices, f"{fault}{none}")


def _validated(feed: Found, at: datetime, profiles: tuple[Profile, ...]) -> tuple[Summary, Seen]:
    seen = Seen()
    summary = Summary(shown_address(feed.address), feed.how, at)
    summary.add(serving.check(feed.address, feed.headers))
    return summarise(watched(feed.documents(), seen), summary, profiles=profiles), seen
