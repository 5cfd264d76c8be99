"""wbl aggregate review: what vanished and is kept, and the operator's word on it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from faults.hub import feed, posting
from operator_desk import Desk
from wbl_aggregator.commands.review import review as command

Review = Callable[..., Result]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub with six of eight postings of one source held."""
    desk = Desk(tmp_path)
    desk.run()
    desk.serve(feed("east", range(1, 3)))
    desk.run(day=1)
    return desk


@pytest.fixture
def review(desk: Desk, run_wbl: Review) -> Review:
    """Runs the command on it."""

    def run(*arguments: str) -> Result:
        return run_wbl("aggregate", "review", "--config", desk.config, *arguments)

    return run


def east(desk: Desk) -> int:
    """How many postings of the source are published."""
    items = json.loads((desk.out / "feed.json").read_bytes())["items"]
    return sum(one["feed"] == "https://east.example/feed" for item in items for one in item["provenance"])


def test_what_is_held_is_listed_with_the_reason(review: Review):
    """By source, with titles and since when."""
    told = review().output
    assert told.startswith("east: 6 postings\n  More than half of the live postings")
    assert "Internship 3 in the east" in told
    assert "since 2026-11-23T12:00:00Z" in told
    assert "--accept SOURCE" in told
    rows = json.loads(review("--json").output)["held"]
    assert [(row["source"], row["reason"], row["kept"]) for row in rows] == [("east", "blast", False)] * 6


def test_accepted_deletions_go_at_the_next_run(desk: Desk, review: Review):
    """Though the source's document stays the same; then nothing is held."""
    result = review("--accept", "east", "--yes")
    assert result.exit_code == 0, result.output
    assert "They go at the next visit" in result.output
    assert east(desk) == 8
    desk.run(day=2)
    assert east(desk) == 2
    assert review().output.startswith("Nothing is held.\n")
    assert json.loads(review("--json").output) == {"held": [], "undecidedPairs": 0}


def test_kept_deletions_are_asked_about_no_more(desk: Desk, review: Review, run_wbl: Review):
    """The source counts as well until something else vanishes."""
    assert review("--keep", "east", "--yes").exit_code == 0
    desk.run(day=2)
    assert east(desk) == 8
    assert "east: 6 postings (you keep them)" in review().output
    states = json.loads(run_wbl("aggregate", "status", "--config", desk.config, "--json").output)["sources"]
    assert {one["source"]: one["state"] for one in states}["east"] == "ok"
    desk.serve(feed("east", range(0), [posting("east", 1)]))
    desk.run(day=3)
    assert "you keep them" not in review().output


def test_nothing_is_decided_without_an_answer(desk: Desk, review: Review, monkeypatch: pytest.MonkeyPatch):
    """Where nobody can be asked --yes is needed, and "no" changes nothing."""
    result = review("--accept", "east")
    assert result.exit_code == 2
    assert "Add --yes" in result.output
    monkeypatch.setattr("wbl_aggregator.commands.asking.is_answered", lambda: True)
    arguments = ["--config", str(desk.config), "--accept", "east"]
    result = CliRunner().invoke(command, arguments, input="n\n")
    assert "Let 6 postings go? [y/N]" in result.output
    assert "Nothing was changed" in result.output
    desk.run(day=2)
    assert east(desk) == 8
    assert "They go" in CliRunner().invoke(command, arguments, input="y\n").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--accept", "north", "--yes"), "nothing is held of “north”"),
        (("--accept", "nowhere", "--yes"), "nothing is held of “nowhere”"),
        (("--accept", "east", "--keep", "east"), "cannot stand together"),
    ],
)
def test_what_cannot_be_decided_is_said(review: Review, arguments: tuple[str, ...], words: str):
    """With exit code 2."""
    result = review(*arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_a_feed_that_is_not_intact_asks_nobody(desk: Desk, review: Review):
    """Its absences are kept, and there is nothing to decide until it is whole."""
    desk.serve({**feed("north", range(1, 2)), "totalItems": 9})
    desk.run(day=2)
    assert "north" not in review().output
    assert review("--accept", "north", "--yes").exit_code == 2


def test_while_a_run_is_under_way_nothing_is_decided(desk: Desk, review: Review):
    """It says so, with exit code 5; listing is possible all the same."""
    from wbl_feed.locking import locked

    with locked(desk.folder / ".wbl"):
        assert review().exit_code == 0
        assert review("--accept", "east", "--yes").exit_code == 5
