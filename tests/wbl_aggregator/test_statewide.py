"""What the statewide feed says of change: ids, dates, sequence, tombstones."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic_core import from_json
from wbl_aggregator.accept import Holding
from wbl_aggregator.sources import Matching, MatchSettings, Source
from wbl_aggregator.statewide import Envelopes, Standing, Update, make_envelope, update
from wbl_aggregator.statewide import entries as making
from wbl_aggregator.statewide.envelope import shape_of
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import change
from wbl_aggregator.store.shelf import StoredShelf

from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope, Posting, Tombstone
from wbl_feed.times import read_clock

FEED = FeedSettings.model_validate(
    {"id": "https://hub.example/feed", "name": "Hub", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}
)
DECLARED = Matching(MatchSettings.model_validate({"preset": "declared"}))
SOURCES = {name: Source(id=name, url=f"https://{name}.example/feed.json") for name in "ab"}


@dataclass(frozen=True)
class Statewide:
    """The feed after a round."""

    items: tuple[Posting, ...]
    tombstones: tuple[Tombstone, ...]
    envelope: Envelope
    outcome: Update


class Rounds:
    """One statewide feed after the other from the postings of sources; each remembers the one before."""

    def __init__(self, store: Store, envelope: Callable[..., Envelope]) -> None:
        self.store, self.envelope, self.day = store, envelope, 0

    def __call__(
        self,
        *tombstones: Tombstone,
        hidden: str = "",
        about: Mapping[str, object] | None = None,
        feed: FeedSettings = FEED,
        **postings: list[Posting],
    ) -> Statewide:
        """Take the sources' postings in on the next day. ``about``: members of the sources' envelopes."""
        self.day += 1
        at, store = read_clock(f"2026-12-{self.day:02}T00:00:00Z"), self.store
        gone = {stone.id: stone for stone in tombstones}
        with store.writing():
            for name, held in postings.items():
                head = self.envelope(name, **(about or {}))
                store.holdings.keep(
                    name,
                    change(
                        name,
                        store.holdings.stored(name),
                        Holding(head, {one.id: one for one in held}, gone),
                        lambda posting: posting,
                    ),
                )
            for name in SOURCES:  # all is matched anew, so that what did not change is made again, too
                store.holdings.touch_all(name)
            standing = Standing(SOURCES, Envelopes(store), frozenset(hidden))
            outcome = update(store, feed, standing, at, matching=DECLARED)
            envelope = make_envelope(store, feed, standing, at)
        shelf = StoredShelf(store.database, list)
        items = tuple(Posting.from_members(from_json(value)) for value in shelf.all_entries())
        stones = tuple(Tombstone.from_members(from_json(value)) for _, value, _ in shelf.tombstones())
        return Statewide(items, stones, envelope, outcome)

    def published(self, made: Statewide) -> Statewide:
        """Note that a feed was published, as a run does."""
        with self.store.writing():
            self.store.set_meta("published sequence", str(made.envelope.sequence))
            self.store.set_meta("published envelope", shape_of(made.envelope))
        return made


@pytest.fixture
def rounds(tmp_path: Path, envelope) -> Iterator[Rounds]:
    """Makes one statewide feed after the other."""
    with closing(Store.open(tmp_path)) as store:
        yield Rounds(store, envelope)


def test_date_changes_if_and_only_if_the_entry_does(rounds, posting):
    """dateModified is its members' newest; when a member goes it is the time of that change, and then stays."""
    a, b = posting("urn:a:1"), posting("urn:b:1", same_as=["urn:a:1"], rolling=True)
    (entry,) = rounds(a=[a], b=[b]).items
    assert entry.date_modified == "2026-11-01T00:00:00Z"
    (left,) = rounds(a=[a], b=[]).items
    assert (left.rolling, left.date_modified) == (None, "2026-12-02T00:00:00Z")
    (again,) = rounds(a=[a], b=[]).items
    assert again == left
    assert again.previous_ids == ("urn:b:1",)


def test_the_feed_is_as_new_as_its_newest_change(rounds, posting):
    """Its date is that of the newest entry or tombstone, never the time of crawling, and never goes back."""
    a, b = posting("urn:a:1"), posting("urn:b:1", date_modified="2026-11-05T00:00:00Z")
    assert rounds(a=[a], b=[b]).envelope.date_modified == "2026-11-05T00:00:00Z"
    assert rounds(a=[a], b=[b]).envelope.date_modified == "2026-11-05T00:00:00Z"
    assert rounds(a=[a], b=[]).envelope.date_modified == "2026-12-03T00:00:00Z"
    assert rounds(a=[a], b=[b]).envelope.date_modified == "2026-12-03T00:00:00Z"


def test_sequence_grows_with_content_alone(rounds, posting):
    """Each change of an entry has the next number, and a round without one gives none."""
    a = posting("urn:a:1")
    made = [rounds.published(rounds(a=[a])) for _ in range(2)]
    assert [one.envelope.sequence for one in made] == [1, 1]
    changed = a.evolve(title="Other", date_modified="2026-11-02T00:00:00Z")
    assert rounds.published(rounds(a=[changed])).envelope.sequence == 2
    assert rounds.published(rounds(a=[])).envelope.sequence == 3
    assert rounds.published(rounds(a=[])).envelope.sequence == 3


def test_a_change_of_the_envelope_alone_is_one(rounds, posting):
    """Where the feed gets another name its sequence is one higher, and once only."""
    a, renamed = posting("urn:a:1"), FEED.model_copy(update={"name": "The hub"})
    assert rounds.published(rounds(a=[a])).envelope.sequence == 1
    assert [rounds.published(rounds(feed=renamed, a=[a])).envelope.sequence for _ in range(2)] == [2, 2]


def test_tombstones_say_what_the_source_said(rounds, posting):
    """An entry that is gone has a tombstone with its source's date and reason, and loses it when it comes back."""
    a = posting("urn:a:1")
    (entry,) = rounds(a=[a]).items
    said = Tombstone(id="urn:a:1", date_deleted="2026-12-01T10:00:00Z", reason="filled")
    (stone,) = rounds(said, a=[]).tombstones
    assert (stone.id, stone.date_deleted, stone.reason) == (entry.id, "2026-12-01T10:00:00Z", "filled")
    assert rounds(said, a=[]).tombstones == (stone,)
    back = rounds(a=[a])
    assert (back.tombstones, back.items[0].id) == ((), entry.id)


def test_tombstones_of_what_no_source_speaks_of(rounds, posting):
    """Absence is a withdrawal of now; the end of a feed closes, and what lapsed after its own end has expired."""
    a, b = posting("urn:a:1"), posting("urn:b:1", application_deadline="2026-12-02")
    rounds(a=[a, posting("urn:a:2")], b=[b])
    (stone,) = rounds(a=[a]).tombstones
    assert (stone.reason, stone.date_deleted) == ("withdrawn", "2026-12-02T00:00:00Z")
    (_, lapsed) = sorted(rounds(hidden="b").tombstones, key=lambda one: one.date_deleted)
    assert lapsed.reason == "withdrawn"  # at midnight UTC its deadline's day is not over at home
    rounds(b=[b])
    (_, expired) = sorted(rounds(hidden="b").tombstones, key=lambda one: one.date_deleted)
    assert expired.reason == "expired"
    over = rounds(a=[a], hidden="ab", about={"termination_date": "2026-12-05T00:00:00Z"}).tombstones
    assert sorted(one.reason for one in over) == ["closed", "expired", "withdrawn"]


def test_a_date_in_the_future_is_not_published(rounds, posting):
    """A tombstone of the future counts as one of now, as an entry's date does."""
    a = posting("urn:a:1", date_modified="2198-01-01T00:00:00Z")
    assert rounds(a=[a]).items[0].date_modified == "2026-12-01T00:00:00Z"
    said = Tombstone(id="urn:a:1", date_deleted="2199-01-01T00:00:00Z", reason="filled")
    made = rounds(said, a=[])
    assert made.tombstones[0].date_deleted == "2026-12-02T00:00:00Z"
    assert made.envelope.date_modified == "2026-12-02T00:00:00Z"


def test_merge_of_two_published_entries(rounds, posting):
    """When two entries become one, the losing id is a tombstone that leads on; when they part again it is revived."""
    a, b = posting("urn:a:1"), posting("urn:b:1")
    first = {item.id for item in rounds(a=[a], b=[b]).items}
    joined = rounds(a=[a], b=[b.evolve(same_as=["urn:a:1"], date_modified="2026-11-03T00:00:00Z")])
    (entry,), (stone,) = joined.items, joined.tombstones
    assert {entry.id, stone.id} == first
    assert (stone.reason, stone.replaced_by, entry.previous_ids) == ("merged", entry.id, (stone.id,))
    parted = rounds(a=[a], b=[b.evolve(date_modified="2026-11-04T00:00:00Z")])
    assert {item.id for item in parted.items} == first
    assert parted.tombstones == ()


def test_ids_outlive_what_a_source_does(rounds, posting):
    """An entry keeps its id when its posting is renamed, leaves and comes back, and when its first source goes."""
    a, b = posting("urn:a:1"), posting("urn:b:1", same_as=["urn:a:1"])
    (entry,) = rounds(a=[a], b=[b]).items
    later = [
        rounds(a=[], b=[b]),
        rounds(a=[], b=[posting("urn:b:9", previous_ids=["urn:b:1"])]),
        rounds(a=[posting("urn:a:1", same_as=["urn:b:9"])], b=[posting("urn:b:9", previous_ids=["urn:b:1"])]),
    ]
    assert [item.id for made in later for item in made.items] == [entry.id] * 3
    assert [made.tombstones for made in later] == [()] * 3


def test_one_odd_posting_costs_nobody_else(rounds, posting, monkeypatch):
    """A posting that cannot be merged is left out with its reason, and the others are there; what was said of it
    before stays, and it comes when it can be merged again."""
    real = making.merge
    fine, odd = (posting("urn:a:1", title=title, application_deadline="2027-03-01") for title in ("Fine", "Odd"))
    other = posting("urn:a:2")

    def merge(entry, group, members, *more):
        if members[0].posting.title == "Odd":
            raise ValueError("odd")
        return real(entry, group, members, *more)

    monkeypatch.setattr(making, "merge", merge)
    monkeypatch.setattr(making, "single", lambda *members: None)
    made = rounds(a=[odd, other])
    assert [item.title for item in made.items] == ["A title"]
    assert made.outcome.left_out == ["a urn:a:1: odd"]
    assert {item.title for item in rounds(a=[fine, other]).items} == {"A title", "Fine"}
    kept = rounds(a=[odd, other])
    assert {item.title for item in kept.items} == {"A title", "Fine"}
    assert (kept.tombstones, kept.outcome.left_out) == ((), ["a urn:a:1: odd"])
