"""A default of a column: what a member is where its cell is empty or cannot be read."""

import pytest
from wbl_publishers.mapping.drafting import UNREAD, Draft, draft
from wbl_publishers.mapping.mapping_file import read_mapping

from wbl_feed.adapter import Record
from wbl_feed.errors import UsageError


def drafted(rule: dict | str, cell: str | list[str], pointer: str = "/activityType", **constants: object) -> Draft:
    """A record with one cell of interest, by a mapping that has one rule for it."""
    feed = {"id": "https://s.example/f", "name": "S", "license": "CC0-1.0", "publisher": {"name": "S"}}
    usual = {"/title": "A title", "/url": "https://a.example/", "/activityType": "internship", "/status": "open"}
    usual = {name: value for name, value in usual.items() if name != pointer}
    table = {"feed": feed, "fields": {pointer: rule}, "constants": usual | constants}
    return draft(Record("record 1", {"Kind": cell}), read_mapping(table, "map.toml"))


KIND = {"column": "Kind", "values": {"Intern": "internship"}, "default": "unspecified"}


@pytest.mark.parametrize(
    ("cell", "code", "kept"),
    [
        ("Intern", "internship", None),
        ("Job shadow", "job-shadow", None),
        ("", "unspecified", None),
        ("  ", "unspecified", None),
        ("Fractional", "unspecified", "Fractional"),
        (["Intern", "Fractional"], "unspecified", "Intern; Fractional"),
    ],
)
def test_a_default_stands_where_a_cell_says_nothing_that_is_understood(cell: str | list[str], code: str, kept: str):
    """A required member gets its default instead of refusing the record, and what could not be read is kept."""
    found = drafted(KIND, cell)
    assert not found.refused
    assert found.members["activityType"] == code
    assert found.members.get("ext", {}).get(UNREAD, {}).get("/activityType") == kept
    assert [notice.code for notice in found.notices] == (["unreadable_cell"] if kept else [])


@pytest.mark.parametrize("cell", ["", "Fractional"])
def test_without_a_default_the_record_is_refused(cell: str):
    """The same cells refuse the record when the mapping has no default."""
    assert drafted({**KIND, "default": None}, cell).refused


def test_a_default_of_a_choice_and_of_an_optional_member():
    """Members with fixed choices, texts, lists and objects have defaults too."""
    status = {"column": "Kind", "default": "open"}
    assert drafted(status, "who knows", "/status").members["status"] == "open"
    assert drafted({"column": "Kind", "default": 1}, "some", "/totalOpenings").members["totalOpenings"] == 1
    assert drafted({"column": "Kind", "default": "summer"}, "", "/schedule/window").members["schedule"] == {
        "window": ["summer"]
    }
    pay = {"column": "Kind", "default": {"status": "varies"}}
    assert drafted(pay, "", "/compensation").members["compensation"] == {"status": "varies"}
    assert drafted(pay, "$17/hr", "/compensation").members["compensation"]["status"] == "paid"


def test_a_constant_comes_before_a_default():
    """Where a constant fills the member already, the default does not replace it."""
    found = drafted({"column": "Kind", "default": 4}, "", "/totalOpenings", **{"/totalOpenings": 7})
    assert found.members["totalOpenings"] == 7


def test_a_default_that_the_member_may_not_hold_is_refused():
    """A default is checked when the mapping is read, as the translations are."""
    with pytest.raises(UsageError, match="“intrnship”, which is no code"):
        drafted({**KIND, "default": "intrnship"}, "")
