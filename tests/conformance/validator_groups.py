"""Runs a case of the groups valid, invalid and atom: one document, its verdict and what is found in it."""

import base64
import json
from typing import Any

import jsonschema_rs
from conformance.kit import Case, moment
from conformance.web import joined
from lxml import etree

from wbl_feed import formats, syntax
from wbl_feed.discovery.discover import Discovery
from wbl_feed.discovery.kinds import kind_of
from wbl_feed.documents import Document
from wbl_feed.notices import catalogue
from wbl_feed.other_documents import read_catalog
from wbl_feed.profiles import bundled
from wbl_feed.reading import Reading
from wbl_feed.report.single import summarise_changes, summarise_posting
from wbl_feed.report.summary import Summary, summarise
from wbl_feed.resources import NAMESPACE, spec_folder, spec_json

_AT = "2026-11-22T12:00:00Z"
_KINDS = {
    "DataFeed": "feed.schema.json",
    "DataFeedPage": "feed.schema.json#/$defs/page",
    "ChangePage": "changes.schema.json",
    "DataCatalog": "catalog.schema.json",
}


def content_of(given: dict[str, Any]) -> bytes:
    """The file as it is."""
    if "document" in given:
        return json.dumps(given["document"], ensure_ascii=False).encode()
    if "parts" in given:
        return joined(given["parts"])
    return base64.b64decode(given["base64"]) if "base64" in given else given["text"].encode()


def schema_verdict(document: Any) -> bool:
    """What the JSON Schema of the document's kind says alone; a document without a type is a posting."""
    schemas = [spec_json(one.name) for one in spec_folder().iterdir() if one.name.endswith(".schema.json")]
    registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in schemas])
    kind = _KINDS.get(document.get("type"), "feed.schema.json" if "items" in document else "posting.schema.json")
    return jsonschema_rs.Draft202012Validator({"$ref": NAMESPACE + kind}, registry=registry).is_valid(document)


def summary_of(content: bytes, given: dict[str, Any]) -> tuple[Summary, Reading | None]:
    """What our validator says of one document, of whatever kind it is, its bytes included."""
    at = moment(given.get("at", _AT))
    profiles = [bundled()[name] for name in given.get("profiles", ())]
    previous = formats.read(json.dumps(given["previous"]).encode()) if "previous" in given else None
    kind, summary = kind_of(content), Summary("", "", at)
    if kind == "changes":
        return summarise_changes(Discovery("", "changes", content=content), at), None
    if kind == "posting":
        return summarise_posting(Discovery("", "posting", content=content), at, profiles), None
    if kind == "catalog":
        entries = read_catalog(content)
        summary.add([*syntax.check(content), *entries.notices])
        summary.page_of = "a catalogue" if entries.catalog else None
        return summary, None
    reading = formats.read(content)
    return summarise([Document("", content, reading)], summary, profiles=profiles, previous=previous), reading


def grammar_verdict(content: bytes) -> bool:
    """What atom.rng says alone."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    grammar = etree.RelaxNG(etree.fromstring(spec_folder().joinpath("atom.rng").read_bytes()))
    try:
        return bool(grammar.validate(etree.fromstring(content, parser)))
    except etree.XMLSyntaxError:
        return False


def verdict(case: Case) -> None:
    """Validate the document, and compare verdict and findings."""
    given, expect = case["given"], case["expect"]
    content = content_of(given)
    report, reading = summary_of(content, given)
    found = [(notice.code, notice.pointer, notice.severity) for notice in report.notices]
    wanted = sorted((one["code"], one["pointer"]) for one in expect["notices"])
    told = sorted(
        (code, pointer) for code, pointer, severity in found if severity != "info" or (code, pointer) in wanted
    )
    assert told == wanted
    assert not set(expect.get("absent", ())) & {code for code, _, _ in found}
    assert set(expect.get("absent", ())) <= set(catalogue), "a code that does not exist"
    assert report.valid == expect["valid"]
    if "schema" in expect:
        assert schema_verdict(given["document"]) == expect["schema"], "the verdict of the schema"
    if "grammar" in expect:
        assert grammar_verdict(content) == expect["grammar"], "the verdict of the grammar"
    if "format" in expect:
        assert (reading and reading.format) == expect["format"]
    if "items" in expect:
        assert [item.posting.id for item in (reading.items if reading else ())] == expect["items"]
