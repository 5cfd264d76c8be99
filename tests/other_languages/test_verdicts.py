"""Validators of different languages accept and reject the same documents by the schemas of the standard."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from other_languages.judges import SCHEMAS, agreed, verdicts
from strategies import documents, mutated

from wbl_feed.digest import holdable
from wbl_feed.resources import spec_folder, spec_json

PAGE = "feed.schema.json#/$defs/page"
KINDS = ["posting.schema.json", "feed.schema.json", PAGE, "changes.schema.json", "catalog.schema.json"]
SPEC = Path(str(spec_folder()))
THOUSAND = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))


def files(*globs: str) -> list[Path]:
    return sorted(path for glob in globs for path in SPEC.glob(glob))


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@THOUSAND
@given(st.data())
def test_generated_documents_get_one_verdict(ajv, kind, data):
    """A valid document, and the same with a fault somewhere, get the same verdict of every validator."""
    file, _, pointer = kind.partition("#")
    value = data.draw(documents(file, pointer.rsplit("/", 1)[-1]))
    assert agreed(ajv, kind, json.dumps(value))
    agreed(ajv, kind, json.dumps(data.draw(mutated(value))))


@pytest.mark.slow
@pytest.mark.parametrize("glob", ["vocabulary/*.json", "profiles/*/profile.json"])
def test_mutated_files_of_the_standard_get_one_verdict(ajv, glob):
    """A vocabulary or a profile with a fault somewhere gets the same verdict of every validator."""
    schema = "vocabulary.schema.json" if glob.startswith("vocabulary") else "profile.schema.json"
    found = [load(path) for path in files(glob)]
    assert found

    @THOUSAND
    @given(st.sampled_from(found).flatmap(mutated))
    def compare(value: Any) -> None:
        assume(holdable(value))  # numbers beyond I-JSON are read in different ways before any schema sees them
        agreed(ajv, schema, json.dumps(value))

    compare()


def test_published_documents_get_one_verdict(ajv):
    """Each example, vocabulary, profile and conformance case gets one verdict by each schema."""
    found = [load(path) for path in files("examples/*.json", "vocabulary/*.json", "profiles/**/*.json")]
    assert found
    cases = [load(path) for path in files("conformance/*/*.json")]
    found += [case["given"]["document"] for case in cases if "document" in case["given"]]
    for document in found:
        assert {agreed(ajv, kind, json.dumps(document)) for kind in [*SCHEMAS, PAGE]} <= {True, False}


def patterns(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """The patterns of a schema, each with the JSON Pointer of the node that has it."""
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield pointer, node["pattern"]
        for key, value in node.items():
            yield from patterns(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from patterns(value, f"{pointer}/{index}")


PATTERNS = dict(one for name, schema in SCHEMAS.items() for one in patterns(schema, f"{name}#"))
ODD_CHARACTERS = [
    "\n", "\r", "\r\n", "\x00", "\x0b", "\x1c", "\x1f", "\x7f", "\x85", "\xa0", "\u1680", "\u180e", "\u200b", "\u2028", "\u2029",
    "\u3000", "\ufeff", "\ufdd0", "\uffff", "\U0001f9ea", "\U0010ffff", "é", "É", "ı", "İ", "K", "ſ", "ß", "９", "A", "a", "-", ":", "/", "#", " ",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("node", PATTERNS)
def test_patterns_mean_the_same_everywhere(ajv, node):
    """No pattern depends on what a language takes for space, for a line, for its end or for a letter."""

    @settings(max_examples=5, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(PATTERNS[node], alphabet=st.characters(exclude_categories=["Cs"])))
    @example("")
    def compare(text: str) -> None:
        half = len(text) // 2
        for odd in ODD_CHARACTERS:
            for probe in (
                odd + text,
                text + odd,
                text[:half] + odd + text[half:],
                text[:half] + odd + text[half + 1 :],
            ):
                agreed(ajv, node, json.dumps(probe))

    compare()


GREATEST = int(sys.float_info.max)
NUMBERS = [
    "0", "-0", "-0.0", "1", "1.0", "1e0", "16.0", "16.5", "0.1e1", "130", "130.0", "1e2", "90.0", "90.0000000000000001", "-180", "1e-400",
    "9007199254740991", "9007199254740991.0", "9007199254740992", "9007199254740993", "1e400", "-1e400", "1" + "0" * 400, "1.7976931348623157e308", "1" + "0" * 308,
]  # fmt: skip
NUMBER_TYPES = [
    "posting.schema.json#/$defs/age",
    "posting.schema.json#/$defs/grade",
    "posting.schema.json#/$defs/count",
    "posting.schema.json#/$defs/positiveCount",
    "posting.schema.json#/$defs/amount",
    "posting.schema.json#/$defs/geoCoordinates/properties/latitude",
]


@pytest.mark.parametrize("schema", NUMBER_TYPES)
def test_numbers_get_one_verdict(ajv, schema):
    """A number is whole, and within its bounds, whatever its notation and however many digits it has."""
    assert {agreed(ajv, schema, number) for number in NUMBERS} == {True, False}


POSTING = spec_json("examples/posting.json")


@pytest.mark.parametrize(
    ("members", "valid"),
    [
        ('"title":"' + "\U0001f9ea" * 200 + '"', True),
        ('"title":"' + "\U0001f9ea" * 201 + '"', False),
        ('"title":"' + "e\u0301" * 100 + '"', True),
        ('"status":"opened","status":"open"', True),
        ('"status":"open","status":"opened"', False),
        ('"__proto__":{"title":1},"constructor":null,"hasOwnProperty":0', True),
        ('"ext":{"urn:a":1e400}', True),
        ('"ext":{"a":1}', False),
        ('"previousIds":["urn:a","urn:a"]', True),
    ],
)
def test_odd_documents_get_one_verdict(ajv, members, valid):
    """Characters are counted as code points, the last of two members of one name counts, and no name is special."""
    whole = json.dumps(POSTING)
    assert agreed(ajv, "posting.schema.json", f"{whole[:-1]},{members}}}") is valid


def test_lone_surrogates_get_one_verdict(ajv):
    """jsonschema and ajv agree on texts that are not Unicode; jsonschema-rs takes none, and the standard has none."""
    for text in ("\ud800", "a\udfff", "\ud800" * 200, "\ud800" * 201, "\udc00\ud800"):
        agreed(ajv, "posting.schema.json#/$defs/title", json.dumps(text), rust=False)
        agreed(ajv, "posting.schema.json#/$defs/iri", json.dumps(f"urn:{text}"), rust=False)


@pytest.mark.parametrize(("beyond", "accepting"), [(0, {"ajv", "jsonschema"}), (1, {"ajv"})])
def test_known_differences_at_the_greatest_double(ajv, beyond, accepting):
    """Written out as an integer of 309 digits the greatest double is refused where the bound is read as decimal digits,
    and the next integer where it is not rounded to a double; no other difference is known."""
    said = verdicts(ajv, "posting.schema.json#/$defs/amount", str(GREATEST + beyond))
    assert {name for name, valid in said.items() if valid} == accepting
