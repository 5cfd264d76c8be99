"""Lists of feeds as OPML 2.0, which every feed reader writes and reads."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from wbl_aggregator.sources.listed import Listed
from wbl_feed.atom_format.projection import xml_text
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.resources import NAMESPACE

MOST_BYTES = 10_000_000
_ID, _STATUS = f"{{{NAMESPACE}}}id", f"{{{NAMESPACE}}}status"
"""Attributes of our own stand in a namespace, as OPML 2.0 asks of what it does not define."""
_STATUSES = ("development", "deprecated", "paused")


def read_opml(content: bytes, place: str) -> tuple[list[Listed], list[str]]:
    """The feeds of a list, nested or not, and what of it was passed over, for people. Raises ``UsageError``."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"it is larger than {MOST_BYTES // 1_000_000} MB.", place=place, fix="Import a part of it.")
    # Nothing is fetched and no entity resolved; libxml2 bounds the depth itself, and how much entities may grow.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        fix = "Export it again; an address with & has &amp; there."
        raise UsageError(f"this is not well-formed XML: {error}.", place=place, fix=fix) from None
    if _has_entities(root):
        raise UsageError("it declares entities of its own.", place=place, fix="Export it without a DOCTYPE.")
    if etree.QName(root).localname.lower() != "opml":
        raise UsageError("this is XML, but no OPML.", place=place, fix="Export the list of feeds as OPML.")
    passed_over: list[str] = []
    return list(_feeds(root, place, passed_over)), passed_over


def write_opml(title: str, feeds: Iterable[Listed]) -> bytes:
    """A list of feeds, the same bytes for the same feeds: it bears no date."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"wbl": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = xml_text(title)
    body = etree.SubElement(root, "body")
    for one in feeds:
        name = xml_text(one.name or one.id)
        attributes = {"text": name, "title": name, "type": "rss"}
        attributes |= {"xmlUrl": xml_text(one.url)} if one.url else {"type": "link", "htmlUrl": xml_text(one.home)}
        attributes |= {_ID: one.id} if one.id else {}
        attributes |= {_STATUS: one.status} if one.status in _STATUSES else {}
        etree.SubElement(body, "outline", attributes)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _feeds(root: Any, place: str, passed_over: list[str]) -> Iterator[Listed]:
    for element in root.iter("{*}outline"):
        said = {name.lower(): value.strip() for name, value in element.attrib.items() if value.strip()}
        url, home = said.get("xmlurl", ""), said.get("htmlurl", "")
        name = " ".join((said.get("title") or said.get("text") or "").split())
        where = f"{place}, line {element.sourceline}"
        if _commented_out(element):
            if url:
                passed_over.append(f"{where}: “{name or url}” is marked as a comment.")
            continue
        if said.get("type", "").lower() == "include":
            passed_over.append(f"{where}: “{name}” includes another list; import that too, if you trust it.")
            continue
        if url or is_address(home):
            identity, status = element.get(_ID, ""), element.get(_STATUS, "")
            name = "" if name == identity else name  # of a source without one: OPML asks for some text
            status = status if status in _STATUSES else ""
            yield Listed(where, name, url, "" if url else home, identity, status)


def _commented_out(element: Any) -> bool:
    """Whether an outline or one above it is a comment (OPML 2.0, ``isComment``)."""
    lines = (element, *element.iterancestors("{*}outline"))
    return any(line.get("isComment", "").lower() == "true" for line in lines)


def _has_entities(root: Any) -> bool:
    declared = root.getroottree().docinfo.internalDTD
    return declared is not None and any(True for _ in declared.iterentities())
