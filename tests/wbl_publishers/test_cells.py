"""Whatever stands in a cell, reading it ends soon, raises nothing but a refusal, and gives nothing that is not valid."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_cleaning import CASES
from wbl_publishers.cleaning import UnreadableError, is_rolling, is_silent, read_cell, reads, split_cell
from wbl_publishers.cleaning.text import tidy
from wbl_publishers.members import Member, member

from wbl_feed.resources import spec_json

REFUSED = object()
OWN_READERS = ("/hoursPerWeek", "/totalHours", "/totalOpenings", "/schedule/byDay", "/schedule/window", "/activityType")
OWN_READERS += tuple(f"/eligibility/{name}" for name in ("minimumAge", "maximumAge", "minimumGpa", "gradeLevels"))
OWN_READERS += ("/jobLocation/0/address/addressLocality", "/jobLocation/0/address/postalCode")


def every_pointer() -> list[str]:
    """A pointer to every member of a posting, the first element standing for a list."""
    schema = spec_json("posting.schema.json")
    found: list[str] = []

    def walk(node: dict, pointer: str) -> None:
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        found.append(pointer)
        if node.get("type") == "array":
            walk(node["items"], f"{pointer}/0")
        for name, child in node.get("properties", {}).items():
            walk(child, f"{pointer}/{name}")

    walk(schema, "")
    return found[1:]


KINDS = list({(one.type, one.many): one for one in map(member, every_pointer())}.values())
KINDS += [one for one in map(member, OWN_READERS) if one not in KINDS]
STRICT = {
    *("civilDate", "dateOrInstant", "clockTime", "boolean", "number", "amount", "positiveCount", "age", "grade", "url"),
    *("compensation", "quantitativeValue"),
}
TEXTS = [case["text"] for case in CASES]
FRAGMENTS = ["9" * 400, "per hour", " to ", "at", *"$,-/:;\n\x00 .(#\u0301"]


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A cell of the table with a slip of the finger: a letter gone, doubled, or another one."""
    text = draw(st.sampled_from([text for text in TEXTS if text]))
    place = draw(st.integers(0, len(text) - 1))
    return text[:place] + draw(st.sampled_from(["", text[place] * 2, *"x1 -,."])) + text[place + 1 :]


WILD = st.text() | st.lists(st.sampled_from(TEXTS + FRAGMENTS), max_size=4).map("".join) | slips()


def read_or_refuse(text: str, target: Member) -> Any:
    """The value of a cell, or REFUSED."""
    try:
        return read_cell(text, target)
    except UnreadableError:
        return REFUSED


@settings(max_examples=400, deadline=None)
@given(target=st.sampled_from(KINDS), text=WILD)
@example(target=member("/academicCredit/units"), text="9" * 5000)
@example(target=member("/jobLocation/0"), text=",")
@example(target=member("/jobLocation/0"), text="Room 12345")
def test_what_is_read_is_valid_and_nothing_else_is_raised(target: Member, text: str):
    """A cell of any type is read or refused; what is read may stand in the member, or is a word for which no code is known."""
    value = read_or_refuse(text, target)
    if value is REFUSED:
        return
    for one in value if target.many else [value]:
        unknown = target.vocabulary is not None and isinstance(one, str) and ":" not in one
        assert unknown or target.fault(one) == "", one


@settings(deadline=None)
@given(target=st.sampled_from([kind for kind in KINDS if kind.type in STRICT]), text=WILD)
def test_a_silent_cell_holds_nothing_that_could_be_read(target: Member, text: str):
    """Silence can be asked of any cell, and is never said of one that is a date, a number, an age, pay or a flag."""
    if is_silent(text, target):
        assert read_or_refuse(text, target) is REFUSED
    if is_rolling(text):
        assert read_or_refuse(text, member("/applicationDeadline")) is REFUSED


@pytest.mark.parametrize(
    "pointer", ["/compensation", "/hoursPerWeek", "/totalHours", "/eligibility/minimumAge", "/eligibility/minimumGpa"]
)
@settings(deadline=None)
@given(text=WILD)
@example(text="1.200,5")
def test_what_is_read_holds_only_numbers_that_stand_in_the_cell(pointer: str, text: str):
    """No amount, age or hour is made up: its digits stand in the cell, and a range begins with its smaller end."""
    value = read_or_refuse(text, member(pointer))
    amounts = value.get("baseSalary", value) if isinstance(value, dict) else {"value": value}
    numbers = [amount for amount in amounts.values() if isinstance(amount, int | float)]
    assert numbers == sorted(numbers)
    seen = tidy(text)
    written = [seen.replace(",", ""), seen.replace(".", "").replace(",", "."), seen.replace(",", ".")]
    for number in numbers:
        digits = [f"{amount:f}".rstrip("0").rstrip(".") for amount in (number, number / 1000)]
        assert any(one in line for line in written for one in digits[: 2 if "k" in text.casefold() else 1])


@settings(deadline=None)
@given(text=WILD)
def test_grades_are_school_grades_in_order(text: str):
    """Grades come out in order, each once, from kindergarten to college."""
    grades = read_or_refuse(text, member("/eligibility/gradeLevels"))
    assert grades is REFUSED or grades == sorted(set(grades) & set(range(17)))


PATTERNED = [kind for kind in KINDS if kind.type in STRICT | {"place", "code", "email", "enum"}]
STEPS = {
    *("1", "1,", "1.", "1 ", "$1", "$1-", "9-", "1:00 ", "1 and ", "1\n", "10 hours ", "at least ", "march ", "mon, "),
    *(
        "a",
        "a ",
        "a.",
        "a@",
        "A, ",
        "a/ ",
        "a - ",
        "(a) ",
        "hybrid / ",
        "http://",
        " ",
        "<",
        "#",
        ";",
        "é",
        "\u0301",
        "\u200b",
    ),
}
SIZES = [*range(2, 50, 2), *(int(50 * 1.15**step) for step in range(17))]
"""Growing by little, so that a pattern whose time doubles with each step is noticed before it is endless."""
MOST_SECONDS = 0.5
"""Of processor time, for one cell; a thousand times of what one takes."""


def is_soon_done(work: Callable[[], object]) -> bool:
    """Whether the work takes next to no processor time; the load of the machine does not matter."""
    start = time.process_time()
    work()
    return time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("step", sorted(STEPS), ids=ascii)
def test_no_text_makes_reading_slow(step: str):
    """Texts that make patterns try again and again are answered at once at every size, from two steps to 100,000 letters."""
    texts = [step * size + end for size in [*SIZES, 100_000 // len(step)] for end in ("", "!")]
    for text in texts:
        for target in PATTERNED:
            assert is_soon_done(lambda: read_or_refuse(text, target)), (target.pointer, len(text))  # noqa: B023
        assert is_soon_done(lambda: is_rolling(text) or is_silent(text, member("/eligibility/minimumAge")))  # noqa: B023


def test_a_text_may_be_long_and_an_answer_may_not():
    """Free text is taken at any length that the standard allows; anything else ends at 500 characters, lists at 500 parts."""
    assert read_cell("word " * 20_000, member("/description")) == ("word " * 20_000).strip()
    assert (
        read_or_refuse("$15/hr" + " " * 600, member("/compensation")) is not REFUSED
    )  # space around it does not count
    assert read_or_refuse("$15" + " " * 600 + "/hr", member("/compensation")) is REFUSED
    assert len(read_cell("a;" * 500, member("/skills"))) == 500
    assert read_or_refuse("a;" * 501, member("/skills")) is REFUSED


@pytest.mark.parametrize(
    ("text", "separator", "parts"),
    [
        ("a; b|c\nd", "", ["a", "b", "c", "d"]),
        ("a, b", "", ["a, b"]),
        ("a, b; c", ",", ["a", "b; c"]),
        ("a / b", " / ", ["a", "b"]),
        (" ; ", "", []),
    ],
)
def test_a_cell_of_several_values_is_split(text: str, separator: str, parts: list[str]):
    """A list is split at semicolons, bars and line breaks, or only where the mapping says."""
    assert split_cell(text, separator) == parts


@pytest.mark.parametrize(
    ("pointer", "can"),
    [
        ("/title", True),
        ("/compensation", True),
        ("/jobLocation", True),
        ("/hoursPerWeek", True),
        ("/skills", True),
        ("/eligibility", False),
        ("/credentials", False),
        ("/stem", False),
    ],
)
def test_objects_are_mapped_part_by_part_but_for_a_few(pointer: str, can: bool):
    """Pay, places, hours and named terms can stand in one cell; other objects cannot, and are never read from one."""
    assert reads(member(pointer)) is can
    if not can:
        assert read_or_refuse("yes", member(pointer)) is REFUSED
