"""What it costs to ask many sources where nothing changed, beside bare httpx; medians and ratios.

    python benchmarks/crawl.py not-modified [--sources 1000] [--hosts 250] [--rounds 5]

The sources are on many loopback hosts, served by a process of its own, and every one of them answers 304. All begin each
round from nothing: clients are made and connections are opened within the time that is measured, which is that of the clock.
Bare httpx sends the same conditional requests in each of the arrangements below, without limits, guard or redirects; the
ratio is to the quickest of them. One client for all threads is not among them: what it takes grows with the connections that
it keeps, to twenty times as much on a thousand hosts, and where that is bounded it closes connections that are in use.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
from unchanging import hosts
from wbl_aggregator.pipeline import run
from wbl_aggregator.sources import Config

from wbl_feed.fetch import Fetched, HttpFetcher, NotModified, Validators
from wbl_feed.fetch_connections import tls_context

AT_ONCE = 16
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
Known = dict[str, list[tuple[str, str]]]
"""Addresses and their ETags by host."""
Ask = Callable[[Known], int]
"""Asks all sources once and says how many answered 304."""


_POSTING = {
    "title": "An internship",
    "dateModified": "2026-11-01T00:00:00Z",
    "activityType": "internship",
    "status": "open",
}
_FEED = {
    "type": "DataFeed", "specVersion": "1.0", "name": "A site", "publisher": {"name": "A site"}, "license": "CC0-1.0",
    "timeZone": "America/New_York", "dateModified": "2026-11-01T00:00:00Z", "completeness": "complete",
}  # fmt: skip


@contextmanager
def serving(folder: Path, host_count: int) -> Iterator[int]:
    """The documents of a folder, on a port of every host."""
    command = [sys.executable, str(Path(__file__).with_name("unchanging.py")), str(folder), str(host_count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def write_feeds(folder: Path, count: int) -> None:
    """Documents of a few postings each."""
    for number in range(count):
        items = [
            {**_POSTING, "id": f"https://site-{number}.example/{one}", "url": f"https://site-{number}.example/{one}"}
            for one in range(5)
        ]
        feed = {**_FEED, "id": f"https://site-{number}.example/feed", "items": items}
        (folder / f"{number}.json").write_text(json.dumps(feed))


def first_visit(sources: int, host_count: int, port: int) -> Known:
    """Every source read once, for its ETag."""
    known: Known = {}
    names = hosts(host_count)
    with HttpFetcher(allow_private=True) as fetcher:
        for number in range(sources):
            host = names[number % host_count]
            outcome = fetcher.fetch(f"http://{host}:{port}/{number}.json")
            assert isinstance(outcome, Fetched), outcome
            known.setdefault(host, []).append((outcome.url, outcome.validators.etag))
    return known


def our_fetcher(known: Known) -> int:
    """One ``HttpFetcher``, sixteen hosts at once, one request at a time to each."""
    with HttpFetcher(allow_private=True) as fetcher, ThreadPoolExecutor(AT_ONCE) as pool:

        def ask(pairs: Sequence[tuple[str, str]]) -> int:
            return sum(isinstance(fetcher.fetch(url, Validators(etag)), NotModified) for url, etag in pairs)

        return sum(pool.map(ask, known.values()))


def whole_run(known: Known, folder: Path) -> Ask:
    """A run of the aggregator over the same sources: due or not, what it remembers, health files and all."""
    urls = [url for pairs in known.values() for url, _ in pairs]
    publisher = {"name": "The hub"}
    config = Config.model_validate(
        {
            "feed": {"id": "https://hub.example/feed", "name": "All", "license": "CC0-1.0", "publisher": publisher},
            "crawl": {"pause_seconds": 0, "robots": False, "at_once": AT_ONCE},
            "source": [{"id": f"s{n}", "url": url, "allow_private": True} for n, url in enumerate(urls)],
        }
    )
    moments = (AT + timedelta(hours=hour) for hour in count())

    def ask(_: Known) -> int:
        done = run(config, folder / "public", folder / ".wbl", next(moments), now=True)
        return sum(decision.state == "unchanged" for decision in done.decisions)

    ask(known)
    return ask


def bare(**more: object) -> httpx.Client:
    """A client of httpx that shares what is dear to make."""
    return httpx.Client(verify=tls_context(), trust_env=False, **more)  # type: ignore[arg-type]


def ask_bare(client: httpx.Client, pairs: Sequence[tuple[str, str]]) -> int:
    """How many of these answer 304."""
    return sum(client.get(url, headers={"If-None-Match": etag}).status_code == 304 for url, etag in pairs)


def one_client_a_host(known: Known) -> int:
    """A client for each host, closed when its sources are done, in sixteen threads."""

    def ask(pairs: Sequence[tuple[str, str]]) -> int:
        with bare() as client:
            return ask_bare(client, pairs)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(ask, known.values()))


def one_client_a_thread(known: Known) -> int:
    """Sixteen threads, each with a client for its share of the hosts."""

    def ask(share: Sequence[Sequence[tuple[str, str]]]) -> int:
        with bare(limits=httpx.Limits(max_keepalive_connections=1)) as client:
            return sum(ask_bare(client, pairs) for pairs in share)

    groups = list(known.values())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(ask, [groups[start::AT_ONCE] for start in range(AT_ONCE)]))


def one_after_another(known: Known) -> int:
    """One client and one thread, which spares Python the quarrel over its lock."""
    with bare(limits=httpx.Limits(max_keepalive_connections=1)) as client:
        return sum(ask_bare(client, pairs) for pairs in known.values())


OURS: dict[str, Ask] = {"HttpFetcher": our_fetcher}
BARE: dict[str, Ask] = {
    "httpx, a client a host": one_client_a_host,
    "httpx, a client a thread": one_client_a_thread,
    "httpx, one thread": one_after_another,
}


def throughput(ask: Ask, known: Known, sources: int) -> float:
    """Sources a second in one round, all of which must have answered 304."""
    gc.collect()
    started = time.perf_counter()
    unchanged = ask(known)
    seconds = time.perf_counter() - started
    assert unchanged == sources, (unchanged, sources)
    return sources / seconds


def not_modified(sources: int, host_count: int, rounds: int) -> None:
    """Ours and theirs in turns, so that other work on the machine hits all of them."""
    with tempfile.TemporaryDirectory() as name:
        write_feeds(Path(name), sources)
        with serving(Path(name), host_count) as port:
            known = first_visit(sources, host_count, port)
            asks = {**OURS, "a run of the aggregator": whole_run(known, Path(name)), **BARE}
            found: dict[str, list[float]] = {arrangement: [] for arrangement in asks}
            for _ in range(rounds):
                for arrangement, ask in asks.items():
                    found[arrangement].append(throughput(ask, known, sources))
    medians = {arrangement: statistics.median(values) for arrangement, values in found.items()}
    best = max(BARE, key=medians.__getitem__)
    print(f"{sources:,} sources on {host_count} hosts, all unchanged; median of {rounds}, {AT_ONCE} at once")
    for arrangement, value in medians.items():
        print(f"  {arrangement:26} {value:7,.0f} sources a second   {value / medians[best]:5.2f} of the best of httpx")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    unchanged = commands.add_parser("not-modified", help="every source answers 304")
    unchanged.add_argument("--sources", type=int, default=1_000)
    unchanged.add_argument("--hosts", type=int, default=250)
    unchanged.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    not_modified(given.sources, min(given.hosts, given.sources), given.rounds)


if __name__ == "__main__":
    main()
