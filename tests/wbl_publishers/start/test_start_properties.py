"""Whatever stands in a sheet, ``wbl publish init`` gives a mapping file that can be read, or says why it cannot."""

import tomllib
from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from start_sheets import FEED, HOME, planned
from wbl_publishers.adapters.tables.rows import fold
from wbl_publishers.mapping.mapping_file import Mapping, read_mapping
from wbl_publishers.start.headings import topics
from wbl_publishers.start.map_text import map_text
from wbl_publishers.start.plan import Plan
from wbl_publishers.start.publish_text import Publisher, publish_text
from wbl_publishers.start.schedule import github

from wbl_feed.errors import UsageError

PHRASES = sorted(" ".join(sorted(phrase)) for topic in topics() for phrase in (*topic.whole, *topic.part))
STUDENTS = sorted(" ".join(phrase) for topic in topics() if topic.name == "student" for phrase in topic.part)
CELLS = [
    "3/1/2027", "Rolling", "$17/hr", "Unpaid", "Yes", "No", "11-12", "juniors, seniors", "https://a.example/1", "MA",
    "jobs@a.example", "first.last@a.example", "Internship", "Open", "02540", "Plymouth, MA 02360", "12", "Remote", "A, B, C",
    "A; B", "<p>Text</p>", "'=1+1", '"""', "\\", "# x", "[fields]", "x\ny", "\x00", "\x7f", "\u2028", "TBD", "1.0", "us-ma:mycap",
]  # fmt: skip
headings = st.one_of(st.sampled_from(PHRASES), st.sampled_from(CELLS), st.text(max_size=20), st.just("Title"))
cells = st.one_of(st.sampled_from(CELLS), st.text(max_size=12), st.just(""))
sheets = st.lists(headings, min_size=1, max_size=8).flatmap(
    lambda head: st.lists(st.lists(cells, max_size=len(head) + 1), max_size=6).map(lambda rows: [head, *rows])
)
many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def attempt(call: Callable[[], Any]) -> Any:
    """What a call gives, or the refusal that it raises."""
    try:
        return call()
    except UsageError as refusal:
        return refusal


def accepted(found: Plan) -> Mapping:
    """The mapping file of a plan, as publishing reads it."""
    table: dict[str, Any] = tomllib.loads(map_text(found, "sheet.csv"))
    assert table.pop("config_version") == 1
    return read_mapping({**table, "feed": FEED}, "map.toml")


@many
@given(sheets)
def test_every_sheet_gives_a_mapping_that_publishing_accepts(rows: list[list[str]]):
    """Any headings and cells give a file that is valid TOML and a valid mapping, of columns that are there, once each."""
    found = attempt(lambda: planned(rows))
    if isinstance(found, UsageError):
        assert found.fix
        return
    mapping = accepted(found)
    header = rows[found.sheet.row - 1]
    for name in mapping.columns:
        assert [fold(cell) for cell in header].count(fold(name)) == 1, name
    assert map_text(planned(rows), "sheet.csv") == map_text(found, "sheet.csv")


@many
@given(sheets)
def test_without_a_home_page_only_the_address_may_be_missing(rows: list[list[str]]):
    """Without --home the one thing that publishing may still ask for in the mapping file is /url."""
    refusal = attempt(lambda: accepted(planned(rows, home="")))
    if isinstance(refusal, UsageError):
        assert refusal.fix
        assert refusal.place.startswith("sheet.csv") or "the required member /url is not mapped" in refusal.message


@many
@given(sheets)
def test_what_is_a_comment_can_be_taken_in(rows: list[list[str]]):
    """Each line that is proposed, and stands behind a #, is TOML of its own when the # is taken away."""
    text = attempt(lambda: map_text(planned(rows), "sheet.csv"))
    for line in [] if isinstance(text, UsageError) else text.splitlines():
        if line.startswith(('# "', "# [fields", "# [id")) and " = " in line:
            tomllib.loads(line[2:])


@many
@given(st.lists(st.tuples(st.sampled_from(STUDENTS), cells), min_size=1, max_size=5))
def test_no_column_about_students_is_ever_mapped(private: list[tuple[str, str]]):
    """Whatever stands in a column whose heading speaks of students, it is not in the mapping."""
    rows = [["Title", *(name for name, _ in private)], ["Intern", *(cell for _, cell in private)]]
    found = planned(rows)
    assert accepted(found).columns == ["Title"]
    assert all(cell not in map_text(found, "s").replace("Intern", "") for _, cell in private if "@" in cell)


@given(st.text(), st.text(), st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3))
def test_the_settings_are_valid_whatever_the_words(name: str, contact: str, source: str, profiles: list[str]):
    """Names and paths of any characters come out of publish.toml as they went in."""
    publisher = Publisher(name, HOME, "CC0-1.0", contact, tuple(profiles))
    table = tomllib.loads(publish_text(publisher, "csv", source))
    assert table["feed"].get("name", "") == name
    assert table["feed"]["publisher"].get("email", "") == contact
    assert table["input"] == [{"name": "sheet", "kind": "csv", "source": source, "map": "map.toml"}]


@given(st.text(min_size=1, max_size=40))
def test_a_workflow_is_valid_whatever_the_name_of_the_file(source: str):
    """A workflow is YAML with the path of the source in it, or the path is refused."""
    texts = attempt(lambda: github(Publisher("N", HOME), "csv", source))
    if isinstance(texts, UsageError):
        assert texts.fix
        return
    workflow = yaml.safe_load(texts[".github/workflows/wbl-feed.yml"])
    assert workflow[True]["push"]["paths"][:2] == ["map.toml", "publish.toml"]  # YAML 1.1 takes “on” for true
