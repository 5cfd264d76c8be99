"""Builds the documents of a site's feed from its postings, and renders each when it is first asked for."""

from dataclasses import dataclass

from wbl_feed import json_format
from wbl_feed.catalog import ATOM_FILE, ATOM_TYPE, JSON_FILE
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Feed, Posting, Tombstone
from wbl_feed.times import parse_instant

WELL_KNOWN, PLAIN_CATALOGUE = ".well-known/wbl-feed", "wbl-feed.json"
DOCUMENTS = (JSON_FILE, ATOM_FILE, WELL_KNOWN, PLAIN_CATALOGUE)
"""What every site with a feed serves besides the pages of the feed."""


def feed_of(
    settings: FeedSettings, postings: tuple[Posting, ...], tombstones: tuple[Tombstone, ...], otherwise: str
) -> Feed:
    """The feed, dated by its newest posting or tombstone; ``otherwise`` is its date where there is neither.

    Raises ``UsageError`` when the settings make no valid envelope.
    """
    dates = [*(one.date_modified for one in postings), *(one.date_deleted for one in tombstones)]
    feed = settings.feed(
        date_modified=max(dates or [otherwise], key=parse_instant),
        alternates=({"url": ATOM_FILE, "type": ATOM_TYPE},),
        tombstones=tombstones or None,
        items=postings,
    )
    return json_format.seal(feed)


@dataclass(frozen=True)
class Built:
    """A feed as it was built."""

    first: Feed
    """Its first document."""
    content: bytes
    """The same as JSON."""
    pages: dict[str, bytes]
    """The further pages, as JSON, by their paths."""

    @classmethod
    def of(cls, feed: Feed, page_size: int) -> "Built":
        """The documents of a feed; the Atom form has the same first postings and the same pages (section 14.1)."""
        pages = json_format.write_pages(feed, page_size)
        content = pages.pop(JSON_FILE)
        if pages:
            feed = feed.evolve(items=feed.items[:page_size], pages=tuple(pages), completeness="paged")
        return cls(feed, content, pages)

    def render(self, name: str) -> bytes:
        """The first document as JSON or as Atom, by the name of its file."""
        if name == JSON_FILE:
            return self.content
        from wbl_feed import atom_format  # feedgen takes a while to import

        return atom_format.write(self.first)
