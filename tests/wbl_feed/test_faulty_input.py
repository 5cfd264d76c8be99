"""Documents, tombstones and pages that are broken on purpose cost themselves and nothing else."""

import json
import time
from encodings.aliases import aliases

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_validate import AT, check, feed, posting

from wbl_feed import atom_format, formats, json_format, location
from wbl_feed.errors import UsageError
from wbl_feed.location import open_feed
from wbl_feed.notices.posting import WrongType
from wbl_feed.pages import read_pages
from wbl_feed.validate import validate

RSS = """<?xml version="1.0"{}?><rss version="2.0"><channel><title>B</title><item><title>A</title>
<link>https://a.example/1</link><guid>https://a.example/1</guid><pubDate>{}</pubDate></item></channel></rss>"""
GONE = {"id": "urn:a:9", "dateDeleted": "2026-11-01T00:00:00Z", "reason": "rights"}
PAGE = {"type": "DataFeedPage", "specVersion": "1.0", "feed": "https://site.example/feed"}


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([b"<?xml ", b"{", b"<rss version='2.0'>", b"<?xml version='1.0' encoding='"]), st.binary())
@example(b"<?xml version='1.0' encoding='", b"\0'?><rss/>")
def test_no_bytes_make_reading_raise(start, rest):
    """Reading random bytes gives a reading, never an exception."""
    assert formats.read(start + rest).postings == ()


@pytest.mark.parametrize("encoding", sorted({*aliases.values(), "undefined", "punycode", "idna", "\0", "x" * 99}))
def test_no_declared_encoding_makes_reading_raise(encoding):
    """An XML document may declare any encoding of Python's, and is read or refused."""
    text = RSS.format(f' encoding="{encoding}"', "Sun, 01 Nov 2026 12:00:00 GMT")
    reading = formats.read(text.encode())
    assert reading.postings or reading.notices


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+12:00",
                                    "Fri, 31 Dec 9999 23:59:59 -1200", "Sat, 01 Jan 0000 00:00:00 GMT", "2500-01-01"])  # fmt: skip
def test_no_date_makes_reading_raise(moment):
    """A date that the standard cannot hold is left out."""
    reading = formats.read(RSS.format("", moment).encode())
    assert len(reading.received) == 1
    assert not reading.postings


@pytest.mark.parametrize("element", ["feed", "item"])
def test_element_with_attributes_is_no_text(element):
    """Attributes on wbl:feed or wbl:item, which the format does not have, do not make reading raise."""
    atom = atom_format.write(json_format.read(json.dumps(feed([posting(1)])).encode()).feed)
    reading = formats.read(atom.replace(f"<wbl:{element}>".encode(), f"<wbl:{element} a='b'>".encode()))
    assert reading.postings == ()
    assert reading.notices


def test_bad_tombstone_costs_itself_alone():
    """Of three tombstones the sound two are kept, and the other one has one notice."""
    stones = [GONE, {"id": "no iri", "dateDeleted": "2026-11-01T00:00:00Z"}, {**GONE, "id": "urn:a:8"}]
    reading = json_format.read(json.dumps(feed([posting(1)], tombstones=stones)).encode())
    assert [stone.id for stone in reading.envelope.tombstones] == ["urn:a:9", "urn:a:8"]
    assert [notice.pointer for notice in reading.notices] == ["/tombstones/1/id"]
    assert reading.gone == tuple(stones)


@pytest.mark.parametrize(
    ("completeness", "pages", "whole"),
    [("complete", None, True), ("complete", ["2.json"], False), ("paged", None, False), ("paged", [], False),
     ("paged", ["2.json"], True), ("delta", None, True)],
)  # fmt: skip
def test_whole_is_what_completeness_and_pages_agree_on(completeness, pages, whole):
    """A paged feed has pages and a complete one none, else the feed is not whole."""
    first = json_format.read(json.dumps(feed([posting(1)], completeness=completeness, pages=pages)).encode())
    page = json.dumps({**PAGE, "items": [posting(2)]}).encode()
    assert read_pages(first, "", lambda name: page).whole == whole


def test_sound_postings_are_those_of_the_schema():
    """An unknown code leaves a posting sound though not accepted; a double and a broken one are neither."""
    report = check(feed([posting(1), posting(2, activityType="hackaton"), posting(1, title="Again"), {}]))
    assert [one.title for one in report.sound] == ["Posting 1", "Posting 2"]
    assert [one.title for one in report.accepted] == ["Posting 1"]
    assert report.refused == 3


def test_null_is_shown_as_null():
    """A notice about null says null."""
    assert WrongType(pointer="/title", found=None).message == "/title is “null”."


def test_local_pages_lie_below_the_folder_of_the_feed(tmp_path, monkeypatch):
    """A page outside the folder, with an odd name or too large is refused, the others are read."""
    (tmp_path / "feed").mkdir()
    page = json.dumps({**PAGE, "items": [posting(2)]})
    for name in ("secret.json", "feed/good.json"):
        (tmp_path / name).write_text(page)
    (tmp_path / "feed" / "large.json").write_text(page + " " * 2_000)
    (tmp_path / "feed" / "link.json").symlink_to(tmp_path / "secret.json")
    pages = ["../secret.json", "link.json", "a%00b.json", "large.json", "absent.json", ".", "good.json"]
    path = tmp_path / "feed" / "feed.json"
    path.write_text(json.dumps(feed([posting(1)], completeness="paged", pages=pages)))
    monkeypatch.setattr(location.Limits, "bytes", 1_000)
    reading = open_feed(path)
    assert [one.title for one in reading.postings] == ["Posting 1", "Posting 2"]
    assert [notice.pointer for notice in reading.notices] == [f"/pages/{number}" for number in range(6)]
    assert {notice.code for notice in reading.notices} == {"page_missing"}
    assert not reading.whole
    with pytest.raises(UsageError):
        open_feed("a\0b")


@pytest.mark.parametrize("limit", [{"most_bytes": 1_000}, {"most_seconds": -1.0}])
def test_pages_have_a_budget_together(limit):
    """Reading stops with one notice where the pages took more bytes or seconds than they may."""
    pages = [f"{number}.json" for number in range(9)]
    first = json_format.read(json.dumps(feed([], completeness="paged", pages=pages)).encode())
    asked = []

    def get(name: str) -> bytes:
        asked.append(name)
        return json.dumps({**PAGE, "items": [posting(len(asked))]}).encode()

    reading = read_pages(first, "", get, **limit)
    assert len(asked) < 6
    assert len(reading.postings) < 5
    assert {notice.code for notice in reading.notices} == {"too_many_pages"}
    assert len(reading.notices) <= 2
    assert not reading.whole


def test_many_unknown_names_are_named_quickly():
    """A megabyte of unknown members and codes is validated in well under a second."""
    members = {f"applicationDeadlin{number}": 1 for number in range(20_000)}
    codes = [f"highschool{number}" for number in range(20_000)]
    items = [posting(1, **members), posting(2, eligibility={"applicants": codes, "priorityPopulations": codes})]
    reading = json_format.read(json.dumps(feed(items)).encode())
    began = time.process_time()
    report = validate(reading, AT)
    assert time.process_time() - began < 1
    assert len(report.notices) >= 20_000
    assert sum("Did you mean" in notice.fix for notice in report.notices if notice.code == "unknown_member") == 100


@pytest.mark.parametrize("target", ["json", "atom"])
@pytest.mark.parametrize("paged", [False, True])
def test_converted_feed_with_refused_items_is_not_intact(run_wbl, tmp_path, target, paged):
    """A copy without the refused items says how many there were and has no digest, so that nothing is deleted by it."""
    value = feed([posting(1), {}], digest="sha-256:" + "0" * 64)
    if paged:
        value |= {"completeness": "paged", "pages": ["2.json"]}
        (tmp_path / "2.json").write_text(json.dumps({**PAGE, "items": [posting(2)]}))
    (tmp_path / "feed.json").write_text(json.dumps(value))
    result = run_wbl("convert", tmp_path / "feed.json", "--to", target)
    assert result.exit_code == 1
    assert "The copy is not whole" in result.stderr
    reading = formats.read(result.stdout_bytes)
    assert reading.envelope.digest is None
    assert reading.envelope.total_items == len(reading.postings) + 1
    assert "total_items_mismatch" in {n.code for n in validate(reading, AT).notices} or not reading.whole


def test_converted_feed_without_its_pages_is_not_whole(run_wbl):
    """A paged feed whose pages could not be read does not become a complete one."""
    value = feed([posting(1)], completeness="paged", pages=["2.json"], totalItems=2)
    result = run_wbl("convert", "-", "--to", "json", stdin=json.dumps(value).encode())
    assert not formats.read(result.stdout_bytes).whole
    assert "The copy is not whole" in result.stderr


@pytest.mark.parametrize(
    ("members", "address"),
    [
        ({"feedUrl": "https://a.example/f/feed.json"}, None),
        ({"feedUrl": "https://a.example/feed.atom?x=1"}, "https://a.example/feed.atom?x=1"),
        ({"feedUrl": "https://a.example/f/feed.json", "alternates": [{"url": "feed.atom", "type": "application/atom+xml"}]},
         "https://a.example/f/feed.atom"),
        ({"alternates": [{"url": "feed.atom", "type": "application/atom+xml"}]}, None),
        ({"feedUrl": "https://a.example/feed.json", "alternates": [{"url": "https://[", "type": "application/atom+xml"}]}, None),
    ],
)  # fmt: skip
def test_link_self_is_the_address_of_the_atom_document(members, address):
    """The link self leads to Atom or is not there."""
    written = atom_format.write(json_format.read(json.dumps(feed([], **members)).encode()).feed).decode()
    assert (f'<link href="{address}" rel="self"/>' in written) == (address is not None)
    assert ('rel="self"' in written) == (address is not None)
