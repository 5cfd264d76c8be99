"""Each cell of the table is read as the table says; the table is for readers of cells in any language."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from wbl_publishers.cleaning import UnreadableError, is_rolling, is_silent, read_cell
from wbl_publishers.members import member

TABLE = json.loads((Path(__file__).parent / "cleaning_cases.json").read_text(encoding="utf-8"))
CASES = [case for group in TABLE["groups"] for case in group["cases"]]
OUTCOMES = {"unreadable", "silent", "rolling"}


def outcome(text: str, pointer: str) -> Any:
    """What comes of a cell: a value as JSON, or one of the three words; in the order in which a row asks."""
    target = member(pointer)
    if is_silent(text, target):
        return "silent"
    if pointer == "/applicationDeadline" and is_rolling(text):
        return "rolling"
    try:
        return json.dumps(read_cell(text, target), sort_keys=True)
    except UnreadableError:
        return "unreadable"


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(f"{case['member']}={case['text'][:40]}"))
def test_a_cell_is_what_the_table_says(case: dict[str, Any]):
    """A cell gives the value that a person reads in it, or is left unread, or says nothing."""
    expected = case["is"] if "is" in case else json.dumps(case["value"], sort_keys=True)
    assert outcome(case["text"], case["member"]) == expected


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.get("is") == "unreadable"], ids=lambda case: ascii(case["text"][:40])
)
def test_a_refusal_says_what_the_cell_should_be(case: dict[str, Any]):
    """The message ends a sentence that begins with “Write the cell as”."""
    with pytest.raises(UnreadableError, match=r"^(a|an|one|yes|pay|grades)\b.*[\w/\"]$"):
        read_cell(case["text"], member(case["member"]))


def test_the_table_is_whole():
    """It has its form and its length, no cell twice, and in each group of cells that are read some that are not."""
    assert len(CASES) >= 220
    for case in CASES:
        assert {"text", "member"} < set(case) <= {"text", "member", "value", "is", "why"}
        assert ("value" in case) != ("is" in case)
        assert case.get("is", "silent") in OUTCOMES
    assert not [pair for pair, times in Counter((case["text"], case["member"]) for case in CASES).items() if times > 1]
    assert all({"says", "topic", "cases"} == set(group) for group in TABLE["groups"])
    assert all(any("is" in case for case in group["cases"]) for group in TABLE["groups"])


@pytest.mark.parametrize(
    "case", [case for case in CASES if isinstance(case.get("value"), str)], ids=lambda case: ascii(case["text"][:40])
)
def test_a_value_is_read_as_itself(case: dict[str, Any]):
    """What was read once is read again as it is, so that a sheet made from a feed gives the same feed."""
    target = member(case["member"])
    assert read_cell(case["value"], target) == case["value"]
