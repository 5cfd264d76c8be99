"""What publishing reads: the statewide feed in its order, what changed in it, and the file of each entry."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from pydantic_core import from_json

from wbl_aggregator.publishing.shelf import Line
from wbl_aggregator.store.change import DAILY
from wbl_aggregator.store.kept import kept
from wbl_aggregator.store.programmes import Programmes
from wbl_feed.digest import canonical_json
from wbl_feed.facts import FACTS_ONLY, facts
from wbl_feed.models import Envelope

_BATCH = 500
_GREATEST = 2**63 - 1
_HELD = 20_000
"""Entries that are held in memory at most, or one batch more."""
Sites = Callable[[], list[tuple[str, Envelope]]]
Moderated = Callable[[str, bytes], bytes]
"""A posting of a source, as JSON, as it may be published."""


class StoredShelf:
    """The ``Shelf`` over the tables of the store."""

    def __init__(
        self,
        database: sqlite3.Connection,
        sites: Sites,
        moderated: Moderated = lambda source, value: value,
        licences: Mapping[str, str] | None = None,
    ) -> None:
        self._db, self._sites, self._moderated, self._licences = database, sites, moderated, licences or {}
        self._programmes = Programmes(database)
        self._held: dict[str, bytes] = {}
        """Entries that were asked for: one that changed is asked for by each of its facets."""

    def lines(self) -> list[Line]:
        """Every entry, in the order of the feed."""
        rows = self._db.execute("select id, hash, facets, modified, sequence from entry order by place, id")
        return [Line(one, digest, _folders(folders), at, number) for one, digest, folders, at, number in rows]

    def entries(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Entries as canonical JSON, in the order asked."""
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            missing = [one for one in batch if one not in self._held]
            if len(self._held) > _HELD:
                self._held.clear()
                missing = list(batch)
            marks = ",".join("?" * len(missing))
            self._held.update(self._db.execute(f"select id, value from entry where id in ({marks})", missing))  # noqa: S608
            yield from [self._held[one] for one in batch]

    def all_entries(self) -> Iterator[bytes]:
        """All entries as canonical JSON, in the order of the feed."""
        for (value,) in self._db.execute("select value from entry order by place, id"):
            yield value

    def tombstones(self) -> list[tuple[str, bytes, int]]:
        """Statewide tombstones by id: id, canonical JSON, number of the change."""
        rows = self._db.execute("select id, value, sequence from gone order by id")
        return [(one, value.encode(), sequence) for one, value, sequence in rows]

    def changes(self, after: int) -> Iterator[tuple[int, str, bytes, bool]]:
        """What changed after a number, in order: number, id, canonical JSON, whether it is a posting."""
        after = min(after, _GREATEST)  # a log that somebody spoiled may name any number
        rows = self._db.execute(
            "select sequence, id, value, 1 from entry where sequence > ?"
            " union all select sequence, id, cast(value as blob), 0 from gone where sequence > ? order by 1",
            (after, after),
        )
        for sequence, identity, value, is_upsert in rows:
            yield sequence, identity, value, bool(is_upsert)

    def dirty(self) -> tuple[list[str], list[str]]:
        """Entries whose file is to be written, and ids whose file is to go."""
        rows = self._db.execute(
            "select dirty.id, entry.id is not null from dirty left join entry using (id) order by dirty.id"
        ).fetchall()
        return [one for one, stands in rows if stands], [one for one, stands in rows if not stands]

    def posting_file(self, identity: str) -> bytes:
        """An entry with its members' own words, so that it can be explained, and the state rebuilt from it."""
        row = self._db.execute(
            "select value, members, evidence, sequence from entry where id = ?", (identity,)
        ).fetchone()
        parts = b",\n".join(filter(None, (self._member(*one) for one in kept(row[1], list))))
        value: bytes = row[0]
        evidence: bytes = row[2].encode()
        head = f'{{"sequence":{row[3]},\n"posting":'.encode()
        links = [link._asdict() for link in self._programmes.links(identity)]
        more = b',\n"links":' + json.dumps(links).encode() if links else b""
        return head + value + b',\n"members":[\n' + parts + b'\n],\n"evidence":' + evidence + more + b"}\n"

    def _member(self, source: str, identity: str) -> bytes:
        """A member as its source has it; nothing where it is gone and its entry could not be made without it."""
        query = "select posting.value, source.envelope from posting join source on source.id = posting.source"
        row = self._db.execute(f"{query} where posting.source = ? and posting.id = ?", (source, identity)).fetchone()
        if row is None:
            return b""
        value = _publishable(self._moderated(source, row[0]), row[1], self._licences.get(source))
        return b'{"source":' + json.dumps(source).encode() + b',"feed":' + _head(row[1]) + b',"posting":' + value + b"}"

    def ledger(self) -> Iterator[bytes]:
        """The lines of the ledger: members, then aliases."""
        member = "json_object('source', source, 'feed', feed, 'id', id, 'entry', entry, 'since', since)"
        for query in (
            f"select {member} from member order by source, id",  # noqa: S608 - our names
            "select json_object('alias', alias, 'entry', entry) from alias order by alias",
        ):
            for (line,) in self._db.execute(query):
                yield line.encode() + b"\n"

    def sites(self) -> list[tuple[str, Envelope]]:
        """Folder and envelope of each feed that was made of a site without one."""
        return self._sites()


@lru_cache(maxsize=20_000)
def _folders(text: str) -> tuple[str, ...]:
    """Of the many entries that stand in the same folders these are held once."""
    return tuple(map(sys.intern, text.split()))


@lru_cache(maxsize=64)
def _head(envelope: str) -> bytes:
    """A source's envelope without what changes from day to day."""
    lasting = {name: value for name, value in from_json(envelope).items() if name not in DAILY}
    # what every envelope needs and nobody reads here
    needed = {"dateModified": "2000-01-01T00:00:00Z", "completeness": "complete"}
    return json.dumps({**lasting, **needed}, ensure_ascii=False).encode()


def _publishable(value: bytes, envelope: str, known: str | None) -> bytes:
    """A source's posting, without its texts where their licence is not known (spec section 11 rule 3)."""
    if _FACTS_ONLY not in value and FACTS_ONLY not in envelope:
        return value
    posting = from_json(value)
    of_feed = from_json(envelope)["license"]
    licence = posting.get("license") or (known if known and of_feed == FACTS_ONLY else of_feed)
    return canonical_json(facts(posting)) if licence == FACTS_ONLY else value


_FACTS_ONLY = FACTS_ONLY.encode()
