"""Makes a site's next feed from its drafts and its previous feed: ids, dates of change, tombstones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wbl_feed.adapter import Draft
from wbl_feed.errors import NothingPublishedError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.json_format import seal
from wbl_feed.models import Feed, Posting, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import DuplicateRow, MemberLeftOut, RowRefused
from wbl_feed.reading import parse
from wbl_feed.times import format_instant, parse_instant
from wbl_publishers.mapping import Mapping
from wbl_publishers.members import REQUIRED
from wbl_publishers.mint import IdMap

KEEP_TOMBSTONES = timedelta(days=365)
_GUARD_FROM = 4


@dataclass(frozen=True)
class Build:
    """A feed, and what became of each row: rows = postings - kept + refused, always."""

    feed: Feed
    rows: int
    refused: tuple[Draft, ...]
    notices: tuple[Notice, ...]
    added: tuple[Posting, ...] = ()
    changed: tuple[Posting, ...] = ()
    withdrawn: tuple[Tombstone, ...] = ()
    kept: tuple[Posting, ...] = ()
    """Postings that stay as they were published: their row was refused, or nothing may be withdrawn (``held``)."""
    held: tuple[Posting, ...] = ()
    """Those of the kept ones that have no row, where a refused row without an id could be theirs."""

    @property
    def message(self) -> str:
        """Why nothing was withdrawn although rows are missing; empty if that is not so."""
        if not self.held:
            return ""
        return (
            f"Nothing was withdrawn, although {len(self.held)} of the postings published before have no row: a "
            "refused row without an id could be theirs. Fill the id column of that row and publish again."
        )


def build(
    drafts: Iterable[Draft], mapping: Mapping, ids: IdMap, previous: Feed | None, at: datetime, *, accept_drop: bool
) -> Build:
    """The next feed. Raises ``NothingPublishedError`` when most postings vanished at once and nobody said so."""
    before = {posting.id: posting for posting in previous.items} if previous else {}
    postings: dict[str, Posting] = {}
    refused: list[Draft] = []
    kept: dict[str, Posting] = {}
    notices: list[Notice] = []
    row_of: dict[str, int] = {}
    rows = 0
    drafts = _told_apart(drafts)
    identities = ids.assign(drafts, mapping.id.base or f"{mapping.feed.id.rstrip('/')}/")
    for draft, identity in zip(drafts, identities, strict=True):
        notices += draft.notices
        if not draft.members and not draft.keys and not draft.refused:
            continue
        rows += 1
        row_of.setdefault(identity, rows)
        outcome = draft if draft.refused else _posting(draft, mapping, identity, postings, before, at, notices)
        if isinstance(outcome, Draft):
            refused.append(outcome)
            notices += outcome.notices[len(draft.notices) :]
            kept |= {identity: before[identity]} if identity in before else {}
        else:
            postings[identity] = outcome
    gone = [posting for identity, posting in before.items() if identity not in postings and identity not in kept]
    held = tuple(gone) if any(not draft.keys for draft in refused) else ()
    kept = {identity: posting for identity, posting in kept.items() if identity not in postings}
    kept |= {posting.id: posting for posting in held}
    gone = [] if held else gone
    postings = dict(sorted({**postings, **kept}.items(), key=lambda item: row_of.get(item[0], rows + 1)))
    _guard(len(before), len(gone), accept_drop)
    withdrawn = tuple(Tombstone(id=posting.id, date_deleted=format_instant(at), reason="withdrawn") for posting in gone)
    feed = _feed(mapping.feed, tuple(postings.values()), withdrawn, previous, at)
    added = tuple(posting for posting in postings.values() if posting.id not in before)
    changed = tuple(p for p in postings.values() if p.id in before and p != before[p.id])
    return Build(feed, rows, tuple(refused), tuple(notices), added, changed, withdrawn, tuple(kept.values()), held)


def _told_apart(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, without the keys that several rows share, such as one form for all, where a row has others."""
    drafts = list(drafts)
    rows = Counter(key for draft in drafts for key in draft.keys)
    own = [tuple(key for key in draft.keys if rows[key] == 1) for draft in drafts]
    return [replace(draft, keys=keys or draft.keys) for draft, keys in zip(drafts, own, strict=True)]


def _posting(
    draft: Draft,
    mapping: Mapping,
    identity: str,
    postings: dict[str, Posting],
    before: dict[str, Posting],
    at: datetime,
    left_out: list[Notice],
) -> Posting | Draft:
    if not draft.keys:
        return _refuse(draft, RowRefused(expected=f"The id column “{mapping.id.column}” is empty.", place=draft.place))
    if identity in postings:
        return _refuse(draft, DuplicateRow(found=identity, place=draft.place, posting=identity))
    old = before.get(identity)
    modified = _after(old.date_modified if old else None, at)
    members: dict[str, Any] = {"id": identity, **draft.members, "dateModified": modified}
    posting = parse(Posting, members, "")
    if isinstance(posting, tuple):
        faulty = {notice.pointer.split("/")[1] for notice in posting}
        if any(f"/{name}" in REQUIRED for name in faulty):
            return _refuse(draft, *(replace(notice, place=draft.place) for notice in posting))
        left_out += [MemberLeftOut(pointer=n.pointer, expected=n.message, place=draft.place) for n in posting]
        posting = Posting.from_members({name: value for name, value in members.items() if name not in faulty})
    if old and old.evolve(date_modified=posting.date_modified) == posting:
        return old
    return posting


def _after(old: str | None, at: datetime) -> str:
    """When a change happened: now, but always after the change before, even if the clock was set back."""
    return format_instant(max(at, parse_instant(old) + timedelta(seconds=1)) if old else at)


def _refuse(draft: Draft, *notices: Notice) -> Draft:
    return replace(draft, notices=draft.notices + notices)


def _guard(before: int, gone: int, accept_drop: bool) -> None:
    if before >= _GUARD_FROM and gone * 2 > before and not accept_drop:
        raise NothingPublishedError(
            f"{gone} of {before} postings would be withdrawn at once, so nothing was published and nothing "
            "withdrawn. If that is right, run again with --accept-drop."
        )


def _feed(
    settings: FeedSettings,
    items: tuple[Posting, ...],
    withdrawn: tuple[Tombstone, ...],
    previous: Feed | None,
    at: datetime,
) -> Feed:
    alive = {posting.id for posting in items}
    standing = [one for one in (previous.tombstones if previous else None) or () if one.id not in alive]
    oldest = at - KEEP_TOMBSTONES
    kept = [one for one in standing if parse_instant(one.date_deleted) >= oldest]
    dropped = [one for one in standing if parse_instant(one.date_deleted) < oldest]
    since = parse_instant(previous.deletion.tombstones_since) if previous and previous.deletion else at
    since = max([since, *(parse_instant(one.date_deleted) + timedelta(seconds=1) for one in dropped)])
    tombstones = (*kept, *withdrawn)
    feed = settings.feed(
        date_modified=_after(previous.date_modified if previous else None, at),
        deletion={"tombstonesSince": format_instant(since)},
        tombstones=tombstones or None,
        items=items,
    )
    if previous and _content(previous) == _content(feed):
        feed = feed.evolve(date_modified=previous.date_modified)
    return seal(feed)


def _content(feed: Feed) -> Feed:
    """The feed without what changes from run to run."""
    return feed.evolve(date_modified="2000-01-01T00:00:00Z", total_items=None, digest=None, deletion=None)
