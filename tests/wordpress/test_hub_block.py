"""The block and the shortcode of statewide postings, on a real WordPress, with an aggregator that behaves and misbehaves."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest
from faults.server import Behaviour, Exchange, FaultServer, bomb, document, encoded, redirect, slow_body, status
from lxml import html
from wbl_aggregator.pipeline import run
from wbl_aggregator.sources import Config
from wordpress.real_site import Answer, RealSite

from wbl_feed.resources import spec_folder

pytestmark = pytest.mark.slow
NOW = "2026-11-22T12:00:00Z"
CAPE = "/by/region/us-ma-stem.cape-cod/feed.json"
LOOK = """
add_filter( 'wbl_feed_hub_allow_private', '__return_true' );
add_action( 'template_redirect', function () {
	if ( isset( $_GET['look'] ) ) {
		$html = apply_filters( 'the_content', wp_unslash( $_GET['look'] ) );
		header( 'X-Peak: ' . memory_get_peak_usage() );
		echo $html;
		exit;
	}
} );"""
"""A page that shows any content as visitors see it."""
POSTING = {
    "id": "https://reef.example/id/1",
    "url": "https://reef.example/1",
    "title": "Reef survey",
    "dateModified": "2026-11-01T00:00:00Z",
    "activityType": "internship",
    "status": "open",
}
FEED = {
    "type": "DataFeed",
    "specVersion": "1.0",
    "id": "https://hub.example/feed/by/region/us-ma-stem.cape-cod",
    "name": "Statewide work-based learning",
    "publisher": {"name": "The hub", "url": "https://hub.example/"},
    "license": "CC-BY-4.0",
    "attributionText": "The hub & its sources",
    "timeZone": "America/New_York",
    "dateModified": "2026-11-01T00:00:00Z",
    "completeness": "complete",
}


@pytest.fixture(scope="module")
def looking(wbl_site: RealSite) -> RealSite:
    """The site, on which any content can be looked at."""
    wbl_site.plugin("look", LOOK)
    wbl_site.at(NOW)
    return wbl_site


@pytest.fixture
def hub(looking: RealSite) -> Iterator[FaultServer]:
    """An aggregator, named in the settings of the site."""
    server = FaultServer()
    save(looking, hub=server.address)
    looking.at(NOW)
    yield server
    server.close()


def save(site: RealSite, **settings: Any) -> None:
    site.php(f"WblFeed\\Feed\\Settings::save( json_decode( {json.dumps(json.dumps(settings))}, true ) );")


def look(site: RealSite, content: str) -> Answer:
    """What a visitor sees of a content."""
    return site.ask(f"?look={quote(content)}")


def shown(site: RealSite, **attributes: Any) -> str:
    """What a visitor sees of the block."""
    return look(site, block(**attributes)).text


def block(**attributes: Any) -> str:
    return f"<!-- wp:wbl-feed/postings {json.dumps(attributes or {'region': 'us-ma-stem:cape-cod'})} /-->"


def feed(*postings: dict[str, Any], **more: Any) -> bytes:
    """The document of a part."""
    items = [{**POSTING, "id": f"https://reef.example/id/{number}", **one} for number, one in enumerate(postings, 1)]
    return json.dumps({**FEED, "items": items, **more}).encode()


def titles(page: str) -> list[str]:
    """The headings of the list."""
    return [str(link.text_content()) for link in html.fromstring(f"<div>{page}</div>").xpath("//li/*[1]/a")]


def lines(page: str, number: int = 0) -> dict[str, str]:
    """The facts of a posting in the list."""
    posting = html.fromstring(f"<div>{page}</div>").xpath("//li")[number]
    return {line[0].text_content(): line[1].text_content() for line in posting.xpath(".//dl/div")}


def test_what_the_aggregator_of_this_project_publishes(looking: RealSite, hub: FaultServer, tmp_path: Path):
    """Each choice reads its own file among those that the aggregator wrote, and never the whole state's feed."""
    source = FaultServer()
    source.behaviours["/feed.json"] = document((Path(str(spec_folder())) / "sample" / "feed.json").read_bytes())
    config = {
        "feed": {"id": "https://hub.example/feed", "name": "All", "license": "CC0-1.0", "publisher": {"name": "Hub"}},
        "crawl": {"contact": "ops@hub.example", "pause_seconds": 0},
        "source": [{"id": "harbor", "url": f"{source.address}/feed.json", "allow_private": True}],
    }
    run(Config.model_validate(config), tmp_path / "public", tmp_path / "state", datetime(2026, 11, 22, 12, tzinfo=UTC))
    source.close()
    for path in (tmp_path / "public").rglob("*.json"):
        hub.behaviours["/" + path.relative_to(tmp_path / "public").as_posix()] = document(path.read_bytes())
    northeast = titles(shown(looking, region="us-ma-stem:northeast"))
    assert "Water quality laboratory internship, summer 2027" in northeast
    assert titles(shown(looking, type="job-shadow")) == ["Shadow a radiology technologist for a day"]
    twelfth = titles(shown(looking, grade="12"))
    assert "Clinical rotation for health-science seniors" in twelfth
    assert "What do I like? An afternoon of interest inventories" not in twelfth
    odd = "https://harborbridge.example/terms/regions/borderplex"
    assert titles(shown(looking, region=odd)) == ["Clinical rotation for health-science seniors"]
    assert [request.path.split("/")[1:3] for request in hub.requests] == [
        ["by", "region"],
        ["by", "activity"],
        ["by", "grade"],
        ["by", "region"],
    ]


def test_filters_beside_the_region_keep_what_is_not_known(looking: RealSite, hub: FaultServer):
    """One file is read for several filters; what does not state the fact is shown last, marked, and another fact is not."""
    hub.behaviours[CAPE] = document(
        feed(
            {"title": "Silent on grades", "applicationDeadline": "2026-12-01"},
            {"title": "Fits", "eligibility": {"gradeLevels": [10, 11]}},
            {"title": "Too young", "eligibility": {"gradeLevels": [9]}},
            {"title": "Silent on kind", "activityType": "unspecified", "eligibility": {"gradeLevels": [11]}},
            {"title": "A shadow", "activityType": "job-shadow", "eligibility": {"gradeLevels": [11]}},
        )
    )
    page = shown(looking, region="us-ma-stem:cape-cod", type="internship", grade="11")
    assert titles(page) == ["Fits", "Silent on grades", "Silent on kind"]
    assert lines(page)["Grades"] == "10, 11"
    assert lines(page, 1)["Grades"] == "not stated"
    assert lines(page, 2)["Kind"] == "not stated"
    assert [request.path for request in hub.requests] == [CAPE]
    other = look(looking, '[wbl_postings region="us-ma-stem:cape-cod" type="other" limit="3" level="2"]').text
    assert "<h2>" in other
    assert titles(other) == ["Silent on kind"]


def test_only_what_is_open(looking: RealSite, hub: FaultServer):
    """What is filled, over by the clock of the feed's zone, withdrawn, ended or unsound is not shown; then the soonest comes first."""
    hub.behaviours[CAPE] = document(
        feed(
            {"title": "Without end"},
            {"title": "Filled", "status": "filled"},
            {"title": "Today is the last day", "applicationDeadline": "2026-11-22"},
            {"title": "Over", "applicationDeadline": "2026-11-21"},
            {"title": "Over since noon", "applicationDeadline": "2026-11-22T12:00:00Z"},
            {"title": "No longer true", "validThrough": "2026-11-01"},
            {"title": "Withdrawn", "id": "https://reef.example/id/gone"},
            {"title": "Unsound", "applicationDeadline": "2026-02-30"},
            {"title": "Unsound too", "url": "javascript:alert(1)"},
            {"title": "Later", "applicationStartDate": "2027-01-04", "applicationDeadline": "2027-03-14"},
            {"title": "Twice", "id": "https://reef.example/id/1"},
            {"title": "\u202e\u0007"},
            tombstones=[{"id": "https://reef.example/id/gone", "dateDeleted": "2026-11-01T00:00:00Z"}],
        )
    )
    page = shown(looking)
    assert titles(page) == ["Today is the last day", "Later", "Without end"]
    assert lines(page, 1)["Applications"] == "not before January 4, 2027, until March 14, 2027"
    assert '<time datetime="2027-03-14">March 14, 2027</time>' in page
    looking.at("2026-11-23T04:59:59Z")
    assert titles(shown(looking))[0] == "Today is the last day"
    looking.at("2026-11-23T05:00:00Z")  # midnight in New York
    assert titles(shown(looking))[0] == "Later"
    looking.at("2027-01-04T05:00:00Z")
    assert lines(shown(looking))["Applications"] == "until March 14, 2027"
    hub.behaviours[CAPE] = document(feed({}, terminationDate="2027-01-31T00:00:00Z"))
    looking.at("2027-01-30T23:59:59Z")
    assert titles(shown(looking)) == ["Reef survey"]
    looking.at("2027-01-31T00:00:01Z")
    assert "No open postings at the moment." in shown(looking)


def test_facts_in_the_language_of_the_site(looking: RealSite, hub: FaultServer):
    """Codes are shown by their labels, safety only where it is stated, and the licence and its owner with links."""
    hub.behaviours[CAPE] = document(
        feed(
            {
                "hiringOrganization": {"name": "Reef & Sons"},
                "jobLocation": [{"address": {"addressLocality": "Sandwich", "addressRegion": "MA"}}, {"name": "Pier"}],
                "workMode": "hybrid",
                "schedule": {"startDate": "2027-07-05", "endDate": "2027-08-13"},
                "compensation": {
                    "status": "paid",
                    "baseSalary": {"currency": "USD", "minValue": 15, "maxValue": 16.5, "unitText": "HOUR"},
                },
                "eligibility": {"minimumAge": 16, "gradeLevels": [0, 12, 13], "workPermit": "required"},
                "safety": {"hazardous": "no", "minorsSupervised": "unknown"},
                "license": "https://reef.example/terms",
                "inLanguage": "pt-BR",
                "rolling": True,
                "description": "A text that this block does not need.",
                "provenance": [{"feed": "https://reef.example/feed", "id": "x:1", "feedTitle": "Reef network"}],
            },
            {"activityType": "https://private.example/kind", "applicationDeadline": "2027-03-14T17:00:00-04:00"},
        )
    )
    page = shown(looking)
    assert lines(page, 1) == {
        "Employer": "Reef & Sons",
        "Place": "Sandwich, MA; Pier; Hybrid",
        "Kind": "Internship",
        "Dates": "July 5, 2027 to August 13, 2027",
        "Pay": "Paid, 15–16.50 USD an hour",
        "Grades": "kindergarten, 12, college year 1",
        "Age": "16 or older",
        "Safety": "not hazardous for minors; work permit required",
        "Applications": "until the places are filled",
        "Source": "Reef network",
        "License": "https://reef.example/terms",
    }
    assert lines(page) == {"Kind": "Other", "Applications": "until March 14, 2027 5:00 pm EDT"}
    assert '<a href="https://reef.example/1" rel="nofollow noopener" lang="pt-BR" dir="auto">Reef survey</a>' in page
    assert "on reef.example" in page
    assert '<a href="https://spdx.org/licenses/CC-BY-4.0.html" rel="nofollow noopener">CC-BY-4.0</a>' in page
    assert '<a href="https://hub.example/" rel="nofollow noopener">Statewide work-based learning</a>' in page
    assert "The hub &amp; its sources" in page
    assert "This site has not checked them." in page
    assert "does not need" not in page
    looking.plugin("spanish", "add_filter( 'locale', function () { return 'es_MX'; } );")
    try:
        assert lines(shown(looking), 1)["Lugar"] == "Sandwich, MA; Pier; Híbrido"
    finally:
        looking.plugin("spanish", "")


def test_an_aggregator_is_asked_seldom(looking: RealSite, hub: FaultServer):
    """A list is fresh for 15 minutes and then confirmed by its ETag; the question says who asks, and asks for no more."""
    hub.behaviours[CAPE] = document(feed({}), etag='"odd, \\"one\\""')
    for minute in (0, 0, 5, 14):
        looking.at(f"2026-11-22T12:{minute:02}:00Z")
        assert titles(shown(looking)) == ["Reef survey"]
    assert hub.statuses == [200]
    headers = hub.requests[0].headers
    assert headers["user-agent"] == f"wbl-feed-wordpress/1.0.0 (+{looking.url})"
    assert headers["accept"].startswith("application/vnd.wbl-feed+json")
    assert not {"cookie", "referer", "if-none-match"} & headers.keys()
    looking.at("2026-11-22T12:15:00Z")
    assert titles(shown(looking)) == ["Reef survey"]
    assert hub.statuses == [200, 304]
    hub.behaviours[CAPE] = document(feed({"title": "News"}), etag='"two"')
    assert titles(shown(looking)) == ["Reef survey"]
    looking.at("2026-11-22T12:30:00Z")
    assert titles(shown(looking)) == ["News"]
    assert hub.statuses == [200, 304, 200]


def test_one_visitor_alone_waits(looking: RealSite, hub: FaultServer):
    """While one visitor's request asks, others are shown the page at once, and do not ask."""
    asked, answer = Event(), Event()

    def slowly(exchange: Exchange) -> None:
        asked.set()
        answer.wait(4)
        exchange.answer(200, feed({}))

    hub.behaviours[CAPE] = slowly
    with ThreadPoolExecutor(1) as visitors:
        first = visitors.submit(shown, looking)
        assert asked.wait(10)
        others = [titles(shown(looking)) for _ in range(2)]
        assert not first.done()
        answer.set()
    assert others == [[], []]
    assert titles(first.result()) == ["Reef survey"]
    assert titles(shown(looking)) == ["Reef survey"]
    assert len(hub.requests) == 1


def hang(exchange: Exchange) -> None:
    exchange.server.ending.wait(30)


def much(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
    for _ in range(100):
        exchange.send(b"[" * 1_048_576)


def half(exchange: Exchange) -> None:
    whole = feed({}, {})
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(whole), whole[:300]))


def trap(content: bytes) -> Behaviour:
    return document(feed({"title": "TRAP"}).replace(b'"TRAP"', content))


FAULTS: dict[str, Behaviour] = {
    "hangs": hang,
    "byte by byte": slow_body,
    "500": status(500),
    "503": status(503, {"Retry-After": "60"}),
    "403": status(403),
    "304 unasked": status(304),
    "204": status(204),
    "half a file": half,
    "cut JSON": document(feed({}, {})[:-20]),
    "100 MB": much,
    "page of HTML": document(b"<!DOCTYPE html><title>TRAP</title>", {"Content-Type": "text/html"}),
    "empty": document(b""),
    "a list": document(b"[]"),
    "a catalogue": document(b'{"type": "DataCatalog", "specVersion": "1.0", "feeds": []}'),
    "another version": document(feed({"title": "TRAP"}, specVersion="2.0")),
    "items are an object": document(json.dumps({**FEED, "items": {"a": POSTING}}).encode()),
    "deep": trap(b"[" * 1_000_000 + b"]" * 1_000_000),
    "many lists": trap(b"[" + b"[0]," * 500_000 + b"0]"),
    "many nests": trap(b"[" + (b"[" * 190 + b"]" * 190 + b",") * 5_000 + b"0]"),
    "many objects": trap(b"[" + b'{"a":0},' * 250_000 + b"0]"),
    "many numbers": trap(b"[" + b"0," * 1_000_000 + b"0]"),
    "not UTF-8": document(feed({"title": "TRAP"}).replace(b"TRAP", b"TR\xffAP")),
    "bomb": encoded("gzip", bomb()),
    "compressed": encoded("br", b"TRAP"),
    "in circles": redirect(302, CAPE),
    "to a file": redirect(302, "file:///etc/passwd"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_aggregator_that_fails(looking: RealSite, hub: FaultServer, fault: str):
    """No fault costs a visitor more than five seconds, once in five minutes, nor the site its memory; the last list stays, with its date."""
    hub.behaviours[CAPE] = FAULTS[fault]
    began = time.monotonic()
    first = look(looking, block())
    assert time.monotonic() - began < 7
    assert first.status == 200
    assert "No postings can be shown at the moment." in first.text
    assert "TRAP" not in first.text
    assert "as of" not in first.text
    assert int(first.headers["X-Peak"]) < 40_000_000
    asked = len(hub.requests)
    assert asked == (4 if fault == "in circles" else 1)
    looking.at("2026-11-22T12:04:59Z")
    began = time.monotonic()
    assert "No postings can be shown" in shown(looking)
    assert time.monotonic() - began < 2
    assert len(hub.requests) == asked
    hub.behaviours[CAPE] = document(feed({}), etag='"one"')
    looking.at("2026-11-22T12:05:00Z")
    assert titles(shown(looking)) == ["Reef survey"]
    hub.behaviours[CAPE] = FAULTS[fault]
    looking.at("2026-11-24T12:05:00Z")
    page = shown(looking)
    if fault == "304 unasked":  # now it is an answer
        assert "as of" not in page
        return
    assert titles(page) == ["Reef survey"]
    assert 'as of <time datetime="2026-11-22T12:05:00+00:00">November 22, 2026 7:05 am</time>' in page


def test_a_list_is_kept_for_thirty_days(looking: RealSite, hub: FaultServer):
    """An aggregator that is down for longer has nothing shown of it any more."""
    hub.behaviours[CAPE] = document(feed({}))
    shown(looking)
    hub.behaviours[CAPE] = status(500)
    looking.at("2026-12-22T11:59:59Z")
    assert titles(shown(looking)) == ["Reef survey"]
    looking.at("2026-12-22T12:05:00Z")
    assert "No postings can be shown" in shown(looking)


def test_an_aggregator_that_is_gone(looking: RealSite, hub: FaultServer):
    """Of a host that does not answer no other list of the same page is asked for."""
    hub.close()
    page = look(looking, block() + block(region="us-ma-stem:boston") + block(type="co-op")).text
    assert page.count("No postings can be shown") == 3
    names = looking.php(
        "global $wpdb; echo $wpdb->get_var( \"SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE '%wbl_feed_hub%lock'\" );"
    )
    assert names == "0"


def test_one_host_is_asked_once_when_it_hangs(looking: RealSite, hub: FaultServer):
    """Three lists of a host that hangs cost one wait."""
    boston = "/by/region/us-ma-stem.boston/feed.json"
    hub.behaviours.update({CAPE: hang, boston: hang})
    began = time.monotonic()
    look(looking, block() + block(region="us-ma-stem:boston") + block(region="us-ma-stem:cape-cod", grade="11"))
    assert time.monotonic() - began < 7
    assert len(hub.requests) == 1


def test_retry_after_is_obeyed(looking: RealSite, hub: FaultServer):
    """An aggregator that asks for an hour of peace has it."""
    hub.behaviours[CAPE] = status(429, {"Retry-After": "3600"})
    shown(looking)
    looking.at("2026-11-22T12:59:59Z")
    shown(looking)
    assert len(hub.requests) == 1
    looking.at("2026-11-22T13:00:00Z")
    shown(looking)
    assert len(hub.requests) == 2


def test_a_list_that_is_missing_is_given_up_after_a_day(looking: RealSite, hub: FaultServer):
    """An aggregator has no file for what it has no postings of; one that is missing for a while may be a mishap."""
    hub.behaviours[CAPE] = document(feed({}))
    assert titles(shown(looking)) == ["Reef survey"]
    hub.behaviours[CAPE] = status(404)
    looking.at("2026-11-22T18:00:00Z")
    assert titles(shown(looking)) == ["Reef survey"]
    looking.at("2026-11-23T12:00:00Z")
    assert "No postings can be shown" in shown(looking)


def test_redirects_are_followed_within_bounds(looking: RealSite, hub: FaultServer):
    """A list that moved is found; a chain is not followed for ever."""
    hub.behaviours.update({CAPE: redirect(301, "/moved"), "/moved": document(feed({}))})
    assert titles(shown(looking)) == ["Reef survey"]


HOSTILE = (
    "<script>alert(1)</script>",
    "</li></ul></div><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "[gallery] [wbl_postings type='internship'] [caption]x[/caption]",
    "[/wbl_postings]<!-- wp:html --><b>bold</b><!-- /wp:html -->",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp; AT&T",
    "{{constructor.constructor('alert(1)')()}}",
    "%s %1$s %n %%",
    "\u202egnp.exe \u2066x\u2069 \u0000\u0007\u001b[31m line\r\nbreak\ttab",
    "https://video.example/watch?v=1",
    "🦪 <b> 牡蠣 ' -- ; DROP TABLE wp_posts",
    "\\0 $0 \\1 $1 ${x}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(looking: RealSite, hub: FaultServer, text: str):
    """Whatever stands in any text of a posting or of the feed, it is shown as itself and makes no element, shortcode or entity."""
    posting = {
        "title": text[:200],
        "hiringOrganization": {"name": text[:200]},
        "jobLocation": [{"name": text[:200]}, {"address": {"addressLocality": text[:200]}}],
        "provenance": [{"feed": "x:1", "id": "x:2", "feedTitle": text[:200]}],
    }
    about = {"name": text, "attributionText": text, "license": text, "inLanguage": text}
    hub.behaviours[CAPE] = document(feed(posting, {}, **about))
    page = shown(looking)
    tree = html.fromstring(f"<div>{page}</div>")
    allowed = {"div", "ul", "li", "h3", "a", "p", "dl", "dt", "dd"}
    assert {element.tag for element in tree.iter()} <= allowed
    names = {name for element in tree.iter() for name in element.attrib}
    assert names <= {"class", "role", "href", "rel", "dir"}
    said = "".join(character if character.isprintable() else " " for character in text)
    compact = "".join(said.split())
    title = next(one for one in titles(page) if one != "Reef survey")
    # WordPress makes typographic quotation marks, dashes and pictures of emoji of any content.
    plain = str.maketrans("“”‘’′″–—×", "\"\"'''\"--x")
    assert "".join(title.translate(plain).split()).replace("--", "-") == compact.replace("--", "-")
    assert "gallery" not in {css for element in tree.iter() for css in element.get("class", "").split()}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example/",
        "ftp://evil.example/",
        " https://evil.example/",
        "https:/evil.example",
        'https://evil.example/" onclick="alert(1)',
        "https://good.example@evil.example/",
        "https://evil.example/?a[]=1&b=[gallery]",
    ],
)
def test_hostile_links(looking: RealSite, hub: FaultServer, address: str):
    """A link leads to a web page or is none, and its true host is named."""
    about = {"homePageUrl": address, "license": address, "publisher": {"name": "The hub", "url": address}}
    hub.behaviours[CAPE] = document(feed({"url": address}, {"title": "Fine"}, **about))
    page = shown(looking)
    assert "Fine" in page
    tree = html.fromstring(f"<div>{page}</div>")
    for link in tree.xpath("//a"):
        assert link.get("href").startswith(
            ("https://reef.example/", "https://evil.example/", "https://good.example@evil")
        )
        assert link.get("rel") == "nofollow noopener"
    assert "on good.example" not in tree.text_content()
    assert not tree.xpath("//@onclick")


@pytest.mark.parametrize(
    "attributes",
    [
        {"region": ["x"]}, {"region": "../../feed"}, {"region": "%2e%2e%2f", "grade": "11\n"}, {"region": "con"},
        {"region": "x" * 2_500}, {"type": "<script>"}, {"grade": "99"}, {"grade": "-1"}, {"limit": 10**9},
        {"limit": "x"}, {"level": 1}, {"region": "us-ma-stem:cape-cod", "limit": -5, "level": 99},
    ],
    ids=lambda attributes: str(attributes)[:60],
)  # fmt: skip
def test_absurd_choices(looking: RealSite, hub: FaultServer, attributes: dict[str, Any]):
    """Whatever is chosen, only a file of a part is asked for."""
    answer = look(looking, block(**attributes))
    assert answer.status == 200
    for request in hub.requests:
        assert request.path.startswith("/by/")
        assert len(request.path) < 200
        assert ".." not in request.path


def test_who_is_told_why_nothing_is_shown(looking: RealSite, hub: FaultServer):
    """Without an aggregator, without a choice and after a failure editors find a hint, and visitors do not."""
    save(looking, hub="")
    assert shown(looking).strip() == ""
    assert "No statewide collection is set" in as_editor(looking, block())
    save(looking, hub=f"{hub.address}/feed.json")
    assert shown(looking, limit=5).strip() == ""
    assert "Choose a region" in as_editor(looking, block(limit=5))
    assert hub.requests == []
    assert "no list for this choice" in as_editor(looking, block())
    assert "hint" not in shown(looking)
    assert [request.path for request in hub.requests] == [CAPE]


def as_editor(site: RealSite, content: str) -> str:
    return site.php(f"echo do_blocks( {json.dumps(content)} );")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://100.100.100.200/",
        "http://0.0.0.0:{port}/",
        "http://224.0.0.1/",
        "http://2130706433:{port}/",
    ],
)
def test_private_addresses_are_not_asked(looking: RealSite, hub: FaultServer, address: str):
    """Unless a filter of the site says so, nothing in the network of the server can be reached."""
    save(looking, hub=address.format(port=hub.server_address[1]))
    hub.behaviours[CAPE] = document(feed({}))
    asked = "add_filter( 'pre_http_request', function ( $a, $b, $url ) { update_option( 'asked', $url ); return $a; }, 10, 3 );"
    looking.plugin("look", LOOK.replace("__return_true", "__return_false") + asked)
    try:
        assert "No postings can be shown" in shown(looking)
    finally:
        looking.plugin("look", LOOK)
    assert hub.requests == []
    assert looking.php("echo get_option( 'asked' );") == ""


def test_a_long_list(looking: RealSite, hub: FaultServer):
    """Of 900 postings, nearly 2 MiB, fifty are kept and ten shown, in the memory that a site has and in little time."""
    many = [{"title": f"Posting {number}", "summary": "S" * 300, "description": "D" * 1_500} for number in range(900)]
    hub.behaviours[CAPE] = document(feed(*many))
    began = time.monotonic()
    answer = look(looking, block())
    assert time.monotonic() - began < 5
    assert int(answer.headers["X-Peak"]) < 40_000_000
    assert len(titles(answer.text)) == 10
    assert "10 of 900 open postings are shown." in answer.text
    assert len(titles(shown(looking, region="us-ma-stem:cape-cod", limit=99))) == 50
    kept = looking.php(
        'global $wpdb; echo $wpdb->get_var( "SELECT MAX( LENGTH( option_value ) ) FROM $wpdb->options'
        " WHERE option_name LIKE '_transient_wbl_feed_hub_%'\" );"
    )
    assert int(kept) < 100_000
    autoloaded = looking.php(
        'global $wpdb; echo $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->options'
        " WHERE option_name LIKE '%wbl_feed_hub_%' AND autoload IN ( 'yes', 'on', 'auto' )\" );"
    )
    assert autoloaded == "0"


def test_the_style_is_on_pages_with_the_list_alone(looking: RealSite, hub: FaultServer):
    """No script is added anywhere, and the style only where the list is."""
    hub.behaviours[CAPE] = document(feed({}))
    ids = looking.php(
        f"foreach ( array( {json.dumps(block())}, 'Nothing.' ) as $content ) {{ echo wp_insert_post( array("
        " 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'A page', 'post_content' => $content ) ), ' '; }"
    ).split()
    with_list, without = (follow(looking, f"?page_id={number}") for number in ids)
    assert titles(with_list) == ["Reef survey"]
    assert "assets/hub.css" in with_list
    assert "assets/hub.css" not in without
    assert "wbl-feed/blocks" not in with_list + without


def follow(site: RealSite, path: str) -> str:
    answer = site.ask(path)
    return site.ask(answer.headers["Location"].removeprefix(site.url)).text if answer.status == 301 else answer.text


def test_the_editor_may_look_and_a_subscriber_may_not(looking: RealSite, hub: FaultServer):
    """The preview of the block is for those who may write."""
    hub.behaviours[CAPE] = document(feed({}))
    path = "wp-json/wp/v2/block-renderer/wbl-feed/postings?context=edit&attributes[region]=us-ma-stem:cape-cod"
    assert looking.ask(path).status == 401
    assert looking.ask(path, user=looking.user("subscriber")).status == 403
    answer = looking.ask(path, user=looking.user("author"))
    assert titles(answer.json["rendered"]) == ["Reef survey"]
