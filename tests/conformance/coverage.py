"""What the kit still lacks: ``python -m tests.conformance.coverage`` prints it as a table."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from conformance.kit import Case, read_cases
from conformance.requirements import read_requirements

from wbl_feed.notices import Notice, catalogue

ROLES = ("for", "against")
_OF_FEEDS = ("conformance", "quality", "safety")
_ALIKE = ("paging", "discovery", "profile", "serving")
"""Groups whose cases are all of one kind, so that any of them that goes without a code is a twin."""


def without_case(requirements: Iterable[dict[str, Any]], cases: Iterable[Case]) -> Iterator[tuple[str, str]]:
    """Requirements that cases are to show, and the role in which none does."""
    shown: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for rule in case["spec"]:
            shown[rule["rule"]].add(rule["role"])
    for one in requirements:
        if one["tested"] == "cases":
            yield from ((one["id"], f"no case {role}") for role in ROLES if role not in shown[one["id"]])


WITHOUT_CASE = {
    "deprecated_code": "version 1.0 has no deprecated code; tests/wbl_feed/test_deprecation.py",
    "deprecated_member": "version 1.0 has no deprecated member; tests/wbl_feed/test_deprecation.py",
    "pages_unread": "it is about standard input and not about a feed; tests/wbl_feed/test_documents.py",
    "changes_of_another_feed": "a page of a change log alone does not show it; tests/wbl_feed/test_documents.py",
    "too_many_faults": "it takes ten thousand faults; tests/wbl_feed/test_bounds.py",
    "too_many_feeds": "how many feeds are read is a program's own limit; tests/wbl_feed/test_discover.py",
}
"""Notices that no case of the kit can show, with the reason and the test that shows them."""


def notices_of_feeds() -> dict[str, type[Notice]]:
    """The notices that a validator of feeds may report, by code; those about rows of a sheet are a publisher's own."""
    return {
        code: kind for code, kind in catalogue.items()
        if kind.category in _OF_FEEDS and not kind.deprecated and kind.__module__ != "wbl_feed.notices.rows"
        and code not in WITHOUT_CASE
    }  # fmt: skip


def without_notice(codes: Iterable[str], cases: Iterable[Case]) -> Iterator[tuple[str, str]]:
    """Codes that no case expects, and codes that no twin goes without.

    A twin is a case of the same name in another group, a case that lists the code as absent, or, in groups
    whose cases are alike, any case of the group.
    """
    expecting: dict[str, list[str]] = defaultdict(list)
    for case in (cases := list(cases)):
        for code in _said(case):
            expecting[code].append(case["id"])
    for code in sorted(codes):
        if code not in expecting:
            yield code, "no case expects it"
        elif not any(_is_twin(case, code, expecting[code]) for case in cases):
            yield code, "no twin goes without it"


def _said(case: Case) -> set[str]:
    expect = case["expect"]
    return {one["code"] for one in (*expect.get("notices", ()), *expect.get("profileNotices", ()))}


def _is_twin(case: Case, code: str, expecting: list[str]) -> bool:
    """Whether a case goes without a code that the cases ``expecting`` have."""
    expect, (group, name) = case["expect"], case["id"].split("/")
    if code in expect.get("absent", ()):
        return True
    if code in _said(case) or not {"notices", "profileNotices"} & expect.keys():
        return False
    others = [one.split("/") for one in expecting]
    return any(name == other or (group == theirs and group in _ALIKE) for theirs, other in others)


def missing() -> list[tuple[str, str]]:
    """All that the kit lacks: requirements without a case, notices without a case or a twin."""
    cases = read_cases()
    return [*without_case(read_requirements(), cases), *without_notice(notices_of_feeds(), cases)]


def table(lacks: Iterable[tuple[str, str]]) -> str:
    """The list for people."""
    rows = [f"{name:<36} {what}" for name, what in lacks]
    return "\n".join(["", f"{'rule or notice':<36} what is missing", *rows, f"{len(rows)} in all"])


if __name__ == "__main__":
    print(table(missing()))
