"""Feeds to code against, made up from a seed: the same bytes on every machine, nobody in them is real."""

from wbl_feed.sample.envelope import envelope
from wbl_feed.sample.postings import postings
from wbl_feed.sample.trouble import Trouble, with_trouble
from wbl_feed.sample.write import atom, document, write_folder

__all__ = ["Trouble", "atom", "document", "envelope", "postings", "with_trouble", "write_folder"]
