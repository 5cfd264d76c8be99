"""Takes an iCalendar document (RFC 5545) apart line by line, so that one broken entry costs nobody else."""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from wbl_feed.errors import UsageError
from wbl_feed.times import is_zone
from wbl_publishers.extras import library

_KINDS = ("VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE")
_MOST = 20_000
_MOST_ZONES = 200
_DATED = re.compile(
    r'(DTSTART|DTEND|DUE|RDATE|EXDATE|RECURRENCE-ID)((?:;[^:;"]*+(?:"[^"]*+"[^:;"]*+)*+)*+):(.*)', re.IGNORECASE
)
"""A property with a date, its parameters and its value; possessive, as going back would take for ever."""
_TZID = re.compile(r';TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE)
_FLOATING = re.compile(r"[0-9]{8}T[0-9]{6}(?:,[0-9]{8}T[0-9]{6})*", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One entry of a calendar as it is written."""

    kind: str
    lines: tuple[str, ...]
    whole: bool = True
    """Whether it ends before the next one begins."""

    @property
    def text(self) -> str:
        return "\r\n".join(("BEGIN:VCALENDAR", *self.lines, "END:VCALENDAR", ""))

    def said(self, name: str) -> str:
        """The value of a property as it is written; empty if there is none."""
        return next((line[len(name) :].partition(":")[2].strip() for line in self.lines if _names(line, name)), "")


def _names(line: str, name: str) -> bool:
    return line[: len(name)].upper() == name and line[len(name) : len(name) + 1] in (":", ";")


def blocks(content: bytes, place: str, zone: str) -> list[Block]:
    """The events, to-dos and journal entries of a document, with a time zone in each of their dates.

    Times that name none are of the zone that the calendar says it is in, else of ``zone``. Raises ``UsageError`` if
    it is no calendar, is cut off, or is larger than any calendar is.
    """
    lines = _unfolded(content)
    begun, ended = ([line.strip().upper() for line in lines].count(f"{word}:VCALENDAR") for word in ("BEGIN", "END"))
    if not begun or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        fix = "Give the address of the calendar in iCal format; it often ends with .ics."
        kind = "a web page" if b"<html" in content[:2000].lower() else "something else"
        raise UsageError(f"this is {kind}, not a calendar.", place=place, fix=fix)
    if begun != ended:
        raise UsageError("the calendar is cut off.", place=place, fix="Try again, or save it again.")
    found, stated = _split(lines, place)
    zone = stated if is_zone(stated) else zone
    zones = _own_zones([one for one in found if one.kind == "VTIMEZONE"])
    entries = [one for one in found if one.kind != "VTIMEZONE"]
    return [Block(one.kind, tuple(_zoned(line, zones, zone) for line in one.lines), one.whole) for one in entries]


def _unfolded(content: bytes) -> list[str]:
    """The lines of a document, long ones put together again (RFC 5545 section 3.1)."""
    content = content.removeprefix(BOM_UTF8)
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    text = re.sub(r"\r\n?", "\n", text)
    return [line for line in re.sub(r"\n[ \t]", "", text).split("\n") if line.strip()] or [""]


def _split(lines: list[str], place: str) -> tuple[list[Block], str]:
    """The blocks of a calendar, and the zone that it says it is in."""
    found: list[Block] = []
    kind, stated = "", ""
    inside: list[str] = []
    for line in lines:
        word, _, rest = line.strip().upper().partition(":")
        if (word == "BEGIN" and rest in _KINDS) or (kind and rest == "VCALENDAR"):
            if kind:
                found.append(Block(kind, tuple(inside), whole=False))
            kind, inside = (rest, [line.strip()]) if rest in _KINDS else ("", [])
        elif kind:
            inside.append(line)
            if word == "END" and rest == kind:
                found.append(Block(kind, tuple(inside)))
                kind, inside = "", []
        elif _names(line, "X-WR-TIMEZONE"):
            stated = stated or line.partition(":")[2].strip()
        if len(found) > _MOST:
            fix = "Give a calendar of your postings alone."
            raise UsageError(f"the calendar has more than {_MOST:,} entries.", place=place, fix=fix)
    return found, stated


def _own_zones(found: list[Block]) -> dict[str, str]:
    """New names of the zones that the calendar defines itself, under which the library knows them.

    The library remembers a zone by its name for every calendar to come; each definition thus gets a name of its own.
    """
    icalendar = library("icalendar", "ical")
    known: dict[str, str] = {}
    for block in found[:_MOST_ZONES]:
        name = block.said("TZID").strip('"')
        rules = [line.upper() for line in block.lines if _names(line, "RRULE")]
        if not block.whole or not name or _is_known(name) or any("FREQ=YEARLY" not in rule for rule in rules):
            continue
        own = f"{re.sub(r'[^A-Za-z0-9]', '-', name)}-{sha256(block.text.encode()).hexdigest()[:16]}"
        lines = tuple(f"TZID:{own}" if _names(line, "TZID") else line for line in block.lines)
        try:
            icalendar.Calendar.from_ical(Block("VTIMEZONE", lines).text)
        except (ValueError, KeyError, AttributeError, TypeError, IndexError, OverflowError):
            continue
        known[name] = own
    return known


def _is_known(zone: str) -> bool:
    """Whether a name is one of the IANA database or of Windows, both of which the library knows."""
    library("icalendar", "ical")
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return is_zone(zone) or zone in WINDOWS_TO_OLSON


def _zoned(line: str, zones: Mapping[str, str], zone: str) -> str:
    """A line with the time zone of its date, if it has one."""
    found = _DATED.fullmatch(line.strip())
    if not found:
        return line
    name, parameters, value = found[1], found[2], found[3]
    if "TZID=" not in parameters.upper():
        return f"{name}{parameters};TZID={zone}:{value}" if _FLOATING.fullmatch(value.strip()) else line
    return f"{name}{_TZID.sub(lambda one: _renamed(one, zones), parameters)}:{value}"


def _renamed(found: re.Match[str], zones: Mapping[str, str]) -> str:
    """The name under which the library knows a zone; ``/vendor/America/New_York`` is what it ends with."""
    name = found[1].strip('"')
    parts = name.strip("/").split("/") if name.startswith("/") else []
    ends = ("/".join(parts[start:]) for start in range(len(parts)))
    known = zones.get(name) or next((end for end in ends if is_zone(end)), None)
    return f";TZID={known}" if known else found[0]
