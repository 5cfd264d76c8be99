"""A federated syndication standard for work-based-learning postings: models, formats, validation, polite HTTP.

The names here are the public ones; they load when they are used, so that ``import wbl_feed`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wbl_feed.errors import WblFeedError as WblFeedError
    from wbl_feed.fetch import HttpFetcher as HttpFetcher
    from wbl_feed.formats import read as read
    from wbl_feed.location import open_feed as open_feed
    from wbl_feed.models import Envelope as Envelope
    from wbl_feed.models import Feed as Feed
    from wbl_feed.models import Posting as Posting
    from wbl_feed.models import Tombstone as Tombstone
    from wbl_feed.notices import Notice as Notice
    from wbl_feed.reading import Reading as Reading
    from wbl_feed.validate import Report as Report

__version__ = "0.1.0"

_HOMES = {
    "Envelope": "models",
    "Feed": "models",
    "HttpFetcher": "fetch",
    "Notice": "notices",
    "Posting": "models",
    "Reading": "reading",
    "Report": "validate",
    "Tombstone": "models",
    "WblFeedError": "errors",
    "open_feed": "location",
    "read": "formats",
}
__all__ = ["Envelope", "Feed", "HttpFetcher", "Notice", "Posting", "Reading", "Report", "Tombstone", "WblFeedError",
           "open_feed", "read"]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"wbl_feed.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'wbl_feed' has no attribute {name!r}")
