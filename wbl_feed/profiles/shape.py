"""Holds a file of a profile against its schema: what is missing, what is not right, and keys that nobody knows."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from wbl_feed.notices import pointer_of
from wbl_feed.profiles.broken import Faults
from wbl_feed.profiles.schemas import compiled, errors_of, place_of
from wbl_feed.profiles.wording import missing, sentence_of
from wbl_feed.resources import spec_json
from wbl_feed.settings import did_you_mean

Unknown = Literal["all", "near", "none"]
_UNVERIFIED = ["then", "properties", "severity", "enum"]
"""The end of the way to the keyword by which a rule that nobody verified is no error (22.4, rule 4)."""


def check_shape(found: Faults, file: str, schema: str, value: Any, unknown: Unknown) -> None:
    """Note where a file does not satisfy its schema.

    ``unknown`` says which keys that the schema does not name are faults, since what is written under them
    would be lost in silence: all, those near to one that it names, or none.
    """
    hints: list[tuple[str, str]] = []
    for pointer, name, known in _unknown(spec_json(schema), spec_json(schema), value, ""):
        hint = did_you_mean(name, [one for one in known if one != "$schema"])
        if unknown == "all" or (unknown == "near" and hint):
            found.add(file, pointer + pointer_of(name), f"there is no key “{name}” here.", hint or _known(known))
            hints.append((pointer, hint))
    for error in sorted(errors_of(_validator(schema), value), key=_is_alternative):
        if not _is_meant(error, hints):
            _tell(found, file, schema, error)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return compiled(spec_json(schema))


def _is_alternative(error: ValidationError) -> bool:
    return isinstance(error.kind, ValidationErrorKind.AnyOf)


def _is_meant(error: ValidationError, hints: list[tuple[str, str]]) -> bool:
    """Whether a member is missing that a key beside it was to be."""
    place = pointer_of(*error.instance_path)
    return any(place == at and f"“{name}”" in hint for at, hint in hints for name in missing(error))


def _tell(found: Faults, file: str, schema: str, error: ValidationError) -> None:
    if error.schema_path[-4:] == _UNVERIFIED:
        sentence = "a rule with “verified”: false is no error, since nobody has read the source (section 22.4, rule 4)."
        found.add(file, place_of(error), sentence, "Make it a warning, or read the source and write true.")
    else:
        found.add(file, place_of(error), f"{sentence_of(error)}.", f"See spec/v1/{schema}.")


def _known(names: list[str]) -> str:
    return f"The keys are {', '.join(name for name in names if name != '$schema')}."


def _unknown(root: Any, schema: Any, value: Any, pointer: str) -> Iterator[tuple[str, str, list[str]]]:
    """Where a key stands that the schema does not name, the key, and those that it does name."""
    nodes = list(_nodes(root, schema))
    if isinstance(value, list):
        for node in nodes:
            for number, one in enumerate(value if "items" in node else ()):
                yield from _unknown(root, node["items"], one, f"{pointer}/{number}")
    known = {name: part for node in nodes for name, part in node.get("properties", {}).items()}
    if not isinstance(value, dict) or not known:
        return
    for name, one in value.items():
        if name in known:
            yield from _unknown(root, known[name], one, pointer + pointer_of(name))
        elif name != "$comment":
            yield pointer, name, list(known)


def _nodes(root: Any, schema: Any) -> Iterator[Any]:
    """A schema, and the definitions of the same file that it refers to."""
    yield schema
    if "$ref" in schema:
        yield from _nodes(root, root["$defs"][schema["$ref"].removeprefix("#/$defs/")])
