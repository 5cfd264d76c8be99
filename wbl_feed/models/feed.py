"""A feed: the envelope, its tombstones and its postings."""

from typing import Any, Literal

from wbl_feed.models.base import (
    Code,
    Count,
    Digest,
    Instant,
    Iri,
    LanguageTag,
    License,
    MediaType,
    Optional,
    ShortText,
    SpecVersion,
    Text,
    Title,
    Url,
    UrlReference,
    Value,
)
from wbl_feed.models.organization import Organization
from wbl_feed.models.posting import Posting

Completeness = Literal["complete", "paged", "delta"]


class Tombstone(Value):
    """Says that a posting is gone from this feed (schema.org dateDeleted; RFC 6721 deleted-entry)."""

    id: Iri
    """Id of the posting that is gone."""
    date_deleted: Instant
    """When it went (RFC 6721 ``when``)."""
    reason: Optional[Code] = None
    """From vocabulary tombstone-reason. Silence: unknown."""
    replaced_by: Optional[Iri] = None
    """Id of the posting that took its place. Silence: none."""


class Deletion(Value):
    """What a consumer may conclude from absence (spec section 8)."""

    tombstones_since: Instant
    """Every deletion from then on has a tombstone here; a consumer that last read before must resync in full."""


class Alternate(Value):
    """The same feed in another format."""

    url: UrlReference
    """Where it is."""
    type: MediaType
    """Its media type."""


class Source(Value):
    """A feed that an aggregate was made from. It bears no times of crawling: those are in health files."""

    feed: Iri
    """Id of the source's feed."""
    name: Optional[Title] = None
    """Its name. Silence: unknown."""
    url: Optional[Url] = None
    """Home page of the source. Silence: unknown."""
    feed_url: Optional[Url] = None
    """Where its feed is. Silence: unknown."""
    license: Optional[License] = None
    """Its licence. Silence: facts and link only."""


class Envelope(Value):
    """All that is said of a feed as a whole (schema.org DataFeed)."""

    type: Literal["DataFeed"]
    """Always "DataFeed"."""
    spec_version: SpecVersion
    """Version of this standard."""
    id: Iri
    """Stable IRI of the feed; not its address, which may change."""
    name: Title
    """Name for people."""
    publisher: Organization
    """Who publishes the feed."""
    license: License
    """Licence of the postings, SPDX identifier or URL; there is no default."""
    time_zone: Title
    """IANA time zone in which civil dates are read, such as "America/New_York"."""
    date_modified: Instant
    """The newest change of content; not the time the file was written."""
    completeness: Completeness
    """complete: all postings are in this document; paged: in it and its pages; delta: only recent changes."""

    profiles: Optional[tuple[Iri, ...]] = None
    """Profiles that the feed follows. Silence: the core alone."""
    home_page_url: Optional[Url] = None
    """Page for people. Silence: the publisher's url."""
    feed_url: Optional[Url] = None
    """Address of this feed. Silence: where it was fetched from."""
    description: Optional[Text] = None
    """What the feed holds, in plain text. Silence: nothing to add."""
    supersedes: Optional[tuple[Iri, ...]] = None
    """Ids of feeds that this one takes the place of. Silence: none."""
    attribution_text: Optional[ShortText] = None
    """How to credit the publisher. Silence: the publisher's name."""
    in_language: Optional[LanguageTag] = None
    """Language of the postings (BCP 47). Silence: unknown."""
    regions: Optional[tuple[Code, ...]] = None
    """Regions of all postings that state none. Silence: unknown."""
    sequence: Optional[Count] = None
    """Number that grows with each change of content. Silence: use dateModified."""
    ttl: Optional[Count] = None
    """Seconds before it is worth asking again. Silence: 3600."""
    total_items: Optional[Count] = None
    """Number of postings in the whole feed, all pages counted. Silence: unknown."""
    digest: Optional[Digest] = None
    """SHA-256 over the canonical JSON (RFC 8785) of {items, tombstones} of the whole feed.
    Silence: intactness cannot be proved."""
    pages: Optional[tuple[UrlReference, ...]] = None
    """All further pages, in order, relative to this document. Silence: none."""
    alternates: Optional[tuple[Alternate, ...]] = None
    """The feed in other formats. Silence: none."""
    change_log: Optional[UrlReference] = None
    """Newest page of the change log, relative to this document. Silence: there is none."""
    hub: Optional[Url] = None
    """WebSub hub; polling stays enough. Silence: none."""
    deletion: Optional[Deletion] = None
    """The deletion contract. Silence: no promise about tombstones; absence speaks only in an intact, complete feed."""
    termination_date: Optional[Instant] = None
    """When the feed ends for good. Silence: no end is planned."""
    issues_url: Optional[Url] = None
    """Where to report a fault. Silence: write to the publisher."""
    sources: Optional[tuple[Source, ...]] = None
    """Feeds that an aggregate was made from. Silence: not an aggregate."""
    tombstones: Optional[tuple[Tombstone, ...]] = None
    """Postings that are gone. Silence: none."""
    ext: Optional[dict[Iri, Any]] = None
    """Private terms, keyed by IRI. Silence: none."""


class Feed(Envelope):
    """A feed with its postings."""

    items: tuple[Posting, ...]
    """The postings of this document."""

    @property
    def envelope(self) -> Envelope:
        """The feed without its postings."""
        return Envelope.from_members({name: value for name, value in self.members().items() if name != "items"})


class FeedPage(Value):
    """A further page of a paged feed."""

    type: Literal["DataFeedPage"]
    """Always "DataFeedPage"."""
    spec_version: SpecVersion
    """Version of this standard."""
    feed: Iri
    """Id of the feed that the page belongs to."""
    items: tuple[Posting, ...]
    """The postings of this page."""
