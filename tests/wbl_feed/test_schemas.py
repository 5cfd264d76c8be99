"""The schemas of the standard and the models accept and reject the same documents."""

import calendar
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from referencing import Registry, Resource
from strategies import documents, mutated

from wbl_feed.models import Catalog, ChangePage, Feed, FeedPage, Posting, base
from wbl_feed.reading import parse
from wbl_feed.resources import spec_folder, spec_json

NAMES = [entry.name for entry in spec_folder().iterdir() if entry.name.endswith(".schema.json")]
REGISTRY = Registry().with_resources(
    (spec_json(name)["$id"], Resource.from_contents(spec_json(name))) for name in NAMES
)
KINDS = {
    "posting.schema.json": Posting,
    "feed.schema.json": Feed,
    "feed.schema.json#/$defs/page": FeedPage,
    "changes.schema.json": ChangePage,
    "catalog.schema.json": Catalog,
}
SOME = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def judge(kind: str) -> Draft202012Validator:
    base = "https://w3id.org/wbl-feed/v1/"
    return Draft202012Validator({"$ref": base + kind}, registry=REGISTRY)


def strategy(kind: str) -> st.SearchStrategy:
    file, _, fragment = kind.partition("#")
    return documents(file, fragment.rsplit("/", 1)[-1])


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_schema(name):
    """Each schema is valid JSON Schema 2020-12 and has a versioned $id."""
    schema = spec_json(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://w3id.org/wbl-feed/v1/{name}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(st.data())
def test_models_and_schemas_agree(kind, data):
    """A valid document, and the same with a fault somewhere, get the same verdict of jsonschema and of the models."""
    value = data.draw(strategy(kind))
    verdicts = judge(kind)
    assert verdicts.is_valid(value), next(verdicts.iter_errors(value)).message
    assert isinstance(parse(KINDS[kind], value, ""), KINDS[kind])
    faulty = data.draw(mutated(value))
    expected = next(verdicts.iter_errors(faulty), None)
    actual = parse(KINDS[kind], faulty, "")
    agree = (expected is None) == isinstance(actual, KINDS[kind])
    assert agree, (expected and (expected.json_path, expected.message), actual, json.dumps(faulty)[:2000])


@pytest.mark.parametrize("name", ["posting", "feed", "paged-feed", "aggregate", "changes", "catalog"])
def test_worked_examples_are_valid(name):
    """The worked examples pass the schema they illustrate."""
    kind = {"paged-feed": "feed", "aggregate": "feed"}.get(name, name)
    errors = list(judge(f"{kind}.schema.json").iter_errors(spec_json(f"examples/{name}.json")))
    assert not errors


def test_vocabularies_are_valid():
    """Every vocabulary file passes its schema, and no phrase stands under two codes."""
    validator = judge("vocabulary.schema.json")
    for entry in spec_folder().joinpath("vocabulary").iterdir():
        if entry.name.endswith(".json"):
            document = spec_json(f"vocabulary/{entry.name}")
            assert not list(validator.iter_errors(document)), entry.name
            phrases = [phrase for term in document["terms"] for phrase in term.get("synonyms", ())]
            assert len(phrases) == len(set(phrases)), entry.name


def test_every_optional_member_states_its_silence():
    """Each member that may be absent says in the schema what its absence means."""
    for name in NAMES:
        if name == "vocabulary.schema.json":
            continue
        schema = spec_json(name)
        for owner, node in {"": schema, **schema.get("$defs", {})}.items():
            for member, rule in node.get("properties", {}).items():
                assert (member in node.get("required", [])) != ("silence" in rule), f"{name} {owner} {member}"


def test_spec_prints_the_silence_of_the_schemas():
    """Appendix A of the specification holds the silence of every member as the schemas state it."""
    text = spec_folder().joinpath("wbl-feed.md").read_text(encoding="utf-8")
    table = text.split("<!-- silence:begin -->")[1].split("<!-- silence:end -->")[0]
    for name in ("posting.schema.json", "feed.schema.json"):
        for member, rule in spec_json(name)["properties"].items():
            if "silence" in rule:
                assert f"| `/{member}` | {rule['silence']} |" in table, member


@pytest.mark.parametrize("year", range(1900, 2200))
def test_leap_days_are_those_of_the_calendar(year):
    """29 February is a date in leap years alone."""
    leap_day = f"{year}-02-29"
    assert judge("posting.schema.json#/$defs/civilDate").is_valid(leap_day) == calendar.isleap(year)
    match = parse(Posting, {**POSTING, "lastVerified": leap_day}, "")
    assert isinstance(match, Posting) == calendar.isleap(year)


POSTING = {
    "id": "urn:a:1",
    "url": "https://a.example/1",
    "title": "A",
    "dateModified": "2026-01-01T00:00:00Z",
    "activityType": "other",
    "status": "open",
}
SCALARS = [name for name, node in spec_json("posting.schema.json")["$defs"].items() if node.get("type") != "object"]
ODD_STRINGS = [
    "", " ", "x", "\n", "x\n", "é", "en", "en-US", "EN_us", "a-", "-a", "a--b", "us-ma:petm", "US-MA:petm", "urn:", "urn:a", "urn:a b",
    "https://", "https://a", "http://a.example/\u2028", "HTTPS://a", "https://a.example/ü", "https://a.example/\u00a0", "mailto:a@b",
    "https://a.example/\ufffe", "https://a.example/\uffff", "https://a.example/\ufdd0", "https://a.example/\ufdef", "https://a.example/\ufffd",
    "2028-02-29", "2027-02-29", "2100-02-29", "2000-02-29", "1900-02-29", "2026-04-31", "2026-4-1", "1899-12-31", "2200-01-01", "２026-01-01",
    "2026-01-01T00:00:00Z", "2026-01-01t00:00:00z", "2026-01-01T24:00:00Z", "2026-01-01T00:00Z", "2026-01-01T00:00:00", "2026-01-01T23:59:60Z",
    "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00.123456789+14:59", "2026-01-01T00:00:00+15:00", "2026-01-01 00:00:00Z",
    "00:00", "23:59", "24:00", "9:00", "P6W", "P", "PT", "P1Y1W", "P1.5D", "PT1H30M", "P1YT", "USD", "usd", "US", "a@b", "a@b@c", "@b", "a b@c",
    "text/html", "text", "text/html; charset=utf-8", "text/html;", "1.0", "1", "1.01", "2.0", "1.99999", "CC-BY-4.0", "-CC", "https://l.example",
    "sha-256:" + "0" * 64, "sha-256:" + "0" * 63, "sha-256:" + "A" * 64, "internship", "Internship", "pages/a.json", "pages/a b.json",
    *("x" * length for length in (200, 201, 300, 301, 2000, 2001)), *("https://a.example/" + "x" * (length - 18) for length in (2000, 2001)),
    *("\U0001f9ea" * length for length in (200, 201)), "a" * 250 + "@b.c", "a" * 251 + "@b.c", "a" * 35, "ab-" + "c" * 8, "ab-" + "c" * 9,
]  # fmt: skip
ODD_NUMBERS = [
    -1,
    0,
    1,
    16,
    17,
    130,
    131,
    1.0,
    16.0,
    0.5,
    -0.5,
    10**20,
    2**53 - 1,
    2**53,
    10**308,
    10**309,
    1e308,
    True,
    False,
    None,
    [],
    {},
    "1",
]


@pytest.mark.parametrize("name", SCALARS)
def test_scalars_agree_at_their_bounds(name):
    """At every bound of every scalar type the schema and the model's type give the same verdict."""
    validator = judge(f"posting.schema.json#/$defs/{name}")
    adapter = TypeAdapter(getattr(base, name[0].upper() + name[1:]))
    verdicts = set()
    for value in [*ODD_STRINGS, *ODD_NUMBERS]:
        expected = validator.is_valid(value)
        try:
            adapter.validate_python(value)
        except ValidationError:
            assert not expected, value
        else:
            assert expected, value
        verdicts.add(expected)
    assert verdicts == {True, False}
