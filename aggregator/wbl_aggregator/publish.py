"""Publishes the statewide feed as plain files: pages and parts first, the index last, only what changed."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wbl_aggregator.ledger import write_ledger
from wbl_aggregator.published import posting_path, site_folder
from wbl_aggregator.statewide import Statewide
from wbl_feed import atom_format, json_format
from wbl_feed.catalog import catalog_entry
from wbl_feed.files import is_reserved, remove, write_if_changed
from wbl_feed.models import Catalog, Envelope, Feed, Posting
from wbl_feed.times import parse_instant

LAST = ("ledger.ndjson", "feed.atom", "feed.json", "wbl-feed.json", ".well-known/wbl-feed")
MANIFEST = "manifest.json"
"""Files that name others are written after them, in this order."""
_ONE_SOURCE = {
    "date_modified": None, "tombstones": None, "sequence": None, "total_items": None, "digest": None, "pages": None,
    "deletion": None, "sources": None, "ext": None,
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """What publishing changed in the output folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    files: int


def publish(statewide: Statewide, out: Path) -> Written:
    """Write the set of files. A reader sees the old index with the old files, or the new with the new.

    Pages that are no longer listed stay until the next publishing, for readers in the middle of the old
    feed. The manifest names what is to be removed before it is, so that a run that is killed leaves nothing
    behind for good.

    Raises ``NothingPublishedError`` when the disk refuses; the last published index then still stands.
    """
    files = dict(documents(statewide))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    before, former = _manifest(out)
    fresh = sorted(files.keys() - before.keys())
    if fresh:  # named before they are written, so that a run that is killed leaves no file that nobody knows
        _write_manifest(out, before, sorted(former | set(fresh)))
    gone = sorted(name for name in before.keys() | former if name not in files and (out / name).is_file())
    kept = [name for name in gone if name.startswith("pages/") and name in before]
    order = sorted(files, key=lambda name: (LAST.index(name) + 1 if name in LAST else 0, name))
    written = [name for name in order if write_if_changed(out / name, files[name])]
    removed = tuple(name for name in gone if name not in kept)
    if not written and not removed and before.keys() == files.keys():
        return Written((), (), len(files) + 1)
    if _write_manifest(out, hashes, gone):
        written.append(MANIFEST)
    for name in removed:
        remove(out / name)
    return Written(tuple(written), removed, len(files) + 1)


def documents(statewide: Statewide) -> Iterator[tuple[str, bytes]]:
    """Every file of the published set but the manifest, by its path."""
    feed = statewide.feed
    yield from json_format.write_pages(feed).items()
    yield "feed.atom", atom_format.write(feed)
    for posting in feed.items:
        yield posting_path(posting.id), _posting_file(statewide, posting)
    parts = dict(_parts(feed))
    for part, derived in parts.items():
        yield f"{part}/feed.json", json_format.write(derived)
        yield f"{part}/feed.atom", atom_format.write(derived)
    others = {**parts, **_adopted(statewide)}
    yield "wbl-feed.json", _catalog(feed, others, "")
    yield ".well-known/wbl-feed", _catalog(feed, others, "../")
    yield "ledger.ndjson", write_ledger(statewide.ledger)


def facets(posting: Posting) -> Iterator[tuple[str, str]]:
    """What a posting can be found under: facet and code."""
    for region in posting.regions or ():
        yield "region", region
    yield "activity", posting.activity_type
    for grade in (posting.eligibility and posting.eligibility.grade_levels) or ():
        yield "grade", str(grade)
    if posting.compensation:
        yield "paid", posting.compensation.status


def _parts(feed: Feed) -> Iterator[tuple[str, Feed]]:
    """The feed of every facet's every code, with its own id under the statewide one."""
    found: dict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in feed.items:
        for key in facets(posting):
            found[key].append(posting)
    for (facet, code), postings in sorted(found.items()):
        folder = f"by/{facet}/{_folder(code)}"
        newest = max((posting.date_modified for posting in postings), key=parse_instant)
        derived = feed.evolve(
            id=f"{feed.id.rstrip('/')}/{folder}",
            name=f"{feed.name}: {facet} {code}"[:200],
            date_modified=newest,
            feed_url=None,
            sequence=None,
            sources=None,
            tombstones=None,
            deletion=None,
            items=tuple(postings),
        )
        yield folder, json_format.seal(derived)


def _adopted(statewide: Statewide) -> dict[str, Envelope]:
    """The feeds that were made of sites without one, by their folders."""
    found = {one.source.id: one.envelope for one in statewide.contributions.values() if one.source.adopted}
    return {site_folder(source): found[source] for source in sorted(found)}


def _folder(code: str) -> str:
    """A code as a name of a folder that every system takes: ``us-ma-stem.cape-cod``; an odd one by its hash."""
    name = code.replace(":", ".", 1)
    if re.fullmatch(r"[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})?", name) and not is_reserved(name):
        return name
    return f"code_{hashlib.sha256(code.encode()).hexdigest()[:16]}"


def _posting_file(statewide: Statewide, posting: Posting) -> bytes:
    """An entry with its members' own words, so that it can be explained, and the state rebuilt from it."""
    group = statewide.groups[posting.id]
    members = [statewide.contributions[member] for member in group.members]
    document: dict[str, Any] = {
        "posting": posting.to_json_value(),
        "members": [
            {
                "source": one.member.source,
                "feed": _head(one.envelope, one.posting).to_json_value(),
                "posting": one.posting.to_json_value(),
            }
            for one in members
        ],
        "evidence": [
            {"rule": edge.rule, "value": edge.value, "between": [edge.a.id, edge.b.id]} for edge in group.edges
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _head(envelope: Envelope, posting: Posting) -> Envelope:
    """The source's envelope without what changes from day to day."""
    return envelope.evolve(**{**_ONE_SOURCE, "date_modified": posting.date_modified})


def _catalog(feed: Feed, parts: Mapping[str, Feed | Envelope], base: str) -> bytes:
    entries = [catalog_entry(feed, base), *(catalog_entry(part, f"{base}{folder}/") for folder, part in parts.items())]
    catalog = Catalog(type="DataCatalog", spec_version="1.0", feeds=tuple(entries))
    return (json.dumps(catalog.to_json_value(), ensure_ascii=False, indent=1) + "\n").encode()


def _write_manifest(out: Path, hashes: dict[str, str], former: list[str]) -> bool:
    manifest = {"files": hashes, "former": former} if former else {"files": hashes}
    return write_if_changed(out / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())


def _manifest(out: Path) -> tuple[dict[str, str], set[str]]:
    """The files of the last published set with their hashes, and those that were to be removed then."""
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
        files, former = dict(manifest["files"]), set(manifest.get("former", ()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, set()
    return {name: digest for name, digest in files.items() if _ours(name)}, {name for name in former if _ours(name)}


def _ours(name: object) -> bool:
    """Whether a name of the manifest lies within the output folder, on any system."""
    return isinstance(name, str) and len(name) < 300 and not re.search(r"[:\\]|^/|(?:^|/)\.\.(?:/|$)", name)
