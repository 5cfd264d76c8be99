"""The plug-in's PHP of the standard against the conformance kit: findings about postings and envelopes."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from conformance.kit import Case, read_cases
from conformance.validator_groups import content_of
from wordpress.standard_php import AT, answers, needs_php, unix

from wbl_feed.notices import catalogue
from wbl_feed.profiles import bundled

pytestmark = needs_php
OTHERS_MATTER = {
    "of the whole feed; Envelope and Ledger see to it": (
        "duplicate_id", "likely_double", "missing_total_items", "total_items_mismatch", "digest_mismatch",
        "paged_too_small", "tombstone_for_item", "feed_has_ended", "document_too_large",
    ),
    "of an aggregate, which a site is not": (
        "aggregate_id_form", "provenance_missing", "provenance_fields_missing", "provenance_loop",
    ),
    "of a text with a name twice, which PHP cannot see and a value cannot have": ("duplicate_name",),
    "of the address to apply at, which may be the publisher's: a posting alone does not tell its hosts": (
        "apply_link_elsewhere",
    ),
}  # fmt: skip
"""Findings that the plug-in's check of a posting or an envelope does not make, and whose matter they are."""
ELSEWHERE = {code for codes in OTHERS_MATTER.values() for code in codes}
_NAMES = {profile.iri: name for name, profile in bundled().items()}


def _expected(case: Case) -> set[tuple[str, str]]:
    return {(one["code"], one["pointer"]) for one in case["expect"].get("notices", ())}


def _document(case: Case) -> dict[str, Any] | None:
    """The document of a case that a publisher could have written: a feed of this version, or a posting alone.

    There is none in cases about bytes and XML, about pages, change logs and catalogues, about what changed since an earlier
    copy, and about other versions: these are a reader's, and catalogues are of other tests.
    """
    given = case["given"]
    if "files" in given:
        return None
    try:
        document = json.loads(content_of(given).decode())
    except (ValueError, RecursionError):
        return None
    if "previous" in given or not isinstance(document, dict):
        return None
    if {code for code, _ in _expected(case)} & {"unsupported_version", "newer_version"}:
        return None
    items = document.get("items")
    is_feed = (
        document.get("type") == "DataFeed" and isinstance(items, list) and all(isinstance(one, dict) for one in items)
    )
    is_posting = document.keys().isdisjoint(("type", "@type", "items"))
    return document if is_feed or is_posting else None


def _questions(case: Case, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is asked about a document: its envelope and each item, with the pointer of each."""
    given = case["given"]
    followed = document.get("profiles")
    named = [_NAMES[iri] for iri in followed if iri in _NAMES] if isinstance(followed, list) else []
    more = {"profiles": list(dict.fromkeys([*given.get("profiles", ()), *named])), "now": unix(given.get("at", AT))}
    if "items" not in document and "type" not in document:
        yield "", {"do": "posting", "text": json.dumps(document), "zone": "UTC", **more}
        return
    envelope = {name: value for name, value in document.items() if name != "items"}
    yield "", {"do": "envelope", "text": json.dumps(envelope), **more}
    zone = document.get("timeZone") if isinstance(document.get("timeZone"), str) else "UTC"
    for number, item in enumerate(document["items"]):
        yield f"/items/{number}", {"do": "posting", "text": json.dumps(item), "zone": zone, **more}


def asked_of(case: Case) -> list[tuple[str, dict[str, Any]]]:
    """What is asked about a case; nothing of one that is not a publisher's."""
    document = _document(case)
    return [] if document is None else list(_questions(case, document))


@cache
def _found(*groups: str) -> list[tuple[Case, list[dict[str, Any]]]]:
    """Each case of these groups that is a publisher's, with what PHP finds; all are asked in one process."""
    asked = [(case, pointer, question) for case in read_cases(*groups) for pointer, question in asked_of(case)]
    found: dict[str, tuple[Case, list[dict[str, Any]]]] = {}
    for (case, pointer, _), told in zip(asked, answers(question for *_, question in asked), strict=True):
        notices = found.setdefault(case["id"], (case, []))[1]
        if "refused" in told:
            notices.append({"code": "refused", "pointer": "", "severity": "error", "stops": True})
        for notice in told.get("notices", ()):
            of_document = notice["code"] == "nested_too_deep"  # no place in it can be shown
            notices.append({**notice, "pointer": "" if of_document else pointer + notice["pointer"]})
    return list(found.values())


def test_the_findings_of_the_kit_are_those_of_the_plug_in() -> None:
    """Every warning and error of the kit that a publisher's check can make is made, with its code and place, and no other."""
    wrong = {}
    for case, notices in _found("valid", "invalid"):
        wanted = _expected(case)
        if "refused" in {notice["code"] for notice in notices}:
            assert not case["expect"]["valid"], case["id"]
            continue
        told = {(one["code"], one["pointer"]) for one in notices}
        needless = {(one["code"], one["pointer"]) for one in notices if one["severity"] != "info"} - wanted
        lacking = {one for one in wanted - told if one[0] not in ELSEWHERE}
        if lacking or needless:
            wrong[case["id"]] = lacking, needless
    assert wrong == {}


def test_the_verdicts_of_the_kit_are_those_of_the_plug_in() -> None:
    """A document conforms for the plug-in if and only if it does in the kit, but for what only the whole feed can tell."""
    for case, notices in _found("valid", "invalid"):
        stops = any(notice["stops"] for notice in notices)
        fails = {
            code
            for code, _ in _expected(case)
            if catalogue[code].severity == "error" and catalogue[code].category == "conformance"
        }
        if case["expect"]["valid"]:
            assert not stops, case["id"]
        elif fails - ELSEWHERE:
            assert stops, case["id"]


def test_the_profiles_of_the_kit_say_what_they_say_in_the_plug_in() -> None:
    """Of a feed that follows profiles, the rules and narrowed schemas find what the kit says; folders of other profiles
    are not read by the plug-in, which brings its own."""
    rules = {rule.code for profile in bundled().values() for rule in profile.rules} | {"profile_constraint"}
    cases = _found("profile")
    assert len(cases) == sum("document" in case["given"] for case in read_cases("profile"))
    for case, notices in cases:
        told = sorted((one["code"], one["pointer"]) for one in notices if one["code"] in rules)
        wanted = sorted((one["code"], one["pointer"]) for one in case["expect"]["profileNotices"])
        assert told == wanted, case["id"]
        said = " ".join(one["message"] + one["mend"] for one in notices)
        assert not any(word in said for word in ("{found}", "{expected}", "{pointer}")), case["id"]


def test_the_schemas_say_what_a_schema_validator_says() -> None:
    """The schema of a document's kind alone gives the verdict of the kit, for feeds, catalogues and postings."""
    asked = []
    for case in read_cases("valid", "invalid"):
        document = case["given"].get("document")
        if "schema" not in case["expect"] or not isinstance(document, dict):
            continue
        alone = "feed" if "items" in document else "posting"
        name = {"DataFeed": "feed", "DataCatalog": "catalog"}.get(document.get("type"), alone)
        if document.get("type") not in ("DataFeedPage", "ChangePage"):
            asked.append((case, {"do": "schema", "name": name, "text": json.dumps(document)}))
    assert len(asked) > 700
    for (case, _), told in zip(asked, answers(question for _, question in asked), strict=True):
        assert (told.get("notices") == []) == case["expect"]["schema"], case["id"]
