"""Notices about a document as a whole."""

from wbl_feed.notices.base import Notice


class EmptyDocument(Notice):
    """The document has no content."""

    severity, section = "error", "3"
    says = "The document is empty."
    mend = 'Publish the feed again; a feed without postings still has its envelope and "items": [].'


class InvalidEncoding(Notice):
    """The document is not UTF-8."""

    severity, section = "error", "3"
    says = "The document is not UTF-8: {found}."
    mend = "Save it as UTF-8 without changes to its text."


class InvalidJson(Notice):
    """The document is not well-formed JSON, or is cut off."""

    severity, section = "error", "3"
    says = "The document is not well-formed JSON: {found}."
    mend = "Write it with a JSON library, and check that the upload was not cut off."


class InvalidXml(Notice):
    """The document is not well-formed XML, or is cut off; it proves nothing about deletions."""

    severity, section = "error", "14"
    says = "The document is not well-formed XML: {found}."
    mend = "Write it with an XML library, and check that the upload was not cut off."


class NotAFeed(Notice):
    """The document is neither a feed of this standard nor Atom nor RSS."""

    severity, section = "error", "3"
    says = "This is {found}, not a feed."
    mend = "Give the address of the feed itself, such as https://site.example/feed.json."


class UnsupportedVersion(Notice):
    """The feed follows another major version of the standard."""

    severity, section = "error", "21"
    says = "specVersion {found} is not version 1 of the standard."
    mend = 'Write "specVersion": "1.0", or read the feed with a newer library.'


class TotalItemsMismatch(Notice):
    """The feed holds another number of postings than it says, so absence proves nothing."""

    severity, section = "error", "8"
    says = "The feed says {expected} postings and holds {found}."
    mend = "Count the postings of all pages into totalItems, or leave totalItems out."


class DigestMismatch(Notice):
    """The content is not what the digest was made from, so absence proves nothing."""

    severity, section = "error", "19"
    says = "The digest of the content is {found}, the feed says {expected}."
    mend = "Compute the digest over the canonical JSON of items and tombstones, or leave it out."


class PageMissing(Notice):
    """A page of the feed could not be read, so the feed is not whole."""

    severity, section = "error", "9"
    says = "Page {found} could not be read: {expected}."
    mend = 'Publish every page that the first document lists under "pages".'


class PageRefused(Notice):
    """A page lies on another host or belongs to another feed."""

    severity, section = "error", "9"
    says = "Page {found} was not read: {expected}."
    mend = "Publish the pages beside the first document, each with the id of the feed."


class AtomUnstructured(Notice):
    """An Atom or RSS entry without wbl:item: read as a partial posting, never a reason to delete."""

    severity, section = "warning", "14"
    says = "The entry has no wbl:item; only its title, link, text and dates were read."
    mend = "Publish the feed with this standard's wbl:item in each entry."


class AtomProjectionMismatch(Notice):
    """A native Atom element says something else than wbl:item, which wins."""

    severity, section = "warning", "14"
    says = "The Atom element says “{found}”, wbl:item says “{expected}”."
    mend = "Write the native elements from the same posting as wbl:item."
