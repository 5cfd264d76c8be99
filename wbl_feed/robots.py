"""What a site's robots.txt allows us (RFC 9309)."""

import re
from urllib.parse import urlsplit

from protego import Protego

AGENT = "wbl-feed"
"""Our product token, as it stands in the User-Agent (RFC 9309 section 2.2.1)."""
LARGEST = 512_000
"""Bytes that are read of a file; RFC 9309 section 2.5 demands 500 kibibytes."""
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\b\s*:?([^#]*)", re.IGNORECASE)
_RULE_LINE = re.compile(r"\s*dis?s?allow\s*:\s*[^#\s]", re.IGNORECASE)
_MOST_PARSED, _A_PARSE = 1_000_000, 200
"""Characters that are parsed in all to name lines, and how many a short text counts as: whoever writes the file chooses
how much there is to look through, and no more than words for people comes of it."""


class Robots:
    """The rules of one origin for us."""

    def __init__(self, content: bytes | str) -> None:
        text = content if isinstance(content, str) else content[:LARGEST].decode("utf-8-sig", "replace")
        self._lines = [_for_us(line) for line in text.splitlines()]
        self._rules = Protego.parse("\n".join(self._lines))
        self._left = _MOST_PARSED

    def allow(self, address: str) -> bool:
        """Whether we may read an address."""
        return bool(self._rules.can_fetch(address, AGENT))

    @property
    def delay(self) -> float:
        """Seconds to wait between two requests, by Crawl-delay or Request-rate."""
        delay = self._rules.crawl_delay(AGENT) or 0.0
        rate = self._rules.request_rate(AGENT)
        return max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def rule(self, address: str) -> str:
        """The line that forbids an address, for people; empty where no single line does, or it takes long to find."""
        for number, line in enumerate(self._lines):
            if not _RULE_LINE.match(line):
                continue
            if self._left < 0:
                break
            if self._can_fetch(f"User-agent: *\n{line}", address):
                continue
            if self._can_fetch("\n".join(self._lines[:number] + self._lines[number + 1 :]), address):
                return line.partition("#")[0].strip()[:200]
        return ""

    def _can_fetch(self, text: str, address: str) -> bool:
        self._left -= len(text) + _A_PARSE
        return bool(Protego.parse(text).can_fetch(address, AGENT))


def robots_address(address: str) -> str:
    """Where the robots.txt for an address is (RFC 9309 section 2.3)."""
    return urlsplit(address)._replace(path="/robots.txt", query="", fragment="").geturl()


def _for_us(line: str) -> str:
    """A line in which agents that are neither ours nor all bear one name: thousands of them cost nothing then."""
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    name = found[1].strip().lower().partition("/")[0].strip()
    return f"User-agent: {name if name in ('*', AGENT) else 'another'}"
