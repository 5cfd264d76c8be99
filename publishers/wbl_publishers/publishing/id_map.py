"""Mints ids for records that have none and keeps them, so that an edit of a title or a new order changes no id."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from pydantic import Field

from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.models import Posting
from wbl_feed.settings import Settings
from wbl_publishers.mapping.drafting import Draft, keys_of

_WEAKEST = 9


class _File(Settings):
    ids: dict[str, str]
    filled: tuple[str, ...] = ()
    missing: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class IdMap:
    """What is remembered of one input from run to run; a small JSON file."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """Which key belongs to which id."""
    filled: frozenset[str] = frozenset()
    """Columns in which most records had something."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Ids that a source which shows its newest records alone shows no more, with the moment since when."""
    new: bool = True
    """Whether nothing was remembered."""

    @property
    def owned(self) -> frozenset[str]:
        """Every id that a record of this input ever had."""
        return frozenset(self.ids.values())

    def learned(self, postings: Iterable[Posting]) -> "IdMap":
        """The map with what published postings say of themselves, for one whose file was lost."""
        ids = dict(self.ids)
        for posting in postings:
            for key in keys_of(posting.to_json_value()):
                ids.setdefault(key, posting.id)
        return replace(self, ids=ids)

    def assigned(self, drafts: Sequence[Draft], base: str) -> tuple[list[str], "IdMap"]:
        """The id of each record: the one it had, else a new one; empty for a refused record that had none.

        The map that comes with them knows each record by the keys that it has now.
        """
        ids = dict(self.ids)
        identities = self._known(drafts, base)
        used = {*ids.values(), *identities}
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
                    ids[key] = identities[number]
                    told.add(key)
        return identities, replace(self, ids=ids)

    def _known(self, drafts: Sequence[Draft], base: str) -> list[str]:
        """The id that each record had, if any. Strong keys of all come before weak ones, whatever the order.

        Otherwise a new record with the words of an old one would take the id that the old one's address proves.
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
                identities[number] = self.ids.get(key) or _of_cell(key.removeprefix("id "), base)
            elif not identities[number] and key in self.ids and self.ids[key] not in claimed:
                identities[number] = self.ids[key]
                claimed.add(self.ids[key])
        return identities


def load(path: Path) -> IdMap:
    """The map in a file, or an empty one if there is none. Raises ``UsageError`` if it is damaged."""
    if not path.is_file():
        return IdMap()
    try:
        file = _File.model_validate_json(path.read_bytes())
    except (ValueError, OSError):
        fix = "Restore it from a copy; without it ids could change. Delete it only for a new feed."
        raise UsageError("the id map is damaged.", place=str(path), fix=fix) from None
    return IdMap(file.ids, frozenset(file.filled), file.missing, new=False)


def save(ids: IdMap, path: Path) -> None:
    """Keep the map for the next run."""
    table = {"ids": dict(sorted(ids.ids.items())), "filled": sorted(ids.filled), "missing": dict(ids.missing)}
    text = json.dumps({name: one for name, one in table.items() if one or name == "ids"}, ensure_ascii=False, indent=1)
    write_if_changed(path, text.encode() + b"\n")


def _of_cell(text: str, base: str) -> str:
    """The id that a site's own id makes: an address or urn is one already, anything else comes after the base."""
    return text if re.fullmatch(r"(?:https?://|urn:|tag:)[^\s<>\"{}|\\^`]+", text) else base + quote(text, safe="-._~")


def _new(key: str, base: str, used: set[str], minted: Counter[str]) -> str:
    """An id that is not used yet; ``minted`` counts the tries for a key that several records share."""
    while True:
        identity = base + hashlib.sha256(f"{key}\n{minted[key]}".encode()).hexdigest()[:12]
        minted[key] += 1
        if identity not in used:
            return identity
