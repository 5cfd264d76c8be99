"""How a source is, in one word, over many runs."""

from wbl_aggregator.decisions.stale import Staleness
from wbl_aggregator.visits import SourceState

_LISTED: dict[str, SourceState] = {"deprecated": "deprecated", "development": "development", "paused": "paused"}


def state_of(
    listed: str,
    *,
    read: bool,
    failures: int,
    ended: bool,
    missing: bool,
    staleness: Staleness,
    held: int,
    live: int,
) -> SourceState:
    """The state of a source; where several are true, the first of this order.

    1. What the sources file says (``listed``): ``deprecated``, ``development``, ``paused``. The operator knows.
    2. ``ended``: its feed said so, by 410 or by its own date.
    3. ``lapsed``: its postings are gone, which matters more than why. Not for a source that was never read.
    4. ``missing``: its address answers 404, so somebody has to look for another one.
    5. ``stale``: it could not be read for days.
    6. ``held``: deletions wait for a person. Before ``failing``, which mostly passes by itself, so that one does not
       alternate with the other.
    7. ``failing``: the last visit failed (``failures`` in a row). Also of a source that was never read (``read``).
    8. ``new``: never read.
    9. ``empty``: it was read and has no ``live`` posting.
    10. ``ok``.
    """
    if listed in _LISTED:
        return _LISTED[listed]
    facts: tuple[tuple[bool, SourceState], ...] = (
        (ended, "ended"),
        (read and staleness == "lapsed", "lapsed"),
        (missing, "missing"),
        (read and staleness == "stale", "stale"),
        (held > 0, "held"),
        (failures > 0, "failing"),
        (not read, "new"),
        (live <= 0, "empty"),
    )
    return next((state for holds, state in facts if holds), "ok")
