"""Turns one row of named cells into a draft by the mapping; every tabular adapter ends here."""

import re
from collections.abc import Mapping as Table
from copy import deepcopy
from itertools import pairwise
from typing import Any

from wbl_feed.adapter import Draft
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.rows import RowRefused, UnreadableCell
from wbl_feed.rules import unknown_code
from wbl_feed.vocabulary import Vocabulary
from wbl_publishers.cleaning import UnreadableError, is_rolling, read_cell, split_cell
from wbl_publishers.mapping import Column, Mapping
from wbl_publishers.members import Member, member

_POSTAL_CODE = "a postal code of five digits, such as 01970, in a column that the spreadsheet keeps as text"


def draft_row(cells: Table[str, str], mapping: Mapping, place: str) -> Draft:
    """A draft from a row, with a notice for each cell that could not be read."""
    members: dict[str, Any] = {}
    notices: list[Notice] = []
    for pointer, value in mapping.constants.items():
        put(members, pointer, value)
    for pointer, rule in sorted(mapping.fields.items(), key=lambda field: field[0].endswith("/postalCode")):
        cell = cells.get(rule.column, "").strip()
        where = f"{place}, column “{rule.column}”"
        target = member(pointer)
        if not cell:
            if target.required and pointer not in mapping.constants:
                notices.append(_refusal(f"The cell for {pointer} is empty.", pointer, where, cell))
            continue
        if pointer == "/applicationDeadline" and is_rolling(cell):
            members["rolling"] = True
            continue
        outcome = _read(cell, rule, target, pointer, where)
        if isinstance(outcome, tuple) and _lost_zeros(pointer, outcome[0], members):
            outcome = UnreadableCell(pointer=pointer, found=cell, expected=_POSTAL_CODE, place=where)
        if isinstance(outcome, Notice):
            if (where, outcome.found) not in {(notice.place, notice.found) for notice in notices}:
                notices.append(outcome)
        else:
            put(members, pointer, outcome[0])
    members = {name: _without_gaps(value) for name, value in members.items()}
    return Draft(place, members, _keys(cells, members, mapping), tuple(notices), dict(cells))


def _read(cell: str, rule: Column, target: Member, pointer: str, where: str) -> tuple[Any] | Notice:
    try:
        value = _value(cell, rule, target)
        for one in value if target.many else [value]:
            known = target.vocabulary
            if known and isinstance(one, str) and one not in known and ":" not in one:
                return _unknown_code(one, known, target, where)
            if fault := target.fault(one):
                raise UnreadableError(fault)
    except UnreadableError as error:
        if target.required:
            hint = " Other words can be translated under “values” in the mapping file." if target.choices else ""
            return _refusal(f"“{shown(cell)}” is not {error}.{hint}", pointer, where, cell)
        return UnreadableCell(pointer=pointer, found=cell, expected=str(error), place=where)
    return (value,)


def _unknown_code(code: str, known: Vocabulary, target: Member, where: str) -> Notice:
    if target.required:
        return unknown_code(code, known, target.pointer, place=where)
    meant = known.suggest(code)
    expected = f"a code, perhaps “{meant}”" if meant else "one of " + ", ".join(known.terms)
    return UnreadableCell(pointer=target.pointer, found=code, expected=expected, place=where)


def _value(cell: str, rule: Column, target: Member) -> Any:
    """The cell's value: its translation, else what can be read; in a list each part on its own."""
    translated = rule.translate(cell)
    if translated is not None:
        return translated if isinstance(translated, list) or not target.many else [translated]
    if not target.many or target.type == "grade":
        return read_cell(cell, target)
    values: list[Any] = []
    for part in split_cell(cell, rule.split):
        one = rule.translate(part)
        values += read_cell(part, target) if one is None else one if isinstance(one, list) else [one]
    return values


def _lost_zeros(pointer: str, code: Any, members: dict[str, Any]) -> bool:
    """Whether a postal code of the United States is too short, as when a spreadsheet took it for a number."""
    if not pointer.endswith("/postalCode") or not re.fullmatch(r"[0-9]{3,4}", str(code)):
        return False
    node: Any = members
    for part in pointer.split("/")[1:-1]:
        step: Any = int(part) if isinstance(node, list) else part
        inside = step < len(node) if isinstance(node, list) else step in node
        node = node[step] if inside else {}
    return bool(node.get("addressCountry", "US") == "US")


def _refusal(sentence: str, pointer: str, where: str, cell: str) -> Notice:
    return RowRefused(pointer=pointer, found=cell, expected=sentence, place=where)


def _keys(cells: Table[str, str], members: dict[str, Any], mapping: Mapping) -> tuple[str, ...]:
    """What a row is known by: the site's id alone, else its addresses, then employer, title and town."""
    if mapping.id.column:
        identity = cells.get(mapping.id.column, "").strip()
        return (f"id {identity}",) if identity else ()
    place = (members.get("jobLocation") or [{}])[0]
    town = place.get("address", {}).get("addressLocality") or place.get("name", "")
    employer = members.get("hiringOrganization", {}).get("name", "")
    apply_url = members.get("howToApply", {}).get("url", "")
    words = " | ".join(" ".join(str(text).casefold().split()) for text in (employer, members.get("title", ""), town))
    addresses = dict.fromkeys(address for address in (apply_url, str(members.get("url", ""))) if address)
    return (*(f"url {address}" for address in addresses), f"row {words}")


def put(members: dict[str, Any], pointer: str, value: Any) -> None:
    """Set a copy of a value at a JSON Pointer, making the objects and lists on the way; objects are merged."""
    parts = pointer.split("/")[1:]
    node: Any = members
    for part, following in pairwise(parts):
        node = _child(node, part, [] if following.isdigit() else {})
    old = _child(node, parts[-1], None)
    key: Any = int(parts[-1]) if isinstance(node, list) else parts[-1]
    value = deepcopy(value)
    node[key] = _merged(old, value)


def _merged(old: Any, new: Any) -> Any:
    """Two objects as one, the newer value first; anything else is the newer value."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}


def _child(node: Any, part: str, fresh: Any) -> Any:
    """The child of an object or list, made if it is not there."""
    if isinstance(node, list):
        node.extend({} for _ in range(int(part) + 1 - len(node)))
        return node[int(part)]
    return node.setdefault(part, fresh)


def _without_gaps(value: Any) -> Any:
    """The value without the empty objects that blank cells left in its lists."""
    if isinstance(value, dict):
        return {name: _without_gaps(one) for name, one in value.items()}
    return [_without_gaps(one) for one in value if one != {}] if isinstance(value, list) else value
