"""When the entries of a calendar take place: the dates of a series, and what of them a posting says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wbl_publishers.extras import library

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_NOT_DAILY = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_MOST_TIMES, _MOST_COUNT, _MOST_TOLD = 24, 1_000, 20
_FAR = timedelta(days=3_660)
_DAY = timedelta(days=1)


class UndatedError(ValueError):
    """The dates of an entry cannot be told; the message says why."""


@dataclass(frozen=True)
class Occurrence:
    """One time at which an entry takes place, in the time zone of the feed."""

    entry: Any
    """The component of the library."""
    first: date
    last: date
    """The last day, included."""
    begins: time | None
    """When it begins, if it takes place at a time of day."""
    ends: time | None
    end: datetime
    """When it is over."""
    moment: datetime | None
    """When it ends, to the minute; ``None`` if it is of whole days."""

    @property
    def cancelled(self) -> bool:
        return str(self.entry.get("STATUS", "")).strip().upper() == "CANCELLED"

    @property
    def told(self) -> str:
        """The days and times in figures."""
        text = self.first.isoformat() + (f" {self.begins:%H:%M}" if self.begins else "")
        if self.last != self.first:
            return f"{text} – {self.last.isoformat()}" + (f" {self.ends:%H:%M}" if self.ends else "")
        return f"{text}–{self.ends:%H:%M}" if self.ends else text


@dataclass(frozen=True)
class Dates:
    """The dates of a series that are not over."""

    coming: tuple[Occurrence, ...]
    """In their order; empty if it is over."""
    endless: bool = False
    """Whether it goes on after the last of them."""


def dates_of(series: Sequence[Any], zone: ZoneInfo, at: datetime, ahead: timedelta) -> Dates:
    """The dates of the components of a series that are not over, an endless one's until ``ahead``.

    Raises ``UndatedError`` for an entry whose dates cannot be told.
    """
    found, endless = [occurrence(one, zone) for one in series], False  # every date is looked at before it is followed
    if len(series) > 1 or any(name in series[0] for name in ("RRULE", "RDATE", "EXRULE")):
        on = [_goes_on(one, at + _FAR) for one in series]
        found = [occurrence(one, zone) for one in _expanded(series, at, at + (ahead if any(on) else _FAR))]
        endless = any(on) or any(one.first > (at + _FAR - 400 * _DAY).date() for one in found)
    coming = sorted((one for one in found if one.end > at), key=lambda one: (one.first, one.begins or time(), one.end))
    return Dates(tuple(coming), endless)


def _expanded(series: Sequence[Any], at: datetime, until: datetime) -> list[Any]:
    events = library("recurring_ical_events", "ical")
    calendar = library("icalendar", "ical").Calendar()
    calendar.subcomponents = list(series)
    try:
        found: list[Any] = events.of(calendar, components=[series[0].name]).between(at - 2 * _DAY, until)
    except Exception as error:  # the library raises what a rule, a zone or a date makes it raise
        raise UndatedError(f"its dates cannot be told ({type(error).__name__})") from None
    return found


def _goes_on(entry: Any, far: datetime) -> bool:
    """Whether its rule has no end that is near. Raises ``UndatedError`` for a rule that no calendar program writes.

    Such a rule could take minutes to follow: one that repeats every second, or on the 30th of February.
    """
    rules = entry.get("RRULE")
    if rules is None:
        return False
    if isinstance(rules, list) or "EXRULE" in entry:
        raise UndatedError("it has more than one rule of recurrence")
    rule = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in rules.items()}
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(1, len(rule.get(name, ())))
    bad_step = any(not isinstance(step, int) or step < 1 for step in rule.get("INTERVAL", ()))
    if frequency not in _FREQUENCIES or times > _MOST_TIMES or bad_step:
        raise UndatedError("its rule of recurrence cannot be followed")
    if frequency == "DAILY" and _NOT_DAILY & set(rule):
        raise UndatedError("its rule of recurrence cannot be followed")
    if counts := rule.get("COUNT"):
        return any(not isinstance(count, int) or count > _MOST_COUNT for count in counts)
    untils = rule.get("UNTIL", [])
    return not untils or any(until.year >= far.year for until in untils)


def occurrence(entry: Any, zone: ZoneInfo) -> Occurrence:
    """The one time of a component, without what it says of others. Raises ``UndatedError``."""
    ends = "DUE" if entry.name == "VTODO" else "DTEND"
    end = _date(entry, ends)
    start = _date(entry, "DTSTART") or (end if ends == "DUE" else None)
    if start is None:
        raise UndatedError("it has no DUE" if ends == "DUE" else "it has no DTSTART")
    length = _length(entry)
    try:
        end = start + length if end is None and length is not None else end
        if end is not None and isinstance(end, datetime) != isinstance(start, datetime):
            raise UndatedError("it begins with a day and ends with a time, or the other way about")
        return _timed(entry, start, end, zone) if isinstance(start, datetime) else _days(entry, start, end, zone)
    except OverflowError:
        raise UndatedError("its dates are beyond any calendar") from None


def _date(entry: Any, name: str) -> date | datetime | None:
    found = entry.get(name)
    if found is None:
        return None
    value = getattr(found, "dt", None)
    if isinstance(found, list) or not isinstance(value, date):
        raise UndatedError(f"its {name} cannot be read")
    if not 1970 <= value.year < 2200:
        raise UndatedError(f"its {name} is in the year {value.year}")
    if isinstance(value, datetime) and value.tzinfo is None:
        named = found.params.get("TZID", "")
        raise UndatedError(f"its time zone “{named}” is not known" if named else f"its {name} cannot be read")
    return value


def _length(entry: Any) -> timedelta | None:
    found = entry.get("DURATION")
    length = getattr(found, "dt", None)
    if found is not None and (not isinstance(length, timedelta) or length < timedelta()):
        raise UndatedError("its DURATION cannot be read")
    return length


def _days(entry: Any, start: date, end: date | None, zone: ZoneInfo) -> Occurrence:
    """Whole days; the day of DTEND is not one of them (RFC 5545 section 3.6.1), the day of DUE is."""
    last = start if end is None else end if entry.name == "VTODO" else max(start, end - _DAY)
    if last < start:
        raise UndatedError("it ends before it begins")
    return Occurrence(entry, start, last, None, None, datetime.combine(last + _DAY, time(), zone), None)


def _timed(entry: Any, start: datetime, end: date | None, zone: ZoneInfo) -> Occurrence:
    last = end if isinstance(end, datetime) else start
    if last < start:
        raise UndatedError("it ends before it begins")
    if (
        last > start
        and start.time() == last.time() == time()
        and start.tzinfo == last.tzinfo
        and _is_local(entry, start)
    ):
        return _days(entry, start.date(), last.date(), zone)  # as Outlook writes whole days
    begins, ends = start.astimezone(zone), last.astimezone(zone)
    first, over = begins.date(), ends
    if last == start:
        over = datetime.combine(first + _DAY, time(), zone)  # it does not say how long it takes
    night = ends.date() == first + _DAY and ends.time() <= begins.time() and last > start
    final = first if night else ends.date()
    return Occurrence(
        entry, first, final, begins.time(), ends.time() if last > start else None, over, last.astimezone(zone)
    )


def _is_local(entry: Any, start: datetime) -> bool:
    """Whether midnight is one of a place, and not of the zone that calendars are exchanged in."""
    stated = str(entry.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).strip().upper() == "TRUE"
    return stated or str(start.tzinfo) not in ("UTC", "Etc/UTC", "GMT")


def schedule(dates: Iterable[Occurrence], *, endless: bool) -> dict[str, Any]:
    """The member ``schedule`` of dates in their order: the next one, the last one, days of the week and times.

    Dates that these do not tell, such as every first Tuesday of a month, are listed in its note.
    """
    dates = list(dates)
    first, last = dates[0], dates[-1]
    said: dict[str, Any] = {"startDate": first.first.isoformat()}
    if not endless:
        said["endDate"] = last.last.isoformat()
    if all(one.first == one.last and (one.begins, one.ends) == (first.begins, first.ends) for one in dates):
        said |= {"startTime": f"{first.begins:%H:%M}"} if first.begins else {}
        said |= {"endTime": f"{first.ends:%H:%M}"} if first.ends else {}
    if len(dates) > 1 and _is_weekly(dates):
        said["byDay"] = [day for number, day in enumerate(_DAYS) if number in {one.first.weekday() for one in dates}]
    if ("byDay" not in said and len(dates) > 1) or (first.begins and "startTime" not in said):
        more = ["…"] if endless or len(dates) > _MOST_TOLD else []
        said["note"] = "; ".join([*(one.told for one in dates[:_MOST_TOLD]), *more])
    return said


def _is_weekly(dates: list[Occurrence]) -> bool:
    """Whether it takes place on these days of the week, in every week from the first to the last, and on no others."""
    days = {one.first for one in dates}
    number = (dates[-1].first - dates[0].first).days + 1
    span = {dates[0].first + timedelta(days=day) for day in range(number)}
    weekdays = {day.weekday() for day in days}
    return all(one.first == one.last for one in dates) and days == {day for day in span if day.weekday() in weekdays}
