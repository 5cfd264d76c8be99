"""The plug-in's PHP of the standard writes Atom, schema.org and CSV as the standard says, and reads CSV."""

import csv
import io
import json
import re
from typing import Any

import pytest
from conformance.kit import Case, agrees, read_cases
from grammar import atom_grammar
from hypothesis import strategies as st
from lxml import etree
from strategies import ODD_TEXT, documents, feeds
from wordpress.standard_php import AT, SPEC, answer, answers, drawn, has_name_of_nul, needs_php, unix

from wbl_feed import formats
from wbl_feed.notices import catalogue
from wbl_feed.projections import csv_table
from wbl_feed.projections.columns import columns
from wbl_feed.sanitising import sanitised

pytestmark = needs_php
SELF = "https://site.example/feed/wbl/"
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = json.loads((SPEC / "examples" / "feed.json").read_text(encoding="utf-8"))
POSTING = json.loads((SPEC / "examples" / "posting.json").read_text(encoding="utf-8"))


def _atom(feed: dict[str, Any]) -> bytes:
    text: str = answer({"do": "atom", "text": json.dumps(feed), "self": SELF})["text"]
    return text.encode()


def _kit_feeds() -> list[dict[str, Any]]:
    """The feeds of the kit in which nothing is wrong."""
    documents = [case["given"].get("document") for case in read_cases("valid") if not case["expect"]["notices"]]
    return [one for one in documents if one and one.get("type") == "DataFeed"]


@pytest.mark.slow
def test_atom_is_read_back_without_a_loss() -> None:
    """Feeds of the kit and generated ones are the same feeds after Atom, which is well-formed, ASCII and fits the grammar."""
    every = [*_kit_feeds(), *drawn(feeds(), 700)]
    every = [feed for feed in every if not has_name_of_nul(json.dumps(feed))]
    assert len(every) > 900
    asked = ({"do": "atom", "text": json.dumps(feed), "self": SELF} for feed in every)
    for feed, told in zip(every, answers(asked), strict=True):
        content = told["text"].encode()
        root = etree.fromstring(content)
        assert atom_grammar().validate(root), f"{atom_grammar().error_log}\n{told['text']}"
        reading = formats.read(content)
        assert reading.envelope is not None
        assert reading.envelope.to_json_value() == {name: value for name, value in feed.items() if name != "items"}
        assert list(reading.received) == feed["items"]
        assert [notice for notice in reading.notices if notice.code.startswith("atom_")] == []
        for element in root.iter("{https://w3id.org/wbl-feed/v1/atom#}*"):
            assert element.text.isascii()
            assert len(element) == len(element.attrib) == 0
        for entry in root.iter(f"{ATOM}entry"):
            assert (entry.findtext(f"{ATOM}author/{ATOM}name") or "").strip()


def test_the_native_elements_of_atom() -> None:
    """Each row of the table of 14.2 is there, made from the member that it names."""
    item = {
        **POSTING, "title": "A <b> & \x0b\"c\"", "datePosted": "2026-11-02T10:00:00Z", "license": "CC-BY-4.0", "provenance": [
            {"feed": "urn:f:1", "id": "urn:p:1", "feedTitle": "One", "url": "https://one.example/1"}, {"feed": "urn:f:2", "id": "urn:p:2"}
        ],
    }  # fmt: skip
    item["schedule"] = {"window": ["summer", "weekend"]}
    item["howToApply"] = {"method": "email", "applicant": "school"}
    feed = {
        **FEED,
        "items": [
            item,
            {name: POSTING[name] for name in ("id", "url", "title", "dateModified", "activityType", "status")},
        ],
    }
    feed["items"][1]["datePosted"] = "2026-11-02"
    root = etree.fromstring(_atom(feed))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": SELF, "alternate": FEED.get("homePageUrl", FEED["publisher"].get("url")),
        "license": f"https://spdx.org/licenses/{FEED['license']}",
    }  # fmt: skip
    assert root.findtext(f"{ATOM}author/{ATOM}name") == FEED["publisher"]["name"]
    gone = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert [(one.get("ref"), one.get("when")) for one in gone] == [
        (one["id"], one["dateDeleted"]) for one in FEED["tombstones"]
    ]
    assert [one[0].text for one in gone if len(one)] == [one["reason"] for one in FEED["tombstones"] if "reason" in one]
    assert root.find("{http://purl.org/syndication/history/1.0}complete") is not None
    entry, plain = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == 'A <b> & "c"'
    assert entry.findtext(f"{ATOM}published") == "2026-11-02T10:00:00Z"
    assert plain.find(f"{ATOM}published") is None
    assert entry.findtext(f"{ATOM}summary") == POSTING["summary"]
    content = entry.find(f"{ATOM}content")
    assert (content.get("type"), content.text) == ("html", POSTING["descriptionHtml"])
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == POSTING["hiringOrganization"]["name"]
    found = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert found == {
        "alternate": POSTING["url"],
        "license": "https://spdx.org/licenses/CC-BY-4.0",
        "via": "https://one.example/1",
    }
    assert [child.text for child in entry.find(f"{ATOM}source")] == ["urn:f:1", "One"]
    codes = {(one.get("scheme").rsplit("/", 1)[1], one.get("term")) for one in entry.findall(f"{ATOM}category")}
    assert codes >= {
        ("activity-type", "internship"), ("posting-status", "open"), ("schedule-window", "summer"), ("schedule-window", "weekend"),
        ("apply-method", "email"), ("applicant", "school"), ("compensation-status", "paid"),
    }  # fmt: skip
    assert not {scheme for scheme, _ in codes} & {"stem-evidence-scheme", "provenance-method"}


def _projections(start: str, form: str = "") -> list[Case]:
    cases = [case for case in read_cases("projection") if case["id"].startswith(f"projection/{start}")]
    return [case for case in cases if not form or case["given"].get("to") == form]


@pytest.mark.parametrize("case", _projections("csv", "csv"), ids=lambda case: case["id"])
def test_sheets_of_the_kit_are_written(case: Case) -> None:
    """The rows have the cells that the kit expects, no more, and what no cell can hold is named."""
    told = answer({"do": "write_columns", "text": json.dumps(case["given"]["feed"]["items"])})
    assert told["text"].startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(told["text"].removeprefix("\ufeff"), newline=""))
    assert header == [column.heading for column in columns()]
    shown = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    assert shown == case["expect"]["rows"]
    left_out = [{"id": one["id"], "reason": one["code"], "pointer": one["pointer"]} for one in told["left_out"]]
    assert sorted(left_out, key=str) == sorted(case["expect"]["leftOut"], key=str)


@pytest.mark.parametrize("case", _projections("read-csv"), ids=lambda case: case["id"])
def test_sheets_of_the_kit_are_read(case: Case) -> None:
    """Each row is the posting that the kit expects; a row without a required member is refused; what is left out is named."""
    told = answer({"do": "read_columns", "text": case["given"]["text"]})
    expect = case["expect"]
    if "refused" in told:
        assert expect["postings"] == []
        return
    rows = told["rows"]
    taken = [row for row in rows if not any(notice["stops"] for notice in row["notices"])]
    assert [json.loads(row["posting"]) for row in taken] == expect["postings"]
    assert len(rows) - len(taken) == expect["refused"]
    unread = [f"/items/{number}{one['pointer']}" for number, row in enumerate(rows) for one in row["notices"]]
    said = " ".join(one["message"] for row in rows for one in row["notices"])
    for place in expect.get("unread", ()):
        assert place in unread or f"“{place}”" in said, place


@pytest.mark.slow
def test_sheets_are_those_of_python_and_read_back_alike() -> None:
    """Generated postings have the same sheet as in Python, to the byte, and both read the same postings from it."""
    items = [one for one in drawn(documents("posting.schema.json"), 400) if not has_name_of_nul(json.dumps(one))]
    feed = formats.read(json.dumps({**FEED, "tombstones": [], "items": items}).encode()).feed
    assert feed is not None
    told = answer({"do": "write_columns", "text": json.dumps(items)})
    written = csv_table.write(feed).decode()
    assert _cells(told["text"]) == _cells(written)
    rows = answer({"do": "read_columns", "text": told["text"]})["rows"]
    assert [json.loads(row["posting"]) for row in rows] == [
        item.value for item in csv_table.read(written.encode()).items
    ]
    assert [row["row"] for row in rows] == list(range(2, len(items) + 2))


def _cells(sheet: str) -> list[list[Any]]:
    """The cells of a sheet, numbers as numbers: 15 and 15.0 are the same."""
    numbers = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
    rows = csv.reader(io.StringIO(sheet, newline=""))
    return [[float(cell) if numbers.fullmatch(cell) else cell for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("Title,Link\r\nA,https://a.example/\r\n", "Activity type"),
        ("Id;Link;Title;Changed;Activity type;Status\r\n", "commas"),
        ('Id,Link,Title,Changed,Activity type,Status\r\nurn:a:1,https://a.example/,"A\r\n', "Row 2"),
    ],
)
def test_a_sheet_that_is_none_is_refused_with_a_sentence(text: str, why: str) -> None:
    """Headings that are not ours, and a quotation mark that is not closed, are told in a sentence."""
    assert why in answer({"do": "read_columns", "text": text})["refused"]


def test_a_cell_that_is_not_sound_is_left_out_with_what_needs_it() -> None:
    """An amount of pay in no currency of the world goes, and the pay that cannot be without it; the row is numbered as in the sheet."""
    text = (
        "Id,Link,Title,Changed,Activity type,Status,Pay,Pay currency,Skills,Places\r\n\r\n"
        'urn:a:1,https://a.example/1,"A\nB",2026-11-01T12:00:00Z,internship,open,15,usd,"CAD;  ; mill",x\r\n'
    )
    [row] = answer({"do": "read_columns", "text": text})["rows"]
    assert row["row"] == 3
    assert json.loads(row["posting"]) == {
        "id": "urn:a:1", "url": "https://a.example/1", "title": "A\nB", "dateModified": "2026-11-01T12:00:00Z",
        "activityType": "internship", "status": "open", "skills": [{"name": "CAD"}, {"name": "mill"}],
    }  # fmt: skip
    assert {one["code"] for one in row["notices"]} == {"member_unread"}
    assert {"/totalOpenings", "/compensation/baseSalary/currency"} <= {one["pointer"] for one in row["notices"]}


SHOWN_ELSEWHERE = "gone", "double", "feed-ended"
"""Why the kit leaves out a posting that by itself is open: other postings, tombstones or the end of the feed."""


@pytest.mark.parametrize("case", _projections("schema-org"), ids=lambda case: case["id"])
def test_nodes_of_the_kit(case: Case) -> None:
    """Each posting becomes the node that the kit expects, or none where the kit leaves it out; its script is safe."""
    given, expect = case["given"], case["expect"]
    feed = given["feed"]
    now, zone = unix(given.get("at", AT)), feed["timeZone"]
    questions = ({"do": "node", "text": json.dumps(item), "zone": zone, "now": now} for item in feed["items"])
    made: dict[str, dict[str, Any]] = {}
    for item, told in zip(feed["items"], answers(questions), strict=True):
        made.setdefault(item["id"], told)
    wanted = expect["document"].get("dataFeedElement", [])
    nodes = {one["item"]["@id"]: one["item"] for one in wanted}
    for id_, told in made.items():
        reason = next((one["reason"] for one in expect["leftOut"] if one["id"] == id_), "")
        if id_ in nodes:
            node = _single(json.loads(told["node"]))
            assert agrees(_single(nodes[id_]), node), (id_, node)
            assert not set("<>&") & set(told["script"])
            assert json.loads(told["script"]) == {"@context": "https://schema.org", **json.loads(told["node"])}
            _compare_texts(expect, list(nodes).index(id_), json.loads(told["node"]))
        elif reason not in SHOWN_ELSEWHERE:
            assert reason
            assert told["node"] == "", (id_, reason)


def _compare_texts(expect: dict[str, Any], number: int, node: dict[str, Any]) -> None:
    """Texts that a member of a node must hold or not, and members that must not be there."""
    start = f"/document/dataFeedElement/{number}/item/"
    for texts, holds in ((expect.get("contains", {}), True), (expect.get("containsNot", {}), False)):
        for pointer, parts in texts.items():
            if pointer.startswith(start):
                assert all((part in node[pointer.removeprefix(start)]) is holds for part in parts), pointer
    lacks = {pointer.removeprefix(start) for pointer in expect.get("lacks", ()) if pointer.startswith(start)}
    assert not lacks & node.keys()


def _single(value: Any) -> Any:
    """A value in which a list of one is that one, and a number is a number, as the README of the kit says of JSON-LD."""
    if isinstance(value, dict):
        return {name: _single(one) for name, one in value.items()}
    if isinstance(value, list):
        return _single(value[0]) if len(value) == 1 else [_single(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_a_job_is_over_at_its_last_moment() -> None:
    """At the instant of its deadline a posting has no node any more; a second before it has."""
    posting = {**POSTING, "applicationDeadline": AT}
    ask = {"do": "node", "text": json.dumps(posting), "zone": "America/New_York"}
    assert answer({**ask, "now": unix(AT) - 1})["node"]
    assert answer({**ask, "now": unix(AT)})["node"] == ""


@pytest.mark.slow
def test_nodes_are_those_of_python() -> None:
    """Generated open postings of all kinds have the same node as in Python, descriptions apart, which others sanitise."""
    from wbl_feed.projections.offered import not_open
    from wbl_feed.projections.schema_org.kinds import EMPLOYMENT, EVENTS
    from wbl_feed.projections.schema_org.writer import node
    from wbl_feed.times import parse_instant

    kinds = st.sampled_from([*EMPLOYMENT, *EVENTS])
    place = {"name": "Dock", "address": {"addressCountry": "US"}}
    likely = st.builds(
        lambda one, kind, more, bare: {**more, **one, "activityType": kind, "status": "open", **({} if bare else {"jobLocation": [place]})},
        documents("posting.schema.json"), kinds,
        st.fixed_dictionaries({
            "datePosted": st.just("2026-11-02"), "hiringOrganization": documents("posting.schema.json", "organization"),
            "description": st.just("Test water."), "schedule": documents("posting.schema.json", "schedule"),
            "compensation": documents("posting.schema.json", "compensation"), "howToApply": documents("posting.schema.json", "howToApply"),
        }), st.booleans(),
    )  # fmt: skip
    items = [one for one in drawn(likely, 600) if not has_name_of_nul(json.dumps(one))]
    feed = formats.read(
        json.dumps({**FEED, "timeZone": "America/New_York", "tombstones": [], "items": items}).encode()
    ).feed
    assert feed is not None
    assert len(feed.items) == len(items)
    asked = ({"do": "node", "text": json.dumps(one), "zone": "America/New_York", "now": unix(AT)} for one in items)
    number = 0
    for posting, told in zip(feed.items, answers(asked), strict=True):
        wanted = (
            None if not_open(posting, feed.time_zone, parse_instant(AT)) else node(posting, feed, parse_instant(AT))
        )
        if not isinstance(wanted, dict):
            assert told["node"] == "", posting
            continue
        found = json.loads(told["node"])
        if "descriptionHtml" in posting.to_json_value():
            found.pop("description", None)
            wanted.pop("description", None)
        assert agrees(_single(wanted), _single(found)), posting
        assert agrees(_single(found), _single(wanted)), posting
        number += 1
    assert number > 100


HOSTILE = [
    "<script>alert(1)</script>", "<p onclick=x()>a</p>", "<a href='javascript:x()'>a</a>", "<a href=\"&#106;avascript:x()\">a</a>",
    "<a href=' java\nscript:x()'>a</a>", "<img src=x onerror=x()>", "<svg><script>x()</script></svg>", "<scr<script>ipt>x()</script>",
    "<iframe src=https://a.example>", "<style>p{}</style>b", "<!--<p>--><b>c</b>", "<p", "<a href=\"https://a.example/?a=1&amp;b=2\">ok</a>",
    "<math><mi//xlink:href=\"data:x,<script>\">", "<p/onload=x()>a", "<b><i>a</b></i>", "<a title='</a><script>x()</script>'>b</a>",
    "<textarea><script>x()</script></textarea>", "&lt;script&gt;", "<form action=x><input></form>", "a<br/>b<hr>c", "<a href=//a.example>c</a>",
]  # fmt: skip


def test_html_for_others_has_nothing_active_in_it() -> None:
    """What is left of hostile HTML is left as it is by the sanitiser of Python, so that it was clean already."""
    texts = HOSTILE + [one + other for one in HOSTILE for other in HOSTILE[:8]] + drawn(ODD_TEXT, 100)
    for text, told in zip(texts, answers({"do": "sanitise", "text": text} for text in texts), strict=True):
        clean = told["html"]
        lower = clean.lower()
        assert not any(active in lower for active in ("<script", "onclick", "onerror")), (text, clean)
        again = sanitised(clean).replace(' rel="noopener noreferrer"', "")
        assert _text_of(again) == _text_of(clean), (text, clean, again)
    kept = answer({"do": "sanitise", "text": HOSTILE[12]})["html"]
    assert kept == '<a href="https://a.example/?a=1&amp;b=2">ok</a>'
    assert (
        answer({"do": "sanitise", "text": "<ul><li>a & b<li>c</ul>"})["html"] == "<ul><li>a &amp; b</li><li>c</li></ul>"
    )


def test_a_flood_of_tags_is_not_looked_at() -> None:
    """HTML with more tags than any description has takes no time, and nothing of it is shown."""
    flood = {"do": "sanitise", "text": "<b>" * 200_000 + "</i>" * 200_000}
    assert answer(flood)["html"] == ""
    assert answer({"do": "sanitise", "text": "<b>a</b>" * 2_000})["html"] == "<b>a</b>" * 2_000


def _text_of(marked: str) -> str:
    return " ".join(re.sub("[\x00-\x1f\x7f]", " ", marked.replace("&nbsp;", " ")).split())


def test_every_code_that_is_written_is_known() -> None:
    """The codes in the PHP are codes of this standard's own findings, so that docs/notices.md explains them."""
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (SPEC.parents[1] / "publishers/wordpress/wbl-feed/includes/standard").glob("*.php")
    )
    codes = set(
        re.findall(r"(?:Notice::(?:error|warning|info)|self::(?:warning|fault)|new Notice)\( '([a-z_]+)'", source)
    )
    assert len(codes) > 50
    assert codes <= set(catalogue)
