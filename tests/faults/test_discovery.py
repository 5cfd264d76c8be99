"""Discovery against sites that misbehave: it ends, within its limits, with words for people and no crash."""

import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from faults.server import Exchange, FaultServer, document, redirect, status
from hypothesis import given, settings
from hypothesis import strategies as st
from local_web import served

from wbl_feed.discovery.discover import discover, find_feeds
from wbl_feed.discovery.search import SearchLimits
from wbl_feed.discovery.web_page import MOST_BYTES, feed_links
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher, Limits, Outcome, Validators

FETCHER = HttpFetcher(Limits(seconds=5, bytes=5_000_000), allow_private=True)
MEDIA_TYPE = "application/vnd.wbl-feed+json"
FEED = (
    b'{"type": "DataFeed", "specVersion": "1.0", "id": "urn:a:feed", "name": "A", "publisher": {"name": "A"}, '
    b'"license": "CC0-1.0", "timeZone": "UTC", "dateModified": "2026-11-01T12:00:00Z", "completeness": "complete", '
    b'"items": []}'
)
SITE = "https://site.example/"


def link(href: str) -> bytes:
    """A link to a feed."""
    return f'<link rel="alternate" type="{MEDIA_TYPE}" href="{href}">'.encode()


def html(head: bytes) -> dict[str, str]:
    """A web page."""
    return {"headers": {"Content-Type": "text/html"}, "body": (b"<html><head>" + head).decode("latin-1")}  # type: ignore[dict-item]


def page(content: bytes, content_type: str = "text/html") -> Callable[[Exchange], None]:
    """Serves a web page."""
    return document(content, {"Content-Type": content_type})


def urls(content: bytes, charset: str = "") -> list[str]:
    """The addresses that a page links to."""
    return [link.url for link in feed_links(content, SITE, charset)]


@pytest.mark.parametrize(
    "behaviour",
    ["/no-answer", "/reset-at-once", "/reset-in-body", "/no-http", "/bomb", "/truncated-gzip", "/loop", "/to-file",
     "/to-nonsense", "/404", "/500", "/empty", "/html", "/not-json", "/endless", "/304"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["/", "/.well-known/wbl-feed", "/feed.json"])
def test_a_fault_on_the_way_ends_in_words(server: FaultServer, behaviour: str, place: str) -> None:
    """Whatever a server does at the page, the catalogue or the feed, the end is a feed or a UsageError, in time."""
    server.behaviours["/"] = page(b"<html>" + link("/feed.json"))
    server.behaviours[place] = server.behaviours[behaviour]
    begun = time.monotonic()
    words, notices = "", []
    try:
        for found in find_feeds(server.address + "/", fetcher=FETCHER):
            notices += [notice for document_ in found.documents() for notice in document_.reading.notices]
    except UsageError as error:
        words = str(error)
    assert words.startswith(server.address) or notices
    assert time.monotonic() - begun < 10
    assert len(server.requests) < 20


def test_a_fault_at_the_link_leaves_the_catalogue(server: FaultServer) -> None:
    """Where the linked feed is gone, the catalogue is still looked at, and the broken link is told."""
    server.behaviours |= {
        "/": page(b"<html>" + link("/gone.json")),
        "/gone.json": status(500),
        "/feed.json": document(FEED),
        "/.well-known/wbl-feed": document(
            b'{"type": "DataCatalog", "specVersion": "1.0", "feeds": [{"id": "urn:a:feed", "name": "A", '
            b'"distributions": [{"url": "/feed.json", "type": "application/json"}]}]}'
        ),
    }
    found = discover(server.address + "/", fetcher=FETCHER)
    assert [feed.address for feed in found.feeds] == [server.address + "/feed.json"]
    assert [(one.code, one.place) for one in found.notices] == [("feed_link_broken", server.address + "/")]


def test_links_without_number_are_tried_within_limits() -> None:
    """Of ten thousand links no more are tried than the limit says, and the catalogue is still asked for."""
    head = b"".join(link(f"/{number}.json") for number in range(10_000))
    with served({SITE: html(head)}) as web, pytest.raises(UsageError, match="no feed was found"):
        find_feeds(SITE, fetcher=web.fetcher)
    assert len(web.requests) == 1 + SearchLimits().feeds + 2


def test_the_link_of_the_standard_comes_before_any_number_of_others() -> None:
    """A hundred links to Atom before it do not use up the tries of the link to the JSON form."""
    atom = '<link rel="alternate" type="application/atom+xml" href="/{}.atom">'
    head = "".join(atom.format(number) for number in range(100)).encode() + link("/feed.json")
    with served({SITE: html(head), SITE + "feed.json": {"body": FEED.decode()}}) as web:
        (found,) = find_feeds(SITE, fetcher=web.fetcher)
    assert web.requests == [SITE, found.address]


def test_a_catalogue_without_end_is_read_within_limits() -> None:
    """Of a thousand feeds that a catalogue names the first twenty are read, and this is told."""
    entries = [
        {
            "id": f"urn:a:{number}",
            "name": f"{number}",
            "distributions": [{"url": f"/{number % 30}.json", "type": MEDIA_TYPE}],
        }
        for number in range(1_000)
    ]
    web_: dict[str, Any] = {f"{SITE}{number}.json": {"body": FEED.decode()} for number in range(30)}
    web_[SITE + "list"] = {"type": "DataCatalog", "specVersion": "1.0", "feeds": entries}
    with served(web_) as web:
        found = discover(SITE + "list", fetcher=web.fetcher)
    assert len(found.feeds) == SearchLimits().feeds
    assert len(web.requests) == 21
    assert [one.code for one in found.notices].count("too_many_feeds") == 1


def test_a_catalogue_of_many_mirrors_is_read_within_limits() -> None:
    """An entry with a thousand addresses that give nothing has no more of them tried than a search may take."""
    mirrors = [{"url": f"/{number}.json", "type": MEDIA_TYPE} for number in range(1_000)]
    catalogue = {
        "type": "DataCatalog",
        "specVersion": "1.0",
        "feeds": [{"id": "urn:a:1", "name": "A", "distributions": mirrors}],
    }
    with served({SITE + "list": catalogue}) as web, pytest.raises(UsageError, match="no feed of this catalogue"):
        find_feeds(SITE + "list", fetcher=web.fetcher)
    assert len(web.requests) == 1 + SearchLimits().requests


def test_bytes_are_bounded_together(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all documents together were large enough, no further one is asked for."""
    monkeypatch.setattr("wbl_feed.discovery.search.SearchLimits", partial(SearchLimits, bytes=3_000))
    large = page(b"<html>" + b"x" * 2_000)
    server.behaviours |= {f"/{number}": large for number in range(10)}
    server.behaviours["/"] = page(b"<html>" + b"".join(link(f"/{number}") for number in range(10)))
    with pytest.raises(UsageError, match="not tried any more"):
        find_feeds(server.address + "/", fetcher=FETCHER)
    assert [one.path for one in server.requests] == ["/", "/0", "/1"]


@pytest.mark.parametrize("name", ["/", "/.well-known/wbl-feed", "/feed.json"])
def test_a_loop_of_redirects_is_left(server: FaultServer, name: str) -> None:
    """A redirect to itself, at any step, ends as a failure of that step."""
    server.behaviours["/"] = page(b"<html>" + link("/feed.json"))
    server.behaviours[name] = redirect(302, name)
    with pytest.raises(UsageError, match="redirects"):
        find_feeds(server.address + "/", fetcher=FETCHER)


def test_a_page_that_links_to_itself_has_no_feed(server: FaultServer) -> None:
    """A page whose links lead back to it is not asked for again, but for an address that differs."""
    server.behaviours["/"] = page(b"<html>" + link("/") + link("#top") + link("/?again"))
    server.behaviours["/?again"] = server.behaviours["/"]
    with pytest.raises(UsageError, match="it is the page itself"):
        find_feeds(server.address + "/", fetcher=FETCHER)
    assert [one.path for one in server.requests] == ["/", "/?again", "/.well-known/wbl-feed", "/wbl-feed.json"]


@pytest.mark.parametrize("end", range(0, 60, 7))
def test_truncated_html_is_read_as_far_as_it_goes(end: int) -> None:
    """A page that is cut off gives the links before the cut."""
    whole = b"<html><head>" + link("/a.json") + link("/b.json")
    found = urls(whole[: len(whole) - end])
    assert found in ([SITE + "a.json"], [SITE + "a.json", SITE + "b.json"])


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("<html><link rel=alternate type={} href='/é.json'>".encode("latin-1"), "iso-8859-1"),
        ("<html><meta charset=iso-8859-1><link rel=alternate type={} href='/é.json'>".encode("latin-1"), ""),
        ("<html><meta charset=utf-8><link rel=alternate type={} href='/é.json'>".encode(), ""),
        ("\ufeff<html><link rel=alternate type={} href='/é.json'>".encode(), ""),
        ("<html><link rel=alternate type={} href='/é.json'>".encode(), "utf-8"),
        ("\ufeff<html><link rel=alternate type={} href='/é.json'>".encode("utf-16-le"), ""),
        ("<html><meta charset=utf-8><link rel=alternate type={} href='/é.json'>".encode(), "no-such-charset"),
    ],
)
def test_a_page_may_be_in_any_encoding(content: bytes, charset: str) -> None:
    """The header's charset, a byte order mark or the page's own meta element says how to read it."""
    utf_16 = content.startswith(b"\xff\xfe")
    media_type = MEDIA_TYPE.encode("utf-16-le") if utf_16 else MEDIA_TYPE.encode()
    assert urls(content.replace("{}".encode("utf-16-le") if utf_16 else b"{}", media_type), charset) == [
        SITE + "é.json"
    ]


def test_depth_and_size_of_a_page_are_bounded() -> None:
    """A page of huge depth or size is looked at quickly and in little memory, and what stands at its head is found."""
    assert MOST_BYTES < 5_000_000
    for filler in (
        b" " * 5_000_000 + link("/late.json"),
        b"<div>" * 1_000_000,
        b"<p>x" * 2_000_000,
        b"<!--" * 1_000_000,
        b"<a " + b"b=c " * 1_000_000,
    ):
        content = b"<html><head>" + link("/a.json") + b"</head><body>" + filler
        begun = time.process_time()
        tracemalloc.start()
        try:
            assert urls(content) == [SITE + "a.json"]
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert time.process_time() - begun < 3
        assert peak < 20_000_000


def test_entities_and_other_files_are_not_opened(server: FaultServer) -> None:
    """What a page declares or includes is neither expanded nor fetched."""
    content = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><head><link rel="stylesheet" href="/s.css">&x;'
    server.behaviours["/"] = page(content + b'<iframe src="/feed.json"></iframe>')
    with pytest.raises(UsageError):
        find_feeds(server.address + "/", fetcher=FETCHER)
    assert [one.path for one in server.requests] == ["/", "/.well-known/wbl-feed", "/wbl-feed.json"]


@pytest.mark.parametrize(
    "href", ["http://[", "javascript:alert(1)", "file:///etc/hostname", "data:,x", "", " ", "http://a.example:99999/"]
)
def test_links_that_are_no_addresses(server: FaultServer, href: str) -> None:
    """A link that is no http address leads nowhere and is told."""
    server.behaviours["/"] = page(b"<html>" + link(href))
    with pytest.raises(UsageError, match="no feed was found"):
        find_feeds(server.address + "/", fetcher=FETCHER)


def test_a_link_into_a_private_network_is_refused() -> None:
    """A page on the public internet cannot have an address of a private network fetched."""
    with served({SITE: html(link("http://127.0.0.1:8080/admin"))}) as web:

        class Public:
            """Has the site on the public internet and keeps the guard for all else."""

            def fetch(self, url: str, validators: Validators | None = None) -> Outcome:
                return (web.fetcher if url.startswith(SITE) else HttpFetcher()).fetch(url, validators)

        with pytest.raises(UsageError, match="not of the public internet"):
            find_feeds(SITE, fetcher=Public())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "cp037", "punycode", "\0", "x" * 99]))
def test_no_bytes_make_looking_for_links_raise(content: bytes, charset: str) -> None:
    """Whatever a page holds, looking for its links gives a list."""
    for start in (b"", b"<html><link rel=alternate href=", b"\xff\xfe", b"<base href="):
        assert isinstance(urls(start + content, charset), list)
