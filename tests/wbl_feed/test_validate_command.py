"""``wbl validate`` and ``wbl explain`` as people and scripts use them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from test_validate import feed, posting

from wbl_feed import json_format
from wbl_feed.notices import catalogue
from wbl_feed.profiles import bundled
from wbl_feed.reading import Reading
from wbl_feed.resources import spec_folder, spec_json

AT = "--at", "2026-11-22T12:00:00Z"


def judge(name: str) -> Draft202012Validator:
    """A validator for a schema of the standard."""
    registry: Registry[Any] = Registry().with_resources(
        (spec_json(entry.name)["$id"], Resource.from_contents(spec_json(entry.name)))
        for entry in spec_folder().iterdir()
        if entry.name.endswith(".schema.json")
    )
    return Draft202012Validator(spec_json(name), registry=registry)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a feed in it."""
    write(tmp_path / "feed.json", feed([posting(1), posting(2, title="Untitled")]))
    return tmp_path


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def report(result: Any) -> dict[str, Any]:
    value = json.loads(result.stdout)
    judge("report.schema.json").validate(value)
    return value


def test_json_report_satisfies_its_schema(site, run_wbl):
    """The JSON report satisfies the published schema and says what was found, how often, where and as of when."""
    value = report(run_wbl("validate", site / "feed.json", "--json", *AT))
    (one,) = value["feeds"]
    assert value["valid"]
    assert one["counts"] == {"vague_title": 1}
    assert one["notices"][0]["pointer"] == "/items/1/title"
    assert (one["postings"], one["refused"], one["documents"], one["at"]) == (2, 0, 1, "2026-11-22T12:00:00Z")
    assert one["digest"].startswith("sha-256:")


@pytest.mark.parametrize(
    "name",
    ["feed.json", "feed.atom", "aggregate.json", "paged-feed.json", "changes.json", "posting.json"],
)
def test_every_worked_example_is_valid(name, run_wbl):
    """Each worked example of the standard, of whatever kind, is valid for the command."""
    folder = spec_folder() / "examples"
    result = run_wbl("validate", folder / name, "--json", *AT)
    value = report(result)
    faults = [notice for one in value["feeds"] for notice in one["notices"] if notice["severity"] == "error"]
    assert (result.exit_code, faults) == (0, [])


def test_a_catalogue_without_a_feed_that_can_be_read_is_no_success(run_wbl, tmp_path):
    """A catalogue whose feeds cannot be had ends with 2, and no page is written."""
    result = run_wbl("validate", spec_folder() / "examples" / "catalog.json", "--html", tmp_path / "report.html", *AT)
    assert result.exit_code == 2
    assert "no feed of this catalogue was read" in result.stderr
    assert not (tmp_path / "report.html").exists()


def test_a_folder_has_each_of_its_feeds_checked(site, run_wbl):
    """All feeds of a folder are checked, and one that fails makes the command fail."""
    write(site / "second.json", feed([posting(3, status=None)], id="https://site.example/second"))
    result = run_wbl("validate", site, "--json", *AT)
    assert result.exit_code == 1
    assert {one["feed"]: one["valid"] for one in report(result)["feeds"]} == {
        "https://site.example/feed": True,
        "https://site.example/second": False,
    }
    assert "2 postings sound" in run_wbl("validate", site, *AT).output


def test_standard_input(site, run_wbl):
    """A dash stands for standard input."""
    result = run_wbl("validate", "-", *AT, stdin=(site / "feed.json").read_bytes())
    assert result.exit_code == 0
    assert "-: valid. 2 postings sound, 0 refused." in result.output


def test_pages_are_checked_with_their_first_document(tmp_path, run_wbl):
    """Pages are read with the feed; a fault in one is named with its page, and a missing page makes the feed fail."""
    items = [posting(number) for number in range(1_200)]
    items[777]["url"] = "nowhere"
    reading = json_format.read(json.dumps(feed(items)).encode())
    assert isinstance(reading, Reading)
    value = feed(items[:400], completeness="paged", pages=["pages/2.json", "pages/3.json"], totalItems=1_200)
    write(tmp_path / "feed.json", value)
    for number, start in ((2, 400), (3, 800)):
        page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": value["id"], "items": items[start : start + 400]}
        write(tmp_path / "pages" / f"{number}.json", page)
    (one,) = report(run_wbl("validate", tmp_path / "feed.json", "--json", *AT))["feeds"]
    assert one["documents"] == 3
    assert one["counts"] == {"invalid_value": 1, "missing_digest": 1}
    assert [notice["pointer"] for notice in one["notices"] if notice["severity"] == "error"] == [
        "/pages/0/items/377/url"
    ]
    (tmp_path / "pages" / "3.json").unlink()
    (one,) = report(run_wbl("validate", tmp_path / "feed.json", "--json", *AT))["feeds"]
    assert one["counts"]["page_missing"] == 1
    assert "total_items_mismatch" not in one["counts"]
    assert "digest" not in one


def test_a_profile_is_asked_for_by_name_iri_or_folder(site, run_wbl):
    """--profile takes a name, an IRI or a folder; an unknown one is told with what there is."""
    write(site / "feed.json", feed([posting(1, eligibility={"minimumAge": 14}, hoursPerWeek={"maxValue": 60})]))
    plain = report(run_wbl("validate", site / "feed.json", "--json", *AT))["feeds"][0]
    assert "too_many_hours_for_minors" not in plain["counts"]
    folder = spec_folder() / "profiles" / "us-ma"
    for name in ("us-ma", bundled()["us-ma"].iri, folder):
        one = report(run_wbl("validate", site / "feed.json", "--profile", name, "--json", *AT))["feeds"][0]
        assert "too_many_hours_for_minors" in one["counts"]
        assert one["profiles"] == [bundled()["us-ma"].iri]
        assert one["valid"]
    result = run_wbl("validate", site / "feed.json", "--profile", "us-mars", *AT)
    assert result.exit_code == 2
    assert "us-ma" in result.stderr


def test_an_earlier_copy_shows_what_was_lost(site, run_wbl):
    """--previous tells deletions without tombstone, silent changes, and which findings are more than before."""
    before = write(site / "old" / "feed.json", feed([posting(1), posting(2), posting(3)]))
    now = [posting(1, title="Another title"), posting(2, applicationDeadline=None)]
    write(site / "feed.json", feed(now, deletion={"tombstonesSince": "2026-01-01T00:00:00Z"}))
    result = run_wbl("validate", site / "feed.json", "--previous", before, "--json", *AT)
    (one,) = report(result)["feeds"]
    found = {notice["code"]: notice.get("posting", "") for notice in one["notices"] if notice["severity"] == "error"}
    assert result.exit_code == 1
    assert found == {
        "changed_silently": "https://site.example/postings/2",
        "tombstone_missing": "https://site.example/postings/3",
        "feed_changed_silently": "",
    }
    assert one["changes"] == {"missing_deadline": {"before": 0, "now": 1}}
    assert (
        "more than before: missing_deadline, 0 then, 1 now"
        in run_wbl("validate", site / "feed.json", "--previous", before, *AT).output
    )


def test_changed_ids_are_one_finding_and_not_many_deletions(site, run_wbl):
    """A feed whose ids all changed gets one warning of id churn instead of a deletion each."""
    before = write(site / "old.json", feed([posting(number) for number in range(10)]))
    items = [posting(number, id=f"https://site.example/new/{number}") for number in range(10)]
    write(site / "feed.json", feed(items, dateModified="2026-11-20T12:00:00Z"))
    (one,) = report(run_wbl("validate", site / "feed.json", "--previous", before, "--json", *AT))["feeds"]
    assert one["counts"] == {"id_churn": 1}
    assert one["notices"][0]["found"] == "10"


def test_a_certificate_is_for_what_is_valid(site, run_wbl):
    """A valid feed gets a certificate that satisfies its schema and says what was seen; another gets none."""
    path = site / "certificate.json"
    assert run_wbl("validate", site / "feed.json", "--certificate", path, "--profile", "us-ma", *AT).exit_code == 0
    value = json.loads(path.read_text(encoding="utf-8"))
    judge("certificate.schema.json").validate(value)
    sealed = json_format.seal(json_format.read((site / "feed.json").read_bytes()).feed)
    assert (value["digest"], value["postings"]) == (sealed.digest, 2)
    assert value["profiles"] == [{"id": bundled()["us-ma"].iri, "version": bundled()["us-ma"].version}]
    path.unlink()
    write(site / "feed.json", feed([posting(1, status=None)]))
    result = run_wbl("validate", site / "feed.json", "--certificate", path, *AT)
    assert result.exit_code == 1
    assert not path.exists()
    assert "No certificate was written" in result.stderr


def test_the_same_moment_gives_the_same_report(site, run_wbl):
    """With --at the report is the same, byte for byte, whenever it is made."""
    first, second = (run_wbl("validate", site / "feed.json", "--json", *AT).stdout for _ in range(2))
    assert first == second
    later = run_wbl("validate", site / "feed.json", "--json", "--at", "2027-04-01").stdout
    assert "deadline_passed" in later
    assert "deadline_passed" not in first


def test_many_findings_of_a_kind_are_shown_in_part(site, run_wbl):
    """Of a hundred findings of a kind three are printed and the others counted; JSON keeps at most 200."""
    write(site / "feed.json", feed([posting(number, title="Untitled") for number in range(300)]))
    result = run_wbl("validate", site / "feed.json", *AT)
    assert result.output.count("[vague_title]") == 3
    assert "… and 297 more of this kind" in result.output
    (one,) = report(run_wbl("validate", site / "feed.json", "--json", *AT))["feeds"]
    assert one["counts"]["vague_title"] == 300
    assert sum(notice["code"] == "vague_title" for notice in one["notices"]) == 200


@pytest.mark.parametrize("code", [*catalogue, *bundled()["us-ma"].catalogue, *bundled()["us-tx"].catalogue])
def test_every_code_is_explained(code, run_wbl):
    """wbl explain tells the meaning, the mending and the section of every code, for people and for scripts."""
    result = run_wbl("explain", code)
    assert result.exit_code == 0
    assert "To mend it: " in result.output
    told = json.loads(run_wbl("explain", code, "--json").stdout)
    assert told["code"] == code
    assert all(told[name] for name in ("severity", "category", "section", "meaning", "says", "mend", "since"))


def test_an_unknown_code_gets_a_hint(run_wbl):
    """A mistyped code is answered with the one that is near."""
    result = run_wbl("explain", "dead-line-passed")
    assert result.exit_code == 2
    assert "deadline_passed" in result.stderr


def test_a_change_page_is_judged_like_a_feed(run_wbl, tmp_path):
    """The postings and tombstones of a change log keep the rules of those in a feed, each at its place."""
    changes = [
        {"type": "upsert", "sequence": 1, "item": posting(1, status="live")},
        {"type": "upsert", "sequence": 2, "item": posting(2, hoursPerWeek={"minValue": 9, "maxValue": 3})},
        {"type": "upsert", "sequence": 3, "item": posting(3)},
        {"type": "delete", "sequence": 4, "tombstone": {"id": "urn:a:4", "dateDeleted": "2030-01-01T00:00:00Z"}},
    ]
    page = {"type": "ChangePage", "specVersion": "1.0", "feed": "https://site.example/feed", "changes": changes}
    result = run_wbl("validate", write(tmp_path / "changes.json", page), "--profile", "us-ma", "--json", *AT)
    (one,) = report(result)["feeds"]
    assert result.exit_code == 1
    assert {notice["pointer"]: notice["code"] for notice in one["notices"] if notice["severity"] == "error"} == {
        "/changes/0/item/status": "invalid_value",
        "/changes/1/item/hoursPerWeek/maxValue": "range_reversed",
        "/changes/3/tombstone/dateDeleted": "tombstone_in_future",
    }
    assert (one["postings"], one["refused"]) == (1, 3)
    assert one["profiles"] == [bundled()["us-ma"].iri]


def test_an_earlier_copy_is_compared_with_its_own_feed_alone(site, run_wbl):
    """In a folder of several feeds the earlier copy says nothing of the others, and an unchanged feed has no more of anything."""
    write(site / "second.json", feed([posting(7)], id="https://site.example/second"))
    (site / "old").mkdir()
    before = write(site / "old" / "feed.json", feed([posting(1), posting(2, title="Untitled")]))
    result = run_wbl("validate", site, "--previous", before, "--json", *AT)
    by_feed = {one["feed"]: one for one in report(result)["feeds"]}
    assert by_feed["https://site.example/feed"]["changes"] == {}
    assert "changes" not in by_feed["https://site.example/second"]
    assert result.exit_code == 0


def test_nothing_that_must_not_be_handed_on_is_in_a_report(site, run_wbl):
    """Numbers and names of students are masked, and neither password nor key of an address is shown."""
    text = f"{'Students help in the nursery. ' * 4} Student name: Maria Lopez, SSN 123-45-6789."
    write(site / "feed.json", feed([posting(1, description=text)]))
    page = site / "report.html"
    result = run_wbl("validate", site / "feed.json", "--json", "--html", page, *AT)
    assert "student_data" in result.stdout
    shown = result.stdout + page.read_text(encoding="utf-8")
    assert not [secret for secret in ("123-45-6789", "Maria", "Lopez") if secret in shown]
    result = run_wbl("validate", "http://user:s3cret@127.0.0.1:1/feed.json?token=abc123", "--allow-private", *AT)
    assert "s3cret" not in result.output
    assert "abc123" not in result.output


def test_a_broken_feed_in_a_folder_is_told(site, run_wbl):
    """A file that is a feed by its words and cannot be read is reported with what is wrong in it."""
    text = json.dumps(feed([posting(1)])).replace('"type"', "“type”")
    (site / "broken.json").write_text(text, encoding="utf-8")
    value = report(run_wbl("validate", site, "--json", *AT))
    assert sorted(one["valid"] for one in value["feeds"]) == [False, True]
    assert not value["valid"]


def test_a_feed_that_only_says_that_it_is_paged_is_not_counted(site, run_wbl):
    """Where pages are promised and none is listed, what is there is not the whole, so that number and digest tell nothing."""
    write(site / "feed.json", feed([posting(1)], completeness="paged", totalItems=7))
    (one,) = report(run_wbl("validate", site / "feed.json", "--json", *AT))["feeds"]
    assert one["counts"] == {"pages_mismatch": 1, "missing_digest": 1}
    assert "digest" not in one
