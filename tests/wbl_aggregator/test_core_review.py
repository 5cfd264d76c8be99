"""What a review of the aggregator's core found: each of these once lost, kept or showed what it should not."""

import json
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faults.hub import NEW, Hub, feed, id_of, posting, write
from faults.server import document
from wbl_aggregator.forgetting import forget
from wbl_aggregator.pipeline import run
from wbl_aggregator.publishing import publish
from wbl_aggregator.rehearsal import rehearse
from wbl_aggregator.sources import Source, read_moderation
from wbl_aggregator.sources.config import PublishSettings
from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.statewide import Standing, make_envelope
from wbl_aggregator.statewide.entries import Maker
from wbl_aggregator.store import Store, open_for_reading
from wbl_aggregator.store.reach import Reach
from wbl_aggregator.visiting import visited as real_visited
from wbl_aggregator.visits import Life

from wbl_feed.errors import NothingPublishedError
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope
from wbl_feed.times import parse_instant

ODD_DATE = "Mon, 01 Jan 2026 00:00:00 +99999999999999999"
SHARED = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}


def test_an_odd_date_of_a_server_costs_nothing(hub: Hub) -> None:
    """A Date header that no clock can hold is passed over, and one in the future counts as now."""
    for date in (ODD_DATE, "Fri, 31 Dec 9999 23:59:59 GMT"):
        hub.bad.behaviours["/east.json"] = document(write(feed("east", range(1, 9))), {"Date": date})
        assert [decision.state for decision in hub.run().decisions][-1] in ("new", "unchanged")
        assert hub.run().visits["east"].last_read[:4] == "2026"


def test_a_fault_of_ours_fails_one_source_alone(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an answer brings out after it was judged, other sources are read and what is held stays."""
    hub.run()

    def visited(before: Any, decision: Any, *more: Any) -> Any:
        if before.source == "east" and decision.state != "failed":
            raise KeyError("some bug")
        return real_visited(before, decision, *more)

    monkeypatch.setattr("wbl_aggregator.judging.visited", visited)
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


def test_a_renamed_source_that_fails_at_that_moment_loses_nothing(hub: Hub) -> None:
    """What is held of a source goes with its address to its new name, whether or not it is asked in that run."""
    hub.run()
    before = hub.postings()
    hub.east = {"id": "orient"}
    hub.bad.behaviours["/east.json"] = lambda exchange: exchange.answer(500)
    outcome = hub.run()
    assert hub.postings() == before
    assert outcome.visits["orient"].last_success
    assert "east" not in outcome.visits
    hub.run(only=["north"])
    assert hub.postings() == before
    hub.serve(feed("east", range(2, 9)))
    hub.run()
    assert {one: posting.id for one, posting in hub.postings().items()} == {
        one: posting.id for one, posting in before.items() if one != id_of(1)
    }
    assert len(hub.tombstones()) == 1


def test_a_lapsed_source_that_is_paused_stays_away(hub: Hub) -> None:
    """Its postings are as old as before, whatever becomes of its line in the sources file."""
    hub.east = {"keep_days": 3}
    hub.run()
    hub.bad.behaviours["/east.json"] = lambda exchange: exchange.answer(500)
    for _ in range(5):
        hub.run()
    assert id_of(1) not in hub.postings()
    hub.east = {"keep_days": 3, "status": "paused"}
    hub.run()
    hub.update_good()
    hub.run()
    assert id_of(1) not in hub.postings()
    hub.east = {"keep_days": 3}
    hub.serve(feed("east", range(1, 9)))
    hub.run()
    assert id_of(1) in hub.postings()


def test_a_paused_source_keeps_its_postings(hub: Hub) -> None:
    """However long it was not asked."""
    hub.east = {"keep_days": 3}
    hub.run()
    hub.east = {"keep_days": 3, "status": "paused"}
    for _ in range(5):
        hub.run()
    assert id_of(1) in hub.postings()


def test_a_deprecated_source_is_told_of_once(hub: Hub) -> None:
    """It is no news in each run."""
    hub.run()
    hub.east = {"status": "deprecated"}
    for _ in range(4):
        hub.run()
    store = open_for_reading(hub.state)
    told = [event.text for event in store.events() if event.source == "east"]
    store.close()
    assert len([text for text in told if "deprecated" in text or "no longer" in text]) <= 1, told
    assert len(told) <= 2


def test_an_accepted_deletion_is_accepted_once(hub: Hub) -> None:
    """When the same postings vanish again after they came back, a person is asked again."""
    hub.run()
    few = feed("east", range(1, 2))
    hub.serve(few)
    hub.run()
    accept(hub)
    hub.run()
    assert id_of(8) not in hub.postings()
    hub.serve(feed("east", range(1, 9)))
    hub.run()
    hub.serve(few)
    hub.run()
    assert id_of(8) in hub.postings()
    accept(hub)
    hub.run()
    assert id_of(8) not in hub.postings()


def accept(hub: Hub) -> None:
    """Let what is held of the source go."""
    with closing(Store.open(hub.state)) as store:
        assert store.held("east")
        store.accept_held("east")


def statewide(hub: Hub, number: int) -> str:
    """Id of the entry of a posting of the source that fails."""
    return hub.postings()[id_of(number)].id


def places(folder: Path, text: str) -> list[str]:
    """The files in which a text stands."""
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_block_by_statewide_id_outlives_new_names(hub: Hub) -> None:
    """Neither a new id of the posting nor a new name of its source brings a blocked posting back."""
    hub.run()
    blocked = Moderation((Block(reason="spam", id=statewide(hub, 1)),))
    hub.run(moderation=blocked)
    assert id_of(1) not in hub.postings()
    hub.serve(feed("east", range(2, 9), [posting("east", 90, previousIds=[id_of(1)])]))
    hub.run(moderation=blocked)
    assert posting("east", 90)["id"] not in hub.postings()
    hub.east = {"id": "orient", "url": f"{hub.bad.address}/orient.json"}
    hub.serve(feed("east", range(1, 9)), "/orient.json")
    hub.run(moderation=blocked)
    assert id_of(2) in hub.postings()
    assert id_of(1) not in hub.postings()


def test_an_override_by_statewide_id_outlives_new_names(hub: Hub) -> None:
    """The same holds for what was corrected."""
    hub.run()
    moderation = Moderation((), (Override(id=statewide(hub, 1), set={"title": "Corrected"}),))
    hub.run(moderation=moderation)
    hub.serve(feed("east", range(2, 9), [posting("east", 90, previousIds=[id_of(1)])]))
    hub.run(moderation=moderation)
    assert hub.postings()[posting("east", 90)["id"]].title == "Corrected"


def test_what_an_operator_took_out_is_in_no_file(hub: Hub) -> None:
    """An override is seen in the files of the entries, too, from which the state is rebuilt."""
    text = "Call my daughter at home"
    hub.serve(feed("east", range(2, 9), [posting("east", 1, description=text)]))
    hub.run()
    moderation = Moderation((), (Override(id=id_of(1), unset=("description",)),))
    hub.run(moderation=moderation)
    assert places(hub.out / "postings", text) == []
    assert hub.postings()[id_of(1)].description is None
    before = hub.bytes()
    for path in hub.state.glob("state*"):
        path.unlink()
    hub.run(moderation=moderation)
    assert hub.bytes() == before
    hub.run()
    assert hub.postings()[id_of(1)].description == text


def test_a_forgotten_posting_is_not_kept_under_another_id(hub: Hub, tmp_path: Path) -> None:
    """Neither where its source gives it another id, nor where it comes by another aggregator."""
    name = "Jessamine Quillfeather"
    hub.serve(feed("east", range(2, 9), [posting("east", 1, title=name)]))
    hub.run()
    forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, id_of(1), "names a student")
    moderation = read_moderation(tmp_path / "moderation.toml")
    again = posting("east", 90, title=name, previousIds=[id_of(1)])
    hub.serve(feed("east", range(2, 9), [again]))
    by_another = posting("north", 9, title=name, provenance=[{"feed": "https://east.example/feed", "id": id_of(1)}])
    hub.serve(feed("north", range(1, 4), [by_another]))
    hub.run(moderation=moderation)
    assert (places(hub.out, name), places(hub.state, name)) == ([], [])


def test_what_is_forgotten_is_in_the_log_of_no_entry_it_was_ever_in(hub: Hub, tmp_path: Path) -> None:
    """Neither of the one that it was split from, nor of the one of its own that was merged away; others' log stays."""
    name = "Jessamine Quillfeather"
    hub.serve(feed("north", range(1, 4), [posting("north", 9, **SHARED)]))
    hub.run()
    for day, more in enumerate((SHARED, {}, SHARED), 1):
        when = {"dateModified": f"2026-11-0{day}T12:00:00Z"}
        hub.serve(feed("east", range(2, 9), [posting("east", 1, title=name, **when, **more)]))
        hub.run()
    assert len({one["item"]["id"] for one in changes(hub) if name in json.dumps(one)}) == 2
    forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, id_of(1), "names a student")
    assert (places(hub.out, name), places(hub.state, name)) == ([], [])
    assert replayed(hub) == {one.id for one in hub.postings().values()}


def test_forgetting_what_is_gone_leaves_the_log_of_the_others(hub: Hub, tmp_path: Path) -> None:
    """The entry that a posting was in once is in the log as it stands without it."""
    hub.serve(feed("east", range(2, 9), [posting("east", 1, **SHARED)]))
    hub.serve(feed("north", range(1, 4), [posting("north", 9, **SHARED)]))
    hub.run()
    hub.serve(feed("east", range(2, 9)))
    hub.run()
    forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, id_of(1), "names a student")
    assert replayed(hub) == {one.id for one in hub.postings().values()}


def changes(hub: Hub) -> list[dict[str, Any]]:
    """The change log, which is one page yet."""
    found: list[dict[str, Any]] = json.loads((hub.out / "changes" / "1.json").read_bytes())["changes"]
    return found


def replayed(hub: Hub) -> set[str]:
    """The entries that there are by the log."""
    there: set[str] = set()
    for one in changes(hub):
        (there.add if "item" in one else there.discard)(one.get("item", one.get("tombstone"))["id"])
    return there


def test_rights_reach_the_log_of_every_entry_it_was_ever_in(hub: Hub) -> None:
    """A source that takes a posting back for rights takes it out of entries that are no more."""
    name = "Jessamine Quillfeather"
    hub.serve(feed("east", range(2, 9), [posting("east", 1, title=name)]))
    hub.serve(feed("north", range(1, 4), [posting("north", 9)]))
    hub.run()
    hub.serve(feed("east", range(2, 9), [posting("east", 1, title=name, dateModified=NEW, **SHARED)]))
    hub.serve(feed("north", range(1, 4), [posting("north", 9, **SHARED)]))
    hub.run()
    stone = {"id": id_of(1), "dateDeleted": "2026-11-24T00:00:00Z", "reason": "rights"}
    hub.serve(feed("east", range(2, 9), tombstones=[stone]))
    hub.run()
    assert places(hub.out, name) == []


def test_a_page_that_thousands_name_takes_no_millions_of_steps(tmp_path: Path) -> None:
    """What a change can reach is found in time that grows as the postings do."""
    with closing(Store.open(tmp_path)) as store, store.writing():
        ids = [(f"urn:x:{number}",) for number in range(6000)]
        database = store.database
        database.executemany("insert into posting (source, id, shown, live, value) values ('a', ?, 1, 1, x'7b')", ids)
        database.executemany("insert into meeting values (7, 'a', ?, 1)", ids[:2900])
        database.execute("insert into touched values ('a', 'urn:x:1')")
        began = time.process_time()
        assert len(Reach(database).live([])) == 2900
        assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "damage",
    [
        "update posting set value = x'7b'",
        "update source set envelope = '{'",
        "update entry set members = '['",
        "update source set visit = '['",
        "update member set entry = cast(x'ff' as text)",
        "alter table posting rename column live to lively",
    ],
)
def test_a_state_in_which_something_cannot_be_read_is_begun_anew(hub: Hub, damage: str) -> None:
    """It is a cache: what is published does not change by its loss, and no run fails for it."""
    hub.run()
    before = hub.bytes()
    with closing(Store.open(hub.state)) as store:
        store.database.execute(damage)
    hub.serve(feed("east", range(1, 10)))
    hub.run()
    assert id_of(9) in hub.postings()
    hub.serve(feed("east", range(1, 9)))
    hub.run()
    old, new = (json.loads(one["feed.json"])["items"] for one in (before, hub.bytes()))
    assert old == new


def test_a_licence_that_the_operator_states_holds_from_then_on_and_no_longer(hub: Hub) -> None:
    """Whether or not the feed changes: what is republished of it follows the sources file."""
    text = "Lovely text of the east"
    hub.serve(feed("east", range(2, 9), [posting("east", 1, description=text)], license=FACTS_ONLY))
    hub.run()
    assert places(hub.out, text) == []
    hub.east = {"license": "CC-BY-4.0"}
    hub.run()
    assert hub.postings()[id_of(1)].description == text
    hub.east = {}
    hub.bad.behaviours["/east.json"] = lambda exchange: exchange.answer(500)
    hub.run()
    assert hub.postings()[id_of(1)].description is None
    assert places(hub.out / "postings", text) == []
    hub.east = {"license": "CC-BY-4.0"}
    hub.serve(feed("east", range(1, 9), license="CC0-1.0"))
    hub.run()
    assert hub.postings()[id_of(1)].license == "CC0-1.0"  # what the feed says itself is stronger


def test_the_files_of_entries_do_not_depend_on_when_they_were_written(hub: Hub) -> None:
    """What a source's feed says of itself later is in all of them, as if they were made anew."""
    hub.run()
    hub.serve(feed("east", range(1, 9), attributionText="By the east", dateModified=NEW))
    hub.run()
    before = hub.bytes()
    (hub.out / "manifest.json").write_bytes(b"{}")
    hub.run()
    assert {name: hub.bytes()[name] for name in before if name.startswith("postings/")} == {
        name: content for name, content in before.items() if name.startswith("postings/")
    }


def test_the_life_of_a_posting_does_not_grow_without_end(tmp_path: Path) -> None:
    """The newest of what happened to it are kept."""
    with closing(Store.open(tmp_path)) as store:
        for number in range(300):
            with store.writing():
                store.story.live([Life(str(number), "a", "urn:x:1", "", "changed")])
        assert [life.at for life in store.life("urn:x:1")] == [str(number) for number in range(100, 300)]
        assert store.database.execute("select count(*) from life").fetchone() == (200,)


def test_a_clock_that_was_set_back_outdates_no_deletion(hub: Hub) -> None:
    """A tombstone is never older than what it takes away: whoever compares them would keep that (spec section 8.4)."""
    hub.serve(feed("east", range(2, 9), [posting("east", 1, dateModified=NEW)]))
    hub.run()
    entry = statewide(hub, 1)
    hub.at = datetime(2026, 11, 10, tzinfo=UTC)
    hub.serve(feed("east", range(2, 9), dateModified=NEW))
    hub.run()
    assert parse_instant(hub.tombstones()[entry].date_deleted) >= parse_instant(NEW)


def test_tombstones_that_are_published_no_more_are_kept_no_more(hub: Hub) -> None:
    """The feed's promise moves past them, and stays there."""
    hub.run()
    stone = {"id": id_of(1), "dateDeleted": "2026-11-23T18:00:00Z"}
    hub.serve(feed("east", range(2, 9), tombstones=[stone]))
    hub.run()
    assert len(hub.tombstones()) == 1
    for _ in range(3):
        hub.at += timedelta(days=1)
        config = hub.config().model_copy(update={"publish": PublishSettings(tombstone_days=1)})
        run(config, hub.out, hub.state, hub.at, now=True)
    assert hub.tombstones() == {}
    head = json.loads((hub.out / "feed.json").read_bytes())
    assert head["deletion"] == {"tombstonesSince": "2026-11-23T18:00:01Z"}
    with closing(Store.open(hub.state)) as store:
        assert store.database.execute("select count(*) from gone").fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("postings/*/*.json", b'"activityType":"internship"', b'"activityType":7'),
        ("postings/*/*.json", b'"members":[', b'"members":[7,'),
        ("postings/*/*.json", b'{"sequence":', b'{"sequence":"x","was":'),
        ("ledger.ndjson", b'"since":', b'"since":"x","was":'),
        ("ledger.ndjson", b'{"source":"east",', b'{"source":7,'),
        ("ledger.ndjson", b'{"source":', b'7 {"source":'),
    ],
)
def test_a_published_file_that_makes_no_sense_is_named(hub: Hub, name: str, before: bytes, after: bytes) -> None:
    """Nothing is rebuilt from what somebody spoiled, and what stands is left as it is."""
    hub.run()
    for path in hub.out.glob(name):
        path.write_bytes(path.read_bytes().replace(before, after))
    for path in hub.state.glob("state*"):
        path.unlink()
    stands = hub.bytes()
    with pytest.raises(NothingPublishedError, match=r"is damaged or missing"):
        hub.run()
    assert hub.bytes() == stands


def test_a_rehearsal_needs_no_sound_state(hub: Hub) -> None:
    """A state that is damaged is begun anew in the copy, too."""
    hub.run()
    path = hub.state / "state.sqlite3"
    path.write_bytes(b"no database " * 1000)
    outcome = rehearse(hub.config(), hub.out, hub.state, hub.at + timedelta(days=1), now=True)
    assert [decision.state for decision in outcome.decisions] == ["changed"] * 4
    assert path.read_bytes().startswith(b"no database")


def test_an_id_that_was_merged_away_can_be_forgotten(hub: Hub, tmp_path: Path) -> None:
    """It stands for the entry that took its place."""
    hub.run()
    old = hub.postings()[posting("north", 1)["id"]].id
    hub.serve(feed("east", range(2, 9), [posting("east", 1, **SHARED)]))
    hub.serve(feed("north", range(2, 4), [posting("north", 1, **SHARED)]))
    hub.run()
    assert old in hub.tombstones() or statewide(hub, 1) == old
    merged = next(iter(hub.tombstones()))
    done = forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, merged, "takedown")
    assert {one for _, one in done.named.postings} == {id_of(1), posting("north", 1)["id"]}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://east.example/feed.json", "https://east.example/feed.json"),
        ("https://east.example/?feed=wbl", "https://east.example/?feed=wbl"),
        ("https://hub:pa55word@east.example/feed.json", None),
        ("https://east.example/feed.json?api_key=pa55word", None),
    ],
)
def test_no_key_of_the_operator_is_published(tmp_path: Path, url: str, shown: str | None) -> None:
    """The address of a source is told only where it can be used by everybody."""
    source = Source(id="east", url=url)
    head = Envelope.from_members({name: value for name, value in feed("east", range(0)).items() if name != "items"})
    settings = FeedSettings.model_validate(
        {"id": "https://hub.example/feed", "name": "Hub", "license": "CC0-1.0", "publisher": {"name": "Hub"}}
    )
    with closing(Store.open(tmp_path)) as store, store.writing():
        standing = Standing({"east": source}, {"east": head}, frozenset())
        made = make_envelope(store, settings, standing, datetime(2026, 11, 22, tzinfo=UTC))
    assert made.sources
    assert made.sources[0].feed_url == shown


def test_a_number_that_was_published_is_not_given_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was killed between its last file and its last note has told readers the number of the change."""
    hub.run()

    def publish_and_die(*given: Any, **more: Any) -> Any:
        publish(*given, **more)
        raise KeyboardInterrupt

    hub.name = "All of them"
    monkeypatch.setattr("wbl_aggregator.pipeline.publish", publish_and_die)
    with pytest.raises(KeyboardInterrupt):
        hub.run()
    monkeypatch.undo()
    told = json.loads((hub.out / "feed.json").read_bytes())["sequence"]
    hub.serve(feed("east", range(1, 10)))
    hub.run()
    assert changes(hub)[-1]["sequence"] > told


def test_a_run_holds_few_notices_of_each_source(hub: Hub) -> None:
    """A source with very many faults is told of by the worst, so that memory does not grow with them."""
    hub.limits |= {"megabytes": 5}
    odd = [posting("east", number, activityType="unheard-of") for number in range(20, 1200)]
    hub.serve(feed("east", range(1, 9), [*odd, posting("east", 9, title=7)]))
    decision = hub.run().decisions[-1]
    assert len(decision.notices) == 500
    assert decision.notices[0].fails
    assert decision.known == frozenset()


def test_an_id_that_is_taken_up_again_is_no_earlier_id_of_another_entry(hub: Hub) -> None:
    """Whoever follows the log would take the one for a new name of the other, and lose it (spec section 17.6 rule 2)."""
    one, two = (
        {"howToApply": {"method": "url", "url": f"https://apply.example/requisitions/{number}"}}
        for number in (4711, 4712)
    )
    steps: list[dict[str, dict[str, Any] | None]] = [
        {"north": {}, "south": {}, "west": {}},
        {"north": one, "south": one, "west": {}},
        {"north": None, "south": two, "west": two},
        {"north": {}, "south": two, "west": two},
    ]
    for given in ({"south": "north", "north": "south"}, {}):
        for step in steps:
            for site, more in step.items():
                items = [] if more is None else [posting(given.get(site, site), 9 + len(given), **more)]
                hub.serve(feed(given.get(site, site), range(1, 4), items))
            hub.run()
            entries = json.loads((hub.out / "feed.json").read_bytes())["items"]
            ids = {entry["id"] for entry in entries}
            assert not [entry["id"] for entry in entries if ids & set(entry.get("previousIds", ()))]
            ledger = [json.loads(line) for line in (hub.out / "ledger.ndjson").read_bytes().splitlines()]
            assert not ids & {line["alias"] for line in ledger if "alias" in line}
