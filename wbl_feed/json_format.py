"""Canonical JSON: ``read`` bytes to a Reading, ``write`` a Feed to the bytes of its documents (spec section 3)."""

import hashlib
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic_core import from_json

from wbl_feed import collector, syntax
from wbl_feed.digest import MOST_INTEGER, content_digest
from wbl_feed.models import Envelope, Feed, FeedPage, Posting, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.notices.document import NotAFeed, TooManyFaults, UnsupportedVersion
from wbl_feed.notices.posting import MissingMember, WrongType
from wbl_feed.reading import Item, Reading, parse_sound, salvage

MEDIA_TYPE = "application/vnd.wbl-feed+json"
PAGE_SIZE = 500
_A_FEED = 'an object in braces: a feed, which has its postings in a list under "items".'
_LONG_INTEGER = re.compile(rb"[\[:,]-?[0-9]{16}")
"""Where an integer may be too long; what stands in a text counts too."""
_AS_DIGITS, _DIGITS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256)), b"0" * 16
"""Every digit as 0: to look for many of them in a row is ten times as quick as the expression."""
_FEW_BYTES, _BYTES_OF_A_VALUE = 1_000_000, 8
"""Up to how many bytes a document may be anything, and how many a value has on average beyond them; feeds have 12 to
30."""
MOST_NOTICES = 10_000
"""Faults of the items of one document that are told one by one; the items after them are counted."""
_NEEDED = {field.alias or name for name, field in Posting.model_fields.items() if field.is_required()}


def read(content: bytes) -> Reading:
    """Read a feed document or one of its pages; what is not sound becomes a notice."""
    with collector.paused():
        return _read(content)


def read_head(content: bytes) -> Reading:
    """The same without the items of a feed: its envelope, which says what else is to be asked for."""
    with collector.paused():
        return _read(content, items=False)


def _read(content: bytes, *, items: bool = True) -> Reading:
    try:
        value = load(content)
    except ValueError as error:
        return Reading("json", notices=(syntax.fault(content, error),), well_formed=False)
    if not isinstance(value, dict):
        return Reading("json", notices=(WrongType(found=_kind(value), expected=_A_FEED),))
    if value.get("type") == "DataFeedPage":
        return _read_page(value)
    if value.get("type") != "DataFeed" and "items" not in value:
        return Reading("json", notices=(NotAFeed(found="a JSON document of another kind"),))
    return read_envelope(value, value.get("items") if items else [])


def load(content: bytes) -> Any:
    """Parse I-JSON (RFC 7493); a byte order mark is passed over. Raises ``ValueError``.

    A large document of hardly anything but brackets and commas is refused unread: in memory each value takes twenty
    times the bytes that it has there, and a few kilobytes unfold to many megabytes of such values.
    """
    if len(content) > _FEW_BYTES and sum(map(content.count, (b",", b"[", b"{"))) * _BYTES_OF_A_VALUE > len(content):
        raise ValueError(syntax.HARDLY_ANYTHING)
    return from_json(content.removeprefix(BOM_UTF8), allow_inf_nan=False)


def read_envelope(value: dict[str, Any], items: Any) -> Reading:
    """An envelope, given as a JSON object, with its items; faulty optional members are left out with a notice."""
    members = {name: member for name, member in value.items() if name != "items"}
    notices: list[Notice] = []
    version = members.get("specVersion")
    if isinstance(version, str) and not version.startswith("1."):
        notices.append(UnsupportedVersion(pointer="/specVersion", found=version))
        return Reading("json", notices=tuple(notices))
    stones = members.get("tombstones")
    gone = tuple(stones) if isinstance(stones, list) else ()
    if gone:
        tombstones, faults = _sound_tombstones(gone)
        if tombstones:
            members["tombstones"] = tombstones
        else:
            del members["tombstones"]
        notices += faults
    envelope, left_out = salvage(Envelope, members)
    notices += left_out
    sound, received, more = read_items(items)
    return Reading("json", envelope, sound, tuple(notices) + more, received, gone)


def _sound_tombstones(values: tuple[Any, ...]) -> tuple[list[Tombstone], list[Notice]]:
    sound: list[Tombstone] = []
    notices: list[Notice] = []
    for number, value in enumerate(values):
        tombstone = parse_sound(Tombstone, value, f"/tombstones/{number}")
        if isinstance(tombstone, Tombstone):
            sound.append(tombstone)
        elif len(notices) < MOST_NOTICES:
            notices += tombstone
    return sound, notices


def _read_page(value: dict[str, Any]) -> Reading:
    version = value.get("specVersion")
    if isinstance(version, str) and not version.startswith("1."):
        return Reading("json", notices=(UnsupportedVersion(pointer="/specVersion", found=version),))
    page = parse_sound(FeedPage, {**value, "items": []}, "")
    sound, received, notices = read_items(value.get("items"))
    if isinstance(page, FeedPage):
        return Reading("json", None, sound, notices, received, page_of=page.feed, page_members=tuple(value))
    return Reading("json", None, sound, page + notices, received)


def read_items(items: Any) -> tuple[tuple[Item, ...], tuple[Any, ...], tuple[Notice, ...]]:
    """The sound items of a document, all of them as they came, and what is wrong with the others."""
    if items is None:
        return (), (), (MissingMember(pointer="/items", expected='"items": [] for a feed without postings.'),)
    if not isinstance(items, list):
        return (), (), (WrongType(pointer="/items", found=_kind(items), expected="a list in square brackets."),)
    sound: list[Item] = []
    notices: list[Notice] = []
    more = 0
    for number, value in enumerate(items):
        if len(notices) >= MOST_NOTICES and not (isinstance(value, dict) and value.keys() >= _NEEDED):
            more += 1  # it is no posting, and to say all that it lacks would take long
            continue
        posting = parse_sound(Posting, value, f"/items/{number}")
        if isinstance(posting, Posting):
            sound.append(Item(posting, f"/items/{number}", value))
        elif len(notices) < MOST_NOTICES:
            notices += posting
        else:
            more += 1
    if more:
        notices.append(TooManyFaults(pointer="/items", found=more))
    return tuple(sound), tuple(items), tuple(notices)


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def seal(feed: Feed) -> Feed:
    """The feed with ``totalItems`` and ``digest`` of what it holds."""
    tombstones = (tombstone.canonical for tombstone in feed.tombstones or ())
    digest = content_digest((posting.canonical for posting in feed.items), tombstones)
    return feed.evolve(total_items=len(feed.items), digest=digest)


def write(feed: Feed) -> bytes:
    """One document with the whole feed: a line a member and a line a posting, the same bytes every time."""
    members = feed.envelope.to_json_value()
    return b"".join(document({**members, "items": None}, (posting.to_json() for posting in feed.items)))


def write_pages(feed: Feed, page_size: int = PAGE_SIZE) -> dict[str, bytes]:
    """The documents of a feed by relative path, ``feed.json`` last; a small feed has that one alone.

    Pages bear the hash of their content in their name, so that a page never changes under its address.
    """
    if len(feed.items) <= page_size:
        return {"feed.json": write(feed)}
    first, *others = _slices(feed.items, page_size)
    pages = {}
    for postings in others:
        head = {"type": "DataFeedPage", "specVersion": feed.spec_version, "feed": feed.id, "items": None}
        content = b"".join(document(head, (posting.to_json() for posting in postings)))
        pages[page_name(content)] = content
    paged = feed.evolve(items=first, pages=tuple(pages), completeness="paged")
    return {**pages, "feed.json": write(paged)}


def page_name(content: bytes) -> str:
    """The relative path of a page, which bears the hash of its content."""
    return f"pages/{hashlib.sha256(content).hexdigest()[:16]}.json"


def _slices(items: Sequence[Posting], size: int) -> list[tuple[Posting, ...]]:
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]


def spelled(canonical: bytes) -> bytes:
    """Canonical JSON as it may stand in a document: RFC 8785 writes 1e16 as an integer that is none of I-JSON's.

    Its canonical form is the same, and nearly always it is the same itself (spec section 3 rule 3).
    """
    if is_spelled(canonical) or not _LONG_INTEGER.search(canonical):
        return canonical
    return json.dumps(_with_doubles(json.loads(canonical)), ensure_ascii=False, separators=(",", ":")).encode()


def is_spelled(content: bytes) -> bool:
    """Whether canonical JSON can surely stand in a document as it is."""
    return _DIGITS not in content.translate(_AS_DIGITS)


def _with_doubles(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_doubles(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_doubles(member) for member in value]
    return float(value) if isinstance(value, int) and abs(value) > MOST_INTEGER else value


def document(members: dict[str, Any], items: Iterable[bytes], listed: str = "items") -> Iterator[bytes]:
    """The pieces of a document, so that a large one need not be held whole; ``items`` stand where ``listed`` is."""
    for place, (name, member) in enumerate(members.items()):
        yield (b",\n" if place else b"{\n") + json.dumps(name).encode() + b": "
        if name == listed:
            yield b"[\n"
            for number, item in enumerate(items):
                yield b",\n" + item if number else item
            yield b"\n]"
        else:
            yield json.dumps(member, ensure_ascii=False, separators=(",", ":")).encode()
    yield b"\n}\n"
