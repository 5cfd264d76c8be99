"""Microdata is read as JSON-LD would state it."""

import contextlib
import time
from typing import Any

import pytest
from extruct.w3cmicrodata import MicrodataExtractor
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.pages.microdata import UnreadMicrodataError, microdata
from wbl_publishers.adapters.pages.page import read_page

JOB = 'itemscope itemtype="https://schema.org/JobPosting"'
PAGE = f"""<body itemscope itemtype="https://schema.org/WebPage"><h1 itemprop="name">Jobs</h1>
<article {JOB} itemid="urn:x:1" itemref="more nowhere">
 <h2 itemprop="title">Lab <b>aide</b></h2> <meta itemprop="employmentType" content="INTERN"><time itemprop="datePosted" datetime="2026-11-01">1 Nov</time>
 <a itemprop="url" href="/jobs/1">open</a> <img itemprop="image" src="a.png"> <data itemprop="totalJobOpenings" value="2">two</data>
 <p itemprop="skills">Pipetting</p><p itemprop="skills industry">Care</p> <link itemprop="sameAs" href="https://b.example/">
 <div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization"><span itemprop="name">ACME</span></div>
 <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><div itemprop="address" itemscope
  itemtype="https://schema.org/PostalAddress"><span itemprop="addressLocality">Salem</span></div></div>
</article><div id="more"><b itemprop="workHours">Mornings</b></div><div itemscope itemtype="https://schema.org/Event"><i itemprop="name">Fair</i></div></body>"""  # fmt: skip


def read(html: str) -> list[dict[str, Any]]:
    page = read_page(html.encode(), "https://site.example/")
    assert page
    return microdata(page.root, page)


def theirs(item: Any) -> Any:
    """What extruct gives, in the shape of JSON-LD."""
    if isinstance(item, list):
        return [theirs(one) for one in item]
    if not isinstance(item, dict):
        return item
    node = {"@type": [item["type"]], **{name: theirs(one) for name, one in item["properties"].items()}}
    return node | ({"@id": item["id"]} if "id" in item else {})


def test_items_are_those_that_extruct_finds():
    """Types, ids, nesting, several values, references and the attributes of each element are as in extruct 0.18."""
    assert read(PAGE) == [theirs(one) for one in MicrodataExtractor().extract(PAGE, base_url="https://site.example/")]
    assert read(PAGE)[1]["workHours"] == "Mornings"


def test_a_time_without_an_attribute_says_its_text():
    """The value is the text of the element then (HTML 5, section 5.2.4), which extruct leaves out."""
    html = f'<div {JOB}><time itemprop="datePosted">2/14/2024</time></div>'
    assert read(html)[0]["datePosted"] == "2/14/2024"
    assert MicrodataExtractor().extract(html)[0]["properties"]["datePosted"] == ""


def test_an_item_without_properties_says_its_name():
    """An organization that is marked up with its text alone bears that name."""
    html = f'<div {JOB}><b itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">ACME</b></div>'
    assert read(html)[0]["hiringOrganization"]["name"] == "ACME"


def test_lines_stay_lines():
    """Paragraphs of a description do not become one."""
    assert (
        read(f"<div {JOB}><div itemprop=description><p>One<br>two<p>Three</div></div>")[0]["description"]
        == "One\ntwo\nThree"
    )


def test_a_page_without_jobs_or_events_is_not_looked_at():
    """Breadcrumbs alone are no work."""
    assert read('<div itemscope itemtype="https://schema.org/BreadcrumbList"><i itemprop="name">x</i></div>') == []


HOSTILE = {
    "items in one another": f"<div {JOB} itemprop=x>" * 200 + "<i itemprop=a>b</i>" * 5_000,
    "references to all": "<div id=z><i itemprop=a>b</i></div>" + f'<div {JOB} itemref="z z z z z z"></div>' * 1_000,
    "references in a circle": f"<div id=z {JOB} itemref=y itemprop=q><i itemprop=a>b</i></div><div id=y><b itemscope itemprop=w itemref=z></b></div>"
    * 300,
    "properties in one another": f"<div {JOB}>" + "<div itemprop=description>" * 200 + "<p>abc</p>" * 10_000,
    "many properties": f"<div {JOB}>" + "<i itemprop=a>b</i>" * 30_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_microdata_takes_little_time(html: str):
    """extruct takes minutes for the first of them; here each is read or refused within seconds."""
    begun = time.thread_time()
    with contextlib.suppress(UnreadMicrodataError):
        assert read(html)
    assert time.thread_time() - begun < 15


def test_ids_are_looked_for_once():
    """Many items that refer to ids of a large page do not each search the whole of it."""
    html = "<i id=x></i>" * 50_000 + "<p id=more><b itemprop=title>A</b></p>" + f"<div {JOB} itemref=more></div>" * 500
    page = read_page(html.encode(), "https://site.example/")
    assert page
    begun = time.thread_time()
    assert {microdata(one, page)[0]["title"] for one in page.root.findall(".//div")} == {"A"}
    assert time.thread_time() - begun < 3


def test_too_much_microdata_is_refused():
    """A page whose properties repeat all that is in it many times is not read to its end, and says so."""
    with pytest.raises(UnreadMicrodataError, match="too long or nested too deeply"):
        read(HOSTILE["properties in one another"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                f"<div {JOB}>",
                "</div>",
                "<p itemprop=title>",
                "<time itemprop=x>",
                "<meta itemprop='a b'>",
                "<a itemprop=url href='http://['>",
                "<i itemscope itemref='q r' id=q itemprop=y>",
                "text",
                "<x id=r>",
                "<!--",
                "-->",
            ]
        )
    )
)
def test_no_markup_raises(parts: list[str]):
    """Whatever the nesting, items are read."""
    read(f"<div {JOB}>" + "".join(parts))
