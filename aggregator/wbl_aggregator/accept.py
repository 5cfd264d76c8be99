"""Decides what a source's answer changes: which postings are taken, kept and deleted (spec section 8)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from wbl_aggregator.crawl import Crawled
from wbl_aggregator.decisions.deletion import Absence, hold
from wbl_aggregator.decisions.intact import is_intact
from wbl_aggregator.match import evidence
from wbl_aggregator.sources import Source
from wbl_feed.fetch import Failed, NotModified
from wbl_feed.models import Envelope, Posting, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import PageMissing
from wbl_feed.sanitising import sanitised
from wbl_feed.times import format_instant, parse_instant
from wbl_feed.validate import Report, validate

Dated = TypeVar("Dated", Posting, Envelope)
State = Literal["new", "changed", "unchanged", "failed", "paused", "waiting"]


@dataclass(frozen=True)
class Holding:
    """What is known of a source: its envelope and its last good postings and tombstones, by id."""

    envelope: Envelope | None = None
    postings: dict[str, Posting] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)


@dataclass(frozen=True)
class Guard:
    """What decides beside a feed itself whether absence from it deletes."""

    yields: tuple[int, ...] = ()
    """Postings in its last five intact readings, the oldest first."""
    judged: bool = False
    """Whether what is held was judged not long ago, so that what has not changed is not judged again."""
    verdict: str = ""
    """What an operator said of ``reviewed``: ``accept``, ``keep`` or nothing."""
    reviewed: frozenset[str] = frozenset()
    """The ids that were held when the operator said it."""
    forgotten: frozenset[str] = frozenset()
    """Ids of postings that are never to be taken again."""

    def forgets(self, posting: Posting) -> bool:
        """Whether a posting is one of those, by any id that it has or had, here or where it came from."""
        return bool(self.forgotten) and not self.forgotten.isdisjoint(evidence.identity(posting))


@dataclass(frozen=True)
class Decision:
    """What one crawl of a source came to."""

    source: Source
    state: State
    holding: Holding
    message: str = ""
    """Why it failed, or what is held, in words for people."""
    code: str = ""
    notices: tuple[Notice, ...] = ()
    refused: int = 0
    confirmed: bool = False
    """Whether absence was acted on, so that nothing is kept that the feed does not have any more."""
    held: tuple[str, ...] = ()
    """Ids that the feed no longer has and that are kept all the same."""
    reason: str = ""
    """Why they are: ``not_intact``, ``older``, or, if a person is to decide, ``drop`` or ``blast``."""
    items: int = 0
    """Postings that the feed had."""
    known: frozenset[str] = frozenset()
    """Ids of postings that were judged before and are the same, so that ``notices`` says nothing of them."""

    @property
    def settled(self) -> bool:
        """Whether the same document would come to the same: nothing is held for review, and no page was missing."""
        return not self.message and not any(isinstance(notice, PageMissing) for notice in self.notices)


def accept(crawled: Crawled, before: Holding, own_feed: str, at: datetime, guard: Guard | None = None) -> Decision:
    """The decision on one answer; a failing source keeps its last good postings."""
    source, outcome = crawled.source, crawled.outcome
    if isinstance(outcome, Failed):
        return Decision(source, "failed", before, outcome.message, outcome.code)
    if isinstance(outcome, NotModified) or crawled.reading is None:
        return Decision(source, "unchanged", before)
    report = validate(crawled.reading, at, known=before.postings if guard and guard.judged else None)
    envelope = crawled.reading.envelope
    if envelope is None or not crawled.reading.well_formed:
        fault = next((notice for notice in report.notices if notice.fails), None)
        message = fault.message if fault else "It is not a feed of this standard; it has no envelope."
        code = fault.code if fault else "no_envelope"
        return Decision(source, "failed", before, message, code, report.notices, report.refused)
    if envelope.id == own_feed:
        message = "This is the aggregator's own feed; take it out of the sources."
        return Decision(source, "failed", before, message, "own_feed", report.notices, report.refused)
    if before.envelope and before.envelope.id not in (envelope.id, *(envelope.supersedes or ())):
        message = f"Another feed is at this address: {envelope.id}, not {before.envelope.id}. List it as a new source."
        return Decision(source, "failed", before, message, "other_feed", report.notices, report.refused)
    envelope = _not_future(envelope, before.envelope, at)
    return _merge_in(source, before, report, envelope, own_feed, at, guard or Guard())


def _merge_in(
    source: Source, before: Holding, report: Report, envelope: Envelope, own_feed: str, at: datetime, guard: Guard
) -> Decision:
    looped = {posting.id for posting in report.sound if own_feed in _chain(posting)}
    taken = {
        posting.id: _not_future(_clean(posting), before.postings.get(posting.id), at)
        for posting in report.sound
        if posting.id not in looped and not guard.forgets(posting)
    }
    kept = {one: posting for one, posting in before.postings.items() if not guard.forgets(posting)}
    postings = {**kept, **taken}
    for posting in taken.values():
        for earlier in set(posting.previous_ids or ()) - taken.keys():
            postings.pop(earlier, None)
    said = {one.id: _past(one, before.tombstones.get(one.id), at) for one in envelope.tombstones or ()}
    for identity, tombstone in said.items():
        held_posting = postings.get(identity)
        if source.adopted and tombstone.reason != "rights":
            continue  # the site itself said nothing: its adapter found that a record is missing, which is an absence
        if held_posting and parse_instant(tombstone.date_deleted) >= parse_instant(held_posting.date_modified):
            del postings[identity]
    stoned = sum(identity in before.postings and identity not in postings for identity in said)
    for identity in looped:
        postings.pop(identity, None)
    absent = {identity for identity in postings if identity not in taken} - _refused_ids(report)
    held, reason, message = _hold(source, absent, before, report, envelope, guard, stoned)
    if looped and not message:
        message = f"Postings that came from this aggregator itself, left out: {len(looped)}."
    for identity in absent - held:
        del postings[identity]
    tombstones = {i: stone for i, stone in {**before.tombstones, **said}.items() if i not in postings}
    last = before.envelope if before.envelope and _older(envelope, before.envelope) else envelope
    holding = Holding(last, postings, tombstones)
    refused = len(report.reading.received) - len(report.sound)
    if before == holding:
        state: State = "unchanged"
    else:
        state = "changed" if before.envelope else "new"
    confirmed = envelope.completeness != "delta" and is_intact(report) and not held
    ids, items = tuple(sorted(held)), len(report.sound)
    return Decision(
        source, state, holding, message, "", report.notices, refused, confirmed, ids, reason, items, report.known
    )


def _not_future(value: Dated, before: Dated | None, at: datetime) -> Dated:
    """A value whose date in the future counts as the moment it was first read (spec section 10)."""
    if parse_instant(value.date_modified) <= at:
        return value
    if before is not None and value.evolve(date_modified=before.date_modified) == before:
        return before
    return value.evolve(date_modified=format_instant(at))


def _past(tombstone: Tombstone, before: Tombstone | None, at: datetime) -> Tombstone:
    """A tombstone whose moment in the future counts as that of its first reading (spec section 10)."""
    if parse_instant(tombstone.date_deleted) <= at:
        return tombstone
    first = before.date_deleted if before else format_instant(at)
    return tombstone.evolve(date_deleted=first)


def _older(envelope: Envelope, last: Envelope) -> bool:
    return parse_instant(envelope.date_modified) < parse_instant(last.date_modified)


def _chain(posting: Posting) -> set[str]:
    """Ids of the feeds that a posting has been in; one's own among them means a loop (spec section 17.3)."""
    origins = posting.provenance or ()
    return {origin.feed for origin in origins} | {hop.feed for origin in origins for hop in origin.via or ()}


def _clean(posting: Posting) -> Posting:
    """The posting with nothing active in its HTML: feeds are hostile input, and this one is handed on."""
    html = posting.description_html
    if html is None:
        return posting
    clean = sanitised(html)
    return posting if clean == html else posting.evolve(description_html=clean or None)


def _refused_ids(report: Report) -> set[str]:
    """Ids of items that are in the feed but not sound: their last good version stays."""
    return {
        value["id"] for value in report.reading.received if isinstance(value, dict) and isinstance(value.get("id"), str)
    }


def _hold(
    source: Source, absent: set[str], before: Holding, report: Report, envelope: Envelope, guard: Guard, stoned: int
) -> tuple[set[str], str, str]:
    """The absent postings that stay, and why: absence deletes only in an intact, complete feed.

    ``stoned`` is how many postings a tombstone took away, which the feed has accounted for.
    """
    if not absent:
        return set(), "", ""
    if envelope.completeness == "delta":
        return absent, "", ""
    if not is_intact(report):
        return absent, "not_intact", f"The feed is not intact, so absent postings are kept: {len(absent)}."
    if source.accept_drop or (guard.verdict == "accept" and absent <= guard.reviewed):
        return set(), "", ""
    if before.envelope and _older(envelope, before.envelope):
        message = f"The feed is older than the one read before, so absent postings are kept: {len(absent)}."
        return absent, "older", message
    reason = _guarded(source, absent, before, len(report.sound) + stoned, guard)
    if not reason:
        return set(), "", ""
    message = (
        f"{len(absent)} of {len(before.postings)} postings vanished at once; they are kept until you agree, by "
        f"`wbl aggregate review --accept {source.id}` or by accept_drop = true for this source."
    )
    return absent, reason, message


def _guarded(source: Source, absent: set[str], before: Holding, now: int, guard: Guard) -> str:
    live = {identity for identity, posting in before.postings.items() if posting.live}
    absence = Absence(len(before.postings), len(absent), len(live), len(live & absent), now, guard.yields)
    least = 0.7 if source.least_share is None else source.least_share
    most = 0.5 if source.most_share is None else source.most_share
    return hold(absence, least_share=least, most_share=most)
