"""Reads RSS 0.9 to 2.0 and Atom 0.3 and 1.0: feedparser for what they have in common, lxml for all other elements."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html.entities import html5
from typing import Any

from lxml import etree

from wbl_feed.adapter import Cell
from wbl_feed.atom_format.projection import WBL
from wbl_feed.atom_format.reader import moment, parsed, partial
from wbl_feed.errors import UsageError
from wbl_feed.reading import Reading
from wbl_publishers.adapters.feeds.entries import Entry, Page, base_of, joined, ours, stated
from wbl_publishers.plain_text import plain

_PARENTS, _ENTRIES = {"channel", "rss", "rdf", "feed"}, {"item", "entry"}
_SHORT = 300
_OWN = {"amp", "lt", "gt", "quot", "apos"}
"""The entities that XML itself has."""
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_KNOWN = {"atom", "content", "dc", "dcterms", "feedburner", "georss", "itunes", "media", "slash", "sy", "thr", "wfw"}
"""Prefixes whose elements say nothing of a job or an activity."""


def read_xml(content: bytes, address: str) -> Page:
    """The entries of a document that came from an address. Raises ``UsageError`` if it is not somebody's feed."""
    content = _mended(content).strip()
    if not content:
        raise UsageError("it is empty.", place=address, fix="Give the address of the feed itself.")
    document = parsed(content)
    if isinstance(document, Reading):
        notice = document.notices[0]
        raise UsageError(notice.message, place=address, fix=notice.fix)
    if WBL in document.namespaces.values():
        raise ours(address)
    elements = _elements(content, document.encoding, address)
    if len(elements) != len(document.entries):
        raise UsageError("its entries cannot be told apart.", place=address, fix="Check it with a feed validator.")
    base = base_of(address, document.feed.get("link"))
    entries = (_XmlEntry(native, element, base) for native, element in zip(document.entries, elements, strict=True))
    links = document.feed.get("links", ())
    following = next((one.get("href", "") for one in links if one.get("rel") == "next"), "")
    return Page(tuple(one.entry() for one in entries), joined(base, following) if following else "")


def _mended(content: bytes) -> bytes:
    """The document without control characters, which XML forbids, and with the names of HTML's characters resolved."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content
    return _ENTITY.sub(_numbered, _CONTROLS.sub(b"", content))


def _numbered(found: re.Match[bytes]) -> bytes:
    name = found[1].decode()
    known = html5.get(f"{name};") if name not in _OWN else None
    return "".join(f"&#{ord(one)};" for one in known).encode() if known else found[0]


def _elements(content: bytes, encoding: str, address: str) -> list[etree._Element]:
    """The elements of the entries, in their order."""
    try:
        text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(text.encode(), parser)
    except (LookupError, ValueError, etree.XMLSyntaxError) as error:
        raise UsageError(f"it is not well-formed XML: {error}.", place=address, fix="Was it cut off?") from None
    return [one for one in root.iter("{*}*") if _local(one) in _ENTRIES and _local(one.getparent()) in _PARENTS]


def _local(element: etree._Element | None) -> str:
    return "" if element is None else etree.QName(element).localname.casefold()


@dataclass(frozen=True)
class _XmlEntry:
    native: Any
    """What feedparser made of it."""
    element: etree._Element
    base: str

    def entry(self) -> Entry:
        files = [(one.get("href"), one.get("type")) for one in self.native.get("enclosures", ())]
        members = stated({**partial(self.native), **self._texts()}, self.base, files)
        named = [(one.prefix, etree.QName(one).localname) for one in self.element.iterchildren("{*}*")]
        others = frozenset(f"{prefix}:{name}" for prefix, name in named if prefix and prefix not in _KNOWN)
        return Entry(members, self.native.get("id", "").strip(), self.cell, others)

    def _texts(self) -> dict[str, Any]:
        """Its texts by what they are: plain or HTML, whole or an excerpt."""
        title, summary = self.native.get("title_detail"), self.native.get("summary_detail")
        whole = self._whole or summary
        texts: dict[str, Any] = {"descriptionHtml": ""}
        if title:
            texts["title"] = " ".join(_plain(title).split())
        if whole:
            texts["description"] = _plain(whole)
            texts["descriptionHtml"] = "" if whole.type == "text/plain" else whole.value.strip()
        if summary and whole is not summary and len(_plain(summary)) <= _SHORT:
            texts["summary"] = _plain(summary)
        return texts

    @cached_property
    def _whole(self) -> Any:
        """The whole text, as HTML if there is a choice; ``None`` where the entry has an excerpt at most."""
        found = [one for one in self.native.get("content", ()) if one.value.strip()]
        return next((one for one in found if one.type != "text/plain"), found[0] if found else None)

    def cell(self, name: str) -> Cell:
        """The text of an element by its name, or of an attribute after ``@``; a prefix must be the document's."""
        found = _NATIVE.get(name.casefold())
        if found:
            return found(self)
        path, _, attribute = name.partition("@")
        prefix, _, local = path.casefold().rpartition(":")
        named = [one for one in self.element.iterdescendants("{*}*") if _local(one) == local]
        if prefix:
            named = [one for one in named if (one.prefix or "").casefold() == prefix]
        else:
            named = [one for one in named if one.prefix is None] or named
        texts = [str(one.get(attribute, "")) if attribute else "".join(one.itertext()) for one in named]
        texts = [text.strip() for text in texts if text.strip()]
        return texts if len(texts) > 1 else "".join(texts)


def _plain(detail: Any) -> str:
    text: str = detail.value
    return text.strip() if detail.type == "text/plain" else plain(text)


def _moment(name: str) -> Callable[[_XmlEntry], Cell]:
    """The moment as the standard writes it, else the text as it stands."""
    return lambda one: moment(one.native.get(f"{name}_parsed")) or one.native.get(name, "")


def _categories(one: _XmlEntry) -> Cell:
    return [text for tag in one.native.get("tags", ()) if (text := tag.get("label") or tag.get("term"))]


_NATIVE: dict[str, Callable[[_XmlEntry], Cell]] = {
    "title": lambda one: one.native.get("title", ""),
    "link": lambda one: joined(one.base, one.native.get("link", "")),
    "guid": lambda one: one.native.get("id", ""),
    "id": lambda one: one.native.get("id", ""),
    "author": lambda one: one.native.get("author", ""),
    "content": lambda one: one._whole.value if one._whole else one.native.get("summary", ""),
    "summary": lambda one: one.native.get("summary", ""),
    "description": lambda one: one.native.get("summary", ""),
    "category": _categories,
    "enclosure": lambda one: [joined(one.base, file.get("href", "")) for file in one.native.get("enclosures", ())],
    "published": _moment("published"),
    "pubdate": _moment("published"),
    "updated": _moment("updated"),
}
"""Elements that have other names in each format, or no text of their own."""
