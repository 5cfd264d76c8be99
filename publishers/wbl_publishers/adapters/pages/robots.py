"""What a site's robots.txt allows us (RFC 9309)."""

import re
from typing import Any
from urllib.parse import urlsplit

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetcher
from wbl_feed.location import unfetched
from wbl_publishers.extras import library

AGENT = "wbl-feed"
"""Our product token, as it stands in the User-Agent (RFC 9309 section 2.2.1)."""
LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are kept at most; nobody knows what a longer one is for."""
_LARGEST = 512_000
"""Bytes that are read of a file; RFC 9309 section 2.5 demands 500 kibibytes."""
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\b\s*:?([^#]*)", re.IGNORECASE)


class Robots:
    """The rules of one origin for us."""

    def __init__(self, content: bytes) -> None:
        lines = content[:_LARGEST].decode("utf-8-sig", "replace").splitlines()
        self._rules: Any = library("protego", "web").Protego.parse("\n".join(map(_for_us, lines)))

    def allow(self, address: str) -> bool:
        """Whether we may read an address."""
        return bool(self._rules.can_fetch(address, AGENT))

    @property
    def delay(self) -> float:
        """Seconds to wait between two requests, by Crawl-delay or Request-rate."""
        delay = self._rules.crawl_delay(AGENT) or 0.0
        rate = self._rules.request_rate(AGENT)
        return min(max(delay, rate.seconds / rate.requests if rate else 0.0), LONGEST_DELAY)


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


def _for_us(line: str) -> str:
    """A line in which agents that are neither ours nor all bear one name: thousands of them cost nothing then."""
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    name = found[1].strip().lower().partition("/")[0].strip()
    return f"User-agent: {name if name in ('*', AGENT) else 'another'}"
