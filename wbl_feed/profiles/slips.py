"""Finds slips of the pen in the schemas of a profile: names and codes that no posting ever has."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.notices import pointer_of
from wbl_feed.profiles.members import Member, definition, definitions, hint
from wbl_feed.profiles.values import SPOKEN, Values
from wbl_feed.settings import did_you_mean

Slip = tuple[str, str, str]
"""The place in the schema, what is wrong, and how to mend it."""

_HERE = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
_ELEMENTS = {"items", "contains", "prefixItems", "unevaluatedItems"}
_NAMED = {"properties", "dependentSchemas"}
_ELSEWHERE = {"additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"}
_KEYWORDS = [
    *_HERE, *_ELEMENTS, *_NAMED, *_ELSEWHERE,
    "$ref", "$defs", "$comment", "$id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary",
    "type", "const", "enum", "required", "dependentRequired", "pattern", "format", "minLength", "maxLength",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minContains", "maxContains", "minProperties", "maxProperties", "title", "description", "default", "examples",
    "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema", "silence",
]  # fmt: skip
"""The keywords of JSON Schema 2020-12, and ``silence``, which the schemas of the standard have."""

_SPEAKS_OF = {
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("number", "integer")
    ),
    **dict.fromkeys(("pattern", "format", "minLength", "maxLength"), ("string",)),
    **dict.fromkeys((*_ELEMENTS, "minItems", "maxItems", "uniqueItems", "minContains", "maxContains"), ("array",)),
}
"""The types to which a keyword applies; of a value of another type it says nothing."""


class Slips:
    """Looks through schemas; ``values`` knows the codes, and without it they are not looked at."""

    def __init__(self, values: Values | None) -> None:
        self._values = values

    def of(self, schema: Any, member: Member | None, pointer: str = "") -> Iterator[Slip]:
        """The slips of a schema for a member; ``None`` is a member of which nothing is known."""
        if not isinstance(schema, dict):
            return
        for keyword, value in schema.items():
            place = pointer + pointer_of(keyword)
            if keyword not in _KEYWORDS:
                near = did_you_mean(keyword, _KEYWORDS)
                if member and keyword in member.names:
                    near = f'Write "properties": {{"{keyword}": …}}.'
                yield place, f"JSON Schema has no keyword “{keyword}”.", near or "Take it out."
            elif member and member.type not in ("", *_SPEAKS_OF.get(keyword, SPOKEN)):
                yield place, *_beside(keyword, member)
            elif keyword in _HERE:
                yield from self._each(value, member, place)
            elif keyword in _ELEMENTS:
                yield from self._each(value, member.element if member and member.schema else None, place)
            elif keyword in _NAMED:
                yield from self._named(value, member, place)
            elif keyword in _ELSEWHERE:
                yield from self._each(value, None, place)
            elif keyword in ("const", "enum", "pattern"):
                yield from self._value(keyword, value, member, place)
            else:
                yield from _listed(keyword, value, member, place)

    def of_patch(self, patch: Any, member: Member) -> Iterator[Slip]:
        """The slips of a patch for a whole schema, its definitions included."""
        yield from self.of(patch, member)
        defs = patch.get("$defs", {}) if isinstance(patch, dict) else {}
        for name, schema in defs.items() if isinstance(defs, dict) else ():
            found, place = definition(member.file, name), pointer_of("$defs", name)
            if found is None and f"#/$defs/{name}" not in str(patch):
                near = did_you_mean(name, list(definitions(member.file)))
                yield place, f"the standard has no definition “{name}”.", near or "Take it out."
            else:
                yield from self.of(schema, found, place)

    def _each(self, value: Any, member: Member | None, pointer: str) -> Iterator[Slip]:
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self.of(one, member, f"{pointer}/{number}")
        else:
            yield from self.of(value, member, pointer)

    def _named(self, value: Any, member: Member | None, pointer: str) -> Iterator[Slip]:
        for name, one in value.items() if isinstance(value, dict) else ():
            place = pointer + pointer_of(name)
            slips = list(_unknown(name, member, place))
            yield from slips
            if not slips:
                yield from self.of(one, member.child(name) if member else None, place)

    def _value(self, keyword: str, value: Any, member: Member | None, pointer: str) -> Iterator[Slip]:
        if not self._values:
            return
        if keyword == "pattern":
            problems = self._values.pattern(value) if isinstance(value, str) else ()
            yield from ((pointer, *problem) for problem in problems)
            return
        listed = keyword == "enum" and isinstance(value, list)
        for number, one in enumerate(value if listed else [value]):
            place = f"{pointer}/{number}" if listed else pointer
            yield from ((place, *problem) for problem in self._values.problems(one, member))


def _beside(keyword: str, member: Member) -> tuple[str, str]:
    """That a keyword says nothing of a member of its type."""
    fix = "Take it out."
    if member.names:
        fix = f"Write it for one of its members: {', '.join(member.names)}."
    elif member.type == "array":
        fix = "Write it for its elements, under items or contains."
    sentence = f"{member.pointer or 'a posting'} is {SPOKEN[member.type]}, of which “{keyword}” says nothing."
    return sentence, fix


def _listed(keyword: str, value: Any, member: Member | None, pointer: str) -> Iterator[Slip]:
    """The slips of keywords that list names."""
    if keyword == "required" and isinstance(value, list):
        for number, name in enumerate(value):
            yield from _unknown(name, member, f"{pointer}/{number}")
    elif keyword == "dependentRequired" and isinstance(value, dict):
        for name, names in value.items():
            yield from _unknown(name, member, pointer + pointer_of(name))
            yield from _listed("required", names, member, pointer + pointer_of(name))


def _unknown(name: Any, member: Member | None, pointer: str) -> Iterator[Slip]:
    """Whether a member has no member of a name."""
    if not member or not isinstance(name, str) or member.child(name):
        return
    holder = member.pointer or "a posting"
    if member.type == "array":
        yield (
            pointer,
            f"{holder} is a list and has no “{name}”.",
            f"Its elements do: write items or contains before “{name}”.",
        )
    else:
        yield pointer, f"{holder} has no member “{name}”.", hint(member, name)
