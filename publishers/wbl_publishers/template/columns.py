"""The columns of the template: the standard ones with what may stand in their cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wbl_feed.profiles import Profile
from wbl_feed.projections.columns import Column, columns
from wbl_feed.vocabulary import Vocabulary, vocabulary_of
from wbl_publishers.members import REQUIRED, member

EXAMPLE_ID = "EXAMPLE"
EXAMPLE_LINK = "EXAMPLE - delete this row"
"""No address, so that a row with it is refused, whatever else becomes of it."""
_MADE = "/dateModified"
_NUMBER_OF_YOUR_OWN = "A number of your own, such as 101. Never change it, never use it twice."
_AMOUNTS = tuple(f"/compensation/baseSalary/{name}" for name in ("value", "minValue", "maxValue"))
_NEEDED_WITH = {"/compensation/baseSalary/currency": _AMOUNTS, "/compensation/status": _AMOUNTS}
"""Columns without which what stands in others is lost; no default stands in, since it would be an invented fact."""
_SAME_CODES = {"/eligibility/restrictedTo": "/eligibility/priorityPopulations"}
"""Members that take the codes of another one's vocabulary (spec section 13)."""
_DAYS = {"civilDate", "dateOrInstant"}
_NUMBERS = {"number", "amount"}
_COUNTS = {"count", "positiveCount", "age"}

Kind = Literal["text", "day", "number", "count"]


@dataclass(frozen=True)
class TemplateColumn:
    """A column that somebody fills in."""

    column: Column
    kind: Kind
    required: bool
    example: str
    help: str
    needed_with: tuple[str, ...]
    """Headings of the columns, beside each other, that mean nothing without it."""
    words: dict[str, str]
    """The codes that may stand in a cell, each with its name for people; empty for a column of anything else."""


def template_columns(profiles: Iterable[Profile] = (), language: str = "en") -> tuple[TemplateColumn, ...]:
    """Every standard column but that of the date of change, which publishing makes.

    ``profiles`` add their codes; ``language`` (BCP 47) is that of the names of codes, where there is a translation.
    """
    profiles = tuple(profiles)
    return tuple(_column(one, profiles, language) for one in columns() if one.pointer != _MADE)


def _column(column: Column, profiles: tuple[Profile, ...], language: str) -> TemplateColumn:
    example = {"/id": EXAMPLE_ID, "/url": EXAMPLE_LINK}.get(column.pointer, column.example)
    needed_with = tuple(one.heading for one in columns() if one.pointer in _NEEDED_WITH.get(column.pointer, ()))
    return TemplateColumn(
        column,
        _kind(column.pointer),
        column.pointer in REQUIRED,
        example,
        _NUMBER_OF_YOUR_OWN if column.pointer == "/id" else _help(column, needed_with),
        needed_with,
        _words(column.pointer, profiles, language),
    )


def _help(column: Column, needed_with: tuple[str, ...]) -> str:
    if not needed_with:
        return column.help
    what = column.help.partition(";")[0].rstrip(".")
    example = "" if column.example in what else f", such as {column.example}"
    return f"Needed with {', '.join(needed_with)}: {what[:1].lower()}{what[1:]}{example}."


@cache
def _kind(pointer: str) -> Kind:
    of = member(pointer).type
    return "day" if of in _DAYS else "number" if of in _NUMBERS else "count" if of in _COUNTS else "text"


def _words(pointer: str, profiles: tuple[Profile, ...], language: str) -> dict[str, str]:
    target = member(pointer)
    if target.type == "boolean":
        return {"yes": "", "no": ""}
    found = vocabulary_of(_SAME_CODES.get(pointer, pointer))
    words = _labels(found, language) if found else dict.fromkeys(target.choices, "")
    for profile in profiles:
        for name, vocabulary in profile.vocabularies.items():
            if pointer in profile.members[name]:
                words |= _labels(vocabulary, language)
    return words


def _labels(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    return {code: term.label_in(language) for code, term in vocabulary.terms.items()}
