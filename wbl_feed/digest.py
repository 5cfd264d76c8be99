"""The digest of a feed's content (spec section 19): SHA-256 over its canonical JSON (RFC 8785)."""

import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from math import isfinite
from typing import Any

import rfc8785

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode
_NUMBERS = re.compile(r"[\[:,]-?(?:[0-9]{16}|[0-9]+(?:\.[0-9]+)?e|[0-9]+\.0[,\]}])")
_NAMES = re.compile(r"[\ud800-\U0010ffff]")
"""Where Python's encoder, which is much quicker, may write another text than RFC 8785: integers of 16 digits, numbers
with an exponent or without a fraction, and the order of names beyond U+D7FF. What stands in a text counts too."""
MOST_INTEGER = 2**53 - 1
"""The greatest integer of I-JSON, up to which a double holds every one."""


def canonical_json(value: Any) -> bytes:
    """A JSON value in canonical form (RFC 8785): every number is an IEEE 754 double.

    Raises ``ValueError`` for a number that no double can hold.
    """
    with suppress(TypeError, ValueError, RecursionError):
        text = _encode(value)
        plain = text.isascii() or not _NAMES.search(text)
        if plain and isinstance(value, dict | list) and not _NUMBERS.search(text):
            return text.encode()
    try:
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        return rfc8785.dumps(_as_doubles(value))


def holdable(value: Any) -> bool:
    """Whether every reader can hold every number of a JSON value (I-JSON, RFC 7493 section 2.2; spec section 3)."""
    kind = type(value)
    if kind is dict or kind is list:
        for member in value.values() if kind is dict else value:  # a loop, since this runs for every object read
            if type(member) is not str and not holdable(member):
                return False
        return True
    return isfinite(value) if kind is float else kind is not int or -MOST_INTEGER <= value <= MOST_INTEGER


def unholdable(value: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Where the numbers stand in a JSON value that not every reader can hold, and what they are like."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    todo: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while todo:
        place, one = todo.pop()
        if isinstance(one, dict | list):
            inner = one.items() if isinstance(one, dict) else enumerate(one)
            todo += [((*place, name), member) for name, member in reversed(list(inner))]
        elif not holdable(one):
            found.append((place, "greater than 2^53-1" if isinstance(one, int) else "greater than 1.8e308"))
    return found


def _as_doubles(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_doubles(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_as_doubles(member) for member in value]
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError("a number is greater than a double can hold") from error


class RunningDigest:
    """The digest of a logical feed, made from one item after another, so that no more than one is held."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256(b'{"items":[')
        self._first = True

    def add(self, item: bytes) -> None:
        """One item as canonical JSON, in the order of the feed."""
        self._digest.update(item if self._first else b"," + item)
        self._first = False

    def end(self, tombstones: Iterable[bytes]) -> str:
        """The digest, with the tombstones as canonical JSON; nothing can be added any more."""
        self._digest.update(b'],"tombstones":[' + b",".join(tombstones) + b"]}")
        return f"sha-256:{self._digest.hexdigest()}"


def content_digest(items: Iterable[bytes], tombstones: Iterable[bytes]) -> str:
    """The digest of a whole logical feed, from the canonical JSON of each item (all pages) and tombstone."""
    digest = RunningDigest()
    for item in items:
        digest.add(item)
    return digest.end(tombstones)
