"""Those who read while a run publishes never see a mix of two feeds."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from published_set import caught_up, read_feed
from shelves import MemoryShelf, posting, small
from wbl_aggregator.publishing import publish

from wbl_feed.times import read_clock

AT = read_clock("2026-12-01T00:00:00Z")
ROUNDS, READERS = 12, 4


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def address(tmp_path):
    """Where the output folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address
    server.shutdown()
    server.server_close()
    thread.join()


def _get(address, name):
    with closing(HTTPConnection(*address, timeout=10)) as connection:
        connection.request("GET", f"/{name}")
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, name
        return content


@pytest.mark.slow
def test_readers_in_the_middle_see_one_whole_feed(tmp_path, address, monkeypatch):
    """While publishing goes on, every reading has the right digest and is one of the feeds that were published, and
    who follows the log from it comes to one of them too."""
    small(monkeypatch.setattr)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    get, ended, shelf, known = partial(_get, address), Event(), MemoryShelf(), {}

    def put(round_):
        for number in range(300):
            if round_ == 0 or number % ROUNDS == round_ or number < 5:
                shelf.put(posting(number, title=f"Round {round_}"))
        if round_:
            shelf.take(posting(299 - round_)["id"])
        known[shelf.sequence] = {item["id"]: item for item in shelf.items()}
        publish(shelf, shelf.envelope, tmp_path, AT)
        shelf.unclean.clear()

    def read():
        seen = set()
        while not ended.is_set():
            feed = read_feed(get)
            held = {item["id"]: item for item in feed["items"]}
            assert held == known[feed["sequence"]]
            seen.add(feed["sequence"])
            followed = caught_up(get, held, feed["sequence"])
            assert followed in (None, *known.values())
        return seen

    put(0)
    with ThreadPoolExecutor(READERS) as pool:
        readings = [pool.submit(read) for _ in range(READERS)]
        try:
            for round_ in range(1, ROUNDS):
                put(round_)
        finally:
            ended.set()
        seen = set().union(*(reading.result() for reading in readings))
    assert len(seen) > 3, "the readers saw too little of it"
