"""What our programs make of the given part of a projection case, and where that is not what the case expects."""

import csv
import io
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from conformance.kit import agrees
from projection_feeds import feed_of

from wbl_feed import formats
from wbl_feed.projections.formats import TARGETS
from wbl_feed.times import parse_instant

_UNREAD = {"partial_posting", "envelope_missing"}
_WHOLE = {"rows", "postings"}
"""Parts that are compared both ways: a member more is wrong, too."""


def outcome(given: dict[str, Any]) -> dict[str, Any]:
    """The document that is written of a feed, with what is left out of it; or what is read of a document."""
    if "feed" not in given:
        text = given["text"] if "text" in given else json.dumps(given["document"], ensure_ascii=False)
        return _read(text.encode())
    projection = TARGETS[given["to"]].project(feed_of(given["feed"]), parse_instant(given["at"]))
    left_out = [
        {"id": one.id, "reason": one.reason.value, **({"pointer": one.pointer} if one.pointer else {})}
        for one in projection.left_out
    ]
    return {**_SHOWN[given["to"]](projection.content), "leftOut": left_out}


def differences(expect: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where the outcome is not what the case expects, by the README of the kit."""
    return [*_parts(expect, found), *_texts(expect, found)]


def _parts(expect: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name, wanted in expect.items():
        if name in ("contains", "containsNot", "lacks"):
            continue
        if name == "undated":
            yield from _made_up(wanted, found["postings"])
            continue
        shown = found[name]
        if name == "leftOut":
            wanted, shown = _by_id(wanted), _by_id(shown)
        if name == "unread":
            alike = set(wanted) <= set(shown)
        else:
            wanted, shown = (_plain(one, linked="unescaped" in found) for one in (wanted, shown))
            alike = agrees(wanted, shown) and (name not in _WHOLE or agrees(shown, wanted))
        if not alike:
            yield f"{name}: {json.dumps(shown, indent=1)} where {json.dumps(wanted, indent=1)} is expected"


def _texts(expect: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for pointer, texts in expect.get("contains", {}).items():
        value = str(_at(found, pointer))
        yield from (f"{pointer}: no {text!r} in {value!r}" for text in texts if text not in value)
    for pointer, texts in expect.get("containsNot", {}).items():
        value = str(_at(found, pointer))
        yield from (f"{pointer}: {text!r} in {value!r}" for text in texts if text in value)
    yield from (f"{pointer} is there" for pointer in expect.get("lacks", ()) if _at(found, pointer) is not None)


def _made_up(undated: dict[str, str], postings: list[dict[str, Any]]) -> Iterator[str]:
    for posting in postings:
        if posting["dateModified"].startswith(undated.get(posting["id"], "-")):
            yield f"{posting['id']}: a moment on a day"


def _by_id(left_out: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(left_out, key=lambda one: (one["id"], one.get("pointer", "")))


def _at(value: Any, pointer: str) -> Any:
    """What stands at a pointer, the only element of a list also without its number; ``None`` where nothing does."""
    for part in pointer.replace("~1", "\0").split("/")[1:]:
        name = part.replace("\0", "/").replace("~0", "~")
        if isinstance(value, list):
            if not name.isdigit() and len(value) == 1:
                value = value[0]
            else:
                value = value[int(name)] if name.isdigit() and int(name) < len(value) else None
                continue
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _plain(value: Any, *, linked: bool) -> Any:
    """A value in which each integer is a number like others and, in JSON-LD, a list of one is that one."""
    if isinstance(value, dict):
        return {name: _plain(one, linked=linked) for name, one in value.items()}
    if isinstance(value, list):
        parts = [_plain(one, linked=linked) for one in value]
        return parts[0] if linked and len(parts) == 1 else parts
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _read(content: bytes) -> dict[str, Any]:
    reading = formats.read(content)
    return {
        "postings": [posting.to_json_value() for posting in reading.postings],
        "refused": reading.refused,
        "envelope": reading.envelope is not None,
        "whole": reading.whole,
        "unread": [notice.pointer or str(notice.found) for notice in reading.notices if notice.code not in _UNREAD],
    }


def _document(content: bytes) -> dict[str, Any]:
    return {"document": json.loads(content)}


def _script(content: bytes) -> dict[str, Any]:
    """The document, and the characters in it that could end a script element."""
    return {**_document(content), "unescaped": sorted(set("<>&") & set(content.decode()))}


def _rows(content: bytes) -> dict[str, Any]:
    """Each row by heading, without its empty cells."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {
        "rows": [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows],
    }


def _entries(content: bytes) -> dict[str, Any]:
    """The unfolded lines of each entry, and of the calendar around them, by their names."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    entries: list[dict[str, str]] = []
    calendar: dict[str, str] = {}
    node = calendar
    for line in lines:
        found = re.match(r"([A-Z-]+(?:;[^:]*)?):(.*)", line, re.S)
        if found and found[0] == "BEGIN:VEVENT":
            node = {}
            entries.append(node)
        elif found and found[0] == "END:VEVENT":
            node = calendar
        elif found:
            node[found[1]] = _rule(found[2]) if found[1] == "RRULE" else found[2]
    return {"calendar": calendar, "entries": entries}


def _rule(text: str) -> str:
    parts = [part.partition("=") for part in text.split(";")]
    return ";".join(sorted(f"{name}={','.join(sorted(values.split(',')))}" for name, _, values in parts))


def _items(content: bytes) -> dict[str, Any]:
    """The elements of each item, and the date of the channel."""
    (channel,) = ElementTree.fromstring(content)
    items = []
    for item in channel.iterfind("item"):
        members: dict[str, Any] = {"category": []}
        for child in item:
            if child.tag == "category":
                members["category"].append([child.get("domain", ""), child.text])
            else:
                members[child.tag] = _instant(child.text) if child.tag == "pubDate" else child.text
        members["category"].sort()
        members["isPermaLink"] = item.find("guid").get("isPermaLink")  # type: ignore[union-attr]
        items.append(members)
    return {"items": items, "lastBuildDate": _instant(channel.findtext("lastBuildDate"))}


def _instant(text: str | None) -> str:
    return parsedate_to_datetime(text or "").isoformat()


_SHOWN = {"json-feed": _document, "schema-org": _script, "csv": _rows, "ics": _entries, "rss": _items}
