"""The calendar adapter: events and to-dos of an iCalendar (RFC 5545), one posting a series."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.rows import RecordsPassedOver, RowRefused
from wbl_feed.settings import Settings, check
from wbl_publishers.adapters.calendars.dates import Dates, Occurrence, UndatedError, dates_of, schedule
from wbl_publishers.adapters.calendars.members import cell, members, text, unread_property
from wbl_publishers.adapters.calendars.privacy import classes_of, is_private
from wbl_publishers.adapters.calendars.text import Block, blocks
from wbl_publishers.content import open_source
from wbl_publishers.extras import library

_MOST_SECONDS = 60.0
_DATED = {"DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
_NO_PAGE = "It has no URL. Write the address of the calendar's page as “page” under [options], for all that have none."


class CalendarOptions(Settings):
    """The table ``[options]`` of a mapping file for a calendar."""

    page: str = ""
    """Address of the calendar's page, for entries that have none of their own."""
    ahead_days: int = Field(365, ge=1, le=1_100)
    """How many days ahead entries are published, and a series without an end is followed."""
    window: bool = False
    """Whether the calendar shows some of its next events alone, so that one that is not in it may still take place."""
    deadlines: tuple[str, ...] = ("Apply by:",)
    """What the title of an event begins with whose end is a deadline; the rest is the title of the posting."""

    @field_validator("page")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not is_address(value):
            raise ValueError("it must be an address that starts with https://")
        return value


@dataclass
class _Series:
    """The components of one UID, or what is wrong with them."""

    uid: str
    number: int
    title: str = ""
    parts: list[Any] = field(default_factory=list)
    fault: str = ""
    private: bool = False
    """Whether all of it is marked as private."""
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Properties that could not be read, none of them a date, with their texts."""


class CalendarAdapter:
    """Events and to-dos of a calendar, a file or an address."""

    states = frozenset({"/title", "/url", "/activityType", "/status"})

    def complete(self, source: Input) -> bool:
        """Whether what is not in the calendar is gone."""
        return not _options(source).window

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """A record for every series that is not over, with its next dates; the others are counted."""
        options = _options(source)
        address = re.sub(r"(?i)^webcals?://", "https://", source.location)
        opened = open_source(source, address)
        found = blocks(opened.content, opened.address or source.location, source.time_zone)
        every = _series([one for one in found if one.kind != "VJOURNAL"])
        reader = _Reader(source, options)
        told = [one for series in every if (one := reader.read(series))]
        joined = _Joined(told)
        yield from joined.records()
        for series in reader.private:
            if series.uid:
                yield Record(f"entry {series.number}", keys=(f"id {series.uid}",), withdrawn=True)
        for number, why in (
            (len(reader.private), "they are marked as private"),
            (reader.over, "they are over"),
            (reader.later, f"{options.ahead_days} days ahead or more"),
            (joined.taken, "they are the deadlines of other events, and are told with these"),
            (joined.dropped, "they are deadlines of other events, and cancelled or later than another"),
        ):
            if number:
                yield RecordsPassedOver(found=f"{number} of {len(every)} events", expected=why, place=source.location)
        if journals := sum(one.kind == "VJOURNAL" for one in found):
            many, why = f"{journals} of {len(found)} entries", "they are of a journal (VJOURNAL)"
            yield RecordsPassedOver(found=many, expected=why, place=source.location)


def _options(source: Input) -> CalendarOptions:
    return check(CalendarOptions, dict(source.options), "the table [options]")


def _series(found: list[Block]) -> list[_Series]:
    """The blocks by their UID, in the order of the calendar; of two versions of an event the newer one is taken."""
    by_uid: dict[str, _Series] = {}
    for number, block in enumerate(found, 1):
        uid = block.said("UID")
        series = by_uid.setdefault(f"{block.kind} {uid}" if uid else f" {number}", _Series(uid, number))
        part, fault, unread = _component(block)
        private = is_private([block.said("CLASS")] if part is None else classes_of(part))
        series.private = series.private or (private and not block.said("RECURRENCE-ID"))
        series.title = series.title or ("" if private else block.said("SUMMARY"))
        series.fault = series.fault or fault
        series.unread += unread
        if part is not None:
            series.parts.append(part)
    return [one for series in by_uid.values() for one in _told_apart(series)]


def _component(block: Block) -> tuple[Any, str, list[tuple[str, str]]]:
    """The component of a block, why it cannot be used, and the properties that are left out of it."""
    if not block.whole:
        return None, "it has no END, so that the next entry begins in it", []
    try:
        calendar = library("icalendar", "ical").Calendar.from_ical(block.text)
        part = next(one for one in calendar.subcomponents if one.name == block.kind)
    except UsageError:
        raise
    except Exception as error:  # the library raises what a value makes it raise
        return None, f"it cannot be read ({type(error).__name__})", []
    unread = [(name or "", block.said(name) if name else why) for name, why in part.errors]
    for name, found in unread:
        part.pop(name, None)
        if name in _DATED:
            return None, f"its {name}, “{shown(found)}”, cannot be read", []
    return part, "", unread


def _told_apart(series: _Series) -> list[_Series]:
    """The series; several where different events bear one UID, which publishing then refuses but for the first."""
    wholes = [one for one in series.parts if "RECURRENCE-ID" not in one]
    if series.fault or series.private or len(wholes) < 2:
        return [series]
    newest = max(_sequence(one) for one in wholes)
    versions = {one.to_ical(): one for one in wholes if _sequence(one) == newest}
    others = [one for one in series.parts if "RECURRENCE-ID" in one]
    return [
        _Series(series.uid, series.number, series.title, [one, *([] if count else others)], unread=series.unread)
        for count, one in enumerate(versions.values())
    ]


def _sequence(part: Any) -> int:
    found = text(part, "SEQUENCE")
    return int(found) if re.fullmatch(r"[0-9]{1,9}", found) else 0


@dataclass(frozen=True)
class _Told:
    """A record, and by what a deadline and the event that it is for know each other."""

    record: Record
    page: tuple[str, str]
    """Its own address and title; empty where it has no address of its own."""
    deadline: Occurrence | None = None


class _Reader:
    """Makes records of series, and counts those that are private, over or too far ahead."""

    def __init__(self, source: Input, options: CalendarOptions) -> None:
        self._source, self._options = source, options
        self._zone = ZoneInfo(source.time_zone)
        self._ends = time.monotonic() + _MOST_SECONDS
        self.over = self.later = 0
        self.private: list[_Series] = []

    def read(self, series: _Series) -> _Told | None:
        """The record of a series, a refused one included; ``None`` if it is counted. Raises ``UsageError``."""
        if time.monotonic() > self._ends:
            fix = "Give a calendar of your postings alone."
            raise UsageError("its recurrences take too long to follow.", place=self._source.location, fix=fix)
        if series.private:
            self.private.append(series)
            return None
        if series.fault:
            return self._refused(series, series.fault)
        at, ahead = self._source.at, timedelta(days=self._options.ahead_days)
        try:
            dates = dates_of(series.parts, self._zone, at, ahead)
        except UndatedError as error:
            return self._refused(series, str(error))
        coming = [one for one in dates.coming if not (one.moment and one.moment <= at and self._title(one.entry)[1])]
        public = [one for one in coming if not is_private(classes_of(one.entry))]
        if coming and not public:
            self.private.append(series)
            return None
        coming = public
        if not coming:
            self.over += 1
            return None
        live = [one for one in coming if not one.cancelled]
        dates = Dates(tuple(live or coming[:1]), dates.endless)
        if dates.coming[0].first > (at + ahead).astimezone(self._zone).date():
            self.later += 1
            return None
        return self._told(series, dates, offered=bool(live))

    def _refused(self, series: _Series, why: str) -> _Told:
        place = f"entry {series.number}" + (f", “{shown(series.title, 60)}”" if series.title else "")
        notice = RowRefused(expected=f"{why[0].upper()}{why[1:]}.", place=place)
        keys = (f"id {series.uid}",) if series.uid else ()
        stated = {"title": series.title, "activityType": "unspecified", "status": "open"}
        return _Told(Record(place, {}, stated, keys, (notice,)), ("", ""))

    def _told(self, series: _Series, dates: Dates, *, offered: bool) -> _Told:
        following = dates.coming[0]
        entry = following.entry
        title, is_deadline = self._title(entry)
        place = f"entry {series.number}, “{shown(title, 60)}”" if title else f"entry {series.number}"
        stated, notices = members(entry, self._options.page, place)
        notices += [unread_property(name, found, place) for name, found in series.unread]
        if "url" not in stated:
            notices.append(RowRefused(pointer="/url", expected=_NO_PAGE, place=place))
        offered = offered and text(entry, "STATUS").upper() not in ("CANCELLED", "COMPLETED")
        when = (
            {"applicationDeadline": _deadline(following)}
            if is_deadline
            else {"schedule": schedule(dates.coming, endless=dates.endless)}
        )
        every = {
            "title": title,
            "activityType": "unspecified",
            "status": "open" if offered else "closed",
            **stated,
            **when,
        }
        cells = {name: cell(following, name, self._zone) for name in self._source.columns}
        keys = (f"id {series.uid}",) if series.uid else ()
        own = (text(entry, "URL"), title) if text(entry, "URL") else ("", "")
        record = Record(place, cells, {name: one for name, one in every.items() if one}, keys, tuple(notices))
        return _Told(record, own, following if is_deadline else None)

    def _title(self, entry: Any) -> tuple[str, bool]:
        """The title of the posting, and whether the entry is a deadline; to-dos are."""
        title = " ".join(text(entry, "SUMMARY").split())
        for words in self._options.deadlines:
            if entry.name == "VEVENT" and title.casefold().startswith(words.casefold()):
                return title[len(words) :].lstrip(" :–-"), True
        return title, entry.name == "VTODO"


def _deadline(one: Occurrence) -> str:
    return one.moment.isoformat(timespec="seconds") if one.moment else one.last.isoformat()


class _Joined:
    """Records, where a deadline of the same page and title is one member of its event and no posting of its own.

    Of several deadlines that are not cancelled the earliest is taken; those that are over do not come here.
    """

    def __init__(self, told: list[_Told]) -> None:
        pages = {one.page for one in told if not one.deadline and one.page[0]}
        deadlines = [(one.page, one.deadline) for one in told if one.deadline and one.page in pages]
        self._records = [one for one in told if not (one.deadline and one.page in pages)]
        self._deadlines: dict[tuple[str, str], Occurrence] = {}
        for page, one in deadlines:
            if not one.cancelled:
                before = self._deadlines.get(page, one)
                self._deadlines[page] = min(before, one, key=lambda each: each.moment or each.end)
        self.taken = len(self._deadlines)
        """How many deadlines became members of events."""
        self.dropped = len(deadlines) - self.taken
        """How many deadlines of events did not."""

    def records(self) -> Iterator[Record]:
        for one in self._records:
            found = None if one.deadline else self._deadlines.get(one.page)
            more = {"applicationDeadline": _deadline(found)} if found else {}
            yield replace(one.record, members={**one.record.members, **more})
