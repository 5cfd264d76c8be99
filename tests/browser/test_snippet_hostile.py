"""Whatever stands where a feed should be, the snippet shows what is sound and says plainly what it cannot."""

import json
import random
from collections.abc import Iterator

import fuzz
import pytest
from browser.axe import violations
from browser.snippet_web import OPEN_TO_ALL, SnippetWeb, feed, opened, posting, snippet_web, titles
from faults.server import HTML, Exchange, document, endless, head, redirect, status
from playwright.sync_api import Page, expect
from wbl_publishers.snippet import Snippet, html

pytestmark = pytest.mark.slow
FAILED = "The list could not be loaded. Data feed"
MISSED = "Some postings could not be read and are left out. "
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script></script><svg onload=alert(3)>"


@pytest.fixture
def web() -> Iterator[SnippetWeb]:
    """Two origins that serve nothing yet."""
    with snippet_web() as web:
        yield web


@pytest.fixture
def watched(desktop: Page) -> Iterator[Page]:
    """A page in which nothing may pop up and no error may be left uncaught."""
    seen: list[str] = []
    desktop.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    desktop.on("pageerror", lambda error: seen.append(str(error)))
    yield desktop
    assert seen == []


def test_texts_of_a_feed_are_texts(web, watched):
    """Markup, addresses that run scripts and names of JavaScript's own in a feed are shown as text, or not at all."""
    nasty = posting(
        1,
        id="__proto__",
        title=MARKUP,
        url='https://site.example/"><script>alert(1)</script>',
        activityType="constructor",
        workMode="__proto__",
        compensation={"status": "toString"},
        eligibility={"minimumAge": MARKUP, "maximumAge": 1e300, "workPermit": "constructor"},
        safety={"hazardous": ["yes"]},
        hiringOrganization={"name": MARKUP},
        jobLocation=[{"name": MARKUP}, {"address": {"addressLocality": "\u202eA\u0000B\u2066"}}],
        inLanguage='en"><script>',
        provenance=[{"feedTitle": MARKUP}],
    )
    links = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//site.example/",
        "/x",
        "",
    ]
    content = feed(
        nasty,
        *(posting(10 + number, url=url) for number, url in enumerate(links)),
        name=MARKUP,
        attributionText=MARKUP,
        homePageUrl="javascript:alert(1)",
        license="javascript:alert(1)",
    )
    section = web.show(watched, content)
    assert titles(section) == [MARKUP]
    lines = section.locator("li p").all_inner_texts()
    assert lines[0] == f"{MARKUP} · A B"
    assert lines[1].startswith("Other · Age: –1")
    assert section.locator("script, img, svg, iframe").count() == 0
    assert section.locator("a").evaluate_all("links => links.map(link => link.protocol)") == [
        "https:",
        "http:",
        "http:",
    ]
    assert section.locator("li a").get_attribute("lang") is None
    assert (
        section.locator("footer").inner_text() == f"{MISSED}Source: {MARKUP} · License: javascript:alert(1) · Data feed"
    )
    assert violations(watched) == []


def broken_page(content: bytes) -> dict[str, object]:
    """Answers that are no feed, by what they are."""
    return {
        "a page of HTML": document(HTML, OPEN_TO_ALL | {"Content-Type": "text/html"}),
        "404": lambda exchange: exchange.answer(404, content, OPEN_TO_ALL),
        "500": status(500, OPEN_TO_ALL),
        "cut off": document(content[:-20], OPEN_TO_ALL),
        "no length": lambda exchange: exchange.send(head(200, {**OPEN_TO_ALL, "Content-Length": "9999"}) + content),
        "broken off": Exchange.reset,
        "for this origin alone": document(content),
        "of an unknown major version": document(content.replace(b'"1.0"', b'"2.0"'), OPEN_TO_ALL),
        "a catalogue": document(b'{"type": "DataCatalog", "specVersion": "1.0", "feeds": []}', OPEN_TO_ALL),
        "endless": lambda exchange: (exchange.send(head(200, OPEN_TO_ALL)), endless(exchange)),
        "a loop": redirect(302, "/feed.json"),
        **{
            f"only {text}": document(text.encode(), OPEN_TO_ALL)
            for text in ("", "null", "[]", "{}", "42", '"DataFeed"')
        },
    }


@pytest.mark.parametrize("kind", broken_page(b""))
def test_what_is_no_feed_is_said(web, watched, kind):
    """Where no feed can be read, the snippet says so with a link, and the page around it stays as it was."""
    content = json.dumps(feed(posting(1))).encode()
    web.feeds.behaviours["/feed.json"] = broken_page(content)[kind]
    section = opened(watched, web.page(html(Snippet(f"{web.feeds.address}/feed.json"))))
    expect(section.get_by_role("status")).to_have_text(FAILED)
    assert section.get_by_role("link").get_attribute("href") == f"{web.feeds.address}/feed.json"
    assert section.locator("li").count() == 0
    assert violations(watched) == []


@pytest.mark.parametrize(
    "content",
    [feed(), feed(posting(1, status="closed")), feed(posting(1), terminationDate="2026-11-22T12:00:00Z")],
    ids=["empty", "all closed", "ended"],
)
def test_nothing_open_is_said(web, watched, content):
    """A feed with nothing open is told apart from one that cannot be read."""
    expect(web.show(watched, content).get_by_role("status")).to_have_text("Nothing is open right now.")


def test_one_bad_posting_never_loses_its_neighbours(web, watched):
    """Any value in the place of any member, null included: the sound posting is shown, and it is said that some are not."""
    whole = json.loads((fuzz.SPEC / "examples" / "posting.json").read_text("utf-8")) | {"status": "open"}
    values = [
        None,
        True,
        5,
        -1e300,
        "",
        "\x00",
        "x" * 5000,
        [],
        {},
        [[]],
        [None],
        {"a": {"b": None}},
        "\ud800",
        "2027-02-30",
    ]
    broken = [
        posting(0, **{**whole, "id": f"urn:a:{name}:{number}", name: value})
        for name in whole
        for number, value in enumerate(values)
    ]
    section = web.show(watched, feed(*broken, 5, None, [], "text", posting(1, title="The sound one")), most=100)
    while (button := section.get_by_role("button")).count():
        button.click()
    shown = titles(section)
    assert "The sound one" in shown
    assert len(whole) < len(shown) < len(broken)
    expect(section.locator("footer")).to_contain_text(MISSED)


def test_a_posting_with_a_date_that_is_none_is_left_out(web, watched):
    """Nobody can tell whether such a posting is still open, so it is not shown as if it were."""
    members = ["dateModified", "applicationDeadline", "validThrough", "applicationStartDate"]
    dates = [
        None, 5, "", [], "soon", "2027-02-30", "2027-13-01", "2027-1-1", "1827-01-01", "2027-02-30T00:00:00Z",
        "2027-01-01T00:00:00", "2027-01-01T25:00:00Z", "2027-01-01 00:00:00Z", "2027-01-01T00:00:00Z ",
    ]  # fmt: skip
    broken = [
        posting(number * 100 + at, **{member: date})
        for number, member in enumerate(members)
        for at, date in enumerate(dates)
    ]
    section = web.show(watched, feed(*broken, posting(999, dateModified="2026-11-01"), posting(1000)), most=100)
    assert titles(section) == ["Posting 1000"]
    expect(section.locator("footer")).to_contain_text(MISSED)


def test_tombstones_and_doubles(web, watched):
    """What a tombstone of the same moment or later names is gone, what changed after it is not; of doubles the first counts."""
    stones = [
        {"id": posting(1)["id"], "dateDeleted": "2026-11-01T12:00:00Z"},
        {"id": posting(2)["id"], "dateDeleted": "2026-11-01T11:59:59Z"},
        {"id": posting(3)["id"], "dateDeleted": "2097-01-01T00:00:00Z"},
        {"id": posting(4)["id"], "dateDeleted": "nobody knows"},
        {"id": posting(5)["id"], "dateDeleted": "2026-11-02T00:00:00Z"},
        {"id": posting(5)["id"], "dateDeleted": "2026-10-02T00:00:00Z"},
        {"id": posting(8)["id"], "dateDeleted": "1970-01-01T00:00:00Z"},
        None, 5, {}, [],
    ]  # fmt: skip
    future = posting(3, dateModified="2098-01-01T00:00:00Z")
    double = posting(6, title="The first"), posting(6, title="The second")
    unsound = posting(7, title=""), posting(7, title="The sound one")
    old = posting(8), posting(9, dateModified="1970-01-01T00:00:00Z")
    content = feed(posting(1), posting(2), future, posting(4), posting(5), *double, *unsound, *old, tombstones=stones)
    assert titles(web.show(watched, content)) == ["Posting 2", "The first", "The sound one", "Posting 8", "Posting 9"]


def paged(web: SnippetWeb, *pages: str, **members: object) -> dict[str, object]:
    """A feed with one posting that lists these pages."""
    return feed(posting(1), completeness="paged", pages=list(pages), **members)


def one_page(number: int, **members: object) -> dict[str, object]:
    return {
        "type": "DataFeedPage",
        "specVersion": "1.0",
        "feed": "https://site.example/feed",
        "items": [posting(number)],
    } | members


def test_pages_are_read_in_their_order(web, watched):
    """All pages of a feed are shown, relative to where the feed was found after redirects."""
    for number in (2, 3):
        web.feed(one_page(number), f"/new/pages/{number}.json")
    web.feed(paged(web, "pages/2.json", "pages/3.json"), "/new/feed.json")
    web.feeds.behaviours["/feed.json"] = lambda exchange: exchange.answer(
        301, b"", OPEN_TO_ALL | {"Location": "/new/feed.json"}
    )
    section = opened(watched, web.page(html(Snippet(f"{web.feeds.address}/feed.json"))))
    assert titles(section) == ["Posting 1", "Posting 2", "Posting 3"]
    assert MISSED not in section.locator("footer").inner_text()


def test_a_page_that_is_none_loses_no_other(web, watched):
    """Pages that are missing, broken, of another feed or on another origin are left out, and that is said."""
    web.feed(one_page(2), "/good.json")
    web.feed(one_page(3, feed="https://other.example/feed"), "/other.json")
    web.feed(feed(posting(4), feed="https://site.example/feed"), "/feed-again.json")
    web.feed(b'{"type": "DataFeedPage", "items": [', "/cut.json")
    web.feed(one_page(5, items=None), "/no-items.json")
    web.feeds.behaviours["/away.json"] = redirect(302, f"{web.pages.address}/page.json")
    web.pages.behaviours["/page.json"] = document(json.dumps(one_page(6)).encode(), OPEN_TO_ALL)
    elsewhere = [
        "https://evil.example/page.json",
        f"{web.pages.address}/page.json",
        "http://[::1",
        "javascript:alert(1)",
    ]
    content = paged(
        web, "/missing.json", "/other.json", "/cut.json", "/no-items.json", "/feed-again.json", *elsewhere, "/good.json"
    )
    section = web.show(watched, content)
    assert titles(section) == ["Posting 1", "Posting 2"]
    expect(section.locator("footer")).to_contain_text(MISSED)
    assert not [one for one in web.pages.requests if one.path == "/page.json"]


def test_a_page_that_leads_elsewhere_is_not_believed(web, watched):
    """A page that is redirected to another origin is not taken."""
    web.feeds.behaviours["/away.json"] = lambda exchange: exchange.answer(
        302, b"", OPEN_TO_ALL | {"Location": f"{web.pages.address}/page.json"}
    )
    web.pages.behaviours["/page.json"] = document(json.dumps(one_page(2)).encode(), OPEN_TO_ALL)
    section = web.show(watched, paged(web, "/away.json"))
    assert titles(section) == ["Posting 1"]
    assert [one for one in web.pages.requests if one.path == "/page.json"]


def test_pages_have_an_end(web, watched):
    """Of a feed with very many pages the first twenty are read, each once, and it is said that not all are shown."""
    for number in range(2, 62):
        web.feed(one_page(number), f"/{number}.json")
    section = web.show(watched, paged(web, *(f"/{number}.json" for number in range(2, 62) for _ in (1, 2))))
    expect(section.get_by_role("status")).to_have_text("Shown: 10 of 21")
    expect(section.locator("footer")).to_contain_text(MISSED)
    assert len(web.feeds.requests) == 21


def test_ten_thousand_postings(web, watched):
    """A large feed is shown in seconds, ten at a time, and can be searched."""
    section = web.show(watched, feed(*(posting(number) for number in range(10_000))))
    expect(section.get_by_role("status")).to_have_text("Shown: 10 of 10000")
    assert section.locator("li").count() == 10
    took = section.evaluate(
        """section => {
            const began = performance.now(), search = section.querySelector("input");
            search.value = "posting 9999";
            search.dispatchEvent(new Event("input"));
            return performance.now() - began;
        }"""
    )
    assert titles(section) == ["Posting 9999"]
    assert took < 2_000


def test_a_feed_of_changes_is_not_passed_off_as_whole(web, watched):
    """A feed that holds recent changes alone is shown with the word that some are missing."""
    section = web.show(watched, feed(posting(1), completeness="delta"))
    expect(section.locator("footer")).to_contain_text(MISSED)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", None, 5, {}])
def test_an_unknown_zone_is_read_as_utc(web, watched, zone):
    """Where the feed names no zone that there is, its days are those of UTC and not those of the reader."""
    content = feed(
        posting(1, applicationDeadline="2026-11-21"), posting(2, applicationDeadline="2026-11-22"), timeZone=zone
    )
    address = web.page(html(Snippet(web.feed(content))))
    assert titles(opened(watched, address, "2026-11-21T23:59:59Z")) == ["Posting 1", "Posting 2"]
    assert titles(opened(watched, address, "2026-11-22T00:00:00Z")) == ["Posting 2"]


def test_broken_documents(web, watched):
    """Feeds broken in their bytes and structure: a list, or a word that there is none, and no link that could run."""
    chance = random.Random(4)
    feeds = [content for content in fuzz.corpus() if b'"DataFeed"' in content]
    outcomes = set()
    for _ in range(60):
        section = web.show(watched, fuzz.broken(chance.choice(feeds), chance))
        text = section.get_by_role("status").inner_text()
        outcomes.add(text.partition(":")[0])
        protocols = section.locator("a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(protocols) <= {"http:", "https:"}
    assert outcomes == {"Shown", "Nothing is open right now.", FAILED}
