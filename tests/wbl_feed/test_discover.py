"""What somebody names leads to the feeds that are there; the cases are those of the conformance kit."""

import json
from pathlib import Path
from typing import Any

import pytest
from local_web import cases, served
from test_validate import feed, posting

from wbl_feed import atom_format, json_format
from wbl_feed.discovery import discover, folder, site
from wbl_feed.discovery.discover import find_feeds
from wbl_feed.discovery.kinds import kind_of
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher
from wbl_feed.other_documents import read_catalog, read_change_page, read_posting
from wbl_feed.resources import spec_folder

DISCOVERY = cases("discovery")
HOW = {
    discover.ITSELF: "address",
    discover.CATALOGUE: "catalogue",
    site.LINK: "link",
    site.WELL_KNOWN: "well-known",
    site.AT_ROOT: "root",
    site.BESIDE: "folder",
}
JSON_TYPE = "application/vnd.wbl-feed+json"


@pytest.mark.parametrize("name", DISCOVERY)
def test_case_of_the_kit(name: str) -> None:
    """Feeds, the way to them, notices and requests are those that the case of the conformance kit says."""
    case = DISCOVERY[name]
    given_, expected = case["given"], case["expect"]
    notices: list[dict[str, str]] | None = None
    with served(given_["web"]) as web:
        try:
            found = discover.discover(
                given_["start"], fetcher=web.fetcher, development=given_.get("development", False)
            )
            feeds = [{"address": one.address, "how": HOW[one.how]} for one in found.feeds]
            notices = [{"code": one.code, "pointer": one.pointer} for one in found.notices]
        except UsageError:
            feeds = []
        asked = web.requests
    assert feeds == expected.get("feeds", [])
    assert expected.get("none", False) is not bool(feeds)
    assert notices in (None, expected["notices"])
    if "requests" in expected:
        assert asked == expected["requests"]


def test_every_rule_of_discovery_has_cases() -> None:
    """Each numbered rule of section 15 that data can show has a case that keeps it and one that breaks it."""
    said = {(one["rule"], one["role"]) for case in DISCOVERY.values() for one in case["spec"]}
    rules = [*(f"15.1:{rule}" for rule in (1, 2, 3, 4)), *(f"15.2:{rule}" for rule in (1, 2, 4))]
    assert {(rule, role) for rule in rules for role in ("for", "against")} | {("15.2:3", "for")} <= said
    assert all(case["id"] == name for name, case in DISCOVERY.items())


def test_a_site_without_a_feed_says_what_was_tried() -> None:
    """The message names each place that was tried, what was there, and how a site offers its feed."""
    page = {"headers": {"Content-Type": "text/html"}, "body": "<html><head></head><body>Hi</body></html>"}
    with served({"https://site.example/": page}) as web, pytest.raises(UsageError) as caught:
        find_feeds("https://site.example/", fetcher=web.fetcher)
    words = str(caught.value)
    assert words.startswith("https://site.example/: no feed was found.")
    for part in ("the address itself (it is a web page)", "/.well-known/wbl-feed (the server answered 404",
                 "/wbl-feed.json (the server answered 404", 'href="/feed.json"'):  # fmt: skip
        assert part in words


def test_private_addresses_are_refused_unless_allowed() -> None:
    """The address guard holds for what is named and says how to lift it."""
    with served({}) as web, pytest.raises(UsageError, match="--allow-private"):
        find_feeds(web.server.address.replace(f":{web.server.server_address[1]}", ":8080"), fetcher=HttpFetcher())


def test_a_truncated_feed_is_given_with_its_notices() -> None:
    """A broken feed at the address is reported as what it is; no other feed of the site takes its place."""
    with served({"https://site.example/feed.json": {"body": '{"type": "DataFeed", "items": ['}}) as web:
        (found,) = find_feeds("https://site.example/feed.json", fetcher=web.fetcher)
        (document,) = found.documents()
        assert [notice.code for notice in document.reading.notices] == ["invalid_json"]
        assert len(web.requests) == 1


def write(path: Path, value: Any) -> Path:
    """A JSON file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def catalogue(*references: str, **members: Any) -> dict[str, Any]:
    """A catalogue that names files."""
    entries = [
        {"id": f"https://site.example/{number}", "name": f"Feed {number}",
         "distributions": [{"url": reference, "type": JSON_TYPE}], **members}
        for number, reference in enumerate(references)
    ]  # fmt: skip
    return {"type": "DataCatalog", "specVersion": "1.0", "feeds": entries}


def named(number: int) -> dict[str, Any]:
    """A feed with the id that a catalogue gives it."""
    return feed([posting(1)], id=f"https://site.example/{number}")


def test_a_folder_gives_the_feeds_of_its_catalogue(tmp_path: Path) -> None:
    """A folder as it is published gives each feed of its catalogue, feeds in folders below it too."""
    write(tmp_path / "wbl-feed.json", catalogue("feed.json", "by/grade/10/feed.json"))
    write(tmp_path / "feed.json", named(0))
    write(tmp_path / "by" / "grade" / "10" / "feed.json", named(1))
    write(tmp_path / "draft.json", named(2))
    found = find_feeds(tmp_path)
    assert [one.address for one in found] == [
        (tmp_path / name).as_uri() for name in ("feed.json", "by/grade/10/feed.json")
    ]
    assert {one.how for one in found} == {"wbl-feed.json in the folder"}
    assert [one.how for one in find_feeds(tmp_path / "wbl-feed.json")] == ["the catalogue that was named"] * 2


def test_a_folder_without_a_catalogue_gives_its_feeds_once(tmp_path: Path) -> None:
    """A feed in two forms is given once, as JSON; pages, postings, other feeds' news and deeper folders are not."""
    write(tmp_path / "b.json", named(0))
    write(tmp_path / "feed.json", named(1))
    (tmp_path / "feed.atom").write_bytes(atom_format.write(json_format.read(json.dumps(named(1)).encode()).feed))
    write(tmp_path / "page.json", {"type": "DataFeedPage", "specVersion": "1.0", "feed": "urn:a:1", "items": []})
    write(tmp_path / "posting.json", posting(1))
    write(tmp_path / "by" / "feed.json", named(3))
    (tmp_path / "news.xml").write_text("<rss version='2.0'><channel><title>N</title></channel></rss>")
    (tmp_path / "empty.json").touch()
    found = find_feeds(tmp_path)
    assert [Path(one.address).name for one in found] == ["feed.json", "b.json"]
    assert {one.how for one in found} == {folder.IN_FOLDER}


def test_a_folder_reads_no_network_and_nothing_outside(tmp_path: Path) -> None:
    """A catalogue that names addresses or files outside is passed over for the files of the folder itself."""
    write(tmp_path / "secret.json", named(9))
    out = tmp_path / "out"
    write(out / "wbl-feed.json", catalogue("https://site.example/feed.json", "../secret.json", "file:///etc/hostname"))
    with pytest.raises(UsageError, match=r"there is no feed in this folder\..*it is on the network"):
        find_feeds(out)
    write(out / "feed.json", named(0))
    (out / "link.json").symlink_to(tmp_path / "secret.json")
    assert [one.how for one in find_feeds(out)] == [folder.IN_FOLDER]


def test_the_hidden_copy_of_a_catalogue_leads_to_its_folder(tmp_path: Path) -> None:
    """A catalogue in .well-known, named as a file, gives the feeds of the folder that it stands for."""
    write(tmp_path / "feed.json", named(0))
    path = write(tmp_path / ".well-known" / "wbl-feed", catalogue("../feed.json"))
    assert [one.address for one in find_feeds(path)] == [(tmp_path / "feed.json").as_uri()]
    assert [one.how for one in find_feeds(tmp_path)] == [".well-known/wbl-feed in the folder"]


def test_feeds_of_a_local_catalogue_on_the_network(tmp_path: Path) -> None:
    """A catalogue in a file that names addresses has them read over the network, and no file of the disk by address."""
    path = write(tmp_path / "list.json", catalogue("https://site.example/feed.json"))
    with served({"https://site.example/feed.json": named(0)}) as web:
        (found,) = find_feeds(path, fetcher=web.fetcher)
    assert found.address == "https://site.example/feed.json"


def test_a_remote_catalogue_opens_no_file(tmp_path: Path) -> None:
    """An address of a file in a catalogue from the network is refused."""
    path = write(tmp_path / "feed.json", named(0))
    web_ = {"https://site.example/list": catalogue(path.as_uri())}
    with served(web_) as web, pytest.raises(UsageError, match="not an http or https address"):
        find_feeds("https://site.example/list", fetcher=web.fetcher)


@pytest.mark.parametrize(
    ("name", "kind", "feeds"),
    [("changes.json", "changes", 0), ("posting.json", "posting", 0), ("paged-feed-page-2.json", "page", 1),
     ("feed.json", "feed", 1), ("feed.atom", "feed", 1)],
)  # fmt: skip
def test_every_kind_of_document_is_told(name: str, kind: str, feeds: int) -> None:
    """A named document is known by its content; what is no feed gives none, and find_feeds says what it is."""
    path = Path(str(spec_folder())) / "examples" / name
    found = discover.discover(path)
    assert (found.kind, len(found.feeds)) == (kind, feeds)
    if not feeds:
        with pytest.raises(UsageError, match="not a feed"):
            find_feeds(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "other"), (b"\xef\xbb\xbf", "other"), (b"%PDF-1.7", "other"), (b"[]", "other"), (b"<svg>", "other"),
        (b'\xef\xbb\xbf {"type": "DataFeed"}', "feed"), (b'{"type": "DataCatalog", "fe', "catalog"), (b'{"items": 1}', "feed"),
        (b'{"type": ["DataFeed"]}', "other"), (b'<?xml version="1.0"?><!-- <html> --><a:feed xmlns:a="b">', "feed"),
        (b"<!-- c -->\n<!DOCTYPE  html>", "web page"), ("\ufeff<html>".encode("utf-16-le"), "web page"),
        (b"<meta charset=x>", "web page"), (b"{" * 5_000, "other"), (b"<!--" * 2_000, "other"),
    ],
)  # fmt: skip
def test_kinds(content: bytes, kind: str) -> None:
    """The kind of a document is told by its content alone."""
    assert kind_of(content) == kind


def test_examples_of_other_documents_have_no_faults() -> None:
    """The examples beside the specification are read whole."""
    folder_ = Path(str(spec_folder())) / "examples"
    read = read_catalog((folder_ / "catalog.json").read_bytes())
    catalog, faults = read.catalog, read.notices
    assert catalog is not None
    assert (len(catalog.feeds), faults) == (2, ())
    read = read_change_page((folder_ / "changes.json").read_bytes(), "https://statewide.example/id/feed")
    page, faults = read.page, read.notices
    assert page is not None
    assert page.changes
    assert faults == ()
    item, faults = read_posting((folder_ / "posting.json").read_bytes())
    assert item is not None
    assert faults == ()


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"feeds": None}, [("missing_member", "/feeds")]),
        ({"feeds": {}}, [("wrong_type", "/feeds")]),
        ({"dateModified": "yesterday"}, [("invalid_value", "/dateModified")]),
        ({"specVersion": "2.0"}, [("unsupported_version", "/specVersion")]),
        ({"specVersion": None}, [("missing_member", "/specVersion")]),
        ({"type": "DataFeed"}, [("not_a_feed", "")]),
        ({"feeds": [1]}, [("wrong_type", "/feeds/0")]),
        ({"feeds": [{"id": "a", "name": "A", "distributions": [{"url": "a.json"}]}]},
         [("invalid_value", "/feeds/0/id"), ("missing_member", "/feeds/0/distributions/0/type")]),
    ],
)  # fmt: skip
def test_faults_of_a_catalogue(members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Each fault of a catalogue is named at its pointer, and a faulty optional member costs itself alone."""
    value = {name: member for name, member in {**catalogue("a.json"), **members}.items() if member is not None}
    read = read_catalog(json.dumps(value).encode())
    catalog, notices = read.catalog, read.notices
    assert [(notice.code, notice.pointer) for notice in notices] == expected
    assert (catalog is not None) == ("specVersion" not in members and "type" not in members)


def changes(*numbers: Any, **members: Any) -> bytes:
    """A page of a change log."""
    all_ = [{"type": "upsert", "sequence": number, "item": posting(1)} for number in numbers]
    head = {"type": "ChangePage", "specVersion": "1.0", "feed": "https://site.example/feed", "changes": all_}
    return json.dumps({**head, **members}).encode()


@pytest.mark.parametrize(
    ("content", "sound", "expected"),
    [
        (changes(3, 5, 9), 3, []),
        (changes(3, 3, 9), 3, [("sequence_not_growing", "/changes/1/sequence")]),
        (changes(3, 2, 3), 3, [("sequence_not_growing", "/changes/1/sequence"), ("sequence_not_growing", "/changes/2/sequence")]),
        (changes(1, "2", 3), 2, [("wrong_type", "/changes/1/sequence")]),
        (changes(changes=[{"type": "upsert", "sequence": 1, "item": {**posting(1), "status": "live"}}]), 0,
         [("invalid_value", "/changes/0/item/status")]),
        (changes(changes=[{"type": "upsert", "sequence": 1}]), 0, [("missing_member", "/changes/0/item")]),
        (changes(changes=[{"type": "delete", "sequence": 1, "tombstone": {"id": "urn:a:1"}}]), 0,
         [("missing_member", "/changes/0/tombstone/dateDeleted")]),
        (changes(changes=[{"type": "move", "sequence": 1}, 7]), 0, [("invalid_value", "/changes/0/type"), ("invalid_value", "/changes/1")]),
        (changes(1, feed="https://site.example/else"), 1, [("changes_of_another_feed", "/feed")]),
        (changes(1)[:-5], None, [("invalid_json", "")]),
        (b"[]", None, [("wrong_type", "")]),
    ],
)  # fmt: skip
def test_faults_of_a_change_page(content: bytes, sound: int | None, expected: list[tuple[str, str]]) -> None:
    """Sequence grows, each change is whole, and the page is of its feed; a faulty change costs itself alone."""
    read = read_change_page(content, "https://site.example/feed")
    page, notices = read.page, read.notices
    assert [(notice.code, notice.pointer) for notice in notices] == expected
    assert (None if page is None else len(page.changes)) == sound


def test_a_lone_posting_has_its_faults_named() -> None:
    """A posting in a file of its own is read as one in a feed is."""
    item, notices = read_posting(json.dumps({**posting(1), "title": 7}).encode())
    assert item is None
    assert [(notice.code, notice.pointer) for notice in notices] == [("wrong_type", "/title")]
