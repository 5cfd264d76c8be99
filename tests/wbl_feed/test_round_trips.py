"""What is written is read again without a loss, in JSON, in pages and in Atom."""

import json
import xml.etree.ElementTree as ET

import pytest
from grammar import atom_grammar
from hypothesis import HealthCheck, given, settings
from lxml import etree
from strategies import SEEN, feeds

from wbl_feed import atom_format, formats, json_format
from wbl_feed.models import Feed
from wbl_feed.pages import read_pages
from wbl_feed.resources import spec_json

THOROUGH = settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
ATOM = "{http://www.w3.org/2005/Atom}"


def read_feed(content: bytes) -> Feed:
    reading = formats.read(content)
    assert not [notice for notice in reading.notices if notice.severity != "info"]
    assert reading.feed is not None
    return reading.feed


@pytest.mark.slow
@THOROUGH
@given(feeds())
def test_json_and_atom_lose_nothing(value):
    """JSON → model → JSON and JSON → Atom → JSON give equal values for any valid feed."""
    feed = read_feed(json.dumps(value).encode())
    written = json_format.write(feed)
    assert json.loads(written) == value
    atom = atom_format.write(feed)
    assert json.loads(json_format.write(read_feed(atom))) == value
    assert_strict_readers_accept(atom, len(value["items"]))


def assert_strict_readers_accept(atom: bytes, entries: int) -> None:
    """Every entry has id, title, updated, author and a link; every source has id, title and updated (RFC 4287)."""
    assert atom_grammar().validate(etree.fromstring(atom)), atom_grammar().error_log
    root = ET.fromstring(atom)
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None, name
    found = root.findall(f"{ATOM}entry")
    assert len(found) == entries
    for entry in found:
        for name in ("id", "title", "updated"):
            assert [(child.text or "").strip() != "" for child in entry.findall(ATOM + name)] == [True], name
        assert (entry.findtext(f"{ATOM}author/{ATOM}name") or "").strip()
        assert entry.find(f"{ATOM}link") is not None
        for source in entry.findall(f"{ATOM}source"):
            assert [child.tag for child in source] == [ATOM + name for name in ("id", "title", "updated")]
            assert all((child.text or "").strip() for child in source)


@pytest.mark.slow
def test_every_member_was_made():
    """The strategies made every optional member of every object of the feed, so that the round trips mean all of it."""
    feed, posting = spec_json("feed.schema.json"), spec_json("posting.schema.json")
    if not SEEN:
        pytest.skip("the round trips did not run in this session")
    wanted = {f"feed.schema.json/{name}" for name in feed["properties"] if name not in feed["required"]}
    wanted |= {f"posting.schema.json/{name}" for name in posting["properties"] if name not in posting["required"]}
    seen = {made.replace("items/", "posting.schema.json/") for made in SEEN}
    assert not wanted - seen


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(feeds())
def test_sealed_feed_is_intact_in_every_form(value):
    """A sealed feed agrees with its totalItems and digest, whole, in pages and in Atom."""
    from wbl_feed.times import read_clock
    from wbl_feed.validate import validate

    feed = json_format.seal(read_feed(json.dumps(value).encode()).evolve(pages=None, completeness="complete"))
    pages = json_format.write_pages(feed, page_size=1)
    first = json_format.read(pages["feed.json"])
    paged = read_pages(first, "", lambda name: pages[name])
    for reading in (json_format.read(json_format.write(feed)), formats.read(atom_format.write(feed)), paged):
        codes = {notice.code for notice in validate(reading, read_clock("2026-11-22")).notices}
        assert not codes & {"digest_mismatch", "total_items_mismatch", "page_missing", "page_refused"}
        assert list(reading.postings) == list(feed.items)


def test_writing_is_deterministic():
    """The same feed gives the same bytes each time, in JSON and in Atom."""
    feed = read_feed(json.dumps(spec_json("examples/feed.json")).encode())
    assert json_format.write(feed) == json_format.write(feed)
    assert atom_format.write(feed) == atom_format.write(feed)


def test_prefix_of_the_document_does_not_matter():
    """wbl:item is found by its namespace, whatever its prefix is."""
    feed = read_feed(json.dumps(spec_json("examples/feed.json")).encode())
    renamed = atom_format.write(feed).replace(b"wbl:", b"Work:").replace(b"xmlns:wbl", b"xmlns:Work")
    assert read_feed(renamed) == feed


def test_mismatch_of_a_native_element_is_a_warning():
    """wbl:item wins over a native element that says something else, and the difference is named."""
    feed = read_feed(json.dumps(spec_json("examples/feed.json")).encode())
    title = feed.items[0].title
    edited = atom_format.write(feed).replace(f"<title>{title}</title>".encode(), b"<title>Another</title>")
    reading = formats.read(edited)
    assert reading.feed == feed
    assert [notice.code for notice in reading.notices] == ["atom_projection_mismatch"]


def test_foreign_atom_becomes_partial_postings():
    """An Atom feed that is not ours gives partial postings with a warning each, and no fact that it does not state."""
    foreign = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Board</title><id>urn:b</id>
    <updated>2026-11-01T00:00:00Z</updated><entry><id>https://b.example/?p=1</id><title>Lab aide</title>
    <link href="https://b.example/lab-aide"/><updated>2026-11-01T00:00:00Z</updated></entry></feed>"""
    reading = formats.read(foreign)
    assert reading.envelope is None
    assert not reading.whole
    posting = reading.postings[0]
    assert (posting.activity_type, posting.title) == ("unspecified", "Lab aide")
    assert posting.model_fields_set == {"id", "url", "title", "date_modified", "activity_type", "status"}
    assert [notice.code for notice in reading.notices] == ["atom_unstructured"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_document"),
        (b" \n", "empty_document"),
        (b"{", "invalid_json"),
        (b'{"type":"DataFeed","items":[', "invalid_json"),
        (b"[1]", "wrong_type"),
        (b'{"a":1}', "not_a_feed"),
        (b'{"a":"\xff"}', "invalid_encoding"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "not_a_feed"),
        (b"<!doctype html>\n<title>Log in</title><form method=post><input name=password></form>", "not_a_feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "invalid_xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>', "atom_has_dtd"),
        (b"Position,Employer\n", "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_one_notice(content, code):
    """A document that cannot be read is one notice with a stable code, never an exception."""
    reading = formats.read(content)
    assert [notice.code for notice in reading.notices] == [code]
    assert reading.postings == ()
    assert reading.feed is None
