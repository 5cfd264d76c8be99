"""Terms of other people's lists, and the claim that something is STEM."""

from pydantic import ConfigDict

from wbl_feed.models.base import CivilDate, Code, Iri, Optional, Title, TriState, Value


class DefinedTerm(Value):
    """A term, with its code where it comes from a list (schema.org DefinedTerm)."""

    name: Title
    """The term in words."""
    term_code: Optional[Title] = None
    """Its code, such as "19-4021". Silence: no code known."""
    in_defined_term_set: Optional[Title] = None
    """The list and its version, such as "SOC 2018", or its IRI. Silence: no list."""


class PropertyValue(Value):
    """An identifier that somebody else gave (schema.org PropertyValue)."""

    property_id: Title
    """What kind of identifier, such as "requisition"."""
    value: Title
    """The identifier, as text."""

    model_config = ConfigDict(alias_generator=lambda name: {"property_id": "propertyID"}.get(name, name))


class StemBasis(Value):
    """One piece of evidence for a STEM claim."""

    scheme: Code
    """From vocabulary stem-evidence-scheme: soc, naics, cip, program or declared."""
    code: Optional[Title] = None
    """The code in that scheme. Silence: none given, which makes weak evidence."""
    list: Optional[Title] = None
    """The list of STEM codes that was used. Silence: unknown."""
    list_version: Optional[Title] = None
    """Its version or date. Silence: unknown."""


class Stem(Value):
    """Whether the activity is STEM: a claim with its evidence, not a mere flag."""

    value: TriState
    """The claim."""
    basis: Optional[tuple[StemBasis, ...]] = None
    """The evidence. Silence: none, which makes a weak claim."""
    assessed_by: Optional[Iri] = None
    """Who made the claim. Silence: the publisher."""
    date: Optional[CivilDate] = None
    """When it was made. Silence: unknown."""
