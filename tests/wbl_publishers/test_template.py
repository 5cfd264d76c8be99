"""The spreadsheet to begin with: its words are those of the standard, its example is never published, and filled in it is."""

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from openpyxl.worksheet.worksheet import Worksheet
from wbl_publishers.mapping.drafting import draft
from wbl_publishers.mapping.mapping_file import read_mapping
from wbl_publishers.mapping.standard_columns import with_standard_columns
from wbl_publishers.members import member
from wbl_publishers.template.columns import template_columns
from wbl_publishers.template.csv_template import csv_template
from wbl_publishers.template.xlsx_template import xlsx_template

from wbl_feed.adapter import Record
from wbl_feed.errors import UsageError
from wbl_feed.profiles import bundled
from wbl_feed.projections.columns import columns
from wbl_feed.vocabulary import vocabularies

FEED_ONLY = {
    "feed": {"id": "https://site.example/feed", "name": "A", "license": "CC-BY-4.0", "publisher": {"name": "A"}}
}
PROFILES = [bundled()["us-ma"]]
HEADINGS = [column.heading for column in columns() if column.heading != "Changed"]
MAPPING = read_mapping(with_standard_columns(FEED_ONLY), "map.toml")


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    """The template with the codes of Massachusetts and Spanish labels."""
    return openpyxl.load_workbook(io.BytesIO(xlsx_template(template_columns(PROFILES, "es"))))


def below(sheet: Worksheet, heading: str) -> list[str]:
    """What stands under a heading of the first row."""
    (column,) = (column for column in sheet.iter_cols() if column[0].value == heading)
    return [cell.value for cell in column[1:] if cell.value is not None]


def checks(book: openpyxl.Workbook) -> dict[str, object]:
    """The check of each column of the sheet to fill in, by its heading."""
    sheet = book["Postings"]
    found = {}
    for check in sheet.data_validations.dataValidation:
        (place,) = check.sqref.ranges
        assert (place.min_row, place.min_col) == (2, place.max_col)
        found[sheet.cell(1, place.min_col).value] = check
    return found


def choices(book: openpyxl.Workbook, heading: str) -> list[str]:
    """The words of a column's drop-down, followed to where they stand."""
    check = checks(book)[heading]
    assert check.type == "list"
    name, _, place = check.formula1.partition("!")
    return [row[0].value for row in book[name][place.replace("$", "")]]


def test_the_headings_are_the_standard_ones(book: openpyxl.Workbook):
    """Every standard column is there to the letter but the date of change, which publishing makes."""
    assert book.sheetnames == ["Postings", "Example", "Help", "Lists"]
    for name in ("Postings", "Example"):
        assert [cell.value for cell in book[name][1]] == HEADINGS
        assert book[name].freeze_panes == "A2"
        assert all(cell.font.bold for cell in book[name][1])
    assert book["Postings"].max_row == 1
    assert book["Lists"].sheet_state == "hidden"
    assert next(csv.reader(io.StringIO(csv_template(template_columns()).decode("utf-8-sig")))) == HEADINGS


def test_required_columns_look_different(book: openpyxl.Workbook):
    """Those that every row must fill have a style of their own, and the help says it in words."""
    style = {
        cell.value: (cell.fill.fgColor.rgb, cell.font.color.rgb if cell.font.color else "")
        for cell in book["Postings"][1]
    }
    required = [heading for heading in HEADINGS if style[heading] == style["Title"]]
    assert required == ["Id", "Link", "Title", "Activity type", "Status"]
    said = [row[0].value for row in book["Help"].iter_rows() if row[1].value == "yes"]
    assert said == required


def test_drop_downs_have_every_code(book: openpyxl.Workbook):
    """A coded column offers its vocabulary and the codes of the profile, and nothing else."""
    core = {one.field: list(one.terms) for one in vocabularies().values()}
    assert choices(book, "Activity type") == core["/activityType"]
    assert choices(book, "Status") == ["open", "paused", "filled", "closed"]
    assert choices(book, "Priority to") == choices(book, "Open only to")
    assert choices(book, "Rolling") == ["yes", "no"]
    assert choices(book, "Pay unit") == ["HOUR", "DAY", "WEEK", "MONTH", "YEAR", "TOTAL"]
    massachusetts = PROFILES[0].vocabularies
    assert choices(book, "Programs") == list(massachusetts["program"].terms)
    assert choices(book, "Regions") == [*massachusetts["stem-network"].terms, *massachusetts["workforce-board"].terms]
    assert len(",".join(choices(book, "Activity type"))) > 255  # more than a rule itself may hold
    assert all(
        below(book["Lists"], heading) == choices(book, heading)
        for heading, one in checks(book).items()
        if one.type == "list"
    )


def test_a_column_of_several_values_lets_them_be_typed(book: openpyxl.Workbook):
    """A drop-down gives one code alone, so other texts pass without a warning there, and warn elsewhere."""
    many = {column.heading for column in columns() if column.many}
    for heading, check in checks(book).items():
        if check.type == "list":
            assert bool(check.showErrorMessage) == (heading not in many)
            assert check.errorStyle == "warning"


@pytest.mark.parametrize("one", template_columns(PROFILES), ids=lambda one: one.column.heading)
def test_every_word_of_a_drop_down_is_read(one):
    """What the template offers is what publishing takes, word by word."""
    rule = MAPPING.fields.get(one.column.pointer)
    for word in one.words:
        if one.column.pointer == "/id" or rule is None:
            continue
        found = draft(Record("row 2", {rule.column: word}), MAPPING)
        about = [notice for notice in found.notices if one.column.heading in notice.place and notice.found == word]
        assert about == [], word


def test_spreadsheets_do_not_wreck_cells(book: openpyxl.Workbook):
    """Columns of texts are kept as text, so that 02667 keeps its zero and 9-12 does not become a day."""
    sheet = book["Postings"]
    shape = {
        cell.value: sheet.column_dimensions[openpyxl.utils.get_column_letter(cell.column)].number_format
        for cell in sheet[1]
    }
    for heading in ("Id", "Postal code", "Grades", "Contact phone", "From", "Occupation code", "Length"):
        assert shape[heading] == "@", heading
    assert shape["Deadline"] == "yyyy-mm-dd"
    assert checks(book)["Deadline"].type == "date"
    assert checks(book)["Pay"].type == "decimal"
    assert checks(book)["Places"].type == "whole"


def test_every_column_has_help(book: openpyxl.Workbook):
    """The help has what it is, an example and the words of each column, with their names in the language asked for."""
    rows = {row[0].value: [cell.value for cell in row] for row in book["Help"].iter_rows() if row[2].value}
    assert list(rows)[1:] == HEADINGS
    for column in columns():
        if column.heading in HEADINGS:
            assert rows[column.heading][2], column.heading
            assert (
                checks(book)[column.heading].prompt.removeprefix("Required. ").startswith(rows[column.heading][2][:40])
            )
    shadow = vocabularies()["activity-type"].terms["job-shadow"].label_in("es")
    assert f"job-shadow: {shadow}" in rows["Activity type"][4].split("\n")
    assert rows["Programs"][4].startswith("us-ma:")


@pytest.mark.parametrize("heading", ["Pay currency", "Pay status"])
def test_a_wage_is_not_lost_for_want_of_its_currency(book: openpyxl.Workbook, heading: str):
    """What an amount cannot be published without is named as needed, and is red in a row where it is missing."""
    sheet = book["Postings"]
    place = {cell.value: cell.column_letter for cell in sheet[1]}
    (area,) = (area for area in sheet.conditional_formatting if f"{place[heading]}2" in area)
    assert str(area.sqref) == f"{place[heading]}2:{place[heading]}2001"
    (rule,) = area.rules
    amounts = f"${place['Pay']}2:${place['Pay to']}2"
    assert rule.formula == [f'AND(TRIM(${place[heading]}2)="",COUNTA({amounts})>0)']
    assert rule.dxf.fill.bgColor.rgb == "FFFF9999"
    assert (sheet[f"{place['Pay']}1"].column + 2) == sheet[f"{place['Pay to']}1"].column
    said = "Needed with Pay, Pay from, Pay to"
    assert said in checks(book)[heading].prompt
    assert said in sheet[f"{place[heading]}1"].comment.text
    assert below(book["Example"], "Pay currency") == ["USD"]


def test_no_cell_is_a_formula(book: openpyxl.Workbook):
    """Nothing in the workbook is reckoned, and no cell of the CSV is taken for a formula."""
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    _, example = csv.reader(io.StringIO(csv_template(template_columns()).decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in example)
    assert "'+1 508 555 0100" in example


def test_the_same_template_is_the_same_bytes():
    """No clock is in it."""
    content = xlsx_template(template_columns())
    assert content == xlsx_template(template_columns())
    created = openpyxl.load_workbook(io.BytesIO(content)).properties.created
    assert (created.year, created.month, created.day) == (2026, 1, 1)


def publish(folder: Path, run_wbl: Callable[..., Result], kind: str, sheet: Path, code: int = 0) -> dict:
    """The report of publishing a sheet by a mapping file with a feed alone."""
    (folder / "map.toml").write_text(
        f"config_version = 1\n[feed]\nid = {json.dumps(FEED_ONLY['feed']['id'])}\nname = 'A'\nlicense = 'CC-BY-4.0'\n"
        "publisher = { name = 'A' }\n",
        encoding="utf-8",
    )
    files = ("--map", folder / "map.toml", "--out", folder / "public", "--at", "2026-11-22T12:00:00Z", "--json")
    result = run_wbl("publish", kind, sheet, *files)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_the_example_is_never_published(tmp_path: Path, run_wbl: Callable[..., Result]):
    """In the workbook it is on a sheet of its own; in the CSV its row is refused until somebody deletes it."""
    for suffix, rows in (("xlsx", 0), ("csv", 1)):
        sheet = tmp_path / f"postings.{suffix}"
        assert run_wbl("publish", "template", "--out", sheet).exit_code == 0
        report = publish(tmp_path, run_wbl, suffix, sheet, code=rows)
        assert (report["rows"], report["postings"], len(report["refused"])) == (rows, 0, rows)
    (refused,) = report["refused"]
    assert "EXAMPLE - delete this row" in refused["notices"][0]["message"]
    assert refused["place"] == "row 2"


ROW = {
    "Id": 101,
    "Link": "https://bay.example/101",
    "Title": "Hatchery intern",
    "Activity type": "internship",
    "Status": "open",
    "Deadline": date(2027, 3, 1),
    "Rolling": "no",
    "Programs": "us-ma:petm; us-ma:connecting-activities",
    "Regions": "us-ma-stem:cape-cod",
    "Postal code": "02667",
    "Town": "Wellfleet",
    "State": "MA",
    "Grades": "10; 11; 12",
    "From": "09:00",
    "Hours per week from": 20,
    "Pay status": "paid",
    "Pay": 17.5,
    "Pay currency": "USD",
    "Pay unit": "HOUR",
    "Places": 4,
}


def test_settings_are_written_for_a_filled_template(tmp_path: Path, run_wbl: Callable[..., Result]):
    """What the guide says after filling in: init writes the settings, by which its rows are published."""
    sheet = tmp_path / "new.xlsx"
    assert run_wbl("publish", "template", "--out", sheet).exit_code == 0
    book = openpyxl.load_workbook(sheet)
    for cell in book["Postings"][1]:
        if cell.value in ROW:
            book["Postings"].cell(2, cell.column).value = ROW[cell.value]
    book.save(sheet)
    site = ("--name", "A", "--home", "https://a.example/", "--license", "CC-BY-4.0", "--out", tmp_path)
    assert run_wbl("publish", "init", sheet, *site, "--profile", "us-ma").exit_code == 0
    run = run_wbl("publish", "run", tmp_path / "publish.toml", "--at", "2026-11-22T12:00:00Z")
    assert run.exit_code == 0, run.output
    assert "1 row: 1 posting (1 new" in run.output
    (written,) = tmp_path.rglob("feed.json")
    (posting,) = json.loads(written.read_bytes())["items"]
    assert posting["compensation"]["baseSalary"] == {"currency": "USD", "value": 17.5, "unitText": "HOUR"}


@pytest.mark.parametrize("deleted", [0, 60], ids=["all columns", "many columns deleted"])
def test_a_filled_template_is_published(tmp_path: Path, run_wbl: Callable[..., Result], deleted: int):
    """What somebody types comes out as facts, and columns that nobody needs may be deleted."""
    sheet = tmp_path / "postings.xlsx"
    assert run_wbl("publish", "template", "--out", sheet, "--profile", "us-ma").exit_code == 0
    book = openpyxl.load_workbook(sheet)
    postings = book["Postings"]
    for heading in [one for one in HEADINGS if one not in ROW][:deleted]:
        places = [cell.column for cell in postings[1] if cell.value == heading]
        postings.delete_cols(places[0])
    for cell in postings[1]:
        if cell.value in ROW:
            postings.cell(2, cell.column).value = ROW[cell.value]
    book.save(sheet)
    report = publish(tmp_path, run_wbl, "xlsx", sheet)
    assert (report["rows"], report["postings"], report["notices"]) == (1, 1, [])
    (posting,) = json.loads((tmp_path / "public" / "feed.json").read_bytes())["items"]
    assert posting["id"] == f"{FEED_ONLY['feed']['id']}/101"
    assert posting["applicationDeadline"] == "2027-03-01"
    assert posting["jobLocation"][0]["address"]["postalCode"] == "02667"
    assert posting["eligibility"]["gradeLevels"] == [10, 11, 12]
    assert posting["programs"] == ["us-ma:petm", "us-ma:connecting-activities"]
    assert posting["compensation"]["baseSalary"] == {"currency": "USD", "value": 17.5, "unitText": "HOUR"}
    assert posting["totalOpenings"] == 4
    assert posting["rolling"] is False
    assert run_wbl("validate", tmp_path / "public" / "feed.json", "--profile", "us-ma").exit_code == 0


def test_every_example_of_a_column_is_read():
    """The example of each column, as the template shows it, is one that publishing takes."""
    cells = {one.column.heading: one.column.example for one in template_columns()}
    found = draft(Record("row 2", cells), MAPPING)
    assert found.notices == ()
    assert len(found.members) > 30
    assert all(member(pointer) for pointer in MAPPING.fields)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--out", "there.xlsx"], "there is such a file already. Give another name"),
        (["--out", "new.ods"], "the template is a workbook or CSV. End its name with .xlsx or .csv."),
        (["--out", "new.csv", "--profile", "us-mb"], "us-ma"),
    ],
)
def test_a_template_that_cannot_be_written_says_why(tmp_path: Path, run_wbl, monkeypatch, options: list, fault: str):
    """What was filled in is never overwritten, and a mistyped name gets a hint."""
    monkeypatch.chdir(tmp_path)
    Path("there.xlsx").write_bytes(b"mine")
    result = run_wbl("publish", "template", *options)
    assert result.exit_code == 2
    assert fault in result.stderr
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("there.xlsx", b"mine")]


def test_csv_needs_no_library(monkeypatch: pytest.MonkeyPatch):
    """Without XlsxWriter the CSV is still made, and the workbook says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert csv_template(template_columns())
    with pytest.raises(UsageError, match=r"pip install 'wbl-feed\[xlsx\]'"):
        xlsx_template(template_columns())
