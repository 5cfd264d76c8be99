"""Lists of feeds become sources and sources become lists: OPML, and the catalogue of the standard."""

import json
import resource
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_aggregator.sources import Config, Source
from wbl_aggregator.sources.catalogs import Origins, feeds_listed, read_listed, read_origins, write_catalog
from wbl_aggregator.sources.listed import sources_of
from wbl_aggregator.sources.naming import free_id, may_be_id
from wbl_aggregator.sources.opml import read_opml, write_opml

from wbl_feed.errors import UsageError
from wbl_feed.models import Catalog

READER = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0">
  <head><title>Subscriptions</title></head>
  <body>
    <outline text="State" title="State">
      <outline type="rss" text="Cape &amp; Islands" title="Cape &amp; Islands" xmlUrl="https://cape.example/feed.json"
        htmlUrl="https://cape.example/"/>
      <outline text="Nested deeper"><outline text="Mill City" xmlURL=" https://mill.example/feed.atom "/></outline>
    </outline>
    <outline type="rss" text="Cape again" xmlUrl="http://CAPE.example:80/feed.json"/>
    <outline type="link" text="Harbor" htmlUrl="https://harbor.example/"/>
    <outline type="rss" text="Old" xmlUrl="https://old.example/f" isComment="true"/>
    <outline type="include" text="More" url="https://lists.example/more.opml"/>
    <outline type="rss" text="Mail" xmlUrl="feed://mail.example/f"/>
  </body>
</opml>"""
BOMB = b"""<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">%s]>
<opml version="2.0"><body><outline text="&z;" xmlUrl="https://a.example/&z;"/></body></opml>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghijklmnopqrstuvwxyz"
)


def hub(*sources: dict[str, Any], **feed: Any) -> Config:
    known = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}
    return Config.model_validate({"feed": {**known, **feed}, "source": list(sources)})


def test_a_list_from_a_feed_reader_becomes_sources():
    """Nested outlines count, in order; a page stands for its feed; each feed is taken once, and what is not taken is told."""
    listed, passed_over = read_opml(READER, "reader.opml")
    found = sources_of(listed, hub())
    assert [(one.id, one.name, one.url, one.home) for one in found.sources] == [
        ("cape-islands", "Cape & Islands", "https://cape.example/feed.json", ""),
        ("mill-city", "Mill City", "https://mill.example/feed.atom", ""),
        ("harbor", "Harbor", "", "https://harbor.example/"),
    ]
    assert found.known == (
        "reader.opml, line 10: http://CAPE.example:80/feed.json is the source “cape-islands” already.",
    )
    assert found.left_out == ("reader.opml, line 14: “feed://mail.example/f” is no address that begins with https://.",)
    assert [text.partition(": ")[2] for text in passed_over] == [
        "“Old” is marked as a comment.",
        "“More” includes another list; import that too, if you trust it.",
    ]


def test_what_is_a_source_already_is_not_taken_again():
    """Neither its address, nor the one that it redirects to, nor its id is given to another."""
    known = {"id": "cape-islands", "url": "https://elsewhere.example/", "status": "deprecated"}
    config = hub(
        {**known, "redirect": "https://cape.example/feed.json"}, {"id": "mill-city", "url": "https://m.example/"}
    )
    found = sources_of(read_opml(READER, "r")[0], config)
    assert [one.id for one in found.sources] == ["mill-city-2", "harbor"]
    assert len(found.known) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this is not well-formed XML"),
        (b"<opml><body><outline text='a' xmlUrl='https://a.example/?a=1&b=2'/></body></opml>", "has &amp; there"),
        (b"<rss/>", "this is XML, but no OPML"),
        (BOMB, ""),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body/></opml>', "it declares entities"),
        (b"<opml>" + b" " * 10_000_000, "larger than 10 MB"),
        (b"<opml><body>" + b"<outline text='a'>" * 100_000, "this is not well-formed XML"),
    ],
    ids=["empty", "ampersand", "rss", "bomb", "external", "large", "deep"],
)
def test_a_document_that_is_no_list_or_a_hostile_one_is_refused(content: bytes, words: str):
    """Entities are neither resolved nor fetched, whatever is nested in what; memory stays small."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UsageError) as caught:
        read_opml(content, "x.opml")
    assert str(caught.value).startswith("x.opml: ")
    assert words in str(caught.value)
    assert "root:" not in str(caught.value)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_list_in_another_encoding_is_read():
    """OPML of old programs is in Latin-1 or UTF-16 and says so."""
    for encoding in ("iso-8859-1", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><opml><body><outline text="Écoles" xmlUrl="https://e.example/"/></body></opml>'
        (one,) = read_opml(text.encode(encoding), "x")[0]
        assert one.name == "Écoles"


def test_an_id_is_proposed_that_people_can_read_and_files_can_bear():
    """It comes of the name, else of the host, is short, is free, and is never the name of a device."""
    assert free_id("Escuelas de Boston – Año 2027!", "", ()) == "escuelas-de-boston-ano-2027"
    assert free_id("東京", "https://www.tokyo.example/feed", ()) == "tokyo-example"
    assert free_id("", "", ()) == "source"
    assert free_id("Index", "", ()) == "index-2"
    assert free_id("CON", "", {"con-2"}) == "con-3"
    assert free_id("St. Mary's", "", {"st-marys"}) == "st-marys-2"


@settings(deadline=None)
@given(name=st.text(), address=st.text(), taken=st.sets(st.sampled_from(["source", "a", "index-2"])))
def test_every_proposed_id_may_be_one(name: str, address: str, taken: set[str]):
    """Whatever a feed calls itself."""
    one = free_id(name, address, taken)
    assert may_be_id(one)
    assert one not in taken
    assert len(one) <= 50


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), max_size=30)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True).filter(may_be_id)
SOURCES = st.lists(
    st.builds(
        lambda identity, name, status, home: Source.model_validate(
            {
                "id": identity,
                "name": " ".join(name.split()),
                "status": status,
                "home" if home else "url": f"https://{identity}.example/?a=1&b=“2”",
            }
        ),
        IDS,
        WORDS,
        st.sampled_from(["active", "development", "deprecated", "paused"]),
        st.booleans(),
    ),
    unique_by=lambda one: one.id,
)


def same(one: Source, other: Source) -> bool:
    """Whether two sources are the same, apart from a name that is the id."""
    return one.model_copy(update={"name": one.name or one.id}) == other.model_copy(
        update={"name": other.name or other.id}
    )


@settings(deadline=None)
@given(SOURCES)
def test_what_is_written_as_opml_is_read_again_as_it_was(sources: list[Source]):
    """Ids, names, addresses, pages and states come back, and the bytes are the same each time."""
    config = hub().model_copy(update={"sources": tuple(sources)})
    listed, left_out = feeds_listed(config)
    content = write_opml("Hub", listed)
    again, passed_over = read_opml(content, "x")
    found = sources_of(again, hub())
    assert all(map(same, found.sources, sources))
    assert len(found.sources) == len(sources)
    assert [*left_out, *passed_over, *found.left_out, *found.known] == []
    assert write_opml("Hub", feeds_listed(config)[0]) == content


@settings(deadline=None)
@given(SOURCES.map(lambda sources: [one for one in sources if one.url]))
def test_what_is_written_as_a_catalogue_is_read_again_as_it_was(sources: list[Source]):
    """Names, addresses and states come back; a catalogue knows no pause, and gives new ids."""
    config = hub().model_copy(update={"sources": tuple(sources)})
    content, left_out = write_catalog(config, Origins({one.id: f"urn:feed:{one.id}" for one in sources}, {}))
    assert Catalog.from_members(json.loads(content))
    listed, told = read_listed(content, "x")
    found = sources_of(listed, hub())
    assert [*left_out, *told, *found.left_out, *found.known] == []
    for one, other in zip(sources, found.sources, strict=True):
        status = "active" if one.status == "paused" else one.status
        assert (other.name, other.url, other.status) == (one.name or one.id, one.url, status)


def test_a_catalogue_takes_the_first_form_that_is_read_from_where_it_lies():
    """A relative address begins at the catalogue's own; without that one it cannot be used, and the way out is told."""
    entry = {"id": "urn:feed:a", "name": "A", "license": "CC0-1.0", "status": "deprecated"}
    forms = [{"url": "a.csv", "type": "text/csv"}, {"url": "a/feed.json", "type": "application/vnd.wbl-feed+json"}]
    content = json.dumps(
        {
            "type": "DataCatalog",
            "specVersion": "1.0",
            "feeds": [{**entry, "distributions": forms}, {"id": "urn:feed:b"}],
        }
    ).encode()
    listed, told = read_listed(content, "c.json", "https://hub.example/x/wbl-feed.json")
    (one,) = sources_of(listed, hub()).sources
    assert (one.url, one.license, one.status) == ("https://hub.example/x/a/feed.json", "CC0-1.0", "deprecated")
    assert len(told) == 2
    assert all(text.startswith("c.json, /feeds/1/") for text in told)
    assert (
        sources_of(read_listed(content, "c.json")[0], hub())
        .left_out[0]
        .startswith("c.json, /feeds/0: “a/feed.json” is no")
    )
    with pytest.raises(UsageError, match=r"c\.json"):
        read_listed(b"{}", "c.json")


def test_a_catalogue_says_of_sources_what_is_published_of_them(tmp_path: Path):
    """Ids of feeds come from the ledger, the feed, or a mapping file; what is not known yet or is private is left out."""
    (tmp_path / "map.toml").write_text('config_version = 1\n[feed]\nid = "urn:feed:town"\n', encoding="utf-8")
    config = hub(
        {"id": "cape", "url": "https://cape.example/feed.atom", "regions": ["us-ma-stem:cape-cod"], "name": "Cape"},
        {"id": "empty", "url": "https://empty.example/feed.json"},
        {"id": "town", "kind": "csv", "url": "https://town.example/a.csv", "map": str(tmp_path / "map.toml")},
        {"id": "new", "url": "https://new.example/feed.json"},
        {"id": "inside", "url": "http://10.0.0.1/feed.json", "allow_private": True},
        feed_url="https://hub.example/public/feed.json",
    )
    public = tmp_path / "public"
    public.mkdir()
    assert json.loads(write_catalog(config, read_origins(config, public))[0])["feeds"][0]["id"] == "urn:feed:town"
    lines = [{"source": one, "id": "1", "feed": f"urn:feed:{one}"} for one in ("cape", "inside")]
    alias = json.dumps({"alias": "urn:x:1", "entry": "urn:x:2"})
    (public / "ledger.ndjson").write_text("\n".join([*map(json.dumps, lines), alias]), encoding="utf-8")
    known = {
        "feed": "urn:feed:empty",
        "name": "Empty",
        "feedUrl": "https://empty.example/feed.json",
        "license": "CC0-1.0",
    }
    envelope = config.feed.feed(date_modified="2026-11-01T00:00:00Z", items=()).envelope
    (public / "feed.json").write_text(
        json.dumps({**envelope.to_json_value(), "sources": [known], "items": []}), "utf-8"
    )
    content, left_out = write_catalog(config, read_origins(config, public))
    feeds = {one["id"]: one for one in json.loads(content)["feeds"]}
    assert list(feeds) == ["urn:feed:cape", "urn:feed:empty", "urn:feed:town"]
    assert feeds["urn:feed:cape"]["distributions"] == [
        {"url": "https://cape.example/feed.atom", "type": "application/atom+xml"}
    ]
    assert feeds["urn:feed:cape"]["regions"] == ["us-ma-stem:cape-cod"]
    assert (feeds["urn:feed:empty"]["license"], feeds["urn:feed:empty"]["name"]) == ("CC0-1.0", "Empty")
    assert feeds["urn:feed:town"]["distributions"][0]["url"] == "https://hub.example/public/sites/town/feed.json"
    assert [text.split(":")[0] for text in left_out] == ["new", "inside"]
