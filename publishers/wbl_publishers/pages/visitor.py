"""Gets pages of a site one after the other: slowly, by its rules, and never from another host than was named."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher, LedElsewhere, Outcome
from wbl_feed.location import Opened, fetched
from wbl_publishers.pages.robots import Robots, fetch_robots, origin_of

_PATIENCE = 10
"""Failures of a server one after the other after which it is left alone."""
_ITS_OWN = frozenset((401, 403, 451))
"""Statuses that say something of one page and not of the whole server."""


@dataclass(frozen=True)
class Nothing:
    """There is nothing to read at the address, such as for a page that is gone (404 or 410)."""

    why: str


@dataclass(frozen=True)
class Unread:
    """The page may be there and could not be had now."""

    why: str
    outcome: Outcome | None = None


class Visitor:
    """Asks for one address at a time."""

    def __init__(self, fetcher: Fetcher, pace: float, sleep: Callable[[float], None]) -> None:
        self._fetcher, self._pace, self._sleep = fetcher, pace, sleep
        self._robots: dict[str, Robots] = {}
        self._moved: dict[str, str] = {}
        self._asked = False
        self._failures = 0

    def get(self, address: str) -> Opened | Nothing | Unread:
        """What an address gives, or why there is nothing, or why it could not be had.

        Raises ``UsageError`` when the server fails again and again, and when its robots.txt cannot be had.
        """
        first, *twins = self._candidates(address)
        found = self._ask(first, self._rules(origin_of(first)))
        for twin in twins:
            if not isinstance(found, LedElsewhere):
                break
            with suppress(UsageError):  # there may be no such host
                found = self._ask(twin, self._rules(origin_of(twin)))
                self._moved[origin_of(address)] = origin_of(twin)
        if isinstance(found, Fetched):
            self._failures = 0
            return fetched(found)
        return found if isinstance(found, Unread) else self._failed(address, found)

    def _ask(self, address: str, robots: Robots) -> Outcome | Unread:
        if not robots.allow(address):
            return Unread("the site's robots.txt does not allow it")
        self._wait(robots.delay)
        return self._fetcher.fetch(address, same_origin=True)

    def _failed(self, address: str, outcome: Outcome) -> Nothing | Unread:
        status = outcome.status if isinstance(outcome, Failed) else None
        if status in (404, 410):
            self._failures = 0
            return Nothing("gone (404 or 410)")
        self._failures = 0 if status in _ITS_OWN or isinstance(outcome, LedElsewhere) else self._failures + 1
        why = outcome.message if isinstance(outcome, Failed) else "the server gave nothing"
        if self._failures == _PATIENCE:
            fix = "Nothing is withdrawn; try again later, perhaps with a longer pace under [options]."
            raise UsageError(f"{_PATIENCE} pages one after the other failed: {why}.", place=address, fix=fix)
        return Unread(why, outcome)

    def _candidates(self, address: str) -> list[str]:
        """The address, and where a site moves all its pages: to https, and to or from “www.”; as it did before."""
        parts = urlsplit(address)
        if moved := self._moved.get(origin_of(address)):
            return [address.replace(origin_of(address), moved, 1)]
        if parts.port:
            return [address]
        twin = parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}"
        secure = parts._replace(scheme="https")
        return list(dict.fromkeys((address, secure.geturl(), secure._replace(netloc=twin).geturl())))

    def _rules(self, origin: str) -> Robots:
        if origin not in self._robots:
            self._wait(0)
            self._robots[origin] = fetch_robots(origin, self._fetcher)
        return self._robots[origin]

    def _wait(self, delay: float) -> None:
        if self._asked and (seconds := max(self._pace, delay)):
            self._sleep(seconds)
        self._asked = True
