"""Reads Atom and RSS through feedparser, which is only ever given bytes."""

import re
from calendar import timegm
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser

from wbl_feed import collector
from wbl_feed.atom_format.projection import WBL, xml_text
from wbl_feed.json_format import load, read_envelope, read_items
from wbl_feed.models import Posting
from wbl_feed.notices.atom import (
    AtomAttributes,
    AtomDefaultNamespace,
    AtomHasDtd,
    AtomProjectionMismatch,
    AtomUnstructured,
    ForeignEntryUnread,
    ForeignFeedEmpty,
)
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import InvalidJson, InvalidXml, NotAFeed
from wbl_feed.notices.posting import WrongType
from wbl_feed.reading import Item, Reading, parse
from wbl_feed.times import format_instant, parse_instant

_MOST_NAMESPACES = 10_000
_ATTRIBUTES = re.compile(rb"<[A-Za-z_:][^<>]{40000}")
"""A tag of tens of thousands of characters; feedparser takes the square of its attributes."""
_FEW_BYTES, _BYTES_OF_A_TAG, _BYTES_OF_AN_ENTRY = 50_000, 10, 60
"""Up to how many bytes a document may be anything, and how many a tag and an entry have on average beyond them: each
entry takes 400 bytes of memory though nothing is in it."""
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:entry|item)\b", re.IGNORECASE)
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
"""The tag ``html`` may be left out (HTML, section 13.1.2.4)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _END = (timegm((year, 1, 1, 0, 0, 0)) for year in (1900, 2200))


def read(content: bytes) -> Reading:
    """Read our Atom form, or any Atom or RSS feed as partial postings."""
    with collector.paused():
        return _read(content)


def _read(content: bytes) -> Reading:
    document = parsed(content)
    if isinstance(document, Reading):
        return document
    prefix = next((name for name, iri in document.namespaces.items() if iri == WBL and name), None)
    if prefix is None:
        if WBL in document.namespaces.values():
            return Reading("atom", notices=(AtomDefaultNamespace(),), well_formed=False)
        return _read_foreign(document)
    envelope, key = document.feed.get(f"{prefix.lower()}_feed"), f"{prefix.lower()}_item"
    if envelope is None and not any(key in entry for entry in document.entries):
        return _read_foreign(document)
    return _read_ours(document, envelope, key)


def parsed(content: bytes) -> Any:
    """The document as feedparser gives it, or a reading that says why it is none."""
    if b"<!ENTITY" in content:
        return Reading("unknown", notices=(AtomHasDtd(),), well_formed=False)
    if content.count(b"xmlns") > _MOST_NAMESPACES or _ATTRIBUTES.search(content):
        return Reading(
            "unknown", notices=(InvalidXml(found="it has more attributes than a feed has"),), well_formed=False
        )
    if _is_hardly_anything(content):
        kind = "a web page" if _WEB_PAGE.search(content[:2000]) else "a document of hardly anything but empty entries"
        return Reading("unknown", notices=(NotAFeed(found=kind),), well_formed=False)
    try:
        document = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser raises what a codec, a date or an attribute makes it raise
        notice = InvalidXml(found=f"it cannot be parsed ({type(error).__name__})")
        return Reading("unknown", notices=(notice,), well_formed=False)
    fault = document.get("bozo_exception")
    if document.bozo and not isinstance(fault, feedparser.CharacterEncodingOverride):
        kind = "a web page" if _WEB_PAGE.search(content[:2000]) else ""
        unfit = NotAFeed(found=kind) if kind else InvalidXml(found=str(fault))
        return Reading("unknown", notices=(unfit,), well_formed=False)
    if not document.version:
        kind = "a web page" if _WEB_PAGE.search(content[:2000]) else "an XML document of another kind"
        return Reading("unknown", notices=(NotAFeed(found=kind),))
    return document


def _is_hardly_anything(content: bytes) -> bool:
    if len(content) <= _FEW_BYTES:
        return False
    if content.count(b"<") * _BYTES_OF_A_TAG > len(content):
        return True
    return sum(1 for _ in _ENTRY.finditer(content)) * _BYTES_OF_AN_ENTRY > len(content)


def _read_ours(document: Any, envelope: Any, key: str) -> Reading:
    notices: list[Notice] = []
    if envelope is not None and not isinstance(envelope, str):  # feedparser gives the attributes of an element
        return Reading("atom", notices=(AtomAttributes(found="wbl:feed"),), well_formed=False)
    try:
        members = {} if envelope is None else load(envelope.encode())
    except ValueError as error:
        return Reading("atom", notices=(InvalidJson(found=f"in wbl:feed, {error}"),), well_formed=False)
    if not isinstance(members, dict):
        return Reading("atom", notices=(InvalidJson(found="wbl:feed is not an object"),), well_formed=False)
    values: list[Any] = []
    entries: list[Any] = []
    for number, entry in enumerate(document.entries):
        text = entry.get(key)
        if text is None:
            notices.append(AtomUnstructured(posting=entry.get("id", ""), place=f"entry {number + 1}"))
            continue
        entries.append(entry)
        if not isinstance(text, str):
            place = f"/items/{len(values)}"
            notices.append(AtomAttributes(found="wbl:item", posting=entry.get("id", ""), pointer=place))
            values.append(None)
            continue
        try:
            values.append(load(text.encode()))
        except ValueError as error:
            notices.append(
                InvalidJson(found=f"in wbl:item, {error}", posting=entry.get("id", ""), pointer=f"/items/{len(values)}")
            )
            values.append(None)
    reading = read_envelope(members, values) if envelope is not None else _without_envelope(values)
    unread = {notice.pointer for notice in notices if isinstance(notice, InvalidJson)}
    reading = replace(
        reading,
        notices=tuple(one for one in reading.notices if not (isinstance(one, WrongType) and one.pointer in unread)),
    )
    for item in reading.items:
        notices += _mismatches(item, entries[int(item.pointer.rsplit("/", 1)[1])])
    return replace(reading, format="atom", notices=reading.notices + tuple(notices))


def _without_envelope(values: list[Any]) -> Reading:
    """Items of a document that lacks its wbl:feed; the grammar says so."""
    items, received, notices = read_items(values)
    return Reading("atom", None, items, notices, received)


def _mismatches(item: Item, entry: Any) -> list[Notice]:
    posting, found = item.posting, []
    pairs = [
        ("id", entry.get("id", ""), posting.id),
        ("title", _squeezed(entry.get("title", "")), _squeezed(xml_text(posting.title)) or posting.id),
        ("url", entry.get("link", ""), posting.url),
    ]
    if "summary" in entry and posting.summary and "content" not in entry:
        pairs.append(("summary", _squeezed(entry.summary), _squeezed(xml_text(posting.summary))))
    for member, native, canonical in pairs:
        if native not in (canonical, _repaired(canonical)):
            found.append(
                AtomProjectionMismatch(
                    pointer=f"{item.pointer}/{member}", found=native, expected=canonical, posting=posting.id
                )
            )
    updated = _stated(entry, "updated_parsed")
    if updated and _seconds(updated) != int(parse_instant(posting.date_modified).timestamp() // 1):
        found.append(
            AtomProjectionMismatch(
                pointer=f"{item.pointer}/dateModified",
                found=entry.get("updated", ""),
                expected=posting.date_modified,
                posting=posting.id,
            )
        )
    return list(found)


def _repaired(text: str) -> str:
    """What feedparser makes of a text that looks like UTF-8 read as Latin-1; it is no fault of the publisher."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _read_foreign(document: Any) -> Reading:
    """Somebody's Atom or RSS: partial postings of what its entries say, and no fact that they do not."""
    items: list[Item] = []
    notices: list[Notice] = []
    values: list[Any] = []
    for number, entry in enumerate(document.entries):
        value = partial(entry)
        values.append(value)
        pointer = f"/items/{number}"
        notices.append(AtomUnstructured(pointer=pointer, posting=value.get("id", "")))
        posting = parse(Posting, value, pointer)
        if isinstance(posting, Posting):
            items.append(Item(posting, pointer, value))
        else:
            lacking = ", ".join(dict.fromkeys(fault.pointer.removeprefix(f"{pointer}/") for fault in posting))
            notices.append(ForeignEntryUnread(pointer=pointer, found=lacking, posting=value.get("id", "")))
    if not document.entries:
        notices.append(ForeignFeedEmpty())
    return Reading("foreign", None, tuple(items), tuple(notices), tuple(values))


def partial(entry: Any) -> dict[str, Any]:
    """The members of a posting that an entry of somebody's feed states, as feedparser gives it."""
    link = entry.get("link", "")
    identity = entry.get("id", "")
    value = {
        "id": identity if ":" in identity else link,
        "url": link,
        "title": entry.get("title", ""),
        "dateModified": moment(_stated(entry, "updated_parsed") or entry.get("published_parsed")),
        "activityType": "unspecified",
        "status": "open",
        "descriptionHtml": entry.get("summary", ""),
        "datePosted": moment(entry.get("published_parsed")),
    }
    return {name: member for name, member in value.items() if member}


def _stated(entry: Any, name: str) -> Any:
    """A value of an entry that it states itself; feedparser would give ``published`` in place of ``updated``."""
    if name not in entry:
        return None
    return entry[name]


def moment(parsed: Any) -> str:
    """The instant that feedparser found; empty where there is none, or none between 1900 and 2199."""
    seconds = _seconds(parsed)
    return "" if seconds is None else format_instant(_EPOCH + timedelta(seconds=seconds))


def _seconds(parsed: Any) -> int | None:
    try:
        seconds = timegm(parsed) if parsed else None
    except (ValueError, OverflowError):
        return None
    return seconds if seconds is not None and _FIRST <= seconds < _END else None
