"""Fills a new state from what was published, so that neither ids nor the postings of a source that is down are lost."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from wbl_aggregator.accept import Holding
from wbl_aggregator.facets import facets
from wbl_aggregator.ledger import Ledger, read_ledger
from wbl_aggregator.match import Member
from wbl_aggregator.published import posting_path
from wbl_aggregator.statewide.envelope import shape_of
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import Stored, change
from wbl_aggregator.store.entries import Entry
from wbl_aggregator.store.reach import Reach
from wbl_aggregator.visits import Visit
from wbl_feed import json_format
from wbl_feed.digest import canonical_json
from wbl_feed.errors import NothingPublishedError, UsageError
from wbl_feed.models import Envelope, Posting
from wbl_feed.pages import PageError, read_pages
from wbl_feed.reading import Reading
from wbl_feed.times import format_instant

Json = dict[str, Any]


def refuse_other_feed(out: Path, feed: str) -> None:
    """Raises ``UsageError`` where a folder holds another feed, whose readers would get this one."""
    try:
        found = from_json((out / "feed.json").read_bytes())
    except (OSError, ValueError):  # missing or damaged is another question
        return
    if isinstance(found, dict) and isinstance(found.get("id"), str) and found["id"] != feed:
        fix = "A feed never changes its id; publish another one in a folder of its own."
        raise UsageError(f"the folder holds the feed {found['id']}.", place=str(out), fix=fix)


def rebuild(store: Store, out: Path, at: datetime, feed: str) -> bool:
    """Read the ledger, the feed and the files of the entries back; tells whether anything was published.

    Raises ``NothingPublishedError`` for a published file that is there and cannot be read whole: ids and deletions
    could be lost by going on.
    """
    ledger = _ledger(out)
    reading = _feed(out)
    with store.writing():
        store.entries.keep_ledger(Ledger(), ledger)
        if reading is not None and reading.envelope is not None:
            _take_in(store, out, reading, reading.envelope, at)
        store.set_meta("feed", feed)
        store.set_meta("born", format_instant(at))
    return reading is not None


def _take_in(store: Store, out: Path, reading: Reading, envelope: Envelope, at: datetime) -> None:
    holdings: dict[str, dict[str, Posting]] = {}
    heads: dict[str, Envelope] = {}
    for item in reading.items:
        file = _posting_file(out, item.posting.id)
        for member, posting, head in file.members:
            holdings.setdefault(member.source, {})[member.id] = posting
            heads[member.source] = head
        entry = Entry(
            item.posting.id,
            canonical_json(item.value),
            item.value["provenance"][0]["feed"],
            tuple(facets(item.value)),
            item.posting.date_modified,
            tuple(member for member, _, _ in file.members),
            file.evidence,
        )
        store.entries.put([(entry, file.sequence)])
    numbers = _numbers(out, {one.id for one in envelope.tombstones or ()})
    stones = [(one.id, one.canonical, one.date_deleted, numbers.get(one.id, 0)) for one in envelope.tombstones or ()]
    store.entries.put_gone(stones)
    for source, postings in sorted(holdings.items()):
        holding = Holding(heads[source], postings)
        store.holdings.keep(source, change(source, Stored(), holding, lambda posting: posting))
        last = format_instant(at)
        store.asking.note([Visit(source, last_success=last, postings=len(postings), name=heads[source].name)])
    Reach(store.database).done()  # what was published is matched already
    store.set_meta("published sequence", str(envelope.sequence or 0))
    store.set_meta("modified", envelope.date_modified)
    store.set_meta("published envelope", shape_of(envelope))
    if envelope.deletion:
        store.set_meta("tombstones since", envelope.deletion.tombstones_since)


def _numbers(out: Path, gone: set[str]) -> dict[str, int]:
    """The number of the change by which each of these went, from the change log, as far as that has it."""
    found: dict[str, int] = {}
    for path in (out / "changes").glob("*.json") if gone else ():
        try:
            changes = from_json(path.read_bytes())["changes"]
            said = {one["tombstone"]["id"]: one["sequence"] for one in changes if one["type"] == "delete"}
        except (OSError, ValueError, KeyError, TypeError):
            continue  # what the log lacks is resynced by whoever follows it
        for identity in said.keys() & gone:
            found[identity] = max(said[identity], found.get(identity, 0))
    return found


def _ledger(out: Path) -> Ledger:
    path = out / "ledger.ndjson"
    try:
        ledger = read_ledger(path.read_bytes()) if path.is_file() else Ledger()
        texts = {*ledger.aliases, *ledger.aliases.values()}
        for member, one in ledger.entries.items():
            texts |= {member.source, member.id, one.id, one.feed}
            int(one.since)
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("an id that is no text")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    return ledger


def _feed(out: Path) -> Reading | None:
    path = out / "feed.json"
    if not path.is_file():
        if (out / "manifest.json").is_file():
            raise damaged(path)
        return None
    reading = read_pages(json_format.read(path.read_bytes()), "", lambda name: _page(out, name))
    if not reading.whole or reading.refused or reading.envelope is None:
        raise damaged(path)
    return replace(reading, notices=())


def _page(out: Path, name: str) -> bytes:
    try:
        return (out / name).read_bytes()
    except OSError as error:
        raise PageError(str(error.strerror)) from None


@dataclass(frozen=True)
class _File:
    """The file of an entry."""

    members: tuple[tuple[Member, Posting, Envelope], ...]
    """Each with the envelope of its feed."""
    evidence: tuple[Json, ...]
    sequence: int


def _posting_file(out: Path, identity: str) -> _File:
    path = out / posting_path(identity)
    try:
        found: Json = from_json(path.read_bytes())
        return _File(tuple(map(_member, found["members"])), tuple(map(dict, found["evidence"])), int(found["sequence"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error


def _member(value: Json) -> tuple[Member, Posting, Envelope]:
    posting = Posting.from_members(value["posting"])
    return Member(str(value["source"]), posting.id), posting, Envelope.from_members(value["feed"])


def damaged(path: Path) -> NothingPublishedError:
    """What is said of a published file that cannot be read back."""
    return NothingPublishedError(
        f"{path} is damaged or missing, so ids and deletions could be lost; nothing was published. "
        "Restore it from a copy."
    )
