"""What one answer of a source changes in what is held of it (spec section 8.4)."""

import json

import pytest
from wbl_aggregator.accept import Decision, Guard, Holding, accept
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.sources import Source

from wbl_feed import json_format
from wbl_feed.fetch import Fetched, Validators
from wbl_feed.models import Tombstone
from wbl_feed.times import read_clock

AT = read_clock("2026-11-22T12:00:00Z")
SOURCE = Source(id="a", url="https://a.example/feed.json")


@pytest.fixture
def answer(envelope, posting):
    """The decision when a source that holds some postings answers with a feed."""

    def decide(
        held: list[str],
        items: list,
        tombstones: tuple = (),
        before: tuple = (),
        guard: Guard | None = None,
        source: Source = SOURCE,
        **about: object,
    ) -> Decision:
        holding = Holding(envelope("a"), {name: posting(name) for name in held}, {stone.id: stone for stone in before})
        head = envelope("a", tombstones=tombstones or None, **about) if tombstones else envelope("a", **about)
        value = {**head.to_json_value(), "items": [item.to_json_value() for item in items]}
        content = json.dumps(value).encode()
        outcome = Fetched(SOURCE.url, content, "application/json", Validators(), {})
        crawled = Crawled(source, outcome, json_format.read(content))
        return accept(crawled, holding, "https://hub.example/feed", AT, guard)

    return decide


def stone(identity: str, when: str) -> Tombstone:
    return Tombstone(id=identity, date_deleted=when, reason="closed")


def test_posting_that_comes_back_is_alive(answer, posting):
    """A posting that is an item again is alive, although an older document had a tombstone of it (8.4 step 7)."""
    decision = answer([], [posting("urn:a:1")], before=(stone("urn:a:1", "2026-11-10T00:00:00Z"),))
    assert set(decision.holding.postings) == {"urn:a:1"}
    assert decision.holding.tombstones == {}


@pytest.mark.parametrize(
    ("when", "alive"),
    [("2026-11-02T00:00:00Z", False), ("2026-11-01T00:00:00Z", False), ("2026-10-31T00:00:00Z", True)],
)
def test_later_of_item_and_tombstone_wins(answer, posting, when, alive):
    """Of an item and a tombstone of one id in one document the later wins, and at the same moment the tombstone (8.5)."""
    decision = answer([], [posting("urn:a:1")], (stone("urn:a:1", when),))
    assert (set(decision.holding.postings) == {"urn:a:1"}) is alive


def test_renamed_posting_is_not_held_twice(answer, posting):
    """A posting under a new id takes the place of its previousIds, in a delta feed too (8.4 step 3)."""
    renamed = posting("urn:a:9", previous_ids=["urn:a:1"])
    decision = answer(["urn:a:1", "urn:a:2"], [renamed], completeness="delta")
    assert set(decision.holding.postings) == {"urn:a:2", "urn:a:9"}


@pytest.mark.parametrize(("held", "left", "gone"), [(6, 3, True), (6, 2, False), (5, 0, True), (100, 49, False)])
def test_sudden_drop_is_held(answer, posting, held, left, gone):
    """Absence deletes, unless more than half of a feed of six or more vanished at once."""
    names = [f"urn:a:{number}" for number in range(held)]
    decision = answer(names, [posting(name) for name in names[:left]])
    assert len(decision.holding.postings) == (left if gone else held)
    assert bool(decision.held) is not gone
    assert ("accept_drop" in decision.message) is not gone


@pytest.mark.parametrize(
    ("guard", "override", "reason"),
    [
        (Guard((10, 10, 10)), {}, "drop"),
        (Guard((10, 10)), {}, ""),
        (Guard((10, 10, 10)), {"least_share": 0.5}, ""),
        (Guard(), {"most_share": 0.3}, "blast"),
        (Guard((10, 10, 10)), {"accept_drop": True}, ""),
        (Guard((10, 10, 10), verdict="accept", reviewed=frozenset(f"urn:a:{n}" for n in range(6, 10))), {}, ""),
        (Guard((10, 10, 10), verdict="accept", reviewed=frozenset(f"urn:a:{n}" for n in range(7, 10))), {}, "drop"),
        (Guard((10, 10, 10), verdict="keep", reviewed=frozenset(f"urn:a:{n}" for n in range(6, 10))), {}, "drop"),
    ],
)
def test_a_drop_is_measured_by_what_the_feed_used_to_have(answer, posting, guard, override, reason):
    """Six left of ten: held if that is less than the last readings let expect, until an operator agrees to these."""
    names = [f"urn:a:{number}" for number in range(10)]
    items = [posting(name) for name in names[:6]]
    decision = answer(names, items, guard=guard, source=SOURCE.model_copy(update=override))
    assert decision.reason == reason
    assert decision.held == (tuple(names[6:]) if reason else ())
    assert decision.confirmed is not bool(reason)
    assert list(decision.holding.postings) == (names if reason else names[:6])


def test_what_was_forgotten_is_not_taken_again(answer, posting):
    """A posting that an operator forgot neither comes in nor stays, and its absence from what is held is no drop."""
    guard = Guard(forgotten=frozenset({"urn:a:1"}))
    decision = answer(["urn:a:1", "urn:a:2"], [posting("urn:a:1"), posting("urn:a:2")], guard=guard)
    assert set(decision.holding.postings) == {"urn:a:2"}


def test_equal_document_is_unchanged(answer, posting):
    """The same postings again are no change, so that nothing is published anew."""
    assert answer(["urn:a:1"], [posting("urn:a:1")]).state == "unchanged"


def test_date_in_the_future_is_the_moment_of_first_reading(envelope, posting):
    """A posting dated in the future counts as changed when it was first read, run after run, and can be withdrawn."""
    boast = posting("urn:a:1", date_modified="2198-01-01T00:00:00Z").to_json_value()
    value = {**envelope("a", date_modified="2198-01-01T00:00:00Z").to_json_value(), "items": [boast]}

    def read(before: Holding, when: str, value: dict) -> Decision:
        content = json.dumps(value).encode()
        outcome = Fetched(SOURCE.url, content, "application/json", Validators(), {})
        return accept(
            Crawled(SOURCE, outcome, json_format.read(content)), before, "https://hub.example/feed", read_clock(when)
        )

    first = read(Holding(), "2026-11-22T12:00:00Z", value)
    assert first.holding.postings["urn:a:1"].date_modified == "2026-11-22T12:00:00Z"
    again = read(first.holding, "2026-11-23T12:00:00Z", value)
    assert again.state == "unchanged"
    stone_ = {"id": "urn:a:1", "dateDeleted": "2026-11-24T00:00:00Z", "reason": "rights"}
    delta = {**value, "completeness": "delta", "items": [], "tombstones": [stone_]}
    assert read(again.holding, "2026-11-24T12:00:00Z", delta).holding.postings == {}


def test_older_copy_deletes_nothing_however_often_it_comes(answer, envelope, posting):
    """Absence from a feed that is older than the one read before deletes nothing, at the second reading either."""
    names = [f"urn:a:{number}" for number in range(4)]
    decision = answer(names, [posting(names[0])], date_modified="2026-10-01T00:00:00Z")
    assert set(decision.holding.postings) == set(names)
    assert decision.holding.envelope.date_modified == "2026-11-01T00:00:00Z"
    assert "older" in decision.message
