"""Mints ids for rows that have none and keeps them, so that an edit of a title or a new order changes no id."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import Settings


class _File(Settings):
    ids: dict[str, str]


class IdMap:
    """Which key belongs to which id; a small JSON file beside the mapping."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: dict[str, str] = {}
        if path.is_file():
            try:
                self._ids = _File.model_validate_json(path.read_bytes()).ids
            except (ValueError, OSError):
                fix = "Restore it from a copy; without it ids could change. Delete it only for a new feed."
                raise UsageError("the id map is damaged.", place=str(path), fix=fix) from None

    def find(self, keys: Iterable[str]) -> str | None:
        """The id that a row with these keys had, if any."""
        return next((self._ids[key] for key in keys if key in self._ids), None)

    def mint(self, keys: Iterable[str], base: str, taken: set[str]) -> str:
        """The id of a row with these keys, most stable first: the one it had, else a new one.

        ``taken`` are the ids of earlier rows, which no other row may get.
        """
        keys = list(keys)
        known = (self._ids[key] for key in keys if key in self._ids and self._ids[key] not in taken)
        identity = next(known, "") or self._new(keys[0], base, taken)
        for key in keys:
            if self._ids.get(key) not in taken:
                self._ids[key] = identity
        return identity

    def _new(self, key: str, base: str, taken: set[str]) -> str:
        if key.startswith("id "):
            return base + quote(key.removeprefix("id "), safe="-._~")
        used = taken | set(self._ids.values())
        for salt in range(len(used) + 1):
            name = hashlib.sha256(f"{key}\n{salt}".encode()).hexdigest()[:12]
            if base + name not in used:
                break
        return base + name

    def save(self) -> None:
        """Keep the map for the next run."""
        text = json.dumps({"ids": dict(sorted(self._ids.items()))}, ensure_ascii=False, indent=1)
        write_if_changed(self._path, text.encode() + b"\n")
