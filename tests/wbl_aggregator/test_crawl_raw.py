"""Bodies are kept by their content, pruned by their age, and purged when something in them is to be forgotten."""

from datetime import timedelta
from pathlib import Path

from crawling import AT, crawled, source
from recorded_web import feed_json, posting_json, recorded
from wbl_aggregator.crawl.raw import RawBodies

DAY = timedelta(days=1)


def test_one_content_is_kept_once(tmp_path: Path):
    """The same body at two times is one file with two lines; its name is the SHA-256 of its bytes."""
    bodies = RawBodies(tmp_path)
    for day in range(2):
        bodies.keep("a", [("https://a.example/feed.json", b"one")], AT + day * DAY)
    came = list(bodies.came("a"))
    assert [one.at for one in came] == ["2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z"]
    assert {bodies.path(one.hash).read_bytes() for one in came} == {b"one"}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
    assert list(bodies.came("b")) == []


def test_old_bodies_go(tmp_path: Path):
    """A body goes when the last time it came is too long ago, and an older line alone goes without it."""
    bodies = RawBodies(tmp_path)
    bodies.keep("a", [("x", b"one"), ("y", b"two")], AT)
    bodies.keep("a", [("x", b"one")], AT + 5 * DAY)
    assert bodies.prune(AT + 6 * DAY, 3) == 1
    (left,) = bodies.came()
    assert bodies.path(left.hash).read_bytes() == b"one"
    assert bodies.prune(AT + 6 * DAY, 3) == 0
    assert bodies.prune(AT + 60 * DAY, 3) == 1
    assert list(bodies.came()) == []


def test_what_is_to_be_forgotten_is_found_and_purged(tmp_path: Path):
    """An id is found in each form in which JSON or XML writes it, and its bodies go at once."""
    bodies = RawBodies(tmp_path)
    forms = [b'{"id": "https://a.example/1"}', rb'{"id": "https:\/\/a.example\/1"}', b"<id>https://a.example/1</id>"]
    bodies.keep("a", [(str(number), body) for number, body in enumerate([*forms, b"nothing"])], AT)
    found = bodies.holding(["https://a.example/1"])
    assert len(found) == 3
    assert bodies.purge(found) == 3
    assert bodies.holding(["https://a.example/1"]) == set()
    assert len(list(bodies.came())) == 1


def test_a_killed_run_leaves_nothing_that_cannot_be_read_or_found(tmp_path: Path):
    """Half a line is left out and the next begins a new one; a body without a line is found, and goes when pruned."""
    bodies = RawBodies(tmp_path)
    bodies.keep("a", [("x", b"one")], AT)
    with (tmp_path / "index.ndjson").open("ab") as index:
        index.write(b'{"at": "2026-1')
    orphan = bodies.path("ff" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"secret")
    bodies.keep("a", [("y", b"two")], AT)
    assert [one.address for one in bodies.came()] == ["x", "y"]
    assert bodies.holding(["secret"]) == {"ff" * 32}
    bodies.prune(AT, 3)
    assert not orphan.exists()


def test_bodies_come_with_an_answer_where_they_are_kept():
    """Each document that was read is there as it came, pages too, and none where bodies are not kept."""
    page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": "https://a.example/feed", "items": [posting_json("a.example", 2)]}  # fmt: skip
    with recorded() as web:
        web.answers = {
            "https://a.example/feed.json": {"json": feed_json("a.example", 1, completeness="paged", pages=["2.json"])},
            "https://a.example/2.json": {"json": page},
        }
        raw = crawled(web, source("a"), keep_raw=True)["a"].raw
        assert [address for address, _ in raw] == ["https://a.example/feed.json", "https://a.example/2.json"]
        assert b"DataFeedPage" in raw[1][1]
        assert crawled(web, source("a"))["a"].raw == ()
