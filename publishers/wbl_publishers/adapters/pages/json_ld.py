"""The JSON-LD of a page, block by block, as people and plug-ins write it: one broken block loses no other."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from wbl_feed.notices.base import shown

_BEFORE = re.compile(r"(?:\s|\ufeff|<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|//\s*<!--)*")
_MOST_MARKS = 8
_AFTER = ("-->", "]]>", "*/", "/*", "//")
_ESCAPED = re.compile(r"[\s\[{]*&(?:quot|#34|#x22);", re.IGNORECASE)
# Every alternative is possessive, so that the time taken grows with the length alone.
_TEXT = r'(?P<text>"(?:[^"\\]++|\\.)*+"?)'
_COMMENT = re.compile(rf"{_TEXT}|//[^\n]*+|/\*(?:.*?\*/|.*)", re.DOTALL)
_SLIP = re.compile(rf"{_TEXT}|,[\s,]*+(?P<last>(?=[}}\]]))?|(?<![\w.+-])(?P<zeros>0[0-9]++)(?![\w.])", re.DOTALL)
_ESCAPE = re.compile(r'\\(?P<sound>["\\/bfnrt]|u[0-9A-Fa-f]{4})?')
_BETWEEN = re.compile(r"[\s,;]*+")
_POSTING = re.compile(r"JobPosting|Event\b")


@dataclass(frozen=True)
class Block:
    """One ``script`` element of JSON-LD."""

    number: int
    """Its place among those of the page, from 1."""
    values: tuple[Any, ...]
    """What could be read of it."""
    fault: str = ""
    """Why the rest could not be read."""
    promising: bool = False
    """Whether a job or an event is spoken of in it."""


def blocks(place: HtmlElement) -> Iterator[Block]:
    """The blocks in a place of a page, in their order; never raises."""
    number = 0
    for script in place.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        number += 1
        text = script.text or ""
        if text.strip():
            yield read_block(text, number)


def read_block(text: str, number: int = 1) -> Block:
    """What a block holds: strict JSON first, then without what is often wrong in it."""
    promising = _POSTING.search(text) is not None
    try:
        return Block(number, (_DECODER.decode(text.strip("\ufeff \t\r\n")),), promising=promising)
    except (ValueError, RecursionError):
        values, fault = _leniently(text)
        return Block(number, tuple(values), fault, promising)


def _leniently(text: str) -> tuple[list[Any], str]:
    """The values of a block that is not strict JSON, and what keeps the rest of it from being read."""
    if _ESCAPED.match(text):
        text = html.unescape(text)
    text = _SLIP.sub(_mended, _COMMENT.sub(lambda found: found["text"] or "\n", _unwrapped(text)))
    values: list[Any] = []
    at = _after_space(text, 0)
    while at < len(text):
        near = f"at “{shown(text[at : at + 40])}”"
        try:
            value, end = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            what = error.msg.removesuffix(" at")
            return values, f"{what[:1].lower()}{what[1:]} at “{shown(text[error.pos : error.pos + 40])}”"
        except (ValueError, RecursionError):
            return values, f"a number is too long, or the nesting too deep, {near}"
        if not isinstance(value, dict | list):
            return values, f"there is something else {near}"
        values.append(value)
        at = _after_space(text, end)
    return values, "" if values else "it is empty"


def _unwrapped(text: str) -> str:
    """The text without the comments and CDATA marks that hide scripts from old browsers."""
    before = _BEFORE.match(text)
    text = text[before.end() :] if before else text
    for _ in range(_MOST_MARKS):
        text = text.rstrip(" \t\r\n;\ufeff")
        text = next((text.removesuffix(mark) for mark in _AFTER if text.endswith(mark)), text)
    return text


def _after_space(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _mended(found: re.Match[str]) -> str:
    """A text with no other escapes than JSON has, and no comma before an end; what begins with zeros is a text."""
    if found["zeros"]:
        return f'"{found["zeros"]}"'
    if found["text"]:
        return _ESCAPE.sub(lambda one: one[0] if one["sound"] else "", found["text"])
    return "" if found["last"] is not None else ","


_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
