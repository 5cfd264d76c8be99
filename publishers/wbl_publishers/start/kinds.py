"""Tells the kind of a source, which is the name of its adapter, by its address and its first bytes."""

import re
from codecs import BOM_UTF8
from pathlib import Path

from wbl_feed.adapter import Input
from wbl_feed.location import is_address
from wbl_publishers.adapters.tables.google_sheets import is_google_sheet
from wbl_publishers.content import open_source

_HEAD = 100_000
_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+]*://|env:", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_WORDPRESS = re.compile(rb"api\.w\.org|/wp-json|/wp-content/")


def kind_of(source: Input) -> str:
    """The name of the adapter that reads a source. Raises ``UsageError`` if the source cannot be had."""
    location = source.location
    if is_google_sheet(location):
        return "csv"
    if is_address(location):
        return sniffed(open_source(source).content)
    if not is_file(location):
        return "sql"
    path = source.folder / location
    if path.is_dir():
        return "markdown"
    return sniffed(_head(path) or open_source(source).content)


def is_file(location: str) -> bool:
    """Whether a location is a path, and no address, database or name of a variable that holds one."""
    return _ELSEWHERE.match(location) is None


def sniffed(content: bytes) -> str:
    """The kind of a document by what is in it; what is nothing else is a sheet."""
    head = content[:_HEAD].removeprefix(BOM_UTF8).lstrip()
    if content.startswith(_WORKBOOK):
        return "xlsx"
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "ical"
    if head.startswith((b"{", b"[")):
        return "rss" if b"jsonfeed.org/version" in head else "json"
    if head.startswith(b"<"):
        return "rss" if _FEED.search(head[:2000]) else "wordpress" if _WORDPRESS.search(head) else "pages"
    return "markdown" if head.startswith((b"---\n", b"---\r\n")) else "csv"


def _head(path: Path) -> bytes:
    """The first bytes of a file; none if it cannot be read, which ``open_source`` explains."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""
