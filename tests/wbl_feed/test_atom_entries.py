"""Entries are written as text: an XML parser reads back just what was meant, and feedgen would have written the same."""

import json

from feedgen.feed import FeedGenerator
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wbl_feed.atom_format.entries import entry
from wbl_feed.atom_format.projection import WBL, xml_text

ODD = st.text(
    st.one_of(st.sampled_from("&<>\"'\r\n\t]];\u0001\u00e9\u2028😀 "), st.characters(codec="utf-8")), min_size=1
)
POSTING = {
    "id": "https://site.example/1?a=b&c=d", "url": "https://site.example/1?a=b&c=d", "dateModified": "2026-11-01T00:00:00Z",
    "activityType": "internship", "status": "open",
}  # fmt: skip


def read(content: bytes) -> etree._Element:
    """The entry as a parser has it."""
    return etree.fromstring(b'<feed xmlns:wbl="' + WBL.encode() + b'">' + content + b"</feed>")[0]


@given(ODD, ODD, ODD, st.booleans())
def test_what_is_written_is_read_back(title: str, text: str, name: str, marked: bool):
    """Whatever stands in a text, it comes back as it is, but for what no XML can hold."""
    member = "descriptionHtml" if marked else "description"
    posting = {**POSTING, "title": title, "summary": text, member: text, "hiringOrganization": {"name": name}}
    made = read(entry(posting, "A site"))
    assert made.findtext("title") == (xml_text(title).strip() or POSTING["id"])
    assert made.findtext("author/name") == (xml_text(name).strip() or "A site")
    assert made.findtext("content") == xml_text(text)
    assert made.findtext("summary", "") == xml_text(text)
    assert made.find("content").get("type") == ("html" if marked else "text")
    assert made.find("link").get("href") == POSTING["url"]
    assert json.loads(made.findtext(f"{{{WBL}}}item")) == posting


@given(ODD, ODD)
def test_addresses_and_labels_are_read_back(address: str, code: str):
    """So do attributes, in which line ends and tabs would become spaces."""
    origin = {"feed": "https://site.example/feed", "url": xml_text(address)}
    made = read(entry({**POSTING, "title": "A title", "programs": [xml_text(code)], "provenance": [origin]}, "A site"))
    assert made.findall("link")[1].attrib == {"rel": "via", "href": xml_text(address)}
    assert made.findall("category")[-1].attrib == {"term": xml_text(code), "label": xml_text(code)}


@given(ODD, ODD)
def test_feedgen_would_have_written_the_same(title: str, text: str):
    """Element by element and byte by byte."""
    posting = {**POSTING, "title": title, "description": text, "datePosted": "2026-10-01T00:00:00-04:00"}
    generator = FeedGenerator()
    generator.id("https://site.example/feed")
    generator.title("A site")
    theirs = generator.add_entry()
    theirs.id(posting["id"])
    theirs.title(xml_text(title).strip() or posting["id"])
    theirs.updated("2026-11-01T00:00:00+00:00")
    theirs.published("2026-10-01T00:00:00-04:00")
    theirs.author(name="A site")
    theirs.link(href=posting["url"])
    theirs.content(xml_text(text), type="text")
    for place, part in (("activity-type", "internship"), ("posting-status", "open")):
        iri = f"https://w3id.org/wbl-feed/v1/vocabulary/{place}"
        theirs.category(term=part, scheme=iri, label=part.capitalize())
    written = generator.atom_str()
    expected = written[written.index(b"<entry>") : -len(b"</entry></feed>")]
    assert entry(posting, "A site").startswith(expected)


def test_a_posting_that_is_json_already_is_taken_as_it_is():
    """Only where it is ASCII, so that no XML parser can change a character of it."""
    plain, accented = {**POSTING, "title": "Bay"}, {**POSTING, "title": "Bahía"}
    for posting in (plain, accented):
        content = json.dumps(posting, ensure_ascii=False, separators=(",", ":")).encode()
        assert entry(posting, "A site", content) == entry(posting, "A site")
    other = entry(plain, "A site", b'{"title":"Bay"}')
    assert json.loads(read(other).findtext(f"{{{WBL}}}item")) == {"title": "Bay"}
