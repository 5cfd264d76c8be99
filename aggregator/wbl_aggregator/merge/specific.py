"""How much a value says: whether anything, and, of two values of one member, which is the more specific."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.models import Compensation, Costs, MonetaryAmount, Place, Posting
from wbl_feed.models.base import Value

Specificity = tuple[int, ...]
"""Of two of one member the greater is the more specific."""
DATES = ("date_posted", "application_start_date", "application_deadline", "valid_through")
_NOTHING = {"unknown", "unspecified"}
"""Codes by which a source says that it does not say."""
_DAY = len("2027-03-01")


def said(value: Any) -> int:
    """How many facts there are in a value; none in an empty array (spec section 3), nor in a code for unknown."""
    return sum(1 for _ in _facts(value))


def says(value: Any) -> bool:
    """Whether there is any fact in a value."""
    return next(_facts(value), None) is not None


def _facts(value: Any) -> Iterator[object]:
    if value is None:
        return
    if isinstance(value, str):
        if value not in _NOTHING:
            yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _facts(getattr(value, name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _facts(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _facts(inner)
    else:
        yield value


def states(posting: Posting, name: str) -> bool:
    """Whether a posting says anything in a member."""
    return says(getattr(posting, name))


def specificity(name: str, value: Any) -> Specificity:
    """How specific a value of a member is.

    An instant goes before a date; a code before ``other``; a street or a position before a town, and that before a
    region; an amount of money before words about pay. Other objects and arrays go by how much there is in them. Of a
    text, a number or a yes or no, none is more specific than another: a longer text is only longer.
    """
    if name in DATES:
        return (int(len(value) > _DAY),)
    if name == "job_location":
        return max(map(_exactness, value), default=0), said(value)
    if isinstance(value, Compensation):
        return int(_has_amount(value.base_salary)), said(value)
    if isinstance(value, Costs):
        return int(_has_amount(value.amount)), said(value)
    if isinstance(value, str):
        return (int(value != "other"),)
    return (said(value),)


def _exactness(place: Place) -> int:
    address = place.address
    if place.geo or (address and address.street_address):
        return 3
    if address and (address.address_locality or address.postal_code):
        return 2
    return int(bool(address and address.address_region))


def _has_amount(amount: MonetaryAmount | None) -> bool:
    return amount is not None and any(one is not None for one in (amount.value, amount.min_value, amount.max_value))
