"""Postings read from formats that are not ours: what cannot be read is left out of them, with a notice."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wbl_feed.models import Posting
from wbl_feed.models.base import DateOrInstant, Instant
from wbl_feed.notices.base import Notice
from wbl_feed.notices.posting import MissingMember
from wbl_feed.notices.projection import MemberUnread
from wbl_feed.reading import Format, Item, Reading, parse
from wbl_feed.times import format_instant, parse_instant

_REQUIRED = ("id", "url", "title", "dateModified", "activityType", "status")
_ROUNDS = 12
_INSTANT, _DATE = TypeAdapter(Instant), TypeAdapter(DateOrInstant)


def reading(form: Format, values: list[dict[str, Any]], notices: Iterable[Notice] = ()) -> Reading:
    """The reading of a document without envelope, from the members that each of its items states."""
    items: list[Item] = []
    found = list(notices)
    for number, value in enumerate(values):
        item, more = read_item(value, f"/items/{number}")
        found += more
        items += [item] if item else []
    return Reading(form, None, tuple(items), tuple(found), tuple(values))


def read_item(value: dict[str, Any], pointer: str) -> tuple[Item | None, list[Notice]]:
    """The posting of a value, without those optional members in it that are not sound.

    There is none where a required member is missing or not sound; the notices say which.
    """
    notices: list[Notice] = []
    for _ in range(_ROUNDS):
        posting = parse(Posting, value, pointer)
        if isinstance(posting, Posting):
            return Item(posting, pointer, value), notices
        faults = [(fault, fault.pointer.removeprefix(pointer).split("/")[1:]) for fault in posting]
        if grave := [fault for fault, parts in faults if len(parts) == 1 and parts[0] in _REQUIRED]:
            return None, notices + grave
        notices += map(_unread, posting)
        value = _without(value, [parts[:-1] if isinstance(fault, MissingMember) else parts for fault, parts in faults])
    return None, notices


def _unread(fault: Notice) -> MemberUnread:
    """The notice of a member that is left out: of the object, where a member that it needs is not there."""
    if isinstance(fault, MissingMember):
        whole, _, lacking = fault.pointer.rpartition("/")
        return MemberUnread(pointer=whole, found=f"it has no {lacking}", expected=fault.expected, posting=fault.posting)
    return MemberUnread(pointer=fault.pointer, found=fault.found, expected=fault.expected, posting=fault.posting)


def instant(value: Any) -> str | None:
    """An instant as the standard writes it; ``None`` for all else, such as a day or a time without its offset."""
    if _fits(_INSTANT, value):
        return str(value)
    if not isinstance(value, str) or len(value) < 16:
        return None
    try:
        found = parse_instant(value.strip().upper())
        text = format_instant(found) if found.tzinfo else ""
    except (ValueError, OverflowError):
        return None
    return text if _fits(_INSTANT, text) else None


def date_or_instant(value: Any) -> str | None:
    """A day or an instant; of a time without an offset the day alone is sure."""
    if _fits(_DATE, value):
        return str(value)
    day = value[:10] if isinstance(value, str) else None
    return instant(value) or (day if _fits(_DATE, day) else None)


def _fits(scalar: TypeAdapter[Any], value: Any) -> bool:
    try:
        scalar.validate_python(value)
    except ValidationError:
        return False
    return True


def _without(value: Any, places: list[list[str]]) -> Any:
    """A value without what is at some places in it, each given by its reference tokens."""
    inner: dict[Any, list[list[str]]] = defaultdict(list)
    for parts in places:
        token = parts[0].replace("~1", "/").replace("~0", "~")
        inner[int(token) if isinstance(value, list) else token].append(parts[1:])
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    kept = [
        (name, _without(one, inner[name]) if name in inner else one)
        for name, one in pairs
        if [] not in inner.get(name, ())
    ]
    return [one for _, one in kept] if isinstance(value, list) else dict(kept)
