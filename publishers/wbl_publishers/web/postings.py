"""Turns the objects of a site into postings: one that is not sound is told and left out, the others go on."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from pydantic_core import from_json, to_json

from wbl_feed.errors import NothingPublishedError
from wbl_feed.models import Posting, Tombstone, Value
from wbl_feed.notices.base import shown
from wbl_feed.reading import salvage
from wbl_feed.times import format_instant

V = TypeVar("V", Posting, Tombstone)
Told = Callable[[str, BaseException | None], None]
"""Takes what is wrong with an object, in words for people, and the exception if there was one."""
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What code raises for what is in one object. Others, such as a database that does not answer, speak of no object:
they end the whole, since a feed without what could not be read would withdraw it."""
_GUARD_FROM = 4


def postings_of(items: Iterable[Any], posting: Callable[[Any], Any] | None, tell: Told) -> tuple[Posting, ...]:
    """The postings that ``posting`` makes of the items, each id once; an item that it makes ``None`` of is none.

    Raises ``NothingPublishedError`` if most items of a site, or all of them, cannot be used: a feed of the few that
    are left would withdraw the others.
    """
    sound: dict[str, Posting] = {}
    refused = 0
    for number, item in enumerate(items, 1):
        try:
            made = item if posting is None else posting(item)
        except _FAULTS as error:
            tell(f"item {number} is left out: {type(error).__name__}: {error}", error)
            refused += 1
            continue
        if made is None:
            continue
        one = _sound(Posting, made, f"item {number}", tell)
        if one is not None and one.id in sound:
            tell(f"item {number} is left out: the id {one.id} stands at an item before it", None)
            one = None
        if one is None:
            refused += 1
        else:
            sound[one.id] = one
    if refused and (not sound or (refused >= _GUARD_FROM and refused > len(sound))):
        raise NothingPublishedError(
            f"{refused} of {refused + len(sound)} items cannot be published, so no feed is served: it would withdraw "
            "them. What is wrong with each is in the log."
        )
    return tuple(sound.values())


def tombstones_of(values: Iterable[Any], living: Iterable[str], tell: Told) -> tuple[Tombstone, ...]:
    """The sound tombstones, without those of postings that came back (spec section 8.1, rule 4)."""
    alive = set(living)
    found = (_sound(Tombstone, value, f"tombstone {number}", tell) for number, value in enumerate(values, 1))
    return tuple(one for one in found if one is not None and one.id not in alive)


def _sound(model: type[V], value: Any, place: str, tell: Told) -> V | None:
    """A value as a model, without its faulty optional members; ``None`` if a required one is faulty."""
    if isinstance(value, Value):
        value = value.to_json_value()
    if not isinstance(value, Mapping):
        tell(f"{place} is left out: a {type(value).__name__} is neither a {model.__name__} nor a dict", None)
        return None
    where = f"{place} ({shown(value['id'])})" if isinstance(value.get("id"), str) else place
    members = {}
    for name, one in value.items():
        try:
            members[str(name)] = from_json(to_json(one if name == "ext" else plain(one)))
        except (ValueError, TypeError, RecursionError) as error:
            tell(f"/{name} of {where} is left out: it is no JSON value: {error}", None)
    members = {name: one for name, one in members.items() if one is not None}
    sound, faults = salvage(model, members)
    for fault in faults:
        left_out = "" if sound is None else f"{fault.pointer} of "
        tell(f"{left_out}{where} is left out: {fault.message} {fault.fix}".rstrip(), None)
    return sound


def plain(value: Any) -> Any:
    """A value of Python as JSON has it; ``None`` for one that says nothing: an empty text, list or dict.

    A ``datetime`` without a time zone becomes a text without offset, which no member takes: which moment it means
    would be a guess.
    """
    match value:
        case Enum():
            return plain(value.value)
        case datetime():
            return format_instant(value) if value.utcoffset() is not None else value.isoformat()
        case date():
            return value.isoformat()
        case Decimal() if value.is_finite():
            number = float(value)
            return int(number) if number.is_integer() else number
        case Mapping():
            members = {str(name): plain(one) for name, one in value.items()}
            return {name: one for name, one in members.items() if one is not None} or None
        case list() | tuple():
            return [one for one in map(plain, value) if one is not None] or None
        case "":
            return None
    return value
