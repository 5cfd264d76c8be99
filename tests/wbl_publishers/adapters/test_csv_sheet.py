"""Sheets as Excel, Google Sheets and people save them are read; what is no sheet is refused with a fix."""

import csv
import io
import threading
import time
import tomllib
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from adapter_runs import Found
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_site import MAP, row
from wbl_publishers.adapters.tables.csv_sheet import CsvAdapter, delimiter
from wbl_publishers.adapters.tables.rows import letters, match_columns
from wbl_publishers.mapping.drafting import Draft, draft
from wbl_publishers.mapping.mapping_file import read_mapping

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher
from wbl_feed.notices.base import Notice

HEAD = "Title,Link,Employer,Town,Kind,Deadline,Pay\n"
CAFE = "Café intern,https://apply.example/1,Niño & Søn,Boston,Pasantía,3/1/2027,Unpaid\n"
MAPPING = read_mapping({name: value for name, value in tomllib.loads(MAP).items() if name != "config_version"}, "map")


def as_input(sheet: Path, columns: tuple[str, ...] = (), **options: object) -> Input:
    return Input(str(sheet), columns, options, HttpFetcher(), datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture
def scan(tmp_path: Path):
    """Reads a text or bytes as a sheet, and gives its records and the notices about all of it."""

    def found(content: str | bytes, saved_as: str = "utf-8", columns: tuple[str, ...] = (), **options: object) -> Found:
        sheet = tmp_path / "sheet.csv"
        sheet.write_bytes(content if isinstance(content, bytes) else content.encode(saved_as))
        every = list(CsvAdapter().records(as_input(sheet, columns, **options)))
        return Found(
            [one for one in every if isinstance(one, Record)], [one for one in every if isinstance(one, Notice)]
        )

    return found


@pytest.fixture
def read(scan):
    """Reads a text or bytes as the sheet of a site, and gives a draft a row."""

    def drafts(content: str | bytes, encoding: str = "utf-8") -> list[Draft]:
        return [draft(record, MAPPING) for record in scan(content, encoding, tuple(MAPPING.columns)).records]

    return drafts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le+mark", "utf-16-be+mark", "cp1252"])
@pytest.mark.parametrize("cells_end", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_ends", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_delimiter_and_line_end_is_read(read, encoding: str, cells_end: str, line_ends: str):
    """Accents, columns and rows come out the same however the sheet was saved."""
    text = (HEAD + CAFE).replace(",", cells_end).replace("\n", line_ends)
    plain, _, mark = encoding.partition("+")
    (draft,) = read(("\ufeff" if mark else "") + text, plain)
    assert draft.place == "row 2"
    assert draft.notices == ()
    assert draft.members["title"] == "Café intern"
    assert draft.members["hiringOrganization"] == {"name": "Niño & Søn"}
    assert draft.members["activityType"] == "internship"
    assert draft.members["applicationDeadline"] == "2027-03-01"


def test_rows_keep_the_numbers_that_the_sheet_shows(read):
    """Blank rows, rows of empty cells, short rows and line breaks in cells do not shift the row numbers."""
    rows = [
        '"Two\nlines, and a ""quote""",https://apply.example/2,ACME,,internship',
        "",
        ",,,,,,",
        "Short",
        "Six,https://apply.example/6,ACME,,internship,,,one,two,more",
    ]
    two, five, six = read(HEAD + "\n".join(rows))
    assert [draft.place for draft in (two, five, six)] == ["row 2", "row 5", "row 6"]
    assert two.members["title"] == 'Two\nlines, and a "quote"'
    assert [notice.place for notice in five.notices] == ["row 5, column “Link”", "row 5, column “Kind”"]
    assert five.refused
    assert six.members["title"] == "Six"
    assert not six.refused
    assert [(notice.code, notice.message) for notice in six.notices] == [
        ("extra_cells", "The row has cells beyond the last heading, which are not used: “columns H to J”.")
    ]


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", "SEP=;\n", '"sep=;"\n'])
def test_the_separator_line_of_excel_is_obeyed_and_is_no_row(read, line: str):
    """Excel's first line sep=; names the delimiter, and Excel does not show or count it."""
    heading = HEAD.replace(",", ";").replace("Pay", "Pay;Notes, if, any, of, all, our, many, many, notes")
    (draft,) = read(line + heading + "A, B and C;https://apply.example/1;ACME;Boston, MA;job;;\n")
    assert (draft.place, draft.members["title"]) == ("row 2", "A, B and C")
    assert draft.members["jobLocation"][0]["address"]["addressRegion"] == "MA"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b;c,d", ","),
        ("a;b,c;d", ";"),
        ('"Pay, if any, and how";Title', ";"),
        ("\n\r\na;b\n1,2,3,4,5", ";"),
        ("a\tb\r1,2,3,4\r", "\t"),
        ("Title", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_told_from_the_first_line(text: str, found: str):
    """The commonest of four characters outside quotation marks, in the first line that has text."""
    assert delimiter(text) == found


def test_headings_are_matched_without_regard_to_case_and_space():
    """A heading counts as the mapping's however it is spaced, and columns may stand in any order."""
    header = [" PAY ", "link", "\u00a0Title", "job   Kind"]
    assert match_columns(header, ["Title", "Pay", "Job kind"], "row 1") == {"Title": 2, "Pay": 0, "Job kind": 3}


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (HEAD.replace("Employer", "Employeer"), "row 1: the column “Employer” of the mapping is not in the sheet. Did you mean “Employeer”?"),
        ("\n\n" + HEAD.replace("Employer", "Firm"), "row 3: the column “Employer” of the mapping is not in the sheet. The sheet has: “Title”, “Link”, “Firm”"),
        (HEAD.replace("Pay", "title "), "row 1: the column “Title” is there twice. Rename one of them."),
        ("", "the sheet is empty. Its first row has the names of the columns."),
        (" \n,,\n", "the sheet is empty."),
        ("\ufeff", "the sheet is empty."),
        ("sep=;", "the sheet is empty."),
        ("Our list of internships,,\n" + HEAD.replace("Pay", "Wage"), "row 2: the column “Pay” of the mapping is not in the sheet."),
        ("<!DOCTYPE html><html><title>Sign in</title>", "a web page, not a sheet; perhaps a log-in page. Publish the sheet to the web as CSV"),
        ("\ufeff\n <HTML>", "this is a web page"),
        ("<!-- saved -->\n<html>", "this is a web page"),
        (b"PK\x03\x04" + b"\0" * 99, "this is an Excel workbook, not CSV. Run wbl publish xlsx, or save it as “CSV UTF-8”."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "this is an Excel workbook, not CSV."),
        ('{"items": []}', "row 1: the column “Title” of the mapping is not in the sheet."),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_used_says_why(read, header: str | bytes, fault: str):
    """A missing or doubled heading, or a file that is no sheet, is refused as a whole with a fix."""
    with pytest.raises(UsageError) as refusal:
        read(header)
    assert "sheet.csv" in refusal.value.place
    assert fault in str(refusal.value)


def test_a_doubled_heading_that_nobody_needs_does_no_harm(scan):
    """Only columns that the mapping names must be there once; the others are told of, once each."""
    found = scan(HEAD.strip() + ",Notes,Notes,\n" + CAFE, columns=tuple(MAPPING.columns))
    assert [(notice.code, notice.found, notice.severity) for notice in found.notices] == [
        ("unmapped_column", "Notes", "info"),
        ("unmapped_column", "Notes", "info"),
    ]
    assert len(found.records) == 1


def test_a_column_without_a_heading_is_told_of_once(scan):
    """Cells under a blank heading are named by the column's letter when the first of them comes."""
    found = scan("Title,,Link\nA,,x\nB,note,x\nC,note,x\n", columns=("Title", "Link"))
    assert [(notice.place, notice.message) for notice in found.notices] == [
        ("row 3", "The column “B (no heading)” is not used.")
    ]
    assert [record.notices for record in found.records] == [(), (), ()]


def test_a_row_of_data_without_headings_is_not_told(scan):
    """Where no heading is one of the mapping's, the row may be of a person; its number is enough to find it."""
    with pytest.raises(UsageError) as refusal:
        scan("Jane Roe,jane@site.example\nA,b\n", columns=("Title", "Link"))
    assert "sheet.csv, row 1: the column “Title” of the mapping is not in the sheet. This row was taken for" in str(
        refusal.value
    )
    assert "Jane" not in str(refusal.value)


def test_headings_without_a_name_cost_no_time(scan):
    """Time goes with the cells that there are, and not with the headings for every row."""

    def seconds(headings: int) -> float:
        begins = time.process_time()
        assert len(scan("Title" + "," * headings + "\n" + "x,y\n" * 10_000, columns=("Title",)).records) == 10_000
        return time.process_time() - begins

    assert seconds(16_000) < 4 * seconds(1_000)


@pytest.mark.parametrize("text", ["Title{}\nx,y\n", "Title,\nx{}\n"], ids=["headings", "row"])
def test_a_sheet_wider_than_any_is_refused(scan, text: str):
    """No spreadsheet program makes more than 16,384 columns; as many are read."""
    assert len(scan(text.format("," * 16_383), columns=("Title",)).records) == 1
    with pytest.raises(UsageError, match=r"row [12]: the sheet has more than 16,384 columns\."):
        scan(text.format("," * 16_384), columns=("Title",))


def test_columns_have_the_letters_of_a_spreadsheet():
    """A to Z, then AA."""
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_headings_are_found_below_a_title(read):
    """The row with most of the columns asked for has the headings, whatever stands above it."""
    (found,) = read(f"Internships of the harbor,,,\nUpdated,11/2/2026,,\n\n{HEAD}{CAFE}")
    assert (found.place, found.members["title"]) == ("row 5", "Café intern")


def test_the_row_of_the_headings_can_be_named(scan):
    """header_row says where the headings are, however far down, and what is above is no record."""
    sheet = "Title\nof the list\n" + "note\n" * 40 + "Title,Link\nA,https://a.example\n"
    (record,) = scan(sheet, columns=("Title",), header_row=43).records
    assert (record.place, record.cells) == ("row 44", {"Title": "A"})
    for row_number in (99, 3):
        with pytest.raises(UsageError, match=f"there are no headings in row {row_number}"):
            scan(sheet.replace("note\n", "\n", 1), columns=("Title",), header_row=row_number)


def test_a_column_may_be_optional(scan):
    """A heading that the options call optional may be missing; a needed one may not."""
    (record,) = scan("Title\nA\n", columns=("Title", "Pay"), optional=["pay"]).records
    assert record.cells == {"Title": "A"}
    with pytest.raises(UsageError, match="the column “Pay” of the mapping is not in the sheet"):
        scan("Title\nA\n", columns=("Title", "Pay"), optional=["Link"])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "見学"),
        ("cp1250", "Žák"),
        ("mac_roman", "Café"),
        ("utf-16-le", "Café"),
        ("gb18030", "实习"),
        ("utf-7", "é"),
    ],
)
def test_any_encoding_can_be_named(scan, encoding: str, text: str):
    """The option encoding takes every encoding that Python knows."""
    (record,) = scan(f"Title,Link\n{text},x\n", encoding, ("Title",), encoding=encoding).records
    assert record.cells == {"Title": text}


def test_a_guess_at_the_encoding_is_told(scan):
    """What is not UTF-8 is read as old Excel saves it, with a warning that names the option."""
    found = scan("Title\nCafé – “intern”\n", "cp1252", ("Title",))
    assert found.records[0].cells == {"Title": "Café – “intern”"}
    assert [(notice.code, notice.found, notice.severity) for notice in found.notices] == [
        ("uncertain_encoding", "Windows-1252", "warning")
    ]
    assert "encoding =" in found.notices[0].fix
    assert not scan("Title\nCafé\n", "utf-8", ("Title",)).notices


def test_bytes_that_break_a_marked_encoding_are_told(scan):
    """A sheet with the mark of UTF-8 in which some bytes are not loses those characters alone, with a warning."""
    found = scan(b"\xef\xbb\xbfTitle\nCaf\xe9 intern\n", columns=("Title",))
    assert found.records[0].cells == {"Title": "Caf\ufffd intern"}
    assert [notice.code for notice in found.notices] == ["uncertain_encoding"]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"encoding": "utf-99"}, "there is no encoding “utf-99”"),
        ({"encoding": "base64"}, "there is no encoding “base64”"),
        ({"encoding": "ascii"}, "the sheet is not in the encoding ascii. Correct encoding under [options]"),
        ({"delimiter": "::"}, "it must be one character"),
        ({"delimiter": '"'}, "it must be one character"),
        ({"delimeter": ";"}, "the key “delimeter” is not known. Did you mean “delimiter”?"),
        ({"header_row": 0}, "“header_row” is not right"),
    ],
)
def test_an_option_that_cannot_be_used_says_why(scan, options: dict, fault: str):
    """A faulty option is refused with its name and what would do."""
    with pytest.raises(UsageError) as refusal:
        scan("Title\nCafé\n", columns=("Title",), **options)
    assert fault in str(refusal.value)


@pytest.mark.parametrize(("name", "mark"), [("tab", "\t"), ("\t", "\t"), ("^", "^"), (";", ";"), ("¦", "¦")])
def test_any_delimiter_can_be_named(scan, name: str, mark: str):
    """The option delimiter wins over what the first line looks like."""
    (record,) = scan(f"Title, and more, of it{mark}Link\nA{mark}x\n", columns=("Link",), delimiter=name).records
    assert record.cells == {"Link": "x"}


def _peak(sheet: Path) -> tuple[int, int]:
    """Rows of a sheet, and the most memory that the adapter had at once, in bytes."""
    tracemalloc.start()
    try:
        number = sum(isinstance(one, Record) for one in CsvAdapter().records(as_input(sheet, ("Title", "Notes"))))
        return number, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_sheet_is_read_in_bounded_memory(tmp_path: Path):
    """A sheet four times as large takes no more memory, and not the tenth of its size."""
    line = f"{'A' * 40},{'notes, in quotes and so on ' * 40!r}\n".replace("'", '"')
    peaks = []
    for times in (1_500, 6_000):
        sheet = tmp_path / f"{times}.csv"
        sheet.write_text("Title,Notes\n" + line * times, encoding="utf-8")
        rows, peak = _peak(sheet)
        assert rows == times
        peaks.append(peak)
    assert sheet.stat().st_size > 6_000_000
    assert max(peaks) < 600_000
    assert peaks[1] < peaks[0] * 1.2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=2, max_size=2), max_size=8),
    st.sampled_from([",", ";", "\t", "|", "^"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_row_that_is_not_blank_is_a_record(scan, rows: list[list[str]], mark: str, encoding: str):
    """Rows in are records out, with their cells, whatever stands in them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["Title", "Link"], *rows])
    found = scan(text.getvalue(), encoding, ("Title", "Link"), delimiter=mark)
    filled = [(number, one) for number, one in enumerate(rows, 2) if any(cell.strip() for cell in one)]
    assert [record.place for record in found.records] == [f"row {number}" for number, _ in filled]
    for record, (_, cells) in zip(found.records, filled, strict=True):
        assert [one.removeprefix("'") for one in record.cells.values()] == [one.removeprefix("'") for one in cells]


def test_a_cell_is_text_and_never_a_formula(read):
    """What looks like a formula, and numbers with leading zeros, come out as they stand."""
    (draft,) = read(
        HEAD + '"=HYPERLINK(""https://evil.example"")",https://apply.example/1,007,"Boston, MA 02110",job,,\n'
    )
    assert draft.members["title"] == '=HYPERLINK("https://evil.example")'
    assert draft.members["hiringOrganization"]["name"] == "007"
    assert draft.members["jobLocation"][0]["address"]["postalCode"] == "02110"


@pytest.mark.parametrize("cell", ["x" * 1_000_001, '"' + "line\n" * 300_000 + '"'], ids=["one line", "many lines"])
def test_a_huge_cell_refuses_its_row_alone(read, cell: str):
    """A cell of more than a million characters costs its own row; the rows around it and their numbers stay."""
    before, huge, after = read(f"{HEAD}A,https://a.example,,,job,,\nB,https://b.example,{cell},,job,,\n{CAFE}")
    assert (before.refused, huge.refused, after.refused) == (False, True, False)
    assert (huge.place, after.place) == ("row 3", "row 4")
    assert [(notice.place, notice.message) for notice in huge.notices] == [
        ("row 3, column “Employer”", "The cell has more than 1,000,000 characters.")
    ]
    assert "url https://b.example" in huge.keys


def test_an_unreadable_cell_costs_its_member_and_no_more(read):
    """A faulty cell of an optional member leaves that member out, with a warning that shows cell and example."""
    (draft,) = read(HEAD + 'Intern,https://apply.example/1,"' + "x" * 201 + '",Boston,job,soon,a lot\n')
    assert not draft.refused
    assert set(draft.members) == {"status", "title", "url", "jobLocation", "activityType", "ext"}
    assert [(notice.code, notice.place) for notice in draft.notices] == [
        ("unreadable_cell", f"row 2, column “{column}”") for column in ("Employer", "Deadline", "Pay")
    ]
    assert "could not be read as a date, such as 2027-01-15 or 1/15/2027." in draft.notices[1].message


def test_a_faulty_cell_of_a_required_member_refuses_the_row(read):
    """A row without its title, link or kind is refused, and a mistyped code gets a did-you-mean."""
    (draft,) = read(HEAD + ",see below,ACME,,internshp,,\n")
    assert [(notice.message, notice.fails) for notice in draft.notices] == [
        ("The cell for /title is empty.", True),
        ("“see below” is not an address without spaces that starts with https:// or http://.", True),
        ("/activityType is “internshp”, which is no code of this vocabulary.", True),
    ]
    assert draft.notices[2].fix == "Did you mean “internship”?"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from('ab,;\t|"\r\n=\x00é\x85\u2028 ') | st.characters(codec="utf-8")), st.sampled_from(",;\t|")
)
def test_no_text_under_a_good_heading_stops_the_sheet(read, text: str, mark: str):
    """Whatever stands below the headings, each row that is not blank becomes one draft, or a quotation mark is open."""
    try:
        drafts = read(HEAD.replace(",", mark) + text)
    except UsageError:
        assert '"' in text  # the one thing that makes a sheet unreadable as a whole
        return
    places = [int(draft.place.split()[1]) for draft in drafts if draft.members]
    assert places == sorted(set(places))
    assert 1 not in places


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary() | st.binary().map(lambda rest: b"Title,Link\n" + rest), st.sampled_from(["", "utf-8", "utf-16", "idna"])
)
def test_no_bytes_stop_the_adapter_but_with_a_reason(scan, content: bytes, encoding: str):
    """Bytes of any kind are records, or are refused with a reason."""
    try:
        found = scan(content, columns=("Title",), **({"encoding": encoding} if encoding else {}))
    except UsageError:
        return
    assert all(set(record.cells) == {"Title"} for record in found.records)


class _Sheet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/csv")
        self.end_headers()
        self.wfile.write(b"<html>Sign in" if self.path == "/login" else (HEAD + CAFE).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on this machine that gives a sheet."""
    server = HTTPServer(("127.0.0.1", 0), _Sheet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_sheet_is_fetched_from_its_address(address: str):
    """A sheet at a loopback address is read when private addresses are allowed."""
    fetcher = HttpFetcher(allow_private=True)
    source = Input(f"{address}/sheet.csv", ("Title",), {}, fetcher, datetime(2026, 11, 22, tzinfo=UTC))
    (record,) = (one for one in CsvAdapter().records(source) if isinstance(one, Record))
    assert record.cells == {"Title": "Café intern"}


def test_the_command_publishes_from_an_address(site, address: str):
    """The option --allow-private lets the command fetch the sheet, and the report counts its row."""
    result = site.run("--allow-private", source=f"{address}/sheet.csv")
    assert (result.exit_code, "1 row: 1 posting (1 new" in result.stdout) == (0, True)
    assert site.by_title() == {"Café intern": site.feed["items"][0]["id"]}


@pytest.mark.parametrize(
    ("path", "options", "fault"),
    [
        ("/gone", ["--allow-private"], "the server answered 404 Not Found."),
        ("/login", ["--allow-private"], "this is a web page, not a sheet; perhaps a log-in page."),
        ("/sheet.csv", [], ": port "),
    ],
)
def test_a_sheet_that_cannot_be_fetched_withdraws_nothing(site, address: str, path: str, options: list, fault: str):
    """A failing server, a log-in page or a guarded address ends the run with exit code 2; all files stay."""
    site.publish([row("Robotics intern")])
    before = site.files()
    result = site.run(*options, source=address + path, day=2)
    assert (result.exit_code, fault in result.stderr) == (2, True)
    assert site.files() == before
