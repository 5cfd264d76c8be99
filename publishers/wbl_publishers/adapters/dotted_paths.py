"""Texts in nested tables and lists, found by keys with dots between them: ``employer.name``."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.adapter import Cell


def texts_at(value: Any, path: str) -> Cell:
    """The text at a path, or the texts where a list is on the way; empty where nothing stands.

    Case does not count in keys; a number counts the parts of a list from 0. A table has no text.
    """
    found, listed = [], False
    for one, in_list in _leaves(value, path.casefold().split("."), False):
        found.append(one)
        listed = listed or in_list
    return found if listed else "".join(found)


def _leaves(node: Any, parts: list[str], listed: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, list):
        if parts and parts[0].isdigit() and len(parts[0]) < 6:
            if int(parts[0]) < len(node):
                yield from _leaves(node[int(parts[0])], parts[1:], listed)
            return
        for one in node:
            yield from _leaves(one, parts, True)
    elif parts and isinstance(node, dict):
        for key, one in node.items():
            for length in range(1, len(parts) + 1):  # a key may have dots itself
                if str(key).casefold() == ".".join(parts[:length]):
                    yield from _leaves(one, parts[length:], listed)
    elif not parts and node is not None and not isinstance(node, dict):
        yield str(node).lower() if isinstance(node, bool) else str(node), listed
