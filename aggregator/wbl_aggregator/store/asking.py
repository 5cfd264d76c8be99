"""What was learnt by asking: visits, validators, moments before which a host waits, robots.txt, notices."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from wbl_aggregator.store.kept import kept
from wbl_aggregator.visits import Visit
from wbl_feed.fetch import Validators
from wbl_feed.times import format_instant, parse_instant


class Asking:
    """The tables ``source`` (its visit), ``validator``, ``host``, ``robots`` and ``notice``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def visits(self) -> dict[str, Visit]:
        """What is known of asking each source."""
        rows = self._db.execute("select id, visit from source order by id")
        return {source: _visit(source, kept(text, dict)) for source, text in rows}

    def note(self, visits: Iterable[Visit]) -> None:
        """Keep what is known of asking sources.

        In one statement: after each, this thread has to wait for its turn among those that are asking.
        """
        rows = [(visit.source, _members(visit)) for visit in visits]
        self._db.execute(
            "insert into source (id, visit) select json_extract(value, '$[0]'), json_extract(value, '$[1]')"
            " from json_each(?) where true on conflict (id) do update set visit = excluded.visit",
            (json.dumps(rows),),
        )

    def validators(self) -> dict[str, dict[str, Validators]]:
        """What to ask again with, by source and address."""
        found: dict[str, dict[str, Validators]] = {}
        for source, address, etag, modified in self._db.execute("select * from validator"):
            found.setdefault(source, {})[address] = Validators(etag, modified)
        return found

    def keep_validators(self, source: str, validators: Mapping[str, Validators]) -> None:
        """Replace what a source is asked again with."""
        self._db.execute("delete from validator where source = ?", (source,))
        rows = [(source, address, one.etag, one.last_modified) for address, one in validators.items()]
        self._db.executemany("insert into validator values (?, ?, ?, ?)", rows)

    def forget_validators(self) -> None:
        """Have every source read whole at its next visit."""
        self._db.execute("delete from validator")

    def hosts(self) -> dict[str, datetime]:
        """The moments before which hosts are not to be asked (Retry-After)."""
        return {name: parse_instant(text) for name, text in self._db.execute("select name, not_before from host")}

    def wait(self, host: str, until: datetime) -> None:
        """Do not ask a host before a moment."""
        self._db.execute("insert or replace into host values (?, ?)", (host, format_instant(until)))

    def notices(self, source: str) -> list[dict[str, Any]]:
        """All notices of the last document of a source."""
        row = self._db.execute("select value from notice where source = ?", (source,)).fetchone()
        found: list[dict[str, Any]] = kept(row[0], list) if row else []
        return found

    def keep_notices(self, source: str, notices: list[dict[str, Any]]) -> None:
        """Replace the notices of a source."""
        self._db.execute(
            "insert or replace into notice values (?, ?)", (source, json.dumps(notices, ensure_ascii=False))
        )

    def forget(self, postings: Collection[str]) -> None:
        """Take away the notices of postings, which quote them."""
        for (source,) in self._db.execute("select source from notice").fetchall():
            notices = self.notices(source)
            kept = [one for one in notices if one.get("posting") not in postings]
            if len(kept) < len(notices):
                self.keep_notices(source, kept)

    def get(self, origin: str) -> tuple[datetime, int, str] | None:
        """The robots.txt of an origin: when it was fetched, its status and text."""
        row = self._db.execute("select fetched_at, status, body from robots where origin = ?", (origin,)).fetchone()
        return (parse_instant(row[0]), row[1], row[2]) if row else None

    def put(self, origin: str, fetched_at: datetime, status: int, text: str) -> None:
        """Keep the robots.txt of an origin."""
        self._db.execute(
            "insert or replace into robots values (?, ?, ?, ?)", (origin, format_instant(fetched_at), status, text)
        )


_NEVER = Visit("")


def _members(visit: Visit) -> dict[str, Any]:
    """What differs from a source that was never asked."""
    pairs = zip(Visit._fields, visit, _NEVER, strict=True)
    return {name: value for name, value, never in pairs if value != never}


def _visit(source: str, members: dict[str, Any]) -> Visit:
    known = {name: value for name, value in members.items() if name in Visit._fields}
    return Visit(**known | {"source": source, "yields": tuple(known.get("yields", ()))})
