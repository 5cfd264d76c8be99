"""Sitemaps (sitemaps.org 0.9) and plain lists of addresses, gzipped or not."""

import gzip
import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from wbl_feed.discovery.kinds import kind_of
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address

_LARGEST = 50_000_000
"""Bytes of the largest sitemap, unpacked; the standard's own limit is about that."""
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>]")
_BARE_AMPERSAND = re.compile(rb"&(?![A-Za-z][A-Za-z0-9]*;|#)")
_HEAD = 4_000


@dataclass(frozen=True)
class Sitemap:
    """The addresses that a sitemap lists."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Those of other sitemaps, if it is an index."""


def unpacked(content: bytes, place: str) -> bytes:
    """The content, unpacked if it is gzip. Raises ``UsageError`` if it is broken or a bomb."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as file:
            whole = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise UsageError("it is broken gzip.", place=place) from None
    if len(whole) > _LARGEST:
        raise UsageError(f"unpacked it has more than {_LARGEST:,} bytes.", place=place)
    return whole


def read_sitemap(content: bytes, place: str) -> Sitemap | None:
    """What a sitemap or a list lists; ``None`` for anything else, such as a web page.

    Raises ``UsageError`` for one that is broken or cut off, since what it lacks would be withdrawn, and for a feed.
    """
    content = unpacked(content, place).removeprefix(BOM_UTF8).lstrip()
    if _ROOT.search(content[:_HEAD]):
        return _of_xml(content, place)
    if content[:1] in (b"{", b"["):
        raise UsageError("this is JSON, not a web page.", place=place, fix="Read it with: wbl publish json")
    if kind_of(content) == "feed":
        raise UsageError("this is a feed, not a web page.", place=place, fix="Read it with: wbl publish rss")
    lines = [] if content[:1] == b"<" else [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    return _of_lines(lines, place) if lines and is_address(lines[0]) else None


def _of_lines(lines: list[str], place: str) -> Sitemap:
    for line in lines:
        if not is_address(line):
            raise UsageError(f"“{line[:80]}” is no address.", place=place, fix="Each line is an address: https://…")
    return Sitemap(tuple(lines))


def _of_xml(content: bytes, place: str) -> Sitemap:
    if b"<!ENTITY" in content:
        raise UsageError("the sitemap declares entities, which is not safe to read.", place=place)
    pages: list[str] = []
    sitemaps: list[str] = []
    try:
        for kind, address in _locations(_BARE_AMPERSAND.sub(b"&amp;", content)):
            (pages if kind == "url" else sitemaps).append(address)
    except (etree.LxmlError, ValueError) as error:
        fix = "Nothing is read of it, since what it lacks would be withdrawn."
        raise UsageError(f"the sitemap is broken or cut off: {error}.", place=place, fix=fix) from None
    return Sitemap(tuple(pages), tuple(sitemaps))


def _locations(content: bytes) -> Iterator[tuple[str, str]]:
    """Each ``url`` or ``sitemap`` with its own ``loc``, not that of an image in it; the tree does not grow."""
    reading = etree.iterparse(
        BytesIO(content), events=("end",), tag=("{*}url", "{*}sitemap"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for _, element in reading:
        name = etree.QName(element)
        own = f"{{{name.namespace}}}loc" if name.namespace else "loc"
        if text := (element.findtext(own) or "").strip():
            yield name.localname, text
        while element.getprevious() is not None:
            del element.getparent()[0]
