"""The postings in the feeds of the conformance kit, as a publisher on a site would enter them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from conformance.kit import Case, read_cases

from wbl_feed.notices import catalogue


@dataclass(frozen=True)
class KitPosting:
    """One item of a case."""

    case: str
    item: Any
    faults: frozenset[str] = field(default_factory=frozenset)
    """Pointers into the posting at which the case finds an error of conformance."""


def postings(*groups: str) -> Iterator[KitPosting]:
    """All items of all feeds of these groups."""
    for case in read_cases(*groups):
        document = case["given"].get("document", {})
        if without_postings(case):
            continue
        found: dict[int, set[str]] = {}
        for notice in case["expect"]["notices"]:
            place = re.fullmatch(r"/items/(\d+)(/.*)?", notice["pointer"])
            if place and _fails(notice["code"]):
                found.setdefault(int(place[1]), set()).add(place[2] or "")
        for number, item in enumerate(document["items"]):
            yield KitPosting(case["id"], item, frozenset(found.get(number, ())))


def without_postings(case: Case) -> str:
    """Why a case has no postings that can be entered; empty if it has."""
    document = case["given"].get("document", {})
    if "document" not in case["given"]:
        return "it is about the bytes of a file"
    if not isinstance(document.get("items"), list) or document.get("type") != "DataFeed":
        return "it is about a document of another kind"
    if not document["items"]:
        return "it has no postings"
    return ""


def _fails(code: str) -> bool:
    notice = catalogue.get(code)
    return bool(notice and notice.severity == "error" and notice.category == "conformance")


def key(one: KitPosting) -> str:
    """Two postings with the same key differ in nothing that matters here."""
    entered = {**one.item, "id": 0, "dateModified": 0} if isinstance(one.item, dict) and not one.faults else one.item
    return json.dumps([entered, sorted(one.faults)], sort_keys=True)
