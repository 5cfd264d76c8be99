"""The whole path in one call: nine sites are served, crawled over HTTP, matched, merged and republished."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from wbl_aggregator.crawl import Crawled
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config, Source

from wbl_demo.server import serving
from wbl_demo.sites import Site, read_sites
from wbl_feed.fetch import HttpFetcher

FEED = {
    "id": "https://wbl-hub.example/feed",
    "name": "Work-based learning in Massachusetts (demo)",
    "license": "CC-BY-4.0",
    "publisher": {"name": "Statewide WBL hub (demo)", "url": "https://wbl-hub.example/"},
    "home_page_url": "https://wbl-hub.example/",
    "feed_url": "https://wbl-hub.example/feed.json",
    "language": "en-US",
    "profiles": ["us-ma"],
}


@dataclass(frozen=True)
class Demo:
    """The sites, what the run did, and how the servers answered."""

    sites: list[Site]
    run: Run
    statuses: Counter[int]


def play(
    out: Path,
    state: Path,
    at: datetime,
    down: frozenset[str] = frozenset(),
    progress: Callable[[Crawled], None] = lambda crawled: None,
) -> Demo:
    """Serve, crawl and publish to ``out``. Sites in ``down`` refuse to answer."""
    sites = read_sites(state / "sites", at)
    documents = {
        (site.host, urlsplit(site.feed_url).path): (site.media_type, site.content)
        for site in sites
        if site.slug not in down
    }
    config = Config.model_validate(
        {
            "feed": FEED,
            "crawl": {"pause_seconds": 0, "robots": False},  # the sites are the demo's own
            "source": [{"id": site.slug, "url": site.feed_url, "name": site.name} for site in sites],
        }
    )
    with serving(documents) as (address, statuses):
        route = {site.host: address for site in sites}

        def fetcher_for(source: Source) -> HttpFetcher:
            return HttpFetcher(config.crawl.limits, allow_private=True, route=route)

        outcome = run(config, out, state, at, fetcher_for, progress, now=True)
        return Demo(sites, outcome, Counter(statuses))
