"""A hub whose fourth source is on a stage of the list of faults; put up once, and copied for each fault."""

import json
import shutil
from pathlib import Path
from typing import Any

from faults.fault_list import Stage
from faults.hub import AT, GOOD, NEW, Hub, Json, feed, posting, write
from faults.server import FaultServer

LATER = "2026-11-21T00:00:00Z"
CONTENT = write(feed("east", range(1, 9)))
CHANGED = write(feed("east", range(2, 9), [posting("east", 1, title="Changed", dateModified=NEW), posting("east", 9)]))
"""The first posting has another title, and the ninth is new."""
MENDED = write(feed("east", range(2, 11), [posting("east", 1, title="Mended", dateModified=LATER)]))
"""The first has its third title, and the tenth is new."""


class StruckHub(Hub):
    """A hub beside its sources file, so that the commands work on it."""

    def __init__(self, good: FaultServer, stage: Stage, folder: Path) -> None:
        self.good, self.bad, self.stage = good, stage.server, stage
        self.folder, self.out, self.state = folder, folder / "public", folder / ".wbl"
        self.at, self.name = AT, "All"
        self.limits: Json = {
            "seconds": 0.7, "seconds_per_source": 3, "megabytes": 2, "contact": "ops@hub.example", "pause_seconds": 0
        }  # fmt: skip
        self.east: Json = {"url": stage.url, "allow_private": stage.allow_private}
        for site in GOOD:
            self.serve(feed(site, range(1, 4)))
        stage.server.behaviours.clear()
        stage.set(CONTENT)

    def copied(self, folder: Path) -> "StruckHub":
        """The same hub in another folder, with all well at its sources."""
        shutil.copytree(self.folder, folder)
        copy = StruckHub(self.good, self.stage, folder)
        copy.at = self.at
        return copy

    def titles(self) -> dict[int, str]:
        """What is published of the fourth source: the titles by number, of postings with the ids of old."""
        start = posting("east", 0)["id"].removesuffix("0")
        found = {name.removeprefix(start): one.title for name, one in self.postings().items() if name.startswith(start)}
        return {int(number): title for number, title in found.items() if number.isdecimal()}


def titles_of(content: bytes) -> dict[int, str]:
    """The same of a feed as it is served."""
    items: list[dict[str, Any]] = json.loads(content)["items"]
    return {int(one["id"].rsplit("/", 1)[1]): one["title"] for one in items}
