"""One host is asked one request at a time and slowly, hosts beside each other, and none before it said."""

import json
import time
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from crawling import AT, crawled, ids, source
from recorded_web import feed_json, posting_json, recorded
from wbl_aggregator.crawl import values
from wbl_aggregator.crawl.bodies import Bodies
from wbl_aggregator.crawl.crawler import FEEDS_AT_ONCE, crawl
from wbl_aggregator.crawl.values import Crawled, Documents, Waiting
from wbl_aggregator.sources import CrawlSettings

from wbl_feed import formats
from wbl_feed.fetch import Failed, Fetched

PAGED = {"completeness": "paged", "pages": ["feed-2.json", "feed-3.json"]}


def page(host: str, number: int) -> dict[str, object]:
    """A page with one posting."""
    items = [posting_json(host, number)]
    return {"json": {"type": "DataFeedPage", "specVersion": "1.0", "feed": f"https://{host}/feed", "items": items}}


def test_one_host_is_asked_one_request_at_a_time_with_a_pause():
    """Requests to a host never overlap and lie a pause apart, pages too; another host is asked meanwhile."""
    with recorded() as web:
        web.answers = {
            "https://a.example/feed.json": {"json": feed_json("a.example", 1, **PAGED), "delay": 0.05},
            "https://a.example/feed-2.json": page("a.example", 2),
            "https://a.example/feed-3.json": page("a.example", 3),
            "https://a.example/other.json": {"json": feed_json("a.example", 4)},
            "https://b.example/feed.json": {"json": feed_json("b.example", 1)},
        }
        sources = (source("a"), source("other", "https://a.example/other.json"), source("b"))
        answers = crawled(web, *sources, pause_seconds=0.15, sleep=time.sleep)
        assert ids(answers["a"]) == ["1", "2", "3"]
        on_a = sorted((one for one in web.asked if one.host == "a.example"), key=lambda one: one.began)
        on_a = [one for one in on_a if not one.url.endswith("robots.txt")]
        assert len(on_a) == 4
        gaps = [after.began - before.ended for before, after in pairwise(on_a)]
        assert min(gaps) >= 0.14
        (b,) = [one for one in web.asked if one.url == "https://b.example/feed.json"]
        assert b.ended < on_a[-1].began


def test_a_host_that_others_lead_to_is_asked_one_request_at_a_time_too():
    """Redirects from several hosts to one do not meet there."""
    with recorded() as web:
        for name in ("a", "b", "c"):
            there = f"https://all.example/{name}.json"
            web.answers[f"https://{name}.example/feed.json"] = {"status": 302, "headers": {"Location": there}}
            web.answers[there] = {"json": feed_json(f"{name}.example", 1), "delay": 0.1}
        assert [ids(one) for one in crawled(web, *map(source, "abc")).values()] == [["1"]] * 3
        there = sorted((one for one in web.asked if one.host == "all.example"), key=lambda one: one.began)
        assert all(before.ended <= after.began for before, after in pairwise(there))


def test_pages_of_any_size_wait_on_the_disk_to_a_limit():
    """Bodies come back as they came; past the limit no more are asked for, and the feed is not whole."""
    with recorded() as web:
        names = [f"feed-{n}.json" for n in range(2, 7)]
        first = feed_json("a.example", 1, completeness="paged", pages=names)
        web.answers = {f"https://a.example/{name}": page("a.example", n) for n, name in enumerate(names, 2)}
        content, address = json.dumps(first).encode(), "https://a.example/feed.json"
        envelope = formats.envelope_of(content)
        assert envelope is not None
        for limit, read in ((500_000_000, 5), (400, 2)):
            web.asked.clear()
            with Bodies(limit) as bodies:
                bodies.fetch_all(envelope, address, web.fetcher())
                reading = Documents(address, content, bodies.all()).read()
            assert (len(web.urls()), len(reading.postings), reading.whole) == (read, 1 + read, read == 5)


def test_a_source_may_ask_for_a_longer_pause_and_not_for_a_shorter_one():
    """The longer of the source's own pause and that of all holds."""
    for own, of_all, pause in ((5.0, 1.0, 5.0), (0.0, 1.0, 1.0)):
        with recorded() as web:
            web.answers = {
                "https://a.example/feed.json": {"json": feed_json("a.example", 1, **PAGED)},
                "https://a.example/feed-2.json": page("a.example", 2),
            }
            slept: list[float] = []
            crawled(web, source("a", pause_seconds=own), pause_seconds=of_all, sleep=slept.append)
            assert slept
            assert all(pause - 0.5 < seconds <= pause for seconds in slept)


def test_retry_after_stops_the_rest_of_the_host_and_no_other():
    """After 429 nothing else is asked of that host in this run; the moment is told, so that it can be kept."""
    with recorded() as web:
        web.answers = {
            "https://a.example/feed.json": {"status": 429, "headers": {"Retry-After": "7200"}},
            "https://a.example/second.json": {"json": feed_json("a.example", 1)},
            "https://b.example/feed.json": {"json": feed_json("b.example", 1)},
        }
        answers = crawled(web, source("a"), source("second", "https://a.example/second.json"), source("b"))
        assert "https://a.example/second.json" not in web.urls()
        assert answers["a"].waits == {"a.example": AT + timedelta(hours=2)}
        assert answers["a"].not_before == AT + timedelta(hours=2)
        waiting = answers["second"].outcome
        assert isinstance(waiting, Waiting)
        assert (waiting.code, waiting.until) == ("waiting", AT + timedelta(hours=2))
        assert ids(answers["b"]) == ["1"]


def test_a_429_without_a_moment_counts_for_the_shortest_time_between_visits():
    """A host that says 429 and not until when is left alone for ``least_minutes``; a mere 503 stops nothing else."""
    for status, waits in ((429, {"a.example": AT + timedelta(minutes=30)}), (503, {})):
        with recorded() as web:
            web.answers = {"https://a.example/feed.json": {"status": status}}
            answers = crawled(web, source("a"), source("c", "https://a.example/c.json"), least_minutes=30)
            assert answers["a"].waits == waits
            assert ("https://a.example/c.json" in web.urls()) is not bool(waits)


def test_a_host_cannot_keep_itself_from_being_read_for_ever():
    """A Retry-After of years counts for ``most_days``."""
    with recorded() as web:
        web.answers = {"https://a.example/feed.json": {"status": 503, "headers": {"Retry-After": "999999999999"}}}
        assert crawled(web, source("a"), most_days=7)["a"].not_before == AT + timedelta(days=7)


def test_a_host_that_said_so_in_an_earlier_run_is_not_asked():
    """Until the moment kept from an earlier run there is no request at all, not even for robots.txt; then there is."""
    until = AT + timedelta(minutes=5)
    with recorded() as web:
        web.answers = {"https://a.example/feed.json": {"json": feed_json("a.example", 1)}}
        answers = crawled(web, source("a"), hosts={"a.example": until})
        assert isinstance(answers["a"].outcome, Waiting)
        assert not web.asked
        assert ids(crawled(web, source("a"), hosts={"a.example": until}, at=until)["a"]) == ["1"]


def test_a_slow_source_does_not_hold_back_the_others():
    """What is there is handed over at once, while another server still takes its time, even with pages."""
    with recorded() as web:
        web.answers = {
            **{
                f"https://slow{n}.example/feed.json": {"json": feed_json(f"slow{n}.example", 1, **PAGED)}
                for n in range(4)
            },
            **{f"https://slow{n}.example/feed-2.json": {"status": 404, "delay": 0.6} for n in range(4)},
            **{f"https://quick{n}.example/feed.json": {"json": feed_json(f"quick{n}.example", 1)} for n in range(6)},
        }
        names = [f"slow{n}" for n in range(4)] + [f"quick{n}" for n in range(6)]
        answers = crawl(
            [source(name) for name in names], {}, lambda _: web.fetcher(),
            CrawlSettings.model_validate({"pause_seconds": 0, "at_once": 16}), {}, AT, then=Crawled.read,
        )  # fmt: skip
        began = time.monotonic()
        first = [next(answers).source.id for _ in range(6)]
        assert time.monotonic() - began < 0.55
        assert {name.rstrip("0123456789") for name in first} == {"quick"}
        assert len(list(answers)) == 4


def test_few_feeds_are_in_memory_at_a_time(monkeypatch: pytest.MonkeyPatch):
    """While nobody takes an answer no more feeds are read than there are turns; bodies wait."""
    read: list[bytes] = []
    monkeypatch.setattr(
        values, "formats", SimpleNamespace(read=lambda body: (read.append(body), formats.read(body))[1])
    )
    with recorded() as web:
        web.answers = {f"https://a{n}.example/feed.json": {"json": feed_json(f"a{n}.example", 1)} for n in range(8)}
        answers = crawl(
            [source(f"a{n}") for n in range(8)], {}, lambda _: web.fetcher(),
            CrawlSettings.model_validate({"pause_seconds": 0}), {}, AT, then=Crawled.read,
        )  # fmt: skip
        first = next(answers)
        time.sleep(0.5)
        assert len(web.urls()) > FEEDS_AT_ONCE
        assert len(read) == FEEDS_AT_ONCE
        assert len({first.source.id, *(one.source.id for one in answers)}) == 8


@pytest.mark.parametrize("at_once", [2, 8])
def test_nobody_who_stops_early_waits_for_the_rest(at_once: int):
    """A crawl that is given up ends its threads, though nobody takes the answers."""
    with recorded() as web:
        web.answers = {f"https://a{n}.example/feed.json": {"json": feed_json(f"a{n}.example", 1)} for n in range(8)}
        answers = crawl(
            [source(f"a{n}") for n in range(8)], {}, lambda _: web.fetcher(),
            CrawlSettings.model_validate({"pause_seconds": 0, "at_once": at_once}), {}, AT, then=Crawled.read,
        )  # fmt: skip
        next(answers)
        answers.close()  # type: ignore[attr-defined]
        assert len(web.urls()) <= (6 if at_once == 2 else 8)


@pytest.mark.parametrize("limit", [{"seconds": 0.05}, {"seconds_per_source": 0.5}])
def test_a_source_has_a_budget_of_time_in_all(limit: dict[str, float]):
    """Pages that each take little time cannot take for ever together; what was read till then counts."""
    with recorded() as web:
        pages = [f"feed-{n}.json" for n in range(2, 40)]
        first = feed_json("a.example", 1, completeness="paged", pages=pages)
        web.answers = {"https://a.example/feed.json": {"json": first}}
        web.answers |= {f"https://a.example/{name}": {**page("a.example", 2), "delay": 0.1} for name in pages}
        answers = crawled(web, source("a"), **limit)
        reading = answers["a"].reading
        assert reading is not None
        assert not reading.whole
        assert 3 < len(web.urls()) < 20
        assert any("0.5 seconds in all" in str(notice.message) for notice in reading.notices)


def test_a_fault_of_one_source_costs_the_others_nothing():
    """Whatever one source brings out in this program, it is its own failure."""

    class Broken:
        def fetch(self, url: str, *_: object, **__: object) -> Fetched:
            raise RuntimeError("no idea")

    with recorded() as web:
        web.answers = {"https://b.example/feed.json": {"json": feed_json("b.example", 1)}}
        settings = CrawlSettings.model_validate({"pause_seconds": 0})
        fetchers = {"a": Broken(), "b": web.fetcher()}
        answers = {one.source.id: one for one in crawl([source("a"), source("b")], {}, lambda one: fetchers[one.id], settings, {}, AT, then=Crawled.read)}  # type: ignore[arg-type,return-value]  # fmt: skip
        assert isinstance(answers["a"].outcome, Failed)
        assert "RuntimeError: no idea" in answers["a"].outcome.message
        assert ids(answers["b"]) == ["1"]


def test_one_client_serves_all_sources_of_a_host():
    """One fetcher is made for a host, and it is closed when the host is done."""
    made, closed = [], []
    with recorded() as web:
        web.answers = {f"https://a.example/{n}.json": {"json": feed_json("a.example", n)} for n in range(3)}

        class Counted:
            def __init__(self) -> None:
                self.inner = web.fetcher()
                made.append(self)

            def fetch(self, *arguments: object, **more: object) -> object:
                return self.inner.fetch(*arguments, **more)  # type: ignore[arg-type]

            def close(self) -> None:
                closed.append(self)

        sources = [source(f"s{n}", f"https://a.example/{n}.json") for n in range(3)]
        settings = CrawlSettings.model_validate({"pause_seconds": 0})
        assert len(list(crawl(sources, {}, lambda _: Counted(), settings, {}, AT, then=Crawled.read))) == 3  # type: ignore[arg-type,return-value]
        assert made == closed
        assert len(made) == 1
