"""JSON of any service is read by expressions, page by page, whole or not at all."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from adapter_runs import Found, Publishing, read
from click.testing import Result
from faults.server import Exchange, FaultServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_web import LocalWeb, served
from mapped_runs import SAMPLES
from wbl_publishers.adapters.apis.json_paths import Expression, Page
from wbl_publishers.adapters.apis.paging import next_link, with_query

from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

API = "https://api.jobs.example/v1/jobs"
SECRET = "not-a-real-key-4711"


def jobs(*numbers: int, **more: Any) -> dict[str, Any]:
    """An answer with a list of jobs."""
    return {"json": {"jobs": [{"id": number, "title": f"Job {number}"} for number in numbers], **more}}


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Found]:
    """Reads a value, text or bytes as a JSON file."""

    def found(content: Any, *columns: str, name: str = "jobs.json", **options: Any) -> Found:
        path = tmp_path / name
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read("json", path, columns=columns, options=options)

    return found


@pytest.fixture
def on_web() -> Iterator[Callable[..., tuple[list[Any], LocalWeb]]]:
    """Reads the first address of a small web, and gives the ids of its records, and the web."""
    opened = []

    def found(web: dict[str, Any], location: str = API, **options: Any) -> tuple[list[Any], LocalWeb]:
        context = served(web)
        local = context.__enter__()
        opened.append((context, local))
        options = {"items": "jobs", **options}
        records = read("json", location, columns=("id",), options=options, fetcher=local.fetcher).records
        return [record.cells["id"] for record in records], local

    found.last = lambda: opened[-1][1]  # type: ignore[attr-defined]
    yield found
    for context, _ in opened:
        context.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Aquaculture “intern”", "Aquaculture “intern”"),
        ("", ""),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (17, "17"),
        (17.5, "17.5"),
        (17.0, "17"),
        (0.1, "0.1"),
        (12345678901234567890123, "12345678901234567890123"),
        (["a", None, 2, True], ["a", "2", "yes"]),
        ([], []),
    ],
)
def test_values_become_the_text_of_cells_without_loss(of, value: Any, cell: Any):
    """Scalars become text, and lists of them lists of texts."""
    (record,) = of([{"x": {"y": value}}], "x.y", "z").records
    assert record.cells == {"x.y": cell, "z": ""}
    assert record.notices == ()
    assert record.place == "record 1"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"name": "Salem", "id": 4}, "an object with name, id"),
        ([[1]], "a list within a list"),
        ([{"name": "Salem"}], "an object with name"),
        ({}, "an empty object"),
    ],
)
def test_what_is_no_text_is_said_and_left_out(of, value: Any, said: str):
    """An object where a text is asked for costs that cell alone, with a hint at the parts that it has."""
    first, second = of([{"place": value}, {"place": "Salem"}], "place").records
    (notice,) = first.notices
    assert (first.cells, second.cells) == ({"place": ""}, {"place": "Salem"})
    assert notice.message.startswith(f"“{said}” could not be read as a text, a number or a list of them")
    assert not notice.fails
    assert second.notices == ()


FUNCTIONS = [
    ("instant(x)", 1793800000000, "2026-11-04T13:46:40Z"),
    ("instant(x)", 1793800000, "2026-11-04T13:46:40Z"),
    ("instant(x)", "1793800000", "2026-11-04T13:46:40Z"),
    ("instant(x)", "next week", "next week"),
    ("instant(x)", 0, None),
    ("instant(x)", 1e300, None),
    ("instant(x)", None, None),
    ("day(x)", 1801699200000, "2027-02-03"),
    ("day(x)", "2027-02-04T00:00:00Z", "2027-02-03"),
    ("day(x)", "2027-02-04T00:00:00.0000000", "2027-02-04"),
    ("day(x)", "soon", "soon"),
    ("day(x)", "2027-02-31T00:00:00Z", "2027-02-31"),
    ("date(x)", "2027-02-04T00:00:00Z", "2027-02-04"),
    ("date(x)", "2027-02-04", "2027-02-04"),
    ("date(x)", None, None),
    ("unescape(x)", "&lt;p&gt;R&amp;amp;D", "<p>R&amp;D"),
    ("lower(x)", "INTERN", "intern"),
    ("absolute(x)", "/jobs/4", "https://site.example/jobs/4"),
    ("absolute(x)", "https://other.example/", "https://other.example/"),
    ("absolute(x)", None, None),
    ("included(x).attributes.title", {"type": "a", "id": "1"}, "One"),
    ("included(x)[].attributes.title", [{"type": "a", "id": "1"}, {"type": "a", "id": "9"}], ["One"]),
    ("included(x)", None, None),
    ("document().name", 1, "The board"),
    ("join(', ', x)", None, None),
    ("join('', [x, 'Z'])", None, None),
]


@pytest.mark.parametrize(("text", "value", "found"), FUNCTIONS, ids=str)
def test_functions_that_jmespath_has_not(text: str, value: Any, found: Any):
    """Moments, days, addresses, entities and included resources are read; nothing gives nothing."""
    body = {"name": "The board", "included": [{"type": "a", "id": "1", "attributes": {"title": "One"}}]}
    page = Page("https://site.example/api/list", body, time_zone="America/New_York")
    assert Expression(text, "here").find({"x": value}, page) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a[?b", "“a[?b” cannot be read: Invalid jmespath expression: Incomplete expression"),
        ("", "“” cannot be read"),
        ("a..b", "“a..b” cannot be read"),
        ("contians(a, 'b')", "there is no function contians. Did you mean “contains”?"),
        ("a[?frobnicate(b)]", "there is no function frobnicate."),
        ("(" * 3000 + "a" + ")" * 3000, "cannot be read: maximum recursion depth"),
    ],
)
def test_an_expression_that_is_none_is_refused(of, text: str, said: str):
    """A fault in an expression is one clear sentence about the mapping file, not about each record."""
    with pytest.raises(UsageError) as refusal:
        of([], text)
    assert said in str(refusal.value)
    assert "the column" in refusal.value.place


@pytest.mark.parametrize("option", ["items", "only", "total"])
def test_an_option_that_is_no_expression_is_named(of, option: str):
    """The message says which option it is."""
    with pytest.raises(UsageError, match=f"the option “{option}”: “a b” cannot be read"):
        of([], **{option: "a b"})


def test_only_passes_over_what_is_not_for_the_feed_and_says_how_many(of):
    """Records for which the expression does not hold, or finds nothing, are counted in one notice."""
    values = [{"t": "Intern"}, {"t": "Director"}, {}, {"t": "INTERN"}]
    found = of(values, "t", only="contains(lower(t), 'intern')")
    assert [(record.place, record.cells["t"]) for record in found.records] == [
        ("record 1", "Intern"),
        ("record 4", "INTERN"),
    ]
    (notice,) = found.notices
    assert (notice.code, notice.severity) == ("records_passed_over", "info")
    assert notice.message == "2 of 4 records are not for this feed: only = contains(lower(t), 'intern')."


def test_a_record_that_cannot_be_asked_is_refused_and_kept_by_its_id(of):
    """One record with a number for a title does not lose its neighbours, and is not taken for gone."""
    first, second = of([{"t": 4, "id": 9}, {"t": "intern"}], "t", "id", only="contains(t, 'intern')").records
    assert [notice.code for notice in first.notices] == ["row_refused"]
    assert "“only” cannot be asked of it: contains() needs" in first.notices[0].message
    assert first.cells == {"t": "4", "id": "9"}
    assert second.notices == ()


def test_lines_of_json_are_records(of):
    """A file of lines is read line by line; a broken one is refused alone, and a blank one is none."""
    found = of('{"t": "One"}\n\n{"t": \r\n{"t": "Two"}\n', "t", name="jobs.ndjson")
    assert [record.cells.get("t") for record in found.records] == ["One", None, "Two"]
    assert [notice.code for notice in found.records[1].notices] == ["row_refused"]
    assert [record.cells["t"] for record in of('{"t": "One"}\n', "t", name="dump", lines=True).records] == ["One"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[" * 10_000 + "]" * 10_000, "nested deeper than 200 levels"),
        ('{"a":' * 10_000, "nested deeper than 200 levels"),
        ('{"jobs": [', "it ends too early"),
        ("", "empty"),
        ("nothing", "not well-formed JSON"),
        ("[NaN]", "NaN"),
        (b"\xff\xfe[\x00]\x00", "UTF-16"),
        (b'["\xe9"]', "UTF-8"),
        ("\ufeff <!DOCTYPE html><title>Log in</title>", "this is a web page or XML, not JSON"),
        ('<?xml version="1.0"?><rss/>', "this is a web page or XML, not JSON"),
        ('{"jobs": [], "meta": {}}', "“@” finds no list of records; the document is an object with “jobs”, “meta”."),
        ('{"error": "no such board"}', "the document is an object with “error”."),
        ("{}", "an empty object"),
        ("4", "a single value"),
    ],
    ids=lambda part: part[:24] if isinstance(part, str) else "bytes",
)
def test_a_document_that_cannot_be_used_says_why(of, content: str | bytes, said: str):
    """What is no JSON, or has no list where it is looked for, is refused as a whole."""
    with pytest.raises(UsageError) as refusal:
        of(content, "t")
    assert said in str(refusal.value)
    assert "jobs.json" in refusal.value.place


def test_a_document_of_lines_that_is_a_web_page_is_refused(of):
    """A log-in page is not taken for a list of broken records."""
    with pytest.raises(UsageError, match="this is a web page"):
        of("<html>\n<body>", "t", name="jobs.ndjson")


def test_items_say_where_the_list_is(of):
    """A list that stands deeper is found by an expression; anything but a list is no list."""
    document = {"data": {"jobs": [{"t": "One"}], "n": 4}}
    assert [record.cells["t"] for record in of(document, "t", items="data.jobs").records] == ["One"]
    for items in ("data", "data.n", "data.nothing", "length(data.n)"):
        with pytest.raises(UsageError, match=r"“items” cannot be followed|finds no list of records"):
            of(document, "t", items=items)


def test_a_name_becomes_an_address(on_web):
    """A source that is no address is put in the address, escaped; an address is taken as it is."""
    template = "https://api.jobs.example/boards/{source}/jobs?all=1"
    odd, own = (
        "https://api.jobs.example/boards/a%20b%2F..%2F%C3%A9%3F/jobs?all=1&v=2",
        "https://api.jobs.example/own?v=2",
    )
    options = {"address": template, "query": {"v": 2}}
    assert on_web({odd: jobs(1)}, "a b/../é?", **options)[0] == ["1"]
    assert on_web({own: jobs(2)}, "https://api.jobs.example/own", **options)[0] == ["2"]


def test_a_file_is_taken_for_a_file_where_names_are_the_rule(of):
    """A saved answer is read by the same mapping as the service."""
    found = of(
        {"jobs": [{"t": "/a"}]}, "absolute(t)", address=f"{API}/{{source}}", items="jobs", base="https://s.example/"
    )
    assert [record.cells for record in found.records] == [{"absolute(t)": "https://s.example/a"}]


@pytest.mark.parametrize("location", ["http://[::1", "https://", "http://a:b/"])
def test_an_address_that_is_none_is_refused(location: str):
    """A slip in an address is a sentence, with query parameters and without."""
    for query in ({}, {"limit": 100}):
        with pytest.raises(UsageError):
            read("json", location, options={"query": query})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"adress": API}, "the key “adress” is not known. Did you mean “address”?"),
        ({"address": API}, "it must be an address that starts with https:// and has {source} in it"),
        ({"address": "{source}"}, "it must be an address that starts with https:// and has {source} in it"),
        ({"headers": {"a b": "c"}}, "“a b” is no name of a header"),
        ({"pages": {}}, "it needs one of page, offset, next and link"),
        ({"pages": {"page": "p", "next": "n"}}, "it needs one of page, offset, next and link"),
        ({"pages": {"offset": "o", "first": 0}}, "“first” goes with “page” alone"),
        ({"pages": {"page": "p", "cursor": "c"}}, "“cursor” goes with “next” alone"),
        ({"pages": {"page": "p", "most": 0}}, "greater than or equal to 1"),
    ],
)
def test_options_are_checked(of, options: dict[str, Any], said: str):
    """An unknown option, or options that contradict one another, are refused with a sentence."""
    with pytest.raises(UsageError) as refusal:
        of([], "t", **options)
    assert said in str(refusal.value)
    assert refusal.value.place == "the table [options]"


PAGED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "numbers until an empty page": (
        {"pages": {"page": "p"}},
        {f"{API}?p=1": jobs(1, 2), f"{API}?p=2": jobs(3), f"{API}?p=3": jobs()},
    ),
    "numbers from 0 to the last": (
        {"pages": {"page": "p", "first": 0, "last": "pages"}},
        {f"{API}?p=0": jobs(1, 2, pages=1), f"{API}?p=1": jobs(3, pages=1)},
    ),
    "numbers until the total": (
        {"pages": {"page": "p"}, "total": "n"},
        {f"{API}?p=1": jobs(1, 2, n=3), f"{API}?p=2": jobs(3, n=3)},
    ),
    "offsets as many as came": (
        {"pages": {"offset": "from"}},
        {API: jobs(1, 2), f"{API}?from=2": jobs(3), f"{API}?from=3": jobs()},
    ),
    "offsets in steps": (
        {"pages": {"offset": "from", "step": 50}},
        {API: jobs(1, 2), f"{API}?from=50": jobs(3), f"{API}?from=100": jobs()},
    ),
    "next addresses": (
        {"pages": {"next": "next"}},
        {
            API: jobs(1, next="jobs/2?x=1"),
            "https://api.jobs.example/v1/jobs/2?x=1": jobs(2, next=f"{API}/3"),
            f"{API}/3": jobs(3, next=None),
        },
    ),
    "an empty page on the way": (
        {"pages": {"next": "next"}},
        {API: jobs(1, 2, next="?a=1"), f"{API}?a=1": jobs(next="?a=2"), f"{API}?a=2": jobs(3, next="")},
    ),
    "next behind a proxy": (
        {"pages": {"next": "next"}},
        {API: jobs(1, 2, next=f"{API}?a=1".replace("https", "http")), f"{API}?a=1": jobs(3)},
    ),
    "cursors": (
        {"pages": {"next": "cursor", "cursor": "after"}, "query": {"limit": 2}},
        {f"{API}?limit=2": jobs(1, 2, cursor="a/b=="), f"{API}?limit=2&after=a/b%3D%3D": jobs(3)},
    ),
    "Link headers": (
        {"pages": {"link": True}},
        {
            API: {**jobs(1, 2), "headers": {"Link": '<https://h.example/>; rel="help", <?p=2>; title="a, b"; rel="next last"'}},
            f"{API}?p=2": {**jobs(3), "headers": {"Link": '<?p=1>; rel="prev"'}},
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "web"), PAGED.values(), ids=PAGED)
def test_every_way_from_page_to_page(on_web, options: dict[str, Any], web: dict[str, Any]):
    """All records of all pages come, each once, and no page is asked for twice."""
    found, local = on_web(web, **options)
    assert found == ["1", "2", "3"]
    assert len(local.requests) == len(set(local.requests)) == len(web)


FAULTY: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a page that fails": (
        {"pages": {"page": "p"}},
        {f"{API}?p=1": jobs(1), f"{API}?p=2": {"status": 500}},
        "https://api.jobs.example/v1/jobs?p=2: the server answered 500",
    ),
    "a page that is a log-in": (
        {"pages": {"page": "p"}},
        {f"{API}?p=1": jobs(1), f"{API}?p=2": {"body": "<html>Sign in"}},
        "this is a web page or XML, not JSON",
    ),
    "a page without the list": (
        {"pages": {"page": "p"}},
        {f"{API}?p=1": jobs(1), f"{API}?p=2": {"json": {"error": "rate limit"}}},
        "the document is an object with “error”",
    ),
    "a parameter that the server ignores": (
        {"pages": {"page": "p"}},
        {f"{API}?p=1": jobs(1), f"{API}?p=2": jobs(1)},
        "the page holds the same as the one before",
    ),
    "a circle": (
        {"pages": {"next": "next"}},
        {API: jobs(1, next="?a=1"), f"{API}?a=1": jobs(2, next="/v1/jobs")},
        "its next page is one that was read before",
    ),
    "another host": (
        {"pages": {"next": "next"}},
        {API: jobs(1, next="https://evil.example/v1/jobs?a=1"), "https://evil.example/v1/jobs?a=1": jobs(2)},
        "it leads on to another host, https://evil.example/v1/jobs?a=1",
    ),
    "another scheme": (
        {"pages": {"next": "next"}},
        {API: jobs(1, next="file:///etc/passwd")},
        "it leads on to another host",
    ),
    "no address": (
        {"pages": {"next": "next"}},
        {API: jobs(1, next="http://[::1")},
        "its next page, “http://[::1”, has no address",
    ),
    "no text": (
        {"pages": {"next": "next"}},
        {API: jobs(1, next={"href": "/2"})},
        "“next” finds no text, but an object",
    ),
    "a redirect elsewhere": (
        {"pages": {"next": "next"}},
        {
            API: jobs(1, next="?a=1"),
            f"{API}?a=1": {"status": 302, "headers": {"Location": "https://evil.example/x"}},
            "https://evil.example/x": jobs(2),
        },
        "it leads on to another host, https://evil.example/x",
    ),
    "too many pages": (
        {"pages": {"page": "p", "most": 2}},
        {f"{API}?p={number}": jobs(number) for number in range(1, 9)},
        "it has more than 2 pages. Raise “most”",
    ),
    "too many bytes": (
        {"pages": {"page": "p"}, "most_bytes": 60},
        {f"{API}?p={number}": jobs(number) for number in range(1, 9)},
        "it has more than 60 bytes. Raise “most_bytes”",
    ),
    "half of the list": (
        {"total": "n"},
        {API: jobs(1, 2, n=3)},
        "only a part of the list can be had: 2 records came, and it has 3.",
    ),
    "pages that end before the total": (
        {"pages": {"page": "p"}, "total": "n"},
        {f"{API}?p=1": jobs(1, 2, n=9), f"{API}?p=2": jobs(n=9)},
        "only a part of the list can be had: 2 records came, and it has 9.",
    ),
    "no total": ({"total": "meta.n"}, {API: jobs(1, 2)}, "“meta.n” finds no number."),
    "a total that is none": ({"total": "n"}, {API: jobs(1, 2, n="many")}, "“n” finds no number, but “many”."),
}  # fmt: skip


@pytest.mark.parametrize(("options", "web", "said"), FAULTY.values(), ids=FAULTY)
def test_half_a_list_is_never_taken_for_the_whole(on_web, options: dict[str, Any], web: dict[str, Any], said: str):
    """Whatever keeps a page away makes the source unusable, and nothing is asked of another host."""
    with pytest.raises(UsageError) as refusal:
        on_web(web, **options)
    assert said in str(refusal.value)
    if "redirect" not in str(web):
        assert not [address for address in on_web.last().requests if "evil.example" in address and "/x" not in address]


def test_a_list_that_changes_while_it_is_read_is_read_again(on_web):
    """A total that differs from what came leads to a second reading, and to no third."""
    asked = []

    def grow(exchange: Exchange) -> None:
        asked.append(exchange.path)
        number = len(asked)
        exchange.answer(200, json.dumps(jobs(*range(number), n=2)["json"]).encode())

    server = FaultServer()
    try:
        server.behaviours["/jobs"] = grow
        options = {"items": "jobs", "total": "n"}
        fetcher = HttpFetcher(allow_private=True)
        records = read("json", f"{server.address}/jobs", columns=("id",), options=options, fetcher=fetcher).records
        assert (len(records), len(asked)) == (2, 2)
        with pytest.raises(UsageError, match="only a part of the list"):
            read("json", f"{server.address}/jobs", columns=("id",), options=options, fetcher=fetcher)
        assert len(asked) == 4
    finally:
        server.close()


def test_a_file_that_is_one_page_of_several_is_refused(of):
    """The first page, saved by hand, would withdraw what stands on the others."""
    for options in ({"pages": {"next": "next"}}, {"pages": {"page": "p", "last": "last"}}, {"total": "n"}):
        with pytest.raises(UsageError, match=r"one page of several|only a part of the list"):
            of({"jobs": [{}], "next": "/2", "last": 2, "n": 2}, "id", items="jobs", **options)
        assert len(of({"jobs": [{}], "next": None, "last": 1, "n": 1}, "id", items="jobs", **options).records) == 1


def test_headers_come_from_the_environment(on_web, monkeypatch: pytest.MonkeyPatch):
    """``env:NAME`` stands for a variable, within a text too, and goes with every page."""
    monkeypatch.setenv("JOBS_KEY", SECRET)
    options = {"headers": {"Authorization": "Bearer env:JOBS_KEY", "X-Plain": "yes"}, "pages": {"page": "p"}}
    _, local = on_web({f"{API}?p=1": jobs(1), f"{API}?p=2": jobs()}, **options)
    sent = [request.headers for request in local.server.requests]
    assert [headers["authorization"] for headers in sent] == [f"Bearer {SECRET}"] * 2
    assert {headers["x-plain"] for headers in sent} == {"yes"}


def test_a_key_is_never_shown_and_never_sent_elsewhere(on_web, monkeypatch: pytest.MonkeyPatch):
    """No message has the value of a variable in it, and a redirect to another host does not get it."""
    options = {"headers": {"Authorization": "env:JOBS_KEY"}}
    monkeypatch.delenv("JOBS_KEY", raising=False)
    with pytest.raises(UsageError, match="the environment variable JOBS_KEY is not set"):
        on_web({API: jobs(1)}, **options)
    monkeypatch.setenv("JOBS_KEY", f"{SECRET}\r\nX-Evil: 1")
    with pytest.raises(UsageError) as refusal:
        on_web({API: jobs(1)}, **options)
    assert SECRET not in str(refusal.value)
    assert "characters that no header may have" in str(refusal.value)
    monkeypatch.setenv("JOBS_KEY", SECRET)
    elsewhere = {
        API: {"status": 302, "headers": {"Location": "https://evil.example/"}},
        "https://evil.example/": jobs(1),
    }
    with pytest.raises(UsageError) as refusal:
        on_web(elsewhere, **options)
    assert SECRET not in str(refusal.value)
    assert [request.headers["host"] for request in on_web.last().server.requests] == ["api.jobs.example"]


def test_query_parameters_replace_those_of_the_same_name():
    """What stands in an address already is kept, but for what is set anew."""
    assert with_query("https://a.example/x?b=1&c=%20#d", {"b": "2", "page[limit]": "50"}) == (
        "https://a.example/x?c=%20&b=2&page[limit]=50"
    )
    assert with_query("https://a.example", {"q": "é &"}) == "https://a.example?q=%C3%A9%20%26"


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ('<https://a.example/?p=2>; rel="next"', "https://a.example/?p=2"),
        ("</2>; rel=next", "/2"),
        ('<a,b;c>; title="x; rel=\\"no\\""; REL="prev Next"', "a,b;c"),
        ('<1>; rel="prev", <2>; rel="next"', "2"),
        ('<1>; rel="nextish"', ""),
        ("<1>", ""),
        ("", ""),
        ("rel=next <", ""),
        ('<1>; title="; rel=next"', ""),
    ],
)
def test_the_next_page_of_a_link_header(header: str, address: str):
    """The link with the relation ``next``, however it is written."""
    assert next_link(header) == address


TREE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("tidxy"), inner, max_size=3),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(records=st.lists(TREE, max_size=6), only=st.sampled_from(["", "t", "x.y", "contains(t, 'a')", "t > `1`"]))
def test_nothing_is_lost_whatever_stands_in_the_records(of, records: list[Any], only: str):
    """Every record of a list is given or counted as passed over, whatever it is made of."""
    found = of(records, "t", "x.y", "not_null(i, d)", "sort(t)", "instant(t)", only=only)
    passed = [notice.found for notice in found.notices]
    assert passed in ([], [f"{len(records) - len(found.records):,} of {len(records):,} records"])
    assert len(found.records) == len(records) or passed


MAP = """\
config_version = 1
extends = "greenhouse"
[feed]
id = "https://network.example/feed"
name = "A network"
license = "CC-BY-4.0"
publisher = { name = "A network" }
home_page_url = "https://network.example/"
[options]
only = "contains(lower(title), 'intern')"
"""


def test_published_ids_stay(tmp_path: Path, run_wbl: Callable[..., Result]):
    """A second run writes nothing; after an edit, another order and a job less, ids stay and one tombstone is left."""
    site = Publishing(tmp_path, "json", MAP, run_wbl)
    board = json.loads((SAMPLES / "greenhouse" / "jobs.json").read_bytes())
    source = tmp_path / "board.json"
    source.write_text(json.dumps(board), encoding="utf-8")
    first = site.publish(source, day=22)
    ids = site.ids
    assert (first["rows"], len(ids), len(first["refused"])) == (2, 2, 0)
    assert sorted(ids.values()) == ["https://network.example/feed/4127817", "https://network.example/feed/4128044"]
    assert "records_passed_over" in [notice["code"] for notice in first["notices"]]
    assert site.is_valid()
    assert site.publish(source, day=23)["written"] == []
    ocean, firmware, shop = board["jobs"]
    ocean["title"] = "Ocean Instruments Internship"
    board = {"jobs": [firmware, ocean], "meta": {"total": 2}}
    source.write_text(json.dumps(board), encoding="utf-8")
    later = site.publish(source, day=24)
    assert site.ids == {"Ocean Instruments Internship": ids["Ocean Instruments Intern (Summer 2027)"]}
    assert later["withdrawn"] == [ids[shop["title"]]]
    assert site.is_valid()


def test_a_board_over_http_by_the_command(tmp_path: Path, run_wbl: Callable[..., Result]):
    """The command reads a real server; when it answers 503, what was published stays."""
    server = FaultServer()
    try:
        board = (SAMPLES / "greenhouse" / "jobs.json").read_bytes()
        server.behaviours["/jobs"] = lambda exchange: exchange.answer(200, board)
        site = Publishing(tmp_path, "json", MAP, run_wbl)
        assert site.publish(f"{server.address}/jobs", "--allow-private", day=22)["rows"] == 2
        before = site.feed
        server.behaviours["/jobs"] = lambda exchange: exchange.answer(503)
        failed = site.publish(f"{server.address}/jobs", "--allow-private", day=23, code=2)
        assert "the server answered 503" in failed["error"]
        assert site.feed == before
    finally:
        server.close()
