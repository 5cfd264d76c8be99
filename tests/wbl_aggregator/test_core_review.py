"""What a review of the aggregator's core found: each of these once lost, kept or showed what it should not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.hub import NEW, Hub, feed, id_of, posting, write
from faults.server import FaultServer, document
from wbl_aggregator import judging
from wbl_aggregator.statewide.entries import Maker

ODD_DATE = "Mon, 01 Jan 2026 00:00:00 +99999999999999999"
SHARED = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that has not run."""
    servers: list[FaultServer] = []

    def start() -> FaultServer:
        servers.append(FaultServer())
        return servers[-1]

    yield Hub(start, tmp_path)
    for server in servers:
        server.close()


def test_an_odd_date_of_a_server_costs_nothing(hub: Hub) -> None:
    """A Date header that no clock can hold is passed over, and one in the future counts as now."""
    for date in (ODD_DATE, "Fri, 31 Dec 9999 23:59:59 GMT"):
        hub.bad.behaviours["/east.json"] = document(write(feed("east", range(1, 9))), {"Date": date})
        assert [decision.state for decision in hub.run().decisions][-1] in ("new", "unchanged")
        assert hub.run().visits["east"].last_read[:4] == "2026"


def test_a_fault_of_ours_fails_one_source_alone(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an answer brings out after it was judged, other sources are read and what is held stays."""
    hub.run()
    real = judging.visited

    def visited(before: Any, decision: Any, *more: Any) -> Any:
        if before.source == "east" and decision.state != "failed":
            raise KeyError("some bug")
        return real(before, decision, *more)

    monkeypatch.setattr(judging, "visited", visited)
    hub.update_good()
    hub.serve(feed("east", range(1, 10)))
    outcome = hub.run()
    assert [decision.state for decision in outcome.decisions] == ["changed"] * 3 + ["failed"]
    assert "some bug" in outcome.decisions[-1].message
    assert hub.good_are_whole()
    assert set(map(id_of, range(1, 9))) <= set(hub.postings())


def test_postings_that_cannot_be_merged_stay_as_they_were(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the entry of two postings cannot be made, neither of those that they were in before is taken away."""
    hub.run()
    before = hub.postings()
    real = Maker.make

    def make(maker: Maker, identity: str, group: Any, *more: Any) -> Any:
        if len(group.members) > 1:
            raise TypeError("some bug")
        return real(maker, identity, group, *more)

    monkeypatch.setattr(Maker, "make", make)
    hub.serve(feed("east", range(2, 9), [posting("east", 1, dateModified=NEW, **SHARED)]))
    hub.serve(feed("north", range(2, 4), [posting("north", 1, dateModified=NEW, **SHARED)]))
    outcome = hub.run()
    assert outcome.published
    assert len(outcome.published.left_out) == 2
    assert hub.postings() == before
    assert hub.tombstones() == {}
