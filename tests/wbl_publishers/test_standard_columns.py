"""A sheet with the standard columns, as `wbl convert --to csv` writes it, is published without a loss of its own."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.tables.csv_sheet import CsvAdapter
from wbl_publishers.mapping.drafting import draft
from wbl_publishers.mapping.mapping_file import Mapping as FieldMapping
from wbl_publishers.mapping.mapping_file import read_mapping
from wbl_publishers.mapping.standard_columns import standard_mapping, with_standard_columns
from wbl_publishers.members import member

from wbl_feed import json_format
from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher
from wbl_feed.models import Feed
from wbl_feed.projections import csv_table
from wbl_feed.projections.columns import columns, harmless
from wbl_feed.resources import spec_json

FEED = {"id": "https://site.example/feed", "name": "A site", "license": "CC-BY-4.0", "publisher": {"name": "A site"}}
HEADER = [column.heading for column in columns()]
ROW = {column.pointer: column for column in columns()}


def toml(table: dict[str, Any]) -> str:
    """A mapping as its file; JSON writes texts and inline tables as TOML does, but for the colon."""
    fields = "\n".join(
        f"{json.dumps(pointer)} = {{ {', '.join(f'{name} = {json.dumps(text)}' for name, text in rule.items())} }}"
        for pointer, rule in table["fields"].items()
    )
    feed = "\n".join(f"{name} = {json.dumps(value)}" for name, value in FEED.items() if name != "publisher")
    head = f'config_version = 1\n[feed]\n{feed}\npublisher = {{ name = "A site" }}\n'
    return f"{head}[id]\ncolumn = {json.dumps(table['id']['column'])}\n[fields]\n{fields}\n"


def same(posting: dict[str, Any]) -> dict[str, Any]:
    """A posting without the date that publishing makes."""
    return {name: value for name, value in posting.items() if name != "dateModified"}


def written(items: list[dict[str, Any]]) -> tuple[bytes, list[dict[str, Any]]]:
    """A feed's CSV, and its postings as they come back from it."""
    value = {**spec_json("examples/feed.json"), "items": items}
    reading = json_format.read(json.dumps(value).encode())
    assert isinstance(reading.feed, Feed)
    content = csv_table.write(reading.feed)
    return content, [posting.to_json_value() for posting in csv_table.read(content).postings]


def filled() -> dict[str, Any]:
    """A posting in which every standard column has its example."""
    text = "\r\n".join(
        ",".join('"' + cell + '"' for cell in line)
        for line in (HEADER, [harmless(column.example) for column in columns()])
    )
    return csv_table.read(text.encode()).postings[0].to_json_value()


def records(sheet: Path, mapping: FieldMapping) -> list[Record]:
    """The records of a sheet by a mapping; the notices about all of it say which columns are not used."""
    source = Input(
        str(sheet), tuple(mapping.columns), mapping.options, HttpFetcher(), datetime(2026, 11, 22, tzinfo=UTC)
    )
    return [one for one in CsvAdapter().records(source) if isinstance(one, Record)]


def test_every_standard_column_can_be_mapped():
    """The mapping is sound and names each column but the two whose members publishing makes."""
    mapping = read_mapping(standard_mapping(HEADER, FEED), "the columns")
    assert len(mapping.fields) == len(HEADER) - 2
    assert mapping.id.column == "Id"
    for column in columns():
        assert member(column.pointer).many == column.many


def test_mapping_of_a_sheet_with_some_of_the_columns():
    """Columns that a sheet does not have are not asked for, and strange ones are left alone."""
    table = standard_mapping(["Title", "Link", "Activity type", "Status", "Checked by"], FEED)
    assert set(table["fields"]) == {"/title", "/url", "/activityType", "/status"}
    assert "id" not in table


def test_a_file_without_fields_has_the_standard_columns(tmp_path: Path):
    """A mapping file with a feed alone reads a sheet that has the needed columns, whatever others it has."""
    mapping = read_mapping(with_standard_columns({"feed": FEED}), "map.toml")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Status,Title,Id,Link,Activity type,Town,Ours\nopen,A,7,https://a.example,job shadow,Salem,x\n")
    (record,) = records(sheet, mapping)
    found = draft(record, mapping)
    assert found.keys[0] == "id 7"
    assert set(found.members) == {"title", "url", "activityType", "status", "jobLocation"}
    for heading in ("Id", "Title", "Link", "Activity type", "Status"):
        sheet.write_text(sheet.read_text().replace(heading, f"{heading} (old)"))
        with pytest.raises(UsageError, match=f"the column “{heading}” of the mapping is not in the sheet"):
            records(sheet, mapping)
        sheet.write_text(sheet.read_text().replace(f"{heading} (old)", heading))


def test_what_a_file_says_comes_before_the_standard_columns(tmp_path: Path):
    """A constant takes the place of a needed column, and options stay."""
    table = {"feed": FEED, "constants": {"/status": "open"}, "options": {"delimiter": ";"}}
    mapping = read_mapping(with_standard_columns(table), "map.toml")
    (tmp_path / "sheet.csv").write_text("Title;Id;Link;Activity type\nA;7;https://a.example;job\n")
    (record,) = records(tmp_path / "sheet.csv", mapping)
    assert draft(record, mapping).members["status"] == "open"
    assert draft(record, mapping).notices == ()


@pytest.mark.parametrize("wrong", [{"constants": 5}, {"options": "x"}, {"feed": None}])
def test_a_file_with_faulty_tables_is_refused_as_others_are(wrong: dict[str, Any]):
    """What is no table is left for the reader of mapping files to refuse."""
    with pytest.raises(UsageError):
        read_mapping(with_standard_columns({"feed": FEED, **wrong}), "map.toml")


@pytest.mark.parametrize("items", [[filled()], spec_json("examples/feed.json")["items"]], ids=["filled", "example"])
def test_published_sheet_gives_the_postings_that_were_written(
    tmp_path: Path, run_wbl: Callable[..., Result], items: list[dict[str, Any]]
):
    """Feed → CSV → wbl publish csv gives the same ids and members, but for the date of change."""
    content, expected = written(items)
    (tmp_path / "sheet.csv").write_bytes(content)
    (tmp_path / "map.toml").write_text(toml(standard_mapping(HEADER, FEED)), encoding="utf-8")
    result = run_wbl(
        "publish", "csv", tmp_path / "sheet.csv", "--map", tmp_path / "map.toml", "--out", tmp_path / "out"
    )
    assert result.exit_code == 0, result.output
    published = json.loads((tmp_path / "out" / "feed.json").read_bytes())["items"]
    assert list(map(same, published)) == list(map(same, expected))


def _says_something(text: str) -> bool:
    """A dash alone counts as an empty cell."""
    return text == text.strip() and any(one.isalpha() for one in text)


_WORDS = st.text("abc é漢,\"'=+-@;.", min_size=1, max_size=12).filter(_says_something)
_PARTS = st.text("abc é漢,\"'=+-@.", min_size=1, max_size=12).filter(_says_something)
_MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "title": _WORDS,
        "description": st.builds("{}\n\n{}".format, _WORDS, _WORDS),
        "summary": _WORDS,
        "skills": st.lists(_PARTS.map(lambda name: {"name": name}), min_size=1, max_size=3),
        "rolling": st.booleans(),
        "applicationDeadline": st.sampled_from(["2027-03-01", "2027-03-01T12:00:00-05:00"]),
        "hiringOrganization": st.builds(lambda name: {"name": name}, _WORDS),
        "applicationContact": st.builds(lambda text: {"telephone": text}, _WORDS),
        "totalOpenings": st.integers(1, 999),
        "hoursPerWeek": st.builds(lambda least: {"minValue": least}, st.integers(0, 40)),
        "programs": st.lists(
            st.sampled_from(["us-ma:petm", "us-ma:mycap", "https://a.example/x"]), min_size=1, max_size=2
        ),
        "eligibility": st.builds(
            lambda grades: {"gradeLevels": sorted(grades)}, st.sets(st.integers(6, 12), min_size=1)
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_MEMBERS)
def test_adapter_reads_every_cell_that_was_written(tmp_path: Path, members: dict[str, Any]):
    """Whatever the texts begin or end with, the adapter's draft has the members that the sheet was made from."""
    content, expected = written([{**spec_json("examples/feed.json")["items"][2], **members}])
    (tmp_path / "sheet.csv").write_bytes(content)
    mapping = read_mapping(standard_mapping(HEADER, FEED), "the columns")
    (record,) = records(tmp_path / "sheet.csv", mapping)
    found = draft(record, mapping)
    assert found.notices == ()
    assert {**found.members, "id": expected[0]["id"]} == same(expected[0])
