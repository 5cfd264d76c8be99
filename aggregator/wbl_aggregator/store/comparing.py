"""Compares the postings that have to be, and notes which of them are alike: the same as comparing all of them anew."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from wbl_aggregator.match import Member
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import MOST, Blocks, keys
from wbl_aggregator.match.kept_record import number_of
from wbl_aggregator.match.probable import Candidate, candidates, compared
from wbl_aggregator.match.rarity import Rarity
from wbl_aggregator.match.record import Record
from wbl_aggregator.store.kept import kept
from wbl_aggregator.store.likeness import TELLING, Likeness, Number, read_record

_BATCH = 500
Least = Callable[[str, str], int]
"""The fewest points with which postings of two sources become one entry."""
_Row = tuple[int, int, int, int]
"""Of the table ``alike``."""


@dataclass(frozen=True)
class Scale:
    """By what postings are compared, and from when on they are alike."""

    rarity: Rarity
    least: Least
    floor: int
    """The fewest points that are kept."""


@dataclass(frozen=True)
class _Crowds:
    """The blocks that are too large."""

    values: frozenset[int]
    within: Callable[[int], frozenset[Number]]
    """The postings of one."""


class Comparing:
    """Reads the tables of :class:`Likeness`, and writes ``alike`` and ``crowd``."""

    def __init__(self, database: sqlite3.Connection, likeness: Likeness) -> None:
        self._db, self._likeness = database, likeness

    def compare(self, scale: Scale) -> dict[int, int]:
        """Compare all that have to be, and have the ends of every likeness that came or went matched again.

        Gives the programmes of which something changed, and how many postings each has more.
        """
        compared = self._db.execute("select programme from uncompared cross join record using (number)")
        changed = dict.fromkeys((row[0] for row in compared), 0)
        query = "select value, sum(added) from beside_change where kind = 'programme' group by value"
        changed |= dict(self._db.execute(query))
        self._mark_crowds()
        self._mark_crowds_within_crowds()
        self._mark_beside()
        count = self._db.execute("select count(*) from uncompared").fetchone()[0]
        if count:
            all_ = self._db.execute("select max(number) from record").fetchone()[0]  # to count them takes longer
            (self._compare_all if count * 2 > all_ else self._compare_some)(scale)
        for table in ("uncompared", "block_change", "crowd_change", "beside_change"):
            self._db.execute(f"delete from {table}")  # noqa: S608 - our names
        return changed

    def _mark_crowds(self) -> None:
        """Note blocks that became too large, or are so no more: all in them are compared again."""
        rows = self._db.execute(
            "select value, added, now from (select value, added, (select count(*) from block where block.value ="
            " block_change.value) as now from block_change) where max(now, now - added) > ?",
            (MOST,),
        ).fetchall()
        for value, added, now in rows:
            if (now > MOST) != (now - added > MOST):
                self._db.execute("insert or ignore into uncompared select number from block where value = ?", (value,))
            if now > MOST:
                self._db.execute("insert or replace into crowd values (?, ?, ?)", (value, self._key(value), now))
            elif now - added > MOST:
                self._db.execute("delete from crowd where value = ?", (value,))

    def _mark_crowds_within_crowds(self) -> None:
        """The same for what two blocks have in common that are too large."""
        crowded, within = self._likeness.crowded(), cache(self._within)
        rows = self._db.execute("select one, other, added from crowd_change where added != 0").fetchall()
        for one, other, added in rows:
            if {one, other} <= crowded:
                both = within(one) & within(other)
                if (len(both) > MOST) != (len(both) - added > MOST):
                    marks = [(number,) for number in both]
                    self._db.executemany("insert or ignore into uncompared values (?)", marks)

    def _within(self, value: int) -> frozenset[Number]:
        return frozenset(row[0] for row in self._db.execute("select number from block where value = ?", (value,)))

    def _key(self, value: int) -> str:
        """The key of a block by its number."""
        number = self._db.execute("select min(number) from block where value = ?", (value,)).fetchone()[0]
        return next((key for key in keys(self._likeness.read([number])[number]) if number_of(key) == value), "")

    def _mark_beside(self) -> None:
        """Have the postings of a source at one employer, or of one title there, compared again where it tells that
        they are more now, or fewer.
        """
        for kind, most in TELLING.items():
            among = f"from record where {kind} = ? and source = ?"
            rows = self._db.execute("select value, source, added from beside_change where kind = ?", (kind,)).fetchall()
            for value, source, added in rows:
                limit = most + max(added, 0) + 1  # more of them make no difference
                query = f"select count(*) from (select 1 {among} limit ?)"  # noqa: S608
                (now,) = self._db.execute(query, (value, source, limit)).fetchone()
                if min(now, most) != min(now - added, most):
                    query = f"insert or ignore into uncompared select number {among}"
                    self._db.execute(query, (value, source))

    def _compare_all(self, scale: Scale) -> None:
        rows = self._db.execute(
            "select number, record.source, id, record.value from record join posting using (number) order by number"
        )
        numbers: dict[Member, Number] = {}
        records: list[Record] = []
        for number, source, identity, text in rows:
            member = Member(source, identity)
            numbers[member] = number
            records.append(read_record(member, text))
        found = compared(candidates(Blocks(records)), scale.rarity, scale.floor)
        before = set(self._db.execute("select one, other, points, enough from alike"))
        self._replace(before, self._rows(found, numbers, scale.least))

    def _compare_some(self, scale: Scale) -> None:
        marks = [
            row[0] for row in self._db.execute("select number from uncompared join record using (number) order by 1")
        ]
        crowds = _Crowds(self._likeness.crowded(), cache(self._within))
        found: set[_Row] = set()
        before: set[_Row] = set()
        for number in marks:
            query = "select one, other, points, enough from alike where one = ? or other = ?"
            before.update(self._db.execute(query, (number, number)))
        for start in range(0, len(marks), _BATCH):
            batch = marks[start : start + _BATCH]
            near = {number: self._near(number, crowds) for number in batch}
            records = self._likeness.read([*batch, *set().union(*near.values())])
            numbers = {record.member: number for number, record in records.items()}
            found |= self._rows(
                compared(self._candidates(near, records), scale.rarity, scale.floor), numbers, scale.least
            )
        self._replace(before, found)

    def _near(self, number: Number, crowds: _Crowds) -> set[Number]:
        """The postings that share a block with one, or two blocks that are too large one by one."""
        (text,) = self._db.execute("select keys from record where number = ?", (number,)).fetchone()
        values: tuple[int, ...] = kept(text, tuple)
        found = {other for value in values if value not in crowds.values for other in self._within(value)}
        for one, other in combinations([value for value in values if value in crowds.values], 2):
            both = crowds.within(one) & crowds.within(other)
            found |= both if len(both) <= MOST else frozenset()
        return found - {number}

    def _candidates(self, near: Mapping[Number, set[Number]], records: Mapping[Number, Record]) -> Iterator[Candidate]:
        beside = cache(self._likeness.beside_of)
        for one, others in near.items():
            for other in sorted(others):
                if records[one].member.source != records[other].member.source:
                    (titled, there), (titled_too, there_too) = beside(one), beside(other)
                    yield records[one], records[other], titled * titled_too, there * there_too

    def _rows(self, matches: Iterable[Match], numbers: Mapping[Member, Number], least: Least) -> set[_Row]:
        found = set()
        for points, a, b in matches:
            one, other = sorted((numbers[a], numbers[b]))
            found.add((one, other, points, int(points >= least(a.source, b.source))))
        return found

    def _replace(self, before: set[_Row], after: set[_Row]) -> None:
        """Write what is alike now in place of what was; the ends of what differs and could be one are matched again."""
        gone, come = before - after, after - before
        self._db.executemany("delete from alike where one = ? and other = ?", [row[:2] for row in gone])
        self._db.executemany("insert or replace into alike values (?, ?, ?, ?)", sorted(come))
        ends = {end for row in gone | come if row[3] for end in row[:2]}
        query = "insert or ignore into touched select source, id from posting where number = ?"
        self._db.executemany(query, [(end,) for end in sorted(ends)])
