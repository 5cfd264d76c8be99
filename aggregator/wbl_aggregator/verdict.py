"""Judges one answer: reads what came, decides on it, and finds what it changes. It only reads the state, so that it can
be done in any thread or process; what it comes to is small beside the feed.
"""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from wbl_aggregator.accept import Decision, Guard, Holding, State, accept
from wbl_aggregator.crawl import Crawled
from wbl_aggregator.crawl.adopted import succeeded, with_records
from wbl_aggregator.decisions.gone import is_ended
from wbl_aggregator.match.employers import KnownEmployer, employers_with
from wbl_aggregator.moderating import Moderating
from wbl_aggregator.sources import CrawlSettings
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import Change, change
from wbl_aggregator.store.holdings import Numbers
from wbl_aggregator.visiting import gone_count, visited
from wbl_aggregator.visits import Visit
from wbl_feed.errors import WblFeedError
from wbl_feed.fetch import Failed, Fetched, NotModified
from wbl_feed.times import parse_instant

_UNCONFIRMED = "Deletions may have been missed, and the whole feed could not be read; what is kept is not confirmed."
_BESIDE_OTHERS = frozenset({"duplicate_id", "likely_double"})
"""Notices of what a posting is beside others, which are found anew each time."""
_MOST_NOTICES = 20_000
"""Of one document that are kept; the first are told and the others counted."""
_MOST_TOLD = 500
"""Of a source that the summary of a run has; all are in the state."""


@dataclass(frozen=True)
class Hub:
    """What judging has to know of the hub and the run."""

    feed: str
    """Id of the statewide feed."""
    crawl: CrawlSettings
    moderation: Moderation
    employers: tuple[KnownEmployer, ...]
    """Those that the operator knows beside the shipped ones."""
    out: Path
    state: Path
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """What an answer came to: all that the run has to keep."""

    crawled: Crawled
    """Without the feed."""
    decision: Decision
    """Without what is held of the source, but for its envelope, and with the worst of the notices alone."""
    change: Change | None = None
    """What is to be written of the source; ``None`` where all is as it was."""
    notices: tuple[dict[str, Any], ...] = ()
    """Of the document, as JSON: those found now, and those found before of postings that are still the same."""
    kinds_before: frozenset[str] = frozenset()
    """Codes of the errors that were kept of the source."""
    kinds: frozenset[str] = frozenset()
    """Codes of the errors of this document."""
    rights: tuple[str, ...] = ()
    """Postings of which the source says now that they had to go."""
    withdrawn: frozenset[str] = frozenset()
    """Those of the removed postings of which a tombstone says so."""
    settled: bool = True
    """Whether the same document would come to the same."""
    postings: int = 0
    """How many are held after it."""


def judged(hub: Hub, crawled: Crawled, visit: Visit) -> Verdict:
    """The verdict on an answer; ``visit`` is the one before it. A fault of ours that it brings out counts as failed.

    Raises ``sqlite3.Error``, ``OSError`` and ``WblFeedError``: the disk, on which no other source could be kept either.
    """
    if isinstance(crawled.outcome, NotModified):
        return Verdict(crawled, Decision(crawled.source, "unchanged", Holding(), refused=visit.refused))
    if isinstance(crawled.outcome, Failed) and crawled.outcome.status != 410:
        return Verdict(crawled, _failed(crawled, crawled.outcome))
    try:
        with closing(Store.read(hub.state)) as store:
            return _judged(hub, store, crawled, visit)
    except (sqlite3.Error, OSError, WblFeedError):
        raise
    except Exception as error:
        return of_fault(crawled, error)


def of_fault(crawled: Crawled, error: Exception) -> Verdict:
    """The verdict on an answer that brings out a fault of ours."""
    failed = Failed(crawled.outcome.url, "bad_response", _fault(error))
    return Verdict(replace(_without_feed(crawled), outcome=failed), _failed(crawled, failed))


def _judged(hub: Hub, store: Store, crawled: Crawled, visit: Visit) -> Verdict:
    source = crawled.source.id
    crawled = crawled.read()
    decision, held = _decide(hub, store, crawled, visit), None
    if decision.state in ("new", "changed"):
        envelope = decision.holding.envelope
        shown = Moderating(store, hub.moderation).shown_of(source, envelope.id if envelope else "")
        held = change(source, store.holdings.stored(source), decision.holding, shown, employers_with(hub.employers))
    before = store.asking.notices(source)
    told = _told(decision, crawled, before) if isinstance(crawled.outcome, Fetched) else ()
    stones = decision.holding.tombstones
    return Verdict(
        _without_feed(crawled),
        replace(
            decision,
            holding=Holding(decision.holding.envelope),
            notices=tuple(sorted(decision.notices, key=lambda notice: not notice.fails)[:_MOST_TOLD]),
            known=frozenset(),
        ),
        held,
        told,
        frozenset(str(one["code"]) for one in before if one["severity"] == "error"),
        frozenset(notice.code for notice in decision.notices if notice.fails),
        _by_rights(store, decision),
        frozenset(one for one in held.removed if one in stones) if held else frozenset(),
        decision.settled,
        len(decision.holding.postings),
    )


def _decide(hub: Hub, store: Store, crawled: Crawled, visit: Visit) -> Decision:
    source = crawled.source
    if isinstance(crawled.outcome, Failed):
        return _given_up(hub, store, crawled, visit)
    if crawled.reading is None:
        return Decision(source, "unchanged", Holding(), refused=visit.refused)
    before = store.holdings.of(source.id)
    verdict, reviewed = store.review(source.id)
    guard = Guard(visit.yields, _lately(visit, hub.at), verdict, reviewed, hub.moderation.forgotten)
    try:
        crawled, before = succeeded(crawled, before, hub.out)
        decision = with_records(accept(crawled, before, hub.feed, hub.at, guard), crawled)
        if not crawled.missed or decision.state == "failed":
            return decision
        if crawled.whole is None:
            return replace(decision, message=decision.message or _UNCONFIRMED)
        whole = accept(replace(crawled, reading=crawled.whole.read()), decision.holding, hub.feed, hub.at, guard)
        return whole if whole.state != "unchanged" else replace(whole, state=decision.state)
    except Exception as error:  # a fault of ours that one feed brings out must not cost the other sources
        return Decision(source, "failed", before, _fault(error), "bad_response")


def _given_up(hub: Hub, store: Store, crawled: Crawled, visit: Visit) -> Decision:
    """A feed that answers 410: its end, if it did so a day ago and ever since (spec section 8.6)."""
    source = crawled.source
    decision = _failed(crawled, crawled.outcome)
    after = visited(visit, decision, crawled, Numbers(), None, hub.crawl, hub.at)
    if not is_ended(gone_count(after)):
        return decision
    before = store.holdings.of(source.id)
    state: State = "changed" if before.postings else "unchanged"
    message = "The feed has ended: it answers 410. Take it out of the sources."
    return Decision(source, state, replace(before, postings={}), message, "ended")


def _failed(crawled: Crawled, outcome: object) -> Decision:
    assert isinstance(outcome, Failed)  # noqa: S101
    return Decision(crawled.source, "failed", Holding(), outcome.message, outcome.code)


def _lately(visit: Visit, at: datetime) -> bool:
    """Whether what has not changed since the last visit was judged lately: some rules go by date, and once a week
    all is judged anew.
    """
    if not visit.last_success:
        return False
    return parse_instant(visit.last_success).isocalendar()[:2] == at.isocalendar()[:2]


def _by_rights(store: Store, decision: Decision) -> tuple[str, ...]:
    """The postings of which a source says now that they had to go: out of the log and old pages too, and out of
    what came from it (spec section 20.1 rule 5).
    """
    source = decision.source.id
    stones = (one.id for one in decision.holding.tombstones.values() if one.reason == "rights")
    return tuple(one for one in stones if getattr(store.holdings.tombstone(source, one), "reason", "") != "rights")


def _without_feed(crawled: Crawled) -> Crawled:
    return replace(crawled, reading=None, documents=None, whole=None, adopted=None)


def _fault(error: Exception) -> str:
    return f"it could not be judged, by a fault of this program ({type(error).__name__}: {error})"


def _told(decision: Decision, crawled: Crawled, before: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    now = tuple(notice.to_json_value() for notice in decision.notices[:_MOST_NOTICES])
    if not before:
        return now
    reading = crawled.reading
    places = {item.posting.id: item.pointer for item in reading.items} if reading else {}
    still = set(decision.known)
    if reading and reading.envelope and reading.envelope.completeness == "delta":
        still |= decision.holding.postings.keys() - places.keys()
    kept = (one for one in before if one.get("posting") in still and one["code"] not in _BESIDE_OTHERS)
    return (*now, *({**one, "pointer": _moved(one, places)} for one in kept))


def _moved(notice: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """A pointer into a posting, where that stands in another place now."""
    pointer, place = str(notice.get("pointer", "")), places.get(notice["posting"])
    return re.sub(r"^(?:/pages/\d+)?/items/\d+", place, pointer) if place else pointer
