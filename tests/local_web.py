"""A small web of several hosts as data, served over real HTTP on loopback."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faults.server import Exchange, FaultServer

from wbl_feed.fetch import HttpFetcher
from wbl_feed.origins import comparable
from wbl_feed.resources import spec_folder

_PLACE = re.compile(r"(https?)://([^/\"\\\s]+)")


class LocalWeb:
    """Answers for every address in ``web``, with 404 for others, and remembers what was asked for."""

    def __init__(self, web: Mapping[str, Any]) -> None:
        self._web = {_key(url): answer for url, answer in web.items()}
        self.requests: list[str] = []
        self.server = FaultServer()
        self.server.behaviours = _Everything(self._answer)
        hosts = {host for _, host in _PLACE.findall(json.dumps(web))}
        self.fetcher = HttpFetcher(allow_private=True, route=dict.fromkeys(hosts, self.server.address))
        """Fetches from this web by its public addresses."""

    def _answer(self, exchange: Exchange) -> None:
        address = f"{exchange.headers['host']}{exchange.path}"
        self.requests.append(_key(f"https://{address}"))
        answer = self._web.get(self.requests[-1], self._web.get(_key(f"http://{address}"), {"status": 404}))
        if "type" in answer:  # a document of the standard as it is
            answer = {"json": answer}
        body = json.dumps(answer["json"]) if "json" in answer else answer.get("body", "")
        exchange.answer(answer.get("status", 200), body.encode(), answer.get("headers"))


class _Everything(dict[str, Any]):
    """Gives the same behaviour for every path."""

    def __init__(self, behaviour: Any) -> None:
        self._behaviour = behaviour

    def get(self, key: str, default: Any = None) -> Any:
        return self._behaviour


def _key(url: str) -> str:
    return comparable(url)


@contextmanager
def served(web: Mapping[str, Any]) -> Iterator[LocalWeb]:
    """A web for the time of a test."""
    local = LocalWeb(web)
    try:
        yield local
    finally:
        local.server.close()


def cases(group: str) -> dict[str, dict[str, Any]]:
    """The cases of a group of the conformance kit by id."""
    folder = Path(str(spec_folder())) / "conformance" / group
    return {f"{group}/{path.stem}": json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
