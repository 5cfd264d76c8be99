"""The statewide feed as it is to be published: entries, tombstones, the ledger, and what is not published yet."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wbl_aggregator.ledger import Entry as LedgerEntry
from wbl_aggregator.ledger import Ledger
from wbl_aggregator.match import Member
from wbl_aggregator.store.kept import kept
from wbl_feed.times import parse_instant

_BATCH = 500
_MEMBERS = 6
"""Where, in a row of the table ``entry``, that begins which an entry is made of."""


@dataclass(frozen=True)
class Entry:
    """An entry of the statewide feed."""

    id: str
    value: bytes = field(repr=False)
    """The posting as canonical JSON (RFC 8785)."""
    place: str
    """Id of the feed of its first source, by which entries of one source stand together."""
    facets: tuple[str, ...]
    modified: str
    members: tuple[Member, ...]
    evidence: tuple[dict[str, Any], ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()

    @property
    def making(self) -> tuple[object, ...]:
        """What it is made of, which may change though it says the same."""
        return self.members, self.evidence, self.conflicts

    @cached_property
    def columns(self) -> tuple[object, ...]:
        """The row of the table ``entry`` but for the number of the change, the last."""
        return (
            self.id,
            self.place,
            hashlib.sha256(self.value).hexdigest()[:32],
            " ".join(self.facets),
            self.modified,
            parse_instant(self.modified).timestamp(),
            json.dumps([[member.source, member.id] for member in self.members]),
            json.dumps(self.evidence),
            json.dumps(self.conflicts),
            self.value,
        )


class Entries:
    """The tables ``entry``, ``gone``, ``member``, ``alias`` and ``dirty``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def sequence(self) -> int:
        """The number of the last change."""
        highest = "coalesce((select max(sequence) from {}), 0)"
        query = f"select max({highest.format('entry')}, {highest.format('gone')})"
        number: int = self._db.execute(query).fetchone()[0]
        return number

    def get(self, identity: str) -> Entry | None:
        """An entry by its id."""
        return next(iter(self.some([identity])), None)

    def some(self, identities: Sequence[str]) -> Iterator[Entry]:
        """Entries by their ids, in no order."""
        for start in range(0, len(identities), _BATCH):
            batch = identities[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            columns = "id, value, place, facets, modified, members, evidence, conflicts"
            query = f"select {columns} from entry where id in ({marks})"  # noqa: S608 - our names
            for identity, value, place, facets, modified, members, *told in self._db.execute(query, batch):
                yield Entry(
                    identity,
                    value,
                    place,
                    tuple(facets.split()),
                    modified,
                    kept(members, lambda found: tuple(Member(*one) for one in found)),
                    *(kept(one, tuple) for one in told),
                )

    def stands(self, identity: str) -> bool:
        """Whether there is an entry with an id."""
        return self._db.execute("select 1 from entry where id = ?", (identity,)).fetchone() is not None

    def standing(self, identities: Iterable[str]) -> frozenset[str]:
        """Those of some ids that entries have."""
        self._db.execute("create temp table if not exists asked (id text primary key) without rowid")
        self._db.execute("delete from asked")
        self._db.executemany("insert into asked values (?)", ((one,) for one in identities))
        return frozenset(row[0] for row in self._db.execute("select id from asked join entry using (id)"))

    def put(self, entries: Iterable[tuple[Entry, int]]) -> None:
        """Write entries, each with the number of its change."""
        self._db.executemany(
            "insert or replace into entry"
            " (id, place, hash, facets, modified, moment, members, evidence, conflicts, value, sequence)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*one.columns, sequence) for one, sequence in entries],
        )

    def put_making(self, entries: Iterable[Entry]) -> None:
        """Note that entries are made of other members or with other conflicts, though they say the same."""
        self._db.executemany(
            "update entry set members = ?, evidence = ?, conflicts = ? where id = ?",
            [(*one.columns[_MEMBERS:-1], one.id) for one in entries],
        )

    def remove(self, identities: Iterable[str]) -> None:
        """Take entries away."""
        self._db.executemany("delete from entry where id = ?", [(one,) for one in identities])

    def put_gone(self, rows: Iterable[tuple[str, bytes, str, int]]) -> None:
        """Write tombstones: id, canonical JSON, moment, number of the change."""
        self._db.executemany(
            "insert or replace into gone values (?, ?, ?, ?)",
            [(one, value.decode(), parse_instant(at).timestamp(), sequence) for one, value, at, sequence in rows],
        )

    def gone(self, identity: str) -> bytes | None:
        """The tombstone of an entry, as canonical JSON."""
        row = self._db.execute("select value from gone where id = ?", (identity,)).fetchone()
        return row[0].encode() if row else None

    def remove_gone(self, identities: Iterable[str]) -> None:
        """Take tombstones away, since their entries are back."""
        self._db.executemany("delete from gone where id = ?", [(one,) for one in identities])

    def drop_gone_before(self, moment: float) -> float | None:
        """Take tombstones away that are older than a moment; the moment of the newest of them."""
        row = self._db.execute("select max(moment) from gone where moment < ?", (moment,)).fetchone()
        self._db.execute("delete from gone where moment < ?", (moment,))
        newest: float | None = row[0]
        return newest

    def newest(self) -> str | None:
        """The newest dateModified of an entry or dateDeleted of a tombstone."""
        row = self._db.execute(
            "select modified, moment from entry where moment = (select max(moment) from entry)"
            " union all select json_extract(value, '$.dateDeleted'), moment from gone"
            " where moment = (select max(moment) from gone) order by 2 desc limit 1"
        ).fetchone()
        return row[0] if row else None

    def count(self) -> int:
        """How many entries there are."""
        number: int = self._db.execute("select count(*) from entry").fetchone()[0]
        return number

    # the ledger

    def ledger_of(self, members: Sequence[tuple[Member, str]], ids: Iterable[str] = ()) -> Ledger:
        """The part of the ledger that concerns members, each with the id of its feed: their own lines, those of the
        entries that they belong to or belonged to, and the aliases of these.
        """
        for query in _CONCERNED:
            self._db.execute(query)
        rows = ((*member.key, feed) for member, feed in members)
        self._db.executemany("insert or ignore into concerned values (?, ?, ?)", rows)
        self._db.executemany("insert or ignore into concerned_entry values (?)", ((one,) for one in ids))
        self._db.execute(_ENTRIES_OF_CONCERNED)
        lines = self._db.execute(_MEMBERS_OF_CONCERNED)
        entries = {Member(source, one): LedgerEntry(entry, of, since) for source, one, of, entry, since in lines}
        aliases = dict(self._db.execute(_ALIASES_OF_CONCERNED))
        return Ledger(entries, aliases)

    def keep_ledger(self, before: Ledger, after: Ledger) -> None:
        """Write what differs between two states of a part of the ledger."""
        self._db.executemany(
            "insert or replace into member values (?, ?, ?, ?, ?)",
            [
                (*member.key, entry.feed, entry.id, entry.since)
                for member, entry in after.entries.items()
                if before.entries.get(member) != entry
            ],
        )
        gone = [(alias,) for alias in before.aliases if alias not in after.aliases]
        self._db.executemany("delete from alias where alias = ?", gone)
        self._db.executemany("insert or replace into alias values (?, ?)", list(after.aliases.items()))

    def entry_of(self, source: str, posting: str, feed: str = "") -> str:
        """The entry that a posting belongs or belonged to, at its source or, under another name of that, in its feed;
        empty where it never did.
        """
        query = "select entry from member where source = ? and id = ?"
        row = self._db.execute(query, (source, posting)).fetchone()
        if row is None and feed:
            row = self._db.execute("select entry from member where feed = ? and id = ?", (feed, posting)).fetchone()
        return row[0] if row else ""

    def all_dirty(self) -> None:
        """Have the files of all entries looked at again."""
        self._db.execute("insert or ignore into dirty select id from entry")

    def clean(self) -> None:
        """All files are written."""
        self._db.execute("delete from dirty")

    def dirty(self, identities: Iterable[str]) -> None:
        """Note whose files are to be written again, or taken away."""
        self._db.executemany("insert or ignore into dirty values (?)", [(one,) for one in identities])


# cross join, since SQLite knows nothing of the sizes of such tables, and must not go through all members
_CONCERNED = (
    """create temp table if not exists concerned
    (source text, id text, feed text, primary key (source, id)) without rowid""",
    "create temp table if not exists concerned_entry (entry text primary key) without rowid",
    "delete from concerned",
    "delete from concerned_entry",
)
_ENTRIES_OF_CONCERNED = """insert or ignore into concerned_entry
    select member.entry from concerned as one cross join member on member.source = one.source and member.id = one.id
    union
    select member.entry from concerned as one cross join member on member.feed = one.feed and member.id = one.id"""
_MEMBERS_OF_CONCERNED = """select source, id, feed, member.entry, since
    from concerned_entry cross join member on member.entry = concerned_entry.entry"""
_ALIASES_OF_CONCERNED = """select alias.alias, alias.entry
    from concerned_entry cross join alias on alias.entry = concerned_entry.entry
    union select alias.alias, alias.entry
    from concerned_entry cross join alias on alias.alias = concerned_entry.entry"""
