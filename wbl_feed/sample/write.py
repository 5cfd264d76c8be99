"""Writes made-up feeds piece by piece, so that memory is bounded by a page and not by the feed."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from wbl_feed import json_format
from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.digest import content_digest
from wbl_feed.files import write_if_changed
from wbl_feed.models import Envelope, Feed

_ORDER = tuple(field.alias or name for name, field in Envelope.model_fields.items())
_SPOOL = 32 * 2**20
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""RFC 8785 for what is made up here: names in ASCII, whole numbers and short decimal fractions."""
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def document(envelope: dict[str, Any], postings: Iterable[Any]) -> Iterator[bytes]:
    """One document with all postings, piece by piece, with ``totalItems`` and ``digest``."""
    with SpooledTemporaryFile(_SPOOL) as lines:

        def take(line: bytes) -> None:
            lines.write(line + b"\n")

        count, digest = _sealed(envelope, postings, take)
        lines.seek(0)
        members = _ordered({**envelope, "totalItems": count, "digest": digest})
        yield from json_format.document(members, (line[:-1] for line in lines))


def atom(envelope: dict[str, Any], postings: Iterable[Any]) -> bytes:
    """The same as one Atom document. Every posting must be sound; all of them are held at once."""
    from wbl_feed import atom_format

    feed = json_format.seal(Feed.from_members({**envelope, "items": list(postings)}))
    return atom_format.write(feed)


def write_folder(
    folder: Path, envelope: dict[str, Any], postings: Iterable[Any], page_size: int, *, with_atom: bool = False
) -> list[str]:
    """Write ``feed.json`` and its pages, ``feed.json`` last (spec section 9.7); tells the names of the files.

    ``with_atom`` adds ``feed.atom``, whose pages are the same. Raises ``NothingPublishedError`` when the
    disk refuses.
    """
    first: list[bytes] = []
    batch: list[bytes] = []
    pages: list[str] = []

    def flush() -> None:
        head = {"type": "DataFeedPage", "specVersion": envelope["specVersion"], "feed": envelope["id"], "items": None}
        content = b"".join(json_format.document(head, batch))
        pages.append(json_format.page_name(content))
        write_if_changed(folder / pages[-1], content)
        batch.clear()

    def take(line: bytes) -> None:
        (first if len(first) < page_size else batch).append(line)
        if len(batch) == page_size:
            flush()

    count, digest = _sealed(envelope, postings, take)
    if batch:
        flush()
    members = {**envelope, "totalItems": count, "digest": digest}
    if pages:
        members |= {"completeness": "paged", "pages": pages}
    names = [*pages, "feed.json"]
    if with_atom:
        from wbl_feed import atom_format

        members["alternates"] = [{"url": "feed.atom", "type": ATOM_TYPE}]
        feed = Feed.from_members({**members, "items": [json.loads(line) for line in first]})
        write_if_changed(folder / "feed.atom", atom_format.write(feed))
        names.append("feed.atom")
    write_if_changed(folder / "feed.json", b"".join(json_format.document(_ordered(members), first)))
    return names


def _ordered(members: dict[str, Any]) -> dict[str, Any]:
    """The members of an envelope in the order of the standard, with a place for the items."""
    return {**{name: members[name] for name in _ORDER if name in members}, "items": None}


def _sealed(envelope: dict[str, Any], postings: Iterable[Any], take: Callable[[bytes], None]) -> tuple[int, str]:
    """How many postings there are and the digest over them; each is handed to ``take`` as compact JSON."""
    count = 0

    def canonical() -> Iterator[bytes]:
        nonlocal count
        for count, posting in enumerate(postings, start=1):  # noqa: B007 - counted for the caller
            take(_compact(posting).encode())
            yield _canonical(posting).encode()

    stones = (_canonical(stone).encode() for stone in envelope.get("tombstones", ()))
    digest = content_digest(canonical(), stones)
    return count, digest
