"""Finds the feed of a source of which only a page of its site is known (spec section 15.1)."""

from wbl_feed.discovery.discover import discover
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetcher


def find_feed(home: str, fetcher: Fetcher) -> str | Failed:
    """The address of the best feed that a page leads to, or why there is none."""
    try:
        feeds = discover(home, fetcher=fetcher).feeds
    except UsageError as error:
        return Failed(home, "bad_response", f"no feed was found from this page: {error.message}")
    if not feeds or not feeds[0].address:
        return Failed(home, "bad_response", "no feed was found from this page")
    return feeds[0].address
