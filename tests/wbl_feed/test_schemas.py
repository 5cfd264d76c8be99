"""The schemas of the standard and the models accept and reject the same documents."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from strategies import documents, mutated

from wbl_feed.models import Catalog, ChangePage, Feed, FeedPage, Posting
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
        for owner, node in {"": schema, **schema["$defs"]}.items():
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
