"""The cases of the conformance kit, and which of them this repository's programs do not satisfy yet."""

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conformance.requirements import KIT

from wbl_feed.times import parse_instant

GROUPS = (
    "valid", "invalid", "atom", "serving", "paging", "deletion", "discovery", "crawl", "merge", "projection",
    "migration", "profile",
)  # fmt: skip
Case = dict[str, Any]


def read_cases(*groups: str) -> list[Case]:
    """The cases of these groups, in order; all of them where none is named."""
    paths = [path for group in groups or GROUPS for path in sorted((KIT / group).glob("*.json"))]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def pending() -> dict[str, str]:
    """Reason by id of each case that our programs do not satisfy yet."""
    return tomllib.loads((Path(__file__).parent / "pending.toml").read_text(encoding="utf-8"))


def parameters(*groups: str) -> list[Any]:
    """The cases as parameters of a test; a pending one must fail, so that the list cannot grow stale."""
    reasons = pending()
    return [
        pytest.param(
            case, id=case["id"], marks=pytest.mark.xfail(reason=reasons[case["id"]], strict=True)
        ) if case["id"] in reasons else pytest.param(case, id=case["id"])
        for case in read_cases(*groups)
    ]  # fmt: skip


def moment(text: str) -> datetime:
    """An instant of a case."""
    return parse_instant(text)


def agrees(expected: Any, found: Any) -> bool:
    """Whether a value says what is expected: each expected member is there, and instants are the same moments."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            name in found and agrees(value, found[name]) for name, value in expected.items()
        )
    if isinstance(expected, list):
        same_length = isinstance(found, list) and len(found) == len(expected)
        return same_length and all(agrees(one, other) for one, other in zip(expected, found, strict=True))
    if isinstance(expected, str) and isinstance(found, str) and len(expected) > 10 < len(found):
        try:
            return moment(expected) == moment(found)
        except (ValueError, TypeError):
            pass
    return type(expected) is type(found) and expected == found
