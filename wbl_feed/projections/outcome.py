"""What writing a projection gives: the document, and every posting or value that is not in it, with the reason."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a posting, or a value of one, is not in a projection."""

    DOUBLE = "double"
    """An earlier posting of the feed bears the same id (spec section 7.1)."""
    GONE = "gone"
    """A tombstone of the same feed is as late or later (section 8.5)."""
    FEED_ENDED = "feed-ended"
    """The feed has ended for good (section 4.2)."""
    NOT_OPEN = "not-open"
    """Its status is not ``open`` (section 6)."""
    NOT_YET_OPEN = "not-yet-open"
    """One cannot apply yet (section 6)."""
    EXPIRED = "expired"
    """Its deadline, its validity or its last day is over (section 6)."""
    NOT_APPLICABLE = "not-applicable"
    """The format has nothing for this kind of activity."""
    MISSING_DESCRIPTION = "missing-description"
    MISSING_DATE_POSTED = "missing-date-posted"
    MISSING_EMPLOYER = "missing-employer"
    MISSING_PLACE = "missing-place"
    MISSING_START = "missing-start"
    NO_DATE = "no-date"
    """There is neither a deadline nor a day on which it takes place."""
    NOT_A_CELL = "not-a-cell"
    """A cell cannot hold the value: a part of a list with a semicolon, a line break or space at its ends."""


@dataclass(frozen=True)
class LeftOut:
    """A posting that is not in the document, or a value of one that is."""

    id: str
    reason: Reason
    pointer: str = ""
    """The member of the posting that is left out; empty for the posting as a whole."""


@dataclass(frozen=True)
class Projection:
    """A document, and what is not in it."""

    content: bytes
    left_out: tuple[LeftOut, ...] = ()
