"""Where it takes place and how a student gets there."""

from typing import Annotated, Literal

from pydantic import Field

from wbl_feed.models.base import Code, Flag, Iri, Number, Optional, Text, Title, Value


class PostalAddress(Value):
    """An address, as exact as the publisher wishes to be (schema.org PostalAddress)."""

    street_address: Optional[Title] = None
    """Street and number. Silence: unknown."""
    address_locality: Optional[Title] = None
    """City or town. Silence: unknown."""
    address_region: Optional[Title] = None
    """State or province, such as "MA". Silence: unknown."""
    postal_code: Optional[Title] = None
    """Postal code as text; leading zeros count. Silence: unknown."""
    address_country: Optional[Title] = None
    """Country, ISO 3166-1 alpha-2 by preference. Silence: the publisher's country."""


class GeoCoordinates(Value):
    """A point in WGS 84 degrees; 4 to 6 decimals are enough (schema.org GeoCoordinates)."""

    latitude: Annotated[Number, Field(ge=-90, le=90)]
    """Degrees north."""
    longitude: Annotated[Number, Field(ge=-180, le=180)]
    """Degrees east."""


class Place(Value):
    """One place (schema.org Place)."""

    name: Optional[Title] = None
    """Name of the site. Silence: unknown."""
    address: Optional[PostalAddress] = None
    """Its address. Silence: unknown."""
    geo: Optional[GeoCoordinates] = None
    """Its position. Silence: unknown."""


class Area(Value):
    """A town, county, district or region by name (schema.org AdministrativeArea)."""

    name: Title
    """Name of the area."""
    id: Optional[Iri] = None
    """A stable IRI of the area. Silence: unknown."""


class Transportation(Value):
    """Help with getting there, the barrier that programmes name most."""

    provided: Optional[Literal["yes", "no", "partial", "unknown"]] = None
    """Whether the organizer provides transport. Silence: unknown."""
    transit_accessible: Optional[Flag] = None
    """Whether public transit reaches the place at the times of the activity. Silence: unknown."""
    stops: Optional[tuple[Title, ...]] = None
    """The nearest stops or lines. Silence: unknown."""
    reimbursed: Optional[Flag] = None
    """Whether fares are paid back. Silence: unknown."""
    carpool: Optional[Flag] = None
    """Whether a carpool is arranged. Silence: unknown."""
    note: Optional[Text] = None
    """Anything else, in plain text. Silence: nothing to add."""


class Accessibility(Value):
    """How people with disabilities can take part."""

    features: Optional[tuple[Code, ...]] = None
    """Codes of features that are there. Silence: unknown, never "none"."""
    note: Optional[Text] = None
    """Plain text, and whom to ask for an accommodation. Silence: nothing to add."""
