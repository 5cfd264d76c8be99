"""The type of a posting's member, found in the schema by its JSON Pointer."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import create_model

from wbl_feed import models
from wbl_feed.errors import UsageError
from wbl_feed.models import base
from wbl_feed.reading import parse
from wbl_feed.resources import spec_json
from wbl_feed.settings import did_you_mean
from wbl_feed.vocabulary import Vocabulary, vocabulary_of

REQUIRED = ("/id", "/url", "/title", "/dateModified", "/activityType", "/status")


@dataclass(frozen=True)
class Member:
    """What a member may hold."""

    pointer: str
    type: str
    """Name of a definition of the schema, such as ``civilDate``, or ``boolean`` or ``enum``."""
    many: bool = False
    """Whether the member is a list of such values."""
    choices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Names of its own members, where it is an object."""

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The vocabulary of a coded member."""
        return vocabulary_of(self.pointer)

    @property
    def required(self) -> bool:
        """Whether a posting must have it."""
        return self.pointer in REQUIRED

    def fault(self, value: Any) -> str:
        """What a value must be to stand here (one of the values, for a list); empty if it may."""
        if self.type == "enum":
            return "" if value in self.choices else "one of " + ", ".join(self.choices)
        outcome = parse(_holder(self.type), {"value": value}, "")
        expected = outcome[0].expected.rstrip(".") if isinstance(outcome, tuple) else ""
        return f"a number {expected}" if expected.startswith(("greater", "less")) else expected


@cache
def member(pointer: str) -> Member:
    """The member at a pointer such as ``/jobLocation/0/address/addressLocality``. Raises ``UsageError``."""
    schema = spec_json("posting.schema.json")
    node = schema
    if not pointer.startswith("/"):
        raise UsageError(f"“{pointer}” is no JSON Pointer.", fix=f"Write it as “/{pointer.replace('.', '/')}”.")
    for part in pointer.split("/")[1:]:
        node, _ = _resolve(schema, node)
        if part.isdigit() and node.get("type") == "array":
            node = node["items"]
            continue
        known = node.get("properties", {})
        if part not in known:
            hint = did_you_mean(part, list(known)) or "See spec/v1/wbl-feed.md section 5."
            raise UsageError(f"the posting has no member “{pointer}”.", fix=hint)
        node = known[part]
    return _describe(schema, node, pointer)


@cache
def _holder(kind: str) -> type[models.Value]:
    """A model with one member of a type of the schema."""
    name = kind[0].upper() + kind[1:]
    types = {"boolean": base.Flag, "object": dict[str, Any]}
    return create_model("Holder", __base__=models.Value, value=(types.get(kind) or _named(name), ...))


def _named(name: str) -> Any:
    return getattr(base, name) if hasattr(base, name) else getattr(models, name)


def _describe(schema: dict[str, Any], node: dict[str, Any], pointer: str) -> Member:
    node, name = _resolve(schema, node)
    if node.get("type") == "array":
        inner = _describe(schema, node["items"], pointer)
        return Member(pointer, inner.type, True, inner.choices, inner.parts)
    if "enum" in node:
        return Member(pointer, "enum", choices=tuple(node["enum"]))
    return Member(pointer, name or node.get("type", "text"), parts=tuple(node.get("properties", ())))


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> tuple[dict[str, Any], str]:
    name = ""
    while "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        node = schema["$defs"][name]
    return node, name
