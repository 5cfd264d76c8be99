"""What stands in spec/v1/sample and follows from the files written by hand: ``python tests/wbl_feed/sample_files.py``."""

import json
import sys
from pathlib import Path
from typing import Any

from wbl_feed import atom_format, json_format
from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.models import Feed
from wbl_feed.times import parse_instant

FOLDER = Path(__file__).parents[2] / "spec" / "v1" / "sample"
BY_HAND = ("feed.json", "after/feed.json", "aggregate.json", "delta.json", "old-board.json")
"""Feeds whose postings are written by hand; their totalItems and digest are computed."""
PAGE_SIZE = 10
_CLEARED = {"feed_url": None, "alternates": None, "change_log": None}
"""Addresses that would be wrong in another folder."""


def value_of(name: str, folder: Path = FOLDER) -> Any:
    """A JSON file of the sample, as plain data."""
    return json.loads((folder / name).read_bytes())


def derived(folder: Path = FOLDER) -> dict[str, bytes]:
    """Every file that follows from others, by its path in the folder."""
    files = {name: indented(sealed(value_of(name, folder))) for name in BY_HAND}
    feed = Feed.from_members(json.loads(files["feed.json"]))
    files["feed.atom"] = atom_format.write(feed)
    paged = feed.evolve(**_CLEARED)
    files |= {f"paged/{name}": content for name, content in json_format.write_pages(paged, PAGE_SIZE).items()}
    first, second = change_pages(*(json.loads(files[name]) for name in ("feed.json", "after/feed.json")))
    return {**files, "changes/0001.json": indented(first), "changes/0002.json": indented(second)}


def indented(value: Any) -> bytes:
    """JSON as people read it, two spaces to a level."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def sealed(feed: dict[str, Any]) -> dict[str, Any]:
    """The feed with the count and the digest of what it holds; a delta has no count (spec section 4.2)."""
    parts = ([canonical_json(value) for value in feed.get(name, ())] for name in ("items", "tombstones"))
    count = {} if feed["completeness"] == "delta" else {"totalItems": len(feed["items"])}
    return {**feed, **count, "digest": content_digest(*parts)}


def change_pages(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The log of the sample: what is left of all that led to ``before``, then what leads from there to ``after``.

    The first page is compacted (spec section 16 rule 8), so that its deletions are left out.
    """
    head = {"type": "ChangePage", "specVersion": "1.0", "feed": before["id"]}
    first = _in_order(before["items"], before["tombstones"])
    first = [{**change, "sequence": number + 1} for number, change in enumerate(first)]
    known = {json.dumps(value, sort_keys=True) for value in (*before["items"], *before["tombstones"])}
    items, stones = (
        [v for v in after[n] if json.dumps(v, sort_keys=True) not in known] for n in ("items", "tombstones")
    )
    lost = {"id": next(iter(_lost(before, after))), "dateDeleted": "2026-11-25T06:00:00-05:00", "reason": "withdrawn"}
    second = _in_order(items, [*stones, lost])
    last = after["sequence"] - len(second) + 1  # numbers may skip
    second = [{**change, "sequence": last + number} for number, change in enumerate(second)]
    compacted = {"changes": [one for one in first if one["type"] == "upsert"], "compactedTo": len(first)}
    return {**head, **compacted, "next": "0002.json"}, {**head, "changes": second, "previous": "0001.json"}


def _lost(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Ids that went without a tombstone in the feed."""
    told = {identity for item in after["items"] for identity in (item["id"], *item.get("previousIds", ()))}
    return {item["id"] for item in before["items"]} - told - {stone["id"] for stone in after["tombstones"]}


def _in_order(items: list[Any], tombstones: list[Any]) -> list[dict[str, Any]]:
    changes = [(item["dateModified"], {"type": "upsert", "sequence": 0, "item": item}) for item in items]
    changes += [(stone["dateDeleted"], {"type": "delete", "sequence": 0, "tombstone": stone}) for stone in tombstones]
    return [change for _, change in sorted(changes, key=lambda pair: parse_instant(pair[0]))]


def main() -> None:
    """Write the derived files, and take away pages that nothing names any more."""
    files = derived()
    for page in FOLDER.glob("paged/pages/*.json"):
        page.unlink()
    for name, content in files.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    sys.stdout.write("".join(f"{name}\n" for name in sorted(files)))


if __name__ == "__main__":
    main()
