"""Compares what the native elements of an Atom feed say with its envelope, which wins (spec section 14.2)."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from wbl_feed.atom_format.projection import HISTORY, TOMBSTONES, WBL, xml_text
from wbl_feed.notices.atom import AtomProjectionMismatch

_ATOM = "http://www.w3.org/2005/Atom"


def feed_mismatches(root: etree._Element) -> Iterator[AtomProjectionMismatch]:
    """Native elements of the feed that say otherwise than the envelope; those that are missing are no finding."""
    envelope = _envelope(root)
    for pointer, native, canonical, same in (
        ("/id", _text(root, "id"), envelope.get("id"), _same_text),
        ("/name", _text(root, "title"), envelope.get("name"), _same_text),
        ("/dateModified", _text(root, "updated"), envelope.get("dateModified"), _same_moment),
    ):
        if native is not None and isinstance(canonical, str) and not same(native, canonical):
            yield AtomProjectionMismatch(pointer=pointer, found=native, expected=canonical)
    completeness = envelope.get("completeness")
    if root.find(f"{{{HISTORY}}}complete") is not None and isinstance(completeness, str) and completeness != "complete":
        yield AtomProjectionMismatch(pointer="/completeness", found="fh:complete", expected=completeness)
    yield from _deletions(root, envelope)


def _deletions(root: etree._Element, envelope: dict[str, Any]) -> Iterator[AtomProjectionMismatch]:
    stones = envelope.get("tombstones", [])
    listed = enumerate(stones) if isinstance(stones, list) else ()
    gone = {stone.get("id"): (number, stone) for number, stone in listed if isinstance(stone, dict)}
    for element in root.iterfind(f"{{{TOMBSTONES}}}deleted-entry"):
        identity, when = element.get("ref", ""), element.get("when", "")
        number, stone = gone.get(identity, (0, None))
        if stone is None:
            yield AtomProjectionMismatch(pointer="/tombstones", found=f"{identity} is gone", expected="nothing of it")
        elif not _same_moment(when, str(stone.get("dateDeleted"))):
            place = f"/tombstones/{number}/dateDeleted"
            yield AtomProjectionMismatch(pointer=place, found=when, expected=str(stone.get("dateDeleted")))


def _envelope(root: etree._Element) -> dict[str, Any]:
    try:
        value = json.loads(root.findtext(f"{{{WBL}}}feed") or "")
    except (ValueError, RecursionError):
        return {}  # the reader has said so
    return value if isinstance(value, dict) else {}


def _text(root: etree._Element, name: str) -> str | None:
    element = root.find(f"{{{_ATOM}}}{name}")
    return None if element is None or element.get("type", "text") != "text" else element.text or ""


def _same_text(native: str, canonical: str) -> bool:
    return " ".join(native.split()) == " ".join(xml_text(canonical).split()) or not xml_text(canonical).strip()


def _same_moment(native: str, canonical: str) -> bool:
    try:
        one, other = (datetime.fromisoformat(text.strip()) for text in (native, canonical))
        return one.replace(microsecond=0) == other.replace(microsecond=0)
    except (TypeError, ValueError):
        return native == canonical
