"""The program of the guide for developers keeps a copy in step with what is published, whatever happened meanwhile."""

import json
import runpy
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from shelves import MemoryShelf, posting, small
from wbl_aggregator import serve
from wbl_aggregator.publishing import publish

PROGRAM = Path(__file__).parents[2] / "examples" / "follow_changes.py"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
Follow = Callable[..., str]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> MemoryShelf:
    """What is published; pages have few entries."""
    small(monkeypatch.setattr)
    shelf = MemoryShelf()
    for number in range(30):
        shelf.put(posting(number))
    return shelf


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were asked for."""
    paths: list[str] = []
    found = serve.file_at
    monkeypatch.setattr(serve, "file_at", lambda folder, path: paths.append(path) or found(folder, path))
    return paths


@pytest.fixture
def follow(shelf: MemoryShelf, asked: list[str], tmp_path: Path, monkeypatch, capsys) -> Iterator[Follow]:
    """Publishes what the shelf has, runs the program, and gives what it says; its copy is then that of the feed."""
    copy = tmp_path / "copy.json"
    with serve.Preview(tmp_path / "public") as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        monkeypatch.setattr(sys, "argv", [PROGRAM.name, f"{server.address}feed.json", str(copy), "--private"])

        def run(days: int = 0) -> str:
            publish(shelf, shelf.envelope, tmp_path / "public", AT + timedelta(days))
            asked.clear()
            ended: list[object] = []
            try:
                runpy.run_path(str(PROGRAM), run_name="__main__")
            except SystemExit as end:
                ended.append(end.code)
            assert ended in ([], [0])
            held = json.loads(copy.read_bytes())
            assert held["items"] == {item["id"]: item for item in shelf.items()}
            assert held["sequence"] == shelf.sequence
            return str(capsys.readouterr().out.strip())

        yield run
        server.shutdown()


def test_changes_alone_are_read(shelf: MemoryShelf, follow: Follow, asked: list[str]):
    """After the first time, which reads all pages, only the feed's first document and the newest pages of the log are."""
    assert follow() == "30 postings, read whole"
    shelf.put(posting(3, title="Changed"))
    shelf.take(posting(5)["id"])
    shelf.put(posting(40))
    assert follow() == "30 postings, 3 changes"
    assert asked == ["/feed.json", "/changes/1.json"]
    assert follow() == "nothing new"
    assert asked == ["/feed.json"]


def test_one_who_was_away_too_long_reads_the_whole_feed(shelf: MemoryShelf, follow: Follow, tmp_path: Path):
    """Where the log was compacted beyond the last change that is known, the feed is read whole, and followed again."""
    follow()
    shelf.take(posting(29)["id"])
    for day in range(1, 20):
        for number in range(29):
            shelf.put(posting(number, title=f"Day {day}"))
        publish(shelf, shelf.envelope, tmp_path / "public", AT + timedelta(day))
    shelf.put(posting(3, title="Much later"))
    assert follow(150) == "29 postings, read whole"
    shelf.put(posting(4, title="And later"))
    assert follow(151) == "29 postings, 1 changes"


def test_one_who_was_away_for_a_while_reads_several_pages(shelf: MemoryShelf, follow: Follow, asked: list[str]):
    """The log is followed back, page by page, to the last change that is known."""
    follow()
    for number in range(100, 270):
        shelf.put(posting(number))
    assert follow(1) == "200 postings, 170 changes"
    assert asked == ["/feed.json", *(f"/changes/{number}.json" for number in (4, 3, 2, 1))]


def test_feed_that_went_back_is_read_whole(shelf: MemoryShelf, follow: Follow, tmp_path: Path):
    """A copy that is ahead of the feed, as after an older backup was put back, is made anew."""
    follow()
    copy = tmp_path / "copy.json"
    held = json.loads(copy.read_bytes())
    held.update(sequence=10_000, validators=["", ""])
    copy.write_text(json.dumps(held), encoding="utf-8")
    assert follow() == "30 postings, read whole"


def test_copy_that_lacks_a_posting_is_made_anew(shelf: MemoryShelf, follow: Follow, tmp_path: Path):
    """Where the number of postings is not the feed's, the copy was wrong before, and all is read."""
    follow()
    copy = tmp_path / "copy.json"
    held = json.loads(copy.read_bytes())
    held["items"].popitem()
    copy.write_text(json.dumps(held), encoding="utf-8")
    shelf.put(posting(3, title="Changed"))
    assert follow() == "30 postings, read whole"


def test_program_is_short():
    """A developer can read it at once."""
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= 60
