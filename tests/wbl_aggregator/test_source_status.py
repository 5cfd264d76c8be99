"""What the status of a source in the sources file does to its postings."""

import json

import pytest
from faults.hub import Hub


def of_east(hub: Hub) -> dict[str, str]:
    """The entries of the source's postings, by the ids that it gave."""
    return {identity: entry.id for identity, entry in hub.postings().items() if "//east." in identity}


def test_a_source_in_development_is_checked_and_not_published(hub: Hub) -> None:
    """It is asked by name alone; once it is active its postings are published, without being asked for again."""
    hub.east = {"status": "development"}
    hub.run()
    assert hub.bad.statuses == []
    hub.run(only=("east",))
    assert 200 in hub.bad.statuses
    assert of_east(hub) == {}
    row = hub.health()
    assert (row["state"], row["postings"], row["live"]) == ("development", 8, 8)
    named = {one["feed"] for one in json.loads((hub.out / "feed.json").read_bytes())["sources"]}
    assert "https://east.example/feed" not in named
    hub.east = {}
    hub.run(now=False, only=())
    assert len(of_east(hub)) == 8


def test_a_deprecated_source_leaves_and_comes_back_with_its_ids(hub: Hub) -> None:
    """Its postings leave a tombstone each, as if it were taken out; the ledger keeps their ids."""
    hub.run()
    before = of_east(hub)
    hub.east = {"status": "deprecated"}
    hub.run()
    assert of_east(hub) == {}
    assert set(hub.tombstones()) == set(before.values())
    assert hub.health()["state"] == "deprecated"
    hub.east = {}
    hub.run()
    assert of_east(hub) == before
    assert hub.tombstones() == {}


def test_a_paused_source_keeps_its_postings(hub: Hub) -> None:
    """It is not asked, however long, and nothing of it lapses."""
    hub.run()
    before, asked = of_east(hub), len(hub.bad.statuses)
    hub.east = {"status": "paused"}
    for _ in range(40):
        hub.run()
    assert of_east(hub) == before
    assert len(hub.bad.statuses) == asked
    assert hub.health()["state"] == "paused"


def test_another_program_reads_everything_anew(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade no source is asked conditionally once, since what was refused before may be taken now."""
    hub.run()
    hub.run()
    assert hub.bad.statuses[-1] == 304
    monkeypatch.setattr("wbl_aggregator.pipeline.__version__", "99.0")
    hub.run()
    assert hub.bad.statuses[-1] == 200
    hub.run()
    assert hub.bad.statuses[-1] == 304
