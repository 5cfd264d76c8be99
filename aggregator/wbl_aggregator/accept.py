"""Decides what a source's answer changes: which postings are taken, kept and deleted (spec section 8)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

from wbl_aggregator.crawl import Crawled
from wbl_aggregator.sources import Source
from wbl_feed.fetch import Failed, NotModified
from wbl_feed.models import Envelope, Posting, Tombstone
from wbl_feed.notices.atom import AtomUnstructured
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import DigestMismatch, InvalidJson, PageMissing, PageRefused, TotalItemsMismatch
from wbl_feed.notices.posting import InvalidValue, MissingMember, WrongType
from wbl_feed.sanitising import sanitised
from wbl_feed.times import format_instant, parse_instant
from wbl_feed.validate import Report, validate

Dated = TypeVar("Dated", Posting, Envelope)
State = Literal["new", "changed", "unchanged", "failed", "paused"]
_NOT_INTACT = (TotalItemsMismatch, DigestMismatch, PageMissing, PageRefused, AtomUnstructured, InvalidJson)
_NOT_SOUND = (InvalidValue, MissingMember, WrongType)
_GUARD_FROM = 6


@dataclass(frozen=True)
class Holding:
    """What is known of a source: its envelope and its last good postings and tombstones, by id."""

    envelope: Envelope | None = None
    postings: dict[str, Posting] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)


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

    @property
    def settled(self) -> bool:
        """Whether the same document would come to the same: nothing is held for review, and no page was missing."""
        return not self.message and not any(isinstance(notice, PageMissing) for notice in self.notices)


def accept(crawled: Crawled, before: Holding, own_feed: str, at: datetime) -> Decision:
    """The decision on one answer; a failing source keeps its last good postings."""
    source, outcome = crawled.source, crawled.outcome
    if isinstance(outcome, Failed):
        return Decision(source, "failed", before, outcome.message, outcome.code)
    if isinstance(outcome, NotModified) or crawled.reading is None:
        return Decision(source, "unchanged", before)
    report = validate(crawled.reading, at)
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
    return _merge_in(source, before, report, _not_future(envelope, before.envelope, at), own_feed, at)


def _merge_in(
    source: Source, before: Holding, report: Report, envelope: Envelope, own_feed: str, at: datetime
) -> Decision:
    looped = {posting.id for posting in report.sound if own_feed in _chain(posting)}
    taken = {
        posting.id: _not_future(_clean(posting), before.postings.get(posting.id), at)
        for posting in report.sound
        if posting.id not in looped
    }
    postings = {**before.postings, **taken}
    for posting in taken.values():
        for earlier in set(posting.previous_ids or ()) - taken.keys():
            postings.pop(earlier, None)
    said = {one.id: _past(one, before.tombstones.get(one.id), at) for one in envelope.tombstones or ()}
    for identity, tombstone in said.items():
        held_posting = postings.get(identity)
        if held_posting and parse_instant(tombstone.date_deleted) >= parse_instant(held_posting.date_modified):
            del postings[identity]
    for identity in looped:
        postings.pop(identity, None)
    absent = {identity for identity in postings if identity not in taken} - _refused_ids(report)
    held, message = _hold(source, absent, before, report, envelope)
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
    confirmed = envelope.completeness != "delta" and _intact(report) and not held
    return Decision(source, state, holding, message, "", report.notices, refused, confirmed, tuple(sorted(held)))


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


def _intact(report: Report) -> bool:
    """Whether every document was read to its end, the envelope is sound, and count and digest agree (section 8.2)."""
    return report.reading.whole and not any(
        isinstance(notice, _NOT_INTACT) or (isinstance(notice, _NOT_SOUND) and "/items/" not in notice.pointer)
        for notice in report.notices
    )


def _hold(
    source: Source, absent: set[str], before: Holding, report: Report, envelope: Envelope
) -> tuple[set[str], str]:
    """The absent postings that stay, and why: absence deletes only in an intact, complete feed."""
    if not absent:
        return set(), ""
    if envelope.completeness == "delta":
        return absent, ""
    if not _intact(report):
        return absent, f"The feed is not intact, so absent postings are kept: {len(absent)}."
    if before.envelope and _older(envelope, before.envelope) and not source.accept_drop:
        return absent, f"The feed is older than the one read before, so absent postings are kept: {len(absent)}."
    known = len(before.postings)
    if known >= _GUARD_FROM and len(absent) * 2 > known and not source.accept_drop:
        return absent, (
            f"{len(absent)} of {known} postings vanished at once; they are kept until accept_drop = true "
            f"is set for the source “{source.id}”."
        )
    return set(), ""
