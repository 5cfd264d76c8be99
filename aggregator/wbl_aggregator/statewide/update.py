"""Takes pending changes of the sources into the statewide feed: match, name, merge, number."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from wbl_aggregator.ledger import Ledger, Origin, assign, former_ids, statewide_id
from wbl_aggregator.match import Group, Member, OverShared, cluster, find_edges
from wbl_aggregator.statewide.entries import Maker
from wbl_aggregator.statewide.standing import Standing
from wbl_aggregator.statewide.tombstones import tombstone
from wbl_aggregator.store import Store
from wbl_aggregator.store.entries import Entry
from wbl_aggregator.store.reach import Reach
from wbl_aggregator.visits import Life
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Posting
from wbl_feed.times import format_instant

_BATCH = 500


@dataclass
class Update:
    """What taking in the changes came to."""

    upserts: int = 0
    deletions: int = 0
    over_shared: list[OverShared] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Members that could not be merged, with the reason; what was published of their entries before stays."""
    left: set[Member] = field(default_factory=set)
    """The same members."""


def update(store: Store, feed: FeedSettings, standing: Standing, at: datetime) -> Update:
    """Bring the entries up to date with the holdings; only what the pending changes can reach is looked at.

    The same holdings give the same entries, in whatever steps they came. To be called within ``store.writing()``.
    """
    outcome = Update()
    reach = Reach(store.database)
    if not reach:
        return outcome
    maker = Maker(feed, standing, store.holdings, at)
    live = reach.live(standing.hidden)
    groups = list(_groups(live, reach.linked(standing.hidden), maker, outcome))
    origins = {member: _origin(member, maker) for member in live}
    sequence = max(store.entries.sequence(), int(store.meta("published sequence") or 0))
    standing_before = reach.entries()
    concerned = [
        (Member(member.source, identity), one.source_feed)
        for member, one in origins.items()
        for identity in (member.id, *one.previous_ids)
    ]
    own = (statewide_id(feed.id, one.feed, one.id) for one in origins.values())  # which may be taken up again (17.6)
    before = store.entries.ledger_of(concerned, {*standing_before, *own})
    reached = frozenset(standing_before)

    def stands_elsewhere(identity: str) -> bool:
        return identity not in reached and any(True for _ in store.entries.some([identity]))

    named, after = assign(groups, origins, before, feed.id, sequence + 1, stands_elsewhere)
    former = former_ids(named, after)
    for batch in _batches(sorted(named)):
        old = {entry.id: entry for entry in store.entries.some(batch)}
        sequence = _upsert(store, maker, outcome, batch, named, former, old, sequence)
    left = {before.entries[one].id for one in outcome.left if one in before.entries}
    gone = [identity for identity in standing_before if identity not in named and identity not in left]
    _delete(store, standing, outcome, gone, after, sequence, at)
    store.entries.keep_ledger(before, after)
    reach.done()
    return outcome


def _groups(live: list[Member], linked: Iterable[list[Member]], maker: Maker, outcome: Update) -> Iterator[Group]:
    """The groups of the reached postings: those without anything in common with another stand alone."""
    met: set[Member] = set()
    for members in linked:
        met.update(members)
        postings = {member: Posting.from_members(maker.posting(member)) for member in members}
        edges, over = find_edges(postings)
        outcome.over_shared += over
        yield from cluster(postings, edges)
    yield from (Group((member,)) for member in live if member not in met)


def _origin(member: Member, maker: Maker) -> Origin:
    value = maker.posting(member)
    envelope = maker.standing.envelopes[member.source]
    first = (value.get("provenance") or (None,))[0]
    feed, identity = (first["feed"], first["id"]) if first else (envelope.id, member.id)
    return Origin(envelope.id, feed, identity, tuple(value.get("previousIds", ())))


def _upsert(
    store: Store,
    maker: Maker,
    outcome: Update,
    batch: list[str],
    named: dict[str, Group],
    former: dict[str, list[str]],
    old: dict[str, Entry],
    sequence: int,
) -> int:
    fresh: list[tuple[Entry, int]] = []
    same = []
    for identity in batch:
        before, group = old.get(identity), named[identity]
        try:
            entry = maker.make(identity, group, tuple(former.get(identity, ())), before)
        except sqlite3.Error:
            raise
        except Exception as error:  # whatever one posting brings out must not cost the others
            outcome.left_out += [f"{member.source} {member.id}: {error}" for member in group.members]
            outcome.left |= set(group.members)
            if before is None:
                del named[identity]
            continue
        if before is None or entry.value != before.value:
            sequence += 1
            fresh.append((entry, sequence))
        elif (entry.members, entry.evidence) != (before.members, before.evidence):
            same.append((identity, entry.members, entry.evidence))
    _tell(store, fresh, old, maker.at)
    store.entries.put(fresh)
    store.entries.put_members(same)
    store.entries.remove_gone(entry.id for entry, _ in fresh)
    store.entries.dirty(batch)  # the members' own words may differ where the entry does not
    outcome.upserts += len(fresh)
    return sequence


def _tell(store: Store, fresh: list[tuple[Entry, int]], old: dict[str, Entry], at: datetime) -> None:
    """Note in the lives of postings which entry they came to, and left."""
    moment = format_instant(at)
    lives: list[Life] = []
    for entry, _ in fresh:
        before = old.get(entry.id)
        known = set(before.members) if before else set()
        now = set(entry.members) if len(entry.members) > 1 else set()
        lives += [Life(moment, one.source, one.id, entry.id, "merged") for one in sorted(now - known)]
        lives += [Life(moment, one.source, one.id, entry.id, "split") for one in sorted(known - set(entry.members))]
    store.story.live(lives)


def _delete(
    store: Store, standing: Standing, outcome: Update, gone: list[str], ledger: Ledger, sequence: int, at: datetime
) -> None:
    members: dict[str, list[Member]] = defaultdict(list)
    for member, known in ledger.entries.items():
        members[known.id].append(member)
    rows = []
    for batch in _batches(gone):
        for before in sorted(store.entries.some(batch), key=lambda entry: entry.id):
            stone = tombstone(before, sorted(members[before.id]), ledger.aliases.get(before.id), store, standing, at)
            sequence += 1
            rows.append((before.id, stone.canonical, stone.date_deleted, sequence))
    store.entries.put_gone(rows)
    store.entries.remove(gone)
    store.entries.dirty(gone)
    outcome.deletions += len(gone)


def _batches(identities: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(identities), _BATCH):
        yield identities[start : start + _BATCH]
