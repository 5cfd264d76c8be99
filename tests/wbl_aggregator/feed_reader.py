"""Reads what an aggregator published as a consumer would who has nothing but the files and the specification."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wbl_feed.digest import canonical_json, content_digest

Json = dict[str, Any]


@dataclass(frozen=True)
class Copy:
    """A consumer's copy of a feed: canonical JSON of each item by id, and the last change that it knows."""

    items: Mapping[str, bytes] = field(default_factory=dict)
    sequence: int = 0


def read_feed(out: Path) -> Json:
    """The envelope with the items of all pages; a feed whose count or digest is wrong fails the test."""
    head = _load(out / "feed.json")
    items = [item for name in ("feed.json", *head.get("pages", ())) for item in _load(out / name)["items"]]
    assert head["totalItems"] == len(items)
    assert head["digest"] == content_digest(map(canonical_json, items), map(canonical_json, head.get("tombstones", ())))
    return {**head, "items": items}


def copy_of(feed: Json) -> Copy:
    """The copy of one who reads the feed as a whole."""
    return Copy({item["id"]: canonical_json(item) for item in feed["items"]}, feed.get("sequence", 0))


def catch_up(out: Path, feed: Json, copy: Copy) -> Copy | None:
    """The copy of one who applies what the change log has since (section 16); ``None`` where the whole must be read."""
    name, newer, seen = feed.get("changeLog"), [], set()
    if name is None:
        return None
    path = out / name
    while True:
        assert path not in seen, "the log loops"
        seen.add(path)
        page = _load(path)
        assert (page["type"], page["feed"]) == ("ChangePage", feed["id"])
        sequences = [change["sequence"] for change in page["changes"]]
        assert sequences == sorted(set(sequences)), "sequences grow within a page"
        assert not (newer and sequences) or sequences[-1] < newer[0]["sequence"], "and from page to page"
        newer = [change for change in page["changes"] if change["sequence"] > copy.sequence] + newer
        if page.get("compactedTo", 0) > copy.sequence > 0:
            return None
        if sequences and sequences[0] <= copy.sequence + 1:
            break
        if "previous" not in page:
            if copy.sequence:
                return None  # the log starts later
            break
        path = path.parent / page["previous"]
    return _applied(copy, newer)


def _applied(copy: Copy, changes: list[Json]) -> Copy:
    items, last = dict(copy.items), copy.sequence
    for change in changes:
        if change["type"] == "upsert":
            items[change["item"]["id"]] = canonical_json(change["item"])
        else:
            items.pop(change["tombstone"]["id"], None)
        last = change["sequence"]
    return Copy(items, last)


def faults_of(out: Path) -> list[str]:
    """What does not agree with the manifest: a file that is missing, another one, or one too many."""
    manifest = _load(out / "manifest.json")
    files, former = manifest["files"], set(manifest.get("former", ()))
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    wrong = [name for name in files if name not in found or _sha256(found[name]) != files[name]]
    known = {*files, *former, "manifest.json"}
    return wrong + [name for name in found if name not in known and not name.startswith("health/")]


def entries_of(out: Path) -> dict[str, bytes]:
    """The first document of the feed, and what the file of each entry says of the entry itself."""
    found = {"feed.json": (out / "feed.json").read_bytes()} if (out / "feed.json").is_file() else {}
    for path in sorted((out / "postings").rglob("*.json")):
        value = _load(path)
        found[path.name] = canonical_json([value["posting"], value["sequence"]])
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _load(path: Path) -> Json:
    value: Json = json.loads(path.read_bytes())
    return value
