"""The published set: of the standard, the same bytes from the same content, and only what changed is written."""

import json
import os
import shutil
from datetime import timedelta

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from published_set import files, folder, read_feed
from shelves import MemoryShelf, posting, small
from strategies import documents
from wbl_aggregator.publishing import Keep, publish, verify
from wbl_aggregator.publishing.manifest import NEXT

from wbl_feed import atom_format, json_format
from wbl_feed.atom_format.grammar import check
from wbl_feed.digest import canonical_json
from wbl_feed.files import Batch
from wbl_feed.models import Posting
from wbl_feed.other_documents import read_catalog, read_change_page
from wbl_feed.pages import read_pages
from wbl_feed.projections import json_feed
from wbl_feed.times import format_instant, read_clock
from wbl_feed.validate import validate

AT = read_clock("2026-12-01T00:00:00Z")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Small pages, so that few postings make all that many would, and no waiting for the disk."""
    small(monkeypatch.setattr)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)


def _publish(shelf, out, at=AT, **more):
    return publish(shelf, shelf.envelope, out, at, **more)


def _shelf(count=150, **members):
    """A shelf with so many postings that feed and facets are paged."""
    shelf = MemoryShelf(**members)
    for number in range(count):
        shelf.put(
            posting(
                number,
                regions=["us-ma-stem:cape-cod"] if number % 2 else ["us-ma-stem:cape:cod"],
                eligibility={"gradeLevels": [9 + number % 4]},
                activityType="internship" if number % 10 else "job-shadow",
                dateModified=format_instant(AT - timedelta(minutes=number)),
            )
        )
    return shelf


def _reading(out, name="feed.json"):
    path = out / name
    return read_pages(json_format.read(path.read_bytes()), "", lambda page: (path.parent / page).read_bytes())


@pytest.mark.parametrize("count", [0, 1, 50, 51, 150])
def test_everything_is_of_the_standard(tmp_path, count):
    """Statewide feed, facets, Atom, JSON Feed and catalogue are valid, and each names what is there."""
    shelf = _shelf(count)
    _publish(shelf, tmp_path)
    assert verify(tmp_path) == []
    assert read_feed(folder(tmp_path))["items"] == shelf.items()
    for path in sorted(tmp_path.rglob("feed.json")):
        name = path.relative_to(tmp_path).as_posix()
        report = validate(_reading(tmp_path, name), AT)
        assert [one.code for one in report.notices if one.fails] == []
        read_feed(folder(tmp_path), name)
    for path in [*tmp_path.rglob("*.atom")]:
        assert list(check(path.read_bytes())) == [], path
        found = atom_format.read(path.read_bytes())
        assert found.envelope
        assert found.well_formed
        assert [one for one in found.notices if one.severity != "info"] == []
        assert len(found.items) == len(found.received) == min(50, len(found.items))
    reading = json_feed.read_value(json.loads((tmp_path / "jsonfeed.json").read_bytes()))
    assert reading.envelope
    assert len(reading.items) == min(count, 50)
    catalog = read_catalog((tmp_path / "wbl-feed.json").read_bytes())
    assert catalog.notices == ()
    for _, entry in catalog.entries:
        for distribution in entry.distributions:
            assert (tmp_path / distribution.url).is_file()
    assert (
        json.loads((tmp_path / ".well-known/wbl-feed").read_bytes())["feeds"][0]["distributions"][0]["url"]
        == "../feed.json"
    )
    # what reads it with an ordinary reader of feeds sees titles and archive links
    parsed = feedparser.parse((tmp_path / "feed.atom").read_bytes())
    assert len(parsed.entries) == min(count, 50)
    assert any(link.rel == "prev-archive" for link in parsed.feed.links) == (count > 50)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(value=documents("posting.schema.json"))
def test_every_posting_of_the_standard_can_be_published(value, tmp_path_factory):
    """Whatever members a posting has, it comes back from JSON, Atom and JSON Feed as it was."""
    out, shelf = tmp_path_factory.mktemp("out"), MemoryShelf()
    value = {**value, "id": posting(1)["id"]}
    shelf.put(value)
    _publish(shelf, out)
    wanted = canonical_json(value)
    assert [canonical_json(item) for item in read_feed(folder(out))["items"]] == [wanted]
    kept = Posting.from_members(value).canonical
    assert [one.canonical for one in atom_format.read((out / "feed.atom").read_bytes()).postings] == [kept]
    found = json_feed.read_value(json.loads((out / "jsonfeed.json").read_bytes()))
    assert [one.canonical for one in found.postings] == [kept]
    assert json.loads((out / "changes/1.json").read_bytes())["changes"][0]["item"] == value


@pytest.mark.parametrize("number", [1e16, 2.0**53, -1e20, 1e21, 123456789012345.0])
def test_a_large_number_stays_sound(tmp_path, number):
    """RFC 8785 writes some doubles as integers that I-JSON does not allow; in files they are spelled as doubles."""
    shelf = MemoryShelf()
    shelf.put(posting(1, ext={"https://site.example/n": [number]}))
    _publish(shelf, tmp_path)
    assert validate(_reading(tmp_path), AT).refused == 0
    assert read_feed(folder(tmp_path))["items"] == shelf.items()
    assert atom_format.read((tmp_path / "feed.atom").read_bytes()).refused == 0
    assert read_change_page((tmp_path / "changes/1.json").read_bytes()).notices == ()
    shelf.put(posting(2))
    _publish(shelf, tmp_path, AT + HOUR)  # the page of the log is read and grows
    assert read_change_page((tmp_path / "changes/1.json").read_bytes()).notices == ()


def test_nothing_is_written_when_nothing_changed(tmp_path):
    """A second publishing touches no file and reads no page's entries."""
    shelf = _shelf()
    _publish(shelf, tmp_path)
    shelf.unclean.clear()
    shelf.read.clear()
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    written = _publish(shelf, tmp_path, AT + HOUR)
    assert (written.written, written.removed) == ((), ())
    assert written.files == sum(1 for path in stamps if path.is_file())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == stamps
    assert len(shelf.read) < 10


def test_only_what_changed_is_written(tmp_path):
    """One changed posting costs its file, one page of each feed that has it, and what names them."""
    shelf = _shelf()
    _publish(shelf, tmp_path)
    shelf.unclean.clear()
    before = files(tmp_path)
    shelf.put({**posting(70), **json.loads(before["feed.json"])["items"][0], "id": posting(70)["id"], "title": "New"})
    written = _publish(shelf, tmp_path, AT + HOUR)
    after = files(tmp_path)
    changed = {name for name in after if before.get(name) != after[name]}
    assert set(written.written) == changed
    assert sum(name.startswith("pages/") for name in changed) <= 1
    assert [name for name in changed if name.startswith("postings/")] == [f"postings/00/{posting(70)['id'][-16:]}.json"]
    assert "wbl-feed.json" not in changed
    assert verify(tmp_path) == []


def test_the_same_content_gives_the_same_bytes(tmp_path):
    """What was there before shows in nothing but the log and the files that are kept for a while."""
    one, other = tmp_path / "one", tmp_path / "other"
    shelf = _shelf()
    _publish(shelf, one)
    for number in range(5, 40):
        shelf.put(posting(number, title="Changed"))
    shelf.take(posting(3)["id"])
    _publish(shelf, one, AT + HOUR)
    _publish(shelf, one, AT + 3 * DAY)
    _publish(shelf, other, AT + 3 * DAY)
    found, wanted = files(one), files(other)
    for name in ("manifest.json", "feed.json", "feed.atom", "jsonfeed.json"):
        del found[name], wanted[name]
    own = ("changes/", "archive/")
    assert {name for name in found if not name.startswith(own)} == {name for name in wanted if not name.startswith(own)}
    assert all(found[name] == wanted[name] for name in found if not name.startswith(own))
    mine, theirs = (read_feed(folder(out)) for out in (one, other))
    assert {**mine, "changeLog": ""} == {**theirs, "changeLog": ""}


def test_old_pages_stay_for_readers_in_the_middle(tmp_path):
    """A page that is no longer listed stays for the time of grace, and goes after it though nothing changes."""
    shelf = _shelf()
    _publish(shelf, tmp_path)
    old = set(tmp_path.rglob("pages/*"))
    for number in range(150):
        shelf.put(posting(number, title="Changed"))
    _publish(shelf, tmp_path, AT + HOUR)
    assert old <= set(tmp_path.rglob("pages/*"))
    _publish(shelf, tmp_path, AT + 24 * HOUR)
    assert old <= set(tmp_path.rglob("pages/*"))
    removed = _publish(shelf, tmp_path, AT + 25 * HOUR).removed
    assert set(removed) == {path.relative_to(tmp_path).as_posix() for path in old}
    assert not old & set(tmp_path.rglob("pages/*"))
    assert verify(tmp_path) == []
    read_feed(folder(tmp_path))


def test_a_page_that_comes_back_stays(tmp_path):
    """Content that returns within the time of grace takes up its page again."""
    shelf = _shelf()
    _publish(shelf, tmp_path)
    pages = set(tmp_path.rglob("pages/*"))
    value = json.loads((tmp_path / f"postings/00/{posting(70)['id'][-16:]}.json").read_bytes())["posting"]
    shelf.put({**value, "title": "Changed"})
    _publish(shelf, tmp_path, AT + HOUR)
    shelf.put(value)
    _publish(shelf, tmp_path, AT + 2 * HOUR)
    _publish(shelf, tmp_path, AT + 3 * DAY)
    assert set(tmp_path.rglob("pages/*")) == pages


def test_tombstones_are_kept_for_their_time(tmp_path):
    """Old ones are left out, the promise moves past them and not otherwise, and at most once a day."""
    shelf = _shelf(10)
    shelf.take(posting(1)["id"], "2026-03-01T10:00:00Z")
    shelf.take(posting(2)["id"], "2026-03-01T12:00:00.5Z")
    shelf.take(posting(3)["id"], "2026-06-01T00:00:00Z")
    keep = Keep(tombstone_days=200)
    _publish(shelf, tmp_path, read_clock("2026-09-01T00:00:00Z"), keep=keep)
    assert read_feed(folder(tmp_path))["deletion"]["tombstonesSince"] == "2026-01-01T00:00:00Z"
    _publish(shelf, tmp_path, read_clock("2026-09-18T00:00:00Z"), keep=keep)
    feed = read_feed(folder(tmp_path))
    assert [stone["id"] for stone in feed["tombstones"]] == [posting(3)["id"]]
    assert feed["deletion"]["tombstonesSince"] == "2026-03-01T12:00:01.500000Z"
    before = files(tmp_path)
    assert _publish(shelf, tmp_path, read_clock("2026-12-18T00:00:00Z"), keep=keep).written == ()
    assert files(tmp_path) == before


def test_a_large_feed_tells_readers_what_is_new(tmp_path):
    """Atom and JSON Feed of a large feed hold the entries that changed last, and say where the whole feed is."""
    shelf = _shelf(200)
    for number in range(30):
        shelf.put(posting(number, title="Changed"))
    for number in range(100, 160):
        shelf.take(posting(number)["id"], format_instant(AT - timedelta(minutes=number)))
    _publish(shelf, tmp_path)
    found = atom_format.read((tmp_path / "feed.atom").read_bytes())
    assert found.envelope.completeness == "delta"
    assert found.envelope.feed_url == "https://hub.example/feed.json"
    assert found.envelope.total_items is None
    assert [one.title for one in found.postings[:30]] == ["Changed"] * 30
    assert len(found.postings) == 50
    stones = found.envelope.tombstones
    assert len(stones) == 50
    assert min(stone.date_deleted for stone in stones) >= found.envelope.deletion.tombstones_since
    assert found.postings == json_feed.read_value(json.loads((tmp_path / "jsonfeed.json").read_bytes())).postings
    part = atom_format.read((tmp_path / "by/activity/internship/feed.atom").read_bytes())
    assert part.envelope.feed_url == "https://hub.example/by/activity/internship/feed.json"
    assert part.envelope.completeness == "delta"


def test_a_large_feed_without_an_address_is_told_by_its_pages(tmp_path):
    """A delta has to say where the whole feed is; a feed that does not know gives its pages instead, and no archive."""
    _publish(_shelf(feed_url=None), tmp_path)
    found = atom_format.read((tmp_path / "feed.atom").read_bytes())
    assert found.envelope.completeness == "paged"
    assert len(found.postings) < 150
    pages = read_pages(found, "", folder(tmp_path))
    assert [one.id for one in pages.postings] == [item["id"] for item in read_feed(folder(tmp_path))["items"]]
    assert not (tmp_path / "archive").exists()


def test_the_archive_holds_every_change_but_the_newest(tmp_path):
    """Going back from the feed by ``prev-archive``, a reader of RFC 5005 gets every entry."""
    shelf = _shelf(170)
    _publish(shelf, tmp_path)
    name, seen, names = "feed.atom", {}, []
    while name:
        names.append(name)
        content = (tmp_path / name).read_bytes()
        parsed = feedparser.parse(content)
        for entry in parsed.entries:
            seen.setdefault(entry.id, entry.title)
        links = {link.rel: link.href for link in parsed.feed.links}
        assert (b"fh:archive" in content) == ("current" in links) == (name != "feed.atom")
        before = links.get("prev-archive")
        name = before if before is None or name == "feed.atom" else f"archive/{before}"
    assert names == ["feed.atom", "archive/3.atom", "archive/2.atom", "archive/1.atom"]
    assert seen == {item["id"]: item["title"] for item in shelf.items()}
    archived = (tmp_path / "archive/1.atom").read_bytes()
    shelf.put(posting(2, title="Changed"))
    _publish(shelf, tmp_path, AT + HOUR)
    assert (tmp_path / "archive/1.atom").read_bytes() == archived


def test_an_odd_code_is_told_by_its_words(tmp_path):
    """A facet whose code makes no name of a folder still bears the code in its own name."""
    _publish(_shelf(20), tmp_path)
    names = {json.loads(path.read_bytes())["name"] for path in tmp_path.glob("by/region/*/feed.json")}
    assert names == {"Hub: region us-ma-stem:cape-cod", "Hub: region us-ma-stem:cape:cod"}


def test_a_code_that_nobody_uses_any_more_has_no_folder(tmp_path):
    """Its feed goes with its folder."""
    shelf = _shelf(20)
    _publish(shelf, tmp_path)
    for item in shelf.items():
        if item["activityType"] == "job-shadow":
            shelf.take(item["id"])
    _publish(shelf, tmp_path, AT + HOUR)
    assert [path.name for path in tmp_path.glob("by/activity/*")] == ["internship"]


@pytest.mark.parametrize("what", ["page", "posting", "facet", "atom", "ledger", "catalogue", "archive"])
def test_what_somebody_took_away_comes_back(tmp_path, what):
    """A file that is missing is written again, though nothing changed."""
    shelf = _shelf(160)
    _publish(shelf, tmp_path)
    shelf.unclean.clear()
    wanted = files(tmp_path)
    names = {"page": "pages/*", "posting": "postings/00/*", "facet": "by/grade/9/feed.json", "atom": "feed.atom",
             "ledger": "ledger.ndjson", "catalogue": ".well-known/wbl-feed", "archive": "archive/1.atom"}  # fmt: skip
    path = sorted(tmp_path.glob(names[what]))[0]
    path.unlink()
    assert verify(tmp_path) == [f"{path.relative_to(tmp_path).as_posix()} is missing."]
    written = _publish(shelf, tmp_path, AT)
    assert path.relative_to(tmp_path).as_posix() in written.written
    assert files(tmp_path) == wanted


def test_a_lost_manifest_is_made_again(tmp_path):
    """Without it the set is made again, to the same bytes, and what nobody names goes."""
    shelf = _shelf(60)
    _publish(shelf, tmp_path)
    wanted = files(tmp_path)
    (tmp_path / "manifest.json").unlink()
    shutil.copy(tmp_path / "feed.json", tmp_path / "by/grade/9/stranger.json")
    (tmp_path / "by/grade/13").mkdir()
    shutil.copy(tmp_path / "feed.json", tmp_path / "by/grade/13/feed.json")
    (tmp_path / "index.html").write_text("mine")
    assert verify(tmp_path) == ["There is no manifest.json, so nothing was published here, or not to its end."]
    _publish(shelf, tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"
    assert files(tmp_path) == {**wanted, "index.html": b"mine", "by/grade/9/stranger.json": wanted["feed.json"]}


def test_verify_tells_what_is_wrong(tmp_path):
    """A file that was changed or taken away is named, and a manifest that cannot be read."""
    _publish(_shelf(10), tmp_path)
    with (tmp_path / "feed.json").open("ab") as file:
        file.write(b" ")
    (tmp_path / "feed.atom").unlink()
    assert verify(tmp_path) == ["feed.atom is missing.", "feed.json is not what manifest.json says."]
    (tmp_path / "manifest.json").write_bytes(b"{")
    assert verify(tmp_path) == ["manifest.json cannot be read."]


def test_what_a_killed_run_left_half_written_is_cleared_away(tmp_path):
    """Files beside their places, of this way of writing and of the one before, are gone after the next run."""
    shelf = _shelf(10)
    _publish(shelf, tmp_path)
    wanted = files(tmp_path)
    Batch(tmp_path).add("pages/left.json", b"x")
    (tmp_path / "postings/00/.wbl-abc.tmp").write_bytes(b"x")
    _publish(shelf, tmp_path)
    assert files(tmp_path) == wanted


@pytest.mark.parametrize("name", ["manifest.json", NEXT])
def test_a_hostile_manifest_leads_nowhere(tmp_path, name):
    """Names that lead out of the folder, or that are none, are passed over."""
    out = tmp_path / "out"
    shelf = _shelf(10)
    _publish(shelf, out)
    victim = tmp_path / "victim"
    victim.write_bytes(b"x")
    names = [
        "../victim",
        str(victim),
        "a/../../victim",
        "..\\victim",
        "",
        "a\0b",
        "manifest.json",
        "./feed.json",
        "a//b",
    ]
    value = json.loads((out / "manifest.json").read_bytes())
    files_ = {**value["files"], **dict.fromkeys(names, "0" * 64), "feed.json": 5, "wbl-feed.json": None}
    log = {"pages": {"1": ["x"], "7": 5}, "compactedTo": "x"}
    former = dict.fromkeys(names, "yesterday")
    (out / name).write_text(json.dumps({**value, "files": files_, "former": former, "log": log}))
    assert isinstance(verify(out), list)
    _publish(shelf, out, AT + 90 * DAY)
    assert victim.read_bytes() == b"x"
    assert verify(out) == []
    read_feed(folder(out))


@pytest.mark.parametrize("content", [b"", b"5", b"[]", b'{"files": 5, "former": 5, "madeFrom": [], "log": 5}', b"\xff"])
@pytest.mark.parametrize("name", ["manifest.json", NEXT])
def test_a_damaged_manifest_stops_nobody(tmp_path, name, content):
    """One that cannot be read counts as none."""
    shelf = _shelf(10)
    _publish(shelf, tmp_path)
    (tmp_path / name).write_bytes(content)
    _publish(shelf, tmp_path)
    assert verify(tmp_path) == []
    assert not (tmp_path / NEXT).exists()
