"""Events: what is worth a person's attention, told once, in words."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.reporting.happened import TELL_AFTER, happened
from wbl_aggregator.visits import STATES, Visit

NOW = "2026-11-22T12:00:00Z"
OK = Visit("north", state="ok", live=3)


def kinds(before: Visit, after: Visit, **more: Any) -> list[str]:
    """The kinds of the events of one visit."""
    return [event.kind for event in happened(before, after, NOW, **more)]


def failing(times: int, **members: Any) -> Visit:
    """The source after so many failures in a row."""
    members = {"code": "http_status", "message": "the server answered 503", **members}
    return OK._replace(state="failing", failures=times, **members)


def test_a_hiccup_is_not_told():
    """Failures that pass by themselves ring no bell, neither when they come nor when they go."""
    assert kinds(OK, failing(1)) == kinds(failing(1), failing(2)) == kinds(failing(2), OK) == []


def test_lasting_failure_and_recovery_are_told_once():
    """The third failure in a row is told with its reason, the fourth not; then the recovery is."""
    (event,) = happened(failing(2), failing(TELL_AFTER), NOW)
    assert (event.kind, event.source, event.at) == ("state", "north", NOW)
    assert "the server answered 503" in event.text
    assert kinds(failing(3), failing(4)) == []
    assert kinds(failing(4), OK) == ["recovered"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Visit("north"), OK, ["state"]),
        (OK, OK._replace(state="empty"), ["state"]),
        (failing(20), OK._replace(state="stale", failures=21), ["state"]),
        (OK._replace(state="stale", failures=30), OK._replace(state="lapsed", failures=31), ["state"]),
        (OK._replace(state="lapsed", failures=31), OK, ["recovered"]),
        (OK._replace(state="missing", failures=5), OK._replace(state="empty"), ["recovered"]),
        (failing(2), OK._replace(state="ended"), ["ended"]),
        (OK, OK._replace(state="paused"), ["state"]),
        (OK, OK, []),
        (OK, OK._replace(live=9, last_success=NOW), []),
    ],
)
def test_a_change_of_state_is_told(before: Visit, after: Visit, kind: list[str]):
    """Each change that lasts is one event; what is no change is none."""
    assert kinds(before, after) == kind


def test_what_is_held_is_told_when_it_changes():
    """With the reason; and when it is let go. The state alone is not told a second time."""
    held = OK._replace(state="held", held=5, to_review=5, message="5 of 8 postings vanished at once.")
    (event,) = happened(OK, held, NOW)
    assert event.kind == "held"
    assert "vanished at once" in event.text
    assert kinds(held, held) == []
    assert kinds(held, held._replace(to_review=6)) == ["held"]
    assert kinds(OK, OK._replace(held=5)) == []
    assert kinds(held, OK) == ["released"]


def test_a_move_is_told_when_it_is_sure():
    """In the third run, once, without what is secret in the address."""
    moved = [OK._replace(address="https://me:pw@new.example/f?token=abc", moved_runs=runs) for runs in range(5)]
    assert [kinds(*pair) for pair in pairwise(moved)] == [[], [], ["moved"], []]
    (event,) = happened(moved[2], moved[3], NOW)
    assert "https://new.example/f?token=···" in event.text


def test_a_new_kind_of_refusal_is_told():
    """Once for each visit, with the meaning of each code that was not there before."""
    (event,) = happened(OK, OK, NOW, kinds_before=["invalid_value"], kinds_after=["invalid_value", "missing_member"])
    assert event.kind == "refused"
    assert "[missing_member]" in event.text
    assert "[invalid_value]" not in event.text
    assert kinds(OK, OK, kinds_before=["invalid_value"], kinds_after=[]) == []


VISITS = st.builds(
    Visit, st.just("north"), state=st.sampled_from(["", *STATES]), failures=st.integers(0, 9), to_review=st.integers(0, 3),
    message=st.text(max_size=20), moved_runs=st.integers(0, 5), address=st.sampled_from(["", "https://n.example/"]),
)  # fmt: skip


@given(VISITS, VISITS)
def test_nothing_is_told_of_nothing(before: Visit, after: Visit):
    """Any two visits can be compared; the same one twice is no event; an event always has words."""
    assert all(event.text.strip() for event in happened(before, after, NOW))
    same_failing = after.state == "failing" and after.failures < TELL_AFTER
    assert same_failing or kinds(after, after) == []
