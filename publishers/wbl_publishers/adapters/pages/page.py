"""One web page as a tree, with its addresses."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

LARGEST = 5_000_000
"""Bytes of the largest page that is read."""
_ENDS = " \t\n\r\f"
_WITHIN = re.compile("[\t\n\r]")


@dataclass(frozen=True)
class Page:
    """A page that was had."""

    address: str
    """Where it came from, after redirects; empty for a saved page of which that is not known."""
    root: html.HtmlElement

    @cached_property
    def url(self) -> str:
        """The address that the page gives itself, where that is on its own host; else where it came from."""
        said = [one.get("href", "") for one in self.root.iter("link") if "canonical" in one.get("rel", "").lower()]
        if not self.address:
            said += [one.get("content", "") for one in self.root.iter("meta") if one.get("property") == "og:url"]
        for own in map(self.absolute, said):
            host = host_of(own)
            # Many a site calls its home page the canonical address of every page.
            if host and host == (host_of(self.address) or host) and (path_of(own) or not path_of(self.address)):
                return urldefrag(own).url
        return urldefrag(self.address).url

    def absolute(self, href: str) -> str:
        """An address in the page as browsers read it (WHATWG URL, 4.4); empty if it is none."""
        return joined(self._base, href)

    @cached_property
    def by_id(self) -> dict[str, html.HtmlElement]:
        """The elements by their ids."""
        return {one.get("id"): one for one in self.root.iter(etree.Element) if one.get("id")}

    @cached_property
    def _base(self) -> str:
        href = next((one.get("href") for one in self.root.iter("base") if one.get("href")), "")
        return joined(self.address, href) or self.address


def read_page(content: bytes, address: str, charset: str = "") -> Page | None:
    """The page in some bytes; ``None`` if nothing is in them. Never raises for what is.

    libxml2 bounds the depth of the tree, fetches nothing and mends what is broken.
    """
    for encoding in (_utf_8(content) or charset or None, None):
        try:
            parser = html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False)
            root = etree.fromstring(content.removeprefix(BOM_UTF8), parser)
        except LookupError:  # an encoding that nobody knows: the page may say better
            continue
        except (etree.LxmlError, ValueError):
            return None
        return None if root is None else Page(address, root)
    return None


def joined(base: str, href: str) -> str:
    """A reference made absolute; empty if it is no address."""
    href = _WITHIN.sub("", href.strip(_ENDS))
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """The host of an http address with a port of its own, without “www.”; empty if it is no such address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    own = "" if port in (None, 80, 443) else f":{port}"
    return parts.hostname.rstrip(".").removeprefix("www.") + own


def path_of(address: str) -> str:
    """The path of an address that ``host_of`` knows, and what it asks for; empty for a home page."""
    parts = urlsplit(address)
    return (parts.path + (f"?{parts.query}" if parts.query else "")).lstrip("/")


def _utf_8(content: bytes) -> str:
    """UTF-8 where the bytes are that, whatever a server or a page says."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return ""
    return "utf-8"
