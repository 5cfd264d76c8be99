"""The frozen models of the standard, one small module a subject."""

from wbl_feed.models.application import HowToApply, MediaObject, Translation
from wbl_feed.models.base import Value
from wbl_feed.models.catalog import Catalog, CatalogEntry, Distribution
from wbl_feed.models.changes import Change, ChangePage, Delete, Upsert
from wbl_feed.models.classification import DefinedTerm, PropertyValue, Stem, StemBasis
from wbl_feed.models.compensation import Compensation, Costs, MonetaryAmount
from wbl_feed.models.eligibility import Eligibility, Safety
from wbl_feed.models.feed import Alternate, Deletion, Envelope, Feed, FeedPage, Source, Tombstone
from wbl_feed.models.learning import AcademicCredit, Credential, Partnership, Quality, Reflection, Supervision, Training
from wbl_feed.models.organization import ContactPoint, Organization
from wbl_feed.models.place import Accessibility, Area, GeoCoordinates, Place, PostalAddress, Transportation
from wbl_feed.models.posting import Posting
from wbl_feed.models.provenance import Hop, Provenance
from wbl_feed.models.schedule import QuantitativeValue, Schedule

__all__ = [
    "AcademicCredit",
    "Accessibility",
    "Alternate",
    "Area",
    "Catalog",
    "CatalogEntry",
    "Change",
    "ChangePage",
    "Compensation",
    "ContactPoint",
    "Costs",
    "Credential",
    "DefinedTerm",
    "Delete",
    "Deletion",
    "Distribution",
    "Eligibility",
    "Envelope",
    "Feed",
    "FeedPage",
    "GeoCoordinates",
    "Hop",
    "HowToApply",
    "MediaObject",
    "MonetaryAmount",
    "Organization",
    "Partnership",
    "Place",
    "PostalAddress",
    "Posting",
    "PropertyValue",
    "Provenance",
    "Quality",
    "QuantitativeValue",
    "Reflection",
    "Safety",
    "Schedule",
    "Source",
    "Stem",
    "StemBasis",
    "Supervision",
    "Tombstone",
    "Training",
    "Translation",
    "Transportation",
    "Upsert",
    "Value",
]
