"""Gets pages of a site one after the other: slowly, by its rules, and never from another host than was named."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher, LedElsewhere, Outcome
from wbl_feed.location import Opened, fetched
from wbl_publishers.adapters.pages.robots import Robots, fetch_robots, origin_of

_PATIENCE = 10
"""Failures of a server one after the other after which it is left alone."""
_MOST_DETOURS = 3
"""How often pages of a host that leads elsewhere are looked for at its twins."""
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

    def __init__(self, fetcher: Fetcher, pace: float, sleep: Callable[[float], None], minutes: float = 60) -> None:
        self._fetcher, self._pace, self._sleep = fetcher, pace, sleep
        self._robots: dict[str, Robots] = {}
        self._moved: dict[str, str] = {}
        self._detours: Counter[str] = Counter()
        self._minutes, self._waited = minutes, 0.0
        self._asked = False
        self._failures = 0

    def expect(self, addresses: Iterable[str]) -> None:
        """Raises ``UsageError`` when asking for all of some addresses takes too long by the rules of their sites."""
        pages = Counter(map(origin_of, addresses))
        homes = {origin: self._moved.get(origin, origin) for origin in pages}
        self._bound(sum(many * self._pause(self._rules(homes[origin]).delay) for origin, many in pages.items()))

    def get(self, address: str) -> Opened | Nothing | Unread:
        """What an address gives, or why there is nothing, or why it could not be had.

        Raises ``UsageError`` when the server fails again and again, and when its robots.txt cannot be had.
        """
        origin = origin_of(address)
        home = self._moved.get(origin, origin)
        asked = address.replace(origin, home, 1)
        found = self._ask(asked, self._rules(home))
        if isinstance(found, LedElsewhere) and home == origin and self._detours[origin] < _MOST_DETOURS:
            found = self._at_twin(address, origin) or found
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

    def _at_twin(self, address: str, origin: str) -> Fetched | None:
        """The page where sites move all their pages: at https, and at the host with or without “www.”.

        Only a page that is there counts: that a twin has none says nothing of the page that was asked for.
        """
        self._detours[origin] += 1
        host = urlsplit(address).netloc
        twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        for home in (f"https://{host}", f"https://{twin}"):
            if home == origin or urlsplit(address).port:
                continue
            with suppress(UsageError):  # there may be no such host
                found = self._ask(address.replace(origin, home, 1), self._rules(home))
                if isinstance(found, Fetched):
                    self._moved[origin] = home
                    return found
        return None

    def _rules(self, origin: str) -> Robots:
        if origin not in self._robots:
            self._wait(0)
            self._robots[origin] = fetch_robots(origin, self._fetcher)
        return self._robots[origin]

    def _wait(self, delay: float) -> None:
        if self._asked and (seconds := self._pause(delay)):
            self._bound(seconds)
            self._waited += seconds
            self._sleep(seconds)
        self._asked = True

    def _pause(self, delay: float) -> float:
        return max(self._pace, delay)

    def _bound(self, seconds: float) -> None:
        """Raises ``UsageError`` where waiting so much longer is more than the options allow."""
        minutes = (self._waited + seconds) / 60
        if minutes > self._minutes:
            fix = "Choose fewer pages with include, or raise minutes, both under [options]. Nothing is withdrawn."
            said = f"to ask so slowly takes {minutes:,.0f} minutes or more, and {self._minutes:g} are allowed"
            raise UsageError(f"{said}.", place="the pause between two requests", fix=fix)
