"""State between runs in SQLite: a cache that may be deleted. One writer at a time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pydantic_core import from_json

from wbl_aggregator.match import Member
from wbl_aggregator.store.asking import Asking
from wbl_aggregator.store.entries import Entries
from wbl_aggregator.store.holdings import Holdings
from wbl_aggregator.store.likeness import Likeness
from wbl_aggregator.store.programmes import Programmes
from wbl_aggregator.store.schema import opened, opened_for_reading
from wbl_aggregator.store.story import Story
from wbl_aggregator.visits import Event, Held, Life, Visit
from wbl_feed.errors import UsageError
from wbl_feed.locking import lock, refusal
from wbl_feed.models import Tombstone

DATABASE = "state.sqlite3"


class Store:
    """The state of one aggregator, by what it is about."""

    def __init__(self, database: sqlite3.Connection, lock_: sqlite3.Connection | None = None) -> None:
        self.database, self._lock = database, lock_
        self.asking = Asking(database)
        self.holdings = Holdings(database)
        self.likeness = Likeness(database)
        self.programmes = Programmes(database)
        self.entries = Entries(database)
        self.story = Story(database)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The state in a folder, for one run at a time.

        Raises ``LockedError`` while another run holds it, ``NothingPublishedError`` when the disk refuses.
        """
        held = lock(folder)
        try:
            return cls(opened(folder / DATABASE), held)
        except (OSError, sqlite3.Error) as error:
            held.close()
            raise refusal(folder, error) from error

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The state as it stands, beside the run that writes it. Raises ``sqlite3.Error``."""
        return cls(opened_for_reading(folder / DATABASE))

    @property
    def new(self) -> bool:
        """Whether there is no state yet, so that it has to be rebuilt from what was published."""
        return self.meta("born") is None

    def begin_anew(self) -> None:
        """Forget everything."""
        with self.writing():
            for (table,) in self.database.execute("select name from sqlite_master where type = 'table'").fetchall():
                self.database.execute(f"delete from {table}")  # noqa: S608

    def purge(self, ids: Iterable[str]) -> None:
        """Have what was published of postings, in whatever entry they were, or of entries that are gone, taken out of
        the change log and of old pages too, by the next publishing.
        """
        self.set_meta("purge", json.dumps(sorted({*self.to_purge(), *ids})))
        self.set_meta("published", None)

    def to_purge(self) -> list[str]:
        """The postings and entries of which what was published before is to go."""
        found: list[str] = json.loads(self.meta("purge") or "[]")
        return found

    def purge_by_rights(self, member: Member) -> None:
        """Have what was published of a posting purged; a tombstone of it says from now on that it had to go."""
        self.purge([member.id])
        identity = self.entries.entry_of(member.source, member.id)
        gone = self.entries.gone(identity)
        if gone and (stone := Tombstone.from_members(from_json(gone))).reason != "rights":
            stone = stone.evolve(reason="rights")
            last = max(self.entries.sequence(), int(self.meta("published sequence") or 0))
            self.entries.put_gone([(identity, stone.canonical, stone.date_deleted, last + 1)])
            self.purge([identity])  # one deletion takes the place of all its changes (spec section 16 rule 3)

    def rename_source(self, old: str, new: str) -> None:
        """Have all that is known of a source go on under another name."""
        for table in (
            "posting",
            "record",
            "tombstone",
            "held",
            "meeting",
            "touched",
            "validator",
            "notice",
            "event",
            "life",
            "member",
        ):
            self.database.execute(f"update or replace {table} set source = ? where source = ?", (new, old))  # noqa: S608
        self.database.execute("update source set id = ? where id = ?", (new, old))
        self.set_meta(_verdict(new), self.meta(_verdict(old)))
        self.set_meta(_verdict(old), None)
        hidden = json.loads(self.meta("hidden") or "[]")
        self.set_meta("hidden", json.dumps(sorted(new if one == old else one for one in hidden)))
        self.holdings.touch_all(new)

    def forget_source(self, source: str) -> None:
        """Take a source away with all that it had, and what an operator said of it."""
        self.holdings.forget_source(source)
        self.set_meta(_verdict(source), None)

    def close(self) -> None:
        """End the run."""
        self.database.close()
        if self._lock:
            self._lock.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing of what is written within."""
        self.database.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self.database.in_transaction:  # SQLite has rolled back by itself where the disk is full
                self.database.execute("rollback")
            raise
        self.database.execute("commit")

    def meta(self, name: str) -> str | None:
        """A remembered value."""
        row = self.database.execute("select value from meta where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def metas(self) -> dict[str, str]:
        """All remembered values by name."""
        return dict(self.database.execute("select name, value from meta"))

    def set_meta(self, name: str, value: str | None) -> None:
        """Remember a value; ``None`` forgets it."""
        if value is None:
            self.database.execute("delete from meta where name = ?", (name,))
        else:
            self.database.execute("insert or replace into meta values (?, ?)", (name, value))

    # what commands for people ask

    def visits(self) -> dict[str, Visit]:
        """What is known of asking each source."""
        return self.asking.visits()

    def events(self, since: str = "") -> list[Event]:
        """What happened to sources from a moment on, the oldest first."""
        return self.story.events(since)

    def life(self, identity: str) -> list[Life]:
        """The life of a posting or entry, the oldest first."""
        return self.story.life(identity)

    def notices(self, source: str) -> list[dict[str, object]]:
        """All notices of the last document of a source."""
        return self.asking.notices(source)

    def held(self, source: str = "") -> list[Held]:
        """What is absent from its source and kept until an operator agrees."""
        rows = list(self.holdings.held(source))
        return [Held(of, one, self._title(of, one), since, reason) for of, one, since, reason in rows]

    def _title(self, source: str, identity: str) -> str:
        value = self.holdings.value(source, identity)
        return str(from_json(value)["title"]) if value else ""

    def accept_held(self, source: str, *, keep: bool = False) -> None:
        """Have the next run delete what is held of a source; with ``keep``, ask no more until that changes."""
        ids = sorted(one for _, one, _, _ in self.holdings.held(source))
        with self.writing():
            self.set_meta(_verdict(source), "\n".join(["keep" if keep else "accept", *ids]))

    def end_review(self, source: str) -> None:
        """Forget what an operator said, once nothing is held any more: what vanishes later is another question."""
        self.set_meta(_verdict(source), None)

    def review(self, source: str) -> tuple[str, frozenset[str]]:
        """What an operator said of what is held of a source: ``accept``, ``keep`` or nothing, and of which ids."""
        verdict, *ids = (self.meta(_verdict(source)) or "").split("\n")
        return verdict, frozenset(ids)

    def entry(self, identity: str) -> bytes | None:
        """An entry as canonical JSON."""
        found = self.entries.get(identity)
        return found.value if found else None

    def members(self, identity: str) -> list[tuple[str, str, bool, str]]:
        """Every posting that belongs or belonged to an entry: source, id, whether it is in it now, title."""
        found = self.entries.get(identity)
        now = found.members if found else ()
        rows = self.database.execute("select source, id from member where entry = ? order by 1, 2", (identity,))
        return [(of, one, Member(of, one) in now, self._title(of, one)) for of, one in rows.fetchall()]

    def find(self, text: str) -> list[str]:
        """Ids of entries that a text names: by their own id, by that of a posting in them, or by an address."""
        queries = (
            "select id from entry where id = ?",
            "select id from gone where id = ?",
            "select entry from alias where alias = ?",
            "select entry from member where id = ?",
            """select entry from member join posting using (source, id)
            where json_extract(cast(value as text), '$.url') = ?""",
        )
        found = (row[0] for query in queries for row in self.database.execute(query, (text,)))
        return list(dict.fromkeys(found))

    def named(self, text: str) -> list[Member]:
        """The postings that are shown and have an id, or an address of their own."""
        query = (
            "select source, id from posting where shown and"
            " (id = ? or json_extract(cast(value as text), '$.url') = ?) order by 1, 2"
        )
        return [Member(*row) for row in self.database.execute(query, (text, text))]

    def words_of(self, source: str, identity: str) -> tuple[str, ...]:
        """By what a posting would be known again: its id, title and address."""
        value = self.holdings.value(source, identity)
        found = from_json(value) if value else {}
        return (identity, *(str(found[name]) for name in ("title", "url") if name in found))

    def sources_known(self) -> list[str]:
        """Ids of all sources that anything is known of."""
        return [row[0] for row in self.database.execute("select id from source order by id")]

    def sources_read(self) -> list[str]:
        """Ids of all sources whose feed was ever read."""
        query = "select id from source where envelope is not null order by id"
        return [row[0] for row in self.database.execute(query)]


def _verdict(source: str) -> str:
    return f"review {source}"


def open_for_reading(folder: Path) -> Store:
    """The state as it stands, beside a run that may be under way. Raises ``UsageError`` if there is none."""
    fix = "Run `wbl aggregate run` first, or name the sources file beside which it is."
    if not (folder / DATABASE).is_file():
        raise UsageError("there is no state of an aggregator here.", place=str(folder), fix=fix)
    try:
        return Store.read(folder)
    except sqlite3.Error as error:
        raise UsageError(f"the state cannot be read: {error}.", place=str(folder), fix=fix) from None
