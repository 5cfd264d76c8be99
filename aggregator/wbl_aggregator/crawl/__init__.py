"""Asks the sources for their feeds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from wbl_aggregator.crawl.crawler import crawl as visit_all
from wbl_aggregator.crawl.values import Adopt, Crawled, FetcherFor, Known, Waiting
from wbl_aggregator.sources import CrawlSettings, Source
from wbl_feed.fetch import Validators

__all__ = ["Adopt", "Crawled", "FetcherFor", "Known", "Waiting", "crawl", "visit_all"]


def crawl(
    sources: Iterable[Source],
    validators: dict[tuple[str, str], Validators],
    fetcher_for: FetcherFor,
    at_once: int,
    progress: Callable[[Crawled], None] = lambda crawled: None,
    last_reads: Mapping[str, datetime] | None = None,
    adopt: Adopt | None = None,
) -> list[Crawled]:
    """Every source's answer, in the order of the sources file."""
    wanted, last = list(sources), last_reads or {}
    known = {
        one.id: Known(
            "", {one.url: validators[one.id, one.url]} if (one.id, one.url) in validators else {}, last.get(one.id)
        )
        for one in wanted
    }
    settings = CrawlSettings(at_once=at_once, pause_seconds=0, robots=False)
    answers: dict[str, Crawled] = {}
    for crawled in visit_all(wanted, known, fetcher_for, settings, {}, datetime.now(UTC), adopt):
        progress(crawled)
        answers[crawled.source.id] = crawled
    return [answers[source.id] for source in wanted]
