"""What an operator and a webmaster want to hear of, from what was known of a source before a visit and after it."""

from collections.abc import Collection

from wbl_aggregator.decisions.moves import proposes
from wbl_aggregator.decisions.words import STATES, words_for
from wbl_aggregator.log import redacted
from wbl_aggregator.visits import Event, EventKind, SourceState, Visit
from wbl_feed.origins import shown_address

TELL_AFTER = 3
"""Failures in a row before they are told; most pass by themselves, and a bell that always rings is not heard."""
_BAD: frozenset[str] = frozenset({"failing", "stale", "lapsed", "missing", "ended"})
_READ: frozenset[str] = frozenset({"ok", "empty", "held"})


def happened(
    before: Visit,
    after: Visit,
    at: str,
    *,
    kinds_before: Collection[str] = (),
    kinds_after: Collection[str] = (),
) -> list[Event]:
    """The events of one visit; ``kinds`` are the codes of the notices that postings or the feed are refused for."""
    events: list[Event] = []

    def tell(kind: EventKind, text: str) -> None:
        events.append(Event(at, after.source, kind, redacted(text)))

    if change := _change(before, after):
        tell(*change)
    if after.to_review and after.to_review != before.to_review:
        told = f"{after.to_review} postings are no longer in the feed and are kept until a person has looked."
        tell("held", f"{told} {after.message}".rstrip())
    elif before.to_review and not after.to_review:
        tell("released", f"Nothing waits for a person any more; it was {before.to_review} postings.")
    if after.address and proposes(after.moved_runs) and not proposes(before.moved_runs):
        tell("moved", f"The feed has moved to {shown_address(after.address)}; the sources file has its old address.")
    if fresh := sorted(set(kinds_after) - set(kinds_before)):
        tell("refused", "Something is refused for a new reason. " + " ".join(_reason(code) for code in fresh))
    return events


def _change(before: Visit, after: Visit) -> tuple[EventKind, str] | None:
    """The change of state, if it is to be told."""
    failing_long = after.state == "failing" and after.failures >= TELL_AFTER and not _told(before)
    changed = after.state != before.state and after.state not in ("failing", "held", "new", "")
    if not failing_long and not changed:
        return None
    if after.state in _READ and before.state in _BAD:
        return ("recovered", f"It is read again. {_meaning(after)}") if _told(before) else None
    if after.state in _READ and before.state == "held":
        return None  # told as released
    kind: EventKind = "ended" if after.state == "ended" else "state"
    reason = f" {after.message}" if after.message and after.state in _BAD else ""
    return kind, f"{_meaning(after)}{reason}"


def _told(visit: Visit) -> bool:
    """Whether it was told that a source is not well."""
    return visit.state in _BAD and (visit.state != "failing" or visit.failures >= TELL_AFTER)


def _meaning(visit: Visit) -> str:
    known: dict[str, SourceState] = {state: state for state in STATES}
    return STATES[known[visit.state]].meaning


def _reason(code: str) -> str:
    return f"{words_for(code).meaning} [{code}]"
