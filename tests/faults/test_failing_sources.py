"""Runs over sources that fail: the others are whole and new, and what a failing one last said well is kept."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.hub import AT, GOOD, NEW, Hub, Json, feed, id_of, posting, write
from faults.server import HTML, FaultServer, document, slow_body, status
from wbl_aggregator import pipeline
from wbl_aggregator.accept import Decision
from wbl_aggregator.pipeline import Run, run

from wbl_feed import atom_format, json_format
from wbl_feed.errors import LockedError, NothingPublishedError
from wbl_feed.notices import catalogue


@pytest.fixture
def hub(start_server: Callable[[], FaultServer], tmp_path: Path) -> Hub:
    """A hub after its first run, in which all went well."""
    hub = Hub(start_server, tmp_path)
    assert [decision.state for decision in hub.run().decisions] == ["new"] * 4
    assert len(hub.postings()) == 17
    return hub


def write_atom(value: Json) -> bytes:
    """The same feed as Atom."""
    whole = json_format.read(write(value)).feed
    assert whole
    return atom_format.write(whole)


def east_of(outcome: Run) -> Decision:
    """What a run decided on the source that fails."""
    return outcome.decisions[-1]


EAST = feed("east", range(1, 9))
FAULTS: dict[str, tuple[Any, str, str]] = {
    "slow": (slow_body, "timeout", "in time"),
    "oversized": (document(write({**EAST, "description": "x" * 200_001})), "too_large", "larger than 200,000"),
    "truncated JSON": (document(write(EAST)[:-200]), "invalid_json", "not well-formed JSON"),
    "truncated by one byte": (document(write(EAST)[:-1]), "invalid_json", "not well-formed JSON"),
    "truncated Atom": (document(write_atom(EAST)[:-200]), "invalid_xml", "not well-formed XML"),
    "not JSON": (document(b'{"type": DataFeed}'), "invalid_json", "not well-formed JSON"),
    "not XML": (document(b"<?xml version='1.0'?><feed><entry></feed>"), "invalid_xml", "not well-formed XML"),
    "neither": (document(b"Fatal error: out of memory"), "not_a_feed", "not a feed"),
    "another kind of JSON": (document(b'{"error": "try again"}'), "not_a_feed", "not a feed"),
    "empty": (document(b""), "empty_document", "empty"),
    "HTML": (document(HTML), "not_a_feed", "a web page, not a feed"),
    "304 after state was lost": (status(304), "bad_response", "304 to a first request"),
    "404": (status(404), "http_status", "404"),
    "500": (status(500), "http_status", "500"),
    "another feed": (document(write({**EAST, "id": "https://else.example/"})), "other_feed", "https://else.example/"),
    "no envelope": (document(write({**EAST, "completeness": "mostly"})), "invalid_value", "mostly"),
}


@pytest.mark.parametrize("fault", [*FAULTS, "down"])
def test_a_failing_source_keeps_its_postings(hub: Hub, fault: str) -> None:
    """A run over a failing source ends, updates the others, keeps its last good postings and says why in words."""
    before = hub.postings()
    hub.update_good()
    if fault == "down":
        hub.bad.close()
    hub.limits["seconds"] = 1 if fault == "slow" else 20
    behaviour, code, words = FAULTS.get(fault, (None, "unreachable", "refused"))
    hub.bad.behaviours["/east.json"] = behaviour
    if fault.startswith("304"):
        shutil.rmtree(hub.state)
    outcome = hub.run()
    assert [decision.source.id for decision in outcome.failed] == ["east"]
    assert (east_of(outcome).code, words in east_of(outcome).message) == (code, True)
    row = hub.health()
    message = east_of(outcome).message
    if fault == "another feed":  # the source is on a private network, so that not everybody is told addresses
        message = "Another feed is at this address: ···, not ···. List it as a new source."
    assert (row["outcome"], row["code"], row["message"]) == ("failed", code, message)
    assert (row["live"], row["postings"]) == (8, 8)
    assert json.loads((hub.out / "health" / "east.json").read_bytes())["message"] == row["message"]
    kept = [id_of(number) for number in range(1, 9)]
    assert [hub.postings()[identity] for identity in kept] == [before[identity] for identity in kept]
    assert hub.good_are_whole()
    assert not hub.tombstones()


FEW, HALF, MOST = (feed("east", range(1, end)) for end in (4, 5, 7))
BARE = {name: value for name, value in MOST.items() if name not in ("totalItems", "digest")}
DOUBTFUL: dict[str, tuple[Json, str, str]] = {
    "wrong totalItems": ({**MOST, "totalItems": 8}, "total_items_mismatch", "not intact"),
    "wrong digest": ({**MOST, "digest": EAST["digest"]}, "digest_mismatch", "not intact"),
    "count of a wrong type": ({**MOST, "totalItems": "8"}, "wrong_type", "not intact"),
    "digest of a wrong form": ({**MOST, "digest": "md5:0"}, "invalid_value", "not intact"),
    "items of a wrong type": ({**BARE, "items": {}}, "wrong_type", "not intact"),
    "half gone, not intact": ({**HALF, "totalItems": 8}, "total_items_mismatch", "not intact"),
    "most gone, not intact": ({**FEW, "totalItems": 8}, "total_items_mismatch", "not intact"),
    "most gone, intact": (FEW, "", "accept_drop = true"),
    "none left, intact": (feed("east", range(0)), "", "accept_drop = true"),
}


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_a_doubtful_feed_deletes_nothing(hub: Hub, doubt: str) -> None:
    """What is absent from a feed that is not intact, or has suddenly shrunk, is kept and told, run after run."""
    value, code, words = DOUBTFUL[doubt]
    hub.update_good()
    hub.serve(value)
    first = hub.run()
    gone = 8 - len(value["items"])
    assert not first.failed
    assert len(east_of(first).held) == gone
    assert hub.good_are_whole()
    for outcome in (first, hub.run()):
        assert words in east_of(outcome).message
        row = hub.health()
        assert (row["held"], row["live"], row["message"]) == (gone, 8, east_of(outcome).message)
        assert code in ("", *row["topNotices"])
        assert {id_of(number) for number in range(1, 9)} <= set(hub.postings())
    assert not hub.tombstones()


PAGES: dict[str, tuple[str, bytes | None, str, str]] = {
    "missing": ("p.json", None, "page_missing", "404"),
    "truncated": ("p.json", b'{"type": "DataFeedPage"', "page_missing", "not well-formed JSON"),
    "a web page": ("p.json", HTML, "page_missing", "a web page"),
    "of another feed": (
        "p.json", write({"type": "DataFeedPage", "specVersion": "1.0", "feed": "https://else.example/", "items": []}),
        "page_of_another_feed", "belongs to https://else.example/",
    ),
    "on another host": ("http://else.example/p.json", None, "page_elsewhere", "another host"),
    "no address": ("http://[else/p.json", None, "page_refused", "no address"),
}  # fmt: skip


def paged(name: str) -> tuple[Json, bytes]:
    """The feed of the source that fails in two documents."""
    first = {**EAST, "completeness": "paged", "pages": [name], "items": EAST["items"][:4]}
    page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": EAST["id"], "items": EAST["items"][4:]}
    return first, write(page)


@pytest.mark.parametrize("fault", PAGES)
def test_an_unreadable_page_deletes_nothing(hub: Hub, fault: str) -> None:
    """A page that cannot be read proves nothing: its postings stay, and the others of the feed are read."""
    name, content, code, words = PAGES[fault]
    hub.update_good()
    first, _ = paged(name)
    first["items"][0] = posting("east", 1, title="Another title", dateModified=NEW)
    hub.serve(first)
    if content is not None:
        hub.serve(content, "/p.json")
    outcome = hub.run()
    assert not outcome.failed
    assert len(east_of(outcome).held) == 4
    assert [found for found in hub.health()["topNotices"] if catalogue[found].severity == "error"] == [code]
    assert any(words in notice.message for notice in east_of(outcome).notices if notice.code == code)
    assert "not intact" in hub.health()["message"]
    assert len(hub.postings()) == 20
    assert hub.postings()[id_of(1)].title == "Another title"
    assert hub.good_are_whole()


def test_a_missing_page_is_asked_for_again(start_server: Callable[[], FaultServer], tmp_path: Path) -> None:
    """A page that was missing at the first run is read when it is there, though the first document stays the same."""
    hub = Hub(start_server, tmp_path)
    first, page = paged("p.json")
    hub.serve(first)
    hub.run()
    assert id_of(8) not in hub.postings()
    hub.serve(page, "/p.json")
    assert east_of(hub.run()).state == "changed"
    assert {id_of(number) for number in range(1, 9)} <= set(hub.postings())
    hub.run()
    assert hub.bad.statuses[-1] == 304


def test_a_drop_that_is_accepted_is_carried_out(hub: Hub) -> None:
    """The operator's accept_drop lets held postings go, though the source's document stays the same."""
    hub.serve(FEW)
    assert len(east_of(hub.run()).held) == 5
    hub.east = {"accept_drop": True}
    outcome = hub.run()
    assert (east_of(outcome).held, east_of(outcome).message) == ((), "")
    assert {id_of(number) in hub.postings() for number in range(4, 9)} == {False}
    assert len(hub.tombstones()) == 5


def test_a_delta_deletes_nothing(hub: Hub) -> None:
    """A feed of recent changes leaves the rest as it is, and is asked conditionally the next time."""
    changed = posting("east", 2, title="Newer", dateModified=NEW)
    promise = {"deletion": {"tombstonesSince": "2026-01-01T00:00:00Z"}}
    hub.serve({**feed("east", range(0), [changed]), **promise, "completeness": "delta"})
    assert east_of(hub.run()).message == ""
    assert hub.postings()[id_of(2)].title == "Newer"
    assert (len(hub.postings()), len(hub.tombstones())) == (17, 0)
    hub.run()
    assert hub.bad.statuses[-1] == 304


def test_a_delta_that_may_have_missed_deletions_asks_for_the_whole(hub: Hub) -> None:
    """Without a promise about tombstones the whole feed is read too, and until it can be, nothing is confirmed."""
    changed = posting("east", 2, title="Newer", dateModified=NEW)
    delta = {**feed("east", range(0), [changed]), "completeness": "delta", "feedUrl": f"{hub.bad.address}/whole.json"}
    hub.serve(delta)
    outcome = east_of(hub.run())
    assert "not confirmed" in outcome.message
    assert len([one for one in hub.postings() if "east" in one]) == 8
    hub.serve(feed("east", range(2, 9), [changed]), "/whole.json")
    outcome = east_of(hub.run())
    assert hub.bad.statuses[-2:] == [200, 200]
    assert (outcome.message, outcome.held) == ("", ())
    assert id_of(1) not in hub.postings()
    assert hub.postings()[id_of(2)].title == "Newer"


def test_a_mended_source_is_well_again(hub: Hub) -> None:
    """After a fault the source is read as before, and its health says nothing of the past."""
    hub.bad.behaviours["/east.json"] = status(500)
    assert hub.run().failed
    hub.serve(feed("east", range(1, 9), [posting("east", 9)]))
    assert not hub.run().failed
    assert (hub.health()["code"], hub.health()["message"], hub.health()["postings"]) == ("", "", 9)
    assert id_of(9) in hub.postings()


@pytest.mark.parametrize("left", [7, 4])
def test_absence_from_an_intact_feed_deletes(hub: Hub, left: int) -> None:
    """Up to half of the postings may go from an intact, complete feed; each leaves a tombstone in the statewide one."""
    entries = {hub.postings()[id_of(number)].id for number in range(left + 1, 9)}
    hub.serve(feed("east", range(1, left + 1)))
    outcome = hub.run()
    assert (east_of(outcome).state, east_of(outcome).held) == ("changed", ())
    assert [id_of(number) in hub.postings() for number in range(1, 9)] == [number <= left for number in range(1, 9)]
    assert len(hub.postings()) == 9 + left
    assert {stone.reason for stone in hub.tombstones().values()} == {"withdrawn"}
    assert set(hub.tombstones()) == entries


def test_a_tombstone_deletes(hub: Hub) -> None:
    """An explicit tombstone deletes even from a feed that is not intact; date and reason are the source's."""
    entry = hub.postings()[id_of(8)].id
    stone = {"id": id_of(8), "dateDeleted": NEW, "reason": "filled"}
    hub.serve(feed("east", range(1, 7), tombstones=[stone], totalItems=99))
    assert east_of(hub.run()).held == (id_of(7),)
    assert id_of(8) not in hub.postings()
    assert id_of(7) in hub.postings()
    assert hub.tombstones()[entry].to_json_value() == {**stone, "id": entry}


def test_a_refused_posting_keeps_its_last_good_version(hub: Hub) -> None:
    """A posting that became invalid stays as it last was; the feed's other changes and deletions are carried out."""
    bad, new = posting("east", 8, title="Spoilt", status="sleeping"), posting("east", 7, title="Newer")
    worse = {**posting("east", 6), "title": None}
    hub.serve(feed("east", range(1, 5), [bad, {**new, "dateModified": NEW}, worse]))
    outcome = hub.run()
    assert (east_of(outcome).refused, east_of(outcome).held, hub.health()["refused"]) == (2, (), 2)
    assert id_of(5) not in hub.postings()
    titles = [hub.postings()[id_of(number)].title for number in (6, 7, 8)]
    assert titles == ["Internship 6 in the east", "Newer", "Internship 8 in the east"]


def test_nothing_changed_costs_nothing(hub: Hub) -> None:
    """When nothing changed, each source answers 304 once and no file outside health/ is written."""
    before = hub.files()
    outcome = hub.run()
    assert (hub.good.statuses[-3:], hub.bad.statuses[-1:]) == ([304] * 3, [304])
    answers = [status for status in hub.good.statuses + hub.bad.statuses if status != 404]  # there is no robots.txt
    assert answers == [200, 200, 200, 304, 304, 304, 200, 304]
    assert {decision.state for decision in outcome.decisions} == {"unchanged"}
    assert (outcome.published, outcome.written.written) == (None, ())
    assert hub.files() == before


def test_a_lost_state_loses_nothing(hub: Hub) -> None:
    """Without its state and with half of the sources down a run publishes the same bytes, ids included."""
    shared = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}
    hub.serve(feed("north", range(1, 3), [posting("north", 9, **shared)]))
    hub.serve(feed("east", range(1, 7), [posting("east", 9, **shared)]))
    merged = hub.run().published
    assert merged
    assert (len(merged.merged), len(hub.tombstones())) == (1, 3)
    before = hub.files()
    shutil.rmtree(hub.state)
    hub.bad.close()
    hub.good.behaviours["/south.json"] = status(500)
    outcome = hub.run()
    assert outcome.rebuilt
    assert [decision.source.id for decision in outcome.failed] == ["south", "east"]
    assert hub.files() == before


@pytest.mark.parametrize("damage", ["garbage", "half", "empty", "pages"])
def test_a_damaged_state_is_rebuilt(hub: Hub, damage: str) -> None:
    """A damaged state file is a cache like any other: it is begun anew, and nothing that is published changes."""
    path, before = hub.state / "state.sqlite3", hub.files()
    content = path.read_bytes()
    spoilt = {
        "garbage": b"\x00garbage" * 999,
        "half": content[: len(content) // 2],
        "empty": b"",
        "pages": content[:4096] + b"\xff" * (len(content) - 4096),
    }
    path.write_bytes(spoilt[damage])
    hub.bad.close()
    outcome = hub.run()
    assert outcome.rebuilt
    assert [decision.code for decision in outcome.decisions] == ["", "", "", "unreachable"]
    assert hub.files() == before


def test_two_runs_at_once(hub: Hub) -> None:
    """A run that begins while another is under way is refused, and the first one ends as it should."""
    refused: list[LockedError] = []

    def begin_another(crawled: object) -> None:
        with pytest.raises(LockedError) as error:
            run(hub.config(), hub.out, hub.state, AT)
        refused.append(error.value)

    hub.update_good()
    hub.run(progress=begin_another)
    assert [error.exit_code for error in refused] == [5] * 4
    assert "Another run is under way" in str(refused[0])
    assert hub.good_are_whole()


@pytest.mark.parametrize("blocked", ["by", "feed.atom"])
def test_a_folder_that_cannot_be_written(hub: Hub, blocked: str) -> None:
    """When the disk refuses, the feed that was published stands, and the next run publishes."""
    shutil.rmtree(hub.out / "by")
    (hub.out / "feed.atom").unlink()
    before = hub.bytes()
    if blocked == "by":
        (hub.out / "by").write_bytes(b"a file in place of a folder")
    else:
        (hub.out / "feed.atom").mkdir()
    hub.update_good()
    with pytest.raises(NothingPublishedError, match="could not be written") as error:
        hub.run()
    assert error.value.exit_code == 4
    after = hub.bytes()
    assert (after["feed.json"], after["manifest.json"]) == (before["feed.json"], before["manifest.json"])
    assert {posting(site, 9)["id"] in hub.postings() for site in GOOD} == {False}
    (hub.out / "by").unlink() if blocked == "by" else (hub.out / "feed.atom").rmdir()
    hub.run()
    assert {posting(site, 9)["id"] in hub.postings() for site in GOOD} == {True}
    assert not list(hub.out.rglob("*.tmp"))


def test_settings_that_are_taken_back(hub: Hub) -> None:
    """New settings that could be published in part alone leave no trace when the old ones are back, but in the number
    of the feed, since none is given twice.
    """
    before, numbered = hub.bytes(), {"feed.json", "feed.atom", "jsonfeed.json", "manifest.json"}
    (hub.out / "feed.atom").unlink()
    (hub.out / "feed.atom").mkdir()
    hub.name = "Another name"
    with pytest.raises(NothingPublishedError):
        hub.run()
    (hub.out / "feed.atom").rmdir()
    hub.name = "All"
    hub.run()
    after = hub.bytes()
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= numbered
    was, now = (json.loads(files["feed.json"]) for files in (before, after))
    assert {**now, "sequence": was["sequence"]} == was
    assert now["sequence"] > was["sequence"]


def test_a_run_that_is_killed_is_published_by_the_next(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run had taken in when it was killed is published by the next, though no source changes again."""

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    hub.update_good()
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "make_envelope", killed)
        with pytest.raises(KeyboardInterrupt):
            hub.run()
    hub.run()
    assert {posting(site, 9)["id"] in hub.postings() for site in GOOD} == {True}
    assert set(hub.good.statuses[-3:]) == {304}


def test_the_command_tells_by_its_exit_code(hub: Hub, tmp_path: Path, run_wbl: Callable[..., Any]) -> None:
    """``wbl aggregate run`` ends with 0 when all went well and with 3 when a source failed."""
    lines = ['config_version = 1\n[feed]\nid = "https://hub.example/feed"\nname = "All"\nlicense = "CC0-1.0"']
    lines += ['publisher = { name = "The hub" }']
    for source in hub.config().sources:
        lines += [f'[[source]]\nid = "{source.id}"\nurl = "{source.url}"\nallow_private = true']
    config = tmp_path / "sources.toml"
    config.write_text("\n".join(lines), encoding="utf-8")
    command = ("aggregate", "run", "--config", config, "--out", hub.out, "--at", "2026-11-30")
    assert run_wbl(*command).exit_code == 0
    hub.bad.close()
    assert run_wbl(*command).exit_code == 0, "no source is due yet"
    failed = run_wbl(*command, "--now")
    assert (failed.exit_code, "kept from before" in failed.output) == (3, True)
