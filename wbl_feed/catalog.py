"""The catalogue's line for a feed that is published as two files in a folder (spec section 15)."""

from wbl_feed import json_format
from wbl_feed.models import Catalog, CatalogEntry, Distribution, Envelope, Feed

JSON_FILE, ATOM_FILE = "feed.json", "feed.atom"
ATOM_TYPE = "application/atom+xml"


def catalog_entry(feed: Feed | Envelope, folder: str) -> CatalogEntry:
    """The entry of a feed; ``folder`` leads from the catalogue to its files and ends with a slash, or is empty."""
    return CatalogEntry(
        id=feed.id,
        name=feed.name,
        license=feed.license,
        distributions=(
            Distribution(url=f"{folder}{JSON_FILE}", type=json_format.MEDIA_TYPE),
            Distribution(url=f"{folder}{ATOM_FILE}", type=ATOM_TYPE),
        ),
    )


def site_catalog(feed: Feed, folder: str) -> bytes:
    """The catalogue of a site with one feed; ``folder`` leads from the catalogue to the feed's files."""
    return Catalog(type="DataCatalog", spec_version="1.0", feeds=(catalog_entry(feed, folder),)).to_json() + b"\n"
