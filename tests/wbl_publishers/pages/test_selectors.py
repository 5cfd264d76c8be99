"""What CSS selectors find in a page."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.pages.page import Page, read_page
from wbl_publishers.adapters.pages.selectors import TooLargeError, selector
from wbl_publishers.adapters.pages.text import text_of

from wbl_feed.errors import UsageError

HTML = """<html lang=en><head><base href="/jobs/"><meta name="description" content=" A job "></head><body>
<div class="job" data-id="17"><h3><a class="t" href="oyster?a=1&amp;b=2">Oyster
 hatchery</a> intern</h3>
<div class="meta">Posted 02/14/2024<br>Application Deadline: 02/24/2024<script>var x</script><template><p>no</p></template></div>
<table><tr><th>Pay</th><td>$17</td></tr><tr><td>Hours</td><td>10</td></tr></table>
<ul><li>Grade 11</li><li>Grade 12</li></ul><time datetime="2024-02-14">Valentine</time>
<a class="mail" href="mailto:jobs%40site.example?subject=x">write</a><a class="js" href="javascript:void(0)">x</a>
<div class="d">Feed &amp; clean. <b onclick="x()">Daily</b> <a href="more">more</a><style>p{}</style></div></div></body></html>"""


@pytest.fixture
def page() -> Page:
    found = read_page(HTML.encode(), "https://site.example/board")
    assert found
    return found


@pytest.mark.parametrize(
    ("css", "cell"),
    [
        ("h3", "Oyster hatchery intern"),
        (".meta", "Posted 02/14/2024\nApplication Deadline: 02/24/2024"),
        ("table", "Pay $17\nHours 10"),
        ("li", ["Grade 11", "Grade 12"]),
        ("h3, time", ["Oyster hatchery intern", "Valentine"]),
        ("a.t@href", "https://site.example/jobs/oyster?a=1&b=2"),
        ("time@datetime", "2024-02-14"),
        ("meta[name=description]@content", "A job"),
        (".job@data-id", "17"),
        ("html@LANG", "en"),
        ("a.mail@href", "jobs@site.example"),
        ("a.js@href", "javascript:void(0)"),
        (".d@html", 'Feed &amp; clean. <b onclick="x()">Daily</b> <a href="https://site.example/jobs/more">more</a><style>p{}</style>'),
        ("td:nth-child(2)", ["$17", "10"]),
        (".none", ""),
        ("h3@class", ""),
    ],
)  # fmt: skip
def test_selectors_give_texts_attributes_and_html(page: Page, css: str, cell: object):
    """Blocks and line breaks end lines, scripts say nothing, links are absolute, several matches are a list."""
    assert selector(css, "").cell(page.root, page) == cell


def test_selectors_are_relative_to_an_item(page: Page):
    """In an item the item itself can be meant, and nothing outside of it."""
    (item,) = selector("ul", "").elements(page.root)
    assert selector("li:first-child", "").cell(item, page) == "Grade 11"
    assert selector("ul", "").cell(item, page) == "Grade 11\nGrade 12"
    assert selector("@class", "").cell(selector(".job", "").elements(page.root)[0], page) == "job"
    assert selector("h3", "").cell(item, page) == ""


def test_links_of_an_element_are_its_own_or_the_first_in_it(page: Page):
    """A selector may name the heading around a link."""
    assert selector("h3", "").links(page.root, page) == ["https://site.example/jobs/oyster?a=1&b=2"]


@pytest.mark.parametrize("css", ["", "h3[", "..a", "h3::before", "a@", ":unknown", "h3 @ href x", "p:nth-child(x)"])
def test_a_faulty_selector_is_a_mistake_with_its_place(css: str):
    """No traceback, and an example of a right one."""
    with pytest.raises(UsageError, match=r"the table \[fields\].*is no CSS selector.*such as") as error:
        selector(css, "the table [fields]")
    assert css in str(error.value)


def test_a_flood_of_text_ends():
    """No more is gathered than a cell may hold before its record is refused."""
    flood = read_page(b"<div>" * 150 + b"<p>%s</p>" % (b"abcdefgh" * 40) * 2_500, "")
    assert flood
    cell = selector("div", "").cell(flood.root, flood)
    assert 1_000_000 < sum(map(len, cell)) < 3_000_000


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_raise(content: bytes):
    """Any bytes are a page or none."""
    page = read_page(content, "https://site.example/")
    if page:
        text_of(page.root)
        assert page.url == "https://site.example/"


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("<p>Señal – ok".encode(), "", "Señal – ok"),
        ("<p>Señal – ok".encode(), "iso-8859-1", "Señal – ok"),
        ("<p>Señal – ok".encode("cp1252"), "windows-1252", "Señal – ok"),
        ("<meta charset=windows-1252><p>Señal – ok".encode("cp1252"), "", "Señal – ok"),
        ("<p>Señal ok".encode("latin-1"), "no-such-charset", "Señal ok"),
        ("\ufeff<p>Señal".encode(), "", "Señal"),
        ("<p>Señal".encode("utf-16"), "", "Señal"),
    ],
)
def test_encodings_are_told_apart(content: bytes, charset: str, text: str):
    """UTF-8 where the bytes are that, else what the server or the page says."""
    page = read_page(content, "", charset)
    assert page
    assert text_of(page.root) == text


@pytest.mark.parametrize("elements", [40_000, 160_000])
@pytest.mark.parametrize("depth", [1, 200])
def test_selectors_take_no_time_on_hostile_pages(elements: int, depth: int):
    """A page of many elements, or of fewer in one another, is too large at once, however many there are."""
    deep = "<div>" * depth + "<span>x</span>" * (elements // (4 if depth > 1 else 1)) + "</div>" * depth
    found = read_page(deep.encode(), "https://site.example/")
    assert found
    started = time.process_time()
    with pytest.raises(TooLargeError):
        selector("div div span", "").cell(found.root, found)
    assert time.process_time() - started < 1


def test_long_pages_are_read_by_selectors():
    """A list of thousands of flat elements is no hostile page."""
    found = read_page(("<main><ul>" + "<li><b>x</b></li>" * 7_000).encode(), "https://site.example/")
    assert found
    assert len(selector("ul li b", "").elements(found.root)) == 7_000
