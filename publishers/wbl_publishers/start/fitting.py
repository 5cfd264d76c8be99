"""Whether the cells of a column can be what its heading says."""

import re
from collections.abc import Iterable

from wbl_feed.rules.mailboxes import is_personal, is_private
from wbl_publishers.cleaning import UnreadableError, is_rolling, is_silent, read_cell
from wbl_publishers.members import Member, member

_PATTERNS = {
    "address": r"(?i)(?:https?://|www\.)\S+",
    "mailbox": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "zip code": r"[0-9]{5}(?:-[0-9]{4})?",
    "date": r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[ T].*)?",
    "amount": r"[$€£] ?[0-9][0-9.,]*.*",
    "number": r"[0-9][0-9.,]*",
    "telephone number": r"\+?[0-9() .-]{7,}(?: ?(?:x|ext\.?) ?[0-9]+)?",
}
_PLAIN = {"title", "definedTerm", "organization", "area", "place"}
"""Types of members that are names; addresses, dates and numbers are none."""
_SHAPES = {"telephone": {"telephone number"}, "postalCode": {"zip code", "number"}}


def shape(text: str) -> str:
    """What a text looks like: a word of its own for addresses, mailboxes, dates, amounts and numbers, else nothing."""
    return next((name for name, pattern in _PATTERNS.items() if re.fullmatch(pattern, text.strip())), "")


def share(cells: Iterable[str], pointer: str) -> float:
    """Which part of the cells can be read as a member; all of none."""
    answers = [fits(cell, pointer) for cell in cells]
    return sum(answers) / len(answers) if answers else 1.0


def fits(text: str, pointer: str) -> bool:
    """Whether a cell can be what a member is; of a coded member, whether the word is a code or means one."""
    target = member(pointer)
    if pointer == "/applicationDeadline" and is_rolling(text):
        return True
    if is_silent(text, target):
        return True
    if not _has_the_look(text, target):
        return False
    try:
        value = read_cell(text, target)
    except UnreadableError:
        return False
    known = target.vocabulary
    values = value if target.many else [value]
    return not any(
        (known and isinstance(one, str) and one not in known and ":" not in one) or target.fault(one) for one in values
    )


def _has_the_look(text: str, target: Member) -> bool:
    name = target.pointer.rpartition("/")[2]
    if name in _SHAPES:
        return shape(text) in _SHAPES[name]
    if name == "addressLocality" and re.search(r"[0-9,]", text):
        return False  # a town with its state, for which /jobLocation/0 is better
    return target.type not in _PLAIN or name.casefold().endswith("code") or not shape(text)


def with_states(cells: Iterable[str]) -> bool:
    """Whether a cell is a town with its state, such as “Lynn, MA”."""
    return any(re.fullmatch(r".*[^\W\d_]\s*,\s*[A-Z]{2}\.?(?:\s+[0-9]{5}(?:-[0-9]{4})?)?", cell) for cell in cells)


def private(cells: Iterable[str]) -> bool:
    """Whether one of the mailboxes is where people have mailboxes of their own."""
    return any(is_private(cell) for cell in cells if shape(cell) == "mailbox")


def personal(cells: Iterable[str]) -> bool:
    """Whether most of the mailboxes are those of persons."""
    found = [is_personal(cell) for cell in cells if shape(cell) == "mailbox"]
    return sum(found) * 2 > len(found)
