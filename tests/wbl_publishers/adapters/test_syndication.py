"""Feeds of others become postings of what their entries say; what a feed shows no more is not taken for gone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import Found, Publishing, drafts, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wbl_feed.adapter import Input, load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

EXAMPLE = Path(__file__).parents[3] / "examples" / "rss"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:job_listing="https://site.example"'
    ' xmlns:atom="http://www.w3.org/2005/Atom">'
    "<channel><title>Jobs</title><link>https://site.example/</link>"
)
TAIL = "</channel></rss>"


def rss(*items: str, head: str = HEAD) -> str:
    return head + "".join(f"<item>{item}</item>" for item in items) + TAIL


def entry(number: int) -> str:
    return f"<title>Job {number}</title><link>https://site.example/{number}</link><guid>https://site.example/?p={number}</guid>"


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    """Reads a text or bytes as a feed."""

    def found(content: str | bytes, *columns: str, **options: Any) -> Found:
        path = tmp_path / "feed.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read("rss", path, columns=columns, options=options)

    return found


def test_a_job_feed_becomes_postings_of_what_it_says():
    """Every fact of WP Job Manager's feed that the mapping names is a member, whatever its namespace's address is."""
    table = {"fields": {"/hiringOrganization/name": "job_listing:company", "/jobLocation/0": "location",
                        "/activityType": "job_type", "/compensation": "JOB_LISTING:SALARY"}}  # fmt: skip
    first, second, third = drafts("rss", EXAMPLE / "jobs.rss", table)
    assert first.place == "entry 1, “Oyster Hatchery Intern”"
    assert first.keys[0] == "id https://tidewater-careers.example/?post_type=job_listing&p=412"
    assert {name: first.members[name] for name in ("title", "url", "datePosted", "status", "activityType")} == {
        "title": "Oyster Hatchery Intern",
        "url": "https://tidewater-careers.example/job/oyster-hatchery-intern/",
        "datePosted": "2026-11-18T15:02:11Z",
        "status": "open",
        "activityType": "internship",
    }
    assert first.members["summary"].startswith("Help raise oyster seed")
    assert "<p>You need no experience" in first.members["descriptionHtml"]
    assert first.members["hiringOrganization"] == {"name": "Saltmarsh Shellfish"}
    assert first.members["jobLocation"][0]["address"] == {"addressLocality": "Duxbury", "addressRegion": "MA"}
    assert first.members["compensation"]["baseSalary"]["value"] == 16
    assert second.members["title"] == "Bike Shop Helper & Apprentice Mechanic"
    assert "compensation" not in third.members
    assert "webmaster" not in str([first, second, third])


def test_elements_that_nobody_maps_are_named_once():
    """The webmaster learns which elements of the feed could be used; those of every WordPress are not among them."""
    found = read("rss", EXAMPLE / "jobs.rss", columns=("job_listing:company", "location"))
    assert [(one.code, one.found) for one in found.notices] == [
        ("unmapped_column", "job_listing:job_type"),
        ("unmapped_column", "job_listing:salary"),
    ]


@pytest.mark.parametrize(
    ("item", "members"),
    [
        ("<title>AT&amp;amp;T &lt;b&gt;intern&lt;/b&gt;</title>", {"title": "AT&T intern"}),
        ("<title><![CDATA[Dogs & <em>cats</em>]]></title>", {"title": "Dogs & cats"}),
        ("<title>\n  Two\n  lines </title>", {"title": "Two lines"}),
        ("<title>5 &lt; 6</title>", {"title": "5 < 6"}),
        ("<link>/jobs/7</link>", {"url": "https://site.example/jobs/7"}),
        ("<link>https://site.example/a?b=1&amp;c=2</link>", {"url": "https://site.example/a?b=1&c=2"}),
        ("<guid>https://site.example/7</guid>", {"url": "https://site.example/7"}),
        ('<guid isPermaLink="false">7</guid>', {}),
        ('<atom:link rel="alternate" href="https://site.example/8"/>', {"url": "https://site.example/8"}),
        ("<pubDate>Mon, 02 Nov 2026 08:00:00 EST</pubDate>", {"datePosted": "2026-11-02T13:00:00Z"}),
        ("<pubDate>2 Nov 26 08:00 -0500</pubDate>", {"datePosted": "2026-11-02T13:00:00Z"}),
        ("<pubDate>2026-11-02T08:00:00-05:00</pubDate>", {"datePosted": "2026-11-02T13:00:00Z"}),
        ("<pubDate>soon</pubDate>", {}),
        ("<pubDate>Mon, 02 Nov 1826 08:00:00 GMT</pubDate>", {}),
        ("<description>&lt;p&gt;Hi&lt;/p&gt;</description>", {"description": "Hi", "descriptionHtml": "<p>Hi</p>"}),
        (
            "<description>In short</description><content:encoded>&lt;p&gt;At length&lt;/p&gt;</content:encoded>",
            {"summary": "In short", "description": "At length", "descriptionHtml": "<p>At length</p>"},
        ),
        (
            f"<description>{'x' * 301}</description><content:encoded>&lt;p&gt;Hi&lt;/p&gt;</content:encoded>",
            {"description": "Hi", "descriptionHtml": "<p>Hi</p>"},
        ),
        (
            '<enclosure url="/flyer.pdf" type="application/pdf" length="9"/>',
            {"attachments": [{"url": "https://site.example/flyer.pdf", "encodingFormat": "application/pdf"}]},
        ),
        ('<enclosure url="ftp://old.example/a"/>', {}),
        ("<itunes:summary>Hear more</itunes:summary>", {"description": "Hear more"}),
        ("<title>Non&nbsp;breaking caf&eacute;</title>", {"title": "Non\u00a0breaking café"}),
        ("<title>Bell\x07 and \x0btab</title>", {"title": "Bell and tab"}),
        ("", {}),
    ],
)  # fmt: skip
def test_oddities_of_entries_are_read_as_meant(of, item: str, members: dict[str, Any]):
    """Markup in titles, relative links, missing guids, dates of all kinds: what is there is read, the rest left out."""
    expected = {"activityType": "unspecified", "status": "open", **members}
    if "title" in expected:
        expected["title"] = expected["title"].replace("\u00a0", " ")
    assert of(rss(item)).members == expected


FORMATS = {
    "rss 0.91": """<rss version="0.91"><channel><title>t</title><item><title>One</title>
        <link>https://x.example/1</link></item></channel></rss>""",
    "rss 0.91 with its dtd": """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
        "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><title>One</title>
        <link>https://x.example/1</link></item></channel></rss>""",
    "rss 0.9": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel><item><title>One</title>
        <link>https://x.example/1</link></item></rdf:RDF>""",
    "rss 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel/><item rdf:about="https://x.example/1"><title>One</title><link>https://x.example/1</link></item>
        </rdf:RDF>""",
    "atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>
        <title mode="escaped" type="text/html">&lt;i>One&lt;/i></title><id>urn:one</id>
        <link rel="alternate" href="https://x.example/1"/><modified>2026-11-02T00:00:00Z</modified></entry></feed>""",
    "atom": """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><i>One</i></div></title><id>urn:one</id>
        <link href="https://x.example/1"/><updated>2026-11-02T00:00:00Z</updated></entry></feed>""",
    "atom with a prefix": """<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://x.example/"><a:entry>
        <a:title>One</a:title><a:link href="1"/></a:entry></a:feed>""",
    "json 1.0": """{"version": "https://jsonfeed.org/version/1", "title": "t",
        "items": [{"id": 1, "url": "https://x.example/1", "title": "One"}]}""",
    "json 1.1": """{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://x.example/",
        "items": [{"id": "1", "url": "/1", "title": "One"}]}""",
}


@pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n  "], ids=["", "mark", "blank lines"])
def test_every_format_is_read(of, content: str, before: str):
    """Title and address come out the same of each format, even after the blank lines that themes print first."""
    members = of(before + content).members
    assert (members["title"], members["url"]) == ("One", "https://x.example/1")
    assert (members["activityType"], members["status"]) == ("unspecified", "open")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_every_declared_encoding_is_read(of, encoding: str):
    """An accent is the same in members and in cells, whatever the document is written in."""
    text = rss("<title>Café</title><job_listing:company>Niño</job_listing:company>")
    found = of(text.replace("UTF-8", encoding).encode(encoding), "company")
    assert found.members["title"] == "Café"
    assert found.records[0].cells == {"company": "Niño"}


def test_an_encoding_that_is_declared_wrongly_costs_no_letter(of):
    """Windows-1252 that says it is UTF-8 is read as what it is."""
    found = of(
        rss("<title>Café – “day”</title><job_listing:company>Niño</job_listing:company>").encode("cp1252"), "company"
    )
    assert found.members["title"] == "Café – “day”"
    assert found.records[0].cells == {"company": "Niño"}


def test_cells_are_named_by_element_prefix_and_attribute(of):
    """Names take a prefix or none, any case, and an attribute; what stands several times is a list."""
    item = (
        "<title>T</title><guid>urn:1</guid><category>Marine</category><category>Paid</category><category/>"
        "<job_listing:job_type>Internship</job_listing:job_type><job_listing:job_type>Part Time</job_listing:job_type>"
        '<itunes:image href="https://site.example/a.png"/><location>Own</location>'
        "<job_listing:location>Boston, MA</job_listing:location><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>"
        '<enclosure url="a.pdf"/><x:deep xmlns:x="urn:x">a <x:part>whole</x:part> text</x:deep>'
    )
    names = (
        "category", "job_type", "Job_Listing:location", "location", "itunes:image@href", "pubDate", "published", "guid",
        "id", "enclosure", "x:deep", "part", "other:location", "nothing", "author", "content",
    )  # fmt: skip
    (record,) = of(rss(item), *names).records
    assert record.cells == {
        "category": ["Marine", "Paid"],
        "job_type": ["Internship", "Part Time"],
        "Job_Listing:location": "Boston, MA",
        "location": "Own",
        "itunes:image@href": "https://site.example/a.png",
        "pubDate": "2026-11-02T08:00:00Z",
        "published": "2026-11-02T08:00:00Z",
        "guid": "urn:1",
        "id": "urn:1",
        "enclosure": ["https://site.example/a.pdf"],
        "x:deep": "a whole text",
        "part": "whole",
        "other:location": "",
        "nothing": "",
        "author": "",
        "content": "",
    }


def test_cells_of_a_json_feed_have_the_same_names_or_a_path(of):
    """One mapping serves RSS and JSON Feed; keys of its own are named by a path."""
    item = {
        "id": "urn:1", "url": "/1", "title": "T", "content_text": "Text", "tags": ["Marine", "Paid"],
        "date_published": "2026-11-02T08:00:00Z", "authors": [{"name": "Office"}],
        "attachments": [{"url": "https://x.example/a.pdf", "mime_type": "application/pdf"}, "odd"],
        "_job": {"town": "Boston, MA", "hours": 12, "paid": True, "by.line": "x"},
    }  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://x.example/", "items": [item]}
    names = ("guid", "link", "content", "category", "pubDate", "author", "enclosure", "_job.town", "_JOB.hours",
             "_job.paid", "_job.by.line", "_job", "_job.none", "tags.1", "tags.7")  # fmt: skip
    (record,) = of(json.dumps(feed), *names).records
    assert list(record.cells.values()) == [
        "urn:1", "/1", "Text", ["Marine", "Paid"], "2026-11-02T08:00:00Z", ["Office"], ["https://x.example/a.pdf"],
        "Boston, MA", "12", "true", "x", "", "", "Paid", "",
    ]  # fmt: skip
    assert record.keys == ("id urn:1",)
    assert record.members["attachments"] == [{"url": "https://x.example/a.pdf", "encodingFormat": "application/pdf"}]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "it is empty."),
        ("<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "This is a web page, not a feed."),
        ("<opml/>", "This is an XML document of another kind, not a feed."),
        ("a,b\n1,2", "not well-formed XML"),
        ("{}", "this is JSON, but not a JSON Feed. The adapter “json” reads any other JSON"),
        ("[1]", "this is JSON, but not a JSON Feed."),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "this is JSON, but not a JSON Feed."),
        ('{"version": ', "not well-formed JSON"),
        (rss(entry(1))[:-20], "not well-formed XML"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa">]>' + rss(entry(1)), "document type declaration"),
        (rss("<a>" * 300 + "</a>" * 300), "not well-formed XML"),
        ('{"type": "DataFeed", "specVersion": "1.0", "items": []}', "this is a wbl feed already. Give its address"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [], "_wbl": {}}', "this is a wbl feed already."),
        (rss(entry(1)).replace("xmlns:atom", 'xmlns:wbl="https://w3id.org/wbl-feed/v1/atom#" xmlns:atom'), "this is a wbl feed already."),
    ],
)  # fmt: skip
def test_what_is_no_feed_of_others_is_refused_as_a_whole(of, content: str, fault: str):
    """A log-in page, a broken or cut-off document, and a feed of this standard stop the run with a word."""
    with pytest.raises(UsageError, match=re.escape(fault)) as refusal:
        of(content)
    assert "feed.xml" in refusal.value.place


def test_our_own_feeds_are_told_from_others():
    """Each format of the standard that is read back is refused, so that nobody publishes it twice."""
    spec = Path(__file__).parents[3] / "spec" / "v1" / "examples"
    for name in ("feed.json", "feed.atom"):
        with pytest.raises(UsageError, match="this is a wbl feed already"):
            read("rss", spec / name)


def test_a_record_without_a_title_or_an_address_is_refused_and_costs_nobody_else(tmp_path: Path, run_wbl):
    """An entry that says too little is refused by name; the others are published."""
    site = Publishing(tmp_path, "rss", _map(), run_wbl)
    (tmp_path / "feed.xml").write_text(
        rss("<title>No link</title>", "<link>https://x.example/1</link>", entry(3)), encoding="utf-8"
    )
    report = site.publish(tmp_path / "feed.xml", code=1)
    assert (report["rows"], report["postings"], len(report["refused"])) == (3, 1, 2)
    assert [one["place"] for one in report["refused"]] == ["entry 1, “No link”", "entry 2"]
    messages = [notice["message"] for one in report["refused"] for notice in one["notices"]]
    assert any("url" in message for message in messages)
    assert any("title" in message for message in messages)


def _map(options: str = "") -> str:
    return (EXAMPLE / "map.toml").read_text(encoding="utf-8").partition("[fields]")[0] + options


def test_a_feed_is_published_twice_with_the_same_ids(tmp_path: Path, run_wbl):
    """Ids are the feed's own; a second run writes nothing; a shorter, edited and reordered feed withdraws nothing."""
    site = Publishing(tmp_path, "rss", (EXAMPLE / "map.toml").read_text(encoding="utf-8"), run_wbl)
    first = site.publish(EXAMPLE / "jobs.rss")
    assert (first["rows"], first["postings"], first["refused"]) == (3, 3, [])
    assert site.is_valid()
    ids = site.ids
    assert set(ids.values()) == {
        f"https://tidewater-careers.example/?post_type=job_listing&p={n}" for n in (412, 409, 401)
    }
    assert site.publish(EXAMPLE / "jobs.rss", day=23)["written"] == []
    text = (EXAMPLE / "jobs.rss").read_text(encoding="utf-8")
    head, one, two, three = re.split(r"(?=<item>)", text)
    (tmp_path / "later.rss").write_text(
        head + two + one.replace("Oyster Hatchery Intern", "Oyster Intern") + "</channel></rss>", encoding="utf-8"
    )
    later = site.publish(tmp_path / "later.rss", day=24)
    assert (later["rows"], len(later["changed"]), later["withdrawn"], len(later["kept"])) == (2, 1, [], 1)
    assert site.ids == {**{title: one for title, one in ids.items() if "Oyster" not in title},
                        "Oyster Intern": ids["Oyster Hatchery Intern"]}  # fmt: skip
    assert site.is_valid()
    assert three


def test_a_feed_that_lists_all_withdraws_what_is_gone(tmp_path: Path, run_wbl):
    """With window = false an entry that is not in the feed any more leaves a tombstone."""
    site = Publishing(tmp_path, "rss", _map("[options]\nwindow = false\n"), run_wbl)
    site.publish(EXAMPLE / "jobs.rss")
    text = (EXAMPLE / "jobs.rss").read_text(encoding="utf-8")
    (tmp_path / "later.rss").write_text(text[: text.rindex("<item>")] + "</channel></rss>", encoding="utf-8")
    assert site.publish(tmp_path / "later.rss", day=24)["withdrawn"] == [
        "https://tidewater-careers.example/?post_type=job_listing&p=401"
    ]


def test_what_the_mapping_passes_over_is_withdrawn_even_in_a_window(tmp_path: Path, run_wbl):
    """An entry whose title now says that it is filled, or that lost its category, goes at once and is counted."""
    chosen = "[only]\ncategory = ['Internships']\n[except]\ntitle = ['[filled]']\n"
    site = Publishing(tmp_path, "rss", _map(chosen), run_wbl)
    entries = [f"{entry(number)}<category>Paid internships</category>" for number in range(1, 6)]
    (tmp_path / "jobs.xml").write_text(rss(*entries, entry(6)), encoding="utf-8")
    first = site.publish(tmp_path / "jobs.xml")
    assert (first["postings"], set(site.ids)) == (5, {f"Job {number}" for number in range(1, 6)})
    ids = site.ids
    filled = [entries[0].replace("Job 1", "[Filled] Job 1"), entry(2), entries[2]]
    (tmp_path / "jobs.xml").write_text(rss(*filled), encoding="utf-8")
    later = site.publish(tmp_path / "jobs.xml", day=23)
    assert set(later["withdrawn"]) == {ids["Job 1"], ids["Job 2"]}
    assert set(site.ids) == {"Job 3", "Job 4", "Job 5"}  # the last two are out of the window alone


@pytest.mark.parametrize(("options", "whole"), [({}, False), ({"window": True}, False), ({"window": False}, True)])
def test_absence_proves_nothing_unless_the_mapping_says_so(options: dict[str, Any], whole: bool):
    """A feed counts as a window on the newest entries until somebody says that it lists all."""
    adapter: Any = load_adapter("rss")
    assert adapter.complete(Input("feed.xml", (), options, HttpFetcher(), None)) is whole  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "word"), [({"windows": True}, "windows"), ({"pages": 0}, "pages"), ({"window": "x"}, "window")]
)
def test_options_that_are_not_right_are_refused(of, options: dict[str, Any], word: str):
    """A mistyped option stops the run."""
    with pytest.raises(UsageError, match=word):
        of(rss(entry(1)), **options)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from(["<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "x", "&lt;", "<entry>", "<a:b>",
                         "<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "<link href='http://[/'/>", "<category/>", "\x01"])
    ).map(lambda parts: (HEAD + "".join(parts) + TAIL).encode())
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                   lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                       st.sampled_from(["id", "url", "title", "attachments", "tags", "content_html"]), inner, max_size=4)
      ).map(lambda items: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode())
)  # fmt: skip
def test_no_bytes_stop_the_reader_but_with_a_reason(of, content: bytes):
    """Whatever the bytes, they become records, or the source is refused as a whole with a sentence."""
    try:
        found = of(content, "category", "content", "a:b@c", "link", "enclosure", "tags.0")
    except UsageError:
        return
    assert all(set(record.cells) for record in found.records)
    assert all(record.members["status"] == "open" for record in found.records)
