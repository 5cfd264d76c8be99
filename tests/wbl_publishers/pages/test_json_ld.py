"""JSON-LD is read block by block, as people and plug-ins write it."""

import json
import time
from typing import Any

import extruct
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_publishers.adapters.pages.json_ld import blocks, read_block
from wbl_publishers.adapters.pages.page import read_page
from wbl_publishers.adapters.pages.references import References, main_entities

GOOD, BROKEN = '{"@type": "JobPosting", "title": "A"}', '{"@type": "WebSite", "name": "He said "hi""}'


def script(text: str, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{text}</script>'


def read(html: str) -> list[Any]:
    page = read_page(html.encode(), "https://site.example/")
    assert page
    return [value for block in blocks(page.root) for value in block.values]


def test_a_broken_block_loses_no_other_as_it_does_in_extruct():
    """extruct 0.18 gives nothing at all for a page with one broken block; here the other two are read."""
    html = f"<html><head>{script(GOOD)}{script(BROKEN)}{script(GOOD)}</head></html>"
    assert extruct.extract(html, syntaxes=["json-ld"], errors="ignore") == {}
    assert [value["title"] for value in read(html)] == ["A", "A"]
    page = read_page(html.encode(), "")
    assert page
    found = list(blocks(page.root))
    assert [(block.number, bool(block.fault)) for block in found] == [(1, False), (2, True), (3, False)]
    assert found[1].fault.startswith("expecting ',' delimiter")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"a": 1,}', [{"a": 1}]),
        ('{"a": [1, 2, ], }', [{"a": [1, 2]}]),
        ('{"a": [1,, 2]}', [{"a": [1, 2]}]),
        ('\n<!--\n{"a": 1}\n-->\n', [{"a": 1}]),
        ('<![CDATA[{"a": 1}]]>', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('/*<![CDATA[*/ {"a": "/* no comment */"} /*]]>*/', [{"a": "/* no comment */"}]),
        (
            '// the job\n{"a": "https://b.example//c", // where\n "b": /* pay */ 2}',
            [{"a": "https://b.example//c", "b": 2}],
        ),
        ('\ufeff{"a": 1};', [{"a": 1}]),
        ('{"a": "two\nlines\tand \x01"}', [{"a": "two\nlines\tand \x01"}]),
        ('{"a": 1}\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1},\n{"b": 2},', [{"a": 1}, {"b": 2}]),
        ("{&quot;a&quot;: &quot;x &amp;amp; y&quot;}", [{"a": "x &amp; y"}]),
        ('[{&#34;a&#34;: "b"}]', [[{"a": "b"}]]),
        (
            '{"a": 02543, "b": [007], "c": 0.5, "d": -1, "e": 0,}',
            [{"a": "02543", "b": ["007"], "c": 0.5, "d": -1, "e": 0}],
        ),
        (r'{"a": "O\'Brien \"x\" \u00e9 \q"}', [{"a": 'O\'Brien "x" é q'}]),
        ('{"a": NaN, "b": Infinity}', [{"a": None, "b": None}]),
        ('{"a": 1} and {"b": 2}', [{"a": 1}]),
        ('{"a": 1', []),
        ("{'a': 1}", []),
        ("var x = 1", []),
        ('"a text"', ["a text"]),
    ],
)
def test_what_is_often_wrong_is_read_as_it_is_meant(text: str, values: list[Any]):
    """Comments, CDATA, commas, escapes, zeros and several objects are mended outside of texts; all else is a fault."""
    block = read_block(text)
    assert list(block.values) == values
    assert bool(block.fault) == (not values or " and " in text)


@pytest.mark.parametrize(
    "kind",
    ["application/ld+json", "Application/LD+JSON", ' application/ld+json; charset="utf-8"', "application/ld+json;x"],
)
def test_the_type_may_have_parameters_and_any_case(kind: str):
    """What extruct looks for to the letter is a media type (RFC 9110 section 8.3.1)."""
    assert len(read(script(GOOD, kind.replace('"', "&quot;")))) == 1


@pytest.mark.parametrize(
    "html", [f"<p>x<!-- {script(GOOD)} -->", script(GOOD, "application/json"), f"<script>{GOOD}</script>"]
)
def test_other_scripts_and_comments_are_no_blocks(html: str):
    """Only elements of the right type count."""
    assert read(html) == []


@pytest.mark.parametrize(
    ("text", "promising"),
    [('{"@type": "JobPosting', True), ('{"@type": "SocialEvent"', True), ('{"@type": "Place"', False)],
)
def test_a_broken_block_tells_whether_a_posting_may_be_in_it(text: str, promising: bool):
    """So that a page whose posting cannot be read is told from one that has none."""
    assert read_block(text).promising == promising


HOSTILE = {
    "escaped quotation marks": '"\\"' * 60_000,
    "quotation marks": '"' * 190_000,
    "commas": "{" + "," * 190_000,
    "space": "{" + " " * 190_000 + "x",
    "comments": "/*" * 90_000,
    "ends": "{}" + " ;-->" * 30_000,
    "depth": "[" * 190_000,
    "objects in one another": '{"a":[' * 30_000,
    "zeros": "0" * 190_000,
    "digits": '{"a": ' + "9" * 100_000 + "}",
    "many objects": "{}" * 90_000 + "x",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_blocks_take_little_time(text: str):
    """The time grows with the length alone: each of them would take minutes if it grew with its square."""
    begun = time.thread_time()
    assert read_block(text).fault
    assert time.thread_time() - begun < 5


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('{}[]",:/*\\\n 01eaé\ud800&;<>!-')) | st.text())
def test_no_text_raises(text: str):
    """Whatever stands in a block, it is read or has a fault."""
    block = read_block(text)
    assert block.values or block.fault


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_sound_json_is_read_as_it_is(value: Any):
    """Mending never touches a block that is JSON, nor the texts in one that is not."""
    assert read_block(json.dumps([value])).values == ([value],)
    assert read_block(json.dumps([value])[:-1] + ",]").values == ([value],)


def test_nodes_that_refer_to_one_another_are_made_whole():
    """A node that is named by its @id alone stands where it is named; what is not in the page stays a name."""
    values: list[Any] = [
        {"@graph": [{"@type": "Organization", "@id": "#org", "name": "ACME", "location": {"@id": "#place"}}]},
        {"@id": "#job", "hiringOrganization": {"@id": "#org", "@type": "Organization"}, "image": {"@id": "#nowhere"}},
        {"@id": "#place", "address": {"addressLocality": "Salem"}},
    ]
    whole = References(values).whole({"@id": "#job"})
    assert whole["hiringOrganization"]["location"]["address"]["addressLocality"] == "Salem"
    assert whole["image"] == {"@id": "#nowhere"}


def test_references_in_a_circle_end():
    """A loop, or a bomb of references to references, is cut where it would begin again or becomes too much."""
    values: list[Any] = [{"@id": "#a", "x": {"@id": "#b"}}, {"@id": "#b", "x": {"@id": "#a"}, "y": {"@id": "#b"}}]
    assert References(values).whole({"@id": "#a"}) == {
        "@id": "#a",
        "x": {"@id": "#b", "x": {"@id": "#a"}, "y": {"@id": "#b"}},
    }
    bomb: list[Any] = [{"@id": f"#{n}", "x": [{"@id": f"#{n + 1}"}] * 10} for n in range(40)]
    begun = time.thread_time()
    References(bomb).whole({"@id": "#0"})
    assert time.thread_time() - begun < 2


def test_two_nodes_of_one_id_are_not_mixed():
    """Pages that give every job the same @id state what each of them says, and nothing of the others."""
    values: list[Any] = [{"@id": "#job", "title": "A", "baseSalary": 17}, {"@id": "#job", "title": "B"}]
    assert References(values).whole(values[1]) == {"@id": "#job", "title": "B"}
    assert References(values).whole({"@id": "#job"}) == values[0]


def test_what_a_page_is_about_is_found_at_any_depth():
    """mainEntity of a page in a graph is looked at, too."""
    assert main_entities([{"@graph": [{"@type": "WebPage", "mainEntity": {"title": "A"}}]}]) == [{"title": "A"}]
