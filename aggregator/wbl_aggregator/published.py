"""Reads back what was published: the memory that no state file can lose."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from wbl_aggregator.accept import Holding
from wbl_aggregator.ledger import Ledger, read_ledger
from wbl_aggregator.match import Member
from wbl_feed import json_format
from wbl_feed.errors import NothingPublishedError
from wbl_feed.models import Envelope, Posting, Tombstone
from wbl_feed.pages import PageError, read_pages


@dataclass(frozen=True)
class Published:
    """The statewide feed as it stands, with its ledger."""

    items: dict[str, Posting] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)
    envelope: Envelope | None = None
    ledger: Ledger = field(default_factory=Ledger)


def read_published(out: Path) -> Published:
    """What stands in the output folder; nothing, where nothing was ever published.

    Raises ``NothingPublishedError`` for a ledger or a feed that is there and cannot be read whole.
    """
    path = out / "ledger.ndjson"
    try:
        ledger = read_ledger(path.read_bytes()) if path.is_file() else Ledger()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    feed = out / "feed.json"
    if not feed.is_file():
        if (out / "manifest.json").is_file():
            raise _damaged(feed)
        return Published(ledger=ledger)
    reading = read_pages(json_format.read(feed.read_bytes()), "", lambda name: _page(out, name))
    if not reading.whole or reading.refused:
        raise _damaged(feed)
    tombstones = (reading.envelope and reading.envelope.tombstones) or ()
    return Published(
        {posting.id: posting for posting in reading.postings},
        {tombstone.id: tombstone for tombstone in tombstones},
        reading.envelope,
        ledger,
    )


def _damaged(path: Path) -> NothingPublishedError:
    return NothingPublishedError(
        f"{path} is damaged or missing, so ids and deletions could be lost; nothing was published. "
        "Restore it from a copy."
    )


def _page(out: Path, name: str) -> bytes:
    try:
        return (out / name).read_bytes()
    except OSError as error:
        raise PageError(str(error.strerror)) from None


def posting_path(entry: str) -> str:
    """Where the file of an entry stands, relative to the output folder."""
    name = entry.rsplit("/", 1)[1]
    return f"postings/{name[:2]}/{name}.json"


def site_folder(source: str) -> str:
    """Where the feed that is made of an adopted site stands, relative to the output folder."""
    return f"sites/{source}"


def restore(out: Path, published: Published) -> dict[str, Holding]:
    """Every source's holding, from the originals in the files of the entries."""
    found: dict[str, dict[str, Posting]] = {}
    envelopes: dict[str, Envelope] = {}
    for identity in published.items:
        path = out / posting_path(identity)
        try:
            members = [_member(value) for value in from_json(path.read_bytes())["members"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(path) from error
        for member, posting, envelope in members:
            found.setdefault(member.source, {})[member.id] = posting
            envelopes[member.source] = envelope
    return {source: Holding(envelopes[source], postings) for source, postings in found.items()}


def _member(value: dict[str, Any]) -> tuple[Member, Posting, Envelope]:
    posting = Posting.from_members(value["posting"])
    envelope = Envelope.from_members(value["feed"])
    return Member(value["source"], posting.id), posting, envelope
