"""Where sources contradict each other in what a student relies on: deadline, pay, eligibility, whether it is open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from wbl_aggregator.match import Member
from wbl_aggregator.merge.choice import giver_of, in_order
from wbl_aggregator.merge.contribution import Contribution
from wbl_aggregator.merge.specific import says, states
from wbl_aggregator.merge.zones import in_zone
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import MonetaryAmount, Posting
from wbl_feed.models.base import Value
from wbl_feed.times import last_moment

Json = dict[str, Any]
WATCHED = ("application_deadline", "valid_through", "compensation", "eligibility", "status")
_ENDS = ("application_deadline", "valid_through")
_SAME_END = timedelta(minutes=1)
"""23:59, 23:59:59 and midnight are one deadline, written differently."""
_FREE = "note"
"""Free words, which no program can compare."""


@dataclass(frozen=True)
class Statement:
    """What one member states."""

    member: Member
    value: Any
    """As JSON, and as it would stand in the entry."""

    def to_json_value(self) -> Json:
        """The statement for the file of an entry."""
        return {"from": [self.member.source, self.member.id], "value": self.value}


@dataclass(frozen=True)
class Conflict:
    """A member in which sources contradict each other."""

    field: str
    """Its JSON name."""
    chosen: Statement
    """What the entry says."""
    others: tuple[Statement, ...]
    """What contradicts it, or one another, where the chosen source says nothing of it; the best source first."""

    def to_json_value(self) -> Json:
        """The conflict for the file of an entry."""
        others = [one.to_json_value() for one in self.others]
        return {"field": self.field, **self.chosen.to_json_value(), "others": others}


def conflicts(contributions: Iterable[Contribution], feed: FeedSettings, at: datetime) -> tuple[Conflict, ...]:
    """The conflicts of an entry. The chosen value stands: of two deadlines, nobody knows which is right."""
    contributions = list(contributions)
    found = []
    for name in WATCHED:
        having = [one for one in contributions if getattr(one.posting, name) is not None]
        if len(having) < 2:
            continue
        stating = [one for one in in_order(having, at) if states(one.posting, name)]
        torn = {
            member
            for one, other in combinations(stating, 2)
            if _differ(name, one, other)
            for member in (one.member, other.member)
        }
        chosen = giver_of(name, stating)
        if torn and chosen:
            others = [one for one in stating if one.member in torn and one is not chosen]
            stated = [_statement(name, one, feed) for one in (chosen, *others)]
            found.append(Conflict(Posting.model_fields[name].alias or name, stated[0], tuple(stated[1:])))
    return tuple(found)


def _statement(name: str, one: Contribution, feed: FeedSettings) -> Statement:
    value = in_zone(name, getattr(one.posting, name), one.envelope, feed.time_zone)
    return Statement(one.member, value.to_json_value() if isinstance(value, Value) else value)


def _differ(name: str, one: Contribution, other: Contribution) -> bool:
    """Whether two sources state different things of the same."""
    values = getattr(one.posting, name), getattr(other.posting, name)
    if values[0] == values[1] and one.envelope.time_zone == other.envelope.time_zone:
        return False
    if name in _ENDS:
        moments = [last_moment(value, of.envelope.time_zone) for value, of in zip(values, (one, other), strict=True)]
        return abs(moments[0] - moments[1]) > _SAME_END
    return _contradict(*values)


def _contradict(one: Any, other: Any) -> bool:
    """Whether two values differ in what both say; arrays regardless of order, texts regardless of case and signs."""
    if not says(one) or not says(other):
        return False
    if isinstance(one, MonetaryAmount) and isinstance(other, MonetaryAmount) and _is_outside(one, other):
        return True
    if isinstance(one, Value):
        names = type(one).model_fields.keys() - {_FREE}
        return any(_contradict(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return set(map(_folded, one)) != set(map(_folded, other))
    return bool(_folded(one) != _folded(other))


def _is_outside(one: MonetaryAmount, other: MonetaryAmount) -> bool:
    """Whether one amount of money is outside the range that the other is."""
    for amount, limits in ((one, other), (other, one)):
        low, high = limits.min_value, limits.max_value
        if amount.value is not None and (
            (low is not None and amount.value < low) or (high is not None and amount.value > high)
        ):
            return True
    return False


def _folded(value: Any) -> Any:
    return " ".join(re.findall(r"\w+", value.casefold())) or value if isinstance(value, str) else value
