"""Whatever address of a Google Sheet somebody copies, its cells are read; a log-in page is said plainly."""

import json
from urllib.parse import urlsplit

import pytest
from adapter_runs import read
from hypothesis import given
from hypothesis import strategies as st
from local_web import served
from wbl_publishers.adapters.tables.google_sheets import export_address, is_google_sheet

from wbl_feed.errors import UsageError

G = "https://docs.google.com/spreadsheets/d/"
CASES = [
    # shared by its link
    ("1aB-c_9/edit#gid=0", "1aB-c_9/export?format=csv&gid=0"),
    ("1aB-c_9/edit?gid=1730#gid=1730", "1aB-c_9/export?format=csv&gid=1730"),
    ("1aB-c_9/edit?usp=sharing", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/edit?usp=drive_link&gid=5", "1aB-c_9/export?format=csv&gid=5"),
    ("1aB-c_9/edit?gid=0#gid=44&range=A1:C9", "1aB-c_9/export?format=csv&gid=44"),
    ("1aB-c_9/view", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/htmlview", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/htmlview#gid=7", "1aB-c_9/export?format=csv&gid=7"),
    ("1aB-c_9/preview/sheet?gid=7", "1aB-c_9/export?format=csv&gid=7"),
    ("1aB-c_9", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/copy", "1aB-c_9/export?format=csv"),
    ("1aB-c_9/export?format=xlsx&gid=3", "1aB-c_9/export?format=csv&gid=3"),
    ("1aB-c_9/edit?resourcekey=0-xY#gid=2", "1aB-c_9/export?format=csv&gid=2&resourcekey=0-xY"),
    ("1aB-c_9/gviz/tq?tqx=out:csv&gid=8", "1aB-c_9/export?format=csv&gid=8"),
    # published to the web
    ("1aB-c_9/pubhtml", "1aB-c_9/pub?output=csv"),
    ("1aB-c_9/pub?output=csv&gid=6", "1aB-c_9/pub?gid=6&single=true&output=csv"),
    ("e/2PACX-1v_a/pubhtml", "e/2PACX-1v_a/pub?output=csv"),
    ("e/2PACX-1v_a/pubhtml?gid=12&single=true", "e/2PACX-1v_a/pub?gid=12&single=true&output=csv"),
    ("e/2PACX-1v_a/pubhtml#gid=12", "e/2PACX-1v_a/pub?gid=12&single=true&output=csv"),
    ("e/2PACX-1v_a/pub?gid=12&single=true&output=csv", "e/2PACX-1v_a/pub?gid=12&single=true&output=csv"),
    ("e/2PACX-1v_a/pub?output=tsv", "e/2PACX-1v_a/pub?output=csv"),
    ("e/2PACX-1v_a", "e/2PACX-1v_a/pub?output=csv"),
]
SHEET = "Title,Link\r\nCafé intern,https://apply.example/1\r\n"
LOGIN = "https://accounts.google.com/v3/signin"


@pytest.mark.parametrize(("copied", "exported"), CASES, ids=[copied for copied, _ in CASES])
def test_a_copied_address_becomes_that_of_the_cells(copied: str, exported: str):
    """A shared sheet is exported, a published one is had from where it is published, and the tab stays."""
    assert export_address(G + copied) == G + exported
    assert export_address(export_address(G + copied)) == G + exported


@pytest.mark.parametrize(
    "start",
    [
        "http://docs.google.com/spreadsheets/d/",
        "https://DOCS.google.com/spreadsheets/d/",
        "https://docs.google.com/spreadsheets/u/0/d/",
        "https://docs.google.com/spreadsheets/u/12/d/",
        "https://docs.google.com/a/school.example/spreadsheets/d/",
    ],
)
def test_other_starts_of_the_address_are_the_same_sheet(start: str):
    """The number of an account and the name of an organisation in the address do not matter."""
    assert export_address(start + "1aB/edit#gid=3") == G + "1aB/export?format=csv&gid=3"


def test_a_workbook_can_be_had_of_a_sheet():
    """The workbook adapter gets the same sheet as .xlsx."""
    assert export_address(G + "1aB/edit#gid=3", "xlsx") == G + "1aB/export?format=xlsx&gid=3"
    assert export_address(G + "e/2P/pubhtml", "xlsx") == G + "e/2P/pub?output=xlsx"


@pytest.mark.parametrize(
    "address",
    [
        "https://site.example/spreadsheets/d/1aB/edit",
        "https://docs.google.com.evil.example/spreadsheets/d/1aB/edit",
        "https://docs.google.com/document/d/1aB/edit",
        "https://docs.google.com/forms/d/e/1F/viewform",
        "https://docs.google.com/spreadsheets/",
        "https://docs.google.com/spreadsheets/d/e",
        "ftp://docs.google.com/spreadsheets/d/1aB/edit",
        "https://[docs.google.com/spreadsheets/d/1aB/edit",
        "sheet.csv",
    ],
)
def test_other_addresses_stay_as_they_are(address: str):
    """What is no Google Sheet is not touched."""
    assert not is_google_sheet(address)
    assert export_address(address) == address


def test_the_way_that_leaves_out_cells_is_refused_where_the_tab_has_only_a_name():
    """A gviz address that names its tab cannot be rewritten, so it is refused and not read."""
    with pytest.raises(UsageError, match=r"leaves out cells\. Open the tab in the browser"):
        export_address(G + "1aB/gviz/tq?tqx=out:csv&sheet=Summer")


@given(st.text(st.sampled_from("abc019/?#&=:-_.%[]é \x00gidpubeditexportsheet")), st.sampled_from(["", "e/", "u/0/d/"]))
def test_any_text_after_the_start_gives_an_address_of_google(rest: str, middle: str):
    """Whatever follows, the outcome is on the same host, or the address as it was, or it is refused."""
    address = f"{G}{middle}{rest}"
    try:
        exported = export_address(address)
    except UsageError:
        exported = address
    assert exported == address or urlsplit(exported).hostname == "docs.google.com"


def test_a_published_sheet_is_read_over_its_redirect():
    """Google answers with a redirect to another host; the sheet is there."""
    there = "https://doc-0s-sheets.googleusercontent.example/pub/1"
    web = {
        G + "e/2PACX-1v/pub?gid=0&single=true&output=csv": {"status": 307, "headers": {"Location": there}},
        there: {"body": SHEET, "headers": {"Content-Type": "text/csv"}},
    }
    with served(web) as local:
        found = read("csv", G + "e/2PACX-1v/pubhtml?gid=0", columns=("Title",), fetcher=local.fetcher)
    assert [record.cells for record in found.records] == [{"Title": "Café intern"}]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_that_is_not_shared_says_how_to_publish_it(kind: str):
    """The log-in page that comes in place of a private sheet is no sheet, and the message names the menu."""
    web = {
        f"{G}1aB/export?format={kind}&gid=0": {"status": 302, "headers": {"Location": LOGIN}},
        LOGIN: {"body": "<!doctype html><html><title>Sign in</title>", "headers": {"Content-Type": "text/html"}},
    }
    with served(web) as local, pytest.raises(UsageError) as refusal:
        read(kind, G + "1aB/edit#gid=0", fetcher=local.fetcher)
    assert "this is a web page, not a sheet; perhaps a log-in page." in refusal.value.message
    assert "Publish to web" in refusal.value.fix


def test_a_sheet_that_google_refuses_says_how_to_publish_it():
    """A 401 or 404 of Google gets the same advice."""
    with served({G + "1aB/export?format=csv": {"status": 401}}) as local, pytest.raises(UsageError) as refusal:
        read("csv", G + "1aB/edit", fetcher=local.fetcher)
    assert "401" in refusal.value.message
    assert "Publish to web" in refusal.value.fix


def test_answers_of_a_form_are_a_sheet_as_any(run_wbl, tmp_path):
    """The sheet behind a Google Form, with its questions as headings, is published by its copied address."""
    question = "What is the last day to apply? (MM/DD/YYYY)"
    rows = f'Timestamp,Name of the position,"{question}",Link to apply\r\n11/2/2026 14:03:22,Lab helper,3/1/2027,https://apply.example/1\r\n'
    options = {
        "/title": "Name of the position",
        "/url": "Link to apply",
        "/applicationDeadline": question.upper(),
    }
    with served({G + "1aB/export?format=csv&gid=4": {"body": rows}}) as local:
        found = read("csv", G + "1aB/edit?gid=4#gid=4", columns=tuple(options.values()), fetcher=local.fetcher)
    assert [notice.found for notice in found.notices] == ["Timestamp"]
    assert json.loads(json.dumps(found.records[0].cells)) == {
        "Name of the position": "Lab helper",
        "Link to apply": "https://apply.example/1",
        question.upper(): "3/1/2027",
    }
