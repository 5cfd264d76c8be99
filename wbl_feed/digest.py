"""The digest of a feed's content (spec section 19): SHA-256 over its canonical JSON (RFC 8785)."""

import hashlib
import sys
from collections.abc import Iterable
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


def unholdable(value: Any) -> list[tuple[str | int, ...]]:
    """Where numbers stand in a JSON value that no double can hold (I-JSON, RFC 7493 section 2.2)."""
    if isinstance(value, float | int):
        return [] if -_MOST <= value <= _MOST else [()]
    inner: Iterable[tuple[str | int, Any]]
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    else:
        return []
    return [
        (name, *rest)
        for name, member in inner
        if not isinstance(member, str) and (found := unholdable(member))
        for rest in found
    ]


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
