"""Which postings have to be matched again because some changed: the change's own, and all that it can reach."""

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from wbl_aggregator.match import Member
from wbl_aggregator.match.verdicts import Pair
from wbl_aggregator.store.bearing import bearing

_BEGIN = (
    """create temp table if not exists reach
    (source text, id text, step integer, primary key (source, id)) without rowid""",
    "create index if not exists temp.reach_step on reach (step)",
    "delete from reach",
    """create temp table if not exists reach_value
    (value integer, naming integer, step integer, primary key (value, naming)) without rowid""",
    "create index if not exists temp.reach_value_step on reach_value (step)",
    "delete from reach_value",
    """create temp table if not exists reach_verdict
    (source text, id text, other_source text, other_id text, primary key (source, id, other_source, other_id))
    without rowid""",
    "delete from reach_verdict",
    "insert into reach select source, id, 0 from touched",
    "insert or ignore into reach select source, id, 0 from meeting where value in (select value from left_meeting)",
)
_STEP = (
    # who shares a value with one that was reached, if either of them speaks by it; a value is looked up once for all
    # that have it, since a page that thousands name would take millions of steps
    """insert or ignore into reach_value select mine.value, mine.naming, :next from reach
    join meeting as mine on mine.source = reach.source and mine.id = reach.id where reach.step = :step""",
    """insert or ignore into reach select other.source, other.id, :next from reach_value as mine
    join meeting as other on other.value = mine.value and (mine.naming or other.naming) where mine.step = :next""",
    # who belongs or belonged to the same entry, or to one in which a posting had this id: an entry that a source left
    # bears the id of that posting as a former one only for as long as no other posting has it (spec section 17.2), at
    # whatever source; and the same posting of the same feed may go by another name of the source
    """insert or ignore into reach select other.source, other.id, :next from reach
    join member as mine on mine.id = reach.id
    join member as other on other.entry = mine.entry where reach.step = :step""",
    # who belongs to the entry that took the place of that one
    """insert or ignore into reach select other.source, other.id, :next from reach
    join member as mine on mine.source = reach.source and mine.id = reach.id
    join alias on alias.alias = mine.entry
    join member as other on other.entry = alias.entry where reach.step = :step""",
    # whom it is so much alike that they could be one
    """insert or ignore into reach select other.source, other.id, :next from reach
    cross join posting as mine on mine.source = reach.source and mine.id = reach.id
    cross join alike on alike.one = mine.number and alike.enough
    cross join posting as other on other.number = alike.other where reach.step = :step""",
    """insert or ignore into reach select other.source, other.id, :next from reach
    cross join posting as mine on mine.source = reach.source and mine.id = reach.id
    cross join alike on alike.other = mine.number and alike.enough
    cross join posting as other on other.number = alike.one where reach.step = :step""",
    # with whom it is the same by a verdict
    """insert or ignore into reach select other_source, other_id, :next from reach
    join reach_verdict as said on said.source = reach.source and said.id = reach.id where reach.step = :step""",
)

_SHARED = """select meeting.value, source, id from reach
    join meeting using (source, id) join posting using (source, id)
    where posting.shown and meeting.value in (select value from reach cross join meeting using (source, id)
    group by value having count(distinct source) > 1 and max(naming)) order by meeting.value"""
_ALIKE = """select mine.source, mine.id, other.source, other.id from reach
    cross join posting as mine on mine.source = reach.source and mine.id = reach.id
    cross join alike on alike.one = mine.number and alike.enough
    cross join posting as other on other.number = alike.other"""


class Reach:
    """The members that the pending changes can reach; a table that lives as long as the connection."""

    def __init__(self, database: sqlite3.Connection, same: Iterable[Pair] = ()) -> None:
        """``same`` are the pairs of which a person decided that they are one."""
        self._db = database
        for query in _BEGIN:  # not as a script, which would end the transaction
            database.execute(query)
        self._same = [tuple(bearing(database, member) for member in sorted(pair)) for pair in same]
        database.executemany("insert or ignore into reach_verdict values (?, ?, ?, ?)", self._both_ways())
        touched = database.execute("select count(*) from touched").fetchone()[0]
        all_ = database.execute("select max(number) from posting").fetchone()[0] or 0  # to count them takes longer
        if touched * 2 > all_:  # nearly everything: to ask who else is reached would take longer than to take all
            database.execute("insert or ignore into reach select source, id, 0 from posting")
            database.execute("insert or ignore into reach select source, id, 0 from member")
        step, found = 0, True
        while found and touched * 2 <= all_:
            for query in _STEP:
                database.execute(query, {"step": step, "next": step + 1})
            step += 1
            found = database.execute("select 1 from reach where step = ?", (step,)).fetchone() is not None

    def _both_ways(self) -> Iterator[tuple[str, str, str, str]]:
        for one, other in self._verdicts():
            yield one.source, one.id, other.source, other.id
            yield other.source, other.id, one.source, one.id

    def __bool__(self) -> bool:
        return self._db.execute("select 1 from reach limit 1").fetchone() is not None

    def live(self, hidden: Iterable[str]) -> list[Member]:
        """Postings that there are and that are shown, but for those of hidden sources, in order."""
        away = set(hidden)
        rows = self._db.execute(
            "select source, id from reach join posting using (source, id) where posting.shown order by source, id"
        )
        return [Member(source, identity) for source, identity in rows if source not in away]

    def travelled(self) -> set[Member]:
        """Reached postings that may have been in another feed before, or have had another id; all others have not."""
        query = "select source, id from reach cross join posting using (source, id)"  # in this order, or all are read
        query += " where instr(value, ?) or instr(value, ?)"
        return {Member(*row) for row in self._db.execute(query, (b'"provenance"', b'"previousIds"'))}

    def entries(self) -> list[str]:
        """Entries that stand and that a reached posting belongs or belonged to, in order."""
        query = "select distinct entry.id from reach join member using (source, id)"
        query += " join entry on entry.id = member.entry"
        return sorted(row[0] for row in self._db.execute(query))

    def linked(self, live: Iterable[Member]) -> Iterator[list[Member]]:
        """Those of some reached postings that something links, each together with all that it is linked to: a value
        across sources, a likeness, a verdict.
        """
        among = set(live)
        parent: dict[Member, Member] = {}

        def root(member: Member) -> Member:
            while parent[member] != member:
                parent[member] = parent[parent[member]]
                member = parent[member]
            return member

        for one, other in self._links(among):
            first, second = root(parent.setdefault(one, one)), root(parent.setdefault(other, other))
            parent[max(first, second)] = min(first, second)
        groups: dict[Member, list[Member]] = defaultdict(list)
        for member in sorted(parent):
            groups[root(member)].append(member)
        yield from groups.values()

    def _links(self, among: Container[Member]) -> Iterator[tuple[Member, Member]]:
        last, first = None, None
        for value, source, identity in self._db.execute(_SHARED):
            member = Member(source, identity)
            if member not in among:
                continue
            if value != last or first is None:
                last, first = value, member
            else:
                yield first, member
        alike = ((Member(*row[:2]), Member(*row[2:])) for row in self._db.execute(_ALIKE))
        yield from (pair for pair in (*alike, *self._verdicts()) if pair[0] in among and pair[1] in among)

    def _verdicts(self) -> Iterator[tuple[Member, Member]]:
        """The pairs of which a person decided that they are one, by all ids that their postings have or had."""
        return ((one, other) for ones, others in self._same for one in ones for other in others)

    def done(self) -> None:
        """The changes were taken in."""
        self._db.execute("delete from touched")
        self._db.execute("delete from left_meeting")
        self._db.execute("delete from reach")
        self._db.execute("delete from reach_value")
