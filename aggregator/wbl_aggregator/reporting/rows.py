"""What is told of a source to everybody: a line of ``health/index.json``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from wbl_aggregator.decisions.moves import proposes
from wbl_aggregator.decisions.words import REFUSED, STATES, Words, words_for
from wbl_aggregator.log import REDACTED, redacted
from wbl_aggregator.sources import Source
from wbl_aggregator.visits import SourceState, Visit
from wbl_feed.origins import shown_address

Outcome = Literal["new", "changed", "unchanged", "failed", "paused", "waiting"]
MOVING = frozenset({"outcome", "lastVisit", "lastSuccess", "lastYield", "nextVisit"})
"""What may change at a visit though nothing about the source did."""
_UNREAD = "The site could not be read; the operator's log says why."
_ADDRESS = re.compile(r"\bhttps?://[^\s,;)]*[^\s,;).]")
_NAME = re.compile(r"(?<=\bthe name )\S+")
"""The host of an address that could not be looked up; a redirect may have led there."""
_STATUS = re.compile(r"answered (\d{3})\b")


@dataclass(frozen=True)
class Row:
    """A source, what is remembered of it, and what this run did with it."""

    source: Source
    visit: Visit
    outcome: Outcome = "waiting"
    """``waiting`` where its next visit was not due."""
    fresh: bool = False
    """Whether this run read a document of it, so that its notices are new."""

    @property
    def told(self) -> bool:
        """Whether its address and the records in it may be told: not of an adopted site, nor of a private network."""
        return not (self.source.adopted or self.source.allow_private)

    @property
    def state(self) -> SourceState:
        """How it is; one that nothing is known of is new."""
        known: Mapping[str, SourceState] = {state: state for state in STATES}
        return known.get(self.visit.state, "new")


def status_of(message: str) -> int | None:
    """The HTTP status that a message of a failed fetch names."""
    found = _STATUS.search(message)
    return int(found[1]) if found else None


def words_of(visit: Visit, state: SourceState) -> Words:
    """What a source's state means and what to do; the advice is that of its failure or refusals, if there are any."""
    if state in ("ok", "empty") and visit.refused:
        return Words(f"{STATES[state].meaning} {REFUSED.meaning}", REFUSED.operator, REFUSED.webmaster)
    if not visit.code or visit.code == state:
        return STATES[state]
    fault = words_for(visit.code, status_of(visit.message))
    if state != "failing":
        return Words(STATES[state].meaning, STATES[state].operator, fault.webmaster)
    return Words(f"{STATES[state].meaning} {fault.meaning}", fault.operator, fault.webmaster)


def proposal_of(visit: Visit) -> str:
    """The address that the sources file should have, after a redirect that has held for several runs; else empty."""
    return visit.address if visit.address and proposes(visit.moved_runs) else ""


def line_of(row: Row) -> dict[str, Any]:
    """A source's line in the index, without anything that is not for everybody."""
    source, visit = row.source, row.visit
    words = words_of(visit, row.state)
    return {
        "source": source.id,
        "name": source.name or visit.name,
        "url": redacted(shown_address(source.listed)) if row.told else None,
        "state": row.state,
        "means": words.meaning,
        "advice": words.webmaster,
        "outcome": row.outcome,
        "live": visit.live,
        "postings": visit.postings,
        "refused": visit.refused,
        "held": visit.held,
        "blocked": visit.blocked,
        "code": visit.code,
        "message": _message(row),
        "proposal": _proposal(row),
        "lastVisit": visit.last_visit or None,
        "lastSuccess": visit.last_success or None,
        "lastYield": visit.last_yield or None,
        "lastChange": visit.last_change or None,
        "nextVisit": visit.next_visit or None,
        "topNotices": dict(visit.top_notices),
    }


def _message(row: Row) -> str:
    """Why it failed; of an adopted site the log alone says it, since it may name a secret or a person."""
    if row.source.adopted and (row.visit.code or row.outcome == "failed"):
        return _UNREAD
    if not row.visit.message:
        return ""
    return redacted(row.visit.message if row.told else _without_places(row))


def _without_places(row: Row) -> str:
    """The message about a source on a private network without the names of hosts there."""
    hosts = {_host(address) for address in (row.source.listed, row.visit.address)}
    message = _NAME.sub(REDACTED, _ADDRESS.sub(REDACTED, row.visit.message))
    for host in sorted(hosts - {"", "localhost", "127.0.0.1", "::1"}, key=len, reverse=True):
        message = re.sub(re.escape(host), REDACTED, message, flags=re.IGNORECASE)
    return message


def _proposal(row: Row) -> str | None:
    address = proposal_of(row.visit)
    if not address:
        return None
    return f"It has moved to {shown_address(address)}." if row.told else "It has moved."


def _host(address: str) -> str:
    """The host of an address; empty where it is none, as that of a sources file may be."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
