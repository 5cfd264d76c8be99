"""Calendars as texts, and their records."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from adapter_runs import AT, Found, read

PAGE = {"page": "https://site.example/events"}
GOOD = "UID:good\nSUMMARY:Good\nDTSTART:20261201T140000Z"
SERIES = (
    "UID:1\nSUMMARY:A\nDTSTART;TZID=America/New_York:20261103T150000\nDTEND;TZID=America/New_York:20261103T160000\n"
)


def calendar(*entries: str, head: str = "") -> str:
    """A calendar of entries, each given by its properties."""
    events = "".join(
        one if one.startswith("BEGIN") else f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT\n" for one in entries
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n"


def moved(day: str, *lines: str) -> str:
    """An override of the date that the series would have on a day of December."""
    return "\n".join(("UID:1\nSUMMARY:A", f"RECURRENCE-ID;TZID=America/New_York:202612{day}T150000", *lines))


def schedule(found: Found) -> dict[str, Any]:
    return found.members["schedule"]


def reader(folder: Path) -> Callable[..., Found]:
    """Reads a text or bytes as a calendar with a page."""

    def found(content: str | bytes, *columns: str, at: datetime = AT, **options: Any) -> Found:
        path = folder / "events.ics"
        path.write_bytes(content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode())
        return read("ical", path, columns=columns, options={**PAGE, **options}, at=at)

    return found
