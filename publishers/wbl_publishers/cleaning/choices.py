"""Reads choices and codes, through the vocabularies with their labels and synonyms."""

from wbl_publishers.cleaning.flags import read_flag
from wbl_publishers.cleaning.statuses import read_status
from wbl_publishers.cleaning.text import UnreadableError
from wbl_publishers.cleaning.weekdays import WEEK, read_weekdays
from wbl_publishers.members import Member

_ANSWERS = ("yes", "no"), ("required", "not-required")
"""Choices that a plain yes or no stands for."""


def read_choice(text: str, target: Member) -> str:
    """One of the member's choices."""
    known = target.vocabulary
    named = known.find(text) if known else None
    if known and target.pointer == "/status":
        named = read_status(text, known)
    for choice in target.choices:
        if (named or text).casefold() == choice.casefold():
            return choice
    if target.choices == WEEK:
        days = read_weekdays(text)
        if len(days) == 1:
            return days[0]
    for yes, no in _ANSWERS:
        if yes in target.choices:
            try:
                return yes if read_flag(text) else no
            except UnreadableError:
                pass
    raise UnreadableError("one of " + ", ".join(target.choices))


def read_choices(text: str, target: Member) -> list[str]:
    """What one part of a list stands for, which is several days for ``Mon, Wed``."""
    return read_weekdays(text) if target.choices == WEEK else [read_choice(text, target)]


def read_code(text: str, target: Member) -> str:
    """A code by code, label or synonym; any other text passes as it is, since the mapping knows the nearest code."""
    return (target.vocabulary.find(text) if target.vocabulary else None) or text


def read_codes(text: str, target: Member) -> list[str]:
    """The code of one part of a list, or those of several with commas between them if each of them is known."""
    known = target.vocabulary
    codes = [known.find(part) or "" for part in text.split(",")] if known else []
    return codes if codes and all(codes) else [read_code(text, target)]
