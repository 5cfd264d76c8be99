"""Hypothesis strategies that follow the schemas of the standard, so that every member of every object is made."""

import string
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from wbl_feed.resources import spec_json

ODD_TEXT = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(
        [
            "\x00\x01\x1f",
            "\u2028\u2029\x85",
            "\ufffe\uffff",
            " \t\n ",
            "<b>&amp;</b> ]]> <![CDATA[",
            "é\u0301 \u202e rtl \u200d",
            "漢字 Kreyòl đường",
            "\U0001f9ea\U0010ffff",
            "=HYPERLINK(1)",
            "\\ \" ' / \\u0000",
        ]
    ),
)
_WORD = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
_PATH = st.text(string.ascii_letters + string.digits + "-._~/?=&%#éü漢", max_size=20)
_DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
_CLOCKS = st.times().map(lambda time: time.strftime("%H:%M"))
_SECONDS = st.sampled_from([":00", ":59", ":07.5", ":00.123456789"])
_OFFSETS = st.sampled_from(["Z", "+00:00", "-05:00", "+14:00", "-00:30"])
_IRIS = st.one_of(
    st.builds("https://{}.example/{}".format, _WORD, _PATH),
    st.builds("urn:uuid:{}".format, st.uuids()),
    st.builds("tag:{}.example,2026:{}".format, _WORD, _WORD),
)
_CODES = st.one_of(_WORD, st.builds("{}-{}".format, _WORD, _WORD), st.builds("us-ma:{}".format, _WORD), _IRIS)
_CIVIL = _DATES.map(lambda date: date.isoformat())
_INSTANTS = st.builds("{}T{}{}{}".format, _CIVIL, _CLOCKS, _SECONDS, _OFFSETS)
_URLS = st.builds("http{}://{}.example/{}".format, st.sampled_from(["", "s"]), _WORD, _PATH)

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "iri": _IRIS,
    "url": _URLS,
    "urlReference": st.one_of(_URLS, st.builds("pages/{}.json".format, _WORD)),
    "code": _CODES,
    "email": st.builds("{}@{}.example".format, _WORD, _WORD),
    "languageTag": st.sampled_from(["en", "en-US", "es", "ht", "zh-Hans", "vi", "pt-BR"]),
    "civilDate": _CIVIL,
    "instant": _INSTANTS,
    "clockTime": _CLOCKS,
    "duration": st.sampled_from(["P6W", "P1Y2M3D", "PT4H30M", "P1DT2H", "P100D"]),
    "currency": st.sampled_from(["USD", "EUR"]),
    "mediaType": st.sampled_from(["application/atom+xml", "text/html; charset=utf-8", "application/vnd.wbl-feed+json"]),
    "digest": st.binary(min_size=32, max_size=32).map(lambda raw: f"sha-256:{raw.hex()}"),
    "license": st.sampled_from(["CC-BY-4.0", "CC0-1.0", "https://site.example/terms"]),
    "specVersion": st.sampled_from(["1.0", "1.1", "1.27"]),
    "text": st.one_of(ODD_TEXT, st.builds(lambda text, times: text * times, ODD_TEXT, st.sampled_from([1, 300]))),
    "shortText": ODD_TEXT,
    "title": ODD_TEXT,
}
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=5,
)
_UNKNOWN_NAMES = ["x-note", "futureMember", "ünïcode", "a/b~c", "date_posted", "how_to_apply", "schema", "copy", "canonical",
                  "items_", "model_fields", "model_fields_set", "__dict__"]  # fmt: skip
_UNKNOWN = st.dictionaries(st.sampled_from(_UNKNOWN_NAMES), JSON_VALUES, max_size=2)
SEEN: set[str] = set()
"""Members that were made so far, as ``object/member``; a test asks that none is missing."""


@cache
def documents(schema: str, definition: str = "") -> st.SearchStrategy[Any]:
    """Documents that a schema of the standard accepts, or one of its definitions."""
    document = spec_json(schema)
    node = document["$defs"][definition] if definition else document
    return _node(schema, node, definition or schema)


def _node(schema: str, node: dict[str, Any], name: str) -> st.SearchStrategy[Any]:
    if "$ref" in node:
        return _reference(schema, node["$ref"])
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if "anyOf" in node or "oneOf" in node:
        return st.one_of([_node(schema, choice, name) for choice in node.get("anyOf") or node["oneOf"]])
    match node["type"]:
        case "object":
            return _object(schema, node, name)
        case "array":
            return st.lists(_node(schema, node["items"], name), max_size=2)
        case "integer":
            least = node.get("minimum", -(2**53))
            return st.integers(least, min(node.get("maximum", 2**53), least + 10_000))
        case "number":
            least = node.get("minimum")
            floats = st.floats(least, node.get("maximum"), allow_nan=False, allow_infinity=False)
            return st.one_of(floats, st.integers(0, 80))
        case "boolean":
            return st.booleans()
    raise AssertionError(f"the strategies do not know {node}")


def _reference(schema: str, reference: str) -> st.SearchStrategy[Any]:
    file, _, fragment = reference.partition("#")
    definition = fragment.rsplit("/", 1)[-1]
    if definition in SCALARS:
        return SCALARS[definition]
    return st.deferred(lambda: documents(file or schema, definition))


def _object(schema: str, node: dict[str, Any], name: str) -> st.SearchStrategy[Any]:
    if "propertyNames" in node:
        return st.dictionaries(_IRIS, JSON_VALUES, max_size=2)
    required, properties = node.get("required", []), node.get("properties", {})
    optional = [member for member in properties if member not in required]

    @st.composite
    def build(draw: st.DrawFn) -> dict[str, Any]:
        chosen = draw(st.lists(st.sampled_from(optional), max_size=6, unique=True)) if optional else []
        SEEN.update(f"{name}/{member}" for member in chosen)
        made = {
            member: draw(_node(schema, properties[member], member))
            for member in properties
            if member in {*required, *chosen}
        }
        return {**draw(_UNKNOWN), **made}

    return build()


@st.composite
def feeds(draw: st.DrawFn) -> dict[str, Any]:
    """Whole feeds whose ids are unique, as canonical JSON values."""
    feed = draw(documents("feed.schema.json"))
    items = {item["id"]: item for item in feed["items"]}
    return {**feed, "items": list(items.values())}


FAULTS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, "", " ", "x", 0, -1, 1.5, 1.0, True, [], {}, "\n", "https://a.example/\n", "2026-02-30"]),
    st.sampled_from(
        ["2026-02-29", "2028-02-29", "1900-02-29", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "12:60"]
    ),
    st.sampled_from(
        ["HTTPS://A.EXAMPLE/", "ftp://a.example", "a b:c", "Open", "internship ", "９", "é-é", 10**400, [None]]
    ),
    JSON_VALUES,
)


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> Any:
    """A document with one value somewhere in it replaced, taken away, added or edited."""
    if isinstance(document, dict) and document and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(document)))
        return {**document, key: draw(mutated(document[key]))}
    if isinstance(document, list) and document and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(document) - 1))
        return [*document[:at], draw(mutated(document[at])), *document[at + 1 :]]
    if isinstance(document, dict) and document and draw(st.booleans()):
        gone = draw(st.sampled_from(sorted(document)))
        return {key: value for key, value in document.items() if key != gone}
    if isinstance(document, str) and draw(st.booleans()):
        return draw(
            st.sampled_from([document + "\n", document + " ", "\u00a0" + document, document.upper(), document[:-1]])
        )
    return draw(FAULTS)
