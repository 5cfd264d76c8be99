"""wbl aggregate review --pairs: which postings are one opportunity, by a person's word."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from faults.hub import feed, posting
from operator_desk import Desk
from wbl_aggregator.sources import VERDICTS, read_verdicts

Review = Callable[..., Result]


def advertised(site: str, number: int, title: str, **more: Any) -> dict[str, Any]:
    """A posting of Harbor Lab in Salem."""
    place = [{"address": {"addressLocality": "Salem"}}]
    return {**posting(site, number), "title": title, "hiringOrganization": {"name": "Harbor Lab"}, "jobLocation": place,
            **more}  # fmt: skip


NORTH, SOUTH, EAST = (
    advertised("north", 5, "Robotics Workshop Intern"),
    advertised("south", 5, "Robotics Internship (paid)"),
    advertised("east", 20, "Robotics Workshop Intern"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub in which two sources have nearly the same posting."""
    desk = Desk(tmp_path)
    desk.serve(feed("north", range(1, 4), [NORTH]))
    desk.serve(feed("south", range(1, 2), [SOUTH]))
    desk.run()
    return desk


@pytest.fixture
def review(desk: Desk, run_wbl: Review) -> Review:
    """Runs the command on it."""

    def run(*arguments: str, **more: Any) -> Result:
        return run_wbl("aggregate", "review", "--config", desk.config, *arguments, **more)

    return run


def together(desk: Desk) -> bool:
    """Whether the two are one entry."""
    return any(
        {one["id"] for one in item["provenance"]} >= {NORTH["id"], SOUTH["id"]}
        for item in json.loads((desk.out / "feed.json").read_bytes())["items"]
    )


def test_a_pair_is_shown_side_by_side_with_its_points(review: Review):
    """Both titles, what each field gave, the words that only one has, and how many points would be enough."""
    told = review("--pairs").output
    assert "1 of 1" in told
    assert "Robotics Workshop Intern" in told
    assert "only north says: workshop" in told
    (pair,) = json.loads(review("--pairs", "--json").output)["pairs"]
    assert pair["points"] == sum(field["points"] for field in pair["fields"]) < pair["least"] == 820
    assert {pair["one"]["id"], pair["other"]["id"]} == {NORTH["id"], SOUTH["id"]}


def test_a_verdict_merges_survives_a_lost_state_and_is_taken_back(desk: Desk, review: Review, run_wbl: Review):
    """What is decided is done by the next run, is known after the state was lost, and can be undone."""
    assert not together(desk)
    before = {item["id"] for item in json.loads((desk.out / "feed.json").read_bytes())["items"]}
    said = review(
        "--same", NORTH["id"], f"south {SOUTH['id']}", "--reason", "They said so.", "--at", "2026-11-23T00:00:00Z"
    )
    assert said.exit_code == 0, said.output
    assert 'reason = "They said so."\nsince = 2026-11-23' in (desk.folder / VERDICTS).read_text(encoding="utf-8")
    desk.run(day=1)
    assert together(desk)
    assert "There is no pair" in review("--pairs").output
    why = run_wbl("aggregate", "why", NORTH["id"], "--config", desk.config).output
    assert "decision: a person decided so" in why
    for path in (desk.folder / ".wbl").glob("state*"):
        path.unlink()
    desk.run(day=2)
    assert together(desk)
    assert review("--undo", SOUTH["id"], NORTH["id"]).exit_code == 0
    assert 'say = "ask"' in (desk.folder / VERDICTS).read_text(encoding="utf-8")
    desk.run(day=3)
    assert not together(desk)
    assert {item["id"] for item in json.loads((desk.out / "feed.json").read_bytes())["items"]} == before


def test_pairs_are_written_to_be_decided_in_the_file(desk: Desk, review: Review):
    """Each once, with both titles as a comment; a word changed there holds, and what is decided is not written again."""
    assert review("--write").output.startswith("1 pair written")
    assert review("--write").output.startswith("0 pairs written")
    path = desk.folder / VERDICTS
    text = path.read_text(encoding="utf-8")
    assert "# north: Robotics Workshop Intern · " in text
    assert not read_verdicts(path).said
    path.write_text(text.replace('say = "ask"', 'say = "same"'), encoding="utf-8")
    desk.run(day=1)
    assert together(desk)


def test_a_person_is_asked_about_one_after_the_other(desk: Desk, review: Review, monkeypatch: pytest.MonkeyPatch):
    """In a terminal: what is answered is written at once, in place of what was left open before."""
    review("--write")
    monkeypatch.setattr("wbl_aggregator.commands.review._is_asked", lambda: True)
    told = review("--pairs", stdin=b"a\n")
    assert "Same opportunity (s), apart (a)" in told.output
    assert "1 verdict written" in told.output
    path = desk.folder / VERDICTS
    assert list(read_verdicts(path).said.values()) == ["apart"]
    assert path.read_text(encoding="utf-8").count("[[verdict]]") == 1
    assert "There is no pair" in review("--pairs").output


def test_a_verdict_apart_is_stronger_than_what_is_alike(desk: Desk, review: Review):
    """Two that are merged since they say the same are two again, and the id that was taken up comes back."""
    desk.serve(feed("east", range(1, 9), [EAST]))
    desk.run(day=1)
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    (entry,) = (item for item in items if {NORTH["id"], EAST["id"]} <= {one["id"] for one in item["provenance"]})
    assert {one.get("rule") for one in entry["provenance"]} == {"similar"}
    assert review("--apart", NORTH["id"], EAST["id"]).exit_code == 0
    desk.run(day=2)
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    assert not any({NORTH["id"], EAST["id"]} <= {one["id"] for one in item["provenance"]} for item in items)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--same", "urn:none", "urn:other"), "no posting has the id or address “urn:none”"),
        (("--same", "https://north.example/1", "https://north.example/2"), "are of one source, “north”"),
        (("--apart", "https://north.example/1", "https://north.example/1"), "are the same posting"),
    ],
)
def test_what_cannot_be_decided_is_told(review: Review, desk: Desk, arguments: tuple[str, ...], said: str):
    """With the reason, and nothing is written."""
    result = review(
        *(one.replace("https://north.example/", f"{posting('north', 1)['id'].rsplit('/', 1)[0]}/") for one in arguments)
    )
    assert result.exit_code == 2
    assert said in result.output.replace("\n", " ")
    assert not (desk.folder / VERDICTS).exists()


def test_a_file_with_a_fault_is_told_with_its_place(desk: Desk, run_wbl: Review):
    """A verdict that contradicts another one stops the run before anything is asked."""
    both = "".join(
        f'[[verdict]]\nsay = "{say}"\none = {{ source = "a", id = "1" }}\nother = {{ source = "b", id = "2" }}\n'
        for say in ("same", "apart")
    )
    (desk.folder / VERDICTS).write_text(f"config_version = 1\n{both}", encoding="utf-8")
    result = run_wbl("aggregate", "run", "--config", desk.config, "--out", desk.out)
    assert result.exit_code == 2
    assert "both the same and apart" in result.output
    assert VERDICTS in result.output


def test_why_tells_the_points(desk: Desk, run_wbl: Review):
    """Field by field with both values, in words and as JSON; the posting's file has the same."""
    desk.serve(feed("east", range(1, 9), [EAST]))
    desk.run(day=1)
    told = run_wbl("aggregate", "why", NORTH["id"], "--config", desk.config).output
    assert "points; from 820 on they are one entry:" in told
    assert "words of the title" in told
    assert "“Harbor Lab”" in told
    found = json.loads(run_wbl("aggregate", "why", NORTH["id"], "--config", desk.config, "--json").output)
    (evidence,) = found["entries"][0]["evidence"]
    assert {"points", "least", "fields", "block", "statistics"} <= evidence.keys()
    (path,) = (one for one in (desk.out / "postings").rglob("*.json") if NORTH["id"] in one.read_text(encoding="utf-8"))
    assert json.loads(path.read_bytes())["evidence"] == [evidence]


def test_statistics_of_the_hub_take_the_place_of_the_shipped_ones(desk: Desk, run_wbl: Review):
    """They stand beside the sources and name their version in what is decided by them; a change by hand is told."""
    result = run_wbl("aggregate", "statistics", "--config", desk.config)
    assert "of 14 postings written" in result.output.replace("\n", " ")
    version = json.loads((desk.folder / "statistics.json").read_bytes())["version"]
    desk.serve(feed("east", range(1, 9), [EAST]))
    desk.run(day=1)
    assert version in run_wbl("aggregate", "why", NORTH["id"], "--config", desk.config).output
    text = (desk.folder / "statistics.json").read_text(encoding="utf-8")
    (desk.folder / "statistics.json").write_text(re.sub(r'": \d+', '": 7', text, count=1), encoding="utf-8")
    assert "the file was changed" in run_wbl("aggregate", "run", "--config", desk.config, "--out", desk.out).output


def test_a_verdict_follows_a_posting_that_is_renamed_and_a_source_that_is(desk: Desk, review: Review, run_wbl: Review):
    """It holds under the new id, is not asked about again, and can be taken back by the new id and the old."""
    review("--same", NORTH["id"], SOUTH["id"])
    renamed = {**SOUTH, "id": "https://south.example/id/renamed", "previousIds": [SOUTH["id"]]}
    desk.serve(feed("south", range(1, 2), [renamed]))
    desk.run(day=1)
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    assert any({NORTH["id"], renamed["id"]} <= {one["id"] for one in item["provenance"]} for item in items)
    desk.config.write_text(
        desk.config.read_text(encoding="utf-8").replace('id = "north"', 'id = "north-shore"'), encoding="utf-8"
    )
    desk.run(day=2)
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    assert any({NORTH["id"], renamed["id"]} <= {one["id"] for one in item["provenance"]} for item in items)
    assert "There is no pair" in review("--pairs").output
    assert "Written to" in review("--undo", renamed["id"], NORTH["id"]).output
    desk.run(day=3)
    assert "1 of 1" in review("--pairs").output


def test_a_verdict_that_changes_nothing_is_told(desk: Desk, review: Review, run_wbl: Review):
    """Since another one stands against it, or since no posting has that id."""
    desk.serve(feed("east", range(1, 9), [EAST]))
    desk.run(day=1)
    for say, names in (("--same", (NORTH, SOUTH)), ("--same", (SOUTH, EAST)), ("--apart", (NORTH, EAST))):
        review(say, *(one["id"] for one in names))
    path = desk.folder / VERDICTS
    path.write_text(
        path.read_text(encoding="utf-8").replace(f'id = "{EAST["id"]}"', 'id = "urn:x:gone"', 1), encoding="utf-8"
    )
    run = desk.run(day=2)
    assert run.published
    assert [why for why in run.published.unheeded if "no posting of “east” has the id urn:x:gone now" in why]
    path.write_text(path.read_text(encoding="utf-8").replace("urn:x:gone", EAST["id"]), encoding="utf-8")
    run = desk.run(day=3)
    assert run.published
    assert len([why for why in run.published.unheeded if "by other verdicts" in why]) == 1


def test_a_verdict_that_is_turned_loses_its_reason(desk: Desk, review: Review):
    """What was the reason for the one is none for the other; comments of people stay."""
    review("--same", NORTH["id"], SOUTH["id"], "--reason", "Ms. Ortiz: same")
    path = desk.folder / VERDICTS
    path.write_text(path.read_text(encoding="utf-8") + "# Seen by Sam.\n", encoding="utf-8")
    review("--apart", NORTH["id"], SOUTH["id"])
    text = path.read_text(encoding="utf-8")
    assert 'say = "apart"' in text
    assert "Ortiz" not in text
    assert "# Seen by Sam." in text
    assert "stands there already" in review("--apart", SOUTH["id"], NORTH["id"]).output
    review("--apart", SOUTH["id"], NORTH["id"], "--reason", "Two labs.")
    assert 'reason = "Two labs."' in path.read_text(encoding="utf-8")


def test_what_is_forgotten_is_in_no_comment(desk: Desk, review: Review, run_wbl: Review):
    """Of the file of verdicts either; the verdict itself names ids alone."""
    review("--write")
    assert NORTH["title"] in (desk.folder / VERDICTS).read_text(encoding="utf-8")
    result = run_wbl(
        "aggregate", "forget", NORTH["id"], "--config", desk.config, "--out", desk.out, "--reason", "A name.", "--yes"
    )
    assert result.exit_code == 0, result.output
    assert NORTH["title"] not in (desk.folder / VERDICTS).read_text(encoding="utf-8")
    assert SOUTH["title"] in (desk.folder / VERDICTS).read_text(encoding="utf-8")


def test_an_empty_file_of_verdicts_is_none(desk: Desk, review: Review):
    """It is begun as if it were not there."""
    (desk.folder / VERDICTS).touch()
    desk.run(day=1)
    assert review("--same", NORTH["id"], SOUTH["id"]).exit_code == 0
    assert list(read_verdicts(desk.folder / VERDICTS).said.values()) == ["same"]


def test_why_tells_of_two_postings(run_wbl: Review, desk: Desk):
    """By ids or addresses: how alike they are, though they are not one entry."""
    told = run_wbl("aggregate", "why", NORTH["id"], SOUTH["url"], "--config", desk.config)
    assert told.exit_code == 0, told.output
    assert "points; from 820 on they are one entry" in told.output
    found = json.loads(run_wbl("aggregate", "why", NORTH["id"], SOUTH["id"], "--config", desk.config, "--json").output)
    assert found["points"] < found["least"]
    assert run_wbl("aggregate", "why", NORTH["id"], NORTH["id"], "--config", desk.config).exit_code == 2


def test_another_threshold_shows_in_what_is_told(desk: Desk, run_wbl: Review):
    """Of entries that stay one, too, so that the files are those that a lost state would come to."""
    desk.serve(feed("east", range(1, 9), [EAST]))
    desk.run(day=1)
    desk.config.write_text(desk.config.read_text(encoding="utf-8") + "[match]\nleast = 700\n", encoding="utf-8")
    desk.run(day=2)
    found = json.loads(run_wbl("aggregate", "why", NORTH["id"], "--config", desk.config, "--json").output)
    assert {one["least"] for entry in found["entries"] for one in entry["evidence"]} == {700}
