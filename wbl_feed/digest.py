"""The digest of a feed's content (spec section 19): SHA-256 over its canonical JSON (RFC 8785)."""

import hashlib
import sys
from collections.abc import Iterable
from math import isfinite
from typing import Any

import rfc8785

_MOST = sys.float_info.max


def canonical_json(value: Any) -> bytes:
    """A JSON value in canonical form (RFC 8785): every number is an IEEE 754 double.

    Raises ``ValueError`` for a number that no double can hold.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        return rfc8785.dumps(_as_doubles(value))


def holdable(value: Any) -> bool:
    """Whether a double can hold every number of a JSON value (I-JSON, RFC 7493 section 2.2)."""
    kind = type(value)
    if kind is dict or kind is list:
        for member in value.values() if kind is dict else value:  # a loop, since this runs for every object read
            if type(member) is not str and not holdable(member):
                return False
        return True
    return isfinite(value) if kind is float else kind is not int or value.bit_length() < 1024 or abs(value) <= _MOST


def unholdable(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where the numbers stand in a JSON value that no double can hold."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [found for name, member in inner for found in unholdable(member, (*place, name))]
    return [] if holdable(value) else [place]


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


def content_digest(items: Iterable[bytes], tombstones: Iterable[bytes]) -> str:
    """The digest of a whole logical feed, from the canonical JSON of each item (all pages) and tombstone."""
    digest = hashlib.sha256(b'{"items":[')
    for part, values in ((b"", items), (b'],"tombstones":[', tombstones)):
        digest.update(part)
        for number, value in enumerate(values):
            digest.update((b"," if number else b"") + value)
    digest.update(b"]}")
    return f"sha-256:{digest.hexdigest()}"
