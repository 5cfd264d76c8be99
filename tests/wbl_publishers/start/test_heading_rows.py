"""Headings in two rows, and headings that are there twice."""

import tomllib
from pathlib import Path

import pytest
from start_sheets import SITE, as_csv, mapped, planned, said

from wbl_feed.errors import UsageError

GROUPS = ["Job", "", "", "Employer", "", "Dates", ""]
HEADINGS = ["#", "Name", "Kind", "Name", "Town", "Start", "End"]
ROWS = [
    ["A1", "Hatchery intern", "Internship", "Tide Lab", "Lynn", "1/5/2027", "2/5/2027"],
    ["A2", "Bog helper", "Internship", "Bay Bog", "Carver", "1/6/2027", "2/6/2027"],
]


def test_the_headings_below_a_row_of_groups_are_read():
    """A row of merged headings above the others is passed over; a title and a row of codes change nothing."""
    found = planned([["Our list"], GROUPS, ["#", "Title", *HEADINGS[2:]], *ROWS])
    assert (found.sheet.row, found.sheet.grouped) == (3, True)
    assert mapped(found)["/jobLocation/0/address/addressLocality"] == "Town"
    assert mapped(found)["/schedule/startDate"] == "Start"
    plain = planned([["Our list"], ["Title", "Type", "Status", ""], ["Intern", "internship", "open", "opportunity"]])
    assert (plain.sheet.row, plain.sheet.grouped) == (2, False)


def test_a_heading_that_is_there_twice_is_a_question():
    """None of the columns with one heading is used, and what they may be is asked, with a word of warning."""
    groups = ["", "Employer", "", "Contact", ""]
    headings = ["Title", "Name", "Town", "Name", "Kind"]
    found = planned([groups, headings, ["Intern", "Tide Lab", "Lynn", "Front desk", "Internship"]])
    assert [(one.member, one.confidence) for one in said(found, "Name")] == [
        ("/hiringOrganization/name", "question"),
        ("/applicationContact/name", "left out"),
    ]
    assert any("“Name” is the heading of several columns" in one for one in found.careful)


def test_titles_under_a_heading_that_is_there_twice_are_asked_for():
    """Where one of the columns has the titles nothing else is made the title, and the sheet's owner renames them."""
    with pytest.raises(UsageError, match="“Name” is the heading of several columns, one with titles"):
        planned([GROUPS, HEADINGS, *ROWS])


def test_the_row_of_the_headings_is_written(run_wbl, tmp_path: Path, monkeypatch):
    """The mapping file names the row, and once the headings differ the sheet is published."""
    monkeypatch.chdir(tmp_path)
    headings = ["#", "Title", "Kind", "Name of the employer", "Town", "Start", "End"]
    Path("list.csv").write_text(as_csv([GROUPS, headings, *ROWS]), encoding="utf-8")
    assert run_wbl("publish", "init", "list.csv", *SITE).exit_code == 0
    assert tomllib.loads(Path("map.toml").read_text(encoding="utf-8"))["options"] == {"header_row": 2}
    assert "2 rows: 2 postings" in run_wbl("publish", "run", "publish.toml").output


def test_what_stands_below_a_heading_about_students_is_about_them():
    """Columns of a group about students are left out although their own headings do not say it."""
    found = planned(
        [
            ["Job", "", "Student", ""],
            ["Title", "Kind", "Town", "Email"],
            ["Intern", "Internship", "Lynn", "a@b.example"],
        ]
    )
    assert {one.column.heading for one in found.guesses if one.topic == "student"} == {"Town", "Email"}
    assert "“Town”, “Email”" in found.students
