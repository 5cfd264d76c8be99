"""health/: how each source is, for people and programs, written only where something other than times changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from wbl_aggregator.decisions.words import REFUSED
from wbl_aggregator.decisions.words import STATES as STATE_WORDS
from wbl_aggregator.reporting import Row, write_health
from wbl_aggregator.reporting.found import kinds_of
from wbl_aggregator.sources import Source
from wbl_aggregator.visits import STATES, Event, Visit

from wbl_feed.feed_settings import FeedSettings
from wbl_feed.notices import catalogue

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = "2026-11-22T12:00:00Z"
FEED = FeedSettings.model_validate(
    {"id": "https://hub.example/feed", "name": "The hub", "license": "CC0-1.0", "publisher": {"name": "The hub"}}
)
ADOPTED = {"kind": "csv", "map": "board.toml"}
SECRET_URL = "https://docs.example/private-9f8e/board.csv?token=TOKTOK"


@dataclass
class Memory:
    """What a store would know."""

    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    happened: list[Event] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def notices(self, source: str) -> Sequence[Mapping[str, Any]]:
        """All notices of a source."""
        self.asked.append(source)
        return self.told.get(source, [])

    def events(self, since: str = "") -> Sequence[Event]:
        """What happened."""
        self.asked.append(f"events {since}".strip())
        return [event for event in self.happened if event.at >= since]


def row(identity: str = "north", /, outcome: Any = "unchanged", fresh: bool = False, **members: Any) -> Row:
    """A row; members of ``Source`` and of ``Visit`` by their names."""
    of_source = {key: members.pop(key) for key in ("url", "kind", "map", "allow_private", "name") if key in members}
    source = Source.model_validate({"id": identity, "url": f"https://{identity}.example/feed.json", **of_source})
    visit = Visit(identity, **{"state": "ok", "live": 3, "postings": 4, "last_success": NOW, **members})
    return Row(source, visit, outcome, fresh)


def notice(code: str = "deadline_passed", **members: Any) -> dict[str, Any]:
    """A notice as the store keeps it."""
    kind = catalogue[code]
    value = {"code": code, "severity": kind.severity, "category": kind.category, "section": kind.section}
    return {**value, "message": "It is so.", "fix": "Mend it.", "pointer": "/items/0", **members}


def read(out: Path, name: str) -> Any:
    """A file of health/."""
    return json.loads((out / "health" / f"{name}.json").read_bytes())


def written(out: Path) -> dict[str, int]:
    """When each file was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / "health").iterdir()}


def test_the_index_has_a_line_for_each_source_and_what_they_come_to(tmp_path: Path):
    """State, words, numbers and times of each, and the sums of all."""
    rows = [
        row(next_visit="2026-11-22T13:00:00Z", top_notices={"deadline_passed": 2}, refused=1),
        row(
            "south", outcome="failed", state="failing", code="http_status", message="the server answered 403 Forbidden"
        ),
    ]
    write_health(rows, tmp_path, AT, Memory(), FEED)
    index = read(tmp_path, "index")
    assert index["at"] == NOW
    assert index["totals"] == {
        "sources": 2, "live": 6, "postings": 8, "refused": 1, "held": 0, "blocked": 0,
        "states": {"failing": 1, "ok": 1}, "outcomes": {"failed": 1, "unchanged": 1},
    }  # fmt: skip
    north, south = index["sources"]
    assert (north["source"], north["url"], north["state"]) == ("north", "https://north.example/feed.json", "ok")
    assert (north["nextVisit"], north["lastSuccess"], north["lastYield"]) == ("2026-11-22T13:00:00Z", NOW, None)
    assert "403" in south["means"]
    assert "firewalls" in south["advice"]
    assert (south["outcome"], south["code"], south["message"]) == (
        "failed",
        "http_status",
        "the server answered 403 Forbidden",
    )
    assert index["codes"]["deadline_passed"].keys() == {"severity", "meaning", "mend"}


@pytest.mark.parametrize("state", ["", *STATES])
def test_every_state_has_words(tmp_path: Path, state: str):
    """A source that nothing is known of is new; each of the others says what it means and what to do."""
    write_health([row(state=state)], tmp_path, AT, Memory(), FEED)
    (line,) = read(tmp_path, "index")["sources"]
    assert line["state"] == (state or "new")
    assert line["means"]
    assert line["advice"]


@pytest.mark.parametrize("state", ["ok", "empty"])
def test_a_source_that_is_read_is_told_of_what_is_refused(tmp_path: Path, state: str):
    """Something is to be done then; without a refusal the words are those of the state."""
    write_health([row(state=state, refused=2)], tmp_path, AT, Memory(), FEED)
    (line,) = read(tmp_path, "index")["sources"]
    assert line["means"] == f"{STATE_WORDS[state].meaning} {REFUSED.meaning}"
    assert line["advice"] == REFUSED.webmaster
    write_health([row(state=state)], tmp_path, AT, Memory(), FEED)
    (line,) = read(tmp_path, "index")["sources"]
    assert line["advice"] == STATE_WORDS[state].webmaster


def test_the_file_of_a_source_has_all_of_its_notices_by_kind(tmp_path: Path):
    """Errors first; each kind with its meaning, how to mend it, and every place; none is cut off at some number."""
    many = [notice("deadline_passed", pointer=f"/items/{number}") for number in range(700)]
    memory = Memory({"north": [*many, notice("invalid_value", found="x")]})
    write_health([row(fresh=True)], tmp_path, AT, memory, FEED)
    told = read(tmp_path, "north")
    assert [(kind["code"], kind["count"], len(kind["places"])) for kind in told["notices"]] == [
        ("invalid_value", 1, 1),
        ("deadline_passed", 700, 700),
    ]
    assert told["notices"][0]["places"] == [
        {"message": "It is so.", "fix": "Mend it.", "pointer": "/items/0", "found": "x"}
    ]
    assert all(kind["meaning"] and kind["mend"] for kind in told["notices"])
    assert "leftOut" not in told


def test_too_many_notices_are_cut_and_it_is_said(tmp_path: Path):
    """Each kind keeps its first places, and its number stays right."""
    memory = Memory(
        {"north": [notice(pointer=f"/items/{number}") for number in range(900)] + [notice("invalid_value")]}
    )
    write_health([row(fresh=True)], tmp_path, AT, memory, FEED, most_bytes=9_000)
    told = read(tmp_path, "north")
    assert [(kind["code"], kind["count"]) for kind in told["notices"]] == [
        ("invalid_value", 1),
        ("deadline_passed", 900),
    ]
    left = len(told["notices"][1]["places"])
    assert 10 < left < 900
    assert told["leftOut"] == 900 - left
    assert (tmp_path / "health" / "north.json").stat().st_size < 30_000


def test_nothing_but_the_index_is_written_when_nothing_changed(tmp_path: Path):
    """Other times and another outcome change no source's file, and the store is not even asked for notices."""
    memory = Memory({"north": [notice()]}, [Event(NOW, "north", "state", "It is read.")])
    write_health([row(fresh=True, outcome="new"), row("south")], tmp_path, AT, memory, FEED)
    before = written(tmp_path)
    memory.asked.clear()
    later = "2026-11-23T12:00:00Z"
    rows = [row(last_success=later, last_yield=later, last_visit=later, next_visit=later), row("south")]
    write_health(rows, tmp_path, AT + timedelta(days=1), memory, FEED)
    after = written(tmp_path)
    assert {name for name in after if after[name] != before.get(name)} == {"index.json"}
    assert memory.asked == [f"events {NOW}"]
    assert read(tmp_path, "north")["notices"][0]["code"] == "deadline_passed"


@pytest.mark.parametrize(
    "change", [{"state": "failing", "code": "timeout"}, {"held": 2}, {"live": 2}, {"fresh": True, "live": 3}]
)
def test_what_changed_is_written(tmp_path: Path, change: dict[str, Any]):
    """A source's file is written where its state, its numbers or its document changed."""
    memory = Memory({"north": [notice()]})
    write_health([row(), row("south")], tmp_path, AT, memory, FEED)
    memory.told["north"] = [notice("invalid_value")]
    write_health([row(**change), row("south")], tmp_path, AT, memory, FEED)
    assert [kind["code"] for kind in read(tmp_path, "north")["notices"]] == ["invalid_value"]


def test_a_run_that_was_killed_is_made_up_for(tmp_path: Path):
    """What was not written, since the index comes last, is written by the next run, though nothing changed since."""
    memory = Memory()
    write_health([row()], tmp_path, AT, memory, FEED)
    old = (tmp_path / "health" / "index.json").read_bytes()
    memory.happened.append(Event("2026-11-23T12:00:00Z", "north", "held", "Two are held."))
    write_health([row(held=2)], tmp_path, AT + timedelta(days=1), memory, FEED)
    want = {path.name: path.read_bytes() for path in (tmp_path / "health").iterdir() if path.name != "index.json"}
    (tmp_path / "health" / "index.json").write_bytes(old)
    for name in want:
        (tmp_path / "health" / name).unlink()
    write_health([row(held=2)], tmp_path, AT + timedelta(days=2), memory, FEED)
    assert {name: (tmp_path / "health" / name).read_bytes() for name in want} == want


def test_the_files_of_sources_that_are_gone_are_removed(tmp_path: Path):
    """And nothing else in the folder."""
    write_health([row(), row("south")], tmp_path, AT, Memory(), FEED)
    (tmp_path / "health" / "notes.txt").write_text("mine")
    write_health([row()], tmp_path, AT, Memory(), FEED)
    assert set(written(tmp_path)) == {"index.json", "north.json", "north.atom", "notes.txt"}


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"sources": 3}', b"\xff"])
def test_a_damaged_index_is_written_anew(tmp_path: Path, damage: bytes):
    """With all files of the sources."""
    write_health([row()], tmp_path, AT, Memory(), FEED)
    want = {path.name: path.read_bytes() for path in (tmp_path / "health").iterdir()}
    (tmp_path / "health" / "index.json").write_bytes(damage)
    (tmp_path / "health" / "north.json").write_bytes(damage)
    write_health([row()], tmp_path, AT, Memory(), FEED)
    assert {path.name: path.read_bytes() for path in (tmp_path / "health").iterdir()} == want


def test_nothing_of_an_adopted_site_is_told(tmp_path: Path):
    """Neither its address, nor why it failed, nor what stands in its records; that it failed and where is told."""
    told = notice("unknown_code", found="Maria Lopez", message="“Maria Lopez” is no code", place="row 5, column Kind")
    memory = Memory({"board": [told]}, [Event(NOW, "board", "state", f"It cannot be read: {SECRET_URL}")])
    rows = [
        row(
            "board", outcome="failed", fresh=True, url=SECRET_URL, **ADOPTED, state="failing", code="bad_response",
            message=f"Maria Lopez, {SECRET_URL}", address=SECRET_URL, moved_runs=9,
        )
    ]  # fmt: skip
    write_health(rows, tmp_path, AT, memory, FEED)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "health").iterdir()).decode()
    assert not [word for word in ("TOKTOK", "9f8e", "docs.example", "Maria", "is no code") if word in everything]
    (kind,) = read(tmp_path, "board")["notices"]
    assert (kind["code"], kind["places"]) == ("unknown_code", [{"pointer": "/items/0", "place": "row 5, column Kind"}])
    assert "log says why" in read(tmp_path, "board")["message"]


def test_the_address_of_a_private_source_is_not_told(tmp_path: Path):
    """Nor where it moved, nor in its feed of events; of others a key in the address is left out."""
    address = "https://intranet.example/new.json"
    events = [Event(NOW, "inner", "moved", f"It has moved to {address}.")]
    keyed = row("keyed", url="https://me:pw123456@keyed.example/f?key=abcdef", address=address, moved_runs=3)
    message = f"the name Intranet.example is not known; the server redirects from https to {address}"
    inner = row(
        "inner", allow_private=True, url=address, address=address, moved_runs=3, code="unknown_host", message=message
    )
    rows = [inner, keyed]
    write_health(rows, tmp_path, AT, Memory({}, events), FEED)
    for name in ("inner.json", "inner.atom"):
        assert b"intranet" not in (tmp_path / "health" / name).read_bytes().lower()
    inner_line, keyed_line = read(tmp_path, "index")["sources"]
    assert (inner_line["url"], inner_line["proposal"]) == (None, "It has moved.")
    assert (keyed_line["url"], keyed_line["proposal"]) == (
        "https://keyed.example/f?key=···",
        f"It has moved to {address}.",
    )


def test_what_is_no_address_spoils_nothing(tmp_path: Path):
    """A listed address may be nonsense; the source's line is written all the same."""
    bad = row("inner", allow_private=True, url="https://[else", code="bad_address", message="not an address")
    write_health([bad, row("open", url="https://[else?key=x")], tmp_path, AT, Memory(), FEED)
    lines = read(tmp_path, "index")["sources"]
    assert [(line["message"], line["url"]) for line in lines] == [
        ("not an address", None),
        ("", "https://[else?key=···"),
    ]


def test_a_move_is_proposed_after_some_runs(tmp_path: Path):
    """Not before."""
    write_health([row(address="https://new.example/", moved_runs=2)], tmp_path, AT, Memory(), FEED)
    assert read(tmp_path, "index")["sources"][0]["proposal"] is None


def test_a_webmaster_can_subscribe(tmp_path: Path):
    """The Atom feed of a source has its last 50 events, newest first, with ids that stay; a reader understands it."""
    moments = [f"2026-10-{day:02}T{hour:02}:00:00Z" for day in range(1, 31) for hour in (6, 18)]
    events = [Event(at, "north", "state", f"It is so & so <{at}>\x07") for at in moments]
    memory = Memory({}, [*events, Event(NOW, "south", "held", "Not of north.")])
    write_health([row(name="North town"), row("south")], tmp_path, AT, memory, FEED)
    content = (tmp_path / "health" / "north.atom").read_bytes()
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    assert parsed.feed.title == "North town at The hub"
    assert [entry.updated[:19] + "Z" for entry in parsed.entries] == moments[:-51:-1]
    assert parsed.entries[0].title == f"It is so & so <{moments[-1]}>"
    ids = [entry.id for entry in parsed.entries]
    assert len(set(ids)) == 50
    assert all(one.startswith("https://hub.example/feed/health/north/") for one in ids)
    later = Event("2026-11-23T00:00:00Z", "north", "held", "Two are held.")
    memory.happened.append(later)
    write_health([row(name="North town"), row("south")], tmp_path, AT + timedelta(days=1), memory, FEED)
    again = feedparser.parse((tmp_path / "health" / "north.atom").read_bytes())
    assert [entry.id for entry in again.entries][1:] == ids[:-1]


def test_a_feed_without_events_is_there_to_be_subscribed_to(tmp_path: Path):
    """From the first run on, and it is valid Atom."""
    write_health([row()], tmp_path, AT, Memory(), FEED)
    root = ElementTree.fromstring((tmp_path / "health" / "north.atom").read_bytes())
    assert [root.findtext(f"{{http://www.w3.org/2005/Atom}}{name}") for name in ("id", "updated")] == [
        "https://hub.example/feed/health/north",
        "2026-11-22T12:00:00+00:00",
    ]


def test_kinds_without_words_are_told_all_the_same():
    """The rules of a profile are not in the catalogue; their notices bring their own words."""
    value = {"code": "us_ma_wage", "severity": "warning", "category": "conformance", "section": "22", "message": "Low."}
    (kind,), cut = kinds_of([value], records=True)
    assert (kind["code"], kind["places"], cut) == ("us_ma_wage", [{"message": "Low."}], 0)


def test_a_thousand_unchanged_sources_cost_little(tmp_path: Path):
    """One file is written, and no notice is read."""
    rows = [row(f"s-{number}", top_notices={"deadline_passed": 1}) for number in range(1000)]
    memory = Memory()
    write_health(rows, tmp_path, AT, memory, FEED)
    before = written(tmp_path)
    memory.asked.clear()
    later = [replace(one, visit=one.visit._replace(last_success="2026-11-23T12:00:00Z")) for one in rows]
    write_health(later, tmp_path, AT + timedelta(days=1), memory, FEED)
    after = written(tmp_path)
    assert [name for name in after if after[name] != before[name]] == ["index.json"]
    assert len(memory.asked) == 1
