"""Reads the documents of the standard that are no feeds: catalogues, pages of a change log, single postings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wbl_feed import json_format
from wbl_feed.models import Catalog, CatalogEntry, ChangePage, Posting
from wbl_feed.models.changes import Delete, Upsert
from wbl_feed.notices.base import Notice, pointer_of
from wbl_feed.notices.discovery import (
    CatalogDuplicateId,
    CatalogWithoutDistribution,
    ChangesOfAnotherFeed,
    SequenceNotGrowing,
)
from wbl_feed.notices.document import NotAFeed, UnsupportedVersion
from wbl_feed.notices.posting import InvalidValue, MissingMember, WrongType
from wbl_feed.reading import Item, parse_sound, salvage


@dataclass(frozen=True)
class CatalogReading:
    """A catalogue, read: its sound entries, each with its place, and notices for the rest."""

    catalog: Catalog | None
    entries: tuple[tuple[str, CatalogEntry], ...] = ()
    """The sound entries, each id once, with their pointers."""
    notices: tuple[Notice, ...] = ()


def read_catalog(content: bytes) -> CatalogReading:
    """A catalogue with its sound entries, and what is wrong with it (spec section 15.2); never raises."""
    value = _members(content, "DataCatalog")
    if not isinstance(value, dict):
        return CatalogReading(None, notices=value)
    notices: list[Notice] = []
    entries: list[tuple[str, CatalogEntry]] = []
    seen: set[str] = set()
    for pointer, one in _elements(value, "feeds", notices):
        entry = parse_sound(CatalogEntry, one, pointer)
        if not isinstance(entry, CatalogEntry):
            notices += entry
            continue
        if not entry.distributions:
            notices.append(CatalogWithoutDistribution(pointer=f"{pointer}/distributions", found=entry.name))
        if entry.id in seen:
            notices.append(CatalogDuplicateId(pointer=f"{pointer}/id", found=entry.id))
            continue
        seen.add(entry.id)
        entries.append((pointer, entry))
    head, faults = salvage(Catalog, {**value, "feeds": []})
    catalog = head.evolve(feeds=tuple(entry for _, entry in entries)) if head else None
    return CatalogReading(catalog, tuple(entries), faults + tuple(notices))


@dataclass(frozen=True)
class ChangeReading:
    """A page of a change log, read: its sound changes, each with its place, and notices for the rest."""

    page: ChangePage | None
    received: int = 0
    """Changes as they came, sound or not."""
    changes: tuple[tuple[str, Upsert | Delete], ...] = ()
    """The sound changes with their pointers."""
    notices: tuple[Notice, ...] = ()


def read_change_page(content: bytes, feed: str = "") -> ChangeReading:
    """A page of a change log with its sound changes, and what is wrong with it (spec section 16); never raises.

    ``feed`` is the id of the feed that named the log, where one did.
    """
    value = _members(content, "ChangePage")
    if not isinstance(value, dict):
        return ChangeReading(None, notices=value)
    notices: list[Notice] = []
    changes: list[tuple[str, Upsert | Delete]] = []
    last, received = -1, 0
    for pointer, one in _elements(value, "changes", notices):
        received += 1
        change = _change(one, pointer)
        if isinstance(change, Upsert | Delete):
            changes.append((pointer, change))
        else:
            notices += change
        number = one.get("sequence") if isinstance(one, dict) else None
        if isinstance(number, int) and not isinstance(number, bool):
            if number <= last:
                notices.append(SequenceNotGrowing(pointer=f"{pointer}/sequence", found=number, expected=str(last)))
            last = max(last, number)
    page, faults = salvage(ChangePage, {**value, "changes": []})
    if page and feed and page.feed != feed:
        notices.append(ChangesOfAnotherFeed(pointer="/feed", found=page.feed, expected=feed))
    whole = page.evolve(changes=tuple(change for _, change in changes)) if page else None
    return ChangeReading(whole, received, tuple(changes), faults + tuple(notices))


def read_posting(content: bytes) -> tuple[Item | None, tuple[Notice, ...]]:
    """A posting that stands alone in a file (spec section 3, rule 10), and what is wrong with it; never raises."""
    value = _members(content, None)
    if not isinstance(value, dict):
        return None, value
    posting = parse_sound(Posting, value, "")
    return (Item(posting, "", value), ()) if isinstance(posting, Posting) else (None, posting)


def _members(content: bytes, kind: str | None) -> dict[str, Any] | tuple[Notice, ...]:
    try:
        value = json_format.load(content)
    except ValueError:
        return json_format.read(content).notices
    if not isinstance(value, dict):
        return (WrongType(found="no object", expected="an object in braces."),)
    if kind is None:
        return value
    if value.get("type") != kind:
        return (NotAFeed(found=f"no {kind}, as its type says"),)
    version = value.get("specVersion")
    if isinstance(version, str) and not version.startswith("1."):
        return (UnsupportedVersion(pointer="/specVersion", found=version),)
    return value


def _elements(value: dict[str, Any], name: str, notices: list[Notice]) -> Iterator[tuple[str, Any]]:
    elements = value.get(name)
    if name not in value:
        notices.append(MissingMember(pointer=f"/{name}", expected=f'"{name}": [], if there are none.'))
    elif not isinstance(elements, list):
        notices.append(WrongType(pointer=f"/{name}", found="no list", expected="a list in square brackets."))
    else:
        yield from ((f"/{name}/{number}", element) for number, element in enumerate(elements))


def _change(value: Any, pointer: str) -> Upsert | Delete | tuple[Notice, ...]:
    if isinstance(value, dict) and value.get("type") == "delete":
        return parse_sound(Delete, value, pointer)
    if not isinstance(value, dict) or value.get("type") != "upsert":
        found = value.get("type") if isinstance(value, dict) else value
        place = pointer_of("type") if isinstance(value, dict) else ""
        return (InvalidValue(pointer=pointer + place, found=found, expected='an object of type "upsert" or "delete".'),)
    upsert = parse_sound(Upsert, value, pointer)
    if isinstance(upsert, Upsert) or "item" not in value:
        return upsert
    item = parse_sound(Posting, value["item"], f"{pointer}/item")  # said as it is of a posting in a feed
    others = tuple(notice for notice in upsert if not f"{notice.pointer}/".startswith(f"{pointer}/item/"))
    return others + (() if isinstance(item, Posting) else item)
