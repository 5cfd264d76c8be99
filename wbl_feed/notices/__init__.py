"""Every finding about data as a small class, in a module for what it is about; ``catalogue`` lists them by code."""

from wbl_feed.notices import (
    atom,
    discovery,
    document,
    feed,
    history,
    posting,
    profile,
    projection,
    quality,
    rows,
    safety,
)
from wbl_feed.notices.base import Category, Notice, Severity, catalogue, pointer_of, shown

__all__ = [
    "Category",
    "Notice",
    "Severity",
    "atom",
    "catalogue",
    "discovery",
    "document",
    "feed",
    "history",
    "pointer_of",
    "posting",
    "profile",
    "projection",
    "quality",
    "rows",
    "safety",
    "shown",
]
