"""Follows the change log of a feed: only what changed is read (spec section 16)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from wbl_feed.documents import PageError
from wbl_feed.fetch import Fetcher
from wbl_feed.models import Deletion, Envelope
from wbl_feed.models.changes import Delete, Upsert
from wbl_feed.origins import comparable, origin
from wbl_feed.other_documents import read_change_page
from wbl_feed.pages import fetch_page
from wbl_feed.reading import Item, Reading
from wbl_feed.times import format_instant, parse_instant

MOST_PAGES = 200
MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class LogReading:
    """What changed after a sequence: the last change of each posting."""

    upserts: dict[str, Upsert]
    deletes: dict[str, Delete]
    last: int
    """The sequence of the last change; the one that was asked for, if there is none after it."""

    def ids_after(self, before: frozenset[str]) -> frozenset[str]:
        """The ids of the postings after all changes, where those were the ids before."""
        renamed = {old for one in self.upserts.values() for old in one.item.previous_ids or ()} - self.upserts.keys()
        return (before | self.upserts.keys()) - self.deletes.keys() - renamed


def follow_log(
    fetcher: Fetcher,
    address: str,
    envelope: Envelope,
    after: int,
    *,
    most_pages: int = MOST_PAGES,
    most_bytes: int = MOST_BYTES,
) -> LogReading | None:
    """All changes after a sequence; ``None`` where the log does not tell them all, so that the whole feed is read.

    ``address`` is that of the document whose envelope names the log.
    """
    newest_first: list[tuple[Upsert | Delete, ...]] = []
    reference, base, seen, left = envelope.change_log or "", address, set[str](), most_bytes
    limit: int | None = None
    while reference and len(newest_first) < most_pages:
        try:
            url = urljoin(base, reference)
            if origin(url) != origin(address) or comparable(url) in seen:
                return None
            seen.add(comparable(url))
            content = fetch_page(fetcher, url)
        except (ValueError, PageError):
            return None
        left -= len(content)
        page = None if left < 0 else _page(content, envelope.id, after, limit)
        if page is None:
            return None
        newest_first.append(tuple(change for change in page.changes if change.sequence > after))
        if page.reaches:
            return _joined([change for changes in reversed(newest_first) for change in changes], after)
        reference, base, limit = page.previous, url, page.changes[0].sequence if page.changes else limit
    return None


@dataclass(frozen=True)
class _Page:
    changes: tuple[Upsert | Delete, ...]
    previous: str
    reaches: bool
    """Whether everything before its first change was applied already."""


def _page(content: bytes, feed: str, after: int, limit: int | None) -> _Page | None:
    """A page whose every change is sound and older than those of the page after it."""
    reading = read_change_page(content, feed)
    page = reading.page
    if page is None or any(notice.fails for notice in reading.notices):
        return None
    if page.compacted_to is not None and after < page.compacted_to:  # of earlier states only what is in force is left
        return None
    if limit is not None and page.changes and page.changes[-1].sequence >= limit:
        return None
    begins = bool(page.changes) and page.changes[0].sequence <= after + 1
    return _Page(page.changes, page.previous or "", begins or page.compacted_to is not None)


def _joined(changes: list[Upsert | Delete], after: int) -> LogReading:
    upserts: dict[str, Upsert] = {}
    deletes: dict[str, Delete] = {}
    for change in changes:
        if isinstance(change, Upsert):
            deletes.pop(change.item.id, None)
            upserts[change.item.id] = change
        else:
            upserts.pop(change.tombstone.id, None)
            deletes[change.tombstone.id] = change
    return LogReading(upserts, deletes, changes[-1].sequence if changes else after)


def agrees(log: LogReading, envelope: Envelope, ids: frozenset[str]) -> bool:
    """Whether the changes lead to the feed whose envelope this is, from the postings that are held.

    Its number of postings shows that nothing is lacking that the last reading missed. The digest cannot be asked: it is
    made in the order of the feed, which no log tells.
    """
    return log.last == envelope.sequence and envelope.total_items == len(log.ids_after(ids))


def as_reading(log: LogReading, envelope: Envelope, last_read: datetime | None) -> Reading:
    """The changes as a delta; with ``last_read`` it promises what the log does, every deletion since then."""
    said = {one.id: one for one in envelope.tombstones or () if one.id not in log.upserts}
    tombstones = {**said, **{identity: change.tombstone for identity, change in log.deletes.items()}}
    changes: dict[str, Any] = {"completeness": "delta", "pages": None, "total_items": None, "digest": None}
    changes |= {"sequence": log.last, "tombstones": tuple(tombstones.values()) or None}
    promise = envelope.deletion
    if last_read and (promise is None or parse_instant(promise.tombstones_since) > last_read):
        changes["deletion"] = Deletion(tombstones_since=format_instant(last_read))
    values = [(change.item, change.item.to_json_value()) for change in log.upserts.values()]
    items = tuple(Item(posting, f"/items/{number}", value) for number, (posting, value) in enumerate(values))
    return Reading(
        "json",
        envelope.evolve(**{name: value for name, value in changes.items() if _differs(envelope, name, value)}),
        items,
        received=tuple(value for _, value in values),
        gone=tuple(one.to_json_value() for one in tombstones.values()),
    )


def _differs(envelope: Envelope, name: str, value: Any) -> bool:
    return bool(getattr(envelope, name) != value)
