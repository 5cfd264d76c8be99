"""What of a calendar is not for everybody: entries that are marked so, and the addresses of online meetings."""

import re
from typing import Any

_PUBLIC = "PUBLIC"
_HOSTS = (
    *(r"zoom\.(?:us|com)", r"zoomgov\.com", r"teams\.(?:microsoft|live)\.(?:com|us)", r"meet\.google\.com"),
    *(r"webex\.com", r"gotomeeting\.com", r"gotomeet\.me", r"meet\.goto\.com", r"whereby\.com", r"meet\.jit\.si"),
    *(r"bluejeans\.com", r"join\.skype\.com", r"ringcentral\.com"),
)
_MEETING = re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(_HOSTS)})(?![a-z0-9.-])", re.IGNORECASE)
_BETWEEN = re.compile(r"([\s;|<>()]+)")
_NAMES = re.compile(
    r"\b(?:zoom|(?:microsoft|ms) teams|teams|google meet|webex|go ?to ?meeting|online|virtual|remote|meeting|call|join"
    r"|link|video|via|at|on|or|and|here)\b|[^\w]",
    re.IGNORECASE,
)


def is_private(classes: list[str]) -> bool:
    """Whether an entry with these values of CLASS is not for everybody.

    A value that is not known is treated as PRIVATE (RFC 5545 section 3.8.1.3).
    """
    return any(one.strip().upper() not in ("", _PUBLIC) for one in classes)


def classes_of(entry: Any) -> list[str]:
    """The values of an entry's CLASS."""
    found = entry.get("CLASS", [])
    return [str(one) for one in (found if isinstance(found, list) else [found])]


def without_meeting(location: str) -> tuple[str, str]:
    """A location without the addresses of online meetings, which may hold a password, and the host of the first.

    The rest is empty where it says no more than that it is online; the host is empty where there is no such address.
    """
    parts = _BETWEEN.split(location)
    hosts = [found[0].lower() for part in parts if (found := _MEETING.search(part))]
    if not hosts:
        return location, ""
    rest = "".join(part for part in parts if not _MEETING.search(part)).strip(" \n,;:|()<>–-")
    return rest if _NAMES.sub("", rest) else "", hosts[0]
