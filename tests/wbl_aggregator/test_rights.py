"""What a source takes back by right is nowhere any more, in history neither (spec section 20.1 rule 5)."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from faults.hub import NEW, feed, posting
from operator_desk import Desk
from wbl_aggregator.publishing import verify

SECRET = "Maria Lopez"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub that keeps raw bodies, with a posting in which the name of a student stands."""
    desk = Desk(tmp_path)
    text = desk.config.read_text(encoding="utf-8")
    publish = '[publish]\nraw_days = 30\n[[source]]\nid = "north"'
    desk.config.write_text(text.replace('[[source]]\nid = "north"', publish), encoding="utf-8")
    desk.serve(feed("north", range(2, 4), [posting("north", 1, title=f"Ask {SECRET}")]))
    desk.run()
    return desk


def with_secret(desk: Desk) -> list[str]:
    """The files of the hub in which the name stands."""
    places = (desk.out, desk.folder / ".wbl" / "raw")
    files = (path for place in places for path in place.rglob("*") if path.is_file())
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


def stone(number: int, reason: str) -> dict[str, Any]:
    """A tombstone of north."""
    return {"id": posting("north", number)["id"], "dateDeleted": NEW, "reason": reason}


def replayed(desk: Desk) -> tuple[set[str], list[dict[str, Any]]]:
    """The ids that the log leads to, and its deletions; and those of the feed are the same."""
    held, gone = set(), []
    for path in sorted((desk.out / "changes").iterdir(), key=lambda one: int(one.stem)):
        for change in json.loads(path.read_bytes())["changes"]:
            if change["type"] == "upsert":
                held.add(change["item"]["id"])
            else:
                held.discard(change["tombstone"]["id"])
                gone.append(change["tombstone"])
    assert held == {item["id"] for item in json.loads((desk.out / "feed.json").read_bytes())["items"]}
    return held, gone


@pytest.mark.parametrize("first", ["", "withdrawn"])
def test_what_goes_by_right_goes_from_everywhere(desk: Desk, first: str):
    """Whether the source says so at once or after a withdrawal: feed, log, archive and raw bodies forget it."""
    assert len(with_secret(desk)) > 3
    if first:
        desk.serve(feed("north", range(2, 4), tombstones=[stone(1, first)]))
        desk.run(1)
        assert with_secret(desk)
    desk.serve(feed("north", range(2, 4), tombstones=[stone(1, "rights")]))
    desk.run(2)
    assert with_secret(desk) == []
    _, (gone,) = replayed(desk)
    assert gone == json.loads((desk.out / "feed.json").read_bytes())["tombstones"][0]
    assert gone["reason"] == "rights"
    assert verify(desk.out) == []


def test_it_is_done_once(desk: Desk):
    """A tombstone that stays in the feed of its source changes nothing more, whether the state is lost or not."""
    desk.serve(feed("north", range(2, 4), tombstones=[stone(1, "rights")]))
    desk.run(1)
    before = {path: path.read_bytes() for path in desk.out.rglob("*") if path.is_file() and "health" not in path.parts}
    desk.serve(feed("north", range(2, 4), tombstones=[stone(1, "rights"), stone(9, "rights")]))
    for day in (2, 3):
        desk.run(day)
        assert {path: path.read_bytes() for path in before} == before
        shutil.rmtree(desk.folder / ".wbl")


def test_the_other_sources_of_an_entry_stay(desk: Desk):
    """Of an entry of two sources the other one's posting stays, and the log still leads to it."""
    same = posting("east", 50, sameAs=[posting("north", 1)["id"]])
    desk.serve(feed("east", range(1, 9), [same]))
    desk.run(1)
    identity = json.loads((desk.out / "feed.json").read_bytes())
    (entry,) = [item["id"] for item in identity["items"] if len(item["provenance"]) == 2]
    desk.serve(feed("north", range(2, 4), tombstones=[stone(1, "rights")]))
    for day in (2, 3):
        desk.run(day)
        assert with_secret(desk) == []
        held, _ = replayed(desk)
        assert entry in held
        assert verify(desk.out) == []
        shutil.rmtree(desk.folder / ".wbl")
