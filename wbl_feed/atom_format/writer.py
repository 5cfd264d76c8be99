"""Writes a feed as Atom: its head through feedgen, with an extension for what that cannot write, then its entries."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from wbl_feed.atom_format import entries
from wbl_feed.atom_format.entries import words
from wbl_feed.atom_format.projection import HISTORY, TOMBSTONES, WBL, ascii_json
from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.models import Envelope, Feed
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


def write(feed: Feed) -> bytes:
    """The feed as one Atom document, the same bytes every time; it loses nothing of the JSON form."""
    return assemble(feed.envelope, (entry(posting.to_json_value(), feed) for posting in feed.items))


def assemble(
    feed: Envelope, made: Iterable[bytes], links: Iterable[tuple[str, str]] = (), *, archive: bool = False
) -> bytes:
    """An Atom document from an envelope and the entries that :func:`entry` made.

    ``links`` are relation and address of those beside the feed's own, such as ``prev-archive``; ``archive``
    marks a document that never changes (RFC 5005 section 4).
    """
    generator = FeedGenerator()
    generator.register_extension("wbl", _FeedExtension, None, rss=False)
    generator.wbl.feed, generator.wbl.archive = feed, archive
    generator.id(feed.id)
    generator.title(words(feed.name, feed.id))
    generator.updated(parse_instant(feed.date_modified))
    generator.author(name=words(feed.publisher.name, feed.id))
    generator.generator("wbl-feed")
    if not archive and (address := _own_address(feed)):
        generator.link(href=address, rel="self")
    if home := feed.home_page_url or feed.publisher.url:
        generator.link(href=home, rel="alternate")
    if feed.license.startswith("http"):
        generator.link(href=feed.license, rel="license")
    for relation, address in links:
        generator.link(href=address, rel=relation)
    generator.rights(words(feed.attribution_text or feed.license, feed.license))
    if feed.in_language:
        generator.language(feed.in_language)
    document = bytes(generator.atom_str())
    return b"".join((document.removesuffix(_END), *made, _END))


def entry(posting: Mapping[str, Any], feed: Envelope, content: bytes = b"") -> bytes:
    """The entry of a posting, given as JSON, for :func:`assemble`; of the feed it says the publisher alone.

    ``content`` is the posting as compact JSON, where somebody has it already.
    """
    return entries.entry(posting, words(feed.publisher.name, feed.id), content)


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
