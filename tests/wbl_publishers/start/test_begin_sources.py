"""What is written for approvals, addresses without a host, and files about students."""

import json
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest
from start_sheets import SITE


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch) -> None:
    """Every test is in a new folder."""
    monkeypatch.chdir(tmp_path)


def written(path: str, text: str) -> None:
    """Writes a source."""
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def uncommented(*begin: str) -> None:
    """Takes the # away from the lines of the mapping file that begin so."""
    text = Path("map.toml").read_text(encoding="utf-8")
    for line in begin:
        assert f"\n# {line}" in text
        text = text.replace(f"\n# {line}", f"\n{line}")
    Path("map.toml").write_text(text, encoding="utf-8")


def items() -> list[dict]:
    """The postings of the feed."""
    return json.loads(Path("public/feed.json").read_bytes())["items"]


def test_approved_rows_alone(run_wbl):
    """A column of approvals is written as [only], which keeps the other rows back once the # is gone."""
    written("list.csv", "Title,Approved?\nIntern,Approved\nHelper,\nAide,approved\n")
    told = run_wbl("publish", "init", "list.csv", *SITE).output
    assert "all of them are published, until you take the # away from the table for it in map.toml" in told
    uncommented("[only]", '"Approved?" = ["Approved"]')
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert sorted(one["title"] for one in items()) == ["Aide", "Intern"]


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Board</title><link>https://board.example/</link>
<item><title>Intern [FILLED]</title><link>https://board.example/1</link><category>Internships</category></item>
<item><title>Helper</title><link>https://board.example/2</link><category>Internships</category></item>
<item><title>News</title><link>https://board.example/3</link><category>News</category></item></channel></rss>"""


def test_entries_that_are_no_postings(run_wbl):
    """The examples of [except] and [only] for a feed do what they say once the # is gone."""
    written("board.xml", RSS)
    assert run_wbl("publish", "init", "board.xml", *SITE).exit_code == 0
    uncommented("[except]", '"title" = ["no school"', "[only]", '"category" = ["Internships"]')
    published = run_wbl("publish", "run", "publish.toml")
    assert published.exit_code == 0, published.output
    assert [one["title"] for one in items()] == ["Helper"]


def test_files_about_students(run_wbl):
    """A file with a key about students is named, and the exclusion that is written leaves it out."""
    written("jobs/intern.md", "---\ntitle: Intern\n---\nWork.\n")
    written("jobs/placed.md", "---\ntitle: Placement\nstudent: Somebody Else\n---\nText.\n")
    told = run_wbl("publish", "init", "jobs", *SITE)
    assert "the file jobs/placed.md" in re.search("CAREFUL: (.*)", told.output)[1]
    assert "CAREFUL: “student”; the file jobs/placed.md" in Path("map.toml").read_text(encoding="utf-8")
    assert "Somebody" not in Path("map.toml").read_text(encoding="utf-8")
    uncommented("[except]", '"student" = ["*"]')
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert [one["title"] for one in items()] == ["Intern"]


def test_permalinks_without_a_host(run_wbl):
    """A permalink is a page of the site; a file without one leads to its home page."""
    written("jobs/intern.md", "---\ntitle: Intern\npermalink: /jobs/intern/\n---\nWork.\n")
    written("jobs/helper.md", "---\ntitle: Helper\n---\nWork.\n")
    assert run_wbl("publish", "init", "jobs", *SITE).exit_code == 0
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert {one["title"]: one["url"] for one in items()} == {
        "Intern": "https://harbor.example/jobs/intern/",
        "Helper": "https://harbor.example/opportunities",
    }


def test_records_with_addresses_without_a_host(run_wbl):
    """Paths in a JSON file are addresses on the host of the home page; without a home page they are a question."""
    records = [{"title": "Intern", "href": "/jobs/1"}, {"title": "Helper", "href": "/jobs/2"}]
    written("jobs.json", json.dumps(records))
    assert run_wbl("publish", "init", "jobs.json", *SITE).exit_code == 0
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert [one["url"] for one in items()] == ["https://harbor.example/jobs/1", "https://harbor.example/jobs/2"]
    assert run_wbl("publish", "init", "jobs.json", "--out", "other").exit_code == 0
    text = Path("other/map.toml").read_text(encoding="utf-8")
    assert '# "/url" = "absolute(href)"' in text
    assert "/url" not in tomllib.loads(text)["fields"]


def test_a_database_file(run_wbl):
    """An SQLite file is read as a database: the table of postings is found, and no column about students is asked for."""
    pytest.importorskip("sqlalchemy")
    with sqlite3.connect("site.db") as database:
        database.execute("CREATE TABLE users (first_name TEXT, last_name TEXT, birthday TEXT)")
        database.execute('CREATE TABLE "our jobs" (id INTEGER, job_title TEXT, company TEXT, student_name TEXT)')
        database.executemany(
            'INSERT INTO "our jobs" VALUES (?, ?, ?, ?)', [(7, "Intern", "Tide Lab", "A"), (9, "Aide", "Bog", "B")]
        )
    database.close()
    told = run_wbl("publish", "init", "site.db", *SITE, "--out", "feed")
    assert told.exit_code == 0, told.output
    assert "The table “our jobs” is read, not “users”" in told.output
    assert "the table “users” (first_name, last_name, birthday)" in told.output
    settings = tomllib.loads(Path("feed/publish.toml").read_text(encoding="utf-8"))["input"][0]
    assert (settings["kind"], settings["source"]) == ("sql", "sqlite:///../site.db")
    query = tomllib.loads(Path("feed/map.toml").read_text(encoding="utf-8"))["options"]["query"]
    assert query == 'SELECT "id", "job_title", "company" FROM "our jobs"'
    published = run_wbl("publish", "run", "feed/publish.toml")
    assert (published.exit_code, "2 rows: 2 postings" in published.output) == (0, True), published.output
    refused = run_wbl("publish", "init", "site.db", *SITE, "--for", "github", "--force")
    assert (refused.exit_code, "first_name" in refused.stderr) == (2, True)


def test_a_page_that_only_people_understand(run_wbl):
    """Of a page without markup selectors are written to correct; corrected, its postings are published."""
    posting = '<li class="job"><h3><a href="/j/{0}">Intern {0}</a></h3><p class="employer">Bog</p></li>'
    written("page.html", f"<!doctype html><title>Jobs</title><ul>{posting.format(1)}{posting.format(2)}</ul>")
    told = run_wbl("publish", "init", "page.html", *SITE)
    assert (told.exit_code, "No page says to programs what its posting is" in told.output) == (0, True), told.output
    uncommented('item = ".job"', "base = ", '"/title" = ', '"/url" = ', '"/hiringOrganization/name" = ')
    published = run_wbl("publish", "run", "publish.toml")
    assert published.exit_code == 0, published.output
    assert {one["title"]: one["url"] for one in items()} == {
        "Intern 1": "https://harbor.example/j/1",
        "Intern 2": "https://harbor.example/j/2",
    }
