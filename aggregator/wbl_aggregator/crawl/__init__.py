"""Asks the sources for their feeds."""

from wbl_aggregator.crawl.crawler import crawl
from wbl_aggregator.crawl.values import Adopt, Crawled, FetcherFor, Known, Waiting

__all__ = ["Adopt", "Crawled", "FetcherFor", "Known", "Waiting", "crawl"]
