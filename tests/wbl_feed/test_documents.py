"""The documents of a feed come one after another, checked by section 9; the cases are those of the conformance kit."""

import json
import tracemalloc
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_web import cases, served
from test_validate import AT, feed, posting

from wbl_feed import formats
from wbl_feed.discovery.discover import find_feeds
from wbl_feed.documents import MOST_PAGES, PageError, PageLimits, pages_of
from wbl_feed.fetch import Fetched
from wbl_feed.origins import comparable, origin
from wbl_feed.pages import fetch_page, read_pages
from wbl_feed.validate import validate

PAGING = cases("paging")
COUNTED = {"total_items_mismatch", "digest_mismatch"}
FIRST = "https://site.example/feed.json"


def page(number: int, **members: Any) -> bytes:
    """A page with one posting."""
    head = {
        "type": "DataFeedPage",
        "specVersion": "1.0",
        "feed": "https://site.example/feed",
        "items": [posting(number)],
    }
    return json.dumps({**head, **members}).encode()


def paged(pages: list[str]) -> bytes:
    """The first document of a paged feed."""
    return json.dumps(feed([posting(0)], completeness="paged", pages=pages)).encode()


@pytest.mark.parametrize("name", PAGING)
def test_case_of_the_kit(name: str) -> None:
    """Items, intactness, notices and requests are those that the case of the conformance kit says."""
    case = PAGING[name]
    given_, expected = case["given"], case["expect"]
    with served(given_["documents"]) as web:
        outcome = web.fetcher.fetch(given_["address"])
        assert isinstance(outcome, Fetched)
        limit = given_.get("limit", {}).get("pages", MOST_PAGES)
        first = formats.read(outcome.body)
        reading = read_pages(first, outcome.url, lambda url: fetch_page(web.fetcher, url), most_pages=limit)
        asked = web.requests
    counted = [notice for notice in validate(reading, AT).notices if notice.code in COUNTED]
    notices = [{"code": one.code, "pointer": one.pointer} for one in reading.notices]
    notices += [{"code": one.code, "pointer": one.pointer} for one in counted if one not in reading.notices]
    assert [item.posting.id for item in reading.items] == expected["items"]
    assert notices == expected["notices"]
    assert (reading.whole and not counted) == expected["intact"]
    if "requests" in expected:
        assert asked == expected["requests"]


def test_every_rule_of_paging_has_cases() -> None:
    """Each numbered rule of section 9 that data can show has a case that keeps it, and one that breaks it if it can."""
    said = {(one["rule"], one["role"]) for case in PAGING.values() for one in case["spec"]}
    assert {("9:7", "against"), ("9:9", "for")} < said
    assert {(f"9:{rule}", role) for rule in (2, 3, 4, 5, 6) for role in ("for", "against")} | {("9:1", "for")} < said
    assert all(case["id"] == name for name, case in PAGING.items())


def test_found_feed_gives_its_documents_one_by_one(tmp_path: Path) -> None:
    """The first document has no prefix, each page its own; notices in a page are relative to it."""
    broken = {**posting(2), "title": ""}
    (tmp_path / "feed.json").write_bytes(paged(["2.json", "3.json"]))
    (tmp_path / "2.json").write_bytes(page(2, items=[broken]))
    (found,) = find_feeds(tmp_path / "feed.json")
    documents = list(found.documents())
    assert [document.prefix for document in documents] == ["", "/pages/0", "/pages/1"]
    assert [document.address for document in documents] == [
        urljoin(found.address, name) for name in ("feed.json", "2.json", "3.json")
    ]
    assert [[notice.pointer for notice in document.reading.notices] for document in documents] == [
        [], ["/items/0/title"], [""]
    ]  # fmt: skip
    assert [document.reading.well_formed for document in documents] == [True, True, False]
    assert [bool(document.content) for document in documents] == [True, True, False]
    assert len(list(found.documents())) == 3


def test_standard_input_has_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a feed from standard input cannot be found, and this is said without blaming the publisher."""
    monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": __import__("io").BytesIO(paged(["2.json"]))}))
    (found,) = find_feeds("-")
    (document,) = found.documents()
    assert [(notice.code, notice.severity) for notice in document.reading.notices] == [("pages_unread", "info")]
    assert not document.reading.whole


def test_memory_is_bounded_by_the_page() -> None:
    """Of sixty pages of two hundred kilobytes, all read, no more than a few are ever in memory."""
    text = "x" * 200_000
    first = formats.read(paged([f"{number}.json" for number in range(60)]))
    tracemalloc.start()
    try:
        read = 0
        for document in pages_of(first, FIRST, lambda url: page(1, items=[posting(1, description=text)])):
            read += len(document.reading.items)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read == 60
    assert peak < 4_000_000


def test_more_pages_than_are_read() -> None:
    """A feed of one page too many has all the others read, one warning, and is not whole."""
    names = [f"{number}.json" for number in range(MOST_PAGES + 1)]
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return page(len(asked))

    reading = read_pages(formats.read(paged(names)), FIRST, get)
    assert len(asked) == MOST_PAGES == 2_000
    assert [(one.code, one.pointer, one.fails) for one in reading.notices] == [("too_many_pages", "/pages/2000", False)]
    assert not reading.whole


def test_all_pages_are_read_lazily() -> None:
    """A page is fetched when it is asked for, and not before."""
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return page(1)

    pages = pages_of(formats.read(paged(["a.json", "b.json"])), FIRST, get)
    assert not asked
    next(pages)
    assert asked == ["https://site.example/a.json"]


def test_limits_end_the_list() -> None:
    """The last document past a limit of bytes is the one that says so."""
    first = formats.read(paged(["a.json", "b.json", "c.json"]))
    documents = list(pages_of(first, FIRST, lambda url: page(1), PageLimits(bytes=len(page(1)) + 1)))
    assert [document.reading.well_formed for document in documents] == [True, False]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_list_of_pages_makes_reading_raise(references: list[str]) -> None:
    """Whatever stands in pages, each reference gives one document, and none is fetched from another origin."""
    first = formats.read(paged(references))
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        raise PageError("it is gone")

    documents = list(pages_of(first, FIRST, get))
    assert len(documents) == (len(references) if first.envelope and first.envelope.pages else 0)
    assert all(origin(url) == ("https", "site.example", 443) for url in asked)
    assert len({comparable(url) for url in asked}) == len(asked)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://a.example", "HTTPS://A.example:443/#top", True),
        ("https://a.example/%7ex/%2f", "https://a.example/~x/%2F", True),
        ("https://a.example/b/../c/./d", "https://a.example/c/d", True),
        ("https://a.example/b/..", "https://a.example/", True),
        ("https://a.example/b", "https://a.example/b/", False),
        ("https://a.example/b", "https://a.example/b?", True),
        ("https://a.example/b?x", "https://a.example/b?y", False),
        ("https://a.example/%2e%2e/b", "https://a.example/b", True),
        ("http://a.example/", "https://a.example/", False),
        ("https://a.example:8443/", "https://a.example/", False),
        ("https://user@a.example/", "https://a.example/", True),
        ("file:///a/./b", "file:///a/b", True),
    ],
)
def test_same_address(one: str, other: str, alike: bool) -> None:
    """Two addresses are one if RFC 3986 section 6.2 says so without asking the server."""
    assert (comparable(one) == comparable(other)) is alike
