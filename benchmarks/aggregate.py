"""What whole runs of the aggregator cost: everything new, a little changed, nothing changed; beside lemon24/reader.

    python benchmarks/aggregate.py [--sources 100] [--postings 1000] [--rounds 3]

Feeds of invented postings are served over HTTP by a process of its own. Each run is a process of its own too, so that its
memory is its own. "A little" is two hundred postings in each of five sources. The peer reads the same postings as Atom,
with its own store and one worker; it neither checks, compares nor publishes anything. Times are of the processor, those of
the processes that a run begins counted in, and of the clock in brackets; memory is the greatest of each process, all added
up; ratios are of medians. What a round leaves is taken away at the end, since a file system that has just lost a hundred
thousand files takes long to make new ones.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawl import serving

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHANGED_SOURCES, CHANGED_POSTINGS = 5, 200


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    cpu: float
    """Seconds of the processor."""
    clock: float
    megabytes: float
    """The most memory at once."""
    written: int = 0
    entries: int = 0

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s ({self.clock:.2f} s)  {self.megabytes:6.0f} MB  {self.written:6d} files written"


def write_source(number: int, postings: int, folder: Path) -> None:
    """One feed as JSON, in pages if it is large, and as Atom."""
    from wbl_feed import atom_format, json_format
    from wbl_feed.pages import read_pages

    where = folder / str(number)
    command = ["wbl", "sample", "--seed", str(number), "-n", str(postings), "--at", AT.isoformat(), "--out", str(where)]
    subprocess.run([str(Path(sys.executable).with_name("wbl")), *command[1:]], check=True, capture_output=True)
    reading = read_pages(
        json_format.read((where / "feed.json").read_bytes()), "", lambda name: (where / name).read_bytes()
    )
    assert reading.feed
    (where / "feed.atom").write_bytes(atom_format.write(reading.feed.evolve(pages=None, completeness="complete")))


def change_source(number: int, round_: int, folder: Path) -> None:
    """New titles for some postings of a source, with the dates and the digest that belong to them."""
    from wbl_feed import json_format
    from wbl_feed.pages import read_pages

    where = folder / str(number)
    reading = read_pages(
        json_format.read((where / "feed.json").read_bytes()), "", lambda name: (where / name).read_bytes()
    )
    assert reading.feed
    moment = (AT + timedelta(hours=round_ + 1)).isoformat().replace("+00:00", "Z")
    items = [
        one.evolve(title=f"{one.title[:150]} ({round_})", date_modified=moment) if place < CHANGED_POSTINGS else one
        for place, one in enumerate(reading.feed.items)
    ]
    feed = reading.feed.evolve(items=tuple(items), pages=None, completeness="complete", date_modified=moment)
    for name, content in json_format.write_pages(json_format.seal(feed)).items():
        (where / name).parent.mkdir(exist_ok=True)
        (where / name).write_bytes(content)


def measured(*arguments: str) -> Cost:
    """This file run again as one of its jobs."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def job_run(folder: Path, sources: int, port: int, hour: int) -> dict[str, Any]:
    """One run of the aggregator."""
    from unchanging import hosts
    from wbl_aggregator.pipeline import run
    from wbl_aggregator.sources import Config

    names = hosts(sources)
    publisher = {"name": "The hub"}
    settings = {"id": "https://hub.example/feed", "name": "All", "license": "CC0-1.0", "publisher": publisher}
    config = Config.model_validate(
        {
            "feed": {**settings, "feed_url": "https://hub.example/feed.json"},
            "crawl": {"pause_seconds": 0, "robots": False},
            "source": [
                {"id": f"s{n}", "url": f"http://{names[n]}:{port}/{n}/feed.json", "allow_private": True}
                for n in range(sources)
            ],
        }
    )
    started = time.perf_counter(), time.process_time()
    done = run(config, folder / "public", folder / ".wbl", AT + timedelta(hours=hour), now=True)
    clock, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu += others.ru_utime + others.ru_stime
    assert not done.failed, done.failed[0].message
    entries = done.published.entries if done.published else 0
    return {"cpu": cpu, "clock": clock, "written": len(done.written.written), "entries": entries}


def job_peer(folder: Path, sources: int, port: int) -> dict[str, Any]:
    """One update of lemon24/reader."""
    from reader import make_reader
    from unchanging import hosts

    names = hosts(sources)
    made = make_reader(str(folder / "reader.sqlite"))
    for number in range(sources):
        made.add_feed(f"http://{names[number]}:{port}/{number}/feed.atom")
    started = time.perf_counter(), time.process_time()
    made.update_feeds()
    clock, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    return {"cpu": cpu, "clock": clock, "entries": made.get_entry_counts().total}


def most_processes() -> int:
    """How many processes a run begins at most."""
    from wbl_aggregator.workers import cores

    return cores()


def job(name: str, *arguments: str) -> None:
    """Do one job and print what it took."""
    folder, sources, port, *hour = arguments
    done = (
        job_run(Path(folder), int(sources), int(port), int(hour[0]))
        if name == "run"
        else job_peer(Path(folder), int(sources), int(port))
    )
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = own.ru_maxrss + (others.ru_maxrss * most_processes() if name == "run" else 0)
    print(json.dumps({**done, "megabytes": memory / 1000}))


def median(costs: list[Cost]) -> Cost:
    """The run in the middle by processor time."""
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=100)
    parser.add_argument("--postings", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-peer", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wbl-benchmark-") as name:
        served = Path(name) / "served"
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda n: write_source(n, chosen.postings, served), range(chosen.sources)))
        cold: list[Cost] = []
        little: list[Cost] = []
        nothing: list[Cost] = []
        peer: list[Cost] = []
        with serving(served, chosen.sources) as port:
            common = str(chosen.sources), str(port)
            for number in range(chosen.rounds):
                folder = Path(name) / f"round-{number}"
                folder.mkdir()
                cold.append(measured("job", "run", str(folder), *common, str(2 * number)))
                nothing.append(measured("job", "run", str(folder), *common, str(2 * number)))
                for source in range(min(CHANGED_SOURCES, chosen.sources)):
                    change_source(source, 2 * number, served)
                little.append(measured("job", "run", str(folder), *common, str(2 * number + 1)))
                if not chosen.no_peer:
                    peer.append(measured("job", "peer", str(folder), *common))
                    assert peer[-1].entries == cold[-1].entries, (peer[-1], cold[-1])
        print(f"{chosen.sources} sources with {chosen.postings} postings each, median of {chosen.rounds}")
        for words, costs in (("everything new", cold), ("a little changed", little), ("nothing changed", nothing)):
            print(f"  {words:17}{median(costs)}")
        share = statistics.median(one.cpu for one in little) / statistics.median(one.cpu for one in cold)
        print(f"  a little / everything: {share:.1%} of the processor time")
        if peer:
            print(f"  lemon24/reader   {median(peer)}")
            ratio = statistics.median(one.clock for one in cold) / statistics.median(one.clock for one in peer)
            print(f"  everything new / lemon24/reader: {ratio:.2f} of its time by the clock")


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        job(*sys.argv[2:])
    else:
        main()
