"""What the bytes of a JSON document say about its syntax (spec section 3), in notices that help to mend it."""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from wbl_feed.digest import unholdable
from wbl_feed.notices.base import Notice, pointer_of
from wbl_feed.notices.document import (
    ByteOrderMark,
    DocumentTooLarge,
    DuplicateName,
    EmptyDocument,
    InvalidEncoding,
    InvalidJson,
    NestedTooDeep,
    NotAFeed,
    NotANumber,
)

LARGE = 10 * 1024 * 1024
"""Bytes beyond which a document is better paged (spec section 18.1)."""
HARDLY_ANYTHING = "a document of hardly anything but brackets and commas"
"""What is said of one that would fill the memory with nothing."""
MOST_NAMED = 20
"""How many double names of one document are pointed out."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_HINTS = {
    "key must be a string": (
        "a name is not in straight double quotation marks",
        'Write names and texts in straight double quotation marks, like "title".',
    ),
    "trailing comma": ("there is a comma after the last one", "Delete the comma before this place."),
    "EOF while parsing": (
        "it ends too early",
        "Check that the upload was not cut off, and that every bracket is closed.",
    ),
    "control character": (
        "a text has a line break or tab in it",
        "Write a line break inside a text as \\n and a tab as \\t.",
    ),
    "hex escape": ("half of a \\u escape is missing", "Write the character itself, or both halves of its escape."),
    "trailing characters": ("something follows after its end", "Delete what follows after the last bracket."),
    "number out of range": ("a number has too many digits", "Write long numbers as texts in quotation marks."),
}
_CURLY = (
    "a quotation mark is curly or single",
    'Replace “ ” and \u2018 \u2019 by straight double quotation marks: ".',
)
_OTHER = "Check the place that is named, and that the upload was not cut off."


def fault(content: bytes, error: ValueError) -> Notice:
    """Why a document could not be parsed."""
    body = content.removeprefix(BOM_UTF8)
    if not body.strip():
        return EmptyDocument()
    if content[:2] in _WIDE or b"\x00" in body[:4]:
        return InvalidEncoding(found="it is UTF-16 or UTF-32")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return InvalidEncoding(found=f"byte {wrong.start + 1} is 0x{body[wrong.start]:02x}")
    message = str(error)
    if message == HARDLY_ANYTHING:
        return NotAFeed(found=HARDLY_ANYTHING)
    if "recursion limit" in message:
        return NestedTooDeep()
    return _not_a_number(body) or _faulty(body, message)


def _not_a_number(body: bytes) -> Notice | None:
    """NaN and Infinity are what JavaScript and Python write; the rest of the document is sound then."""
    try:
        value = from_json(body, allow_inf_nan=True)
    except ValueError:
        return None
    place = next((place for place, _ in unholdable(value)), ())
    for part in place:
        value = value[part]
    return NotANumber(pointer=pointer_of(*place), found={"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN"))


def _faulty(body: bytes, message: str) -> Notice:
    where = re.search(r"line ([0-9]+) column ([0-9]+)", message)
    line, column = (int(where[1]), int(where[2])) if where else (1, 1)
    text = body.split(b"\n", line)[line - 1].decode("utf-8", "replace") if where else ""
    hint, mend = next((hint for start, hint in _HINTS.items() if start in message), ("", _OTHER))
    if text[max(column - 1, 0) :][:1] in tuple("“”\u2018\u2019'"):
        hint, mend = _CURLY
    place = f"line {line}, column {column}"
    return InvalidJson(found=hint or message.partition(" at line")[0], expected=mend, place=place)


def check(content: bytes) -> Iterator[Notice]:
    """What a parser lets pass and the standard does not: a byte order mark, double names, too many bytes."""
    if len(content) > LARGE:
        yield DocumentTooLarge(found=f"{len(content) / 1024 / 1024:,.0f} MiB")
    if content.startswith(BOM_UTF8):
        yield ByteOrderMark()
    if content.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        yield from _double_names(content)


class _Doubled(dict[str, Any]):
    """An object with a name that stands in it twice."""

    names: tuple[str, ...] = ()


def _double_names(content: bytes) -> Iterator[Notice]:
    found = False

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        found = True
        doubled = _Doubled(value)
        doubled.names = tuple(name for name, number in Counter(name for name, _ in pairs).items() if number > 1)
        return doubled

    try:
        value = json.loads(content.removeprefix(BOM_UTF8), object_pairs_hook=note)
    except (ValueError, RecursionError):
        return  # the reader has said so
    if found:
        for number, notice in enumerate(_places(value, "")):
            if number == MOST_NAMED:
                return
            yield notice


def _places(value: Any, pointer: str) -> Iterator[Notice]:
    if isinstance(value, _Doubled):
        for name in value.names:
            yield DuplicateName(pointer=pointer + pointer_of(name), found=name)
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, member in inner:
        if isinstance(member, dict | list):
            yield from _places(member, pointer + pointer_of(part))
