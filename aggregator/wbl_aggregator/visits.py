"""What the store remembers of sources and postings, as values: the last visit, what happened, what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

SourceState = Literal[
    "new",
    "ok",
    "empty",
    "failing",
    "stale",
    "lapsed",
    "missing",
    "ended",
    "held",
    "paused",
    "development",
    "deprecated",
]
"""How a source is, over many runs; ``wbl_aggregator.decisions`` decides it."""
STATES: tuple[str, ...] = get_args(SourceState)
EventKind = Literal["state", "held", "released", "moved", "refused", "recovered", "ended"]
Happening = Literal[
    "seen",
    "changed",
    "withdrawn",
    "absent",
    "held",
    "blocked",
    "refused",
    "relisted",
    "merged",
    "split",
    "expired",
    "lapsed",
    "forgotten",
]


class Visit(NamedTuple):
    """What is known of asking a source; times are RFC 3339 texts in UTC, or empty."""

    source: str
    url: str = ""
    """The listed address that all this was learnt at; another one in the sources file begins anew."""
    address: str = ""
    """Where a permanent redirect led, which is asked from then on; empty: ``url``."""
    moved_runs: int = 0
    """In how many runs that redirect was seen."""
    last_visit: str = ""
    """The last request, whatever came of it."""
    last_success: str = ""
    """The last 200 that could be read, or 304."""
    last_yield: str = ""
    """When the feed last had a live posting."""
    last_change: str = ""
    last_read: str = ""
    """Specification 8.4: when it was last read so that no deletion can have been missed."""
    next_visit: str = ""
    failures: int = 0
    """In a row."""
    gone_first: str = ""
    gone_last: str = ""
    gone_count: int = 0
    missing_first: str = ""
    missing_last: str = ""
    missing_count: int = 0
    state: str = ""
    """One of ``STATES``."""
    code: str = ""
    message: str = ""
    postings: int = 0
    live: int = 0
    refused: int = 0
    held: int = 0
    """Postings that the feed has no more and that are kept all the same."""
    to_review: int = 0
    """Those of them that wait for a person."""
    blocked: int = 0
    yields: tuple[int, ...] = ()
    """Postings in the last five intact readings, oldest first."""
    top_notices: Mapping[str, int] = {}
    """The five most frequent codes of notices, with their numbers."""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Event:
    """Something that an operator or a webmaster wants to hear of, in plain words without a secret."""

    at: str
    source: str
    kind: EventKind
    text: str


@dataclass(frozen=True)
class Life:
    """Something that happened to a posting."""

    at: str
    source: str
    posting: str
    """Its id at the source."""
    entry: str
    """The statewide id, where it has one."""
    what: Happening
    detail: str = ""


@dataclass(frozen=True)
class Held:
    """A posting that its source no longer has and that is not deleted before an operator agrees."""

    source: str
    id: str
    title: str
    since: str
    reason: str
