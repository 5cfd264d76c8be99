"""Which postings a person means who names one by its source and an id that it has, or had."""

import sqlite3
from collections.abc import Collection

from wbl_aggregator.match import Member
from wbl_aggregator.match.meeting import iri_number
from wbl_aggregator.match.verdicts import Pair, Verdicts


def bearing(database: sqlite3.Connection, member: Member) -> list[Member]:
    """A posting, and those of its source that had its id before or name it."""
    query = "select id from meeting where value = ? and source = ? and id != ?"
    rows = database.execute(query, (iri_number(member.id), member.source, member.id))
    return [member, *(Member(member.source, row[0]) for row in rows)]


def located(database: sqlite3.Connection, verdicts: Verdicts, sources: Collection[str]) -> Verdicts:
    """The verdicts with the source that a posting is of now, where the operator gave that another name since."""
    now = _moved(database, verdicts, sources)
    if not now:
        return verdicts
    return Verdicts({frozenset(now.get(one, one) for one in pair): say for pair, say in verdicts.said.items()})


def decided(database: sqlite3.Connection, verdicts: Verdicts) -> dict[Pair, Pair]:
    """The pairs of postings on which there is a verdict, under all ids that they bear, each with the pair that the
    verdict names.
    """
    sources = {row[0] for row in database.execute("select id from source")}
    now = _moved(database, verdicts, sources)
    found: dict[Pair, Pair] = {}
    for pair in verdicts.said:
        ones, others = (bearing(database, now.get(member, member)) for member in sorted(pair))
        found |= {frozenset((one, other)): pair for one in ones for other in others if one != other}
    return found


def _moved(database: sqlite3.Connection, verdicts: Verdicts, sources: Collection[str]) -> dict[Member, Member]:
    """The postings of sources that there are not, each as it is known now, where one source alone has its id."""
    query = (
        "select posting.source from meeting cross join posting using (source, id)"
        " where meeting.value = ? and posting.id = ? order by 1"
    )
    found: dict[Member, Member] = {}
    for member in {one for pair in verdicts.said for one in pair if one.source not in sources}:
        rows = (row[0] for row in database.execute(query, (iri_number(member.id), member.id)))
        known = [source for source in rows if source in sources]
        if len(known) == 1:
            found[member] = Member(known[0], member.id)
    return found
