"""The main job end to end: nine sites, crawled over HTTP, matched, merged and republished."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from wbl_demo.run import Demo, play
from wbl_demo.sites import CLOCK
from wbl_feed import open_feed
from wbl_feed.formats import read
from wbl_feed.pages import read_pages
from wbl_feed.times import read_clock
from wbl_feed.validate import validate
from wbl_feed.vocabulary import vocabulary

AT = read_clock(CLOCK)


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, Demo]:
    """The demo, played once."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, play(folder / "public", folder / "state", AT)


@pytest.fixture
def copy(first, tmp_path) -> Path:
    """A copy of what the first run left."""
    shutil.copytree(first[0], tmp_path / "demo")
    return tmp_path / "demo"


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every published file outside health/, with its bytes and its time of change."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "health" not in path.parts
    }


def test_counts(first):
    """122 rows at nine sites: 120 accepted, two refused, 100 entries, 18 of them from more than one site."""
    _, demo = first
    assert demo.statuses == {200: 9}
    feed = demo.run.published
    assert feed is not None
    assert (feed.members, feed.entries, len(feed.merged)) == (120, 100, 18)
    rules = [edge["rule"] for merged in feed.merged for edge in merged.evidence]
    assert {rule: rules.count(rule) for rule in rules} == {
        "apply-url": 10,
        "same-as": 5,
        "requisition": 3,
        "previous-id": 2,
    }


def test_refusals_are_told(first):
    """The bad posting is named by its pointer, the bad row by its number, each with a way to mend it."""
    _, demo = first
    (central,) = [decision for decision in demo.run.decisions if decision.refused]
    (fault,) = [notice for notice in central.notices if notice.fails]
    assert (central.source.id, fault.code, fault.found) == ("central", "invalid_value", "ASAP")
    (refused,) = [draft for site in demo.sites if site.build for draft in site.build.refused]
    assert refused.place == "row 5"
    assert "Did you mean “internship”?" in refused.notices[0].fix


def test_coverage_of_the_field(first):
    """The postings cover every activity type, every programme of the landscape report, and grades 6 to 12."""
    folder, _ = first
    items = open_feed(folder / "public" / "feed.json").postings
    assert {item.activity_type for item in items} == set(vocabulary("activity-type").terms) - {"other", "unspecified"}
    programs = {program for item in items for program in item.programs or ()}
    assert len(programs) == 10
    grades = {grade for item in items for grade in (item.eligibility and item.eligibility.grade_levels) or ()}
    assert set(range(6, 13)) <= grades
    regions = {region for item in items for region in item.regions or ()}
    assert len({region for region in regions if region.startswith("us-ma-stem:")}) == 9


def test_what_is_published_is_valid(first):
    """Every published feed, in JSON and Atom, passes the validator, and the manifest's hashes are right."""
    folder, _ = first
    public = folder / "public"
    feeds = [*public.glob("feed.*"), *public.glob("by/*/*/feed.*")]
    assert len(feeds) > 80
    for path in feeds:
        reading = read_pages(read(path.read_bytes()), "", lambda name, base=path: (base.parent / name).read_bytes())
        report = validate(reading, AT)
        assert report.valid, (path, [notice for notice in report.notices if notice.fails])
    manifest = json.loads((public / "manifest.json").read_bytes())["files"]
    published = files(public)
    assert set(manifest) == set(published) - {"manifest.json"}
    assert all(hashlib.sha256(published[name][0]).hexdigest() == digest for name, digest in manifest.items())


def test_no_loopback_address_is_published(first):
    """Published files name the sites by their own addresses, never the server of the demo."""
    folder, _ = first
    for name, (content, _) in files(folder / "public").items():
        assert b"127.0.0.1" not in content, name
        assert b"localhost" not in content, name


def test_second_run_changes_nothing(copy):
    """With nothing changed, a second run gets nine 304s and writes no file outside health/."""
    before = files(copy / "public")
    demo = play(copy / "public", copy / "state", AT)
    assert demo.statuses == {304: 9}
    assert demo.run.published is None
    assert demo.run.written.written == ()
    assert files(copy / "public") == before


def test_lost_state_and_three_sites_down(copy):
    """With the state deleted and three of nine sites down, ids stay and nothing live is lost."""
    before = {name: content for name, (content, _) in files(copy / "public").items()}
    shutil.rmtree(copy / "state")
    demo = play(copy / "public", copy / "state", AT, frozenset({"boston", "cape-cod", "central"}))
    assert demo.run.rebuilt
    assert [decision.source.id for decision in demo.run.failed] == ["central", "boston", "cape-cod"]
    assert {name: content for name, (content, _) in files(copy / "public").items()} == before


def test_command_line(run_wbl, tmp_path):
    """wbl demo prints what came from where, what was merged and refused, and on a second run that nothing changed."""
    out = tmp_path / "public"
    result = run_wbl("demo", "--out", out)
    assert result.exit_code == 0
    for text in ("cape-cod", "Merged:", "Refused:", "apply-url", "120 postings became 100 entries", "northeast, row 5"):
        assert text in result.output, text
    assert "Nothing changed since the last run" in run_wbl("demo", "--out", out).output
    down = run_wbl("demo", "--out", out, "--down", "boston", "--json")
    assert down.exit_code == 3
    assert json.loads(down.stdout)["changed"] is False
