"""Jobs and events of schema.org as pages write them, brought to the forms in which they are read."""

import html
import math
import re
from typing import Any

from wbl_feed.notices.base import Notice
from wbl_feed.projections.partial import date_or_instant
from wbl_feed.projections.schema_org.reader import is_job
from wbl_publishers.adapters.pages.page import Page
from wbl_publishers.adapters.pages.pay import mended_pay
from wbl_publishers.adapters.pages.places import mended_places
from wbl_publishers.cleaning import UnreadableError, read_cell
from wbl_publishers.members import member
from wbl_publishers.plain_text import plain

Node = dict[str, Any]

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ADDRESSES = frozenset(("url", "contentUrl", "sameAs", "image"))
_DATES = "datePosted", "validThrough", "jobStartDate", "startDate", "endDate"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_WORDS = "name", "title", "description"
_INTERN = "INTERNSHIP", "INTERN"


def mended(node: Node, page: Page) -> tuple[Node, list[Notice]]:
    """A copy of a job or an event in which texts are plain, addresses absolute and values of the types they should be.

    What cannot be read is left as it is, or left out with a notice; nothing is added that the node does not state.
    """
    found: Node = {name: one for name, value in node.items() if (one := _tidy(value, name, page, name)) is not None}
    notices: list[Notice] = []
    for name in _DATES:
        if isinstance(found.get(name), str) and not date_or_instant(found[name]):
            found[name] = _read(found[name], "/validThrough")
    for name in ("jobLocation", "location"):
        if name in found:
            found[name], unread = mended_places(found[name])
            notices += unread
    if is_job(found):
        notices += _mend_job(found)
    if isinstance(picture := found.get("image"), dict) and "contentUrl" not in picture:
        found["image"] = {**picture, "contentUrl": picture.get("url")}
    return found, notices


def _mend_job(found: Node) -> list[Notice]:
    found.setdefault("title", found.get("name"))
    if "employmentType" in found:
        found["employmentType"] = _employment(found["employmentType"])
    if isinstance(start := found.get("jobStartDate"), str):
        found["jobStartDate"] = (date_or_instant(start) or start)[:10]
    for name, pointer in (("directApply", "/howToApply/directApply"), ("totalJobOpenings", "/totalOpenings")):
        if isinstance(found.get(name), str):
            found[name] = _read(found[name], pointer)
    kind = found.get("jobLocationType")
    found["jobLocationType"] = next((one.upper() for one in _listed(kind) if isinstance(one, str)), None)
    if "identifier" in found:
        found["identifier"] = [_identifier(one) for one in _listed(found["identifier"])]
    salary, unread = mended_pay(found.get("baseSalary"), found.get("salaryCurrency"))
    found["baseSalary"] = salary
    return unread


def _tidy(value: Any, name: str, page: Page, top: str = "") -> Any:
    """A value without empty ones in it; ``None`` if nothing is left. ``top`` is the name of a member of the node."""
    if isinstance(value, str):
        return _tidy_text(value, name, page, top) or None
    if isinstance(value, list):
        return [one for part in value if (one := _tidy(part, name, page)) is not None] or None
    if isinstance(value, dict):
        parts = {key: one for key, part in value.items() if (one := _tidy(part, key, page)) is not None}
        return parts if parts.keys() - {"@type"} else None
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _tidy_text(text: str, name: str, page: Page, top: str) -> str:
    text = _UNSEEN.sub("", text.encode("utf-8", "replace").decode()).strip()  # JSON may have halves of characters
    if top == "description":
        return text
    if name == "@id":
        return text if _IRI.match(text) else ""
    text = without_markup(text) if name in _WORDS else unescaped(text)
    if name in ("name", "title"):
        return " ".join(text.split())
    if name in _ADDRESSES:
        return page.absolute(text)
    return text.removeprefix("mailto:") if name == "email" else text


def without_markup(text: str) -> str:
    """A text without markup, if it has any, and without entities."""
    return plain(text) if TAG.search(text) else unescaped(text)


def unescaped(text: str) -> str:
    """A text without entities; an ampersand in an address begins none unless a semicolon ends it."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text).strip()


def _employment(types: Any) -> list[str]:
    """Employment types in Google's words, whatever case and form they are in: Part-time, schema.org/INTERN."""
    texts = [part for one in _listed(types) if isinstance(one, str) for part in one.split(",")]
    codes = (re.sub(r"[\s-]+", "_", text.strip().rsplit("/", 1)[-1]).upper() for text in texts)
    return [_INTERN[1] if code in _INTERN else code for code in codes if code]


def _identifier(value: Any) -> Any:
    """An identifier with its kind: its name where it says no other."""
    if isinstance(value, str | int):
        return {"propertyID": "identifier", "value": str(value)}
    if not isinstance(value, dict) or "value" not in value:
        return value
    return {**value, "propertyID": value.get("propertyID") or value.get("name") or "identifier",
            "value": str(value["value"]) if isinstance(value["value"], int) else value["value"]}  # fmt: skip


def _read(text: str, pointer: str) -> Any:
    """The value that a text has in a cell, or the text itself for a notice to name."""
    try:
        return read_cell(text, member(pointer))
    except UnreadableError:
        return text


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
