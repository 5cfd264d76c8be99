"""Finds the feed of a source of which only a page of its site is known (spec section 15.1)."""

from wbl_feed.discovery.discover import discover
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetcher


def find_feed(home: str, fetcher: Fetcher) -> str | Failed:
    """The address of the first feed of this standard at a page, else of the first feed; or why there is none."""
    try:
        feeds = discover(home, fetcher=fetcher).feeds
    except UsageError as error:
        return Failed(home, "bad_response", f"no feed was found from this page: {error.message}")
    best = next((one for one in feeds if _of_this_standard(one.content)), feeds[0] if feeds else None)
    if best is None or not best.address:
        return Failed(home, "bad_response", "no feed was found from this page")
    return best.address


def _of_this_standard(content: bytes) -> bool:
    return b"specVersion" in content[:100_000] or b"<wbl:" in content[:100_000]
