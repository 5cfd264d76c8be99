"""Which address is asked: the remembered one first, the listed one where that is lost, and the one that a page leads to."""

from datetime import timedelta

import pytest
from crawling import AT, crawled, envelope_of, ids, source
from recorded_web import feed_json, recorded
from wbl_aggregator.crawl.values import Known
from wbl_aggregator.decisions.moves import moved

from wbl_feed.fetch import Failed, Fetched, NotModified, Redirect, Validators

OLD, NEW = "https://a.example/feed.json", "https://new.example/feed.json"
FEED = feed_json("a.example", 1)
OTHER = feed_json("squatter.example", 9)
KNOWN = {"a": Known(NEW, envelope=envelope_of(FEED))}


def test_a_permanent_redirect_is_followed_and_told():
    """The way is told hop by hop, from the address that was asked."""
    with recorded() as web:
        web.answers = {OLD: {"status": 301, "headers": {"Location": NEW}}, NEW: {"json": FEED}}
        answer = crawled(web, source("a"))["a"]
        assert isinstance(answer.outcome, Fetched)
        assert (answer.asked, answer.outcome.url) == (OLD, NEW)
        assert answer.outcome.redirects == (Redirect(NEW, True),)
        assert moved(("", 0), answer.outcome.redirects, answer.asked, answer.outcome.url) == (NEW, 1)


def test_the_remembered_address_is_asked_first():
    """The listed one is left alone while the remembered one answers."""
    with recorded() as web:
        web.answers = {OLD: {"json": FEED}, NEW: {"json": FEED}}
        answer = crawled(web, source("a"), known=KNOWN)["a"]
        assert (web.urls(), answer.asked) == ([NEW], NEW)


@pytest.mark.parametrize(
    "lost",
    [{"status": 404}, {"status": 410}, {"json": OTHER}, {"body": "<!DOCTYPE html><p>This domain is for sale"}],
    ids=["404", "410", "another feed", "a web page"],
)
def test_the_listed_address_is_asked_where_the_remembered_one_is_lost(lost: dict[str, object]):
    """A remembered address that does not lead to the feed any more costs nothing: the listed one is asked in the same run."""
    with recorded() as web:
        web.answers = {NEW: lost, OLD: {"json": FEED}}
        answer = crawled(web, source("a"), known=KNOWN)["a"]
        assert web.urls() == [NEW, OLD]
        assert (answer.asked, ids(answer)) == (OLD, ["1"])
        assert isinstance(answer.outcome, Fetched)
        assert moved((NEW, 2), answer.outcome.redirects, answer.asked, answer.outcome.url) == ("", 0)


def test_the_listed_address_is_asked_where_the_remembered_host_is_away():
    """A host that cannot be reached is as good as one without the feed."""
    with recorded() as web:
        web.answers = {OLD: {"json": FEED}}
        away = {"a": Known("http://127.0.0.1:1/feed.json", envelope=envelope_of(FEED))}
        assert ids(crawled(web, source("a", robots=False), known=away)["a"]) == ["1"]


@pytest.mark.parametrize("status", [500, 503, 403])
def test_a_passing_fault_of_the_remembered_address_is_its_own(status: int):
    """A fault that says nothing of the address does not lead back to the listed one."""
    with recorded() as web:
        web.answers = {NEW: {"status": status}, OLD: {"json": FEED}}
        answer = crawled(web, source("a"), known=KNOWN)["a"]
        assert web.urls() == [NEW]
        assert isinstance(answer.outcome, Failed)


def test_where_both_fail_the_remembered_one_is_told():
    """What is said of the source is the fault of the address that it is asked at."""
    with recorded() as web:
        web.answers = {NEW: {"status": 410}, OLD: {"status": 404}}
        outcome = crawled(web, source("a"), known=KNOWN)["a"].outcome
        assert isinstance(outcome, Failed)
        assert (outcome.status, web.urls()) == (410, [NEW, OLD])


def test_each_address_is_asked_with_its_own_validators():
    """The condition of one address never goes to another; after a 302 that of the place it led to is asked with."""
    with recorded() as web:
        there = {"json": FEED, "headers": {"ETag": '"n"'}}
        web.answers = {OLD: {"status": 302, "headers": {"Location": NEW}}, NEW: there}
        first = crawled(web, source("a"))["a"]
        assert first.validators == {NEW: Validators('"n"')}
        again = crawled(web, source("a"), known={"a": Known(validators=first.validators)})["a"]
        assert isinstance(again.outcome, NotModified)
        assert again.validators == {NEW: Validators('"n"')}
        sent = [one.headers.get("if-none-match") for one in web.asked if not one.url.endswith("robots.txt")]
        assert sent == [None, None, None, '"n"']


def test_a_failure_keeps_the_validators_that_there_were():
    """A server that is away for an hour does not make the whole document be asked for again."""
    with recorded() as web:
        web.answers = {OLD: {"status": 500}}
        kept = {OLD: Validators('"v"')}
        assert crawled(web, source("a"), known={"a": Known(validators=kept)})["a"].validators == kept


HOME = "https://site.example/"
PAGE = '<!DOCTYPE html><link rel="alternate" type="application/vnd.wbl-feed+json" href="{}"><p>Welcome'


def test_a_feed_is_found_from_a_page_and_remembered():
    """A source of which only a page is known is looked for once; then the address that was found is asked."""
    with recorded() as web:
        page = PAGE.format("/data/feed.json")
        web.answers = {
            HOME: {"body": page},
            "https://site.example/data/feed.json": {"json": feed_json("site.example", 1)},
        }
        answer = crawled(web, source("s", home=HOME))["s"]
        assert ids(answer) == ["1"]
        assert answer.found == answer.asked == "https://site.example/data/feed.json"
        web.asked.clear()
        later = crawled(web, source("s", home=HOME), known={"s": Known(answer.found)})["s"]
        assert (web.urls(), later.found) == ([answer.found], "")


def test_a_feed_that_moved_is_found_again_from_its_page():
    """Where the address that was found answers 404, the page is asked anew."""
    with recorded() as web:
        web.answers = {
            HOME: {"body": PAGE.format("/new.json")},
            "https://site.example/new.json": {"json": feed_json("site.example", 1)},
        }
        answer = crawled(web, source("s", home=HOME), known={"s": Known("https://site.example/old.json")})["s"]
        assert (ids(answer), answer.found) == (["1"], "https://site.example/new.json")


def test_a_page_without_a_feed_is_a_failure():
    """It says that no feed was found, and from which page."""
    with recorded() as web:
        web.answers = {HOME: {"body": "<!DOCTYPE html><p>Welcome"}}
        outcome = crawled(web, source("s", home=HOME))["s"].outcome
        assert isinstance(outcome, Failed)
        assert "no feed was found" in outcome.message


def test_a_page_is_under_the_rules_too():
    """A site whose robots.txt forbids the page is not searched."""
    with recorded() as web:
        web.answers = {"https://site.example/robots.txt": {"body": "User-agent: *\nDisallow: /"}, HOME: {"body": PAGE}}
        outcome = crawled(web, source("s", home=HOME))["s"].outcome
        assert isinstance(outcome, Failed)
        assert "robots.txt" in outcome.message
        assert web.urls() == []


def test_the_host_of_a_page_that_waits_is_not_asked():
    """Retry-After of an earlier run holds for the search too."""
    with recorded() as web:
        until = AT + timedelta(hours=1)
        outcome = crawled(web, source("s", home=HOME), hosts={"site.example": until})["s"].outcome
        assert isinstance(outcome, Failed)
        assert (outcome.code, web.asked) == ("waiting", [])
