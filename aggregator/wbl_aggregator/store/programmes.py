"""Postings of one programme: the same title at the same employer, in another term, town or group."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wbl_aggregator.match import Member
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.veto import veto
from wbl_aggregator.store.likeness import read_record

MOST = 50
"""Postings of a programme. More of them have a title that says too little."""
_RECURS = frozenset({"year", "season", "dates"})


class Link(NamedTuple):
    """Another entry of the same programme."""

    relation: str
    """``recurs`` for another term, ``sibling`` for all else."""
    entry: str
    """Its statewide id."""
    by: str
    """By what it differs, as a rule of matching; empty where nothing is named."""


class Programmes:
    """Reads the table ``record`` for entries that belong together without being one."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def links(self, entry: str) -> list[Link]:
        """The other entries of the programmes of an entry's postings, in order."""
        mine: dict[int, list[Record]] = {}
        for programme, record in self._records(_OF_ENTRY, entry):
            mine.setdefault(programme, []).append(record)
        found: dict[str, Link] = {}
        for programme, records in mine.items():
            if not records[0].employer.name or not records[0].title.core:
                continue  # two that say nothing have nothing in common
            if not 1 < self._count(programme) <= MOST:
                continue
            rows = self._db.execute(_OF_PROGRAMME, (programme, entry))
            for other, source, identity, text in rows.fetchall():
                record = read_record(Member(source, identity), text)
                by = next((rule for one in records if (rule := veto(one, record))), "")
                found.setdefault(other, Link("recurs" if by in _RECURS else "sibling", other, by))
        return [found[other] for other in sorted(found)]

    def mark(self, programmes: Mapping[int, int]) -> None:
        """Have the files of the entries of programmes written again, each given with how many postings it has more
        than before, and of those of the reached postings.
        """
        self._db.execute("create temp table if not exists programme (value integer primary key, added integer)")
        self._db.execute("delete from programme")
        self._db.executemany("insert or ignore into programme values (?, ?)", programmes.items())
        self._db.execute(
            "insert or ignore into programme select record.programme, 0 from reach"
            " cross join posting using (source, id) cross join record using (number)"
        )
        self._db.execute(_DIRTY, {"most": MOST})

    def _count(self, programme: int) -> int:
        query = "select count(*) from (select 1 from record where programme = ? limit ?)"
        number: int = self._db.execute(query, (programme, MOST + 1)).fetchone()[0]
        return number

    def _records(self, query: str, *values: str) -> Iterable[tuple[int, Record]]:
        for programme, source, identity, text in self._db.execute(query, values).fetchall():
            yield programme, read_record(Member(source, identity), text)


_OF_ENTRY = """select record.programme, record.source, posting.id, record.value from member
    cross join posting using (source, id) cross join record using (number) where member.entry = ?"""
_OF_PROGRAMME = """select member.entry, record.source, posting.id, record.value from record
    cross join posting using (number) cross join member on member.source = posting.source and member.id = posting.id
    cross join entry on entry.id = member.entry where record.programme = ? and member.entry != ? order by 1, 2, 3"""
_DIRTY = """insert or ignore into dirty select distinct member.entry from programme
    cross join record on record.programme = programme.value cross join posting using (number)
    cross join member on member.source = posting.source and member.id = posting.id
    where programme.value in (select value from (select value, added,
    (select count(*) from record as other where other.programme = programme.value) as now from programme)
    where max(now, now - added) > 1 and min(now, now - added) <= :most)"""
