"""What goes wrong most often in a sheet: each mistake gets one notice that names row and column and shows what would be read."""

import re

import pytest
from sheet_site import row

MISTAKES = [
    # the column, what stands in the cell, what the notice shows that would be read, and whether the row is refused
    ("Deadline", "Spring 2027", "2027-01-15", False),
    ("Deadline", "13/45/2024", "2027-01-15", False),
    ("Deadline", "Feb 30, 2027", "2027-01-15", False),
    ("Deadline", "March 1", "2027-01-15", False),
    ("Pay", "$15-18/hr plus tips", "$17/hr", False),
    ("Pay", "competitive", "Unpaid", False),
    ("Town", "Remote", "Woods Hole, MA", False),
    ("Kind", "Intership", "internship", True),
    ("Link", "apply.example/now", "https://", True),
    ("Link", "/jobs/4821", "https://", True),
    ("Title", "", "", True),
    ("Title", "x" * 201, "", True),
]


@pytest.mark.parametrize(
    ("column", "cell", "shown", "refused"), MISTAKES, ids=[f"{one[0]}: {one[1][:20]}" for one in MISTAKES]
)
def test_a_mistake_in_a_cell_gets_one_notice(site, column, cell, shown, refused):
    """One cell, one notice with its row and column, and the neighbours are published."""
    rows = [row("Shore walk"), {**row("Boat day"), column: cell}, row("Lab week")]
    report = site.publish(rows, code=1 if refused else 0)
    notices = [*report["notices"], *(notice for one in report["refused"] for notice in one["notices"])]
    found = {(notice["place"], notice["code"], notice["message"], notice["fix"]) for notice in notices}
    ((place, _, message, fix),) = found
    assert re.match("row 3", place)
    assert column in place or f"“{column}”" in message
    assert shown in message + fix
    assert report["postings"] == (2 if refused else 3)
    assert len(report["refused"]) == int(refused)


@pytest.mark.parametrize(("column", "shown"), [(one[0], one[2]) for one in MISTAKES if one[2] and one[2] != "https://"])
def test_what_is_shown_would_be_read(site, column, shown):
    """The value that a notice shows is one that the sheet's reader takes."""
    report = site.publish([{**row("Boat day"), column: shown}])
    assert (report["postings"], report["notices"]) == (1, [])
