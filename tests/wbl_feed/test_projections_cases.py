"""The projection cases of the conformance kit hold for our programs."""

import json

import pytest
from projection_cases import differences, outcome

from wbl_feed.resources import spec_folder

CASES = sorted(
    (entry for entry in spec_folder().joinpath("conformance", "projection").iterdir() if entry.name.endswith(".json")),
    key=lambda entry: entry.name,
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".json"))
def test_case(path):
    """What is written, read and left out is what the case expects."""
    case = json.loads(path.read_text(encoding="utf-8"))
    assert case["id"] == f"projection/{path.name.removesuffix('.json')}"
    found = outcome(case["given"])
    assert case["expect"].keys() - {"undated", "contains", "containsNot", "lacks"} <= found.keys()
    assert not differences(case["expect"], found)


def test_each_format_has_cases():
    """Four cases or more of each format."""
    texts = [path.name for path in CASES]
    for name in ("json-feed", "schema-org", "csv", "ics", "rss"):
        assert sum(name in text for text in texts) >= 4, name
