"""JSON Merge Patch (RFC 7396), by which a profile changes a schema of the standard."""

from typing import Any


def merge_patch(target: Any, patch: Any) -> Any:
    """``target`` as ``patch`` changes it (RFC 7396 section 2); neither of them is touched."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
