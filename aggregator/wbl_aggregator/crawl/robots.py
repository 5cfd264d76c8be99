"""The robots.txt of each origin: asked for once a day, kept between runs (RFC 9309)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Lock
from typing import Protocol

from wbl_aggregator.crawl.values import Waiting
from wbl_feed.fetch import Failed, Fetched, Outcome
from wbl_feed.robots import LARGEST, Robots, robots_address

_KEPT = timedelta(hours=24)
_PATIENCE = timedelta(days=30)
_NOT_HAD = 503
_NOT_ASKED = ("refused_address", "bad_address")
"""Failures that say what we may not do, and nothing of the server."""
Kept = tuple[datetime, int, str]
"""When it was had, or could not be had for the first time; the status; the text."""


class RobotsCache(Protocol):
    """What is kept of robots.txt between runs; only the thread that crawls asks it."""

    def get(self, origin: str) -> Kept | None:
        """What is kept for an origin such as ``https://site.example``."""

    def put(self, origin: str, fetched_at: datetime, status: int, text: str) -> None:
        """Keep what an origin answered."""


class RobotsRules:
    """The rules of all origins of a run; threads share them."""

    def __init__(self, kept: Mapping[str, Kept], at: datetime) -> None:
        self._kept, self._at = kept, at
        self._rules: dict[str, Robots | Outcome] = {}
        self._lock, self._asking = Lock(), dict[str, Lock]()
        self.fresh: SimpleQueue[tuple[str, Kept]] = SimpleQueue()
        """What was learnt and is to be kept, with the origin."""

    def of(self, address: str, fetch: Callable[[str], Outcome]) -> Robots | Outcome:
        """The rules for an address, or the outcome by which they could not be had, so that nothing may be read.

        The file is asked for with ``fetch``, at most once in a run.
        """
        place = robots_address(address)
        with self._lock:
            asking = self._asking.setdefault(place, Lock())
        with asking:
            if place not in self._rules:
                self._rules[place] = self._learn(place, fetch)
            return self._rules[place]

    def _learn(self, place: str, fetch: Callable[[str], Outcome]) -> Robots | Outcome:
        origin = origin_of(place)
        kept = self._kept.get(origin)
        if kept and kept[1] != _NOT_HAD and timedelta() <= self._at - kept[0] < _KEPT:
            return Robots(kept[2])
        outcome = fetch(place)
        if isinstance(outcome, Fetched):
            text = outcome.body[:LARGEST].decode("utf-8-sig", "replace")
            self.fresh.put((origin, (self._at, 200, text)))
            return Robots(text)
        if isinstance(outcome, Failed) and _is_unavailable(outcome):
            self.fresh.put((origin, (self._at, outcome.status or 404, "")))
            return Robots("")
        return self._unreachable(origin, kept, outcome)

    def _unreachable(self, origin: str, kept: Kept | None, outcome: Outcome) -> Robots | Outcome:
        """While it cannot be had an earlier copy goes on to count; without one all is forbidden, for 30 days."""
        if kept and kept[1] != _NOT_HAD:
            return Robots(kept[2])
        asked = not (isinstance(outcome, Waiting) or (isinstance(outcome, Failed) and outcome.code in _NOT_ASKED))
        if kept is None and asked:
            self.fresh.put((origin, (self._at, _NOT_HAD, "")))
        elif kept and self._at - kept[0] >= _PATIENCE:
            return Robots("")
        return outcome


def origin_of(address: str) -> str:
    """The origin of an address, as robots.txt is kept by; empty for no address."""
    try:
        return robots_address(address).removesuffix("/robots.txt")
    except ValueError:
        return ""


def _is_unavailable(outcome: Failed) -> bool:
    """Whether the server says that there is no such file (section 2.3.1.3); 429 says that it may not be asked now."""
    status = outcome.status or 0
    return (400 <= status < 500 and status != 429) or outcome.code == "too_many_redirects"
