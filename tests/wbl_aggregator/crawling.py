"""Crawls a recorded web for the tests of the crawl."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from recorded_web import RecordedWeb
from wbl_aggregator.crawl.crawler import crawl
from wbl_aggregator.crawl.robots import Kept
from wbl_aggregator.crawl.values import Crawled, Known
from wbl_aggregator.sources import CrawlSettings, Source

from wbl_feed.models import Envelope

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


class RobotsInMemory:
    """What is kept of robots.txt from run to run."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def get(self, origin: str) -> Kept | None:
        """What is kept for an origin."""
        return self.kept.get(origin)

    def put(self, origin: str, fetched_at: datetime, status: int, text: str) -> None:
        """Keep what an origin answered."""
        self.kept[origin] = (fetched_at, status, text)


def source(identity: str, url: str = "", **members: Any) -> Source:
    """A source; its address is ``/feed.json`` of a host with its name, unless another is given."""
    url = url or ("" if "home" in members else f"https://{identity}.example/feed.json")
    return Source.model_validate({"id": identity, "url": url, **members})


def crawled(
    web: RecordedWeb,
    *sources: Source,
    known: Mapping[str, Known] | None = None,
    at: datetime = AT,
    hosts: Mapping[str, datetime] | None = None,
    kept: RobotsInMemory | None = None,
    sleep: Any = lambda seconds: None,
    seconds: float = 5.0,
    keep_raw: bool = False,
    **settings: Any,
) -> dict[str, Crawled]:
    """One crawl of some sources: the answers by source, in the order in which they came."""
    chosen = CrawlSettings.model_validate({"pause_seconds": 0.0, "seconds": seconds, **settings})
    answers = crawl(
        sources, known or {}, lambda _: web.fetcher(), chosen, hosts or {}, at,
        robots=kept, then=Crawled.read, sleep=sleep, keep_raw=keep_raw,
    )  # fmt: skip
    return {one.source.id: one for one in answers}


def ids(crawled: Crawled) -> list[str]:
    """The numbers of the postings that were read."""
    return [one.id.rpartition("/")[2] for one in crawled.reading.postings] if crawled.reading else []


def envelope_of(feed: Mapping[str, Any]) -> Envelope:
    """The envelope of a feed."""
    return Envelope.from_members({name: value for name, value in feed.items() if name != "items"})
