"""Writes a feed as Atom through feedgen; what feedgen cannot write, an extension adds (python-feedgen #135)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from wbl_feed.atom_format.projection import HISTORY, TOMBSTONES, WBL, ascii_json, author, categories, xml_text
from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.models import Envelope, Feed, Posting
from wbl_feed.times import parse_instant

MEDIA_TYPE = ATOM_TYPE
_NAMESPACES = {"wbl": WBL, "at": TOMBSTONES, "fh": HISTORY}
_END = b"</feed>"


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    feed: Envelope
    archive = False

    def extend_ns(self) -> dict[str, str]:
        return _NAMESPACES

    def extend_atom(self, atom_feed: Any) -> Any:
        etree.SubElement(atom_feed, f"{{{WBL}}}feed").text = ascii_json(self.feed.to_json_value())
        if self.archive:
            etree.SubElement(atom_feed, f"{{{HISTORY}}}archive")
        if self.feed.completeness == "complete":
            etree.SubElement(atom_feed, f"{{{HISTORY}}}complete")
        for tombstone in self.feed.tombstones or ():
            attributes = {"ref": tombstone.id, "when": tombstone.date_deleted}
            gone = etree.SubElement(atom_feed, f"{{{TOMBSTONES}}}deleted-entry", attributes)
            if tombstone.reason:
                etree.SubElement(gone, f"{{{TOMBSTONES}}}comment").text = tombstone.reason
        return atom_feed


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    posting: Posting

    def extend_atom(self, entry: Any) -> Any:
        posting = self.posting
        if posting.license and posting.license.startswith("http"):
            etree.SubElement(entry, "link", rel="license", href=posting.license)
        for origin in posting.provenance or ():
            if origin.url:
                etree.SubElement(entry, "link", rel="via", href=origin.url)
        if posting.provenance:
            origin = posting.provenance[0]
            source = etree.SubElement(entry, "source")
            etree.SubElement(source, "id").text = origin.feed
            etree.SubElement(source, "title").text = xml_text(origin.feed_title or "").strip() or origin.feed
            etree.SubElement(source, "updated").text = posting.date_modified
        etree.SubElement(entry, f"{{{WBL}}}item").text = ascii_json(posting.to_json_value())
        return entry


def write(feed: Feed) -> bytes:
    """The feed as one Atom document, the same bytes every time; it loses nothing of the JSON form."""
    return assemble(feed.envelope, (entry(posting, feed) for posting in feed.items))


def assemble(
    feed: Envelope, entries: Iterable[bytes], links: Iterable[tuple[str, str]] = (), *, archive: bool = False
) -> bytes:
    """An Atom document from an envelope and entries that :func:`entry` made.

    ``links`` are relation and address of those beside the feed's own, such as ``prev-archive``; ``archive``
    marks a document that never changes (RFC 5005 section 4).
    """
    generator = FeedGenerator()
    generator.register_extension("wbl", _FeedExtension, None, rss=False)
    generator.wbl.feed, generator.wbl.archive = feed, archive
    generator.id(feed.id)
    generator.title(_words(feed.name, feed.id))
    generator.updated(parse_instant(feed.date_modified))
    generator.author(name=_words(feed.publisher.name, feed.id))
    generator.generator("wbl-feed")
    if not archive and (address := _own_address(feed)):
        generator.link(href=address, rel="self")
    if home := feed.home_page_url or feed.publisher.url:
        generator.link(href=home, rel="alternate")
    if feed.license.startswith("http"):
        generator.link(href=feed.license, rel="license")
    for relation, address in links:
        generator.link(href=address, rel=relation)
    generator.rights(_words(feed.attribution_text or feed.license, feed.license))
    if feed.in_language:
        generator.language(feed.in_language)
    document = bytes(generator.atom_str())
    return b"".join((document.removesuffix(_END), *entries, _END))


def entry(posting: Posting, feed: Envelope) -> bytes:
    """The entry of a posting, as it stands in an Atom document; of the feed it says the publisher alone."""
    generator = FeedEntry()
    generator.register_extension("wbl", _EntryExtension, rss=False)
    _fill(generator, posting, _words(feed.publisher.name, feed.id))
    around = etree.Element("feed", nsmap=_NAMESPACES)  # so that the entry does not declare what its document does
    around.append(generator.atom_entry())
    text = etree.tostring(around, encoding="UTF-8", xml_declaration=False)
    return bytes(text[text.index(b"<entry>") : -len(_END)])


def _fill(entry: FeedEntry, posting: Posting, publisher: str) -> None:
    entry.id(posting.id)
    entry.title(_words(posting.title, posting.id))
    entry.updated(parse_instant(posting.date_modified))
    if posting.date_posted and "T" in posting.date_posted:
        entry.published(parse_instant(posting.date_posted))
    entry.author(name=author(posting).strip() or publisher)
    entry.link(href=posting.url)
    if posting.summary:
        entry.summary(xml_text(posting.summary))
    if posting.description_html:
        entry.content(xml_text(posting.description_html), type="html")
    elif posting.description:
        entry.content(xml_text(posting.description), type="text")
    for category in categories(posting):
        entry.category({name: value for name, value in category.items() if value})
    entry.wbl.posting = posting


def _own_address(feed: Envelope) -> str:
    """Where the Atom document is: the alternate that is Atom, else ``feedUrl`` if it looks like it, else not known."""
    base = feed.feed_url or ""
    for alternate in feed.alternates or ():
        if alternate.type.split(";")[0].lower() == MEDIA_TYPE:
            try:
                address = urljoin(base, alternate.url)
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                return address
    return base if base.partition("?")[0].endswith((".atom", ".xml")) else ""


def _words(text: str, otherwise: str) -> str:
    """A text that is not blank in XML, as Atom's title and name elements want it."""
    return xml_text(text).strip() or otherwise
