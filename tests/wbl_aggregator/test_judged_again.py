"""What has not changed is not judged again within a week, and what was found of it stays known."""

from collections.abc import Iterator
from typing import Any

import pytest
from faults.hub import NEW, Hub, feed, posting
from wbl_aggregator.store import open_for_reading

from wbl_feed import validate as validation

ODD = {"activityType": "intership"}


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """A hub of which one posting has a code that is in no vocabulary."""
    hub.serve(feed("east", range(1, 6), [posting("east", 9, **ODD)]))
    hub.run()
    return hub


def notices(hub: Hub) -> list[tuple[Any, Any]]:
    """Code and pointer of what is known of the odd posting, but for what it is beside others."""
    with_state = open_for_reading(hub.state)
    try:
        found = with_state.notices("east")
    finally:
        with_state.close()
    return sorted((one["code"], one["pointer"]) for one in found if one.get("posting") == posting("east", 9)["id"])


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the postings that the rules look at."""
    found: list[str] = []

    def rule(look: Any, context: Any) -> Iterator[Any]:
        if "//east." in look.id:
            found.append(look.id)
        yield from ()

    monkeypatch.setattr(validation, "ITEM_RULES", (*validation.ITEM_RULES, rule))
    return found


def test_a_posting_that_is_the_same_is_not_judged_again(hub: Hub, seen: list[str]) -> None:
    """Rules look at the changed posting alone; the notices of the others stay, with their new places."""
    before = notices(hub)
    assert before
    changed = posting("east", 7, dateModified=NEW)
    hub.serve(feed("east", range(1, 6), [changed, posting("east", 9, **ODD)]))
    hub.run()
    assert seen == [changed["id"]]
    assert notices(hub) == [(code, pointer.replace("/items/0", "/items/1")) for code, pointer in before]


def test_all_is_judged_anew_each_week(hub: Hub, seen: list[str]) -> None:
    """Some rules go by date, so that what was right may be wrong."""
    before, looked_at = notices(hub), []
    for number in range(8):
        seen.clear()
        hub.serve(feed("east", range(1, 6), [posting("east", 20 + number), posting("east", 9, **ODD)]))
        hub.run()
        looked_at.append(len(seen))
        assert len(notices(hub)) == len(before)
    assert sorted(looked_at) == [1] * 7 + [7]
