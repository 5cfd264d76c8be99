"""A catalogue: a list of feeds, as at ``/.well-known/wbl-feed``."""

from typing import Literal

from wbl_feed.models.base import (
    Code,
    Instant,
    Iri,
    LanguageTag,
    License,
    MediaType,
    Optional,
    SpecVersion,
    Title,
    Url,
    UrlReference,
    Value,
)
from wbl_feed.models.organization import Organization


class Distribution(Value):
    """One address of a feed (schema.org DataDownload)."""

    url: UrlReference
    """Where it is, absolute or relative to the catalogue."""
    type: MediaType
    """Its media type."""


class CatalogEntry(Value):
    """A feed in the catalogue."""

    id: Iri
    """Id of the feed."""
    name: Title
    """Its name."""
    distributions: tuple[Distribution, ...]
    """Its addresses, the best first."""
    license: Optional[License] = None
    """Its licence. Silence: see the feed."""
    publisher: Optional[Organization] = None
    """Who publishes it. Silence: see the feed."""
    regions: Optional[tuple[Code, ...]] = None
    """Regions it covers. Silence: unknown."""
    in_language: Optional[LanguageTag] = None
    """Its language. Silence: see the feed."""
    status: Optional[Literal["active", "development", "deprecated"]] = None
    """Whether it is in use. Silence: active."""
    home_page_url: Optional[Url] = None
    """Page for people. Silence: unknown."""


class Catalog(Value):
    """A list of feeds (schema.org DataCatalog)."""

    type: Literal["DataCatalog"]
    """Always "DataCatalog"."""
    spec_version: SpecVersion
    """Version of this standard."""
    feeds: tuple[CatalogEntry, ...]
    """The feeds."""
    date_modified: Optional[Instant] = None
    """Newest change of the list. Silence: unknown."""
