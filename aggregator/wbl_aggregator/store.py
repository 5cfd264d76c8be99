"""State between runs in SQLite: a cache of validators and last good postings that may be deleted."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from wbl_aggregator.accept import Holding
from wbl_feed.errors import NothingPublishedError
from wbl_feed.fetch import Validators
from wbl_feed.locking import lock
from wbl_feed.models import Envelope, Posting, Tombstone

_SCHEMA = """
create table if not exists source (
    id text primary key, envelope blob,
    url text not null default '', etag text not null default '', last_modified text not null default '',
    last_success text, last_change text, last_read text, gone_since text,
    code text not null default '', message text not null default '',
    refused integer not null default 0, notices text not null default '{}'
);
create table if not exists posting (source text, id text, value blob, primary key (source, id)) without rowid;
create table if not exists tombstone (source text, id text, value blob, primary key (source, id)) without rowid;
create table if not exists meta (name text primary key, value text);
"""
_VERSION = 3


class Store:
    """The state of one aggregator. One run at a time; opening it twice raises ``LockedError``."""

    def __init__(self, folder: Path) -> None:
        self._lock = lock(folder)
        try:
            self._db = _open(folder / "state.sqlite3")
        except (OSError, sqlite3.Error) as error:
            self._lock.close()
            raise NothingPublishedError(f"The state cannot be kept in {folder}: {error}.") from error
        self.new = self.meta("born") is None
        """Whether there is no state yet, so that it has to be rebuilt from what was published."""

    def close(self) -> None:
        """End the run."""
        self._db.close()
        self._lock.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing of what is written within."""
        with self._db:
            self._db.execute("begin immediate")
            yield

    def meta(self, name: str) -> str | None:
        """A remembered value."""
        row = self._db.execute("select value from meta where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Remember a value."""
        self._db.execute("insert or replace into meta values (?, ?)", (name, value))

    def validators(self) -> dict[tuple[str, str], Validators]:
        """What to ask each source again with, by its id and the address that gave it."""
        rows = self._db.execute("select id, url, etag, last_modified from source")
        return {(source, url): Validators(etag, modified) for source, url, etag, modified in rows if etag or modified}

    def holding(self, source: str) -> Holding:
        """The last good postings and tombstones of a source."""
        row = self._db.execute("select envelope from source where id = ?", (source,)).fetchone()
        if row is None or row[0] is None:
            return Holding()
        return Holding(
            Envelope.from_members(from_json(row[0])),
            {identity: Posting.from_members(value) for identity, value in self._values("posting", source)},
            {identity: Tombstone.from_members(value) for identity, value in self._values("tombstone", source)},
        )

    def _values(self, table: str, source: str) -> list[tuple[str, Any]]:
        query = f"select id, value from {table} where source = ? order by id"  # noqa: S608 - table is one of two
        return [(identity, from_json(value)) for identity, value in self._db.execute(query, (source,))]

    def keep(self, source: str, holding: Holding) -> None:
        """Replace what is known of a source; only rows that differ are written."""
        envelope = holding.envelope.to_json() if holding.envelope else None
        self._db.execute(
            "insert into source (id, envelope) values (?, ?)"
            " on conflict (id) do update set envelope = excluded.envelope",
            (source, envelope),
        )
        for table, values in (("posting", holding.postings), ("tombstone", holding.tombstones)):
            rows = {identity: value.to_json() for identity, value in values.items()}
            query = f"select id, value from {table} where source = ?"  # noqa: S608 - table is one of two
            before = dict(self._db.execute(query, (source,)))
            self._db.executemany(
                f"delete from {table} where source = ? and id = ?",  # noqa: S608
                [(source, identity) for identity in before if identity not in rows],
            )
            self._db.executemany(
                f"insert or replace into {table} values (?, ?, ?)",  # noqa: S608
                [(source, identity, value) for identity, value in rows.items() if before.get(identity) != value],
            )

    def keep_only(self, sources: Iterable[str]) -> None:
        """Forget every source that is not among these, so that none comes back from the dead."""
        listed = set(sources)
        known = [row[0] for row in self._db.execute("select id from source")]
        for source in (source for source in known if source not in listed):
            for table, column in (("source", "id"), ("posting", "source"), ("tombstone", "source")):
                self._db.execute(f"delete from {table} where {column} = ?", (source,))  # noqa: S608 - our names

    def note(self, source: str, **columns: str | int | None) -> None:
        """Note what a visit came to, by column of the source's row."""
        self._db.execute("insert or ignore into source (id) values (?)", (source,))
        for name, value in columns.items():
            self._db.execute(f"update source set {name} = ? where id = ?", (value, source))  # noqa: S608 - our names

    def visits(self) -> dict[str, dict[str, str | int | None]]:
        """The row of every source."""
        columns = "id, url, last_success, last_change, last_read, gone_since, code, message, refused, notices"
        cursor = self._db.execute(f"select {columns} from source")  # noqa: S608 - our names
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor}


def _open(path: Path) -> sqlite3.Connection:
    """The database; a damaged one is a cache like any other and is begun anew."""
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # locked, read-only, disk full: no damage, and nothing to begin anew
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("pragma journal_mode = wal")
        version = database.execute("pragma user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        if database.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        database.executescript(_SCHEMA + f"pragma user_version = {_VERSION};")
    except BaseException:
        database.close()
        raise
    return database
