"""`wbl convert` never overwrites the feed that it reads, says what an id costs that stands twice, and ends as it tells."""

import json

import pytest
from projection_feeds import example

AT = ("--at", "2026-11-22T12:00:00Z")
NEITHER_LOST = ["json", "atom", "json-feed", "csv"]


@pytest.fixture
def path(tmp_path):
    """A feed with the same id at two open postings."""
    value = {**example(), "completeness": "complete"}
    value.pop("digest", None)
    first = {**value["items"][0], "applicationDeadline": "2027-03-01", "title": "The first of two"}
    value |= {"items": [first, {**first, "title": "The other of two"}], "totalItems": 2}
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["feed.json", "link.json", "hard.json", "folder/../feed.json"])
def test_the_feed_itself_is_not_overwritten(run_wbl, path, name):
    """Whatever the name that --out gives to the feed, it is refused and the feed is as it was."""
    folder, before = path.parent, path.read_bytes()
    (folder / "folder").mkdir()
    (folder / "link.json").symlink_to(path)
    (folder / "hard.json").hardlink_to(path)
    result = run_wbl("convert", path, "--to", "csv", "--out", folder / name)
    assert result.exit_code == 2
    assert "this is the feed itself. Name another file." in result.stderr
    assert path.read_bytes() == before
    assert (folder / "link.json").is_symlink()


def test_a_link_to_the_feed_is_the_feed(run_wbl, path):
    """A feed that is named by a link is not overwritten under its own name, and another file is written."""
    link, other = path.parent / "link.json", path.parent / "other.json"
    link.symlink_to(path)
    other.write_text("old", encoding="utf-8")
    assert run_wbl("convert", link, "--to", "json", "--out", path).exit_code == 2
    assert run_wbl("convert", link, "--to", "json", "--out", other).exit_code == 0
    assert json.loads(other.read_bytes())["totalItems"] == 2


@pytest.mark.parametrize("target", ["json", "atom", "json-feed", "schema-org", "csv", "ics", "rss"])
def test_what_became_of_an_id_that_stands_twice_is_said(run_wbl, path, target):
    """Both postings are in the output or the second is not, as standard error says; the exit code stays 0."""
    result = run_wbl("convert", path, "--to", target, *AT)
    assert result.exit_code == 0
    assert "The first of two" in result.stdout
    both = "The other of two" in result.stdout
    assert both == (target in NEITHER_LOST)
    identity = json.loads(path.read_bytes())["items"][0]["id"]
    assert f"The id {identity} stands twice: " in result.stderr
    assert ("both are in the output" in result.stderr) == both
    assert ("only the first can be in the output" in result.stderr) != both


def test_many_ids_that_stand_twice_are_not_all_listed(run_wbl, path):
    """The first ones are named, the others counted; an id at three postings is told as such."""
    value = json.loads(path.read_bytes())
    one = value["items"][0]
    items = [{**one, "id": f"https://site.example/{number % 10}"} for number in range(21)]
    path.write_text(json.dumps({**value, "items": items, "totalItems": 21}), encoding="utf-8")
    said = run_wbl("convert", path, "--to", "json").stderr
    assert "The id https://site.example/0 stands 3 times: all are in the output" in said
    assert said.count(" stands twice: ") == 7
    assert "… and 2 more ids like it." in said


def test_a_page_that_is_missing_ends_with_1(run_wbl, tmp_path):
    """The rest of the feed is written, and what is missing is said."""
    value = {**example(), "completeness": "paged", "pages": ["pages/2.json"], "totalItems": 2}
    value.pop("digest", None)
    (tmp_path / "feed.json").write_text(json.dumps(value), encoding="utf-8")
    result = run_wbl("convert", tmp_path / "feed.json", "--to", "json")
    assert result.exit_code == 1
    assert "[page_missing]" in result.stderr
    assert len(json.loads(result.stdout)["items"]) == len(value["items"])


@pytest.mark.parametrize("completeness", ["complete", "delta"])
def test_what_was_refused_makes_no_feed_that_lies(run_wbl, path, completeness):
    """A copy without an unsound tombstone or item states no digest of them, and a delta counts nothing."""
    from wbl_feed.digest import canonical_json, content_digest

    value = json.loads(path.read_text(encoding="utf-8"))
    value["items"] = [value["items"][0], {**value["items"][0], "id": "urn:a:2", "status": "live"}]
    value["tombstones"] = [{"id": "urn:a:3", "dateDeleted": "yesterday"}]
    value["completeness"] = completeness
    if completeness == "delta":
        del value["totalItems"]
        value["feedUrl"] = "https://site.example/feed.json"
    value["digest"] = content_digest(map(canonical_json, value["items"]), map(canonical_json, value["tombstones"]))
    path.write_text(json.dumps(value), encoding="utf-8")
    copy = path.parent / "copy.json"
    assert run_wbl("convert", path, "--to", "json", "--out", copy, *AT).exit_code == 1
    told = json.loads(run_wbl("validate", copy, "--json", *AT).stdout)["feeds"][0]["counts"]
    assert not {"digest_mismatch", "total_items_in_delta"} & told.keys()
