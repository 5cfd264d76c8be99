"""What each source has: its last good postings and tombstones, and what changed among them."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wbl_aggregator.accept import Holding
from wbl_aggregator.match.employers import Employers
from wbl_aggregator.store.change import Appearance, Change, Shown, Stored, appearance
from wbl_aggregator.store.kept import kept
from wbl_aggregator.store.likeness import Likeness
from wbl_feed.models import Envelope, Posting, Tombstone


@dataclass(frozen=True)
class Kept:
    """What keeping a holding changed, by ids."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    blocked: tuple[str, ...] = field(default=())
    """Of all that are kept, those that are not shown."""


@dataclass(frozen=True)
class Numbers:
    """What is held of a source, in numbers."""

    postings: int = 0
    live: int = 0
    blocked: int = 0


class Holdings:
    """The tables ``posting``, ``tombstone``, ``held`` and ``meeting``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._likeness = Likeness(database)

    def of(self, source: str) -> Holding:
        """The last good postings and tombstones of a source."""
        envelope = self.envelope(source)
        if envelope is None:
            return Holding()
        stones = self._db.execute("select id, value from tombstone where source = ? order by id", (source,))
        return Holding(
            envelope,
            {identity: kept(value, Posting.from_members) for identity, value in self._values(source)},
            {identity: kept(value, Tombstone.from_members) for identity, value in stones},
        )

    def envelope(self, source: str) -> Envelope | None:
        """The last envelope of a source's feed."""
        row = self._db.execute("select envelope from source where id = ?", (source,)).fetchone()
        return kept(row[0], Envelope.from_members) if row and row[0] else None

    def tombstone(self, source: str, identity: str) -> Tombstone | None:
        """What a source says of a posting that is gone."""
        query = "select value from tombstone where source = ? and id = ?"
        row = self._db.execute(query, (source, identity)).fetchone()
        return kept(row[0], Tombstone.from_members) if row else None

    def value(self, source: str, identity: str) -> bytes | None:
        """A posting as its source has it, as JSON."""
        row = self._db.execute("select value from posting where source = ? and id = ?", (source, identity)).fetchone()
        return row[0] if row else None

    def _values(self, source: str) -> Iterator[tuple[str, bytes]]:
        return self._db.execute("select id, value from posting where source = ? order by id", (source,))

    def stored(self, source: str) -> Stored:
        """What is kept of a source, as it is kept."""
        row = self._db.execute("select envelope from source where id = ?", (source,)).fetchone()
        stones = self._db.execute("select id, value from tombstone where source = ?", (source,))
        return Stored(row[0] if row else None, dict(self._values(source)), dict(stones))

    def keep(self, source: str, change: Change) -> Kept:
        """Write what changed of a source, and have it matched again."""
        self._db.execute(
            "insert into source (id, visit, envelope) values (?, '{}', ?)"
            " on conflict (id) do update set envelope = excluded.envelope",
            (source, change.envelope),
        )
        self._leave(source, change.removed)
        gone = [(source, identity) for identity in change.removed]
        self._db.executemany("delete from posting where source = ? and id = ?", gone)
        self._db.executemany(
            "insert into posting (source, id, shown, live, over, value) values (?, ?, 1, ?, ?, ?)"
            " on conflict (source, id) do update"
            " set shown = 1, live = excluded.live, over = excluded.over, value = excluded.value",
            [(source, *row) for row in change.rows],
        )
        self._show(source, change.appearance, change.changed)
        self.touch(source, [*change.added, *change.changed, *change.removed, *change.earlier])
        self._db.executemany(
            "delete from tombstone where source = ? and id = ?", [(source, identity) for identity in change.lifted]
        )
        rows = [(source, identity, value) for identity, value in change.tombstones]
        self._db.executemany("insert or replace into tombstone values (?, ?, ?)", rows)
        if change.lasting:
            self.touch_all(source)
        hidden = self._db.execute("select id from posting where source = ? and not shown", (source,))
        blocked = tuple(row[0] for row in hidden)
        return Kept(change.added, change.changed, change.removed, blocked)

    def _show(self, source: str, appearance: Appearance, known: Iterable[str] = ()) -> None:
        """Note how postings appear. Those that are ``known`` may have met others already; where they go on to do so
        nothing is written, since the values are in no order and each costs a page.
        """
        hidden = [(source, identity) for identity in appearance.hidden]
        self._db.executemany("update posting set shown = 0 where source = ? and id = ?", hidden)
        query = "select value, id, naming from meeting where source = ? and id = ?"
        before = {row for identity in known for row in self._db.execute(query, (source, identity))}
        now = set(appearance.meetings)
        gone = [(value, source, identity) for value, identity, _ in sorted(before - now)]
        self._db.executemany("insert or ignore into left_meeting values (?)", [row[:1] for row in gone])
        self._db.executemany("delete from meeting where value = ? and source = ? and id = ?", gone)
        rows = [(value, source, identity, naming) for value, identity, naming in sorted(now - before)]
        self._db.executemany("insert or replace into meeting values (?, ?, ?, ?)", rows)
        self._likeness.leave(source, appearance.hidden)
        self._likeness.put(source, appearance.records)

    def reshow(
        self, sources: Iterable[str], shown_of: Callable[[str], Shown], employers: Employers | None = None
    ) -> None:
        """Judge anew which postings of some sources are shown, and how they are read; all of them are matched again."""
        for source in sources:
            values = list(self._values(source))
            identities = [identity for identity, _ in values]
            self._leave_meetings(source, identities)
            self._db.execute("update posting set shown = 1 where source = ?", (source,))
            postings = ((identity, kept(value, Posting.from_members)) for identity, value in values)
            self._show(source, appearance(source, postings, shown_of(source), employers))
            self.touch(source, identities)

    def _leave(self, source: str, identities: Iterable[str]) -> None:
        """Take postings from where they met others, or were alike: those others are matched again."""
        identities = list(identities)
        self._leave_meetings(source, identities)
        self._likeness.leave(source, identities)

    def _leave_meetings(self, source: str, identities: Iterable[str]) -> None:
        """Remember where postings met others, so that those are matched again."""
        gone = [(source, identity) for identity in identities]
        self._db.executemany(
            "insert or ignore into left_meeting select value from meeting where source = ? and id = ?", gone
        )
        self._db.executemany("delete from meeting where source = ? and id = ?", gone)

    def touch(self, source: str, identities: Iterable[str]) -> None:
        """Have postings matched again."""
        self._db.executemany(
            "insert or ignore into touched values (?, ?)", [(source, identity) for identity in identities]
        )

    def touch_all(self, source: str) -> None:
        """Have all postings of a source matched again."""
        self._db.execute("insert or ignore into touched select source, id from posting where source = ?", (source,))
        self._db.execute(
            "insert or ignore into touched select source, earlier.value from posting,"
            " json_each(cast(posting.value as text), '$.previousIds') as earlier where source = ?",
            (source,),
        )

    def forget_source(self, source: str) -> None:
        """Take a source away with all that it had; its postings are matched again, as gone."""
        self.touch_all(source)
        self._leave(source, self.ids(source))
        for table in ("posting", "tombstone", "held", "meeting", "validator", "notice"):
            self._db.execute(f"delete from {table} where source = ?", (source,))  # noqa: S608 - our names
        self._db.execute("delete from source where id = ?", (source,))

    def forget(self, source: str, identity: str) -> None:
        """Take a posting away for good; what it met is matched again."""
        self._leave(source, [identity])
        self.touch(source, [identity])
        for table in ("posting", "held"):
            self._db.execute(f"delete from {table} where source = ? and id = ?", (source, identity))  # noqa: S608

    def hold(self, source: str, held: Mapping[str, str], at: str) -> None:
        """Note which absent postings are kept, with the reason; since when, if they were not before."""
        before = dict(self._db.execute("select id, since from held where source = ?", (source,)))
        self._db.execute("delete from held where source = ?", (source,))
        rows = [(source, identity, before.get(identity, at), reason) for identity, reason in held.items()]
        self._db.executemany("insert into held values (?, ?, ?, ?)", rows)

    def numbers(self, at: datetime, source: str = "") -> dict[str, Numbers]:
        """Of a source, or of each: its postings, those that can still be applied for, those that are blocked."""
        rows = self._db.execute(
            "select source, count(*), sum(live and shown and (over is null or over > ?)), sum(not shown) from posting"
            " where source between ? and ? group by source",
            (at.timestamp(), source, source or "~"),  # every id of a source comes before "~"
        )
        return {source: Numbers(postings, live, blocked) for source, postings, live, blocked in rows}

    def ends(self) -> dict[str, str]:
        """The terminationDate of each feed that names one."""
        query = "select id, json_extract(envelope, '$.terminationDate') from source"
        query += " where envelope like '%terminationDate%'"  # few name one, and this is quicker
        return {source: end for source, end in self._db.execute(query) if end}

    def with_log(self) -> list[str]:
        """Sources whose feed names a change log."""
        query = "select id from source where envelope like '%changeLog%'"
        return [row[0] for row in self._db.execute(query)]

    def ids(self, source: str) -> frozenset[str]:
        """Ids of a source's postings."""
        return frozenset(row[0] for row in self._db.execute("select id from posting where source = ?", (source,)))

    def ttls(self) -> dict[str, int]:
        """The ttl of each feed that states one, in seconds."""
        query = "select id, json_extract(envelope, '$.ttl') from source where envelope like '%\"ttl\"%'"
        return {source: ttl for source, ttl in self._db.execute(query) if isinstance(ttl, int)}

    def ttl(self, source: str) -> int | None:
        """The ttl of a source's feed, in seconds."""
        query = "select json_extract(envelope, '$.ttl') from source where id = ?"
        row = self._db.execute(query, (source,)).fetchone()
        return row[0] if row else None

    def held(self, source: str = "") -> Iterator[tuple[str, str, str, str]]:
        """Source, id, since and reason of what is held."""
        where, values = (" where source = ?", (source,)) if source else ("", ())
        yield from self._db.execute(f"select source, id, since, reason from held{where} order by 1, 2", values)  # noqa: S608
