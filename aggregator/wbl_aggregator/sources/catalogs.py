"""Lists of feeds as a catalogue of the standard (spec section 15.2)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.listed import Listed, address_key
from wbl_aggregator.sources.reading import feed_of
from wbl_aggregator.sources.source import Source
from wbl_feed import json_format
from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.discovery.catalog_feeds import READ_TYPES
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.models import Catalog, CatalogEntry, Distribution
from wbl_feed.models.feed import Source as Published
from wbl_feed.other_documents import read_catalog


@dataclass(frozen=True)
class Origins:
    """What a statewide feed says of its sources."""

    feeds: Mapping[str, str]
    """Ids of their feeds, by the ids of the sources."""
    sources: Mapping[str, Published]
    """The sources, by the ids of their feeds."""


def read_listed(content: bytes, place: str, base: str = "") -> tuple[list[Listed], list[str]]:
    """The feeds of a catalogue that lies at ``base``, and what is wrong with it, for people. Raises ``UsageError``."""
    reading = read_catalog(content)
    if not reading.entries and any(notice.fails for notice in reading.notices):
        fault = next(notice for notice in reading.notices if notice.fails)
        raise UsageError(fault.message, place=place, fix=fault.fix)
    told = [f"{place}, {notice.pointer or 'the document'}: {notice.message}" for notice in reading.notices]
    return [_listed(pointer, entry, place, base) for pointer, entry in reading.entries], told


def _listed(pointer: str, entry: CatalogEntry, place: str, base: str) -> Listed:
    read = (one for one in entry.distributions if one.type.split(";")[0].strip().lower() in READ_TYPES)
    url = next((_resolved(base, one.url) for one in read), "")
    license_, status = entry.license or "", entry.status or ""
    return Listed(f"{place}, {pointer}", entry.name, url, status=status, license=license_)


def _resolved(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def write_catalog(config: Config, origins: Origins) -> tuple[bytes, list[str]]:
    """The catalogue of a hub's sources, the same bytes for the same sources, and those that it cannot have."""
    left_out: list[str] = []
    entries: list[CatalogEntry] = []
    for source in config.sources:
        feed = origins.feeds.get(source.id, "")
        known = origins.sources.get(feed)
        url = public_address(source, config) or (known.feed_url if known and source.home else "") or ""
        if not feed:
            left_out.append(f"{source.id}: it was not published yet, so that the id of its feed is not known.")
        elif not url:
            left_out.append(f"{source.id}: its feed has no address that others could read.")
        elif feed in {entry.id for entry in entries}:
            left_out.append(f"{source.id}: another source has the feed {feed} too.")
        else:
            entries.append(_entry(source, feed, url, known))
    catalog = Catalog(type="DataCatalog", spec_version="1.0", feeds=tuple(entries))
    text = json.dumps(catalog.to_json_value(), ensure_ascii=False, indent=1)
    return text.encode() + b"\n", left_out


def _entry(source: Source, feed: str, url: str, known: Published | None) -> CatalogEntry:
    atom = urlsplit(url).path.lower().endswith((".atom", ".xml"))
    distribution = Distribution(url=url, type=ATOM_TYPE if atom else json_format.MEDIA_TYPE)
    members = {
        "id": feed,
        "name": (source.name or (known and known.name) or source.id)[:200],
        "distributions": (distribution,),
        "license": source.license or (known and known.license) or None,
        "regions": source.regions or None,
        "status": source.status if source.status in ("development", "deprecated") else None,
        "homePageUrl": known and known.url,
    }
    return CatalogEntry.from_members({name: value for name, value in members.items() if value is not None})


def public_address(source: Source, config: Config) -> str:
    """Where others can read the feed of a source; of an adopted site, the feed that the hub makes of it."""
    if source.allow_private:
        return ""
    if not source.adopted:
        return source.url
    return urljoin(config.feed.feed_url, f"sites/{source.id}/feed.json") if config.feed.feed_url else ""


def feeds_listed(config: Config) -> tuple[list[Listed], list[str]]:
    """The feeds of a hub's sources for a list, and those that others could not read."""
    listed: list[Listed] = []
    left_out: list[str] = []
    for source in config.sources:
        url = public_address(source, config)
        home = source.home if is_address(source.home) and not source.allow_private else ""
        if url or home:
            listed.append(Listed(source.id, source.name, url, home, source.id, source.status, source.license))
        else:
            left_out.append(f"{source.id}: its feed has no address that others could read.")
    return listed, left_out


def read_origins(config: Config, published: Path) -> Origins:
    """What is known of the sources of a hub by its mapping files and by the folder that it publishes in."""
    try:
        envelope = json_format.read((published / "feed.json").read_bytes()).envelope
    except OSError:
        envelope = None
    sources = {one.feed: one for one in (envelope and envelope.sources) or ()}
    by_address = {address_key(one.feed_url): one.feed for one in sources.values() if one.feed_url}
    feeds = {source.id: by_address.get(address_key(source.url), "") for source in config.sources if source.url}
    feeds |= {str(line["source"]): str(line["feed"]) for line in _lines(published / "ledger.ndjson")}
    feeds |= {source.id: feed for source in config.sources if (feed := feed_of(source))}
    return Origins(feeds, sources)


def _lines(path: Path) -> Iterator[dict[str, object]]:
    try:
        with path.open("rb") as file:
            for line in file:
                value = json.loads(line)
                if isinstance(value, dict) and "source" in value and "feed" in value:
                    yield value
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        fix = "Run wbl aggregate run, which writes it anew."
        raise UsageError(f"it cannot be read: {error}.", place=str(path), fix=fix) from None
