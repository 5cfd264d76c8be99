"""Which feeds are crawled, and what is decided about postings: files that people change by review."""

from wbl_aggregator.sources.config import Config, CrawlSettings, PublishSettings
from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.sources.moderation_file import MODERATION, add_block, read_moderation
from wbl_aggregator.sources.reading import feed_of, folder_of, read_config
from wbl_aggregator.sources.source import Source

__all__ = [
    "MODERATION",
    "Block",
    "Config",
    "CrawlSettings",
    "Moderation",
    "Override",
    "PublishSettings",
    "Source",
    "add_block",
    "feed_of",
    "folder_of",
    "read_config",
    "read_moderation",
]
