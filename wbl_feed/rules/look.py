"""One look at a posting: a single walk over its JSON value that every rule then shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from wbl_feed.models import Posting
from wbl_feed.reading import Item
from wbl_feed.resources import spec_json
from wbl_feed.vocabulary import Vocabulary, vocabularies, vocabulary_of

_TEXTS = {"text", "shortText"}
_TITLES = {"/title", "/translations/*/title"}
_RESTRICTED = "/eligibility/restrictedTo/*"
_FIXED = {
    "/reflection/artifacts/*": ("writing", "portfolio", "presentation", "digital"),
    "/provenance/*/rule": ("same-id", "previous-id", "same-as", "requisition", "apply-url", "similar", "decision"),
}
"""Codes that section 13 fixes itself."""


class Node(NamedTuple):
    """What the schema says of one member."""

    kind: str
    """``text``, ``url``, ``code`` or ``other``."""
    many: bool
    children: Mapping[str, "Node"] | None
    vocabulary: Vocabulary | None
    fixed: tuple[str, ...]
    """The unprefixed codes of a member whose codes are in no file."""
    deprecated: str
    """What to use instead; empty for a member in use."""
    path: str
    """JSON Pointer with ``*`` for every element."""
    silent: bool
    """Whether no rule asks for it."""


@dataclass(slots=True)
class Look:
    """A sound posting, and what the walk found in it."""

    posting: Posting
    value: dict[str, Any]
    pointer: str
    id: str
    texts: list[tuple[str, str]] = field(default_factory=list)
    """Free texts, each with its pointer."""
    urls: list[tuple[str, str]] = field(default_factory=list)
    codes: list[tuple[str, str, Node]] = field(default_factory=list)
    unknown: list[tuple[str, str, Mapping[str, Node]]] = field(default_factory=list)
    """Members that the schema does not know: pointer of their object, name, and its known members."""
    empty: list[str] = field(default_factory=list)
    """Pointers of lists without elements."""
    deprecated: list[tuple[str, Node]] = field(default_factory=list)


def look(item: Item) -> Look:
    """Walk once over the posting's JSON value."""
    found = Look(item.posting, item.value, item.pointer, item.posting.id)
    _walk(item.value, posting_nodes(), item.pointer, found)
    return found


def _walk(value: dict[str, Any], nodes: Mapping[str, Node], pointer: str, found: Look) -> None:
    for name, member in value.items():
        node = nodes.get(name)
        if node is None:
            found.unknown.append((pointer, name, nodes))
            continue
        if node.silent:
            continue
        place = f"{pointer}/{name}"
        if node.deprecated:
            found.deprecated.append((place, node))
        if not node.many:
            _leaf(member, node, place, found)
        elif not member:
            found.empty.append(place)
        else:
            for number, one in enumerate(member):
                _leaf(one, node, f"{place}/{number}", found)


def _leaf(value: Any, node: Node, place: str, found: Look) -> None:
    if node.children is not None:
        _walk(value, node.children, place, found)
    elif node.kind == "text":
        found.texts.append((place, value))
    elif node.kind == "url":
        found.urls.append((place, value))
    elif node.kind == "code":
        found.codes.append((place, value, node))


@cache
def posting_nodes() -> Mapping[str, Node]:
    """The members of a posting as the schema gives them."""
    schema = spec_json("posting.schema.json")
    return _nodes(schema, schema, "")


@cache
def envelope_nodes() -> Mapping[str, Node]:
    """The members of a feed as the schema gives them, without its items."""
    schema = spec_json("feed.schema.json")
    return {name: node for name, node in _nodes(schema, schema, "").items() if name != "items"}


def _nodes(schema: dict[str, Any], node: dict[str, Any], path: str) -> dict[str, Node]:
    return {name: _node(schema, member, f"{path}/{name}") for name, member in node["properties"].items()}


def _node(schema: dict[str, Any], member: dict[str, Any], path: str) -> Node:
    many = member.get("type") == "array"
    path = f"{path}/*" if many else path
    name, home, definition = _resolve(schema, member["items"] if many else member)
    children = _nodes(home, definition, path) if "properties" in definition and path != "/items/*" else None
    kind = "text" if name in _TEXTS or path in _TITLES else name if name in ("url", "code") else "other"
    instead = f"Use {member['useInstead']} instead." if "useInstead" in member else "Leave it out."
    vocabulary = vocabularies()["priority-population"] if path == _RESTRICTED else vocabulary_of(path)
    fixed = _FIXED.get(path, ())
    deprecated = instead if member.get("deprecated") else ""
    silent = kind == "other" and children is None and not many and not deprecated
    return Node(kind, many, children, vocabulary, fixed, deprecated, path, silent)


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The name of a definition, the schema that holds it, and the definition itself."""
    file, _, fragment = node.get("$ref", "").partition("#")
    home = spec_json(file) if file else schema
    if not fragment:
        return "", home, home if file else node
    name = fragment.rsplit("/", 1)[-1]
    return name, home, home["$defs"][name]
