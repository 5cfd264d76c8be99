"""Workbooks with several tabs, and sources that must not become public."""

import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from start_sheets import SITE

LISTS = [["Kind", "Colour"], ["Internship", "blue"], ["Job shadow", "red"]]
ROSTER = [["Student name", "Date of birth", "Job title", "Employer", "Town"], ["A", "B", "Helper", "Tide Lab", "Lynn"]]
POSTINGS = [["Position", "Employer", "Apply by"], ["Intern", "Tide Lab", "3/1/2027"], ["Helper", "Bog", "3/2/2027"]]


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch) -> None:
    """Every test is in a new folder."""
    monkeypatch.chdir(tmp_path)


def workbook(*hidden: str, **tabs: list[list[str]]) -> None:
    """Writes ``list.xlsx``."""
    with xlsxwriter.Workbook("list.xlsx") as book:
        for name, rows in tabs.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def test_the_tab_of_postings_is_found(run_wbl):
    """The tab whose headings are likest to postings is read, not the first; the others are named, and it is published."""
    workbook(Lists=LISTS, Roster=ROSTER, Jobs=POSTINGS)
    result = run_wbl("publish", "init", "list.xlsx", *SITE)
    assert result.exit_code == 0
    assert "The tab “Jobs” is read, not “Lists”, “Roster”; --sheet NAME takes another." in result.output
    assert tomllib.loads(Path("map.toml").read_text(encoding="utf-8"))["options"] == {"sheet": "Jobs"}
    assert "2 rows: 2 postings" in run_wbl("publish", "run", "publish.toml").output


def test_a_tab_may_be_named(run_wbl):
    """--sheet takes a tab; a name that is none is refused with the others, and so is the option for what has no tabs."""
    workbook(Jobs=POSTINGS, Old=POSTINGS)
    assert run_wbl("publish", "init", "list.xlsx", *SITE, "--sheet", "old").exit_code == 0
    assert tomllib.loads(Path("map.toml").read_text(encoding="utf-8"))["options"] == {"sheet": "Old"}
    refused = run_wbl("publish", "init", "list.xlsx", "--sheet", "Jbos")
    assert (refused.exit_code, "Did you mean “Jobs”?" in refused.stderr) == (2, True)
    Path("list.csv").write_text("Title\nIntern\n", encoding="utf-8")
    refused = run_wbl("publish", "init", "list.csv", "--sheet", "Jobs")
    assert (refused.exit_code, "--sheet: a workbook alone has tabs" in refused.stderr) == (2, True)


@pytest.mark.parametrize("hidden", [(), ("Roster",)])
def test_a_tab_about_students_never_goes_to_github(run_wbl, hidden: tuple[str, ...]):
    """A workbook with another tab about students, a hidden one too, is told of, and refused for a public repository."""
    workbook(*hidden, Jobs=POSTINGS, Roster=ROSTER)
    told = run_wbl("publish", "init", "list.xlsx", *SITE, "--out", "here")
    assert (told.exit_code, "“Roster” (Student name, Date of birth)" in told.output) == (0, True)
    assert "CAREFUL: the" in told.output
    refused = run_wbl("publish", "init", "list.xlsx", *SITE, "--for", "github", "--force")
    assert (refused.exit_code, "“Roster” (Student name, Date of birth)" in refused.stderr) == (2, True)
    assert sorted(path.name for path in Path().iterdir()) == ["here", "list.xlsx"]


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("list.csv", "Title,Student name\nIntern,A B\n"),
        ("list.json", '[{"title": "Intern", "studentName": "A B"}]'),
        ("jobs/a.md", "---\ntitle: Intern\nstudent: A B\n---\nText.\n"),
    ],
)
def test_data_about_students_never_goes_to_github(run_wbl, source: str, content: str):
    """With --for github a source with columns about students is refused, --force or not, until it is called public."""
    Path(source).parent.mkdir(exist_ok=True)
    Path(source).write_text(content, encoding="utf-8")
    source = "jobs" if source.endswith(".md") else source
    refused = run_wbl("publish", "init", source, *SITE, "--for", "github", "--force")
    assert (refused.exit_code, "“student" in refused.stderr.casefold()) == (2, True)
    assert "Copy the postings alone into a file of their own" in refused.stderr
    assert not Path("publish.toml").exists()
    assert run_wbl("publish", "init", source, *SITE, "--for", "github", "--public-source").exit_code == 0
    assert "**Everything in this repository is public**" in Path("README-feed.md").read_text(encoding="utf-8")
