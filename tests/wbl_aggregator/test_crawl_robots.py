"""robots.txt is obeyed for feeds and pages, asked for once a day, and its absence is told from its failure."""

from datetime import timedelta
from itertools import pairwise

import pytest
from crawling import AT, RobotsInMemory, crawled, ids, source
from recorded_web import RecordedWeb, feed_json, posting_json, recorded
from wbl_aggregator.crawl.values import Known

from wbl_feed.fetch import Failed, Fetched
from wbl_feed.robots import Robots

FEED, ROBOTS = "https://a.example/feed.json", "https://a.example/robots.txt"


def ruled(web: RecordedWeb, text: str, status: int = 200) -> None:
    """A host with a feed and some rules."""
    web.answers = {FEED: {"json": feed_json("a.example", 1)}, ROBOTS: {"body": text, "status": status}}


@pytest.mark.parametrize(
    ("text", "allowed", "rule"),
    [
        ("", True, ""),
        ("User-agent: *\nDisallow: /private", True, ""),
        ("User-agent: *\nDisallow: /feed # not for you", False, "Disallow: /feed"),
        ("User-agent: *\nDisallow: /", False, "Disallow: /"),
        ("User-agent: *\nDisallow: /\nAllow: /feed.json", True, ""),
        ("User-agent: *\nDisallow: /\n\nUser-agent: wbl-feed\nDisallow: /private", True, ""),
        (
            "User-agent: wbl-feed\nDisallow: /*.json$\nDisallow: /x\n\nUser-agent: *\nDisallow:",
            False,
            "Disallow: /*.json$",
        ),
        ("User-agent: WBL-Feed/0.1\nDisallow: /feed", False, "Disallow: /feed"),
        ("User-agent: Somebody\nDisallow: /", True, ""),
        ("\ufeffUser-agent: *\r\nDisallow: /feed", False, "Disallow: /feed"),
        ("<!DOCTYPE html><p>Not here", True, ""),
        ("User-agent: *\nDisallow: /feed\nDisallow: /feed.json", False, ""),
    ],
)
def test_rules_are_obeyed_and_the_rule_is_named(text: str, allowed: bool, rule: str):
    """What robots.txt forbids is not asked for, and the failure names the line, if it is a single one."""
    with recorded() as web:
        ruled(web, text)
        outcome = crawled(web, source("a"))["a"].outcome
        assert web.urls(robots=True) == [ROBOTS, FEED] if allowed else [ROBOTS]
        if allowed:
            assert isinstance(outcome, Fetched)
        else:
            assert isinstance(outcome, Failed)
            assert outcome.code == "robots"
            assert "does not allow to read https://a.example/feed.json" in outcome.message
            assert (f"“{rule}”" in outcome.message) if rule else ("“" not in outcome.message)


def test_pages_are_under_the_rules_too():
    """A page that may not be read is not asked for, and the feed is not whole without it."""
    with recorded() as web:
        ruled(web, "User-agent: *\nDisallow: /feed-2")
        first = feed_json("a.example", 1, completeness="paged", pages=["feed-2.json"])
        page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": "https://a.example/feed", "items": [posting_json("a.example", 2)]}  # fmt: skip
        web.answers |= {FEED: {"json": first}, "https://a.example/feed-2.json": {"json": page}}
        reading = crawled(web, source("a"))["a"].reading
        assert reading is not None
        assert not reading.whole
        assert web.urls() == [FEED]


def test_an_address_that_a_redirect_leads_to_has_rules_of_its_own():
    """Each origin on the way is asked for its rules, and one that forbids its address is not asked for it."""
    with recorded() as web:
        web.answers = {
            FEED: {"status": 302, "headers": {"Location": "https://b.example/feed.json"}},
            "https://b.example/robots.txt": {"body": "User-agent: *\nDisallow: /"},
        }
        outcome = crawled(web, source("a"))["a"].outcome
        assert isinstance(outcome, Failed)
        assert outcome.code == "robots"
        assert web.urls(robots=True) == [ROBOTS, FEED, "https://b.example/robots.txt"]


@pytest.mark.parametrize(
    ("status", "read"), [(404, True), (401, True), (403, True), (410, True), (429, False), (500, False), (503, False)]
)
def test_what_cannot_be_had(status: int, read: bool):
    """A file that is not there allows everything; one that cannot be had now forbids everything (RFC 9309, 2.3.1)."""
    with recorded() as web:
        ruled(web, "", status)
        kept = RobotsInMemory()
        answer = crawled(web, source("a"), kept=kept)["a"]
        assert ids(answer) == (["1"] if read else [])
        assert kept.kept["https://a.example"][1] == (status if read else 503)
        if not read:
            assert isinstance(answer.outcome, Failed)
            assert answer.outcome.code in ("robots", "waiting")
            assert web.urls() == []


def test_five_redirects_of_the_file_are_followed():
    """The file may lie elsewhere; after more than five redirects it counts as not there (2.3.1.2)."""
    for hops, read in ((5, False), (6, True)):
        with recorded() as web:
            ruled(web, "")
            places = [ROBOTS, *(f"https://a.example/{n}.txt" for n in range(hops))]
            for place, after in pairwise(places):
                web.answers[place] = {"status": 301, "headers": {"Location": after}}
            web.answers[places[-1]] = {"body": "User-agent: *\nDisallow: /"}
            assert bool(ids(crawled(web, source("a"))["a"])) is read


def test_it_is_asked_for_once_a_day():
    """What was kept from an earlier run counts for 24 hours; then it is asked for again."""
    kept = RobotsInMemory()
    with recorded() as web:
        ruled(web, "User-agent: *\nDisallow: /private")
        for hours, asked in ((0, 1), (1, 1), (23, 1), (24, 2), (25, 2)):
            crawled(
                web, source("a"), source("b", "https://a.example/b.json"), at=AT + timedelta(hours=hours), kept=kept
            )
            assert web.urls(robots=True).count(ROBOTS) == asked


def test_it_is_asked_for_once_a_day_where_a_redirect_leads_too():
    """The rules of the host that a source leads to for now are kept like its own."""
    kept, there = RobotsInMemory(), "https://b.example/feed.json"
    with recorded() as web:
        web.answers = {
            FEED: {"status": 302, "headers": {"Location": there}},
            there: {"json": feed_json("a.example", 1), "headers": {"ETag": '"v1"'}},
        }
        first = crawled(web, source("a"), kept=kept)["a"]
        again = {"a": Known(validators=first.validators)}
        crawled(web, source("a"), known=again, at=AT + timedelta(hours=1), kept=kept)
        asked = web.urls(robots=True)
        assert asked == [ROBOTS, FEED, "https://b.example/robots.txt", there, FEED, there]


def test_rules_that_cannot_be_had_again_go_on_to_count():
    """While the server fails, the copy of earlier runs holds (2.4), and is asked for anew each time."""
    kept = RobotsInMemory()
    with recorded() as web:
        ruled(web, "User-agent: *\nDisallow: /private")
        assert ids(crawled(web, source("a"), kept=kept)["a"])
        ruled(web, "", 500)
        assert ids(crawled(web, source("a"), at=AT + timedelta(days=2), kept=kept)["a"])
        ruled(web, "User-agent: *\nDisallow: /")
        assert not ids(crawled(web, source("a"), at=AT + timedelta(days=3), kept=kept)["a"])
        ruled(web, "", 500)
        assert not ids(crawled(web, source("a"), at=AT + timedelta(days=5), kept=kept)["a"])


def test_rules_that_could_not_be_had_for_a_month_are_given_up():
    """After 30 days without a file that can be had, it counts as not there (2.3.1.4)."""
    kept = RobotsInMemory()
    with recorded() as web:
        ruled(web, "", 500)
        read = [
            bool(ids(crawled(web, source("a"), at=AT + timedelta(days=day), kept=kept)["a"])) for day in (0, 1, 29, 30)
        ]
        assert read == [False, False, False, True]


def test_a_host_that_waits_says_nothing_of_its_rules():
    """A file that was not asked for is not counted as one that cannot be had."""
    kept = RobotsInMemory()
    with recorded() as web:
        crawled(web, source("a"), kept=kept, hosts={"a.example": AT + timedelta(hours=1)})
    assert kept.kept == {}


def test_who_was_asked_by_the_publisher_goes_without():
    """``robots = false``, for all or for one source, asks for no robots.txt; the source's own word counts more."""
    for of_all, own, obeyed in ((False, None, False), (True, False, False), (False, True, True), (True, None, True)):
        with recorded() as web:
            ruled(web, "User-agent: *\nDisallow: /")
            answer = crawled(web, source("a", robots=own), robots=of_all)["a"]
            assert bool(ids(answer)) is not obeyed
            assert (ROBOTS in web.urls(robots=True)) is obeyed


def test_crawl_delay_makes_the_pause_longer_within_reason():
    """A Crawl-delay that is longer than our pause holds, up to a minute."""
    for delay, pause in (("0.5", 2.0), ("7", 7.0), ("86400", 60.0)):
        with recorded() as web:
            ruled(web, f"User-agent: *\nCrawl-delay: {delay}")
            first = feed_json("a.example", 1, completeness="paged", pages=["feed-2.json"])
            web.answers[FEED] = {"json": first}
            slept: list[float] = []
            crawled(web, source("a"), pause_seconds=2.0, sleep=slept.append)
            assert [round(seconds) for seconds in slept] == [pause]


def test_a_file_of_any_size_is_read_to_500_kibibytes():
    """What comes after that is not looked at, and thousands of agents cost little time."""
    agents = "".join(f"User-agent: bot{n}\nDisallow: /\n" for n in range(20_000))
    late = Robots((agents + "User-agent: *\nDisallow: /feed").encode())
    assert late.allow("https://a.example/feed.json")
    assert not Robots(b"User-agent: *\nDisallow: /feed\n" + agents.encode()).allow("https://a.example/feed.json")
