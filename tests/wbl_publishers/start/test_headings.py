"""Headings in English and Spanish, and questions of forms, are taken for the members that they mean."""

import csv

import pytest
from start_sheets import HERE
from wbl_publishers.members import member
from wbl_publishers.start.guess import ID, guess
from wbl_publishers.start.headings import matches, topics, words
from wbl_publishers.start.sheet import Column, Sheet

from wbl_feed.projections.columns import columns

TABLE = list(csv.DictReader((HERE / "headings.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['heading']} ({row['cells'][:12]})")
def test_a_heading_with_its_cells_means_a_member(row: dict[str, str]):
    """Each heading of the table is taken for its member, or for none where none stands there."""
    beside = "Employer" if row["member"] == "/hiringOrganization/url" else "Shoe rack"
    cells = tuple(row["cells"].split(" | "))
    found = guess(Sheet(1, len(cells), (Column(row["heading"], cells), Column(beside, ("left", "right")))))[0]
    assert (found.member if found.used else "") == row["member"], found


def test_the_table_is_large_enough():
    """It has headings of both languages, questions, and headings that must mean nothing."""
    assert len(TABLE) > 100
    assert sum(any(letter in row["heading"].casefold() for letter in "áéíóúñ¿") for row in TABLE) > 10
    assert sum("?" in row["heading"] for row in TABLE) > 15
    assert sum(not row["member"] for row in TABLE) > 15


@pytest.mark.parametrize(
    "heading",
    [
        "Application deadline",
        " APPLICATION\u00a0DEADLINE: ",
        "Deadline of the application",
        "application-deadline(s)",
        "Aplication deadline",
    ],
)
def test_spelling_that_does_not_count(heading: str):
    """Case, kinds of space, punctuation, order and plurals do not count; a word that is misspelt does."""
    found = matches(heading)
    exact = any(one.exact and one.topic.name == "/applicationDeadline" for one in found)
    assert exact == (heading != "Aplication deadline")


def test_accents_do_not_count():
    """A heading in Spanish is known without its accents too."""
    assert words("Título del puesto") == words("TITULO DEL PUESTO") == ("titulo", "puesto")


def test_every_topic_is_a_member_or_set_aside():
    """Each table of headings.toml is a member of a posting, the id, or what is set aside with a reason; none is empty."""
    for topic in topics():
        if topic.aside:
            assert topic.why, topic.name
        else:
            assert topic.name == ID or member(topic.name), topic.name
        assert topic.whole | topic.part, topic.name


def test_headings_of_the_standard_columns_mean_their_members():
    """A sheet whose headings are those of the specification (section 23.3) is understood by them alone."""
    made = {"/id": "id", "/dateModified": "made", "/applicationContact/name": "person"}
    for column in columns():
        names = [one.topic.name for one in matches(column.heading) if one.exact]
        assert made.get(column.pointer, column.pointer) in names, column.heading
