"""Publishes a site's rows as a feed: adapter, ids, tombstones, files."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wbl_feed import json_format
from wbl_feed.adapter import load_adapter
from wbl_feed.catalog import ATOM_FILE, JSON_FILE, catalog_entry
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetcher
from wbl_feed.files import write_if_changed
from wbl_feed.models import Catalog, Feed
from wbl_feed.settings import read_toml
from wbl_publishers.build import Build, build
from wbl_publishers.mapping import read_mapping
from wbl_publishers.mint import IdMap


@dataclass(frozen=True)
class Published:
    """What was built and which files were written."""

    build: Build
    written: tuple[Path, ...]


def publish(
    kind: str,
    source: str,
    map_path: Path,
    out: Path,
    at: datetime,
    fetcher: Fetcher,
    *,
    accept_drop: bool = False,
    dry_run: bool = False,
) -> Published:
    """Read the source, compare with the feed in ``out``, and write what changed.

    The id map is kept in ``.wbl/`` beside the mapping file. Raises ``UsageError`` for a source or a
    mapping that cannot be used, ``NothingPublishedError`` when most postings vanished; then no file changes.
    """
    settings = read_toml(map_path)
    mapping = read_mapping(settings, str(map_path))
    drafts = load_adapter(kind).drafts(source, settings, fetcher)
    ids = IdMap(map_path.parent / ".wbl" / f"ids-{_slug(mapping.feed.id)}.json")
    previous = _previous(out / JSON_FILE)
    if previous and previous.id != mapping.feed.id:
        fix = "Publish each feed in a folder of its own; a feed never changes its id."
        raise UsageError(f"the folder holds another feed, {previous.id}.", place=str(out), fix=fix)
    result = build(drafts, mapping, ids, previous, at, accept_drop=accept_drop)
    if dry_run:
        return Published(result, ())
    ids.save()
    return Published(result, write_feed(result.feed, out))


def write_feed(feed: Feed, out: Path) -> tuple[Path, ...]:
    """Write a feed as JSON and Atom with its catalogue for discovery, the JSON last; only what changed."""
    from wbl_feed import atom_format  # feedgen takes a while to import

    documents = {
        out / ATOM_FILE: atom_format.write(feed),
        out / ".well-known" / "wbl-feed": _catalog(feed, "../"),
        out / "wbl-feed.json": _catalog(feed, ""),
        out / JSON_FILE: json_format.write(feed),
    }
    return tuple(path for path, content in documents.items() if write_if_changed(path, content))


def _catalog(feed: Feed, folder: str) -> bytes:
    """The catalogue that leads to a site's one feed."""
    catalog = Catalog(type="DataCatalog", spec_version="1.0", feeds=(catalog_entry(feed, folder),))
    return catalog.to_json() + b"\n"


def _slug(feed: str) -> str:
    """A feed's id as a name of a file: the id map belongs to the feed, not to the mapping file."""
    return re.sub(r"[^a-z0-9]+", "-", feed.lower().partition("//")[2] or feed.lower()).strip("-")


def _previous(path: Path) -> Feed | None:
    if not path.is_file():
        return None
    reading = json_format.read(path.read_bytes())
    feed = reading.feed
    if feed is None or reading.refused:
        fix = "Restore it from a copy, or move it away to begin a new feed."
        raise UsageError("the feed published before is damaged, so deletions cannot be told.", place=str(path), fix=fix)
    return feed
