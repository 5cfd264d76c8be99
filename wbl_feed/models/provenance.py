"""Where a posting has been on its way; the list only grows."""

from wbl_feed.models.base import Code, Iri, License, Optional, Title, Url, Value


class Hop(Value):
    """One aggregator between the source and here."""

    feed: Iri
    """Id of its feed."""
    id: Optional[Iri] = None
    """The posting's id there. Silence: the id of the source."""


class Provenance(Value):
    """One contributing source (schema.org isBasedOn, sdPublisher; Atom ``source``)."""

    feed: Iri
    """Id of the source's feed. A feed id already in the chain stops a loop."""
    id: Iri
    """The posting's id at the source."""
    feed_title: Optional[Title] = None
    """Name of the source's feed. Silence: unknown."""
    url: Optional[Url] = None
    """The posting's page at the source. Silence: unknown."""
    license: Optional[License] = None
    """Licence of what this source contributed. Silence: facts and link only."""
    method: Optional[Code] = None
    """From vocabulary provenance-method. Silence: unknown."""
    via: Optional[tuple[Hop, ...]] = None
    """Aggregators it came through, nearest to the source first. Silence: none."""
    rule: Optional[Code] = None
    """The evidence by which it was merged. Silence: not merged."""
    fields: Optional[tuple[Title, ...]] = None
    """Members of the posting that come from this source. Silence: all of them."""
