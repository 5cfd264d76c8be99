"""What a cell says of a member: its value, nothing, or what is wrong with it."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from wbl_feed.adapter import Cell
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.rows import RowRefused, UnreadableCell
from wbl_feed.profiles import Profile
from wbl_feed.rules import unknown_code
from wbl_feed.vocabulary import Vocabulary
from wbl_publishers.cleaning import UnreadableError, is_rolling, is_silent, read_cell, split_cell
from wbl_publishers.mapping.mapping_file import Column
from wbl_publishers.members import Member
from wbl_publishers.plain_text import plain

Said = tuple[Any] | Notice | None
"""A value, nothing, or what is wrong."""
ROLLING = RowRefused(expected="Applications are taken until the places are filled.")
"""What a deadline's cell says that names no day on purpose."""

_LARGEST_CELL = 1_000_000
_CODES = 8
"""Codes of a vocabulary that a message lists."""


def said(cell: Cell, rule: Column, target: Member, profiles: Sequence[Profile]) -> Said:
    """What a cell says of a member: its value in a tuple, nothing, or what is wrong with it."""
    texts = _prepared(cell, rule, target)
    if not texts or all(is_silent(text, target) and rule.translate(text) is None for text in texts):
        return None
    if sum(map(len, texts)) > _LARGEST_CELL:
        return refusal(f"The cell has more than {_LARGEST_CELL:,} characters.", target, "")
    if target.pointer == "/applicationDeadline" and is_rolling(texts[0]):
        return ROLLING
    return _read(texts, rule, target, profiles)


def _prepared(cell: Cell, rule: Column, target: Member) -> list[str]:
    """The texts of a cell: without markup, and the labelled line alone, where the rule says so."""
    texts = cell if isinstance(cell, list) else [cell]
    if rule.html and target.pointer != "/descriptionHtml":
        texts = [plain(text) for text in texts]
    if rule.label:
        space = r"[^\S\n]*"  # within a line: a label without a value does not take the next line for it
        label = rf"^{space}{re.escape(rule.label)}(?!\w){space}[:\uff1a-]?{space}(.*)$"
        line = re.compile(label, re.IGNORECASE | re.MULTILINE)
        found = (line.search(text) for text in texts)
        texts = [match[1] for match in found if match]
    texts = [text.strip() for text in texts if text.strip()]
    if rule.template:
        texts = [rule.template.replace("{}", quote(text, safe="")) for text in texts]
    return texts


def joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "; ".join(cell)


def _read(cell: list[str], rule: Column, target: Member, profiles: Sequence[Profile]) -> Said:
    """The cell's value, else what is wrong with it; that refuses the record where the member must be there."""
    needed = target.required and rule.default is None
    text = joined(cell)
    try:
        value = _value(cell, rule, target, profiles)
    except UnreadableError as error:
        if needed:
            hint = " Other words can be translated under “values” in the mapping file." if target.choices else ""
            return refusal(f"“{shown(text)}” is not {error}.{hint}", target, text)
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
    codes = ", ".join(list(known.terms)[:_CODES])
    more = f" …; all are in spec/v1/vocabulary/{known.name}.json" if len(known.terms) > _CODES else ""
    expected = f"a code, perhaps “{meant}”" if meant else f"one of {codes}{more}"
    return UnreadableCell(pointer=target.pointer, found=code, expected=expected)


def _value(cell: list[str], rule: Column, target: Member, profiles: Sequence[Profile]) -> Any:
    """The cell's value: its translation, else what can be read; in a list each part on its own."""
    text = joined(cell) if len(cell) > 1 else cell[0]
    translated = _translation(text, rule, target, profiles)
    if translated is not None:
        return translated if isinstance(translated, list) or not target.many else [translated]
    if not target.many or target.type == "grade":
        return read_cell(text, target)
    values: list[Any] = []
    for part in cell if len(cell) > 1 else split_cell(text, rule.split):
        one = _translation(part, rule, target, profiles)
        values += read_cell(part, target) if one is None else one if isinstance(one, list) else [one]
    return values


def _translation(text: str, rule: Column, target: Member, profiles: Sequence[Profile]) -> Any:
    """What the mapping file has for a text, else the code of a profile of the feed where the standard has none."""
    translated = rule.translate(text)
    if translated is not None or target.type != "code":
        return translated
    if target.vocabulary and target.vocabulary.find(text):
        return None
    return next((code for profile in profiles if (code := profile.find(text, target.pointer))), None)


def refusal(sentence: str, target: Member, cell: str) -> Notice:
    return RowRefused(pointer=target.pointer, found=cell, expected=sentence)
