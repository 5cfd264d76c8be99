"""What the statewide feed says of change: dates, sequence, tombstones."""

import pytest
from wbl_aggregator.accept import Holding
from wbl_aggregator.published import Published
from wbl_aggregator.sources import Config
from wbl_aggregator.statewide import Statewide, make_statewide

from wbl_feed.models import Posting, Tombstone
from wbl_feed.times import read_clock

HUB = {"id": "https://hub.example/feed", "name": "Hub", "license": "CC-BY-4.0", "publisher": {"name": "Hub"}}


@pytest.fixture
def rounds(envelope):
    """Makes one statewide feed after the other from the postings of sources; each remembers the one before."""
    config = Config.model_validate(
        {"feed": HUB, "source": [{"id": name, "url": f"https://{name}.example/feed.json"} for name in "ab"]}
    )
    before = Published()
    day = 0

    def publish(tombstones: tuple[Tombstone, ...] = (), **postings: list[Posting]) -> Statewide:
        nonlocal before, day
        day += 1
        gone = {tombstone.id: tombstone for tombstone in tombstones}
        holdings = {name: Holding(envelope(name), {p.id: p for p in held}, gone) for name, held in postings.items()}
        made = make_statewide(config, holdings, before, read_clock(f"2026-12-{day:02}T00:00:00Z"))
        items = {item.id: item for item in made.feed.items}
        stones = {stone.id: stone for stone in made.feed.tombstones or ()}
        before = Published(items, stones, made.feed.envelope, made.ledger)
        return made

    return publish


def test_date_changes_if_and_only_if_the_entry_does(rounds, posting):
    """dateModified is its members' newest; when a member goes it is the time of that change, and then stays."""
    a, b = posting("urn:a:1"), posting("urn:b:1", same_as=["urn:a:1"], rolling=True)
    (entry,) = rounds(a=[a], b=[b]).feed.items
    assert entry.date_modified == "2026-11-01T00:00:00Z"
    (left,) = rounds(a=[a], b=[]).feed.items
    assert (left.rolling, left.date_modified) == (None, "2026-12-02T00:00:00Z")
    (again,) = rounds(a=[a], b=[]).feed.items
    assert again == left
    assert again.previous_ids == ("urn:b:1",)


def test_sequence_grows_with_content_alone(rounds, posting):
    """The sequence is one higher after a change of content and the same without one."""
    a = posting("urn:a:1")
    assert [rounds(a=[a]).feed.sequence, rounds(a=[a]).feed.sequence] == [1, 1]
    changed = a.evolve(title="Other", date_modified="2026-11-02T00:00:00Z")
    assert rounds(a=[changed]).feed.sequence == 2


def test_tombstones_say_what_the_source_said(rounds, posting):
    """An entry that is gone has a tombstone with its source's date and reason, and loses it when it comes back."""
    a = posting("urn:a:1")
    (entry,) = rounds(a=[a]).feed.items
    said = Tombstone(id="urn:a:1", date_deleted="2026-12-01T10:00:00Z", reason="filled")
    (stone,) = rounds((said,), a=[]).feed.tombstones
    assert (stone.id, stone.date_deleted, stone.reason) == (entry.id, "2026-12-01T10:00:00Z", "filled")
    assert rounds((said,), a=[]).feed.tombstones == (stone,)
    back = rounds(a=[a]).feed
    assert (back.tombstones, back.items[0].id) == (None, entry.id)


def test_merge_of_two_published_entries(rounds, posting):
    """When two entries become one, the losing id is a tombstone that leads on; when they part again it is revived."""
    a, b = posting("urn:a:1"), posting("urn:b:1")
    first = {item.id for item in rounds(a=[a], b=[b]).feed.items}
    joined = rounds(a=[a], b=[b.evolve(same_as=["urn:a:1"], date_modified="2026-11-03T00:00:00Z")]).feed
    (entry,), (stone,) = joined.items, joined.tombstones
    assert {entry.id, stone.id} == first
    assert (stone.reason, stone.replaced_by, entry.previous_ids) == ("merged", entry.id, (stone.id,))
    parted = rounds(a=[a], b=[b.evolve(date_modified="2026-11-04T00:00:00Z")]).feed
    assert {item.id for item in parted.items} == first
    assert parted.tombstones is None
