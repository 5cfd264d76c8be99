"""A web of several hosts over real HTTP on loopback, which remembers every request with its headers and its time."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from faults.server import Exchange, FaultServer

from wbl_feed.fetch import HttpFetcher, Limits


@dataclass(frozen=True)
class Asked:
    """One request."""

    url: str
    headers: dict[str, str]
    """By name in lower case."""
    began: float
    ended: float

    @property
    def host(self) -> str:
        """The host that was asked."""
        return urlsplit(self.url).netloc


Answer = Mapping[str, Any]
"""``status``, ``headers``, and ``json`` or ``body``; ``delay`` in seconds before it."""


@dataclass
class RecordedWeb:
    """Answers what ``answers`` has for an address (or what it makes of the request's headers), else 404."""

    answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    server: FaultServer = field(default_factory=FaultServer)

    def __post_init__(self) -> None:
        self.server.behaviours = _Everything(self._answer)  # type: ignore[assignment]

    def _answer(self, exchange: Exchange) -> None:
        began = time.monotonic()
        url = f"https://{exchange.headers['host']}{exchange.path}"
        found = self.answers.get(url, {"status": 404})
        answer = found(exchange.headers) if callable(found) else found
        time.sleep(answer.get("delay", 0))
        headers, status = dict(answer.get("headers", {})), answer.get("status", 200)
        if "ETag" in headers and exchange.headers.get("if-none-match") == headers["ETag"]:
            status = 304
        body = json.dumps(answer["json"]) if "json" in answer else answer.get("body", "")
        self.asked.append(Asked(url, exchange.headers, began, time.monotonic()))
        exchange.answer(status, b"" if status == 304 else body.encode(), headers)

    def fetcher(self, *hosts: str, seconds: float = 5.0, contact: str = "") -> HttpFetcher:
        """Asks this web for the hosts of all its addresses, and for more of them."""
        route = dict.fromkeys((*hosts, *(urlsplit(url).netloc for url in self.answers)), self.server.address)
        limits = Limits(seconds=seconds, step_seconds=seconds)
        return HttpFetcher(limits, allow_private=True, route=route, contact=contact)

    def urls(self, *, robots: bool = False) -> list[str]:
        """What was asked for, in order; ``robots.txt`` only if wanted."""
        return [one.url for one in self.asked if robots or not one.url.endswith("/robots.txt")]


class _Everything(dict[str, Any]):
    """Gives the same behaviour for every path."""

    def __init__(self, behaviour: Any) -> None:
        self._behaviour = behaviour

    def get(self, key: str, default: Any = None) -> Any:
        return self._behaviour


@contextmanager
def recorded() -> Iterator[RecordedWeb]:
    """A web for the time of a test."""
    web = RecordedWeb()
    try:
        yield web
    finally:
        web.server.close()


def feed_json(host: str, *numbers: int, **members: Any) -> dict[str, Any]:
    """The feed of a host with some postings, as JSON."""
    return {
        "type": "DataFeed", "specVersion": "1.0", "id": f"https://{host}/feed", "name": host, "license": "CC-BY-4.0",
        "publisher": {"name": host}, "timeZone": "America/New_York", "dateModified": "2026-11-01T00:00:00Z",
        "completeness": "complete", "items": [posting_json(host, number) for number in numbers], **members,
    }  # fmt: skip


def posting_json(host: str, number: int, **members: Any) -> dict[str, Any]:
    """A posting of a host, as JSON."""
    return {
        "id": f"https://{host}/id/{number}", "url": f"https://{host}/p/{number}", "title": f"Posting {number}",
        "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", "status": "open", **members,
    }  # fmt: skip
