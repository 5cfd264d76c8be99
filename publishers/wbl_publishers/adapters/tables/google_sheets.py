"""Addresses of Google Sheets: whatever somebody copies becomes the address of the sheet's cells."""

import re
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from wbl_feed.errors import UsageError

PUBLISH = (
    "In Google Sheets choose File › Share › Publish to web, then the tab and “Comma-separated values”, "  # noqa: RUF001
    "and give the address that it shows."
)
_HOST = "docs.google.com"
_SHEET = re.compile(r"(?:/a/[^/]+)?/spreadsheets(?:/u/[0-9]+)?/d/(?P<id>(?:e/)?[\w-]+)(?:/(?P<view>.*))?")
_NUMBER = re.compile(r"[0-9]+")


def is_google_sheet(address: str) -> bool:
    """Whether an address is one of a Google Sheet."""
    return _found(address) is not None


def export_address(address: str, kind: Literal["csv", "xlsx"] = "csv") -> str:
    """The address of a Google Sheet's cells; any other address as it is.

    A sheet that is published to the web has ``/pub``, one that is shared by its link ``/export``. The way by
    ``/gviz/``, which leaves out cells, is never taken. Raises ``UsageError`` where the tab cannot be told.
    """
    found = _found(address)
    if found is None:
        return address
    parts = urlsplit(address)
    query, fragment = parse_qs(parts.query), parse_qs(parts.fragment)
    view = (found["view"] or "").rstrip("/")
    tab = next((text for text in (*fragment.get("gid", ()), *query.get("gid", ())) if _NUMBER.fullmatch(text)), "")
    if view.startswith("gviz") and "sheet" in query and not tab:
        fix = "Open the tab in the browser, and give the address that it then shows."
        raise UsageError("this address of a Google Sheet leaves out cells.", place=address, fix=fix)
    key = {"resourcekey": query["resourcekey"][0]} if "resourcekey" in query else {}
    base = f"https://{_HOST}/spreadsheets/d/{found['id']}"
    if found["id"].startswith("e/") or view.startswith("pub"):
        one = {"gid": tab, "single": "true"} if tab else {}
        return f"{base}/pub?{urlencode({**one, 'output': kind, **key})}"
    return f"{base}/export?{urlencode({'format': kind, **({'gid': tab} if tab else {}), **key})}"


def _found(address: str) -> re.Match[str] | None:
    try:
        parts = urlsplit(address)
        known = parts.scheme.lower() in ("http", "https") and (parts.hostname or "") == _HOST
    except ValueError:
        return None
    found = _SHEET.fullmatch(parts.path) if known else None
    return found if found and found["id"] not in ("e", "u") else None
