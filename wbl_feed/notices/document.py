"""Notices about a document as a whole: its bytes, its syntax, what kind of document it is."""

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
    mend = "Save it as UTF-8 without changes to its text (“UTF-8” in the list of encodings when you save)."


class ByteOrderMark(Notice):
    """The document begins with a byte order mark, which some readers trip over."""

    severity, section = "warning", "3"
    says = "The document begins with a byte order mark."
    mend = "Save it as “UTF-8 without BOM”."


class InvalidJson(Notice):
    """The document is not well-formed JSON, or is cut off."""

    severity, section = "error", "3"
    says = "The document is not well-formed JSON: {found}."
    mend = "{expected} A JSON library writes it right."


class NotANumber(Notice):
    """The document has NaN or Infinity where JSON has numbers only."""

    severity, section = "error", "3"
    says = "The document has “{found}”, which is no number of JSON."
    mend = "Leave the member out where there is no number."


class NestedTooDeep(Notice):
    """Objects or lists are inside one another to a depth that readers refuse."""

    severity, section = "error", "3"
    says = "Objects and lists are nested deeper than 200 levels."
    mend = "Write private terms flat; nothing in this standard is deeper than eight levels."


class DuplicateName(Notice):
    """A JSON object has the same name twice, so that readers differ in what they take."""

    severity, section = "error", "3"
    says = "The object has the name “{found}” twice."
    mend = "Keep one of them. Several values go into one list, where the member allows it."


class DocumentTooLarge(Notice):
    """The document is larger than readers like; a feed of that size is better paged."""

    severity, section = "warning", "18.1"
    says = "The document has {found}, more than 10 MiB."
    mend = "Publish the feed in pages of 500 postings, and serve it compressed."


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


class NewerVersion(Notice):
    """The feed follows a later minor version; what it adds is kept, and its codes are not checked."""

    severity, section = "info", "21"
    says = "specVersion {found} is newer than this program, which knows {expected}."
    mend = "Nothing needs mending; update this program to have the new members and codes checked."


class TotalItemsMismatch(Notice):
    """The feed holds another number of postings than it says, so absence proves nothing."""

    severity, section = "error", "8.2"
    says = "The feed says {expected} postings and holds {found}."
    mend = "Count the postings of all pages into totalItems, or leave totalItems out."


class DigestMismatch(Notice):
    """The content is not what the digest was made from, so absence proves nothing."""

    severity, section = "error", "19"
    says = "The digest of the content is {found}, the feed says {expected}."
    mend = "Compute the digest over the canonical JSON of items and tombstones, or leave it out."


class TooManyFaults(Notice):
    """So many postings of a document are unsound that those after the first ten thousand faults are only counted."""

    severity, section = "error", "2.2"
    says = "{found} more postings are unsound."
    mend = "Mend the faults that are told; they will be the same in the others."


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
