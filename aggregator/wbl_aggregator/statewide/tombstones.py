"""The statewide tombstone of an entry that is gone: when it went, and why."""

from datetime import datetime

from wbl_aggregator.decisions.offered import over_at
from wbl_aggregator.match import Member
from wbl_aggregator.statewide.standing import Standing, is_over
from wbl_aggregator.store import Store
from wbl_aggregator.store.entries import Entry
from wbl_feed.json_format import load
from wbl_feed.models import Posting, Tombstone
from wbl_feed.times import format_instant, parse_instant


def tombstone(
    before: Entry, members: list[Member], merged_into: str | None, store: Store, standing: Standing, at: datetime
) -> Tombstone:
    """The tombstone of an entry, dated by its source where that says when the posting went.

    It is never older than the entry, even if the clock was set back: the later of the two holds (spec section 8.4).
    """
    modified = parse_instant(before.modified)
    if merged_into:
        moment = format_instant(max(at, modified))
        return Tombstone(id=before.id, date_deleted=moment, reason="merged", replaced_by=merged_into)
    said = [stone for one in members if (stone := store.holdings.tombstone(one.source, one.id))]
    last = max(said, key=lambda stone: parse_instant(stone.date_deleted), default=None)
    stated = parse_instant(last.date_deleted) if last else at
    when = max(min(stated, at), modified)
    reason = (last.reason if last else None) or _reason(before, members, standing, at)
    return Tombstone(id=before.id, date_deleted=format_instant(when), reason=reason)


def _reason(before: Entry, members: list[Member], standing: Standing, at: datetime) -> str:
    """Why an entry is gone of which no source says so."""
    envelopes = [standing.envelopes[one.source] for one in members if one.source in standing.envelopes]
    if any(is_over(envelope, at) for envelope in envelopes):
        return "closed"  # spec section 17.6, rule 5
    if any(one.source in standing.hidden for one in members) and envelopes:
        end = over_at(Posting.from_members(load(before.value)), envelopes[0].time_zone)
        if end is not None and end < at:
            return "expired"
    return "withdrawn"
