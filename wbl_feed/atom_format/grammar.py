"""What only the bytes of an Atom document tell: its grammar, namespaces and escapes (spec section 14.1)."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from wbl_feed import syntax
from wbl_feed.atom_format.feed_projections import feed_mismatches
from wbl_feed.atom_format.projection import WBL
from wbl_feed.notices.atom import AtomDefaultNamespace, AtomGrammar, AtomHasDtd, AtomNotEscaped
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import ByteOrderMark, DocumentTooLarge, InvalidEncoding, InvalidXml
from wbl_feed.resources import spec_folder

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)[\"']")


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(spec_folder().joinpath("atom.rng").read_bytes()))


def check(content: bytes) -> Iterator[Notice]:
    """Faults of a document of our Atom form; nothing for one that lxml cannot read or that is somebody else's feed."""
    if len(content) > syntax.LARGE:
        yield DocumentTooLarge(found=f"{len(content) / 1024 / 1024:,.0f} MiB")
    if content.startswith(BOM_UTF8):
        yield ByteOrderMark()
    declared = _DECLARED.match(content.removeprefix(BOM_UTF8)[:200])
    if content[:2] in _WIDE or b"\x00" in content[:4]:
        yield InvalidEncoding(found="it is UTF-16 or UTF-32")
    elif declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        yield InvalidEncoding(found=f"it says that it is {declared[1].decode('latin-1')}")
    if b"<!DOCTYPE" in content[:10_000]:
        yield AtomHasDtd()
        return
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield InvalidXml(found=str(error))  # what feedparser lets pass, such as a namespace that is no address
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield AtomHasDtd()
        return
    own = list(root.iter(f"{{{WBL}}}feed", f"{{{WBL}}}item"))
    if not own or not any(element.prefix for element in own):
        return  # it is somebody else's feed, or the reader has said so
    special = [*_namespaces(root), *_escapes(root)]
    yield from special
    yield from feed_mismatches(root)
    grammar = _grammar()
    if not special and not grammar.validate(root):
        first = grammar.error_log[0]  # one fault draws others after it, so that the first tells enough
        yield AtomGrammar(found=first.message, place=f"line {first.line}")


def _namespaces(root: etree._Element) -> Iterator[Notice]:
    default = any(element.nsmap.get(None) == WBL for element in root.iter(f"{{{WBL}}}feed", f"{{{WBL}}}item"))
    if default or WBL not in root.nsmap.values():
        yield AtomDefaultNamespace()


def _escapes(root: etree._Element) -> Iterator[Notice]:
    identities: dict[Any, str] = {}
    for element in root.iter(f"{{{WBL}}}feed", f"{{{WBL}}}item"):
        text = element.text or ""
        bare = next((character for character in text if character > "\x7f"), None)
        if bare is not None:
            entry = element.getparent()
            if entry not in identities:  # an entry may have many, and looking for its id takes time
                identities[entry] = entry.findtext("{http://www.w3.org/2005/Atom}id") or "" if entry is not None else ""
            identity = identities[entry]
            yield AtomNotEscaped(found=bare, place=f"line {element.sourceline}", posting=identity)
