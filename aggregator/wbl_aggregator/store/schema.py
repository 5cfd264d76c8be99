"""The tables of the state, and how a database of an earlier version or a damaged one is met."""

import sqlite3
from pathlib import Path

from wbl_aggregator.store.kept import is_damage

VERSION = 6
_PAGE = 8_192
"""Bytes of a page: postings have two thousand, of which a page of the usual size holds one."""
_CACHE = 32_768
"""KiB that may be held in memory."""
_TABLES = """
create table if not exists meta (name text primary key, value text not null) without rowid;

-- what was learnt by asking
create table if not exists source (id text primary key, visit text not null, envelope text) without rowid;
create table if not exists validator (
    source text, address text, etag text not null, last_modified text not null, primary key (source, address)
) without rowid;
create table if not exists host (name text primary key, not_before text not null) without rowid;
create table if not exists robots (origin text primary key, fetched_at text, status integer, body text) without rowid;
create table if not exists notice (source text primary key, value text not null);

-- what each source has
create table if not exists posting (
    number integer primary key, source text not null, id text not null, shown integer not null,
    live integer not null, over real, value blob not null, unique (source, id)
);
create index if not exists posting_live on posting (source, live, over, shown);
create table if not exists tombstone (
    source text, id text, value text not null, primary key (source, id)
) without rowid;
create table if not exists held (source text, id text, since text, reason text, primary key (source, id)) without rowid;
create table if not exists meeting (
    value integer, source text, id text, naming integer not null, primary key (value, source, id)
) without rowid;
create index if not exists meeting_of on meeting (source, id, naming);

-- what each posting is compared by, and with what it is alike; numbers are those of the table posting
create table if not exists record (
    number integer primary key, source text not null, employer integer not null, programme integer not null,
    keys text not null, value text not null
);
create index if not exists record_programme on record (programme, source);
create index if not exists record_employer on record (employer, source);
create table if not exists block (value integer, number integer, primary key (value, number)) without rowid;
create table if not exists crowd (value integer primary key, key text not null, size integer not null);
create table if not exists alike (
    one integer, other integer, points integer not null, enough integer not null, primary key (one, other)
) without rowid;
create index if not exists alike_other on alike (other, enough);

-- what has to be compared again
create table if not exists uncompared (number integer primary key);
create table if not exists block_change (value integer primary key, added integer not null);
create table if not exists crowd_change (
    one integer, other integer, added integer not null, primary key (one, other)
) without rowid;
create table if not exists beside_change (
    kind text, value integer, source text, added integer not null, primary key (kind, value, source)
) without rowid;

-- what has to be matched again
create table if not exists touched (source text, id text, primary key (source, id)) without rowid;
create table if not exists left_meeting (value integer primary key);

-- the statewide feed
create table if not exists member (
    source text, id text, feed text not null, entry text not null, since integer not null, primary key (source, id)
) without rowid;
create index if not exists member_entry on member (entry);
create index if not exists member_feed on member (feed, id);
create table if not exists alias (alias text primary key, entry text not null) without rowid;
create index if not exists alias_entry on alias (entry);
create table if not exists entry (
    id text primary key, place text not null, hash text not null, facets text not null, modified text not null,
    moment real not null, sequence integer not null, members text not null, evidence text not null, value blob not null
);
-- all that is planned with, so that a plan reads no posting
create index if not exists entry_line on entry (place, id, hash, facets, modified, sequence);
create index if not exists entry_sequence on entry (sequence);
create index if not exists entry_moment on entry (moment);
create index if not exists entry_merged on entry (place, id) where evidence != '[]';
create table if not exists gone (
    id text primary key, value text not null, moment real not null, sequence integer not null
) without rowid;
create table if not exists dirty (id text primary key) without rowid;

-- what happened
create table if not exists event (number integer primary key, at text, source text, kind text, text text);
create table if not exists life (
    number integer primary key, at text, source text, id text, entry text, what text, detail text
);
create index if not exists life_id on life (id);
create index if not exists life_entry on life (entry);
"""


def opened(path: Path) -> sqlite3.Connection:
    """The database; a damaged one, or one of another version, is a cache like any other and is begun anew."""
    try:
        return _connect(path)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        return _connect(path)


def opened_for_reading(path: Path) -> sqlite3.Connection:
    """The database as it stands, beside a run that may be under way. Raises ``sqlite3.Error``."""
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        if database.execute("pragma user_version").fetchone()[0] != VERSION:
            raise sqlite3.DatabaseError("it is of another version of this program")
    except BaseException:
        database.close()
        raise
    return database


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute(f"pragma page_size = {_PAGE}")  # of a new one
        database.execute(f"pragma cache_size = {-_CACHE}")
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")  # a cache: after a power cut the last run may be missing
        database.execute("pragma temp_store = memory")
        version = database.execute("pragma user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError("another version")
        database.executescript(f"{_TABLES} pragma user_version = {VERSION};")
    except BaseException:
        database.close()
        raise
    return database
