"""Mints ids for rows that have none and keeps them, so that an edit of a title or a new order changes no id."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from wbl_feed.adapter import Draft
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import Settings

_WEAKEST = 9


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

    def assign(self, drafts: Sequence[Draft], base: str) -> list[str]:
        """The id of each row: the one it had, else a new one; empty for a refused row that had none.

        The map then knows each row by the keys that it has now.
        """
        identities = self._known(drafts, base)
        used = {*self._ids.values(), *identities}
        minted: Counter[str] = Counter()
        told: set[str] = set()
        for number, draft in enumerate(drafts):
            if not identities[number]:
                if draft.refused or not draft.keys:
                    continue
                identities[number] = _new(draft.keys[0], base, used, minted)
                used.add(identities[number])
            for key in draft.keys:
                if key not in told:
                    self._ids[key] = identities[number]
                    told.add(key)
        return identities

    def _known(self, drafts: Sequence[Draft], base: str) -> list[str]:
        """The id that each row had, if any. Strong keys of all rows come before weak ones, whatever the rows' order.

        Otherwise a new row with the words of an old one would take the id that the old one's address proves.
        """
        claims = sorted(
            (_WEAKEST if key.startswith("row ") else rank, number, key)
            for number, draft in enumerate(drafts)
            for rank, key in enumerate(draft.keys)
        )
        identities = [""] * len(drafts)
        claimed: set[str] = set()
        for _, number, key in claims:
            if key.startswith("id "):
                identities[number] = self._ids.get(key) or _of_cell(key.removeprefix("id "), base)
            elif not identities[number] and key in self._ids and self._ids[key] not in claimed:
                identities[number] = self._ids[key]
                claimed.add(self._ids[key])
        return identities

    def save(self) -> None:
        """Keep the map for the next run."""
        text = json.dumps({"ids": dict(sorted(self._ids.items()))}, ensure_ascii=False, indent=1)
        write_if_changed(self._path, text.encode() + b"\n")


def _of_cell(text: str, base: str) -> str:
    """The id that a site's own id makes: an address or urn is one already, anything else comes after the base."""
    return text if re.fullmatch(r"(?:https?://|urn:|tag:)[^\s<>\"{}|\\^`]+", text) else base + quote(text, safe="-._~")


def _new(key: str, base: str, used: set[str], minted: Counter[str]) -> str:
    """An id that is not used yet; ``minted`` counts the tries for a key that several rows share."""
    while True:
        identity = base + hashlib.sha256(f"{key}\n{minted[key]}".encode()).hexdigest()[:12]
        minted[key] += 1
        if identity not in used:
            return identity
