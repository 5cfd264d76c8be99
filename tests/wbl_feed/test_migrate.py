"""Documents come to a newer version of the standard whole, with honest dates, and twice is once."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conformance.kit import Case, agrees, parameters
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import documents
from strategies import feeds as any_feeds
from test_schemas import REGISTRY, judge

from wbl_feed import json_format, open_feed, times
from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.errors import UsageError
from wbl_feed.migration.migrate import chain, kind_of, migrate, newest, version_of
from wbl_feed.migration.steps import Migration, bundled, read_migration, take
from wbl_feed.resources import spec_json
from wbl_feed.settings import check
from wbl_feed.validate import validate

EXAMPLES = Path(__file__).parents[2] / "examples" / "migration"
SAMPLE = Path(__file__).parents[2] / "spec" / "v1" / "sample"
FIRST = read_migration(EXAMPLES / "1.0-to-1.1.json")
AT = datetime(2199, 12, 31, tzinfo=UTC)
"""Later than every date that the strategies make."""
SOME = settings(max_examples=60, deadline=None)


def step(op: str, path: str, **more: Any) -> dict[str, Any]:
    return {"op": op, "on": "posting", "path": path, "why": "To test.", **more}


def migration(*steps: dict[str, Any], since: str = "1.1", to: str = "1.2") -> Migration:
    return check(Migration, {"from": since, "to": to, "steps": list(steps)}, "test")


SECOND = migration(
    step("recode", "/siteType", codes={"higher-education-site": "campus", "school": "campus"}),
    step("copy", "/costsToStudent/help/description", to="/help/costs"),
    step("copy", "/jobLocation/*/address/addressLocality", to="/jobLocation/*/town"),
)
MAJOR = migration(
    step("move", "/summary", to="/texts/summary"),
    step("move", "/translations/*/title", to="/translations/*/texts/title"),
    step("remove", "/careerStage"),
    step("recode", "/eligibility/priorityPopulations/*", codes={"rural": "low-income"}),
    since="1.2",
    to="2.0",
)
WAY = (FIRST, SECOND, MAJOR)


def feed(*items: dict[str, Any], **about: Any) -> dict[str, Any]:
    """A small feed of postings that are given by what is special about them."""
    made = [
        {"id": f"urn:a:{n}", "url": "https://a.example/", "title": "A", "dateModified": "2026-01-01T00:00:00Z",
         "activityType": "other", "status": "open", **item} for n, item in enumerate(items)
    ]  # fmt: skip
    return {"type": "DataFeed", "specVersion": "1.0", "id": "urn:a:feed", "name": "A", "publisher": {"name": "A"},
            "license": "CC0-1.0", "timeZone": "UTC", "dateModified": "2026-01-01T00:00:00Z",
            "completeness": "complete", **about, "items": made}  # fmt: skip


def sealed(value: dict[str, Any]) -> dict[str, Any]:
    """The same with the count and digest that it really has."""
    parts = [[canonical_json(part) for part in value.get(name, ())] for name in ("items", "tombstones")]
    return {**value, "totalItems": len(value["items"]), "digest": content_digest(*parts)}


def through(value: dict[str, Any], *way: Migration, at: datetime = AT) -> dict[str, Any]:
    return migrate([value], way, at).documents[0]


@st.composite
def feeds(draw: st.DrawFn) -> dict[str, Any]:
    """Feeds with every member, in which the steps of the test find something to do."""
    value = draw(any_feeds())
    populations = st.lists(st.sampled_from(["rural", "low-income", "girls-and-young-women", "young-women"]), max_size=3)
    for item in value["items"]:
        if draw(st.booleans()):
            item["siteType"] = draw(st.sampled_from(["college-lab", "school", "field", "campus"]))
        if draw(st.booleans()):
            item["eligibility"] = {"priorityPopulations": draw(populations), "note": "As it was."}
        if draw(st.booleans()):
            item["costsToStudent"] = {"note": "Boots are lent."}
    return value


@SOME
@given(feeds())
def test_twice_is_once(value):
    """A second run of the same migrations changes nothing."""
    once = through(sealed(value), *WAY)
    again = migrate([{**once, "specVersion": "1.0"}], WAY, AT)
    assert again.changed == frozenset()
    assert {**again.documents[0], "specVersion": ""} == {**once, "specVersion": ""}


@SOME
@given(feeds(), st.lists(st.integers(1, 3), max_size=3))
def test_one_by_one_is_all_at_once(value, cuts):
    """However a chain is cut into runs, it comes to the same document."""
    value = sealed(value)
    bounds = [0, *sorted(cuts), 3]
    step_by_step = value
    for start, end in pairwise(bounds):
        step_by_step = through(step_by_step, *WAY[start:end])
    assert step_by_step == through(value, *WAY)


NAMED = {"siteType", "eligibility", "costsToStudent", "dateModified", "summary", "translations", "careerStage", "texts",
         "help", "jobLocation"}  # fmt: skip


@SOME
@given(feeds())
def test_nothing_else_is_lost(value):
    """What no step names stays as it was, unknown members included; items, tombstones and their order too."""
    value = sealed(value)
    made = through(value, *WAY)
    assert [item["id"] for item in made["items"]] == [item["id"] for item in value["items"]]
    for before, after in zip(value["items"], made["items"], strict=True):
        assert {n: m for n, m in before.items() if n not in NAMED} == {n: m for n, m in after.items() if n not in NAMED}
        assert len(before.get("translations", ())) == len(after.get("translations", ()))
        for old, new in zip(before.get("jobLocation", ()), after.get("jobLocation", ()), strict=True):
            assert old.items() <= new.items()
    moving = {"items", "specVersion", "dateModified", "sequence", "digest"}
    assert {n: m for n, m in value.items() if n not in moving} == {n: m for n, m in made.items() if n not in moving}


@SOME
@given(feeds())
def test_a_valid_feed_stays_valid(value):
    """A feed of 1.0 that satisfies the schema does so in 1.1, and count and digest agree."""
    made = through(sealed({**value, "specVersion": "1.0"}), FIRST)
    assert made["specVersion"] == "1.1"
    assert list(judge("feed.schema.json").iter_errors(made)) == []
    assert made == sealed(made)


@SOME
@given(feeds())
def test_dates_move_if_and_only_if_something_changed(value):
    """A posting that changed bears the moment, any other its own date (5.1); the feed's date goes with them (4.1)."""
    value = sealed(value)
    outcome = migrate([value], WAY[:2], AT)
    made = outcome.documents[0]
    moved = set()
    for before, after in zip(value["items"], made["items"], strict=True):
        same = {**before, "dateModified": 0} == {**after, "dateModified": 0}
        if same:
            assert before == after
        else:
            moved.add(before["id"])
            assert times.parse_instant(after["dateModified"]) == AT
    assert outcome.changed == moved
    assert (made["dateModified"] != value["dateModified"]) <= bool(moved)
    assert (made.get("sequence") != value.get("sequence")) == (bool(moved) and "sequence" in value)


@SOME
@given(st.sampled_from(["posting", "feed.page", "changes", "catalog"]), st.data())
def test_every_kind_of_document_is_migrated(kind, data):
    """Postings alone, pages, change pages and catalogues come through, and satisfy their schema in 1.1."""
    file, _, part = kind.partition(".")
    value = data.draw(documents(f"{file}.schema.json", part))
    made = through(value, FIRST)
    name = f"{file}.schema.json" + (f"#/$defs/{part}" if part else "")
    assert list(judge(name).iter_errors(made)) == []
    assert ("specVersion" in made) == (kind != "posting" or "specVersion" in value)


def test_a_date_never_goes_back():
    """A posting dated after the moment of the migration keeps its date, and is told."""
    value = feed({"siteType": "college-lab", "dateModified": "2027-05-01T00:00:00Z"}, {"siteType": "college-lab"})
    outcome = migrate([value], [FIRST], datetime(2027, 1, 1, tzinfo=UTC))
    assert [item["dateModified"] for item in outcome.documents[0]["items"]] == [
        "2027-05-01T00:00:00Z",
        "2027-01-01T00:00:00Z",
    ]
    assert outcome.later == {"urn:a:0"}


def test_a_version_alone_moves_no_date():
    """Where no step finds anything to do, the version is all that changes."""
    value = sealed(feed({}, {}, sequence=7))
    assert through(value, FIRST) == {**value, "specVersion": "1.1"}
    bare = {name: member for name, member in value.items() if name != "specVersion"}
    assert through(bare, FIRST) == {**value, "specVersion": "1.1"}
    assert list(through(bare, FIRST))[:2] == ["type", "specVersion"]


def test_a_feed_that_is_not_whole_is_refused():
    """A wrong count or digest is not made right by a migration: that would make a broken feed look whole (8.2)."""
    value = sealed(feed({}, {}))
    for fault in ({"totalItems": 3}, {"digest": "sha-256:" + "0" * 64}):
        with pytest.raises(UsageError, match="the feed is not whole"):
            through({**value, **fault}, FIRST)


@pytest.mark.parametrize("case", parameters("migration"))
def test_case_of_the_kit(case: Case):
    """The document that comes out is that of the case and has no member more, or none comes out."""
    given_, expected = case["given"], case["expect"]
    way = [check(Migration, value, case["id"]) for value in given_["migrations"]]
    if "refused" in expected:
        with pytest.raises(UsageError):
            through(given_["document"], *way, at=times.parse_instant(given_["at"]))
    else:
        made = through(given_["document"], *way, at=times.parse_instant(given_["at"]))
        assert agrees(expected["document"], made)
        assert agrees(made, expected["document"])


def test_the_documents_given_are_left_alone():
    """Migrating makes new values."""
    value = sealed(feed({"siteType": "college-lab"}))
    before = json.dumps(value)
    assert through(value, FIRST) != value
    assert json.dumps(value) == before


@pytest.mark.parametrize(
    ("one", "before", "after"),
    [
        (step("recode", "/a", codes={"x": "y"}), {"a": "x"}, {"a": "y"}),
        (step("recode", "/a", codes={"x": "y"}), {"a": ["x"]}, None),
        (step("recode", "/a/*", codes={"x": "y"}), {"a": ["x", "z"]}, {"a": ["y", "z"]}),
        (step("recode", "/a/*", codes={"x": "y"}), {"a": ["y", "x", "x", 1]}, {"a": ["y", 1]}),
        (step("recode", "/a/*", codes={"x": "y", "z": "y"}), {"a": ["x", "z"]}, {"a": ["y"]}),
        (step("recode", "/a/*", codes={"x": "y"}), {"a": "x"}, None),
        (step("recode", "/a/*/b", codes={"x": "y"}), {"a": [{"b": "x"}, {}, 3]}, {"a": [{"b": "y"}, {}, 3]}),
        (step("copy", "/a", to="/b/c"), {"a": 1}, {"a": 1, "b": {"c": 1}}),
        (step("copy", "/a", to="/b"), {"a": 1, "b": 2}, None),
        (step("copy", "/a/*/b", to="/a/*/c"), {"a": [{"b": 1}, {"c": 2}]}, {"a": [{"b": 1, "c": 1}, {"c": 2}]}),
        (step("add", "/b", value=[1]), {"a": 1}, {"a": 1, "b": [1]}),
        (step("add", "/a/*/b", value=1), {"a": [{}, {"b": 2}, "x"]}, {"a": [{"b": 1}, {"b": 2}, "x"]}),
        (step("add", "/a", value=2), {"a": None}, None),
        (step("move", "/a", to="/b"), {"a": 1}, {"b": 1}),
        (step("move", "/a", to="/b"), {"a": 1, "b": 1}, {"b": 1}),
        (step("move", "/a", to="/b"), {"a": 1, "b": 2}, None),
        (step("move", "/a", to="/b/c"), {"a": 1, "b": "text"}, None),
        (step("move", "/a~1b/m~0n", to="/c"), {"a/b": {"m~n": 1, "o": 2}}, {"a/b": {"o": 2}, "c": 1}),
        (step("remove", "/a/b"), {"a": {"b": 1, "c": 2}}, {"a": {"c": 2}}),
        (step("remove", "/a/b"), {"a": [1]}, None),
    ],
)  # fmt: skip
def test_what_a_step_does(one, before, after):
    """Each kind of step does what section 21.2 says, and nothing where it finds nothing to do."""
    [only] = migration(one, since="1.0", to="2.0").steps
    value = json.loads(json.dumps(before))
    assert take(only, value) == (after is not None)
    assert value == (before if after is None else after)
    assert take(only, value) is False


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"from": "1.1", "to": "1.0", "steps": []}, "leads to a later version"),
        ({"from": "1.0", "to": "1.1", "steps": [step("move", "/a", to="/b")]}, "waits for a major version"),
        ({"from": "1.0", "to": "1.1", "steps": [step("remove", "/a")]}, "waits for a major version"),
        ({"from": "1.0", "to": "1.1", "steps": [step("copy", "/a/*/b", to="/c")]}, "same number"),
    ],
)
def test_a_migration_keeps_the_rules(value, fault):
    """What a schema cannot say of a migration is checked when it is read."""
    with pytest.raises(UsageError, match=fault):
        check(Migration, value, "test")


GOOD = json.loads((EXAMPLES / "1.0-to-1.1.json").read_bytes())
FAULTS = [
    {"steps": None}, {"from": "1"}, {"to": "1.1\n"}, {"form": "1.0"}, {"steps": [step("delete", "/a")]},
    {"steps": [step("copy", "/a")]}, {"steps": [step("copy", "a", to="/b")]}, {"steps": [step("recode", "/a", codes={})]},
    {"steps": [step("recode", "/a", codes={"x": 1})]}, {"steps": [step("add", "/a")]}, {"title": ""},
    {"steps": [step("add", "/a", value=None)]}, {"steps": [{**step("add", "/a", value=1), "on": "item"}]},
    {"steps": [{**step("add", "/a", value=1), "why": ""}]}, {"steps": [{**step("add", "/a", value=1), "when": ""}]},
    {"steps": [step("recode", "/a~2", codes={"x": "y"})]}, {"$schema": "https://elsewhere.example/"},
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: json.dumps(fault)[:60])
def test_schema_and_reader_agree_on_migrations(fault):
    """A sound migration passes the schema and the reader; each fault is refused by both."""
    verdict = Draft202012Validator(spec_json("migration.schema.json"), registry=REGISTRY)
    assert verdict.is_valid(GOOD)
    assert check(Migration, GOOD, "")
    value = {**GOOD, **fault}
    assert not verdict.is_valid(value)
    with pytest.raises(UsageError):
        check(Migration, value, "test")


def test_bundled_migrations_lead_to_every_version():
    """There is none in 1.0, the first version; the ones there are form a chain."""
    assert [one.before for one in bundled()] == [one.to for one in (FIRST, *bundled())][
        : len(bundled())
    ] or not bundled()
    assert newest("1.0", bundled()) == max(["1.0", *(one.to for one in bundled())])


def test_the_way_is_found_whatever_the_order():
    """Migrations are put in order by their versions."""
    assert chain("1.0", "2.0", [MAJOR, FIRST, SECOND]) == WAY
    assert chain("1.1", "1.2", WAY) == (SECOND,)
    assert chain("1.1", "1.1", ()) == ()
    assert newest("1.0", WAY) == "1.2"
    with pytest.raises(UsageError, match=r"specVersion 1\.2 is later than 1\.1; documents are not migrated downwards"):
        chain("1.2", "1.1", WAY)
    with pytest.raises(UsageError, match=r"nothing leads from version 1\.0 to 1\.2; .* known here: 1\.1 to 1\.2"):
        chain("1.0", "1.2", [SECOND])


@pytest.mark.parametrize("stated", ["2.0", "0.9", "one", 1.0, None, "1.x"])
def test_another_major_version_is_refused(stated):
    """A document that does not follow version 1 is left to the tools of its own version."""
    with pytest.raises(UsageError, match="is not version 1"):
        version_of(feed(specVersion=stated))


@pytest.mark.parametrize("value", [[], "x", {}, {"type": "Other"}, {"hello": 1}])
def test_a_document_of_another_kind_is_refused(value):
    """Only documents of the standard are migrated."""
    with pytest.raises(UsageError, match="none of the documents"):
        kind_of(value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example of the documentation, in a folder in which commands run."""
    for path in EXAMPLES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


WITH = ("--with", "1.0-to-1.1.json")


def test_the_command_migrates_the_example(folder, run_wbl):
    """The worked example comes out valid in 1.1, and standard error says what was done and why."""
    result = run_wbl("migrate", "feed.json", "--to", "1.1", *WITH, "--at", "2026-11-22")
    assert result.exit_code == 0
    assert "feed.json: from version 1.0 to 1.1; 2 postings changed." in result.stderr
    assert "recode /siteType: 1. The made-up 1.1 deprecates college-lab" in result.stderr
    made = json.loads(result.stdout_bytes)
    assert made["items"][0]["siteType"] == "higher-education-site"
    assert made["items"][0]["x-source-row"] == 17
    assert made["items"][1]["dateModified"] == "2026-11-10T08:00:00-05:00"
    assert validate(json_format.read(result.stdout_bytes), AT).valid


def test_a_document_at_the_newest_version_is_handed_on_as_it_is(folder, run_wbl):
    """Without anything to do the same bytes come out, and standard error says so."""
    result = run_wbl("migrate", "feed.json")
    assert (result.exit_code, result.stdout_bytes) == (0, (folder / "feed.json").read_bytes())
    assert result.stderr == "feed.json: it follows version 1.0 already; nothing was to do.\n"
    assert run_wbl("migrate", "-", stdin=b'{"type": "DataCatalog", "specVersion": "1.0", "feeds": []}').exit_code == 0


def test_a_paged_feed_is_migrated_with_its_pages(folder, run_wbl):
    """The pages are written beside the first document under new names, and the whole is intact."""
    name = str(SAMPLE / "paged" / "feed.json")
    assert "the feed has pages, which need a folder" in run_wbl("migrate", name, "--to", "1.1", *WITH).stderr
    result = run_wbl("migrate", name, "--to", "1.1", *WITH, "--out", "new/feed.json", "--at", "2026-12-01")
    assert result.exit_code == 0
    reading = open_feed(folder / "new" / "feed.json")
    report = validate(reading, datetime(2026, 12, 1, tzinfo=UTC))
    assert reading.whole
    assert report.valid
    assert len(report.sound) == 24
    assert reading.envelope.spec_version == "1.1"
    assert reading.envelope.sequence == 34
    same = run_wbl("migrate", name, "--out", "same/feed.json")
    assert same.exit_code == 0
    assert open_feed(folder / "same" / "feed.json").whole


@pytest.mark.parametrize(
    ("content", "arguments", "fault"),
    [
        (None, ("nope.json",), "nope.json: there is no such file."),
        (None, (".",), ".: this is a folder."),
        (b"<feed/>", ("in",), "in: this is XML. Turn it into JSON with wbl convert"),
        (b"{", ("in",), "in: this is not JSON"),
        (b"{}", ("in",), "in: this is none of the documents of the standard."),
        (None, ("feed.json", "--to", "1.1"), "feed.json: nothing leads from version 1.0 to 1.1"),
        (None, ("feed.json", "--to", "2"), "--to: “2” is not a version. Write it like 1.1."),
        (None, ("feed.json", "--to", "1.0.0"), "--to: “1.0.0” is not a version."),
        (None, ("feed.json", "--with", "nope.json"), "nope.json: there is no such file."),
        (None, ("feed.json", "--with", "feed.json"), "feed.json: the key"),
        (json.dumps(feed(specVersion="1.3")).encode(), ("in", *WITH), "in: specVersion 1.3 is later than 1.1"),
        (json.dumps(feed(specVersion="2.0")).encode(), ("in", *WITH), "in: specVersion “2.0” is not version 1"),
        (json.dumps(feed(totalItems=4)).encode(), ("in", *WITH), "in: the feed is not whole: totalItems is 4"),
        (json.dumps(feed(pages=["a.json"])).encode(), ("in", *WITH), "a.json: there is no such file."),
        (json.dumps(feed(pages=["../a.json"])).encode(), ("in", *WITH), "page ../a.json is not a file beside it"),
        (json.dumps(feed(pages=["feed.json"])).encode(), ("in", *WITH), "page feed.json is no page of this feed"),
    ],
)  # fmt: skip
def test_what_cannot_be_migrated_is_told(folder, run_wbl, content, arguments, fault):
    """Exit code 2, one message that names the place, and nothing written."""
    if content is not None:
        (folder / "in").write_bytes(content)
    before = {path.name for path in folder.rglob("*")}
    result = run_wbl("migrate", *arguments, "--out", "new.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr
    assert result.stderr.count("\n") == 1
    assert {path.name for path in folder.rglob("*")} == before
