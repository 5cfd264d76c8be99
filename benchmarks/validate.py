"""Validating feeds with every rule beside ``orjson.loads`` of the same bytes, at three sizes, in one run.

    python benchmarks/validate.py [--sizes 1000 10000 100000] [--rounds 5]

Each size is measured as one document and as a paged feed of 500 postings a page, read from files as ``wbl validate``
does, with the profile us-ma, all rules and the digest. Time is the median; the second ratio has Python's garbage
collector off in the peer too, since ours pauses it. Memory is the peak of a process of its own above that of an empty
feed, so that growth shows: for pages it must be bounded by the page, save an id and a few hashes for each posting.
"""

import argparse
import gc
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
from formats import make

from wbl_feed import json_format
from wbl_feed.discovery.discover import find_feeds
from wbl_feed.profiles import bundled
from wbl_feed.report import Summary, summarise

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def write(folder: Path, count: int, *, paged: bool) -> Path:
    """A sealed feed of so many postings as files; gives the path of the first."""
    feed = json_format.seal(make(count))
    documents = json_format.write_pages(feed) if paged else {"feed.json": json_format.write(feed)}
    for name, content in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "feed.json"


def validate(path: Path) -> Summary:
    """What the command does."""
    (found,) = find_feeds(path)
    return summarise(found.documents(), Summary(found.address, found.how, AT), profiles=[bundled()["us-ma"]])


def median(work: Callable[[], object], rounds: int) -> float:
    """The median time in seconds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def without_collector(work: Callable[[], object]) -> Callable[[], None]:
    """The same work with Python's garbage collector off while it runs."""

    def run() -> None:
        gc.disable()
        try:
            work()
        finally:
            gc.enable()

    return run


def peak(path: Path) -> float:
    """The peak memory in MB of a process that validates the feed."""
    command = [sys.executable, __file__, "--peak-of", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peak-of", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peak_of:
        validate(arguments.peak_of)
        # Not getrusage: its figure has that of the process that started this one in it.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        print(int(re.search(r"VmHWM:\s+([0-9]+)", status)[1]) / 1024)
        return
    with tempfile.TemporaryDirectory() as home:
        empty = peak(write(Path(home) / "empty", 0, paged=False))
        print(
            f"{'postings':>9} {'form':>8} {'orjson':>9} {'validate':>9} {'ratio':>6} {'both off':>8} "
            f"{'a posting':>10} {'memory':>9}"
        )
        for count in arguments.sizes:
            for paged in (False, True):
                path = write(Path(home) / f"{count}-{paged}", count, paged=paged)
                files = [path, *sorted(path.parent.glob("pages/*.json"))]
                bodies = [file.read_bytes() for file in files]
                rounds = max(1, arguments.rounds if count <= 10_000 else arguments.rounds // 2)

                def peer(bodies: list[bytes] = bodies) -> list[object]:
                    return [orjson.loads(body) for body in bodies]

                bare = median(peer, rounds)
                bare_off = median(without_collector(peer), rounds)
                ours = median(lambda path=path: validate(path), rounds)
                summary = validate(path) if count <= 1_000 else None
                if summary and not summary.valid:
                    raise SystemExit(json.dumps(summary.to_json_value()["counts"]))
                form = "pages" if paged else "one file"
                print(
                    f"{count:>9,} {form:>8} {bare:>7.3f} s {ours:>7.2f} s {ours / bare:>6.1f} {ours / bare_off:>8.1f} "
                    f"{ours / count * 1e6:>7.0f} us {peak(path) - empty:>6.0f} MB"
                )


if __name__ == "__main__":
    main()
