"""What postings are compared by, and which of them are alike: kept so that only what changed is compared again."""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations

from wbl_aggregator.match import Member
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import Crowd
from wbl_aggregator.match.kept_record import KeptRecord, record_from
from wbl_aggregator.match.points import MOST_SIBLINGS, MOST_SOLE
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.verdicts import Pair
from wbl_aggregator.store.kept import kept

TELLING = {"programme": MOST_SIBLINGS, "employer": MOST_SOLE}
"""Up to how many postings of a source it tells that they are of one title, or at one employer."""
Number = int
"""Of a posting, in the table ``posting``."""


def read_record(member: Member, text: str) -> Record:
    """What a posting is compared by, as it is kept. Raises ``sqlite3.DatabaseError`` where it cannot be read."""
    return kept(text, partial(record_from, member))


class Likeness:
    """The tables ``record``, ``block``, ``crowd`` and ``alike``."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    # what changes

    def put(self, source: str, records: Iterable[tuple[str, KeptRecord]]) -> None:
        """Keep what postings of a source are compared by; those of which it changed are compared again."""
        number_of_id, crowded = "select number from posting where source = ? and id = ?", self.crowded()
        for identity, record in records:
            (number,) = self._db.execute(number_of_id, (source, identity)).fetchone()
            before = self._record(number)
            if before == record:
                continue
            self._change(number, source, before, record, crowded)
            row = (number, source, record.employer, record.programme, json.dumps(record.blocks), record.text)
            self._db.execute("insert or replace into record values (?, ?, ?, ?, ?, ?)", row)
            self._db.execute("insert or ignore into uncompared values (?)", (number,))

    def leave(self, source: str, identities: Iterable[str]) -> None:
        """Compare postings of a source with none any more; those that they were alike are matched again."""
        number_of_id, crowded = "select number from posting where source = ? and id = ?", self.crowded()
        for identity in identities:
            row = self._db.execute(number_of_id, (source, identity)).fetchone()
            before = self._record(row[0]) if row else None
            if before is None:
                continue
            self._touch_alike(row[0])
            self._change(row[0], source, before, None, crowded)
            for query in ("delete from record where number = ?", "delete from uncompared where number = ?"):
                self._db.execute(query, row)
            self._db.execute("delete from alike where one = ? or other = ?", (row[0], row[0]))

    def compare_all(self) -> None:
        """Have all postings compared again, and those matched again of which it is told how alike they are."""
        self._db.execute("insert or ignore into uncompared select number from record")
        for end in ("one", "other"):
            query = f"select source, posting.id from alike join posting on number = {end} where enough"  # noqa: S608
            self._db.execute(f"insert or ignore into touched {query}")

    def _record(self, number: Number) -> KeptRecord | None:
        query = "select employer, programme, keys, value from record where number = ?"
        row = self._db.execute(query, (number,)).fetchone()
        return KeptRecord(row[0], row[1], kept(row[2], tuple), row[3]) if row else None

    def _change(
        self,
        number: Number,
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
        for kind in TELLING:
            values = [(getattr(one, kind), added) for one, added in ((before, -1), (after, 1)) if one]
            self._db.executemany(said, [(kind, value, source, added) for value, added in values])

    def _touch_alike(self, number: Number) -> None:
        """Have those matched again that a posting was so much alike that they could be one."""
        self._db.execute(
            "insert or ignore into touched select source, id from posting where number in"
            " (select other from alike where one = ? and enough"
            " union select one from alike where other = ? and enough)",
            (number, number),
        )

    # asking

    def crowded(self) -> frozenset[int]:
        """The blocks that were too large when all was last compared."""
        return frozenset(row[0] for row in self._db.execute("select value from crowd"))

    def crowds(self) -> list[Crowd]:
        """The blocks in which too many are to be compared."""
        rows = self._db.execute("select key, max(size) from crowd group by key order by key")
        return [Crowd(key, size) for key, size in rows]

    def beside_of(self, number: Number) -> tuple[int, int]:
        """The same as :meth:`beside`, by the posting's number."""
        counts = (
            f"(select count(*) from (select 1 from record as other where other.{kind} = mine.{kind}"  # noqa: S608
            f" and other.source = mine.source limit {most}))"
            for kind, most in TELLING.items()
        )
        query = f"select {', '.join(counts)} from record as mine where number = ?"  # noqa: S608 - our names
        found: tuple[int, int] = self._db.execute(query, (number,)).fetchone()
        return found

    def knows(self, member: Member) -> bool:
        """Whether there is a posting that is shown."""
        query = "select 1 from posting join record using (number) where posting.source = ? and id = ?"
        return self._db.execute(query, member.key).fetchone() is not None

    def records(self, members: Sequence[Member]) -> dict[Member, Record]:
        """What postings are compared by."""
        query = "select record.value from posting join record using (number) where posting.source = ? and id = ?"
        found = {}
        for one in members:
            row = self._db.execute(query, (one.source, one.id)).fetchone()
            if row:
                found[one] = read_record(one, row[0])
        return found

    def all_records(self) -> Iterator[Record]:
        """What all postings are compared by, in order."""
        query = "select record.source, id, record.value from record join posting using (number) order by 1, 2"
        for source, identity, text in self._db.execute(query):
            yield read_record(Member(source, identity), text)

    def alike(self, member: Member, *, enough: bool = False) -> Iterator[Match]:
        """The postings that one is alike, those with most points first; with ``enough``, those that could be one."""
        query = (
            "select points, p.source, p.id from posting as mine cross join alike on alike.{} = mine.number{}"
            " cross join posting as p on p.number = alike.{} where mine.source = ? and mine.id = ?"
        )
        also = " and alike.enough" if enough else ""
        both = " union ".join((query.format("one", also, "other"), query.format("other", also, "one")))
        rows = self._db.execute(f"{both} order by 1 desc, 2, 3", (*member.key, *member.key))
        return (Match(points, member, Member(source, identity)) for points, source, identity in rows)

    def undecided(
        self, least: int, decided: Container[Pair] = (), hidden: Container[str] = (), most: int = -1
    ) -> list[Match]:
        """The postings of two entries that are alike and not decided on, those with most points first; with ``most``,
        any so many.
        """
        query = (
            "select points, one.source, one.id, other.source, other.id from alike"
            " cross join posting as one on one.number = alike.one"
            " cross join posting as other on other.number = alike.other"
            " cross join member as mine on mine.source = one.source and mine.id = one.id"
            " cross join member as theirs on theirs.source = other.source and theirs.id = other.id"
            " where mine.entry != theirs.entry and points >= ?"
        )
        query += " limit ?" if most >= 0 else " order by 1 desc, 2, 3, 4, 5 limit ?"
        rows = self._db.execute(query, (least, most))
        pairs = (Match(points, *sorted((Member(*pair[:2]), Member(*pair[2:])))) for points, *pair in rows)
        return [
            one
            for one in pairs
            if frozenset((one.a, one.b)) not in decided and one.a.source not in hidden and one.b.source not in hidden
        ]

    def beside(self, member: Member) -> tuple[int, int]:
        """How many postings of its source have the title and employer of one, and its employer; itself included, and no
        more than it tells.
        """
        (number,) = self._db.execute("select number from posting where source = ? and id = ?", member.key).fetchone()
        return self.beside_of(number)

    def read(self, numbers: Iterable[Number]) -> dict[Number, Record]:
        """What postings are compared by, by their numbers."""
        query = "select record.source, id, record.value from record join posting using (number) where number = ?"
        found = {}
        for number in numbers:
            source, identity, text = self._db.execute(query, (number,)).fetchone()
            found[number] = read_record(Member(source, identity), text)
        return found
