"""Deadlines and other dates of a posting (spec sections 5.4.5, 6 and 10)."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.notices.feed import ModifiedInFuture
from wbl_feed.notices.posting import EndBeforeStart
from wbl_feed.notices.quality import DateInFuture, DatesOutOfOrder, DeadlinePassed, MissingDeadline, NotVerifiedLately
from wbl_feed.rules.context import Context
from wbl_feed.rules.look import Look
from wbl_feed.times import first_moment, last_moment, parse_instant

_ENDS = "applicationDeadline", "validThrough"
_BEGINS = "datePosted", "applicationStartDate"
_DONE = (("lastVerified",), ("stem", "date"), ("partnership", "agreementReviewed"))
"""Civil dates of what has been done."""


def check_deadline(look: Look, context: Context) -> Iterator[Notice]:
    """A live posting has a deadline that has not passed, or says that it is rolling (section 6).

    A ``validThrough`` alone is taken for a deadline: a reader then knows how long the posting holds.
    """
    value = look.value
    if value["status"] != "open":
        return
    ends = [name for name in _ENDS if name in value]
    if not ends and not value.get("rolling"):
        yield MissingDeadline(pointer=look.pointer, posting=look.id)
    for name in ends:
        # A text with a later day than tomorrow has not passed in any zone.
        if value[name][:10] <= context.tomorrow and last_moment(value[name], context.zone) <= context.at:
            yield DeadlinePassed(pointer=f"{look.pointer}/{name}", found=value[name], posting=look.id)
            break


def check_order(look: Look, context: Context) -> Iterator[Notice]:
    """No date that ends something is before one that begins it."""
    value = look.value
    for name in _ENDS:
        if name in value and (begin := _later(value, name, context.zone)):
            place, expected = f"{look.pointer}/{name}", f"{begin} {value[begin]}"
            yield DatesOutOfOrder(pointer=place, found=value[name], expected=expected, posting=look.id)
            break
    schedule = value.get("schedule", {})
    start, end = schedule.get("startDate"), schedule.get("endDate")
    if start and end and end < start:
        place = f"{look.pointer}/schedule/endDate"
        yield EndBeforeStart(pointer=place, found=end, expected=start, example=start, posting=look.id)


def _later(value: dict[str, Any], name: str, zone: str) -> str:
    """The member that the end in ``name`` is before though it must not be; empty if there is none."""
    end = value[name]
    for begin in _BEGINS:
        # The texts decide where their days differ by more than time zones do; else the moments do.
        started = value.get(begin, "")
        if end[:10] <= started[:10] and last_moment(end, zone) < first_moment(started, zone):
            return begin
    # Until the same day is said in several ways, so that only another day is a contradiction.
    return _ENDS[0] if name == _ENDS[1] and end[:10] < value.get(_ENDS[0], "")[:10] else ""


def check_future(look: Look, context: Context) -> Iterator[Notice]:
    """What was done has been done (section 10); a day that has come somewhere on earth is not in the future."""
    value = look.value
    modified = value["dateModified"]
    if modified[:10] >= context.yesterday and parse_instant(modified) > context.at:
        yield ModifiedInFuture(pointer=f"{look.pointer}/dateModified", found=modified, posting=look.id)
    for path in _DONE:
        day: Any = value
        for name in path:
            day = day.get(name)
            if day is None:
                break
        else:
            if day > context.tomorrow:
                yield DateInFuture(pointer=f"{look.pointer}/{'/'.join(path)}", found=day, posting=look.id)


def check_verified(look: Look, context: Context) -> Iterator[Notice]:
    """Somebody has looked at an open posting lately."""
    value = look.value
    if value["status"] != "open":
        return
    verified = value.get("lastVerified", "")
    last = max(verified, value["dateModified"][:10])
    if last < context.stale:
        name = "lastVerified" if last == verified else "dateModified"
        place = f"{look.pointer}/{name}"
        yield NotVerifiedLately(pointer=place, found=last, expected=context.today, posting=look.id)
