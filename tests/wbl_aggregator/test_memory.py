"""What a run remembers is read back from what was published, and nothing is published over what cannot be read."""

import json
import shutil
from pathlib import Path

import pytest
from faults.hub import feed
from operator_desk import Desk

from wbl_feed.errors import NothingPublishedError, UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub that has run."""
    desk = Desk(tmp_path)
    desk.run()
    return desk


def files(desk: Desk) -> dict[str, bytes]:
    """Every published file but those of health."""
    paths = (path for path in desk.out.rglob("*") if path.is_file() and "health" not in path.parts)
    return {path.relative_to(desk.out).as_posix(): path.read_bytes() for path in paths}


def forget_state(desk: Desk) -> None:
    """Delete the state between two runs."""
    shutil.rmtree(desk.folder / ".wbl")


DAMAGE = [
    ("ledger.ndjson", b"<<<<<<< HEAD\n"),
    ("ledger.ndjson", b"5\n"),
    ("feed.json", b""),
    ("feed.json", b"5\n"),
    ("feed.json", b'{"type":"DataFeed"'),
    ("postings/*/*.json", b"{}\n"),
    ("postings/*/*.json", None),
    ("feed.json", None),
]


@pytest.mark.parametrize(("pattern", "content"), DAMAGE)
def test_damaged_memory_stops_the_run(desk: Desk, pattern: str, content: bytes | None):
    """Without a state, a file that is damaged or missing is not taken for an empty one: nothing is published over it."""
    path = next(desk.out.glob(pattern))
    path.unlink() if content is None else path.write_bytes(content)
    before = files(desk)
    forget_state(desk)
    for day in (1, 2):  # a run that stopped leaves no state that the next one would take for the whole truth
        with pytest.raises(NothingPublishedError, match=r"damaged or missing.*Restore it from a copy"):
            desk.run(day)
    assert files(desk) == before


@pytest.mark.parametrize("name", ["ledger.ndjson", "feed.json", "feed.atom", "jsonfeed.json", "wbl-feed.json"])
def test_a_file_that_is_missing_comes_back(desk: Desk, name: str):
    """With its state the hub knows what was published, and writes again what somebody took away."""
    before = files(desk)
    (desk.out / name).unlink()
    desk.run(1)
    assert files(desk) == before


@pytest.mark.parametrize("name", ["ledger.ndjson", "feed.json"])
def test_a_spoiled_file_is_mended_with_the_next_change(desk: Desk, name: str):
    """The state knows what was published, so that ids and deletions outlive a spoiled file."""
    ids = {item["title"]: item["id"] for item in json.loads((desk.out / "feed.json").read_bytes())["items"]}
    (desk.out / name).write_bytes(b"5\n")
    desk.serve(feed("north", range(1, 3)))
    desk.run(1)
    published = json.loads((desk.out / "feed.json").read_bytes())
    assert {item["title"]: item["id"] for item in published["items"]}.items() <= ids.items()
    assert [stone["id"] for stone in published["tombstones"]] == [ids["Internship 3 in the north"]]
    forget_state(desk)
    after = files(desk)
    assert desk.run(2).rebuilt
    assert files(desk) == after


@pytest.mark.parametrize("with_state", [True, False])
def test_a_feed_never_changes_its_id(desk: Desk, with_state: bool):
    """Another feed is not published in the place of one that has readers."""
    before = files(desk)
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace("https://hub.example/feed", "https://hub.example/other"), encoding="utf-8")
    if not with_state:
        forget_state(desk)
    with pytest.raises(UsageError, match=r"holds the feed https://hub\.example/feed\.") as raised:
        desk.run(1)
    assert "never changes its id" in raised.value.fix
    assert files(desk) == before


def test_another_feed_begins_anew_in_an_empty_folder(desk: Desk):
    """An operator who tried under one id and deletes what came of it has no trace of that id in the feed."""
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace("https://hub.example/feed", "https://hub.example/other"), encoding="utf-8")
    shutil.rmtree(desk.out)
    desk.run(1)
    published = b"".join(files(desk).values())
    assert b"https://hub.example/other/" in published
    assert b"https://hub.example/feed" not in published
