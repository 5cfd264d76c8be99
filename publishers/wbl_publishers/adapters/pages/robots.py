"""Gets the robots.txt of a site before its pages are read (RFC 9309)."""

from urllib.parse import urlsplit

from wbl_feed import robots
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetcher
from wbl_feed.location import unfetched

LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are kept at most; nobody knows what a longer one is for."""


class Robots(robots.Robots):
    """The rules of one origin for us."""

    @property
    def delay(self) -> float:
        """Seconds to wait between two requests, by Crawl-delay or Request-rate, within reason."""
        return min(super().delay, LONGEST_DELAY)


def fetch_robots(origin: str, fetcher: Fetcher) -> Robots:
    """The rules of an origin, such as ``https://site.example``.

    A file that is not there allows all (RFC 9309 section 2.3.1.3). Raises ``UsageError`` if it cannot be had now, since
    then nothing may be read (2.3.1.4).
    """
    outcome = fetcher.fetch(f"{origin}/robots.txt")
    if not isinstance(outcome, Failed):
        return Robots(getattr(outcome, "body", b""))
    status = outcome.status or 0
    if (400 <= status < 500 and status != 429) or outcome.code == "too_many_redirects":
        return Robots(b"")
    error = unfetched(outcome, f"{origin}/robots.txt")
    fix = error.fix or "Without the site's rules nothing may be read; try again later."
    raise UsageError(error.message, place=error.place, fix=fix)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address that ``host_of`` knows."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
