"""Patches of profiles: JSON Merge Patch as in RFC 7396, and never a wider schema (spec section 22.3)."""

import json
from itertools import product

import pytest
from jsonschema_rs import Draft202012Validator, ValidationError

from wbl_feed.profiles import faults, merge_patch

SMALL = {
    "required": ["a", "b"],
    "properties": {
        "n": {"type": ["integer", "boolean"], "minimum": 1, "maximum": 2},
        "s": {"type": "string", "minLength": 1, "maxLength": 2, "pattern": "^a", "title": "A text"},
        "e": {"enum": ["a", "bb", 0]},
        "l": {"$ref": "#/$defs/list"},
        "c": {"contains": {"const": 1}},
        "k": {"const": 1},
        "o": {"propertyNames": {"maxLength": 1}, "not": {"required": ["x"]}},
    },
    "$defs": {"list": {"type": "array", "items": {"type": "integer", "maximum": 2}, "minItems": 1}},
}
KEYWORDS = [
    *("type", "minimum", "maximum", "minLength", "maxLength", "pattern", "title", "enum", "const", "$ref", "contains"),
    *("minContains", "maxContains", "propertyNames", "not", "required", "items", "minItems", "maxItems", "properties"),
    *("$defs", "anyOf", "if", "then", "else", "additionalProperties", "$id", "$schema"),
]
VALUES = [
    *(None, True, False, 0, 1, 2, 3, "a", "b", "^b", "", "object", [], ["a"], ["a", "b"], ["b", "c", "a"], ["a", 0]),
    *(
        [False],
        ["a", "bb", 0, "x"],
        ["integer"],
        ["integer", "string"],
        {},
        {"a": {}},
        {"n": {}},
        {"n": None},
        {"list": None},
    ),
    *({"type": "integer"}, {"maximum": 1}, {"maximum": 9}, {"maxLength": 9}, {"required": ["y"]}, {"const": 2}, [{}]),
]
PLACES = [(), *(("properties", name) for name in SMALL["properties"]), ("$defs", "list"), ("$defs", "list", "items")]
SAMPLES = {
    "n": [0, 1, 2, 3, True, "a"],
    "s": ["", "a", "aa", "b", "aaa", 1],
    "e": ["a", "bb", 0, "x", None, False],
    "l": [[], [1], [2], [9], [1, 1], ["a"], 1],
    "c": [[], [1], [2], [1, 1]],
    "k": [1, 2, True],
    "o": [{}, {"x": 1}, {"y": 1}, {"xx": 1}],
}
DOCUMENTS = [
    *({}, {"a": 1}, {"b": 1}, 3),
    *({"a": 1, "b": 1, name: value} for name, values in SAMPLES.items() for value in values),
]


def test_a_patch_without_faults_narrows():
    """Of all patches of one keyword at one place, those without fault let nothing pass that did not pass before."""
    before = Draft202012Validator(SMALL)
    accepted = 0
    for place, keyword, value in product(PLACES, KEYWORDS, VALUES):
        patch = {keyword: value}
        for step in reversed(place):
            patch = {step: patch}
        if list(faults(SMALL, patch)):
            continue
        try:
            after = Draft202012Validator(merge_patch(SMALL, patch), retriever=lambda uri: {})
        except (ValidationError, ValueError):
            continue
        accepted += 1
        for document in DOCUMENTS:
            assert before.is_valid(document) or not after.is_valid(document), (patch, document)
    assert accepted > 500


NARROWER = [
    {"required": ["b", "a", "c"]},
    {"properties": {"n": {"minimum": 2, "type": ["integer", "boolean"]}}},
    {"properties": {"s": {"maxLength": 1, "title": "Another title"}, "new": {"type": "string"}}},
    {"properties": {"e": {"enum": ["a"]}, "l": {"maxItems": 3}, "o": {"propertyNames": {"maxLength": 0}}}},
    {"$defs": {"list": {"items": {"maximum": 1, "minimum": 0}}, "other": {}}, "allOf": [{"if": {}, "then": {}}]},
]


@pytest.mark.parametrize("patch", NARROWER)
def test_what_narrows_is_taken(patch):
    """Tighter bounds, shorter enumerations, longer lists of required members and new keywords have no fault."""
    assert list(faults(SMALL, patch)) == []


@pytest.mark.parametrize("patch", [{"const": None}, {"properties": {"n": None}}, {"properties": {"zz": None}}])
def test_no_null_stands_in_a_patch(patch):
    """Null is a fault even where nothing would be taken away, and the message says what it does."""
    [(pointer, sentence)] = faults(SMALL, patch)
    assert pointer
    assert sentence.startswith("null takes")


RFC_7396 = [
    ('{"a":"b"}', '{"a":"c"}', '{"a":"c"}'),
    ('{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'),
    ('{"a":"b"}', '{"a":null}', "{}"),
    ('{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'),
    ('{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'),
    ('{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'),
    ('{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'),
    ('{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'),
    ('["a","b"]', '["c","d"]', '["c","d"]'),
    ('{"a":"b"}', '["c"]', '["c"]'),
    ('{"a":"foo"}', "null", "null"),
    ('{"a":"foo"}', '"bar"', '"bar"'),
    ('{"e":null}', '{"a":1}', '{"e":null,"a":1}'),
    ("[1,2]", '{"a":"b","c":null}', '{"a":"b"}'),
    ("{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'),
]


@pytest.mark.parametrize(("target", "patch", "result"), RFC_7396)
def test_merge_patch_is_that_of_rfc_7396(target, patch, result):
    """The examples of RFC 7396, appendix A, come out as printed there, and the target is not touched."""
    before = json.loads(target)
    assert merge_patch(before, json.loads(patch)) == json.loads(result)
    assert before == json.loads(target)
