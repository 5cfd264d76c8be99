"""Tells whether a patch only narrows a schema: what passes afterwards passed before (spec section 22)."""

import json
from collections.abc import Iterator
from typing import Any

from wbl_feed.notices import pointer_of

Fault = tuple[str, str]
"""The place in the patch, a JSON Pointer, and what is wrong there."""

_FREE = {"title", "description", "silence", "$comment", "examples", "default", "deprecated"}
_MAPS = {"properties", "patternProperties", "dependentSchemas", "$defs"}
_LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_NULL = "null takes a constraint away, and a profile only narrows."
_NEVER_ADDED = {"$schema", "$id", "$anchor", "$dynamicAnchor", "$ref", "$dynamicRef", "minContains"}
"""Keywords that say what a schema is, or that loosen another keyword."""


def faults(schema: Any, patch: Any, pointer: str = "") -> Iterator[Fault]:
    """Each place where ``patch`` might let something pass that ``schema`` refuses.

    It is on the safe side: a keyword that is there is changed only where the change can be seen to
    narrow, by a tighter bound, a shorter list of values or a longer list of required members.
    """
    if not isinstance(patch, dict):
        yield pointer, _NULL if patch is None else "a schema in a patch is a JSON object."
        return
    for keyword, value in patch.items():
        place = pointer + pointer_of(keyword)
        if keyword in _FREE:
            continue
        if value is None:
            yield place, _NULL
        elif keyword in _NEVER_ADDED:
            yield place, f"a patch does not set “{keyword}”."
        elif keyword in _MAPS:
            yield from _of_map(schema.get(keyword, {}), value, place)
        elif keyword in schema:
            yield from _changed(keyword, schema[keyword], value, place)


def _of_map(schemas: Any, patches: Any, pointer: str) -> Iterator[Fault]:
    if not isinstance(patches, dict):
        yield pointer, "this is a JSON object of schemas."
        return
    for name, patch in patches.items():
        place = pointer + pointer_of(name)
        if name in schemas or patch is None:
            yield from faults(schemas.get(name), patch, place)


def _changed(keyword: str, before: Any, after: Any, pointer: str) -> Iterator[Fault]:
    if _same(before, after):
        return
    if keyword in _LOWER_BOUNDS | _UPPER_BOUNDS:
        tighter = _is_number(after) and (after > before if keyword in _LOWER_BOUNDS else after < before)
        if not tighter:
            yield pointer, f"the bound is {before}, and a profile only makes it tighter."
    elif keyword == "required":
        if lost := [name for name in before if not isinstance(after, list) or name not in after]:
            yield pointer, f"the list takes the place of the old one; it lacks {', '.join(lost)}."
    elif keyword == "enum":
        if not isinstance(after, list) or not all(any(_same(value, one) for one in before) for value in after):
            yield pointer, "the list has a value that the standard does not allow."
    elif keyword in ("items", "propertyNames"):
        yield from faults(before, after, pointer)
    else:
        yield pointer, f"“{keyword}” is there already, and a change of it cannot be seen to narrow."


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are written alike; to Python 1 and true are equal, to JSON they are not."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
