"""Which feeds are crawled: files that people change by review, and what is read from them."""

from wbl_aggregator.sources.config import Config, CrawlSettings, PublishSettings
from wbl_aggregator.sources.reading import feed_of, folder_of, read_config
from wbl_aggregator.sources.source import Source

__all__ = ["Config", "CrawlSettings", "PublishSettings", "Source", "feed_of", "folder_of", "read_config"]
