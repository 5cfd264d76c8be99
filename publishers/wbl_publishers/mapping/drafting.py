"""Turns one record into a draft of a posting by the mapping; every adapter's records end here."""

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from wbl_feed.adapter import Cell, Record
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.rows import RowRefused, UnreadableCell
from wbl_feed.projections.texts import words
from wbl_feed.resources import NAMESPACE
from wbl_feed.rules import unknown_code
from wbl_feed.sanitising import sanitised
from wbl_feed.vocabulary import Vocabulary
from wbl_publishers.cleaning import UnreadableError, is_rolling, is_silent, read_cell, split_cell
from wbl_publishers.mapping.mapping_file import Column, Mapping
from wbl_publishers.mapping.pointers import put, value_at, without_gaps
from wbl_publishers.members import Member, member

UNREAD = f"{NAMESPACE}terms#as-written"
"""Private term: the cells that could not be read, as they were written, by the pointer of the member each is for."""

_POSTAL_CODE = "a postal code of five digits, such as 01970, in a column that the spreadsheet keeps as text"
_LARGEST_CELL = 1_000_000
_KEPT = 2_000
"""Characters of a cell that are kept where it cannot be read."""
_SHORT, _REMEMBERED = 80, 20_000
"""Characters of a cell that is remembered, and how many of them are."""
_ROLLING = RowRefused(expected="Applications are taken until the places are filled.")
_Said = tuple[Any] | Notice | None
"""What a cell says: a value, nothing, or what is wrong with it."""


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


class Drafter:
    """Makes drafts by one mapping; what a short cell says is read once, however often it stands in a source."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        # Postal codes come last, since whether one lost its zeros depends on the country beside it.
        fields = sorted(mapping.fields.items(), key=lambda one: one[0].endswith("/postalCode"))
        self._fields = [(rule, member(pointer)) for pointer, rule in fields]
        self._read: dict[tuple[int, str], _Said] = {}
        self._filled: dict[frozenset[str], frozenset[str]] = {}

    def draft(self, record: Record) -> Draft:
        """A draft of a record, with a notice for each cell that could not be read."""
        members: dict[str, Any] = deepcopy(dict(record.members))
        notices = list(record.notices)
        unread: dict[str, str] = {}
        for pointer, value in self._mapping.constants.items():
            put(members, pointer, value)
        for number, (rule, target) in enumerate(self._fields):
            cell = record.cells.get(rule.column, "")
            said = self._said(number, cell, rule, target)
            if isinstance(said, tuple):
                if not _lost_zeros(target.pointer, said[0], members):
                    put(members, target.pointer, said[0])
                    continue
                said = UnreadableCell(pointer=target.pointer, found=_joined(cell), expected=_POSTAL_CODE)
            _put_default(members, rule, target)
            if said is _ROLLING:
                members["rolling"] = True
                continue
            where = f"{record.place}, column “{rule.column}”"
            if said is not None:
                unread[target.pointer] = said.found[:_KEPT]
                if (where, said.found) not in {(notice.place, notice.found) for notice in notices}:
                    notices.append(replace(said, place=where))
            elif target.required and not _has(members, target.pointer):
                notices.append(replace(_refusal(f"The cell for {target.pointer} is empty.", target, ""), place=where))
        members = _sound({name: without_gaps(value) for name, value in members.items()})
        if unread:
            members["ext"] = {**members.get("ext", {}), UNREAD: unread}
        refused = any(notice.fails for notice in notices)
        filled = frozenset(column for column, cell in record.cells.items() if cell and _joined(cell).strip())
        filled = self._filled.setdefault(filled, filled)  # one set for the many records that fill the same columns
        keys = _keys(record, members, self._mapping)
        return Draft(record.place, members, keys, tuple(notices), dict(record.cells) if refused else {}, filled)

    def _said(self, number: int, cell: Cell, rule: Column, target: Member) -> "_Said":
        """What a cell says of a member; short ones are remembered."""
        if not isinstance(cell, str) or len(cell) > _SHORT:
            return _said(cell, rule, target)
        key = (number, cell)
        if key not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[key] = _said(cell, rule, target)
        return self._read[key]


def draft(record: Record, mapping: Mapping) -> Draft:
    """The draft of one record alone."""
    return Drafter(mapping).draft(record)


def _said(cell: Cell, rule: Column, target: Member) -> "_Said":
    """What a cell says of a member: its value in a tuple, nothing, or what is wrong with it."""
    texts = _prepared(cell, rule, target)
    if not texts or all(is_silent(text, target) for text in texts):
        return None
    if sum(map(len, texts)) > _LARGEST_CELL:
        return _refusal(f"The cell has more than {_LARGEST_CELL:,} characters.", target, "")
    if target.pointer == "/applicationDeadline" and is_rolling(texts[0]):
        return _ROLLING
    return _read(texts, rule, target)


def _prepared(cell: Cell, rule: Column, target: Member) -> list[str]:
    """The texts of a cell: without markup, and the labelled line alone, where the rule says so."""
    texts = cell if isinstance(cell, list) else [cell]
    if rule.html and target.pointer != "/descriptionHtml":
        texts = [words(_spaced(text)) for text in texts]
    if rule.label:
        line = re.compile(rf"^\s*{re.escape(rule.label)}\s*[:：-]?\s*(.*)$", re.IGNORECASE | re.MULTILINE)  # noqa: RUF001
        found = (line.search(text) for text in texts)
        texts = [match[1] for match in found if match]
    texts = [text.strip() for text in texts if text.strip()]
    if rule.template:
        texts = [rule.template.replace("{}", quote(text, safe="")) for text in texts]
    return texts


def _spaced(markup: str) -> str:
    """Markup with a line break where a block ends, so that two paragraphs do not become one word."""
    return re.sub(r"(?i)</(?:p|div|li|h[1-6]|tr|dd|dt)>|<br\s*/?>", lambda found: f"{found[0]}\n", markup)


def _joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "; ".join(cell)


def _put_default(members: dict[str, Any], rule: Column, target: Member) -> None:
    """What the rule says where its cell says nothing, unless something stands there already."""
    value = rule.default
    if value is not None and not _has(members, target.pointer):
        put(members, target.pointer, [value] if target.many and not isinstance(value, list) else value)


def _read(cell: list[str], rule: Column, target: Member) -> "_Said":
    """The cell's value, else what is wrong with it; that refuses the record where the member must be there."""
    needed = target.required and rule.default is None
    text = _joined(cell)
    try:
        value = _value(cell, rule, target)
    except UnreadableError as error:
        if needed:
            hint = " Other words can be translated under “values” in the mapping file." if target.choices else ""
            return _refusal(f"“{shown(text)}” is not {error}.{hint}", target, text)
        return UnreadableCell(pointer=target.pointer, found=text, expected=str(error))
    known = target.vocabulary
    if known:
        for one in value if target.many else [value]:
            if isinstance(one, str) and one not in known and ":" not in one:
                return _unknown_code(one, known, target, needed)
    return (value,)


def _unknown_code(code: str, known: Vocabulary, target: Member, needed: bool) -> Notice:
    if needed:
        return unknown_code(code, known, target.pointer)
    meant = known.suggest(code)
    expected = f"a code, perhaps “{meant}”" if meant else "one of " + ", ".join(known.terms)
    return UnreadableCell(pointer=target.pointer, found=code, expected=expected)


def _value(cell: list[str], rule: Column, target: Member) -> Any:
    """The cell's value: its translation, else what can be read; in a list each part on its own."""
    text = _joined(cell) if len(cell) > 1 else cell[0]
    translated = rule.translate(text)
    if translated is not None:
        return translated if isinstance(translated, list) or not target.many else [translated]
    if not target.many or target.type == "grade":
        return read_cell(text, target)
    values: list[Any] = []
    for part in cell if len(cell) > 1 else split_cell(text, rule.split):
        one = rule.translate(part)
        values += read_cell(part, target) if one is None else one if isinstance(one, list) else [one]
    return values


def _lost_zeros(pointer: str, code: Any, members: dict[str, Any]) -> bool:
    """Whether a postal code of the United States is too short, as when a spreadsheet took it for a number."""
    if not pointer.endswith("/postalCode") or not re.fullmatch(r"[0-9]{3,4}", str(code)):
        return False
    address = value_at(members, pointer.rpartition("/")[0])
    country = address.get("addressCountry", "US") if isinstance(address, dict) else "US"
    return bool(country == "US")


def _refusal(sentence: str, target: Member, cell: str) -> Notice:
    return RowRefused(pointer=target.pointer, found=cell, expected=sentence)


def _sound(members: dict[str, Any]) -> dict[str, Any]:
    """The members with nothing active in their HTML; HTML in which nothing is left is left out."""
    markup = members.get("descriptionHtml")
    if isinstance(markup, str):
        clean = sanitised(markup, relative=False).strip()
        members = {**members, "descriptionHtml": clean}
        if not clean:
            del members["descriptionHtml"]
    return members


def _keys(record: Record, members: dict[str, Any], mapping: Mapping) -> tuple[str, ...]:
    """What a record is known by: its own id alone, else its addresses, then employer, title and town."""
    if mapping.id.column:
        identity = _joined(record.cells.get(mapping.id.column, "")).strip()
        return (f"id {identity}",) if identity else ()
    own = tuple(key for key in record.keys if key.startswith("id "))
    return own or (*record.keys, *keys_of(members))


def keys_of(members: dict[str, Any]) -> tuple[str, ...]:
    """What a posting without an id of its own is known by, from what it says."""
    place = value_at(members, "/jobLocation/0") or {}
    address = place.get("address") if isinstance(place, dict) else None
    town = (address or {}).get("addressLocality") or (place.get("name", "") if isinstance(place, dict) else "")
    employer = value_at(members, "/hiringOrganization/name") or ""
    said = (employer, members.get("title", ""), town)
    text = " | ".join(" ".join(str(one).casefold().split()) for one in said)
    addresses = dict.fromkeys(str(one) for one in (value_at(members, "/howToApply/url"), members.get("url")) if one)
    return (*(f"url {address}" for address in addresses), f"row {text}")


def _has(members: dict[str, Any], pointer: str) -> bool:
    return value_at(members, pointer) not in (None, "")
