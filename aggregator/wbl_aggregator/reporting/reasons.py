"""Why postings that a feed no longer has are kept, in words, and which of that a person decides."""

from collections.abc import Iterable

from wbl_aggregator.visits import Held

_WORDS = {
    "blast": "More than half of the live postings, or of all, vanished at once.",
    "drop": "The feed has far fewer postings than in its last readings.",
    "older": "The feed is older than the one that was read before.",
    "not_intact": "The feed is not intact, so that absence from it means nothing yet; nobody has to decide.",
}
_NOT_DECIDED = frozenset({"", "not_intact"})
"""A feed of changes alone (completeness "delta") has every posting but the newest absent, for no reason at all."""


def in_words(reason: str) -> str:
    """Why a posting is kept; a reason that is not known stays as it is."""
    return _WORDS.get(reason, reason)


def to_decide(held: Iterable[Held]) -> list[Held]:
    """What waits for a person."""
    return [one for one in held if one.reason not in _NOT_DECIDED]
