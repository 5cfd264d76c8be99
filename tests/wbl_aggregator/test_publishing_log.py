"""The change log: replayed it is the feed, from any place in it, and it does not grow for ever."""

import json
import os
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_set import caught_up, files, folder, log_pages, read_feed, replayed
from shelves import MemoryShelf, posting
from wbl_aggregator.publishing import Keep, change_log, publish, verify

from wbl_feed.other_documents import read_change_page
from wbl_feed.times import read_clock

AT = read_clock("2026-12-01T00:00:00Z")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Pages of ten changes, and no waiting for the disk."""
    monkeypatch.setattr(change_log, "MOST_CHANGES", 10)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)


@pytest.fixture
def shelf():
    """A shelf of 25 postings."""
    made = MemoryShelf()
    for number in range(25):
        made.put(posting(number))
    return made


def _publish(shelf, out, at=AT, **more):
    return publish(shelf, shelf.envelope, out, at, more.pop("keep", Keep(log_days=90)), **more)


def _agrees(out):
    """The feed, once the log was found to agree with it."""
    feed = read_feed(folder(out))
    held = {item["id"]: item for item in feed["items"]}
    if "changeLog" in feed:
        assert replayed(folder(out), feed["changeLog"]) == held
    else:
        assert not held
    return held


def test_pages_close_when_they_are_full(shelf, tmp_path):
    """Full pages lead to the next one and are never written again; the newest grows at its end."""
    _publish(shelf, tmp_path)
    assert _agrees(tmp_path)
    before = files(tmp_path)
    pages = {number: json.loads(before[f"changes/{number}.json"]) for number in (1, 2, 3)}
    assert [len(page["changes"]) for page in pages.values()] == [10, 10, 5]
    assert [page.get("previous") for page in pages.values()] == [None, "1.json", "2.json"]
    assert [page.get("next") for page in pages.values()] == ["2.json", "3.json", None]
    shelf.put(posting(3, title="Changed"))
    shelf.take(posting(4)["id"])
    written = _publish(shelf, tmp_path).written
    assert [name for name in written if name.startswith("changes")] == ["changes/3.json"]
    page = json.loads((tmp_path / "changes/3.json").read_bytes())
    assert page["changes"][:5] == pages[3]["changes"]
    assert [one["type"] for one in page["changes"][5:]] == ["upsert", "delete"]
    _agrees(tmp_path)


def test_the_log_is_of_the_standard(shelf, tmp_path):
    """Every page is sound, and the feed's validator has nothing to say of it."""
    _publish(shelf, tmp_path)
    shelf.take(posting(4)["id"], reason="filled")
    _publish(shelf, tmp_path, AT + DAY)
    for path in tmp_path.glob("changes/*.json"):
        assert read_change_page(path.read_bytes(), shelf.envelope.id).notices == ()


def test_large_changes_close_a_page_too(shelf, tmp_path, monkeypatch):
    """A page closes before it becomes larger than it may be, but a change that is larger still gets in."""
    monkeypatch.setattr(change_log, "MOST_BYTES", 600)
    _publish(shelf, tmp_path)
    assert max(len(page["changes"]) for _, page in log_pages(folder(tmp_path), "changes/13.json")) == 2
    shelf.put(posting(1, description="x" * 1000))
    _publish(shelf, tmp_path)
    _agrees(tmp_path)


def test_an_empty_feed_has_no_log(tmp_path):
    """Where nothing ever was there is no log, and once all is gone the log says so."""
    shelf = MemoryShelf()
    _publish(shelf, tmp_path)
    assert "changeLog" not in read_feed(folder(tmp_path))
    identity = shelf.put(posting(1))
    _publish(shelf, tmp_path)
    shelf.take(identity)
    _publish(shelf, tmp_path)
    assert _agrees(tmp_path) == {}


def _old_log(shelf, out):
    """A log of which ten pages are old; gives the cursors of consumers with what they held then."""
    held = {}
    for round_ in range(4):
        for number in range(25 if round_ else 0):
            shelf.put(posting(number, title=f"Round {round_}"))
        _publish(shelf, out, AT + round_ * DAY)
        held[shelf.sequence] = _agrees(out)
    shelf.take(posting(7)["id"])
    _publish(shelf, out, AT + 4 * DAY)
    held[shelf.sequence] = _agrees(out)
    return held


def test_old_pages_are_compacted(shelf, tmp_path):
    """They shrink to what is in force, under the highest of their numbers; who is within the log still catches up."""
    held = _old_log(shelf, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("changes/*")}
    shelf.put(posting(8, title="Later"))
    written = _publish(shelf, tmp_path, AT + 100 * DAY)
    after = {path.name: path.read_bytes() for path in tmp_path.glob("changes/*")}
    now = _agrees(tmp_path)
    assert len(before) == 11
    assert len(after) == 4
    kept = sorted(int(name.removesuffix(".json")) for name in after)
    assert kept == list(range(kept[0], kept[0] + 4))
    assert {f"changes/{number}.json" for number in range(1, kept[0])} <= set(written.removed)
    first = json.loads(after[f"{kept[0]}.json"])
    assert "previous" not in first
    assert first["compactedTo"] == 100
    assert json.loads(after[f"{kept[-1]}.json"]).get("compactedTo") is None
    for cursor, mine in held.items():
        found = caught_up(folder(tmp_path), mine, cursor)
        assert found == (None if cursor < 100 else now)
    assert {path.stem for path in tmp_path.glob("archive/*")} == {str(number) for number in kept[:-1]}
    assert verify(tmp_path) == []


def test_few_old_pages_are_left_alone(shelf, tmp_path):
    """A log with less than eight old pages is not touched, however old."""
    _publish(shelf, tmp_path)
    before = files(tmp_path)
    assert _publish(shelf, tmp_path, AT + 500 * DAY).written == ()
    assert files(tmp_path) == before


def test_postings_with_old_dates_are_no_old_changes(tmp_path):
    """A page is as old as it is closed: what is new to us may have been written years ago."""
    shelf = MemoryShelf()
    for number in range(200):
        shelf.put(posting(number, dateModified="2020-01-01T00:00:00Z"))
    _publish(shelf, tmp_path)
    shelf.put(posting(1, title="Changed"))
    _publish(shelf, tmp_path, AT + DAY)
    assert all("compactedTo" not in page for _, page in log_pages(folder(tmp_path), "changes/21.json"))


@pytest.mark.parametrize("which", [1, 2])
def test_a_log_that_lacks_a_page_begins_anew(shelf, tmp_path, which):
    """It goes on behind the old one with what stands, and tells consumers of the old one to read the whole feed."""
    _publish(shelf, tmp_path)
    held = _agrees(tmp_path)
    (tmp_path / f"changes/{which}.json").unlink()
    shelf.take(posting(4)["id"])
    _publish(shelf, tmp_path, AT + DAY)
    now = _agrees(tmp_path)
    assert caught_up(folder(tmp_path), held, 25) is None
    assert caught_up(folder(tmp_path), now, 26) == now
    shelf.put(posting(4, title="Again"))
    _publish(shelf, tmp_path, AT + 2 * DAY)
    assert caught_up(folder(tmp_path), now, 26) == _agrees(tmp_path)
    assert not (tmp_path / "changes/3.json").exists()


@pytest.mark.parametrize("content", [b"", b"5", b'{"changes": [5]}', b'{"changes": [{"type": "upsert"}]}', b"{}"])
def test_a_damaged_newest_page_is_written_again(shelf, tmp_path, content):
    """What it held is changed since the page before it, so the store knows it."""
    _publish(shelf, tmp_path)
    held = _agrees(tmp_path)
    (tmp_path / "changes/3.json").write_bytes(content)
    shelf.put(posting(30))
    _publish(shelf, tmp_path, AT + DAY)
    assert caught_up(folder(tmp_path), held, 25) == _agrees(tmp_path)


def test_what_must_be_forgotten_is_in_no_file(shelf, tmp_path):
    """A posting that has to go is taken out of every page of log and archive, and out of old pages of the feed."""
    for number in range(700):
        shelf.put(posting(number, description="x" * 50))
    secret = posting(5, title="A name")
    shelf.put(secret)
    _publish(shelf, tmp_path)
    shelf.put(posting(6, title="So that it stands in a closed page"))
    _publish(shelf, tmp_path, AT + DAY)
    assert sum(b"A name" in content for content in files(tmp_path).values()) > 3
    shelf.take(secret["id"], reason="rights")
    _publish(shelf, tmp_path, AT + 2 * DAY, forgotten=[secret["id"]])
    assert not [name for name, content in files(tmp_path).items() if b"A name" in content]
    changes = [
        one
        for _, page in log_pages(folder(tmp_path), read_feed(folder(tmp_path))["changeLog"])
        for one in page["changes"]
    ]
    mine = [one for one in changes if secret["id"] in json.dumps(one)]
    assert [one["type"] for one in mine] == ["delete"]
    _agrees(tmp_path)


@pytest.mark.slow
def test_a_year_of_hourly_runs_leaves_few_files(tmp_path, monkeypatch):
    """The number of pages stays bounded, whoever was away for less than ``log_days`` catches up, and all agrees."""
    monkeypatch.setattr(change_log, "MOST_CHANGES", 50)
    draw, shelf, consumers, most = random.Random(6), MemoryShelf(), {}, 0
    for day in range(365):
        for _ in range(24):
            number = draw.randrange(60)
            known = posting(number)["id"] in {line.id for line in shelf.lines()}
            if known and draw.random() < 0.3:
                shelf.take(posting(number)["id"], f"2026-12-01T00:{day % 60:02}:00Z")
            else:
                shelf.put(posting(number, title=f"As of {day} {draw.random()}"))
        _publish(shelf, tmp_path, AT + day * DAY)
        shelf.unclean.clear()
        if day % 7 == 0:
            now = _agrees(tmp_path)
            for born, (cursor, held) in list(consumers.items()):
                if day - born in (7, 28, 84):
                    assert caught_up(folder(tmp_path), held, cursor) == now
                elif day - born == 203:
                    assert caught_up(folder(tmp_path), held, cursor) in (None, now)
            consumers[day] = (shelf.sequence, now)
        most = max(most, sum(1 for _ in tmp_path.glob("changes/*")))
    assert most < 90 * 24 / 50 + 8 + 5
    assert sum(1 for _ in tmp_path.rglob("*")) < 500
    assert verify(tmp_path) == []


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 12), st.integers(0, 3)),
        st.tuples(st.just("take"), st.integers(0, 12)),
        st.tuples(st.just("publish"), st.integers(0, 40)),
        st.tuples(st.just("lose"), st.integers(0, 9)),
        st.tuples(st.just("spoil")),
        st.tuples(st.just("forget"), st.integers(0, 12)),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_the_log_agrees_with_the_feed(steps, tmp_path_factory, monkeypatch):
    """Whatever happens, the log replayed is the feed, and who goes on from any place in it holds the feed too."""
    monkeypatch.setattr(change_log, "MOST_CHANGES", 3)
    monkeypatch.setattr(change_log, "LEAST_OLD", 2)
    out, shelf, at, consumers = tmp_path_factory.mktemp("out"), MemoryShelf(), AT, []
    forgotten: list[str] = []
    for step in [*steps, ("publish", 1)]:
        standing = {line.id for line in shelf.lines()}
        match step:
            case ("put", number, variant):
                shelf.put(posting(number, title=f"Variant {variant}"))
            case ("take", number) if posting(number)["id"] in standing:
                shelf.take(posting(number)["id"])
            case ("forget", number) if posting(number)["id"] in standing:
                shelf.take(posting(number)["id"], reason="rights")
                forgotten.append(posting(number)["id"])
            case ("lose", number):
                (out / f"changes/{number}.json").unlink(missing_ok=True)
            case ("spoil",):
                pages = sorted(out.glob("changes/*"), key=lambda path: int(path.stem))
                if pages:
                    pages[-1].write_bytes(b"{")
            case ("publish", days):
                at += days * DAY
                _publish(shelf, out, at, keep=Keep(log_days=30), forgotten=forgotten)
                forgotten = []
                assert verify(out) == []
                now = _agrees(out)
                assert now == {item["id"]: item for item in shelf.items()}
                for cursor, held in consumers:
                    assert caught_up(folder(out), held, cursor) in (None, now)
                consumers.append((shelf.sequence, now))
