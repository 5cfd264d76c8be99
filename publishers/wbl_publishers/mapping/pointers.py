"""Members by their JSON Pointers (RFC 6901), without escapes, which no member of a posting needs."""

from itertools import pairwise
from typing import Any


def put(members: dict[str, Any], pointer: str, value: Any) -> None:
    """Set a copy of a value at a JSON Pointer, making the objects and lists on the way; objects are merged."""
    parts = pointer.split("/")[1:]
    if len(parts) == 1 and not isinstance(value, dict | list):
        members[parts[0]] = value
        return
    node: Any = members
    for part, following in pairwise(parts):
        node = _child(node, part, [] if following.isdigit() else {})
    old = _child(node, parts[-1], None)
    key: Any = int(parts[-1]) if isinstance(node, list) else parts[-1]
    node[key] = _merged(old, copied(value))


def copied(value: Any) -> Any:
    """A copy of a JSON value, objects and lists in it included."""
    if isinstance(value, dict):
        return {name: copied(inner) for name, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _merged(old: Any, new: Any) -> Any:
    """Two objects as one, the newer value first; anything else is the newer value."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}


def _child(node: Any, part: str, fresh: Any) -> Any:
    """The child of an object or list, made if it is not there or is of another kind."""
    if isinstance(node, list):
        node.extend({} for _ in range(int(part) + 1 - len(node)))
        if fresh is not None and not isinstance(node[int(part)], type(fresh)):
            node[int(part)] = fresh
        return node[int(part)]
    if fresh is not None and not isinstance(node.get(part, fresh), type(fresh)):
        node[part] = fresh
    return node.setdefault(part, fresh)


def value_at(node: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer; ``None`` where nothing does."""
    for part in pointer.split("/")[1:]:
        if isinstance(node, list):
            node = node[int(part)] if part.isdigit() and int(part) < len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return node


def without_gaps(value: Any) -> Any:
    """The value without the empty objects that blank cells left in its lists."""
    if isinstance(value, dict):
        return {name: without_gaps(one) for name, one in value.items()}
    return [without_gaps(one) for one in value if one != {}] if isinstance(value, list) else value
