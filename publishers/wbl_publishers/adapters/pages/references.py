"""Nodes of JSON-LD that refer to one another by ``@id`` within a page."""

from collections.abc import Iterator, Mapping
from typing import Any

_MOST_COPIED = 5_000
"""Objects and lists in a node that is made whole."""
_MOST_BORROWED = 20_000
"""Objects and lists that stand in place of references on a page; beyond it references stay as they are."""
_DEEPEST = 30

_NAMES = frozenset(("@id", "@type"))

Node = dict[str, Any]


class References:
    """The nodes of a page by their ``@id``; of two with the same one the first."""

    def __init__(self, values: list[Any]) -> None:
        self._nodes: dict[str, Node] = {}
        self._left = _MOST_BORROWED
        for node in _all(values):
            identity = node.get("@id")
            if isinstance(identity, str) and not _refers(node):
                self._nodes.setdefault(identity, node)

    def target(self, node: Node) -> Node:
        """The node that is meant: the one that it refers to where it says nothing else, if that is in the page."""
        identity = node.get("@id")
        return self._nodes.get(identity, node) if isinstance(identity, str) and _refers(node) else node

    def whole(self, node: Node) -> Node:
        """A copy of a node in which what it refers to stands in place; a loop ends where it would begin again."""
        whole = self._followed(node, (), _DEEPEST, [_MOST_COPIED])
        return whole if isinstance(whole, dict) else {}

    def _followed(
        self, value: Any, path: tuple[int, ...], depth: int, left: list[int], *, borrowed: bool = False
    ) -> Any:
        """A value with its references followed; ``None`` for what is deeper or more than a posting may be."""
        if not isinstance(value, dict | list):
            return value
        left[0] -= 1
        self._left -= borrowed
        if not depth or left[0] < 0:
            return None
        if isinstance(value, list):
            return [self._followed(one, path, depth - 1, left, borrowed=borrowed) for one in value]
        target = self.target(value) if self._left > 0 else value
        borrowed = borrowed or target is not value
        if id(target) in path:
            return {name: one for name, one in value.items() if name in _NAMES}
        path = (*path, id(target))
        return {name: self._followed(one, path, depth - 1, left, borrowed=borrowed) for name, one in target.items()}


def main_entities(values: list[Any]) -> list[Any]:
    """What the pages among some values are about (schema.org mainEntity)."""
    return [node["mainEntity"] for node in _all(values) if isinstance(node.get("mainEntity"), dict | list)]


def _refers(node: Mapping[str, Any]) -> bool:
    """Whether a node says nothing but which one is meant."""
    return node.keys() <= _NAMES


def _all(values: list[Any]) -> Iterator[Node]:
    """Every object in some values, in their order."""
    waiting: list[Any] = list(reversed(values))
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one)
