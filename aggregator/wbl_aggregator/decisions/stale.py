"""How long the last good postings of a source that cannot be read are shown."""

from datetime import datetime, timedelta
from typing import Literal

Staleness = Literal["fresh", "stale", "lapsed"]


def staleness(last_success: datetime | None, at: datetime, *, stale_after: timedelta, keep: timedelta) -> Staleness:
    """Whether what is held of a source is good, shown with a mark, or no longer shown.

    What is held of a source that was never read, as far as is known, came from the published files after a loss of
    the state: it is marked and does not lapse, and the caller notes the moment of the rebuilding as its last success.
    """
    if last_success is None:
        return "stale"
    age = at - last_success
    if age > keep:
        return "lapsed"
    return "stale" if age > stale_after else "fresh"
