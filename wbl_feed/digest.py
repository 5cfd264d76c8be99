"""The digest of a feed's content (spec section 19): SHA-256 over its canonical JSON (RFC 8785)."""

import hashlib
from collections.abc import Iterable
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """A JSON value in canonical form (RFC 8785): every number is an IEEE 754 double."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        return rfc8785.dumps(_as_doubles(value))


def _as_doubles(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_doubles(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_as_doubles(member) for member in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def content_digest(items: Iterable[bytes], tombstones: Iterable[bytes]) -> str:
    """The digest of a whole logical feed, from the canonical JSON of each item (all pages) and tombstone."""
    digest = hashlib.sha256(b'{"items":[')
    for part, values in ((b"", items), (b'],"tombstones":[', tombstones)):
        digest.update(part)
        for number, value in enumerate(values):
            digest.update((b"," if number else b"") + value)
    digest.update(b"]}")
    return f"sha-256:{digest.hexdigest()}"
