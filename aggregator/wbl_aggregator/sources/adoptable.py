"""Tells which adapter could read what an address gave, where that is no feed of the standard."""

import json
import re
from dataclasses import dataclass

from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.naming import free_id
from wbl_feed.adapter import adapters
from wbl_feed.discovery.kinds import kind_of
from wbl_feed.toml_text import quoted

_TABLES = {"text/csv": "csv", "text/tab-separated-values": "csv", "text/calendar": "ical"}
_LOOKED_AT = 500_000
_WORDPRESS = re.compile(rb"https://api\.w\.org/|/wp-content/|/wp-json/")
"""The link by which WordPress names its API (its REST API Handbook, Discovery), or a file of it."""
_WHY = {
    "csv": "it is a sheet",
    "ical": "it is a calendar",
    "json": "it is JSON of another kind",
    "pages": "it is a web page",
    "rss": "it is an RSS or Atom feed of another kind",
    "wordpress": "it is a page of WordPress",
    "xlsx": "it is a workbook",
}


@dataclass(frozen=True)
class Adoptable:
    """How an adapter could read a site."""

    kind: str
    """Name of the adapter."""
    why: str
    """What there is, as a clause for people."""
    address: str
    lines: tuple[str, ...]
    """The source to write once there is a mapping file."""


def adoptable(content: bytes, address: str, media_type: str, config: Config) -> Adoptable | None:
    """The adapter for a document, with the source that it would be; ``None`` if none that is installed fits."""
    kind = _kind(content, media_type)
    if kind not in adapters():
        return None
    identity = free_id("", address, {source.id for source in config.sources})
    lines = [
        "[[source]]",
        f"id = {quoted(identity)}",
        f"kind = {quoted(kind)}",
        f"url = {quoted(address)}",
        f'map = "{identity}.toml"  # beside sources.toml; its table [feed] says what the site\'s feed is',
    ]
    return Adoptable(kind, _WHY[kind], address, tuple(lines))


def _kind(content: bytes, media_type: str) -> str:
    head = content[:_LOOKED_AT]
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == b"BEGIN:VCALENDAR":
        return "ical"
    if media_type in _TABLES:
        return _TABLES[media_type]
    kind = kind_of(content)
    if kind == "feed" and not _is_json(content):
        return "rss"
    if kind == "web page":
        return "wordpress" if _WORDPRESS.search(head) else "pages"
    return "json" if _is_json(content) else ""


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
