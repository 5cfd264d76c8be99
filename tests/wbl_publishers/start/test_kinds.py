"""What a source is, is told by its content; sources that say most by themselves get a short mapping file."""

import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from start_sheets import SITE
from wbl_publishers.start.kinds import sniffed

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
    assert "Hatchery intern" in result.output
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
    from wbl_publishers.mapping.presets import presets
    from wbl_publishers.start.stated_text import preset_of, stated_text

    assert preset_of("json", source) == preset
    assert tomllib.loads(stated_text("json", source, frozenset())).get("extends", "") == preset
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
