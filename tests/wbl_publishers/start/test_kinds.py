"""What a source is, is told by its content; sources that say most by themselves get a short mapping file."""

import json
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from start_sheets import HOME, SITE
from wbl_publishers.mapping.presets import presets
from wbl_publishers.start.kinds import sniffed
from wbl_publishers.start.plan import Plan
from wbl_publishers.start.sheet import Sheet
from wbl_publishers.start.stated_text import preset_of, stated_text

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Board</title><link>https://board.example/</link>
<item><title>Hatchery intern</title><link>https://board.example/1</link><guid>https://board.example/1</guid></item>
</channel></rss>"""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Title,Link\n", "csv"),
        (b"\xef\xbb\xbfTitle;Link\n", "csv"),
        (b"", "csv"),
        (b"PK\x03\x04....", "xlsx"),
        (b"\xd0\xcf\x11\xe0....", "xlsx"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "ical"),
        (b"\xef\xbb\xbfbegin:vcalendar\n", "ical"),
        (RSS.encode(), "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "rss"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "rss"),
        (b'\n [{"title": "Intern"}]', "json"),
        (b'<!doctype html><link rel="https://api.w.org/" href="https://board.example/wp-json/">', "wordpress"),
        (b"<!doctype html><title>Jobs</title>", "pages"),
        (b"---\ntitle: Intern\n---\n", "markdown"),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(content: bytes, kind: str):
    """Each kind of document is known by what it begins with; all else is a sheet."""
    assert sniffed(content) == kind


def test_a_feed_of_another_format_needs_no_mapping(run_wbl, tmp_path: Path, monkeypatch):
    """An RSS feed is published by the two commands; its titles are shown, and its mapping file says what may be added."""
    monkeypatch.chdir(tmp_path)
    Path("board.xml").write_text(RSS, encoding="utf-8")
    result = run_wbl("publish", "init", "board.xml", *SITE)
    assert (result.exit_code, "board.xml is read as rss." in result.output) == (0, True)
    assert "Its first titles:\n  Hatchery intern\n" in result.output
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert run_wbl("validate", "public/feed.json").exit_code == 0
    for line in Path("map.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith('# "'):
            tomllib.loads(line[2:])


def test_a_workbook_is_a_table_too(run_wbl, tmp_path: Path, monkeypatch):
    """An Excel workbook is mapped and published as a sheet is."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    with xlsxwriter.Workbook("list.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("Position", "Employer", "Apply by"), ("Intern", "Tide Lab", "3/1/2027"))):
            sheet.write_row(number, 0, row)
    result = run_wbl("publish", "init", "list.xlsx", *SITE, "--for", "github")
    assert (result.exit_code, "list.xlsx is read as xlsx." in result.output) == (0, True)
    assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    assert "wbl-feed[xlsx]" in Path(".github/workflows/wbl-feed.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "preset"),
    [
        ("https://boards-api.greenhouse.io/v1/boards/harbor/jobs?content=true", "greenhouse"),
        ("https://notgreenhouse.io/jobs", ""),
    ],
)
def test_job_systems_have_a_mapping_already(source: str, preset: str):
    """A job system for which a mapping comes with the library is known by its host."""
    assert preset_of("json", source) == preset
    nothing = Plan(Sheet(0, 0, ()), (), (), {})
    assert tomllib.loads(stated_text(nothing, "json", source, frozenset())).get("extends", "") == preset
    assert not preset or preset in presets()


class _Sheet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.end_headers()
        self.wfile.write(b"Title,Link\nIntern,https://a.example/1\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_sheet_at_an_address(run_wbl, tmp_path: Path, monkeypatch):
    """A sheet on the network is read and published from its address; one of a private network when that is allowed."""
    monkeypatch.chdir(tmp_path)
    server = HTTPServer(("127.0.0.1", 0), _Sheet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/sheet"
        assert run_wbl("publish", "init", address, *SITE).exit_code == 2
        assert run_wbl("publish", "init", address, *SITE, "--allow-private", "--for", "github").exit_code == 0
        assert run_wbl("publish", "run", "publish.toml").exit_code == 0
    finally:
        server.shutdown()
        server.server_close()
    assert tomllib.loads(Path("publish.toml").read_text(encoding="utf-8"))["input"][0]["source"] == address


def test_standard_input_is_refused(run_wbl):
    """What cannot be read a second time cannot be published again and again."""
    refused = run_wbl("publish", "init", "-", stdin=b"Title\nIntern\n")
    assert (refused.exit_code, "Save it as a file" in refused.stderr) == (2, True)


def begun(run_wbl, source: str, content: str) -> tuple[dict, dict]:
    """The mapping file and the feed that the two commands make of a source."""
    Path(source).parent.mkdir(exist_ok=True)
    Path(source).write_text(content, encoding="utf-8")
    source = str(Path(source).parent) if source.endswith(".md") else source
    result = run_wbl("publish", "init", source, *SITE)
    assert result.exit_code == 0, result.output
    published = run_wbl("publish", "run", "publish.toml")
    assert published.exit_code == 0, published.output
    assert run_wbl("validate", "public/feed.json", "--profile", "us-ma").exit_code == 0
    table = tomllib.loads(Path("map.toml").read_text(encoding="utf-8"))
    return table, json.loads(Path("public/feed.json").read_bytes())["items"][0]


def test_what_a_feed_has_beside_is_guessed(run_wbl, tmp_path: Path, monkeypatch):
    """The elements of a job board's plug-in are mapped by their names and texts, as the columns of a sheet are."""
    monkeypatch.chdir(tmp_path)
    extra = "<job:company>Tide Lab</job:company><job:job_type>Job Shadow</job:job_type><job:location>Lynn, MA</job:location>"
    feed = RSS.replace("</item>", f"{extra}</item>").replace("<rss ", '<rss xmlns:job="https://board.example/ns" ')
    table, item = begun(run_wbl, "board.xml", feed)
    assert table["fields"]["/jobLocation/0"] == "job:location"
    assert item["hiringOrganization"] == {"name": "Tide Lab"}
    assert item["activityType"] == "job-shadow"
    assert item["url"] == "https://board.example/1"


def test_records_of_json_are_guessed(run_wbl, tmp_path: Path, monkeypatch):
    """The list of records in a JSON document is found, and its values, those within objects too, are mapped."""
    monkeypatch.chdir(tmp_path)
    record = {
        "ref": "B-1", "jobTitle": "Bog apprentice", "where": {"city": "Carver"}, "apply-url": "https://bog.example/1",
        "tags": ["a", "b"], "open": True, "studentName": "First Last", "body": "<p>Learn to run a bog.</p>",
        "closes": None, "deep": {"a": {"b": {"c": {"d": {"e": 1}}}}},
    }  # fmt: skip
    document = {
        "meta": {"count": 2, "pages": [{"n": 1}, {"n": 2}, {"n": 3}]},
        "openings": [record, {**record, "ref": "B-2"}],
    }
    table, item = begun(run_wbl, "jobs.json", json.dumps(document))
    assert table["options"] == {"items": "openings"}
    assert table["id"] == {"column": "ref"}
    assert (item["title"], item["url"]) == ("Bog apprentice", "https://bog.example/1")
    assert item["jobLocation"] == [{"address": {"addressLocality": "Carver"}}]
    assert item["description"] == "Learn to run a bog."
    assert "First Last" not in Path("map.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{", "[1, 2]", '{"count": 0, "jobs": []}', "[" * 100_000])
def test_json_without_records_is_refused(run_wbl, tmp_path: Path, monkeypatch, text: str):
    """What is no JSON, or has no list of objects, ends with a fix and no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("jobs.json").write_text(text, encoding="utf-8")
    refused = run_wbl("publish", "init", "jobs.json", "--kind", "json")
    assert (refused.exit_code, refused.stderr.startswith("wbl: jobs.json: ")) == (2, True)


def test_a_calendar_leads_to_the_home_page(run_wbl, tmp_path: Path, monkeypatch):
    """Entries of a calendar without an address of their own lead to the home page, by the option for it."""
    pytest.importorskip("icalendar")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WBL_AT", "2026-11-21T12:00:00Z")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1@a", "DTSTAMP:20261101T000000Z",
             "DTSTART:20270201T150000Z", "SUMMARY:Career day", "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    table, item = begun(run_wbl, "events.ics", "\r\n".join(lines) + "\r\n")
    assert table["options"] == {"page": HOME}
    assert (item["title"], item["url"]) == ("Career day", HOME)


def test_a_folder_leads_to_the_home_page(run_wbl, tmp_path: Path, monkeypatch):
    """The keys of front matter are mapped, those in tables too, and a file without an address leads to the home page."""
    monkeypatch.chdir(tmp_path)
    matter = "title: Intern\ncompany: Tide Lab\nplace:\n  town: Lynn\napply-by: 2027-03-01\ndate: 2026-11-02\n"
    table, item = begun(run_wbl, "jobs/intern.md", f"---\n{matter}---\nWork at the pier.\n")
    assert item["hiringOrganization"] == {"name": "Tide Lab"}
    assert item["jobLocation"] == [{"address": {"addressLocality": "Lynn"}}]
    assert (item["applicationDeadline"], item["datePosted"]) == ("2027-03-01", "2026-11-02")
    assert "/datePosted" not in table["fields"]  # the format says it
    assert (item["title"], item["url"]) == ("Intern", HOME)
    assert table["fields"]["/url"] == {"column": "url", "default": HOME}


def test_a_source_that_needs_more_is_begun_all_the_same(run_wbl, tmp_path: Path, monkeypatch):
    """A database needs a query first: the files are written with a place for it, and publishing says that it is missing."""
    monkeypatch.chdir(tmp_path)
    assert run_wbl("publish", "init", "sqlite:///jobs.db", *SITE).exit_code == 0
    assert '# query = "select …"' in Path("map.toml").read_text(encoding="utf-8")
    refused = run_wbl("publish", "run", "publish.toml")
    assert (refused.exit_code, "/title is not mapped" in refused.stderr) == (2, True)


def test_a_password_is_never_written(run_wbl, tmp_path: Path, monkeypatch):
    """An address with a password in it is refused, since settings are files that others see; a variable is taken."""
    monkeypatch.chdir(tmp_path)
    refused = run_wbl("publish", "init", "postgresql://web:s3cret@db.example/jobs", *SITE)
    assert (refused.exit_code, "env:DATABASE_URL" in refused.stderr, "s3cret" in refused.output) == (2, True, False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///jobs.db")
    assert run_wbl("publish", "init", "env:DATABASE_URL", *SITE, "--for", "github").exit_code == 0
    assert tomllib.loads(Path("publish.toml").read_text(encoding="utf-8"))["input"][0]["source"] == "env:DATABASE_URL"
    workflow = Path(".github/workflows/wbl-feed.yml").read_text(encoding="utf-8")
    assert "DATABASE_URL: ${{ secrets.DATABASE_URL }}" in workflow
