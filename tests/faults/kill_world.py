"""A hub of several sources with many postings, whose runs are processes that can be killed at chosen moments."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from faults.hub import Json, feed, posting, write
from faults.server import FaultServer, document, status
from published_set import apply, files, folder, log_pages, read_feed
from wbl_aggregator.pipeline import Run, run
from wbl_aggregator.publishing import verify
from wbl_aggregator.sources import read_config

from wbl_feed.times import format_instant

FIRST, SECOND = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
SCRIPT = Path(__file__).with_name("killed_run.py")
LATER = "2026-11-23T00:00:00Z"
SITES = ("alder", "birch", "cedar", "dogwood", "elder")
Aim = Literal["anywhere", "writing", "switching"]
_SIGNS: dict[Aim, str] = {"writing": "public/.wbl-next", "switching": "public/manifest.next.json"}
"""What is there from the moment on at which a run writes beside what stands, and puts it in place."""


def shared(site: str, number: int, **more: Any) -> Json:
    """A posting that another site has too: both lead to the same form."""
    address = f"https://apply.example/requisitions/{number}"
    return posting(site, number, howToApply={"method": "url", "url": address}, **more)


def before() -> dict[str, Json]:
    """What the sources have at first: more than 800 postings in all, some of them twice."""
    return {
        "alder": feed("alder", range(1, 401), [shared("alder", number) for number in range(1001, 1011)]),
        "birch": feed("birch", range(1, 301)),
        "cedar": feed("cedar", range(1, 101), [shared("cedar", number) for number in range(1001, 1011)]),
        "dogwood": feed("dogwood", range(1, 21)),
    }


def after() -> dict[str, Json]:
    """The same a day later: changed, new, deleted, withdrawn, no longer shared."""
    gone = [{"id": posting("cedar", number)["id"], "dateDeleted": LATER, "reason": "filled"} for number in range(1, 31)]
    edited = [posting("alder", number, title="Changed", dateModified=LATER) for number in range(1, 61)]
    kept = [shared("alder", number) for number in range(1001, 1006)]
    paged = [posting("birch", number, title="Changed", dateModified=LATER) for number in range(100, 120)]
    return {
        "alder": feed("alder", range(61, 381), [*edited, *kept, *(posting("alder", n) for n in range(401, 440))]),
        "birch": feed("birch", range(120, 301), [*paged, *(posting("birch", number) for number in range(1, 100))]),
        "cedar": feed("cedar", range(31, 101), [shared("cedar", n) for n in range(1001, 1011)], tombstones=gone),
        "dogwood": feed("dogwood", range(1, 31)),
    }


@dataclass(frozen=True)
class Death:
    """How a run ended that was to be killed."""

    killed: bool
    phase: str
    """What it was at."""


class KillWorld:
    """The servers, and the folders of hubs."""

    def __init__(self, start_server: Callable[[], FaultServer], place: Path) -> None:
        self.place, self.servers = place, {site: start_server() for site in SITES}
        self.sources = place / "sources.json"
        own = {"id": "https://hub.example/feed", "name": "All", "license": "CC0-1.0", "publisher": {"name": "The hub"}}
        listed = [
            {"id": site, "url": f"{server.address}/feed.json", "allow_private": True}
            for site, server in self.servers.items()
        ]
        crawl = {"contact": "ops@hub.example", "pause_seconds": 0, "seconds": 20}
        settings = {"config_version": 1, "feed": own, "crawl": crawl, "source": listed}
        self.sources.write_text(json.dumps(settings), encoding="utf-8")

    def serve(self, feeds: dict[str, Json]) -> None:
        """Serve what the sources have; birch has it in five documents, and elder fails."""
        for site, value in feeds.items():
            pages = []
            if site == "birch":
                items = value["items"]
                for start in range(60, len(items), 60):
                    page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": value["id"]}
                    pages.append((f"/page-{start}.json", {**page, "items": items[start : start + 60]}))
                names = [name.removeprefix("/") for name, _ in pages]
                value = {**value, "items": items[:60], "completeness": "paged", "pages": names}
            for path, one in [*pages, ("/feed.json", value)]:
                content = write(one)
                self.servers[site].behaviours[path] = document(content, etag=f'"{hash(content)}"')
        self.servers["elder"].behaviours["/feed.json"] = status(500)

    def begin(self, name: str, at: datetime) -> subprocess.Popen[str]:
        """A run in a process, which has begun."""
        here = self.place / name
        arguments = [self.sources, here / "public", here / "state", format_instant(at)]
        process = subprocess.Popen([sys.executable, SCRIPT, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        return process

    def run(self, name: str, at: datetime) -> Run:
        """A run in this process that nothing disturbs."""
        here = self.place / name
        return run(read_config(self.sources), here / "public", here / "state", at, now=True)

    def copy(self, name: str, to: str) -> Path:
        """A hub in another folder."""
        shutil.rmtree(self.place / to, ignore_errors=True)
        if (self.place / name).exists():
            shutil.copytree(self.place / name, self.place / to)
        return self.place / to

    def measured(self, name: str, at: datetime) -> dict[Aim, float]:
        """How long a run takes, in all and at what can be aimed at. It is carried out."""
        first, last = dict[Aim, float](), dict[Aim, float]()
        process = self.begin(name, at)
        with process:
            begun = time.monotonic()
            while process.poll() is None:
                for aim, sign in _SIGNS.items():
                    if (self.place / name / sign).exists():
                        last[aim] = time.monotonic()
                        first.setdefault(aim, last[aim])
                time.sleep(0.0005)
        assert process.returncode == 0
        return {"anywhere": time.monotonic() - begun, **{aim: last.get(aim, 0) - first.get(aim, 0) for aim in _SIGNS}}

    def kill(self, name: str, at: datetime, aim: Aim, seconds: float) -> Death:
        """Begin a run and kill it so long after the moment that is aimed at."""
        here = self.place / name
        process = self.begin(name, at)
        with process:
            while aim in _SIGNS and process.poll() is None and not (here / _SIGNS[aim]).exists():
                time.sleep(0.0002)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        phase = next((aim for aim in ("switching", "writing") if (here / _SIGNS[aim]).exists()), "else")
        return Death(process.returncode < 0, phase)


def published(out: Path) -> dict[str, bytes]:
    """Every published file outside ``health/``, which tells of visits, and those differ."""
    return {name: content for name, content in files(out).items() if not name.startswith("health/")}


def whole(out: Path) -> str:
    """The digest of the feed that stands; empty where nothing was published yet. Fails where it is not whole."""
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    if not names & {"manifest.json", "manifest.next.json"}:
        assert not [name for name in names if not name.startswith((".wbl-next/", "health/"))]
        return ""
    assert verify(out) == []
    if "feed.json" not in names:
        return ""
    get = folder(out)
    value = read_feed(get)
    assert value["pages"], "it is a feed of several documents"
    pages = [page for _, page in log_pages(get, value["changeLog"])]
    changes = [change for page in reversed(pages) for change in page["changes"]]
    ready = [change for change in changes if change["sequence"] <= value["sequence"]]
    assert apply({}, ready) == {item["id"]: item for item in value["items"]}, "the log may be ahead, and never behind"
    return str(value["digest"])
