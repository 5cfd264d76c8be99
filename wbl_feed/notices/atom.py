"""Notices about the Atom form."""

from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import InvalidJson


class AtomUnstructured(Notice):
    """An Atom or RSS entry without wbl:item: read as a partial posting, never a reason to delete."""

    severity, section = "warning", "14.3"
    says = "The entry has no wbl:item; only its title, link, text and dates were read."
    mend = "Publish the feed with this standard's wbl:item in each entry."


class AtomProjectionMismatch(Notice):
    """A native Atom element says something else than wbl:item, which wins."""

    severity, section = "warning", "14.2"
    says = "The Atom element says “{found}”, wbl:item says “{expected}”."
    mend = "Write the native elements from the same posting as wbl:item."


class AtomGrammar(Notice):
    """The Atom document does not satisfy the grammar atom.rnc."""

    severity, section = "error", "14.1"
    says = "The Atom document does not satisfy the grammar: {found}."
    mend = "Write it as spec/v1/examples/feed.atom is: one wbl:feed in the feed, one wbl:item in each entry."


class AtomAttributes(InvalidJson):
    """A wbl:feed or wbl:item has attributes, and readers in wide use then lose its text."""

    severity, section = "error", "14.1"
    says = "{found} has attributes, so that its text was not read."
    mend = "Write <wbl:feed> and <wbl:item> without attributes."


class ForeignEntryUnread(Notice):
    """An entry of an ordinary Atom or RSS feed says too little for a posting, so it is left out."""

    severity, category, section = "warning", "quality", "14.3"
    says = "The entry says too little to be read as a posting: {found} is missing or cannot be read."
    mend = "Give each entry an id or guid, a link, a title and a date."


class AtomDefaultNamespace(Notice):
    """The namespace of this standard is a default namespace, which makes some readers lose elements."""

    severity, section = "error", "14.1"
    says = "The namespace of wbl:item is declared without a prefix, or not on the root element."
    mend = 'Declare it once, on the root element, with a prefix: xmlns:wbl="https://w3id.org/wbl-feed/v1/atom#".'


class AtomNotEscaped(Notice):
    """The JSON text in an Atom element has characters that are not written as JSON escapes."""

    severity, section = "error", "14.1"
    says = "The JSON text has the character “{found}” as itself."
    mend = "Write every character above U+007F as a JSON escape, such as \\u00e9 for é."


class AtomHasDtd(Notice):
    """The Atom document has a DTD, which readers refuse for safety."""

    severity, section = "error", "14.1"
    says = "The document has a document type declaration."
    mend = "Leave out the document type declaration (DOCTYPE); Atom needs none."


class ForeignFeedEmpty(Notice):
    """An Atom or RSS feed of somebody else without any entry, so that there is nothing to read."""

    severity, section = "warning", "14.3"
    says = "This is an Atom or RSS feed without wbl:feed and without entries."
    mend = "Publish it with this standard's wbl:feed, which says that the feed has no postings now."
