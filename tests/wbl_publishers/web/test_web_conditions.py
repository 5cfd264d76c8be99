"""Headers of requests, whatever stands in them, and the dates that are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wbl_publishers.web.conditions import names_tag, not_since, takes_gzip
from wbl_publishers.web.exchange import Request
from wbl_publishers.web.site import SiteFeed
from web_sites import BEGUN, SETTINGS, posting

TAGS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters='"\x7f'), max_size=12)
NEAR = st.text(st.sampled_from('"W/*, abc;q=01.gzip-\x00é') | st.characters(), max_size=40)
"""Texts that are nearly headers."""


@given(NEAR | st.text())
def test_no_header_raises(text):
    """Whatever a header says, it is read as something."""
    assert names_tag(text, '"a"') in (True, False)
    assert not_since(text, BEGUN) in (True, False)
    assert takes_gzip(text) in (True, False)


@example([("a", False), ("b", False)], ",", ",")
@given(st.lists(st.tuples(TAGS, st.booleans()), max_size=5), TAGS, st.sampled_from([",", ", ", " ,\t"]))
def test_a_list_of_tags_names_what_is_in_it(tags, asked, between):
    """A tag is named if and only if it is one of the list, weak or not, commas and spaces within tags included."""
    header = between.join(f'{"W/" if weak else ""}"{tag}"' for tag, weak in tags)
    assert names_tag(header, f'"{asked}"') == (asked in [tag for tag, _ in tags])


@pytest.mark.parametrize(
    ("text", "unchanged"),
    [
        ("Sun, 01 Nov 2026 12:00:00 GMT", True),
        ("Sunday, 01-Nov-26 12:00:00 GMT", True),  # RFC 850, as RFC 9110 section 5.6.7 wants it read
        ("Sun Nov  1 12:00:00 2026", True),  # asctime
        ("Sun, 01 Nov 2026 11:59:59 GMT", False),
        ("Sun, 01 Nov 2026 12:00:00 GMT, Sun, 01 Nov 2026 12:00:00 GMT; x", True),
        ("2026-11-01T12:00:00Z", False),
        ("Sun, 99 Nov 2026 12:00:00 GMT", False),
        ("Sun, 01 Nov 99999 12:00:00 GMT", False),
        ("1793534400", False),
    ],
)
def test_dates_of_http_are_read(text, unchanged):
    """The three forms of a date are read; what is no date says nothing."""
    assert not_since(text, BEGUN) is unchanged


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("gzip", True),
        ("GZip ; Q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("gzip;q=2", False),
        ("gzip;q=nan", False),
        ("identity, gzip;q=0.9", False),
        ("identity;q=0.9, gzip;q=0.9", True),
        ("gzipped", False),
        ("", False),
    ],
)
def test_what_takes_gzip(text, taken):
    """Gzip is sent to those who say so, and want it no less than the plain document."""
    assert takes_gzip(text) is taken


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 12, 0, 0, 300_000, UTC)

    def __call__(self) -> datetime:
        return self.at


def test_a_withdrawn_posting_moves_the_date_without_a_tombstone():
    """Last-Modified is when the present content was first seen: the newest posting's date would hide that one went."""
    clock, items = Clock(), [posting(1), posting(2)]
    site = SiteFeed(SETTINGS, lambda: items, clock=clock)
    first = site.respond(Request("GET", "feed.json"))
    assert first.headers["Last-Modified"] == "Sun, 22 Nov 2026 12:00:00 GMT"
    clock.at += timedelta(hours=1)
    known = Request("GET", "feed.json", {"if-modified-since": first.headers["Last-Modified"]})
    assert site.respond(known).status == 304
    del items[0]
    after = site.respond(known)
    assert (after.status, after.headers["Last-Modified"]) == (200, "Sun, 22 Nov 2026 13:00:00 GMT")


def test_two_contents_of_one_second_have_two_dates():
    """The second one is told no date before its own second has come, and a date is never in the future."""
    clock, items = Clock(), [posting(1)]
    site = SiteFeed(SETTINGS, lambda: items, clock=clock)
    date = site.respond(Request("GET", "feed.json")).headers["Last-Modified"]
    items.append(posting(2))
    known = Request("GET", "feed.json", {"if-modified-since": date})
    at_once = site.respond(known)
    assert at_once.status == 200
    assert "Last-Modified" not in at_once.headers
    clock.at += timedelta(seconds=1)
    assert site.respond(known).headers["Last-Modified"] == "Sun, 22 Nov 2026 12:00:01 GMT"


def test_headers_of_one_name_are_one_list():
    """Headers that come twice count together."""
    request = Request.of("GET", "feed.json", [("If-None-Match", '"a"'), ("if-none-match", '"b"')])
    assert names_tag(request.headers["if-none-match"], '"b"')
    assert names_tag(request.headers["if-none-match"], '"a"')


@pytest.mark.parametrize("name", ["feed.json", "wbl-feed.json", "pages/0123456789abcdef.json"])
def test_head_has_no_body(name):
    """What the core gives for HEAD has no body, whether a server would cut it off or not."""
    site = SiteFeed(SETTINGS, lambda: [posting(1)])
    got, head = (site.respond(Request(method, name)) for method in ("GET", "HEAD"))
    assert got.body
    assert (head.body, head.status, head.headers) == (b"", got.status, got.headers)
