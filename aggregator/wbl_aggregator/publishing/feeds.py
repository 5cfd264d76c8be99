"""The JSON documents of a feed: the statewide one and that of each facet, page by page."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from pydantic_core import from_json

from wbl_aggregator.facets import codes
from wbl_aggregator.facets import folder as facet_folder
from wbl_aggregator.publishing.plan import Plan, newest
from wbl_aggregator.publishing.shelf import Line, Shelf
from wbl_feed import json_format
from wbl_feed.catalog import ATOM_TYPE, catalog_entry
from wbl_feed.digest import content_digest
from wbl_feed.models import Catalog, Envelope, Tombstone
from wbl_feed.models.feed import Alternate, Deletion
from wbl_feed.projections.json_feed import MEDIA_TYPE as JSON_FEED_TYPE
from wbl_feed.times import format_instant, parse_instant

ATOM, JSON_FEED = "feed.atom", "jsonfeed.json"


def page(spec_version: str, feed: str, ids: Sequence[str], shelf: Shelf) -> bytes:
    """A page of a feed, given by their ids."""
    return _document({"type": "DataFeedPage", "specVersion": spec_version, "feed": feed, "items": None}, ids, shelf)


def sealed(plan: Plan, envelope: Envelope, shelf: Shelf) -> Envelope:
    """The envelope with what follows from the plan."""
    return envelope.evolve(
        total_items=len(plan.lines),
        completeness="paged" if plan.is_paged else "complete",
        pages=tuple(name for name, _ in plan.pages) or None,
        digest=_digest(plan, envelope, shelf),
    )


def first_document(plan: Plan, sealed: Envelope, shelf: Shelf) -> bytes:
    """The first document of a feed."""
    return _document({**sealed.to_json_value(), "items": None}, [line.id for line in plan.first], shelf)


def _document(members: dict[str, Any], ids: Sequence[str], shelf: Shelf) -> bytes:
    items = list(shelf.entries(ids))
    content = b"".join(json_format.document(members, [b",\n".join(items)] if items else ()))
    if json_format.is_spelled(content):  # nearly always; to look at each item takes longer
        return content
    return b"".join(json_format.document(members, map(json_format.spelled, items)))


def _digest(plan: Plan, envelope: Envelope, shelf: Shelf) -> str | None:
    """The digest of the whole feed. A facet that is paged has none: the names of its pages are hashes of their content,
    and to read all entries for each facet would cost more than all else."""
    tombstones = [stone.canonical for stone in envelope.tombstones or ()]
    if not plan.is_paged:
        return content_digest(shelf.entries([line.id for line in plan.lines]), tombstones)
    return None if plan.folder else content_digest(shelf.all_entries(), tombstones)


def statewide(envelope: Envelope, shelf: Shelf, at: datetime, tombstone_days: int, change_log: str | None) -> Envelope:
    """The envelope of the statewide feed, with the tombstones that are young enough.

    The limit is the beginning of a day, so that it takes tombstones away once a day at most.
    """
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    stones = [Tombstone.from_members(from_json(value)) for _, value, _ in shelf.tombstones()]
    others = [Alternate(url=ATOM, type=ATOM_TYPE), Alternate(url=JSON_FEED, type=JSON_FEED_TYPE)]
    whole = envelope.evolve(change_log=change_log, alternates=tuple(others), total_items=None, digest=None, pages=None)
    return with_tombstones(whole, stones, day - timedelta(days=tombstone_days))


def with_tombstones(envelope: Envelope, stones: Iterable[Tombstone], limit: datetime) -> Envelope:
    """The envelope with the tombstones from ``limit`` on; its promise moves past those that are left out (8.1)."""
    kept, dropped = [], []
    for stone in stones:
        when = parse_instant(stone.date_deleted)
        (dropped.append(when) if when < limit else kept.append(stone))
    deletion = envelope.deletion
    if dropped and deletion:
        since = max(dropped) + timedelta(seconds=1)
        if since > parse_instant(deletion.tombstones_since):
            deletion = Deletion(tombstones_since=format_instant(since))
    return envelope.evolve(tombstones=tuple(kept) or None, deletion=deletion)


def facet(envelope: Envelope, folder: str, recent: list[Line], shelf: Shelf) -> Envelope:
    """The envelope of a facet's feed, with an id of its own under the statewide one; its entries the newest first."""
    kind, code = _code(folder, recent, shelf)
    return envelope.evolve(
        id=f"{envelope.id.rstrip('/')}/{folder}",
        name=f"{envelope.name}: {kind} {code}"[:200],
        date_modified=newest(recent),
        feed_url=urljoin(envelope.feed_url, f"{folder}/feed.json") if envelope.feed_url else None,
        alternates=(Alternate(url=ATOM, type=ATOM_TYPE),),
        sequence=None,
        sources=None,
        tombstones=None,
        deletion=None,
        change_log=None,
    )


def _code(folder: str, lines: list[Line], shelf: Shelf) -> tuple[str, str]:
    """Facet and code of a folder; a code too odd for a name is looked up in an entry."""
    _, kind, name = folder.split("/")
    if not name.startswith("code_"):
        return kind, name.replace(".", ":", 1)
    for value in shelf.entries([lines[0].id]):
        for pair in codes(from_json(value)):
            if facet_folder(*pair) == folder:
                return pair
    return kind, name


def catalogs(
    feed: Envelope, facets: Mapping[str, Envelope], sites: Iterable[tuple[str, Envelope]]
) -> Iterator[tuple[str, bytes]]:
    """The catalogue, and the same at the well-known place."""
    parts = [*facets.items(), *sites]
    for name, base in (("wbl-feed.json", ""), (".well-known/wbl-feed", "../")):
        entries = (catalog_entry(feed, base), *(catalog_entry(part, f"{base}{folder}/") for folder, part in parts))
        catalog: dict[str, Any] = Catalog(type="DataCatalog", spec_version="1.0", feeds=entries).to_json_value()
        yield name, (json.dumps(catalog, ensure_ascii=False, indent=1) + "\n").encode()
