"""Which feeds are crawled, and what is decided about postings: files that people change by review."""

from wbl_aggregator.sources.config import Config, CrawlSettings, PublishSettings
from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.matching import Matching, MatchSettings
from wbl_aggregator.sources.matching_files import read_matching
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.sources.moderation_file import MODERATION, add_block, read_moderation
from wbl_aggregator.sources.reading import feed_of, folder_of, read_config
from wbl_aggregator.sources.source import Source
from wbl_aggregator.sources.verdicts_file import (
    VERDICTS,
    Posted,
    Verdict,
    ask,
    decide,
    forget_words,
    read_verdicts,
    undo,
)

__all__ = [
    "MODERATION",
    "VERDICTS",
    "Block",
    "Config",
    "CrawlSettings",
    "MatchSettings",
    "Matching",
    "Moderation",
    "Override",
    "Posted",
    "PublishSettings",
    "Source",
    "Verdict",
    "add_block",
    "ask",
    "decide",
    "feed_of",
    "folder_of",
    "forget_words",
    "read_config",
    "read_matching",
    "read_moderation",
    "read_verdicts",
    "undo",
]
