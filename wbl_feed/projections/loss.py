"""The members that a format does not carry: a list a module, from which the tables of spec section 23 are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wbl_feed.resources import spec_json


@dataclass(frozen=True)
class Lost:
    """Members that do not come back from a format, and what becomes of them.

    A pointer leads into the feed and stands for all below it. In it ``*`` is any element of a list, and a
    number is that element and every one after it.
    """

    pointers: tuple[str, ...]
    becomes: str
    partly: bool = False
    """Whether something of it comes back, as ``becomes`` says."""


def of_posting(*members: str) -> tuple[str, ...]:
    """Pointers into each posting of a feed."""
    return tuple(f"/items/*/{member}" for member in members)


def envelope() -> tuple[str, ...]:
    """Every member of a feed but its items."""
    return tuple(f"/{name}" for name in spec_json("feed.schema.json")["properties"] if name != "items")


def table(losses: Sequence[Lost]) -> str:
    """The list as the table of the specification."""
    rows = [
        f"| {', '.join(f'`{pointer}`' for pointer in lost.pointers)} | {'in part' if lost.partly else 'no'} "
        f"| {lost.becomes} |"
        for lost in losses
    ]
    return "\n".join(["| member | comes back | what becomes of it |", "|---|---|---|", *rows])


def counted(value: Any, losses: Sequence[Lost]) -> dict[str, int]:
    """How often a feed, as a JSON value, has each member that is lost."""
    found = {
        pointer: _count(value, pointer.split("/")[1:])
        for lost in losses
        if not lost.partly
        for pointer in lost.pointers
    }
    return {pointer: number for pointer, number in found.items() if number}


def _count(node: Any, parts: list[str]) -> int:
    if not parts:
        return int(node not in ([], {}))
    return sum(_count(child, parts[1:]) for _, child in _children(node, parts[0]))


def stripped(node: Any, parts: list[str]) -> Any:
    """A JSON value without what is at a pointer, given by its parts."""
    inner = dict(_children(node, parts[0]))
    if isinstance(node, dict):
        pairs = node.items()
        return {key: stripped(one, parts[1:]) if key in inner else one for key, one in pairs
                if key not in inner or len(parts) > 1}  # fmt: skip
    if isinstance(node, list):
        return [stripped(one, parts[1:]) if number in inner else one for number, one in enumerate(node)
                if number not in inner or len(parts) > 1]  # fmt: skip
    return node


def _children(node: Any, part: str) -> list[tuple[Any, Any]]:
    if isinstance(node, list) and (part == "*" or part.isdigit()):
        first = 0 if part == "*" else int(part)
        return list(enumerate(node))[first:]
    return [(part, node[part])] if isinstance(node, dict) and part in node else []
