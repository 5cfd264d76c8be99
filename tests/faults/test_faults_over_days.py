"""Faults that last for days: a feed that is gone, missing, stale or lapsed, ids that change, and a server that asks for peace."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from faults.hub import GOOD, NEW, Hub, feed, id_of, posting
from faults.server import Exchange, FaultServer, document, status
from wbl_aggregator.publishing import verify
from wbl_aggregator.store import Store

PATH = "/east.json"


@pytest.fixture
def hub(start_server: Callable[[], FaultServer], tmp_path: Path) -> Hub:
    """A hub after its first run; robots.txt is left out, so that every request is one for a feed."""
    hub = Hub(start_server, tmp_path)
    hub.limits["robots"] = False
    assert [decision.state for decision in hub.run().decisions] == ["new"] * 4
    return hub


def day(hub: Hub, hours: float = 24) -> str:
    """A run so many hours after the one before, in which only who is due is asked; the state of the bad source."""
    hub.at += timedelta(hours=hours) - timedelta(days=1)
    hub.run(now=False)
    assert verify(hub.out) == []
    assert {hub.health(site)["state"] for site in GOOD} == {"ok"}
    return str(hub.health()["state"])


def of_east(hub: Hub) -> dict[str, str]:
    """What is published of the bad source: statewide ids by the ids of the source."""
    return {name: one.id for name, one in hub.postings().items() if "east.example" in name}


def reasons(hub: Hub) -> set[str | None]:
    """Why the statewide feed says that postings are gone."""
    return {stone.reason for stone in hub.tombstones().values()}


def test_a_feed_that_is_gone(hub: Hub) -> None:
    """410 for a day ends a feed, whose postings leave; it is asked once a day, and back it has the same ids."""
    before = of_east(hub)
    hub.bad.behaviours[PATH] = status(410)
    states = [day(hub), day(hub, 6), day(hub, 17)]
    assert (states, of_east(hub)) == (["failing"] * 3, before), "nothing is gone before a day is over"
    assert "410" in hub.health()["message"]
    assert (day(hub, 6), of_east(hub)) == ("ended", {})
    assert (hub.health()["code"], hub.health()["live"], reasons(hub)) == ("ended", 0, {"withdrawn"})
    asked = len(hub.bad.requests)
    assert [day(hub, 6) for _ in range(12)] == ["ended"] * 12
    assert len(hub.bad.requests) - asked == 3, "once a day"
    hub.serve(feed("east", range(1, 9)))
    assert (day(hub), of_east(hub), hub.tombstones()) == ("ok", before, {})
    assert (hub.health()["code"], hub.health()["message"]) == ("", "")


def test_410_that_is_not_the_last_word(hub: Hub) -> None:
    """Another answer between two 410 shows that the feed is not gone; an answer that did not come shows nothing."""
    before = of_east(hub)
    for _ in range(3):
        hub.bad.behaviours[PATH] = status(410)
        day(hub)
        hub.bad.behaviours[PATH] = status(500)
        day(hub)
    assert of_east(hub) == before
    hub.bad.behaviours[PATH] = status(410)
    day(hub)
    hub.bad.behaviours[PATH] = Exchange.reset
    day(hub)
    hub.bad.behaviours[PATH] = status(410)
    assert (day(hub), of_east(hub)) == ("ended", {})


def test_a_feed_that_is_missing(hub: Hub) -> None:
    """404 for two days tells the operator and deletes nothing; only the time to keep postings ends them."""
    before = of_east(hub)
    hub.bad.behaviours[PATH] = status(404)
    assert [day(hub) for _ in range(4)] == ["failing", "failing", "missing", "missing"]
    assert (of_east(hub), hub.health()["code"]) == (before, "http_status")
    assert "404" in hub.health()["means"]
    asked = len(hub.bad.requests)
    assert [day(hub, 8) for _ in range(9)] == ["missing"] * 9
    assert len(hub.bad.requests) - asked == 3, "once a day"
    assert (of_east(hub), hub.tombstones()) == (before, {})
    hub.serve(feed("east", range(1, 9), [posting("east", 9)]))
    assert (day(hub), of_east(hub)) == ("ok", {**before, id_of(9): of_east(hub)[id_of(9)]})


def test_a_source_that_fails_for_weeks(hub: Hub) -> None:
    """After three days a failing source is marked, after thirty its postings leave, and they return with their ids."""
    over = posting("east", 8, applicationDeadline="2026-12-10", rolling=None)
    hub.serve(feed("east", range(1, 8), [{name: value for name, value in over.items() if value is not None}]))
    hub.run()
    before, entries = of_east(hub), {name: one.to_json_value() for name, one in hub.postings().items()}
    hub.bad.behaviours[PATH] = status(500)
    states = [day(hub) for _ in range(30)]
    assert states == ["failing"] * 3 + ["stale"] * 27
    assert (of_east(hub), hub.health()["postings"]) == (before, 8)
    assert hub.health()["live"] == 7, "one deadline is over, which is no deletion"
    assert {name: one.to_json_value() for name, one in hub.postings().items()} == entries
    assert (day(hub), of_east(hub)) == ("lapsed", {})
    stones = {identity: stone.reason for identity, stone in hub.tombstones().items()}
    assert stones == {entry: "expired" if name == id_of(8) else "withdrawn" for name, entry in before.items()}
    published = hub.bytes()
    assert (day(hub), hub.bytes()) == ("lapsed", published), "a lapsed source changes nothing more"
    hub.serve(feed("east", range(1, 9)))
    assert (day(hub, 48), of_east(hub), hub.tombstones()) == ("ok", before, {})


def test_a_lapsed_source_that_did_not_change(hub: Hub) -> None:
    """A source that answers 304 after it had lapsed shows what it had, without having to send it again."""
    before, well = of_east(hub), hub.bad.behaviours[PATH]
    hub.bad.behaviours[PATH] = status(503)
    for _ in range(31):
        state = day(hub)
    assert (state, of_east(hub)) == ("lapsed", {})
    hub.bad.behaviours[PATH] = well
    assert (day(hub, 48), of_east(hub)) == ("ok", before)
    assert hub.bad.statuses[-1] == 304


@pytest.mark.slow
def test_a_source_that_fails_is_asked_less_and_less(hub: Hub) -> None:
    """An hourly run asks a failing source at growing intervals, and never less than once a day or so."""
    hub.bad.behaviours[PATH] = status(502)
    asked = []
    for hour in range(7 * 24):
        before = len(hub.bad.requests)
        day(hub, 1)
        asked += [hour] * (len(hub.bad.requests) - before)
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert gaps[0] <= 2
    assert 12 <= gaps[-1] <= 25
    assert len(asked) < 20


def test_ids_that_change_every_day(hub: Hub) -> None:
    """Ids that change each time delete nothing before a person agrees, and tell the operator so every day."""
    before = of_east(hub)

    def serve_with(visit: int) -> None:
        hub.serve(feed("east", range(0), [posting("east", number * 100 + visit) for number in range(1, 9)]))

    for visit in range(1, 5):
        serve_with(visit)
        assert day(hub) == "held"
        assert before.items() <= of_east(hub).items()
        assert hub.health()["held"] == 8 * visit
        assert "accept" in hub.health()["message"]
    assert hub.tombstones() == {}
    with closing(Store.open(hub.state)) as store:
        store.accept_held("east")
    assert day(hub) == "ok"
    assert len(of_east(hub)) == 8
    assert before.keys().isdisjoint(of_east(hub))
    assert reasons(hub) == {"withdrawn"}


def test_a_feed_that_shrinks_day_by_day(hub: Hub) -> None:
    """Each step may be small: the guard compares with what the feed had in its last readings too."""
    hub.serve(feed("east", range(1, 41)))
    for _ in range(4):
        day(hub)
        hub.bad.behaviours[PATH] = document(json.dumps(feed("east", range(1, 41))).encode())
    kept = []
    for left in (36, 32, 28, 24, 20, 16):
        hub.serve(feed("east", range(1, left + 1)))
        kept.append((day(hub), len(of_east(hub))))
    assert kept[:3] == [("ok", 36), ("ok", 32), ("ok", 28)]
    assert ("held", 28) in kept, kept


def test_a_server_that_asks_for_peace(hub: Hub) -> None:
    """Retry-After is kept by the whole host, in days to come too, though the run be told to ask now."""
    hub.bad.behaviours[PATH] = status(503, {"Retry-After": str(5 * 86_400)})
    hub.run()
    asked = len(hub.bad.requests)
    for _ in range(4):
        assert hub.run().decisions[-1].state == "waiting"
    assert len(hub.bad.requests) == asked
    assert len(of_east(hub)) == 8
    hub.serve(feed("east", range(1, 9), [posting("east", 9, dateModified=NEW)]))
    hub.run()
    hub.run()
    assert len(hub.bad.requests) > asked
    assert (hub.health()["state"], len(of_east(hub))) == ("ok", 9)


def test_a_clock_that_is_wrong(hub: Hub) -> None:
    """A clock that is years ahead for one run, or behind for one, silences no source and loses nothing."""
    before, well = hub.postings(), hub.at
    for wrong in (timedelta(days=3650), timedelta(days=-400)):
        hub.at = well + wrong
        hub.run(now=False)
        assert hub.postings().keys() == before.keys()
    for number, later in enumerate((timedelta(days=1), timedelta(days=2)), 9):
        hub.at = well + later
        hub.serve(feed("east", range(1, number + 1)))
        assert day(hub) == "ok"
        assert id_of(number) in hub.postings()
    assert hub.tombstones() == {}


def test_everything_fails_at_once(hub: Hub) -> None:
    """Where this machine has no network, what is published stays to the byte, and then it goes on."""
    before = hub.bytes()
    hub.good.refuses = hub.bad.refuses = True
    hub.at += timedelta(days=1)
    for _ in range(2):
        outcome = hub.run()
        assert {decision.code for decision in outcome.failed} == {"unreachable"}
        assert len(outcome.failed) == 4
        assert hub.bytes() == before
    hub.good.refuses = hub.bad.refuses = False
    hub.update_good()
    hub.run()
    assert hub.good_are_whole()
