"""As many threads ask as have to wait for hosts, and no more than may."""

import time
from threading import Event
from types import SimpleNamespace

import pytest
from crawling import crawled, source
from recorded_web import feed_json, recorded
from wbl_aggregator.crawl import threads
from wbl_aggregator.crawl.threads import LOOK, Threads


class Clock:
    """Time, and the processor's time, that pass as a test says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = self.used = 0.0
        told = SimpleNamespace(monotonic=lambda: self.now, process_time=lambda: self.used)
        patch.setattr(threads, "time", told)

    def passes(self, *, busy: float) -> None:
        """Time for a look, of which the processor worked for a share."""
        self.now += 2 * LOOK
        self.used += 2 * LOOK * busy


@pytest.mark.parametrize(("busy", "begun"), [(0.0, [4, 8, 12, 12]), (0.5, [4, 8, 12, 12]), (0.9, [2, 2, 2, 2])])
def test_threads_are_added_while_the_processor_has_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch, busy: float, begun: list[int]
):
    """They double at each look until there are as many as may be; a busy processor gets no more of them."""
    clock, end, started = Clock(monkeypatch), Event(), list[int]()
    with Threads(12, lambda: (started.append(1), end.wait())) as pool:
        found = []
        for wanted in begun:
            clock.passes(busy=busy)
            pool.look()
            until = time.monotonic() + 5
            while len(started) < wanted and time.monotonic() < until:
                time.sleep(0.001)
            found.append(len(started))
        end.set()
    assert found == begun


def test_a_look_too_soon_tells_nothing(monkeypatch: pytest.MonkeyPatch):
    """Between two answers that follow each other at once nothing is measured."""
    clock, end, started = Clock(monkeypatch), Event(), list[int]()
    with Threads(12, lambda: (started.append(1), end.wait())) as pool:
        for _ in range(100):
            clock.now += LOOK / 200
            pool.look()
        end.set()
    assert len(started) == 2


@pytest.mark.parametrize("most", [1, 2, 8])
def test_hosts_that_take_their_time_are_asked_beside_each_other(most: int):
    """As many at a time as the operator allows."""
    with recorded() as web:
        for n in range(8):
            web.answers[f"https://a{n}.example/feed.json"] = {"json": feed_json(f"a{n}.example", 1), "delay": 0.4}
        crawled(web, *(source(f"a{n}") for n in range(8)), at_once=most, robots=False)
        times = [(one.began, one.ended) for one in web.asked]
    assert max(sum(began <= at < ended for began, ended in times) for at, _ in times) == most
