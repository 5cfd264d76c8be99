"""Feeds and comparisons for the tests of projections."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

from wbl_feed import json_format
from wbl_feed.models import Feed
from wbl_feed.projections.loss import Lost, stripped
from wbl_feed.resources import spec_json

EARLY = datetime(1899, 1, 1, tzinfo=UTC)
"""Before every date that a feed can hold, so that no posting of it is over."""
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def feed_of(value: dict[str, Any]) -> Feed:
    """A feed as a model."""
    reading = json_format.read(json.dumps(value).encode())
    assert reading.feed is not None, reading.notices
    assert reading.refused == 0, reading.notices
    return reading.feed


def example(**members: Any) -> dict[str, Any]:
    """The example feed of the standard, some members of its first posting replaced, or taken away by ``None``."""
    value = copy.deepcopy(spec_json("examples/feed.json"))
    value["items"] = value["items"][:1]
    for name, member in members.items():
        if member is None:
            value["items"][0].pop(name, None)
        else:
            value["items"][0][name] = member
    return value


def known(value: Any, schema: str = "posting.schema.json", node: dict[str, Any] | None = None) -> Any:
    """A value without members that the standard does not define, and without lists and objects that say nothing."""
    document = spec_json(schema)
    node = document if node is None else node
    while "$ref" in node:
        node = spec_json("posting.schema.json")["$defs"][node["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        return [known(one, schema, node["items"]) for one in value]
    if not isinstance(value, dict) or "properties" not in node:
        return value
    inner = {
        name: known(one, schema, node["properties"][name]) for name, one in value.items() if name in node["properties"]
    }
    return {name: one for name, one in inner.items() if one not in ([], {})}


def without(value: dict[str, Any], losses: tuple[Lost, ...], *, partly: bool) -> dict[str, Any]:
    """A feed without what a projection loses; ``partly`` takes away what it loses in part, too."""
    for lost in losses:
        if partly or not lost.partly:
            for pointer in lost.pointers:
                value = stripped(value, pointer.split("/")[1:])
    return value


def holds(value: dict[str, Any], pointer: str) -> bool:
    """Whether a feed has a member at a pointer that may have ``*`` in it."""
    return stripped(value, pointer.split("/")[1:]) != value


def pruned(value: Any) -> Any:
    """A value without empty lists and objects, at any depth, and without list elements that are empty."""
    if isinstance(value, dict):
        inner = {name: pruned(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one not in ([], {})}
    return [one for one in map(pruned, value) if one not in ([], {})] if isinstance(value, list) else value
