"""One input of a feed: its drafts become postings with ids and dates, and it is told what of it is gone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wbl_feed.errors import NothingPublishedError, WblFeedError
from wbl_feed.models import Posting
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.projection import MemberUnread
from wbl_feed.notices.rows import DuplicateRow, MemberLeftOut, RowRefused
from wbl_feed.projections.offered import not_open
from wbl_feed.times import format_instant, parse_instant
from wbl_publishers.mapping.drafting import Draft
from wbl_publishers.mapping.mapping_file import Mapping as FieldMapping
from wbl_publishers.publishing.id_map import IdMap
from wbl_publishers.publishing.sound import sound_item

KEEP_UNSEEN = timedelta(days=90)
"""How long a posting stays that a source which shows its newest records alone shows no more."""
_GUARD_FROM = 4
_NAMED = 5


@dataclass(frozen=True)
class Batch:
    """What was read from one input, before it is compared with what was published."""

    name: str
    mapping: FieldMapping
    ids: IdMap
    drafts: tuple[Draft, ...] = ()
    notices: tuple[Notice, ...] = ()
    """Findings about the source as a whole."""
    complete: bool = True
    """Whether the source lists all it has, so that what is missing is gone."""
    failure: WblFeedError | None = None
    """Why the input could not be read; what was published of it stays."""
    passed_over: tuple[Draft, ...] = ()
    """Records that are not for the feed, by the mapping file."""
    withdrawn: tuple[Draft, ...] = ()
    """Records of which nothing may be published any more, by the source; they do not count."""
    shared: frozenset[str] = frozenset()
    """Keys that tell nothing any more, since several records share them now."""


@dataclass(frozen=True)
class Settled:
    """What became of one input: records = postings - kept + refused + passed over, always."""

    name: str
    ids: IdMap
    postings: tuple[Posting, ...]
    """In the order of the source, those included that stay."""
    records: int = 0
    passed_over: int = 0
    """Records that are not for the feed, by the mapping file."""
    refused: tuple[Draft, ...] = ()
    kept: tuple[Posting, ...] = ()
    """Postings that stay as they were published: their record was refused, or nothing may be withdrawn."""
    held: tuple[Posting, ...] = ()
    """Those of the kept ones that have no record, where a refused record without an id could be theirs."""
    unseen: tuple[Posting, ...] = ()
    """Those of the kept ones that the source, which shows its newest records alone, shows no more."""
    gone: tuple[Posting, ...] = ()
    notices: tuple[Notice, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """Where the record of each id stands."""
    failure: WblFeedError | None = None

    @property
    def message(self) -> str:
        """Why nothing was withdrawn although records are missing; empty if that is not so."""
        if not self.held:
            return ""
        return (
            f"Nothing was withdrawn, although {len(self.held)} of the postings published before have no row: a "
            "refused row, without an id or with that of another one, could be theirs. Mend its id and publish again."
        )


def settle(
    batch: Batch,
    assigned: tuple[Sequence[str], IdMap],
    before: Mapping[str, Posting],
    taken: set[str],
    at: datetime,
    zone: str,
    *,
    accept_drop: bool = False,
    alone: bool = True,
) -> Settled:
    """The postings of a batch.

    ``assigned`` are the ids of its records with the map that knows them, ``before`` the postings published of this
    input, ``taken`` the ids that other inputs have.

    A guard that fails is the batch's failure: then all that was published of it stays.
    """
    if batch.failure:
        return _as_before(batch, before, batch.failure)
    identities, ids = assigned
    judged = _judged(batch, identities, before, taken, at)
    postings, refused = judged.postings, judged.refused
    gone = {one: posting for one, posting in before.items() if one not in postings and one not in judged.kept}
    held = gone if judged.uncertain else {}
    # What the mapping file passes over, or the source withdraws, is gone in a window too.
    unfit = set(batch.ids.known([*batch.passed_over, *batch.withdrawn], batch.mapping.base))
    seen = {one: posting for one, posting in gone.items() if one not in unfit}
    unseen, missing = ({}, {}) if batch.complete or held else _unseen(seen, batch.ids.missing, zone, at)
    gone = {one: posting for one, posting in gone.items() if one not in held and one not in unseen}
    kept = {one: posting for one, posting in judged.kept.items() if one not in postings} | held | unseen
    # What a window shows no more goes by its date, many at once perhaps, and is no drop.
    if not accept_drop and (why := _drop(batch, before, gone if batch.complete else {})):
        failure = NothingPublishedError(why if alone else f"Input “{batch.name}”: {why}")
        return _as_before(batch, before, failure)
    filled = _filled(batch.drafts) if batch.drafts else ids.filled
    order = {identity: number for number, identity in reversed(list(enumerate(identities)))}
    stand = sorted({**postings, **kept}.items(), key=lambda one: order.get(one[0], len(order)))
    return Settled(
        name=batch.name,
        ids=replace(ids.without(batch.shared), filled=filled, missing=missing, new=False),
        postings=tuple(posting for _, posting in stand),
        records=len(batch.drafts) + len(batch.passed_over),
        passed_over=len(batch.passed_over),
        refused=tuple(refused),
        kept=tuple(kept.values()),
        held=tuple(held.values()),
        unseen=tuple(unseen.values()),
        gone=tuple(gone.values()),
        notices=tuple(judged.notices),
        places=judged.places,
    )


@dataclass
class _Judged:
    """What the drafts of a batch come to, one by one."""

    postings: dict[str, Posting] = field(default_factory=dict)
    kept: dict[str, Posting] = field(default_factory=dict)
    """As they were published: their record is refused."""
    refused: list[Draft] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    uncertain: bool = False
    """Whether a refused record could be that of any posting: it has no id, or that of another one."""


def _judged(
    batch: Batch, identities: Sequence[str], before: Mapping[str, Posting], taken: set[str], at: datetime
) -> _Judged:
    judged = _Judged(notices=list(batch.notices))
    rightful = _rightful(batch.drafts, identities, before)
    for number, (draft, identity) in enumerate(zip(batch.drafts, identities, strict=True)):
        used = identity in taken or rightful.get(identity, number) != number
        found = draft if draft.refused else _posting(draft, batch.mapping, identity, used, before.get(identity), at)
        if isinstance(found, Draft):
            judged.refused.append(found)
            judged.notices += found.notices
            judged.uncertain = judged.uncertain or used or not draft.keys
            if identity in before:
                judged.kept[identity] = before[identity]
        else:
            judged.postings[identity], left_out = found
            judged.notices += (*draft.notices, *left_out)
        judged.places.setdefault(identity, draft.place)
    return judged


def _rightful(drafts: Sequence[Draft], identities: Sequence[str], before: Mapping[str, Posting]) -> dict[str, int]:
    """Of records with one id the number of the one that has it: the one that was published, else the first.

    Where none of them bears the title that was published, nobody can tell, and none has it.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, identity in enumerate(identities):
        if identity:
            places[identity].append(number)
    found: dict[str, int] = {}
    for identity, numbers in places.items():
        if len(numbers) > 1:
            old = before.get(identity)
            same = [number for number in numbers if old is None or drafts[number].members.get("title") == old.title]
            found[identity] = same[0] if same else -1
    return found


def _as_before(batch: Batch, before: Mapping[str, Posting], failure: WblFeedError) -> Settled:
    stay = tuple(before.values())
    return Settled(batch.name, batch.ids, stay, kept=stay, notices=batch.notices, failure=failure)


def told_apart(batch: Batch) -> Batch:
    """The batch without the keys that several records share, such as one form for all, where a record has others.

    What is remembered of those keys is to be forgotten.
    """
    records = Counter(key for draft in batch.drafts for key in set(draft.keys))
    if len(records) == records.total():
        return batch
    own = [tuple(key for key in draft.keys if records[key] == 1) for draft in batch.drafts]
    # An id of the source's own stays, since two records of one id are a mistake to be told.
    kept = [
        tuple(dict.fromkeys((*draft.keys[:1], *keys))) if draft.has_own_id else keys or draft.keys
        for draft, keys in zip(batch.drafts, own, strict=True)
    ]
    drafts = tuple(replace(draft, keys=keys) for draft, keys in zip(batch.drafts, kept, strict=True))
    useless = {key for key, number in records.items() if number > 1} - {key for keys in kept for key in keys}
    return replace(batch, drafts=drafts, shared=frozenset(useless))


def _posting(
    draft: Draft,
    mapping: FieldMapping,
    identity: str,
    used: bool,
    old: Posting | None,
    at: datetime,
) -> tuple[Posting, list[Notice]] | Draft:
    """The posting of a draft with what was left out of it, or the draft with the reason why it is refused."""
    if not draft.keys:
        return _refuse(draft, RowRefused(expected=f"The id column “{mapping.id.column}” is empty.", place=draft.place))
    if used:
        return _refuse(draft, DuplicateRow(found=identity, place=draft.place, posting=identity))
    members: dict[str, Any] = {
        "id": identity,
        **draft.members,
        "dateModified": after(old.date_modified if old else None, at),
    }
    item, found = sound_item(members, at)
    if item is None:
        return _refuse(draft, *(replace(notice, place=draft.place) for notice in found if notice.fails))
    left_out: list[Notice] = [
        MemberLeftOut(pointer=one.pointer, found=one.found, expected=_reason(one), place=draft.place) for one in found
    ]
    posting = item.posting
    same = old is not None and old.evolve(date_modified=posting.date_modified) == posting
    return (old if same and old else posting), left_out


def _reason(notice: Notice) -> str:
    """Why a member is left out, as the end of a sentence."""
    if isinstance(notice, MemberUnread):
        return f"“{shown(notice.found)}”, and it must be {notice.expected.rstrip('.')}."
    return notice.message


def _refuse(draft: Draft, *notices: Notice) -> Draft:
    return replace(draft, notices=draft.notices + notices)


def after(old: str | None, at: datetime) -> str:
    """When a change happened: now, but always after the change before, even if the clock was set back."""
    return format_instant(max(at, parse_instant(old) + timedelta(seconds=1)) if old else at)


def _unseen(
    gone: Mapping[str, Posting], missing: Mapping[str, str], zone: str, at: datetime
) -> tuple[dict[str, Posting], dict[str, str]]:
    """Which of the missing postings stay, and since when each is missing: till its deadline, or for a while."""
    stay: dict[str, Posting] = {}
    since: dict[str, str] = {}
    for identity, posting in gone.items():
        first = missing.get(identity) or format_instant(at)
        if not_open(posting, zone, at) is None and at - parse_instant(first) < KEEP_UNSEEN:
            stay[identity] = posting
            since[identity] = first
    return stay, since


def _filled(drafts: tuple[Draft, ...]) -> frozenset[str]:
    """The columns in which at least half of the records have something."""
    there = Counter(column for draft in drafts for column in draft.filled)
    return frozenset(column for column, number in there.items() if number * 2 >= len(drafts))


def _drop(batch: Batch, before: Mapping[str, Posting], gone: Mapping[str, Posting]) -> str:
    """Why nothing may be published of a batch: too much of it is missing at once. Empty if all is well."""
    rest = "so nothing was published and nothing withdrawn. If that is right, run again with --accept-drop."
    if before and gone and not batch.drafts and not batch.passed_over:
        return f"The source is empty now, and {len(before)} postings were published of it, {rest}"
    if len(before) >= _GUARD_FROM and len(gone) * 2 > len(before):
        return f"{len(gone)} of {len(before)} postings would be withdrawn at once, {rest}"
    there = {column for draft in batch.drafts for column in draft.filled}
    lost = sorted((batch.ids.filled & set(batch.mapping.columns)) - there)
    if lost and before and len(batch.drafts) >= _GUARD_FROM:
        names = ", ".join(f"“{column}”" for column in lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
        said = "had something in most records last time and nothing now (was it renamed or taken out?)"
        return f"{names} {said}, {rest}"
    return ""
