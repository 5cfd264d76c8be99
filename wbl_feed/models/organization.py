"""Who offers a posting and whom to ask about it."""

from wbl_feed.models.base import Email, Iri, Optional, Text, Title, Url, Value


class Organization(Value):
    """An employer, a programme operator or a publisher (schema.org Organization)."""

    name: Title
    """The name people know it by."""
    id: Optional[Iri] = None
    """A stable IRI of the organization. Silence: unknown."""
    url: Optional[Url] = None
    """Its home page. Silence: unknown."""
    same_as: Optional[tuple[Iri, ...]] = None
    """Other pages or identifiers of the same organization. Silence: unknown."""
    description: Optional[Text] = None
    """What it does, in plain text. Silence: unknown."""
    email: Optional[Email] = None
    """A role mailbox. Silence: unknown."""


class ContactPoint(Value):
    """Whom applicants may ask; a role rather than a person, and never a student (schema.org ContactPoint)."""

    name: Optional[Title] = None
    """Name of the office or person. Silence: unknown."""
    contact_type: Optional[Title] = None
    """The role, such as "internship coordinator". Silence: unknown."""
    email: Optional[Email] = None
    """A role mailbox by preference. Silence: unknown."""
    telephone: Optional[Title] = None
    """Telephone number as people write it. Silence: unknown."""
