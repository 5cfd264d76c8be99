"""What a hostile source can do to others: to their robots.txt, to our time, and to what is told."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from faults.hub import AT, feed, posting, write
from faults.names import PUBLIC, Names
from faults.server import FaultServer, document, redirect
from wbl_aggregator.crawl import polite
from wbl_aggregator.crawl.crawler import crawl
from wbl_aggregator.crawl.hosts import Hosts
from wbl_aggregator.crawl.robots import Kept
from wbl_aggregator.crawl.values import Crawled
from wbl_aggregator.log import redacted
from wbl_aggregator.pipeline import run
from wbl_aggregator.reporting.rows import Row, line_of
from wbl_aggregator.reporting.webhook import payload
from wbl_aggregator.sources import Config, CrawlSettings, Source
from wbl_aggregator.visits import Event, Visit

from wbl_feed import formats
from wbl_feed.fetch import Failed, Fetched, HttpFetcher
from wbl_feed.origins import shown_address
from wbl_feed.other_documents import read_change_page
from wbl_feed.robots import LARGEST, Robots

Start = Callable[..., FaultServer]


class _Kept:
    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def get(self, origin: str) -> Kept | None:
        """What is kept for an origin."""
        return self.kept.get(origin)

    def put(self, origin: str, fetched_at: datetime, status: int, text: str) -> None:
        """Keep what an origin answered."""
        self.kept[origin] = (fetched_at, status, text)


def _crawled(*sources: Source, kept: _Kept | None = None) -> dict[str, Crawled]:
    settings = CrawlSettings.model_validate({"pause_seconds": 0.0, "seconds": 5.0, "at_once": 1})
    answers = crawl(
        sources,
        {},
        lambda source: HttpFetcher(allow_private=source.allow_private),
        settings,
        {},
        AT,
        robots=kept,
        then=Crawled.read,
    )
    return {one.source.id: one for one in answers}


@pytest.fixture
def inside(start_server: Start) -> FaultServer:
    """A server on the operator's own network, whose robots.txt names what is there."""
    server = start_server()
    server.behaviours["/feed.json"] = document(write(feed("inside", range(1, 3))))
    server.behaviours["/robots.txt"] = document(b"User-agent: *\nDisallow: /merger-with-acme")
    return server


def _source(identity: str, url: str, **more: object) -> Source:
    return Source.model_validate({"id": identity, "url": url, **more})


def test_a_public_source_that_leads_inside_costs_a_private_one_nothing(
    server: FaultServer, inside: FaultServer, names: Names
):
    """The robots.txt that a public source may not ask for can be asked for by one that may."""
    names.known["evil.example"] = PUBLIC
    server.behaviours["/feed.json"] = redirect(302, f"{inside.address}/feed.json")
    kept = _Kept()
    found = _crawled(
        _source("evil", "http://evil.example/feed.json"),
        _source("inside", f"{inside.address}/feed.json", allow_private=True),
        kept=kept,
    )
    assert isinstance(found["evil"].outcome, Failed)
    assert isinstance(found["inside"].outcome, Fetched)
    assert kept.kept[inside.address][1] == 200


def test_a_public_source_learns_nothing_of_a_robots_txt_inside(server: FaultServer, inside: FaultServer, names: Names):
    """What a private source learnt of its network is not told where everybody reads it."""
    names.known["evil.example"] = PUBLIC
    server.behaviours["/feed.json"] = redirect(302, f"{inside.address}/merger-with-acme")
    private = _source("inside", f"{inside.address}/feed.json", allow_private=True)
    evil = _source("evil", "http://evil.example/feed.json")
    kept = _Kept()
    for _ in range(2):
        outcome = _crawled(private, evil, kept=kept)["evil"].outcome
        assert isinstance(outcome, Failed)
        assert outcome.code in ("refused_address", "bad_address")
        assert "Disallow" not in outcome.message


@pytest.mark.parametrize("line", ["Disallow: /f\n", "Disallow: /*e\n", "Disallow: /*.json$\nDisallow: /feed\n"])
def test_a_robots_txt_of_thousands_of_rules_is_named_in_little_time(line: str):
    """To find the line that forbids an address must not take longer than to read the feed."""
    rules = Robots("User-agent: *\n" + line * (LARGEST // len(line)))
    started = time.process_time()
    for number in range(100):
        assert not rules.allow(f"https://a.example/feed{number}.json")
        rules.rule(f"https://a.example/feed{number}.json")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("piece", ["//a:b", "//:", "key", "&key", "key=", "//a", "token:", "http://", "auth\"'"])
def test_secrets_are_looked_for_in_time_in_proportion_to_the_text(piece: str):
    """A server chooses the addresses that are told of it; no choice of them may stop a run for seconds."""
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    redacted(f"its robots.txt does not allow to read https://a.example/{text}")
    shown_address(f"https://a.example/?{text}")
    assert time.process_time() - started < 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_an_endless_address_is_not_followed(server: FaultServer, status: int):
    """What is kept of a source and told to everybody stays small."""
    server.behaviours["/feed.json"] = redirect(status, "/" + "a" * 30_000)
    outcome = HttpFetcher(allow_private=True).fetch(f"{server.address}/feed.json")
    assert isinstance(outcome, Failed)
    assert outcome.code == "bad_response"
    assert len(outcome.message) < 200
    assert len(server.requests) == 1


def test_nothing_of_a_private_network_is_told_to_everybody(start_server: Start, tmp_path: Path):
    """Addresses of pages, and what stands in records that are refused, stay with the operator."""
    server = start_server()
    refused = {**posting("inside", 7), "status": "project-x"}
    page = f"{server.address}/budget/1.json"
    value = feed("inside", range(1, 3), [refused], completeness="paged", pages=[page])
    server.behaviours["/feed.json"] = document(write(value))
    settings = {"id": "https://hub.example/feed", "name": "All", "license": "CC0-1.0", "publisher": {"name": "All"}}
    source = _source("inside", f"{server.address}/feed.json", allow_private=True)
    config = Config.model_validate({"feed": settings, "source": [source], "crawl": {"pause_seconds": 0}})
    run(config, tmp_path / "public", tmp_path / ".wbl", AT)
    told = {path: path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("*") if path.is_file()}
    assert "page_missing" in told[tmp_path / "public/health/inside.json"]
    for text in told.values():
        assert server.address not in text
        assert "project-x" not in text
        assert "budget" not in text


def test_the_name_of_a_private_host_that_a_redirect_leads_to_is_not_told():
    """A message about a name that cannot be looked up is told without it."""
    visit = Visit(
        "inside", state="failing", code="unknown_host", message="the name db.corp is not known (no such name)"
    )
    row = Row(_source("inside", "http://intranet.corp/feed.json", allow_private=True), visit)
    assert line_of(row)["message"] == "the name ··· is not known (no such name)"


@pytest.mark.parametrize("value", [b"[]", b"{}", b"0", b'""', b"[[]]", b'{"":0}'])
def test_brackets_and_commas_do_not_fill_the_memory(value: bytes):
    """A value takes twenty times its bytes in memory; a document of nothing else is refused before it is parsed."""
    head = b'{"type":"DataFeed","specVersion":"1.0","items":['
    content = head + b",".join([value] * (5_000_000 // (len(value) + 1))) + b"]}"
    tracemalloc.start()
    try:
        readings = formats.read(content), read_change_page(content, "https://a.example/feed")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [[notice.code for notice in reading.notices] for reading in readings] == [["not_a_feed"]] * 2
    assert not formats.read(content).well_formed
    assert peak < 20_000_000


def test_what_a_site_says_is_no_link_and_calls_nobody_in_a_chat():
    """The text for chats holds a line of a robots.txt to the letter, but for what a chat would act on."""
    said = "(“Disallow: /<!channel> <https://evil.example|Log in> [Log in](https://evil.example) @here \x1b[0m”)"
    value = payload(
        [Event("2026-11-22T12:00:00Z", "evil", "state", f"It failed.\nnorth: {said} a@b.example")], "The hub"
    )
    text = str(value["text"]).split("\n", 1)[1]
    assert text.startswith("evil: It failed.·north: (“Disallow: /‹!channel› ‹https://evil.example|Log in› ")
    assert not any(bad in text for bad in ("<", "](", "@here", "\x1b", "\n"))
    assert "a@b.example" in text


@pytest.mark.parametrize("character", ["\x9b31m", "\u202e", "\x85", "\u2028", "\x1b[2J", "\x7f"])
def test_a_redirect_to_what_would_steer_a_terminal_is_not_followed(server: FaultServer, character: str):
    """An address that is kept and shown has no control characters, however they are written."""
    server.behaviours["/feed.json"] = redirect(301, f"/{character}feed.json".encode().decode("latin-1"))
    outcome = HttpFetcher(allow_private=True).fetch(f"{server.address}/feed.json")
    assert isinstance(outcome, Failed)
    assert outcome.message == "the server redirects to what is no address"
    assert len(server.requests) == 1


def test_of_what_a_source_answers_a_bounded_part_is_kept(server: FaultServer, monkeypatch: pytest.MonkeyPatch):
    """A feed of thousands of large pages fills neither the memory nor the disk where raw bodies are kept."""
    monkeypatch.setattr(polite, "MOST_RAW", 2_500)
    for number in range(5):
        server.behaviours[f"/{number}"] = document(b"x" * 1_000)
    visitor = polite.Visitor(HttpFetcher(allow_private=True), Hosts({}), AT, keep_raw=True)
    outcomes = [visitor.fetch(f"{server.address}/{number}") for number in range(5)]
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert [address for address, _ in visitor.raw] == [f"{server.address}/0", f"{server.address}/1"]


@pytest.mark.parametrize(
    "piece", ["<entry/>", "<a/>", "<entry><id>a</id></entry>", "<a:entry><a:id>a</a:id></a:entry>"]
)
@pytest.mark.parametrize("head", ["<feed xmlns='http://www.w3.org/2005/Atom'", "<rss version='2.0'"])
def test_empty_entries_cost_neither_time_nor_memory(head: str, piece: str):
    """An entry takes fifty times its bytes when it is parsed, and minutes for what a megabyte unfolds to."""
    piece = piece if head.startswith("<feed") else piece.replace("entry", "item")
    name = head[1:].partition(" ")[0]
    content = f"{head} xmlns:a='http://www.w3.org/2005/Atom'>{piece * (3_000_000 // len(piece))}</{name}>".encode()
    started = time.process_time()
    reading = formats.read(content)
    assert time.process_time() - started < 2
    assert [notice.code for notice in reading.notices] == ["not_a_feed"]
    assert not reading.well_formed


def test_a_million_items_that_are_no_postings_are_counted_in_little_time():
    """After thousands of faults an item is read only if it has what every posting has; sound ones are found still."""
    good = posting("south", 1)
    items = b'{"id":"aaaaaaaaaaa"},' * 500_000 + write(good)
    content = b'{"type":"DataFeed","specVersion":"1.0","items":[%s]}' % items
    started = time.process_time()
    reading = formats.read(content)
    assert time.process_time() - started < 5
    assert [item.posting.id for item in reading.items] == [good["id"]]
    (more,) = [notice.found for notice in reading.notices if notice.code == "too_many_faults"]
    lacking = {notice.pointer.split("/")[2] for notice in reading.notices if notice.pointer.startswith("/items/")}
    assert more + len(lacking) == 500_000
