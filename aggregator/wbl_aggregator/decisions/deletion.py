"""Whether postings that a feed no longer has may be deleted, or a person is asked first (spec section 8.4)."""

from dataclasses import dataclass
from statistics import median
from typing import Literal

GUARD_FROM = 6
"""Postings from which on a feed is guarded; of a smaller one half goes easily (spec section 8.4, notes)."""
_LEAST_YIELDS = 3
_SLIP = 1e-9
"""What 0.7 * 30 and its like may be off by."""

Hold = Literal["", "drop", "blast"]


@dataclass(frozen=True)
class Absence:
    """What an intact, complete reading of a feed lacks of what is held of it, in numbers.

    What a tombstone took away or a rename moved is not absent: tombstones are never held.
    """

    known: int
    """Postings that were held before this reading."""
    absent: int
    """Those of them that the reading does not have."""
    live_known: int
    """Live ones among the known."""
    live_absent: int
    """Live ones among the absent."""
    now: int
    """Postings that this reading has, counted as the yields were."""
    yields: tuple[int, ...] = ()
    """Postings of the last intact readings from which nothing was held back, oldest first."""


def hold(absence: Absence, *, least_share: float = 0.7, most_share: float = 0.5, accepted: bool = False) -> Hold:
    """Why absence may not delete yet; empty if it may.

    ``drop``: the feed has less than ``least_share`` of the median of its last five readings, of which there must be
    three. ``blast``: more than ``most_share`` of the known postings would go at once, or of the live ones. Tests of
    the second kind need no history. ``accepted`` is an operator's word that all is well.
    """
    if accepted or absence.absent <= 0 or absence.known < GUARD_FROM:
        return ""
    recent = absence.yields[-5:]
    if absence.absent > most_share * absence.known or absence.live_absent > most_share * absence.live_known:
        return "blast"
    if len(recent) >= _LEAST_YIELDS and absence.now < least_share * median(recent) - _SLIP:
        return "drop"
    return ""
