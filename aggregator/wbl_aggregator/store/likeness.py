"""What postings are compared by, and which of them are alike: kept so that only what changed is compared again."""

import json
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

from wbl_aggregator.match import Member
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import MOST, Blocks, Crowd, keys
from wbl_aggregator.match.kept_record import KeptRecord, number_of, record_from
from wbl_aggregator.match.points import MOST_SIBLINGS, MOST_SOLE
from wbl_aggregator.match.probable import Candidate, candidates, compared
from wbl_aggregator.match.rarity import Rarity
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.verdicts import Pair
from wbl_aggregator.store.kept import kept

_BATCH = 500
Least = Callable[[str, str], int]
"""The fewest points with which postings of two sources become one entry."""
_TELLING = {"programme": MOST_SIBLINGS, "employer": MOST_SOLE}
"""Up to how many postings of a source it tells that they are of one title, or at one employer."""
_Number = int
"""Of a posting, in the table ``posting``."""


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
    within: Callable[[int], frozenset[_Number]]
    """The postings of one."""


class Likeness:
    """The tables ``record``, ``block``, ``crowd`` and ``alike``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    # what changes

    def put(self, source: str, records: Iterable[tuple[str, KeptRecord]]) -> None:
        """Keep what postings of a source are compared by; those of which it changed are compared again."""
        number_of_id, crowded = "select number from posting where source = ? and id = ?", self._crowded()
        for identity, record in records:
            (number,) = self._db.execute(number_of_id, (source, identity)).fetchone()
            before = self._record(number)
            if before == record:
                continue
            self._change(number, source, before, record, crowded)
            row = (number, source, record.employer, record.programme, json.dumps(record.blocks), record.text)
            self._db.execute("insert or replace into record values (?, ?, ?, ?, ?, ?)", row)
            self._db.execute("insert or ignore into uncompared values (?)", (number,))

    def leave(self, source: str, identity: str) -> None:
        """Compare a posting with none any more; those that it was alike are matched again."""
        row = self._db.execute("select number from posting where source = ? and id = ?", (source, identity)).fetchone()
        before = self._record(row[0]) if row else None
        if before is None:
            return
        self._touch_alike(row[0])
        self._change(row[0], source, before, None, self._crowded())
        for query in ("delete from record where number = ?", "delete from uncompared where number = ?"):
            self._db.execute(query, row)
        self._db.execute("delete from alike where one = ? or other = ?", (row[0], row[0]))

    def compare_all(self) -> None:
        """Have all postings compared again."""
        self._db.execute("insert or ignore into uncompared select number from record")

    def _record(self, number: _Number) -> KeptRecord | None:
        query = "select employer, programme, keys, value from record where number = ?"
        row = self._db.execute(query, (number,)).fetchone()
        return KeptRecord(row[0], row[1], kept(row[2], tuple), row[3]) if row else None

    def _change(
        self,
        number: _Number,
        source: str,
        before: KeptRecord | None,
        after: KeptRecord | None,
        crowded: frozenset[int],
    ) -> None:
        old, new = set(before.blocks if before else ()), set(after.blocks if after else ())
        self._db.executemany("delete from block where value = ? and number = ?", [(one, number) for one in old - new])
        self._db.executemany("insert or ignore into block values (?, ?)", [(one, number) for one in new - old])
        said = "insert into block_change values (?, ?) on conflict do update set added = added + excluded.added"
        self._db.executemany(said, [(one, 1) for one in new - old] + [(one, -1) for one in old - new])
        if crowded:
            said = "insert into crowd_change values (?, ?, ?) on conflict do update set added = added + excluded.added"
            pairs = [set(combinations(sorted(blocks & crowded), 2)) for blocks in (old, new)]
            self._db.executemany(said, [(*pair, 1) for pair in pairs[1] - pairs[0]])
            self._db.executemany(said, [(*pair, -1) for pair in pairs[0] - pairs[1]])
        said = "insert into beside_change values (?, ?, ?, ?) on conflict do update set added = added + excluded.added"
        for kind in _TELLING:
            values = [(getattr(one, kind), added) for one, added in ((before, -1), (after, 1)) if one]
            self._db.executemany(said, [(kind, value, source, added) for value, added in values])

    def _touch_alike(self, number: _Number) -> None:
        """Have those matched again that a posting was so much alike that they could be one."""
        self._db.execute(
            "insert or ignore into touched select source, id from posting where number in"
            " (select other from alike where one = ? and enough"
            " union select one from alike where other = ? and enough)",
            (number, number),
        )

    # comparing

    def compare(self, scale: Scale) -> set[int]:
        """Compare all that have to be, and have the ends of every likeness that came or went matched again.

        Gives the programmes of which something changed.
        """
        changed = {row[0] for row in self._db.execute("select value from beside_change where kind = 'programme'")}
        changed |= {row[0] for row in self._db.execute("select programme from uncompared join record using (number)")}
        self._mark_crowds()
        self._mark_crowds_within_crowds()
        self._mark_beside()
        count = self._db.execute("select count(*) from uncompared").fetchone()[0]
        if count:
            all_ = self._db.execute("select count(*) from record").fetchone()[0]
            (self._compare_all if count * 2 > all_ else self._compare_some)(scale)
        for table in ("uncompared", "block_change", "crowd_change", "beside_change"):
            self._db.execute(f"delete from {table}")  # noqa: S608 - our names
        return changed

    def crowds(self) -> list[Crowd]:
        """The blocks in which too many are to be compared."""
        rows = self._db.execute("select key, max(size) from crowd group by key order by key")
        return [Crowd(key, size) for key, size in rows]

    def _mark_crowds(self) -> None:
        """Note blocks that became too large, or are so no more: all in them are compared again."""
        rows = self._db.execute(
            "select value, added, (select count(*) from block where block.value = block_change.value) from block_change"
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
        crowded = self._crowded()
        rows = self._db.execute("select one, other, added from crowd_change where added != 0").fetchall()
        for one, other, added in rows:
            if {one, other} <= crowded:
                both = self._within(one) & self._within(other)
                if (len(both) > MOST) != (len(both) - added > MOST):
                    marks = [(number,) for number in both]
                    self._db.executemany("insert or ignore into uncompared values (?)", marks)

    def _crowded(self) -> frozenset[int]:
        return frozenset(row[0] for row in self._db.execute("select value from crowd"))

    def _within(self, value: int) -> frozenset[_Number]:
        return frozenset(row[0] for row in self._db.execute("select number from block where value = ?", (value,)))

    def _key(self, value: int) -> str:
        """The key of a block by its number."""
        number = self._db.execute("select min(number) from block where value = ?", (value,)).fetchone()[0]
        return next(key for key in keys(self._read([number])[number]) if number_of(key) == value)

    def _mark_beside(self) -> None:
        """Have the postings of a source at one employer, or of one title there, compared again where it tells that
        they are more now, or fewer.
        """
        for kind, most in _TELLING.items():
            among = f"from record where {kind} = ? and source = ?"
            rows = self._db.execute("select value, source, added from beside_change where kind = ?", (kind,)).fetchall()
            for value, source, added in rows:
                (now,) = self._db.execute(f"select count(*) {among}", (value, source)).fetchone()
                if min(now, most) != min(now - added, most):
                    query = f"insert or ignore into uncompared select number {among}"
                    self._db.execute(query, (value, source))

    def _compare_all(self, scale: Scale) -> None:
        rows = self._db.execute(
            "select number, record.source, id, record.value from record join posting using (number) order by number"
        )
        numbers: dict[Member, _Number] = {}
        records: list[Record] = []
        for number, source, identity, text in rows:
            member = Member(source, identity)
            numbers[member] = number
            records.append(kept(text, partial(record_from, member)))
        found = compared(candidates(Blocks(records)), scale.rarity, scale.floor)
        before = set(self._db.execute("select one, other, points, enough from alike"))
        self._replace(before, self._rows(found, numbers, scale.least))

    def _compare_some(self, scale: Scale) -> None:
        marks = [
            row[0] for row in self._db.execute("select number from uncompared join record using (number) order by 1")
        ]
        crowds = _Crowds(self._crowded(), cache(self._within))
        found: set[tuple[int, int, int, int]] = set()
        before: set[tuple[int, int, int, int]] = set()
        for number in marks:
            query = "select one, other, points, enough from alike where one = ? or other = ?"
            before.update(self._db.execute(query, (number, number)))
        for start in range(0, len(marks), _BATCH):
            batch = marks[start : start + _BATCH]
            near = {number: self._near(number, crowds) for number in batch}
            records = self._read([*batch, *set().union(*near.values())])
            numbers = {record.member: number for number, record in records.items()}
            found |= self._rows(
                compared(self._candidates(near, records), scale.rarity, scale.floor), numbers, scale.least
            )
        self._replace(before, found)

    def _near(self, number: _Number, crowds: _Crowds) -> set[_Number]:
        """The postings that share a block with one, or two blocks that are too large one by one."""
        (text,) = self._db.execute("select keys from record where number = ?", (number,)).fetchone()
        values: tuple[int, ...] = kept(text, tuple)
        found = {other for value in values if value not in crowds.values for other in self._within(value)}
        for one, other in combinations([value for value in values if value in crowds.values], 2):
            both = crowds.within(one) & crowds.within(other)
            found |= both if len(both) <= MOST else frozenset()
        return found - {number}

    def _candidates(
        self, near: Mapping[_Number, set[_Number]], records: Mapping[_Number, Record]
    ) -> Iterator[Candidate]:
        beside = cache(self._beside)
        for one, others in near.items():
            for other in sorted(others):
                if records[one].member.source != records[other].member.source:
                    (titled, there), (titled_too, there_too) = beside(one), beside(other)
                    yield records[one], records[other], titled * titled_too, there * there_too

    def _beside(self, number: _Number) -> tuple[int, int]:
        counts = (
            f"(select count(*) from record as other where other.{kind} = mine.{kind} and other.source = mine.source)"  # noqa: S608
            for kind in ("programme", "employer")
        )
        query = f"select {', '.join(counts)} from record as mine where number = ?"  # noqa: S608 - our names
        found: tuple[int, int] = self._db.execute(query, (number,)).fetchone()
        return found

    def _rows(
        self, matches: Iterable[Match], numbers: Mapping[Member, _Number], least: Least
    ) -> set[tuple[int, int, int, int]]:
        found = set()
        for points, a, b in matches:
            one, other = sorted((numbers[a], numbers[b]))
            found.add((one, other, points, int(points >= least(a.source, b.source))))
        return found

    def _replace(self, before: set[tuple[int, int, int, int]], after: set[tuple[int, int, int, int]]) -> None:
        """Write what is alike now in place of what was; the ends of what differs and could be one are matched again."""
        gone, come = before - after, after - before
        self._db.executemany("delete from alike where one = ? and other = ?", [row[:2] for row in gone])
        self._db.executemany("insert or replace into alike values (?, ?, ?, ?)", sorted(come))
        ends = {end for row in gone | come if row[3] for end in row[:2]}
        query = "insert or ignore into touched select source, id from posting where number = ?"
        self._db.executemany(query, [(end,) for end in sorted(ends)])

    # asking

    def records(self, members: Sequence[Member]) -> dict[Member, Record]:
        """What postings are compared by."""
        query = "select record.value from posting join record using (number) where posting.source = ? and id = ?"
        found = {}
        for one in members:
            row = self._db.execute(query, (one.source, one.id)).fetchone()
            if row:
                found[one] = kept(row[0], partial(record_from, one))
        return found

    def all_records(self) -> Iterator[Record]:
        """What all postings are compared by, in order."""
        query = "select record.source, id, record.value from record join posting using (number) order by 1, 2"
        for source, identity, text in self._db.execute(query):
            yield kept(text, partial(record_from, Member(source, identity)))

    def alike(self, member: Member, *, enough: bool = False) -> Iterator[Match]:
        """The postings that one is alike, those with most points first; with ``enough``, those that could be one."""
        query = (
            "select points, p.source, p.id from posting as mine cross join alike on alike.{} = mine.number{}"
            " cross join posting as p on p.number = alike.{} where mine.source = ? and mine.id = ?"
        )
        also = " and alike.enough" if enough else ""
        both = " union ".join((query.format("one", also, "other"), query.format("other", also, "one")))
        rows = self._db.execute(f"{both} order by 1 desc, 2, 3", (*_pair(member), *_pair(member)))
        return (Match(points, member, Member(source, identity)) for points, source, identity in rows)

    def undecided(self, least: int, decided: Container[Pair] = (), hidden: Container[str] = ()) -> list[Match]:
        """The postings of two entries that are alike and not decided on, those with most points first."""
        rows = self._db.execute(
            "select points, one.source, one.id, other.source, other.id from alike"
            " cross join posting as one on one.number = alike.one"
            " cross join posting as other on other.number = alike.other"
            " cross join member as mine on mine.source = one.source and mine.id = one.id"
            " cross join member as theirs on theirs.source = other.source and theirs.id = other.id"
            " where mine.entry != theirs.entry and points >= ? order by 1 desc, 2, 3, 4, 5",
            (least,),
        )
        pairs = (Match(points, *sorted((Member(*pair[:2]), Member(*pair[2:])))) for points, *pair in rows)
        return [
            one
            for one in pairs
            if frozenset((one.a, one.b)) not in decided and one.a.source not in hidden and one.b.source not in hidden
        ]

    def beside(self, member: Member) -> tuple[int, int]:
        """How many postings of its source have the title and employer of one, and its employer; itself included."""
        (number,) = self._db.execute("select number from posting where source = ? and id = ?", _pair(member)).fetchone()
        return self._beside(number)

    def _read(self, numbers: Iterable[_Number]) -> dict[_Number, Record]:
        query = "select record.source, id, record.value from record join posting using (number) where number = ?"
        found = {}
        for number in numbers:
            source, identity, text = self._db.execute(query, (number,)).fetchone()
            found[number] = kept(text, partial(record_from, Member(source, identity)))
        return found


def _pair(member: Member) -> tuple[str, str]:
    return member.source, member.id
