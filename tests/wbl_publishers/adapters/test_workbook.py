"""Workbooks of Excel and LibreOffice: every cell as a person sees it, and hostile files do no harm."""

import io
import signal
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from adapter_runs import AT, Found, Publishing, drafts, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_web import served
from wbl_publishers.adapters.tables import workbook_check, workbook_sheets
from wbl_publishers.adapters.tables.workbook import WorkbookAdapter
from wbl_publishers.adapters.tables.workbook_check import check_workbook
from wbl_publishers.adapters.tables.workbook_program import shown
from workbooks import SAMPLES, changed, open_cell, open_document, packed, workbook

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

HEAD = ["Title", "Link", "Kind", "Town", "Deadline"]
SHEET = "xl/worksheets/sheet1.xml"
MAP = """\
config_version = 1

[feed]
id = "https://site.example/feed"
name = "A site"
license = "CC-BY-4.0"
publisher = { name = "A site" }

[fields]
"/title" = "Title"
"/url" = "Link"
"/activityType" = "Kind"
"/jobLocation/0" = "Town"
"/applicationDeadline" = "Deadline"

[constants]
"/status" = "open"
"""


@pytest.fixture
def scan(tmp_path: Path):
    """Reads the bytes of a workbook."""

    def found(content: bytes, columns: tuple[str, ...] = (), **options: object) -> Found:
        path = tmp_path / "sheet.xlsx"
        path.write_bytes(content)
        return read("xlsx", path, columns=columns, options=options)

    return found


def cells(found: Found, column: str) -> list[object]:
    """What stands in a column."""
    return [record.cells[column] for record in found.records]


def written(*values: tuple, **options: object) -> bytes:
    """A workbook with one column of values, each with its number format, as a spreadsheet program writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, **options})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Value")
    for number, (value, shape) in enumerate(values, 1):
        sheet.write(number, 0, value, book.add_format({"num_format": shape}) if shape else None)
    book.close()
    return out.getvalue()


VALUES = [
    ("Café – “intern”", "", "Café – “intern”"),
    ("two\nlines", "", "two\nlines"),
    ('=HYPERLINK("https://evil.example","x")', "", '=HYPERLINK("https://evil.example","x")'),
    ("007", "", "007"),
    (17, "", "17"),
    (17.0, "0.00", "17"),
    (17.5, "$0.00", "17.5"),
    (0.1 + 0.2, "", "0.3"),
    (-3, "", "-3"),
    (45000, "#,##0", "45000"),
    (1040, "00000", "1040"),
    (0.15, "0%", "0.15"),
    (123456789012345, "0", "123456789012345"),
    (1e20, "", "1e+20"),
    (True, "", "yes"),
    (False, "", "no"),
    (date(2027, 3, 1), "yyyy-mm-dd", "2027-03-01"),
    (date(2027, 3, 1), "m/d/yy", "2027-03-01"),
    (date(2027, 3, 1), "mmmm d, yyyy", "2027-03-01"),
    (date(2027, 9, 12), "d-mmm", "2027-09-12"),
    (datetime(2027, 3, 1, 9, 30), "m/d/yyyy h:mm", "2027-03-01T09:30:00"),
    (datetime(2027, 3, 1), "m/d/yyyy h:mm", "2027-03-01"),
    (time(9, 30), "hh:mm", "09:30"),
    (time(15, 30), "h:mm AM/PM", "15:30"),
    (1.5, "[h]:mm", "36:00"),
]  # fmt: skip


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_a_cell_is_the_text_that_a_person_sees(scan, epoch: int):
    """Whole numbers have no point, days are ISO dates by either date system, formulas are text where they are text."""
    content = written(*[(value, shape) for value, shape, _ in VALUES], date_1904=epoch == 1904)
    assert cells(scan(content, ("Value",)), "Value") == [text for _, _, text in VALUES]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (46461.0, "46461"),
        (1e15, "1e+15"),
        (999999999999999.0, "999999999999999"),
        (2.50, "2.5"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (datetime(2027, 3, 15, 23, 59, 59, 914000), "2027-03-16"),
        (datetime.max, "9999-12-31T23:59:59"),
        (time(9, 30, 15), "09:30:15"),
        (timedelta(hours=100, minutes=5), "100:05"),
        ("", ""),
    ],
)
def test_odd_values_have_a_text(value: object, text: str):
    """What spreadsheets seldom have is written as plainly; fractions of a second are only how Excel reckons."""
    assert shown(value) == text


def test_the_result_of_a_formula_is_read(scan):
    """A formula gives its result, a link its words, and an error what the cell shows, with a warning."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Title", "Link", "Notes"])
    sheet.write_formula(1, 0, '="Lab"&" helper"', None, "Lab helper")
    sheet.write_formula(1, 1, '=HYPERLINK("https://a.example","Apply")', None, "Apply")
    sheet.write_formula(2, 0, "=A99/0", None, "#DIV/0!")
    sheet.write_formula(2, 1, "=VLOOKUP(1,A:B,2)", None, "#N/A")
    sheet.write_formula(2, 2, "=#REF!", None, "#REF!")
    book.close()
    found = scan(out.getvalue(), ("Title", "Link"))
    assert [dict(record.cells) for record in found.records] == [
        {"Title": "Lab helper", "Link": "Apply"},
        {"Title": "#DIV/0!", "Link": "#N/A"},
    ]
    assert [(notice.code, notice.place, notice.found) for notice in found.records[1].notices] == [
        ("formula_without_result", "row 3, column “Title”", "#DIV/0!"),
        ("formula_without_result", "row 3, column “Link”", "#N/A"),
    ]
    assert found.records[0].notices == ()


def test_a_formula_whose_result_was_not_saved_is_an_empty_cell(scan):
    """Programs that write workbooks leave results out; the cell is empty then, and the notice says how to mend it."""
    found = scan(workbook([["Title", "Pay"], ["A", "=1+1"], ["B", 17], ["=D1", "x"]]), ("Title", "Pay"))
    assert cells(found, "Pay") == ["", "17", "x"]
    assert [notice.place for record in found.records for notice in record.notices] == [
        "row 2, column “Pay”",
        "row 4, column “Title”",
    ]
    assert "save it again" in found.records[0].notices[0].fix


def test_formulas_without_result_beyond_a_thousand_are_counted(scan):
    """A sheet of errors alone takes no memory: the first are told with their places, the others as one."""
    found = scan(workbook([["Title", "Pay"], *(["A", "=1+1"] for _ in range(1_200))]), ("Title", "Pay"))
    assert sum(len(record.notices) for record in found.records) == 1_000
    (more,) = found.notices
    assert (more.code, more.place.rpartition(", ")[2]) == ("formula_without_result", "200 more cells")


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" t="e"/>', '<c r="XFD1048576"><f>1</f></c>'])
def test_cells_far_apart_count_whatever_is_in_them(scan, cell: str):
    """An error or a formula makes a sheet as large as a text does."""
    content = with_(SHEET, b"</row></sheetData>", f"</row><row>{cell}</row></sheetData>".encode())
    with pytest.raises(UsageError, match="has a sheet that is too large"):
        scan(content)


def test_a_formula_whose_result_is_an_empty_text_is_sound(scan):
    """A formula may come to nothing on purpose; that is no fault."""
    empty = with_(
        SHEET, b'<c r="A2" t="inlineStr"><is><t>A</t></is></c>', b'<c r="A2" t="str"><f>IF(1,"","")</f><v></v></c>'
    )
    (record,) = scan(empty, ("Title", "Link")).records
    assert (record.cells, record.notices) == ({"Title": "", "Link": "x"}, ())


def test_a_formula_is_found_where_the_table_does_not_begin_in_the_first_column(scan):
    """The empty columns on the left of a table count."""
    found = scan(workbook([[], [None, None, "Title", "Link"], [None, None, "=1+1", "x"]]), ("Title", "Link"))
    assert [notice.place for notice in found.records[0].notices] == ["row 3, column “Title”"]


def test_headings_may_be_far_down_where_their_row_is_named(scan):
    """The row that header_row names is looked for however far down it is."""
    content = workbook([["About"]], [["note"]] * 150 + [["Title"], ["A"]])
    assert cells(scan(content, ("Title",), header_row=151), "Title") == ["A"]


def test_rows_keep_the_numbers_that_the_sheet_shows(scan):
    """A merged title, blank rows and hidden rows do not shift the numbers, and a hidden row is a record."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"] = "Internships of the harbor"
    sheet.merge_cells("B3:F3")
    for place, text in {"C5": "Title", "D5": "Link", "C6": "A", "D6": "x", "C8": "B", "D8": "y", "C9": "C"}.items():
        sheet[place] = text
    sheet.row_dimensions[8].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = scan(out.getvalue(), ("Title", "Link"))
    assert [(record.place, record.cells["Title"]) for record in found.records] == [
        ("row 6", "A"),
        ("row 8", "B"),
        ("row 9", "C"),
    ]


THREE = workbook(
    [["Read me"], ["Ask Ana"]],
    [["Title", "Link"], ["old", "x"]],
    [["Title", "Link"], ["A", "x"], ["B", "y"]],
    [["Title", "Link"], ["archived", "x"]],
    titles=("About", "Hidden", "Postings", "2025"),
    hidden=("Hidden",),
)


@pytest.mark.parametrize(
    ("sheet", "titles"),
    [
        (None, ["A", "B"]),
        ("2025", ["archived"]),
        (" postings ", ["A", "B"]),
        (2, ["A", "B"]),
        (3, ["archived"]),
        ("Hidden", ["old"]),
    ],
)
def test_the_sheet_is_the_first_with_the_columns_or_the_one_named(scan, sheet: str | int | None, titles: list):
    """Sheets that cannot be seen are passed over, and not counted, unless one is named."""
    options = {} if sheet is None else {"sheet": sheet}
    assert cells(scan(THREE, ("Title", "Link"), **options), "Title") == titles


@pytest.mark.parametrize(
    ("column", "options", "fault"),
    [
        ("Linc", {}, "sheet “Postings”, row 1: the column “Linc” of the mapping is not in the sheet. Did you mean “Link”?"),
        ("Title", {"sheet": "Posting"}, "the workbook has no sheet Posting. Did you mean “Postings”? There are: “About”, “Postings”, “2025”."),
        ("Title", {"sheet": 9}, "the workbook has no sheet 9. There are:"),
        ("Title", {"shet": 1}, "the key “shet” is not known. Did you mean “sheet”?"),
        ("Title", {"header_row": 5}, "there are no headings in row 5."),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_there_is_said(scan, column: str, options: dict, fault: str):
    """The message names the sheet that was looked at, or those that there are."""
    with pytest.raises(UsageError) as refusal:
        scan(THREE, ("Title", column), **options)
    assert fault in str(refusal.value)


def test_a_workbook_without_a_sheet_to_see_or_with_empty_ones_is_said(scan):
    """Nothing is read from a workbook in which nothing is."""
    with pytest.raises(UsageError, match="the sheet is empty"):
        scan(workbook([]))
    book = changed(workbook([["Title"]]), lambda name, part: part.replace(b'state="visible"', b'state="hidden"'))
    with pytest.raises(UsageError, match="no sheet that can be seen"):
        scan(book)


def test_an_old_workbook_of_excel_is_read():
    """What Excel saved before 2007 (.xls): a title above the headings, numbers, days, yes and no."""
    found = read("xlsx", SAMPLES / "internships.xls", columns=("Ref", "ZIP", "Deadline", "Paid?"))
    assert [(record.place, list(record.cells.values())) for record in found.records] == [
        ("row 4", ["101", "2667", "2027-03-01", "yes"]),
        ("row 6", ["102", "02563", "Rolling", "no"]),
    ]


def test_a_lost_zero_is_reported_by_the_mapping():
    """A ZIP code that the sheet keeps as a number has lost its zero, and is left out with a warning."""
    mapping = {
        "id": {"column": "Ref"},
        "fields": {
            "/title": "Title",
            "/url": "Link",
            "/activityType": "Kind",
            "/jobLocation/0/address/postalCode": "ZIP",
        },
        "constants": {"/status": "open"},
    }
    first, second = drafts("xlsx", SAMPLES / "internships.xls", mapping)
    assert [notice.code for notice in first.notices] == ["unreadable_cell"]
    assert "jobLocation" not in first.members
    assert second.members["jobLocation"] == [{"address": {"postalCode": "02563"}}]


def test_a_workbook_of_libreoffice_is_read(scan):
    """What LibreOffice saves (.ods), with rows and cells that it writes as repeated."""
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"<table:table-row><table:table-cell/>{open_cell('Title')}{open_cell('Places')}{open_cell('Deadline')}</table:table-row>"
        f"<table:table-row><table:table-cell/>{open_cell('Lab helper')}{open_cell(4.0)}{open_cell(date(2027, 3, 1))}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = scan(open_document(rows), ("Title", "Places", "Deadline"))
    assert [(record.place, list(record.cells.values())) for record in found.records] == [
        ("row 4", ["Lab helper", "4", "2027-03-01"])
    ]


def with_(name: str, old: bytes, new: bytes, content: bytes = b"") -> bytes:
    """A sound workbook with a change in one of its parts."""
    content = content or workbook([["Title", "Link"], ["A", "x"]])
    assert old in zipfile.ZipFile(io.BytesIO(content)).read(name)
    return changed(content, lambda one, part: part.replace(old, new, 1) if one == name else part)


def twice() -> bytes:
    """An archive in which two parts have one name, so that programs may disagree on which is meant."""
    archive = packed({"xl/workbook.xml": b"<a/>", "xl/workbook.xmk": b"<b/>"})
    return archive.replace(b"workbook.xmk", b"workbook.xml")


SPACES = open_cell('<text:s text:c="2000000000"/>')
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
BAD = {
    "a page": (b"<!DOCTYPE html><title>Sign in</title>", "this is a web page, not a sheet; perhaps a log-in page."),
    "CSV": (b"Title,Link\nA,x\n", "this is no workbook. A sheet of text is published with wbl publish csv"),
    "nothing": (b"", "this is no workbook."),
    "an archive of others": (packed({"a.txt": b"a"}), "this is an archive, but no workbook."),
    "a text document": (packed({"word/document.xml": b"<a/>"}), "this is an archive, but no workbook."),
    "a binary workbook": (packed({"xl/workbook.bin": b"a"}), "this is a binary workbook (.xlsb). Save it as .xlsx."),
    "half of it": (workbook([["Title"]])[:2000], "the workbook is damaged"),
    "no XML": (with_(SHEET, b"</sheetData>", b"<sheetData>"), "the workbook is damaged"),
    "a lost part": (changed(workbook([["Title"]]), lambda name, part: None if name == SHEET else part), "the workbook"),
    "a part twice": (twice(), "the workbook is damaged"),
    "a password": ((SAMPLES / "locked.xlsx").read_bytes(), "protected by a password. Save a copy without one."),
    "entities": (with_(SHEET, b"<worksheet", LAUGHS), "the workbook declares XML entities"),
    "entities in another part": (with_("xl/styles.xml", b"<styleSheet", b"<!DOCTYPE x><styleSheet"), "declares XML entities"),
    "cells far apart": (with_(SHEET, b'r="B2"', b'r="XFD1048576"'), "has a sheet that is too large. Delete what"),
    "no place": (with_(SHEET, b'r="B2"', b'r="ZZZZZZZ99"'), "the workbook is damaged"),
    "no row": (with_(SHEET, b'<row r="2"', b'<row r="x"'), "the workbook is damaged"),
    "two thousand million spaces": (open_document(f"<table:table-row>{SPACES}</table:table-row>"), "it is damaged or asks for too much"),
    "too many words": (with_("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="429496729', written(("A", ""))), "it is damaged or asks for too much"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_says_why(scan, content: bytes, fault: str):
    """What is no workbook, locked, damaged or made to do harm is refused as a whole, with a way to mend it."""
    with pytest.raises(UsageError) as refusal:
        scan(content)
    assert "sheet.xlsx" in refusal.value.place
    assert fault in str(refusal.value)
    assert refusal.value.fix


@pytest.mark.parametrize(
    "content",
    [
        packed({"xl/workbook.xml": b"<a/>", SHEET: b" " * 11_000_000}),
        packed({"xl/workbook.xml": b"<a/>", **{f"xl/{number}.xml": b" " * 9_900_000 for number in range(21)}}),
        packed({"xl/workbook.xml": b"<a/>", **{f"xl/{number}.xml": b" " * 9_900_000 for number in range(2)}}),
        packed({"xl/workbook.xml": b"<a/>", **{f"xl/{number}.xml": b"" for number in range(5_001)}}),
    ],
    ids=["one part packed a thousandfold", "many parts", "two parts packed a thousandfold", "parts without end"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(scan, content: bytes, monkeypatch: pytest.MonkeyPatch):
    """Sizes and numbers of parts are looked at in the directory of the archive, and no part is read."""
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(UsageError, match="unpacks to more than is safe to open"):
        scan(content)


def test_a_bomb_in_a_compression_that_workbooks_do_not_use_is_refused(scan):
    """Only the two ways of storing that workbooks use are unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b" " * 5_000_000)
    with pytest.raises(UsageError, match="unpacks to more than is safe to open"):
        scan(out.getvalue())


def test_only_parts_that_were_looked_at_are_opened():
    """Pictures, macros, archives within the archive, and bytes beyond a part's stated size are left behind."""
    inside = packed({"bomb": b" " * 1_000_000})
    book = changed(
        workbook([["Title"], ["A"]]),
        lambda name, part: part,
        {"xl/media/image1.png": b"png", "xl/vbaProject.bin": b"macro", "xl/embeddings/Sheet1.xlsx": inside},
    )
    checked = check_workbook(book, "x")
    with zipfile.ZipFile(io.BytesIO(checked.content)) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {"xml", "rels"}
        assert all(part.compress_type == zipfile.ZIP_STORED for part in archive.infolist())


def test_a_large_sheet_is_no_bomb(scan):
    """Thousands of like rows are packed well, and are read."""
    rows = [["Title", "Link"], *([f"Internship {number % 7}", "https://apply.example/1"] for number in range(20_000))]
    found = scan(workbook(rows), ("Title",))
    assert len(found.records) == 20_000


def test_a_missing_library_is_named_with_the_command_that_installs_it(scan, monkeypatch: pytest.MonkeyPatch):
    """Without the extra, the message says what to run."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(UsageError, match=r"pip install 'wbl-feed\[xlsx\]'"):
        scan(workbook([["Title"]]))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen]:
    """The processes that are begun."""
    begun = []

    class Watched(subprocess.Popen):
        def __init__(self, *given, **named) -> None:
            super().__init__(*given, **named)
            begun.append(self)

    monkeypatch.setattr(workbook_sheets.subprocess, "Popen", Watched)
    return begun


def test_modules_of_other_folders_are_not_run(scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: list):
    """The program takes no code from the folder that somebody is in, nor from the one it is in."""
    (tmp_path / "json.py").write_text("open('run', 'w')", encoding="utf-8")
    (tmp_path / "python_calamine.py").write_text("open('run', 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(scan(workbook([["Title"], ["A"]])).records) == 1
    assert not (tmp_path / "run").exists()
    assert "-P" in processes[0].args


def test_reading_may_end_early(tmp_path: Path, processes: list):
    """Who asks for one record only leaves no process behind, however busy it is."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["Title"], *([f"A {number}"] for number in range(30_000))]))
    records = WorkbookAdapter().records(Input(str(path), ("Title",), {}, HttpFetcher(), AT))
    next(records)
    assert processes[0].poll() is None
    records.close()
    assert processes[0].returncode == -signal.SIGKILL


_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.lists(_TEXT, min_size=2, max_size=2), max_size=6))
def test_every_row_that_is_not_blank_is_a_record(scan, rows: list[list[str]]):
    """Rows in are records out, with their texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([["Title", "Link"], *rows]):
        for index, text in enumerate(row):
            sheet.write_string(number, index, text)
    book.close()
    found = scan(out.getvalue(), ("Title", "Link"))
    filled = [(number, row) for number, row in enumerate(rows, 2) if any(text.strip() for text in row)]
    assert [record.place for record in found.records] == [f"row {number}" for number, _ in filled]
    for record, (_, texts) in zip(found.records, filled, strict=True):
        assert [one.removeprefix("'") for one in record.cells.values()] == [one.removeprefix("'") for one in texts]


SOUND = written(("A", ""), (46461, ""), (date(2027, 3, 1), "yyyy-mm-dd"), (True, ""), ("B", ""))
PARTS = {name: zipfile.ZipFile(io.BytesIO(SOUND)).read(name) for name in zipfile.ZipFile(io.BytesIO(SOUND)).namelist()}
NUMBERS = [
    b"0",
    b"-1",
    b"65536",
    b"4294967295",
    b"18446744073709551615",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"ZZZ9",
    b"nan",
    b"",
]


@st.composite
def broken_parts(draw: st.DrawFn) -> bytes:
    """A workbook in which some numbers of its XML are others."""
    parts = dict(PARTS)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(
            st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", *(one for one in parts if "trings" in one)])
        )
        pieces = parts[name].split(b'"')
        place = draw(st.integers(0, (len(pieces) - 2) // 2)) * 2 + 1
        pieces[place] = draw(st.sampled_from(NUMBERS))
        parts[name] = b'"'.join(pieces)
    return packed(parts)


@st.composite
def broken_bytes(draw: st.DrawFn) -> bytes:
    """A file in which some bytes are others, or that is cut off."""
    content = bytearray(draw(st.sampled_from([SOUND, (SAMPLES / "internships.xls").read_bytes()])))
    for _ in range(draw(st.integers(0, 6))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(1, len(content)))]) if draw(st.booleans()) else bytes(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest)
    | st.binary(max_size=2000).map(lambda rest: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rest)
    | broken_parts()
    | broken_bytes()
)
def test_no_bytes_stop_the_adapter_but_with_a_reason(scan, content: bytes):
    """Whatever the file is, its rows are records, or it is refused with a reason; nothing else is raised, or dies."""
    try:
        found = scan(content)
    except UsageError:
        return
    assert all(record.place.startswith("row ") for record in found.records)


def test_a_workbook_is_fetched_from_its_address():
    """An address gives a workbook as a file does."""
    book = workbook([["Title"], ["Café intern"]])
    with served({"https://site.example/list.xlsx": {"body": ""}}) as local:
        local.server.behaviours = dict.fromkeys(["/list.xlsx"], lambda exchange: exchange.answer(200, book))
        found = read("xlsx", "https://site.example/list.xlsx", columns=("Title",), fetcher=local.fetcher)
    assert cells(found, "Title") == ["Café intern"]


def row(title: str, town: str = "Boston, MA", kind: str = "internship") -> list[object]:
    return [title, f"https://apply.example/{title.replace(' ', '-')}", kind, town, date(2027, 3, 1)]


def test_a_workbook_is_published_again_and_again(tmp_path: Path, run_wbl):
    """Ids stay from run to run, nothing is written without a change, and a row that is gone leaves a tombstone."""
    site = Publishing(tmp_path, "xlsx", MAP, run_wbl)
    path = tmp_path / "postings.xlsx"
    rows = [row("Lab helper"), row("Shore walk", kind="job shadow"), row("Boat day"), row("No kind", kind="intership")]
    path.write_bytes(workbook([["Harbor"], [], HEAD, *rows]))
    report = site.publish(path, code=1)
    assert (report["rows"], report["postings"], len(report["refused"])) == (4, 3, 1)
    assert report["refused"][0]["place"] == "row 7"
    assert site.is_valid()
    before = site.ids
    assert site.publish(path, day=23, code=1)["written"] == []
    path.write_bytes(workbook([HEAD, row("Boat day", "Salem, MA"), row("Lab helper"), row("No kind")]))
    report = site.publish(path, day=24)
    assert {title: site.ids[title] for title in ("Boat day", "Lab helper")} == {
        title: before[title] for title in ("Boat day", "Lab helper")
    }
    assert (len(report["added"]), len(report["changed"]), len(report["withdrawn"])) == (1, 1, 1)
    assert [one["id"] for one in site.feed["tombstones"]] == [before["Shore walk"]]
    assert site.is_valid()


def test_a_workbook_that_cannot_be_used_withdraws_nothing(tmp_path: Path, run_wbl):
    """After a damaged file the feed is as it was."""
    site = Publishing(tmp_path, "xlsx", MAP, run_wbl)
    path = tmp_path / "postings.xlsx"
    path.write_bytes(workbook([HEAD, row("Lab helper")]))
    site.publish(path)
    before = site.feed
    path.write_bytes(path.read_bytes()[:3000])
    assert "damaged" in site.publish(path, day=23, code=2)["error"]
    assert site.feed == before


def test_limits_are_those_that_are_documented():
    """The page for people names the limit that the program has."""
    page = (Path(__file__).parents[3] / "docs" / "publish-from-a-sheet.md").read_text(encoding="utf-8")
    assert f"{workbook_check._UNPACKED // 1_000_000} MB" in page
