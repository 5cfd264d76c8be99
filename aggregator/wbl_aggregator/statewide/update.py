"""Takes pending changes of the sources into the statewide feed: match, name, merge, number."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from wbl_aggregator.ledger import Ledger, Origin, assign, former_ids, statewide_id
from wbl_aggregator.match import Group, Member, OverShared
from wbl_aggregator.sources.matching import Matching
from wbl_aggregator.statewide.entries import Maker, Naming, make_entries
from wbl_aggregator.statewide.grouping import Finder
from wbl_aggregator.statewide.standing import Standing
from wbl_aggregator.statewide.tombstones import tombstone
from wbl_aggregator.store import Store
from wbl_aggregator.store.bearing import located
from wbl_aggregator.store.comparing import Comparing, Scale
from wbl_aggregator.store.entries import Entry
from wbl_aggregator.store.reach import Reach
from wbl_aggregator.visits import Life
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.times import format_instant

T = TypeVar("T")
Batch = Sequence[Naming]
MakeAll = Callable[[list[Batch]], Iterator[tuple[Batch, list[Entry | str]]]]
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


def update(
    store: Store,
    feed: FeedSettings,
    standing: Standing,
    at: datetime,
    make: MakeAll | None = None,
    matching: Matching | None = None,
) -> Update:
    """Bring the entries up to date with the holdings; only what the pending changes can reach is looked at.

    ``make`` makes the entries, of each batch as :func:`make_entries` does, if that is not to be done here.
    The same holdings give the same entries, in whatever steps they came. To be called within ``store.writing()``.
    """
    outcome, matching = Update(), matching or Matching()
    matching = replace(matching, verdicts=located(store.database, matching.verdicts, standing.sources))
    scale = Scale(matching.rarity, matching.least, matching.floor)
    programmes = Comparing(store.database, store.likeness).compare(scale)
    reach = Reach(store.database, matching.verdicts.same)
    if not reach:
        return outcome
    maker = Maker(feed, standing, store.holdings, at)
    live = reach.live(standing.hidden)
    finder = Finder(maker, store.likeness, matching)
    groups = list(finder.groups(live, reach.linked(live)))
    outcome.over_shared += finder.over_shared
    travelled = set(live) if standing.overridden else reach.travelled()
    origins = {member: _origin(member, maker, travelled) for member in live}
    sequence = max(store.entries.sequence(), int(store.meta("published sequence") or 0))
    standing_before = reach.entries()
    concerned = [
        (Member(member.source, identity), one.source_feed)
        for member, one in origins.items()
        for identity in (member.id, *one.previous_ids)
    ]
    own = {statewide_id(feed.id, one.feed, one.id) for one in origins.values()}  # which may be taken up again (17.6)
    before = store.entries.ledger_of(concerned, own.union(standing_before))
    reached = frozenset(standing_before)
    others = store.entries.standing(own - reached)

    def stands_elsewhere(identity: str) -> bool:
        return identity in others or (
            identity not in reached and identity not in own and store.entries.stands(identity)
        )

    named, after = assign(groups, origins, before, feed.id, sequence + 1, stands_elsewhere)
    former = former_ids(named, after)
    # about in the order of the feed, in which entries are read when they are published
    order = sorted(named, key=lambda identity: (origins[named[identity].members[0]].feed, identity))
    namings = [Naming(identity, named[identity], tuple(former.get(identity, ()))) for identity in order]
    for batch, made in (make or partial(_in_order, maker, store))(list(_batches(namings))):
        sequence = _upsert(store, outcome, batch, made, named, sequence, at)
    left = {before.entries[one].id for one in outcome.left if one in before.entries}
    gone = [identity for identity in standing_before if identity not in named and identity not in left]
    _delete(store, standing, outcome, gone, after, sequence, at)
    store.entries.keep_ledger(before, after)
    store.programmes.mark(programmes)
    reach.done()
    return outcome


def _origin(member: Member, maker: Maker, travelled: Container[Member]) -> Origin:
    envelope = maker.standing.envelopes[member.source]
    if member not in travelled:
        return Origin(envelope.id, envelope.id, member.id)
    value = maker.posting(member)
    first = (value.get("provenance") or (None,))[0]
    feed, identity = (first["feed"], first["id"]) if first else (envelope.id, member.id)
    return Origin(envelope.id, feed, identity, tuple(value.get("previousIds", ())))


def _in_order(maker: Maker, store: Store, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Entry | str]]]:
    return ((batch, make_entries(maker, store.entries, batch)) for batch in batches)


def _upsert(
    store: Store,
    outcome: Update,
    batch: Batch,
    made: list[Entry | str],
    named: dict[str, Group],
    sequence: int,
    at: datetime,
) -> int:
    fresh: list[tuple[Entry, int]] = []
    same: list[Entry] = []
    old = {entry.id: entry for entry in store.entries.some([naming.id for naming in batch])}
    for (identity, group, _), entry in zip(batch, made, strict=True):
        before = old.get(identity)
        if isinstance(entry, str):
            outcome.left_out += [f"{member.source} {member.id}: {entry}" for member in group.members]
            outcome.left |= set(group.members)
            if before is None:
                del named[identity]
        elif before is None or entry.value != before.value:
            sequence += 1
            fresh.append((entry, sequence))
        elif entry.making != before.making:
            same.append(entry)
    _tell(store, fresh, old, at)
    store.entries.put(fresh)
    store.entries.put_making(same)
    store.entries.remove_gone(entry.id for entry, _ in fresh)
    store.entries.dirty(naming.id for naming in batch)  # the members' own words may differ where the entry does not
    outcome.upserts += len(fresh)
    return sequence


def _tell(store: Store, fresh: list[tuple[Entry, int]], old: dict[str, Entry], at: datetime) -> None:
    """Note in the lives of postings which entry they came to, and left."""
    moment = format_instant(at)
    lives: list[Life] = []
    for entry, _ in fresh:
        before = old.get(entry.id)
        if before is None and len(entry.members) == 1:
            continue
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


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
