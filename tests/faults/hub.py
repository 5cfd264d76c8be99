"""A hub over four sources behind real servers, for tests that let one of them fail."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from faults.server import FaultServer, document
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.sources import Config

from wbl_feed import json_format
from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.models import Posting, Tombstone

GOOD = ("north", "south", "west")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD, NEW = "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"
Json = dict[str, Any]


def posting(site: str, number: int, **more: Any) -> Json:
    """One posting of a site."""
    address = f"https://{site}.example/postings/{number}"
    members = {"id": address, "url": address, "title": f"Internship {number} in the {site}", "dateModified": OLD}
    return {**members, "activityType": "internship", "status": "open", "rolling": True, **more}


def feed(site: str, numbers: range, items: list[Json] | None = None, **more: Any) -> Json:
    """An intact, complete feed of a site; ``items`` come first, ``more`` has the last word."""
    items = (items or []) + [posting(site, number) for number in numbers]
    value = {
        "type": "DataFeed", "specVersion": "1.0", "id": f"https://{site}.example/feed", "name": f"The {site}",
        "publisher": {"name": f"The {site}"}, "license": "CC0-1.0", "timeZone": "America/New_York",
        "dateModified": OLD, "completeness": "complete", "totalItems": len(items),
        "digest": content_digest(map(canonical_json, items), map(canonical_json, more.get("tombstones", ()))),
    }  # fmt: skip
    return {**value, **more, "items": items}


def write(value: Json) -> bytes:
    """The JSON document."""
    return json.dumps(value).encode()


def id_of(number: int) -> str:
    """Id of a posting of the source that fails."""
    return posting("east", number)["id"]


class Hub:
    """Three good sources and one that will fail, each behind a real server, and the statewide feed made of them."""

    def __init__(self, start_server: Callable[[], FaultServer], folder: Path) -> None:
        self.good, self.bad = start_server(), start_server()
        self.folder, self.out, self.state = folder, folder / "public", folder / ".wbl"
        self.at = AT
        self.limits: Json = {"seconds": 20, "megabytes": 0.2, "contact": "ops@hub.example", "pause_seconds": 0}
        self.name = "All"
        self.east: Json = {}
        for site in GOOD:
            self.serve(feed(site, range(1, 4)))
        self.serve(feed("east", range(1, 9)))

    def serve(self, value: Json | bytes, path: str = "") -> None:
        """Serve a feed at its site's address, or bytes at a path of the source that fails."""
        server = self.bad
        if isinstance(value, dict):
            site = value["id"].split("//")[1].split(".")[0]
            server, path, value = self.good if site in GOOD else self.bad, path or f"/{site}.json", write(value)
        server.behaviours[path] = document(value, etag=f'"{hash(value)}"')

    def config(self) -> Config:
        """The sources file."""
        publisher = {"name": "The hub"}
        settings = {"id": "https://hub.example/feed", "name": self.name, "license": "CC0-1.0", "publisher": publisher}
        sources = [
            {"id": site, "url": f"{server.address}/{site}.json", "allow_private": True}
            for site, server in [*((site, self.good) for site in GOOD), ("east", self.bad)]
        ]
        sources[-1] |= self.east
        return Config.model_validate({"feed": settings, "crawl": self.limits, "source": sources})

    @property
    def sources(self) -> Path:
        """The sources file as it is now, written into the hub's folder for the commands."""
        path = self.folder / "sources.json"
        value = self.config().model_dump(mode="json", by_alias=True, exclude_unset=True)
        path.write_text(json.dumps({"config_version": 1, **value}), encoding="utf-8")
        return path

    def run(self, **more: Any) -> Run:
        """One run, a day after the one before."""
        self.at += timedelta(days=1)
        return run(self.config(), self.out, self.state, self.at, **{"now": True, **more})

    def postings(self) -> dict[str, Posting]:
        """What is published, by the ids that the sources gave."""
        reading = json_format.read((self.out / "feed.json").read_bytes())
        return {origin.id: one for one in reading.postings for origin in one.provenance or ()}

    def tombstones(self) -> dict[str, Tombstone]:
        """The statewide tombstones, by statewide id."""
        envelope = json_format.read((self.out / "feed.json").read_bytes()).envelope
        return {stone.id: stone for stone in (envelope and envelope.tombstones) or ()}

    def health(self, source: str = "east") -> Json:
        """The line of a source in ``health/index.json``."""
        index = json.loads((self.out / "health" / "index.json").read_bytes())
        return next(row for row in index["sources"] if row["source"] == source)

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Bytes and moment of writing of every published file outside ``health/``."""
        found = {path.relative_to(self.out).as_posix(): path for path in self.out.rglob("*") if path.is_file()}
        return {
            name: (path.read_bytes(), path.stat().st_mtime_ns)
            for name, path in found.items()
            if not name.startswith("health/")
        }

    def bytes(self) -> dict[str, bytes]:
        """Bytes of every published file outside ``health/``."""
        return {name: content for name, (content, _) in self.files().items()}

    def update_good(self) -> None:
        """Every good source gets one posting more."""
        for site in GOOD:
            self.serve(feed(site, range(1, 4), [posting(site, 9, dateModified=NEW)]))

    def good_are_whole(self) -> bool:
        """Whether all that the good sources have is published, and their health is well."""
        wanted = {posting(site, number)["id"] for site in GOOD for number in (1, 2, 3, 9)}
        states = {(self.health(site)["outcome"], self.health(site)["code"]) for site in GOOD}
        return wanted <= set(self.postings()) and states == {("changed", "")}
