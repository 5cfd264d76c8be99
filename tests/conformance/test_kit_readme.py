"""The README of the kit defines what a case may hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conformance.kit import GROUPS
from conformance.requirements import KIT

SCHEMA = json.loads((KIT / "case.schema.json").read_text(encoding="utf-8"))["$defs"]
README = (KIT / "README.md").read_text(encoding="utf-8")


def section(group: str) -> str:
    """What the README says of a group, and of answers, which several groups have."""
    (found,) = [part for part in re.split(r"^## ", README, flags=re.M) if f"`{group}`" in part.partition("\n")[0]]
    return found


def names(rule: dict[str, Any]) -> Iterator[str]:
    """The members of an object of the schema, of its alternatives, and of entries of an aggregate."""
    yield from rule.get("properties", {})
    for part in (rule.get("then"), rule.get("else"), *rule.get("oneOf", ())):
        yield from names(part) if part else ()
    if "steps" in rule.get("properties", {}):
        yield from names(rule["properties"]["steps"]["items"])
    if rule.get("$ref") == "#/$defs/aggregate":
        yield from names(SCHEMA["aggregate"])
        yield from names(SCHEMA["aggregate"]["properties"]["entries"]["items"])


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("part", ["Given", "Expect"])
def test_every_member_is_defined(group: str, part: str) -> None:
    """Each member of given and expect stands in the section of its group."""
    kind = "valid" if group in ("invalid", "atom") else group
    said = set(re.findall(r"`(?:given\.|expect\.)?([A-Za-z0-9]+)`", section(group)))
    known = set(names(SCHEMA[kind + part]))
    if group == "profile":  # a document as in valid
        known -= {"text", "base64", "parts"}
    if part == "Expect" and kind == "valid":
        known -= {"profileNotices"}  # of profiles, and defined there
    assert known
    assert known <= said, known - said


def test_every_member_of_an_answer_is_defined() -> None:
    """What an address may answer is said once, and in the group that has more of it."""
    whole = README.partition("**Answers.**")[2].partition("\n\n")[0] + section("crawl")
    assert {name for name in SCHEMA["answer"]["properties"] if f"`{name}" not in whole} == set()


def test_no_group_is_listed_twice() -> None:
    """The table of groups has each group once."""
    told = re.findall(
        r"`([a-z]+)`", "".join(re.findall(r"^\| (`[a-z`, ]+`) \| [^|]+\| [^|]+\| [^|]+\|$", README, re.M))
    )
    assert sorted(told) == sorted(GROUPS)
