"""Turns one record into a draft of a posting by the mapping; every adapter's records end here."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from wbl_feed.adapter import Cell, Record
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnreadableCell
from wbl_feed.profiles import bundled
from wbl_feed.resources import NAMESPACE
from wbl_feed.sanitising import sanitised
from wbl_publishers.mapping.cell_values import ROLLING, Said, joined, refusal, said
from wbl_publishers.mapping.mapping_file import Column, Mapping
from wbl_publishers.mapping.pointers import copied, put, value_at, without_gaps
from wbl_publishers.members import Member, member
from wbl_publishers.plain_text import plain

OWN_ID = "id "
"""What a key begins with that is an id of the source's own."""
UNREAD = f"{NAMESPACE}terms#as-written"
"""Private term: the cells that could not be read, as they were written, by the pointer of the member each is for."""

_POSTAL_CODE = "a postal code of five digits, such as 01970, in a column that the spreadsheet keeps as text"
_KEPT = 2_000
"""Characters of a cell that are kept where it cannot be read."""
_SHORT, _REMEMBERED = 80, 20_000
"""Characters of a cell that is remembered, and how many of them are."""


@dataclass(frozen=True)
class Draft:
    """One record as members of a posting, before it has its id and its date of change.

    A draft with a failing notice is refused; the others are published without what could not be read.
    """

    place: str
    members: dict[str, Any]
    keys: tuple[str, ...]
    """Texts by which the record is known again, the most stable first."""
    notices: tuple[Notice, ...] = ()
    cells: dict[str, Cell] = field(default_factory=dict)
    """A refused record as it stands in the source."""
    filled: frozenset[str] = frozenset()
    """The columns in which something stood."""

    @property
    def refused(self) -> bool:
        """Whether the record cannot become a posting."""
        return any(notice.fails for notice in self.notices)

    @property
    def has_own_id(self) -> bool:
        """Whether the source itself says the record's id; it is the first key then."""
        return bool(self.keys) and self.keys[0].startswith(OWN_ID)


class Drafter:
    """Makes drafts by one mapping; what a short cell says is read once, however often it stands in a source."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        # Postal codes come last, since whether one lost its zeros depends on the country beside it.
        fields = sorted(mapping.fields.items(), key=lambda one: one[0].endswith("/postalCode"))
        self._fields = [(rule, member(pointer)) for pointer, rule in fields]
        followed = set(mapping.feed.profiles)
        self._profiles = [profile for profile in bundled().values() if profile.iri in followed]
        self._read: dict[tuple[int, str], Said] = {}
        self._filled: dict[frozenset[str], frozenset[str]] = {}

    def draft(self, record: Record) -> Draft:
        """A draft of a record, with a notice for each cell that could not be read."""
        members: dict[str, Any] = copied(dict(record.members))
        notices = list(record.notices)
        unread: dict[str, str] = {}
        for pointer, value in self._mapping.constants.items():
            put(members, pointer, value)
        for number, (rule, target) in enumerate(self._fields):
            cell = record.cells.get(rule.column, "")
            found = self._said(number, cell, rule, target)
            if isinstance(found, tuple):
                if not _lost_zeros(target.pointer, found[0], members):
                    put(members, target.pointer, found[0])
                    continue
                found = UnreadableCell(pointer=target.pointer, found=joined(cell), expected=_POSTAL_CODE)
            _put_default(members, rule, target)
            if found is ROLLING:
                members["rolling"] = True
                continue
            where = f"{record.place}, column “{rule.column}”"
            if found is not None:
                unread[target.pointer] = found.found[:_KEPT]
                if (where, found.found) not in {(notice.place, notice.found) for notice in notices}:
                    notices.append(replace(found, place=where))
            elif target.required and not _has(members, target.pointer):
                notices.append(replace(refusal(f"The cell for {target.pointer} is empty.", target, ""), place=where))
        members = _sound(_with_a_way({name: without_gaps(value) for name, value in members.items()}))
        if unread:
            members["ext"] = {**members.get("ext", {}), UNREAD: unread}
        refused = any(notice.fails for notice in notices)
        filled = frozenset(column for column, cell in record.cells.items() if cell and joined(cell).strip())
        filled = self._filled.setdefault(filled, filled)  # one set for the many records that fill the same columns
        keys = _keys(record, members, self._mapping)
        return Draft(record.place, members, keys, tuple(notices), dict(record.cells) if refused else {}, filled)

    def passed_over(self, record: Record) -> str:
        """By which line of the mapping a record is not for the feed; empty if it is."""
        for column, texts in self._mapping.only.items():
            if not _has_one(record.cells.get(column, ""), texts):
                return f"[only] {column}"
        for column, texts in self._mapping.excepted.items():
            if _has_one(record.cells.get(column, ""), texts):
                return f"[except] {column}"
        return ""

    def _said(self, number: int, cell: Cell, rule: Column, target: Member) -> Said:
        """What a cell says of a member; short ones are remembered."""
        if not isinstance(cell, str) or len(cell) > _SHORT:
            return said(cell, rule, target, self._profiles)
        key = (number, cell)
        if key not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[key] = said(cell, rule, target, self._profiles)
        return self._read[key]


def _has_one(cell: Cell, texts: tuple[str, ...]) -> bool:
    said = joined(cell).strip().casefold()
    return any(bool(said) if text == "*" else text.casefold() in said for text in texts)


def draft(record: Record, mapping: Mapping) -> Draft:
    """The draft of one record alone."""
    return Drafter(mapping).draft(record)


def _put_default(members: dict[str, Any], rule: Column, target: Member) -> None:
    """What the rule says where its cell says nothing, unless something stands there already."""
    value = rule.default
    if value is not None and not _has(members, target.pointer):
        put(members, target.pointer, [value] if target.many and not isinstance(value, list) else value)


def _lost_zeros(pointer: str, code: Any, members: dict[str, Any]) -> bool:
    """Whether a postal code of the United States is too short, as when a spreadsheet took it for a number."""
    if not pointer.endswith("/postalCode") or not re.fullmatch(r"[0-9]{3,4}", str(code)):
        return False
    address = value_at(members, pointer.rpartition("/")[0])
    country = address.get("addressCountry", "US") if isinstance(address, dict) else "US"
    return bool(country == "US")


def _with_a_way(members: dict[str, Any]) -> dict[str, Any]:
    """The members without a way to apply that leads nowhere: a constant says by an address, and the cell has none."""
    if members.get("howToApply") == {"method": "url"}:
        return {name: value for name, value in members.items() if name != "howToApply"}
    return members


def _sound(members: dict[str, Any]) -> dict[str, Any]:
    """The members with nothing active in their HTML, and its words as plain text where there is none."""
    markup = members.get("descriptionHtml")
    if not isinstance(markup, str):
        return members
    clean = sanitised(markup, relative=False).strip()
    others = {name: value for name, value in members.items() if name != "descriptionHtml"}
    if not clean:
        return others
    text = members.get("description") or plain(clean)
    return {**others, **({"description": text} if text else {}), "descriptionHtml": clean}


def _keys(record: Record, members: dict[str, Any], mapping: Mapping) -> tuple[str, ...]:
    """What a record is known by: its own id, which decides, its addresses, then employer, title and town."""
    if mapping.id.column:
        identity = joined(record.cells.get(mapping.id.column, "")).strip()
        return (f"{OWN_ID}{identity}", *keys_of(members)) if identity else ()
    own = sorted(record.keys, key=lambda key: not key.startswith(OWN_ID))
    return tuple(dict.fromkeys((*own, *keys_of(members))))


def keys_of(members: dict[str, Any]) -> tuple[str, ...]:
    """What a posting without an id of its own is known by, from what it says."""
    place = value_at(members, "/jobLocation/0") or {}
    address = place.get("address") if isinstance(place, dict) else None
    town = (address or {}).get("addressLocality") or (place.get("name", "") if isinstance(place, dict) else "")
    employer = value_at(members, "/hiringOrganization/name") or ""
    said = (employer, members.get("title", ""), town)
    text = " | ".join(" ".join(str(one).casefold().split()) for one in said)
    addresses = dict.fromkeys(str(one) for one in (value_at(members, "/howToApply/url"), members.get("url")) if one)
    return (*(f"url {address}" for address in addresses), *([f"row {text}"] if any(said) else []))


def _has(members: dict[str, Any], pointer: str) -> bool:
    return value_at(members, pointer) not in (None, "")
