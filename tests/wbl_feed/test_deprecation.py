"""What is deprecated is pointed out and goes on being valid (spec section 21.1); version 1.0 has nothing of the kind."""

import copy
import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from test_validate import check, feed, posting

from wbl_feed import vocabulary
from wbl_feed.resources import spec_json
from wbl_feed.vocabulary import Vocabulary


@pytest.fixture
def deprecating(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A version in which a member and a code are deprecated."""
    look = importlib.import_module("wbl_feed.rules.look")  # the package has a function of this name
    schema = copy.deepcopy(spec_json("posting.schema.json"))
    member: dict[str, Any] = schema["properties"]["siteType"]
    member |= {"deprecated": True, "deprecatedSince": "1.1", "useInstead": "/workMode"}
    schema["properties"]["totalOpenings"]["deprecated"] = True
    work_mode = copy.deepcopy(spec_json("vocabulary/work-mode.json"))
    work_mode["terms"][1]["deprecated"] = {"since": "1.1", "note": "Nobody used it.", "replacedBy": "onsite"}
    known = {**vocabulary.vocabularies(), "work-mode": Vocabulary(work_mode)}
    monkeypatch.setattr(look, "spec_json", lambda name: schema if name == "posting.schema.json" else spec_json(name))
    monkeypatch.setattr(vocabulary, "vocabularies", lambda: known)
    caches = (look.posting_nodes, look.envelope_nodes, vocabulary.vocabulary_of)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def test_a_deprecated_member_and_code_are_named_with_what_to_use(deprecating):
    """Both are infos that say what to write instead; the feed stays valid."""
    report = check(feed([posting(1, siteType="employer", workMode="hybrid", totalOpenings=2)]))
    found = {notice.pointer: (notice.code, notice.severity, notice.fix) for notice in report.notices}
    assert found == {
        "/items/0/siteType": ("deprecated_member", "info", "Use /workMode instead."),
        "/items/0/totalOpenings": ("deprecated_member", "info", "Leave it out."),
        "/items/0/workMode": ("deprecated_code", "info", "Write “onsite” instead."),
    }
    assert report.valid


def test_nothing_is_deprecated_today():
    """Version 1.0 deprecates nothing, so that its members and codes earn no such notice."""
    report = check(feed([posting(1, siteType="employer", workMode="hybrid", totalOpenings=2)]))
    assert report.notices == ()
