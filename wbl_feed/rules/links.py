"""Where the addresses of a posting lead (spec sections 5.2 and 20.3)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import InsecureLink
from wbl_feed.notices.quality import ApplyLinkElsewhere, ShortenedLink, UnreachableLink
from wbl_feed.rules.context import Context, host_of, hosts
from wbl_feed.rules.known_hosts import SHORTENERS, applies_for_many, site_of
from wbl_feed.rules.look import Look

_INNER = (
    ".local", ".localhost", ".localdomain", ".lan", ".internal", ".intranet", ".corp", ".home", ".home.arpa",
    ".test", ".invalid",
)  # fmt: skip
"""Ends of names that nobody outside can look up (RFC 2606, 6761, 6762 and 8375, and what networks use)."""
_PLACE_HOLDERS = frozenset(("example.com", "example.org", "example.net", "yourdomain.com", "yoursite.com"))
"""Sites that stand for a real one in manuals. A host under ``.example`` is not among them: this standard uses it so."""


def check_links(look: Look, context: Context) -> Iterator[Notice]:
    """Addresses are https, public, and say where they lead."""
    for pointer, address in look.urls:
        open_to_all, shortens = _kind(address.split("/", 3)[2])
        if not open_to_all:
            yield UnreachableLink(pointer=pointer, found=address, posting=look.id)
            continue
        if address.startswith("http://"):
            secure = _secure(address)
            yield InsecureLink(pointer=pointer, found=address, expected=secure, replacement=secure, posting=look.id)
        if shortens:
            yield ShortenedLink(pointer=pointer, found=address, posting=look.id)


def _secure(address: str) -> str:
    """The same address with https; port 80 is that of http alone."""
    authority, slash, rest = address.removeprefix("http://").partition("/")
    return f"https://{authority.removesuffix(':80')}{slash}{rest}"[:2_000]


@lru_cache(maxsize=4_096)
def _kind(authority: str) -> tuple[bool, bool]:
    """Whether everybody can open an authority's host, and whether it is a link shortener's; no name is looked up."""
    try:
        host = urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return False, False
    return _is_open(host.rstrip(".")), host.removeprefix("www.") in SHORTENERS


def _is_open(host: str) -> bool:
    if ":" in host or host.rpartition(".")[2].isdigit():
        return _public(host)
    return "." in host and not host.endswith(_INNER) and site_of(host) not in _PLACE_HOLDERS


def _public(host: str) -> bool:
    from wbl_feed.addresses import is_public  # what it needs for connections takes a while to import

    try:
        return is_public(host)
    except ValueError:
        return False  # a name whose last label is a number is none (WHATWG URL, section 3.5)


def check_apply_host(look: Look, context: Context) -> Iterator[Notice]:
    """One applies at the publisher's, the employer's, or an applicant system's host.

    Where neither the employer nor the provider has an address, whose host it is cannot be told, and nothing is said.
    """
    value = look.value
    address = value.get("howToApply", {}).get("url")
    organizations = [value[name] for name in ("hiringOrganization", "provider") if name in value]
    if not address or not any("url" in one for one in organizations):
        return
    host = host_of(address).rstrip(".")
    site = site_of(host)
    own = (value["url"], *(one["url"] for one in organizations if "url" in one))
    if any(site == site_of(known) for known in map(host_of, own)) or applies_for_many(host):
        return
    if site not in {site_of(known) for known in hosts(_further(value, organizations)) | context.hosts}:
        yield ApplyLinkElsewhere(pointer=f"{look.pointer}/howToApply/url", found=host, posting=look.id)


def _further(value: dict[str, Any], organizations: list[dict[str, Any]]) -> Iterator[str]:
    """Other addresses by which an organization, a contact or a source shows which hosts are its own."""
    for one in organizations:
        yield from (one.get("id", ""), *one.get("sameAs", ()), _of_mailbox(one))
    yield from (_of_mailbox(value.get("applicationContact", {})), _of_mailbox(value["howToApply"]))
    yield from (value["id"], *value.get("sameAs", ()))
    for origin in value.get("provenance", ()):
        yield from (origin["feed"], origin["id"], origin.get("url", ""))


def _of_mailbox(contact: dict[str, Any]) -> str:
    return f"https://{contact['email'].rpartition('@')[2]}" if "email" in contact else ""
