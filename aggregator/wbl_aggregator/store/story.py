"""What happened: events of sources, for operators and webmasters, and the lives of postings."""

import sqlite3
from collections.abc import Iterable

from wbl_aggregator.visits import Event, Life

_MOST_EVENTS = 500
"""Of one source that are kept."""
_MOST_LIVES = 200
"""Of one posting that are kept."""


class Story:
    """The tables ``event`` and ``life``; both begin anew when the state is lost."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def tell(self, events: Iterable[Event]) -> None:
        """Add what happened to sources."""
        rows = [(one.at, one.source, one.kind, one.text) for one in events]
        if not rows:
            return
        self._db.executemany("insert into event (at, source, kind, text) values (?, ?, ?, ?)", rows)
        for source in {one[1] for one in rows}:
            self._db.execute(
                "delete from event where source = ? and number not in"
                " (select number from event where source = ? order by number desc limit ?)",
                (source, source, _MOST_EVENTS),
            )

    def events(self, since: str = "") -> list[Event]:
        """What happened to sources from a moment on, the oldest first."""
        query = "select at, source, kind, text from event where at >= ? order by number"
        return [Event(*row) for row in self._db.execute(query, (since,))]

    def live(self, lives: Iterable[Life]) -> None:
        """Add what happened to postings."""
        rows = [(one.at, one.source, one.posting, one.entry, one.what, one.detail) for one in lives]
        query = "insert into life (at, source, id, entry, what, detail) values (?, ?, ?, ?, ?, ?)"
        self._db.executemany(query, rows)
        again = {(row[1], row[2]) for row in rows if row[4] != "seen"}  # those are new, and there may be very many
        self._db.executemany(
            "delete from life where number in (select number from life where id = ?2 and source = ?1"
            " order by number desc limit -1 offset ?3)",
            [(*one, _MOST_LIVES) for one in again],
        )

    def life(self, identity: str) -> list[Life]:
        """The life of a posting, or of all postings of an entry, the oldest first."""
        query = (
            "select at, source, id, entry, what, detail from life where id = ? or entry = ?"
            " or id in (select id from member where entry = ?) order by number desc limit ?"
        )
        found = self._db.execute(query, (identity, identity, identity, _MOST_LIVES)).fetchall()
        return [Life(*row) for row in reversed(found)]

    def forget(self, identities: Iterable[str]) -> None:
        """Take away what happened to postings, by their ids or those of their entries."""
        rows = [(one, one) for one in identities]
        self._db.executemany("delete from life where id = ? or entry = ?", rows)
