"""How a server hands out a feed (spec section 18.1): what one answer of it shows."""

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from wbl_feed.notices.base import Notice
from wbl_feed.notices.feed import NoCrossOrigin, NotHttps, NoValidators


def check(address: str, headers: Mapping[str, str]) -> Iterator[Notice]:
    """What could be better about an answer with status 200; ``headers`` have their names in lower case.

    A server on this machine or in a private network is let be: it is one that somebody is building.
    """
    if not address.startswith(("http://", "https://")) or _private(address):
        return
    if address.startswith("http://"):
        yield NotHttps(found=address, place=address)
    if "etag" not in headers and "last-modified" not in headers:
        yield NoValidators(place=address)
    if headers.get("access-control-allow-origin") != "*":
        yield NoCrossOrigin(place=address)


def _private(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host
