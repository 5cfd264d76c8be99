"""Records as they are kept between runs: a text, and the blocks that they are in as numbers."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from wbl_aggregator.match.block import keys
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.words import shared

_Make = Callable[[Any], Any]
_BYTES = 8


class KeptRecord(NamedTuple):
    """A record without its member."""

    employer: int
    """The same for all postings of one employer."""
    programme: int
    """The same for all of them of one title, which may be of several cohorts."""
    blocks: tuple[int, ...]
    text: str


def kept_record(record: Record) -> KeptRecord:
    """A record as it is kept."""
    programme = f"{record.employer.name} {' '.join(sorted(record.title.core))}"
    employer = number_of(record.employer.name)
    return KeptRecord(employer, number_of(programme), tuple(sorted(map(number_of, keys(record)))), record_text(record))


def number_of(key: str) -> int:
    """A key as a number of 64 bits."""
    digest = blake2b(key.encode(errors="surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def record_text(record: Record) -> str:
    """A record as compact JSON without its member, the same text for the same record."""
    return json.dumps(record[1:], default=sorted, ensure_ascii=False, separators=(",", ":"))


def record_from(member: Member, values: list[Any]) -> Record:
    """The record of a text that was read as JSON. Raises ``ValueError`` for one of another version of this program."""
    made = _fields(Record)[1:]
    if not isinstance(values, list) or len(values) != len(made):
        raise ValueError("no record of this version")
    return Record(member, *(make(value) for make, value in zip(made, values, strict=True)))


@cache
def _fields(kind: type) -> tuple[_Make, ...]:
    hints = get_type_hints(kind)
    return tuple(_maker(hints[name]) for name in kind._fields)  # type: ignore[attr-defined]


def _maker(hint: Any) -> _Make:
    """What makes a value of a type from JSON: named tuples, frozen sets, pairs, and whatever JSON has itself."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (kind,) = (one for one in arguments if one is not type(None))
        make = _maker(kind)
        return lambda value: None if value is None else make(value)
    if origin is frozenset:
        return lambda value: shared(frozenset(value))
    if origin is tuple:
        return tuple
    if isinstance(hint, type) and hasattr(hint, "_fields"):
        makes = _fields(hint)
        return lambda value: shared(hint(*(make(one) for make, one in zip(makes, value, strict=True))))
    return lambda value: value
