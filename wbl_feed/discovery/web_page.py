"""Finds the feeds that a web page links to (spec section 15.1, step 2)."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.json_format import MEDIA_TYPE

LINK_TYPES = (MEDIA_TYPE, ATOM_TYPE)
"""The media types of links that lead to feeds, the best first."""
MOST_BYTES = 2_000_000
"""How much of a page is looked at; links stand at its head."""
_ENDS = " \t\n\r\f"
_WITHIN = re.compile("[\t\n\r]")


@dataclass(frozen=True)
class FeedLink:
    """A link of a page to a feed."""

    url: str
    """Its address, resolved."""
    media_type: str
    """One of ``LINK_TYPES``."""


def feed_links(content: bytes, address: str, charset: str = "") -> tuple[FeedLink, ...]:
    """The feeds that a page links to, each address once, in the order of section 15.1; never raises.

    ``address`` is where the page came from, after redirects, and ``charset`` what its Content-Type said.
    """
    root = _parse(content[:MOST_BYTES], charset)
    if root is None:
        return ()
    bases = (element.get("href") for element in root.iter("base"))
    base = _join(address, next((href for href in bases if href is not None), "")) or address
    found: dict[FeedLink, None] = {}
    for element in root.iter("link"):
        media_type = element.get("type", "").split(";")[0].strip(_ENDS).lower()
        url = _join(base, element.get("href", ""))
        if url and media_type in LINK_TYPES and "alternate" in element.get("rel", "").lower().split():
            found[FeedLink(url, media_type)] = None
    return tuple(sorted(found, key=lambda link: LINK_TYPES.index(link.media_type)))


def _parse(content: bytes, charset: str) -> etree._Element | None:
    """The page as a tree. libxml2 bounds its depth, fetches nothing and mends what is broken."""
    for encoding in (charset or None, None):
        try:
            parser = etree.HTMLParser(encoding=encoding, no_network=True, huge_tree=False)
            return etree.fromstring(content, parser)
        except LookupError:  # an encoding that nobody knows: the page may say better
            continue
        except (etree.LxmlError, ValueError):
            return None
    return None


def _join(base: str, href: str) -> str:
    """An address as browsers read it (WHATWG URL, 4.4); empty if it is none."""
    href = _WITHIN.sub("", href.strip(_ENDS))
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return ""
