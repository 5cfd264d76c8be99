"""Reads a published set as its consumers do, and fails where it is not one whole feed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from wbl_feed.digest import canonical_json, content_digest

Get = Callable[[str], bytes]


def folder(out: Path) -> Get:
    """Gives the bytes of a file by its name."""
    return lambda name: (out / name).read_bytes()


def read_feed(get: Get, name: str = "feed.json") -> dict[str, Any]:
    """The logical feed: the envelope with all items. Its number of items and its digest, if stated, are right."""
    first = json.loads(get(name))
    items = list(first["items"])
    for page in first.get("pages", ()):
        document = json.loads(get(name.removesuffix("feed.json") + page))
        assert document["feed"] == first["id"]
        items += document["items"]
    assert len(items) == first["totalItems"]
    if "digest" in first:
        stones = first.get("tombstones", ())
        assert content_digest(map(canonical_json, items), map(canonical_json, stones)) == first["digest"]
    return {**first, "items": items}


def log_pages(get: Get, newest: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of a change log with their names, from the newest back to the first."""
    name: str | None = newest
    seen = set()
    while name:
        assert name not in seen
        seen.add(name)
        page = json.loads(get(name))
        yield name, page
        name = f"changes/{page['previous']}" if "previous" in page else None


def apply(held: dict[str, Any], changes: list[dict[str, Any]], after: int = 0) -> dict[str, Any]:
    """What is held once the changes that are newer were applied; their numbers grow."""
    last = -1
    for change in changes:
        assert change["sequence"] > last
        last = change["sequence"]
        if last <= after:
            continue
        if change["type"] == "upsert":
            held = {**held, change["item"]["id"]: change["item"]}
        else:
            held = {name: value for name, value in held.items() if name != change["tombstone"]["id"]}
    return held


def replayed(get: Get, newest: str) -> dict[str, Any]:
    """Postings by id, from the first page of the log on."""
    pages = [page for _, page in log_pages(get, newest)]
    held: dict[str, Any] = {}
    changes = [change for page in reversed(pages) for change in page["changes"]]
    last = -1
    for change in changes:
        assert change["sequence"] > last
        last = change["sequence"]
        if change["type"] == "upsert":
            held[change["item"]["id"]] = change["item"]
        else:
            held.pop(change["tombstone"]["id"], None)
    return held


def caught_up(get: Get, held: dict[str, Any], cursor: int) -> dict[str, Any] | None:
    """What a consumer holds that goes on from its last sequence by the rules of section 16; ``None``: it reads anew."""
    feed = json.loads(get("feed.json"))
    if "changeLog" not in feed:
        return None
    wanted: list[dict[str, Any]] = []
    reached = cursor == 0
    for _, page in log_pages(get, feed["changeLog"]):
        if page.get("compactedTo", 0) > cursor:
            return None
        wanted = page["changes"] + wanted
        if "compactedTo" in page or any(change["sequence"] <= cursor for change in page["changes"]):
            reached = True
            break
    ready = [change for change in wanted if change["sequence"] <= feed["sequence"]]
    return apply(held, ready, cursor) if reached else None


def files(out: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
