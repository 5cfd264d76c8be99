"""Mints ids for records that have none and keeps them, so that an edit of a title or a new order changes no id."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote

from pydantic import Field

from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.models import Posting
from wbl_feed.settings import Settings
from wbl_publishers.mapping.drafting import OWN_ID, Draft, keys_of

_WEAKEST = 9
_LIKE = 0.7
"""How much two titles must be alike to be one that was edited (``difflib``)."""


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

    def of(self, told: set[str]) -> "IdMap":
        """The map of the ids that a feed still tells of, live or gone; nothing is remembered of others."""
        return replace(self, ids={key: one for key, one in self.ids.items() if one in told})

    def without(self, keys: Iterable[str]) -> "IdMap":
        """The map without keys that tell nothing any more, since several records share them now."""
        gone = set(keys)
        return replace(self, ids={key: one for key, one in self.ids.items() if key not in gone}) if gone else self

    def assigned(self, drafts: Sequence[Draft], base: str) -> tuple[list[str], "IdMap"]:
        """The id of each record: the one it had, else a new one; empty for a refused record that had none.

        The map that comes with them knows each record by the keys that it has now.
        """
        ids = dict(self.ids)
        identities = self.known(drafts, base)
        used = {*ids.values(), *identities}
        minted: Counter[str] = Counter()
        told: set[str] = set()
        for number, draft in enumerate(drafts):
            if not identities[number]:
                if draft.refused or not draft.keys:
                    continue
                identities[number] = _new(draft.keys[0], base, used, minted)
                used.add(identities[number])
            own = [key for key in draft.keys if key not in told]
            # A record that is the twin of another has no key of its own; its id is this input's all the same.
            ids |= dict.fromkeys(own or [f"twin {identities[number]}"], identities[number])
            told.update(own)
        return identities, replace(self, ids=ids)

    def known(self, drafts: Sequence[Draft], base: str) -> list[str]:
        """The id of each record that has one, else an empty text.

        An id of the source's own decides. Then strong keys of all come before weak ones, whatever the order: otherwise
        a new record with the words of an old one would take the id that the old one's address proves. At last come
        records of the same employer and town whose title is like one that is missing.
        """
        identities = [""] * len(drafts)
        own = {identity for key, identity in self.ids.items() if key.startswith(OWN_ID)}
        claims = sorted(
            (_rank(key, rank), number, key)
            for number, draft in enumerate(drafts)
            for rank, key in enumerate(draft.keys)
        )
        claimed: set[str] = set()
        for _, number, key in claims:
            found = self.ids.get(key)
            if key.startswith(OWN_ID):
                free = True  # two records of one id are told by whoever settles them
            else:
                another = found in own and drafts[number].has_own_id
                free = not identities[number] and found not in claimed and not another
            if found and free:
                identities[number] = found
                claimed.add(found)
        for number, identity in alike(drafts, identities, self.ids, claimed | own).items():
            identities[number] = identity
        for number, draft in enumerate(drafts):
            if not identities[number] and draft.has_own_id:
                identities[number] = _of_cell(draft.keys[0].removeprefix(OWN_ID), base)
        return identities


def _rank(key: str, place: int) -> int:
    """The smaller, the more a key proves."""
    return 0 if key.startswith(OWN_ID) else _WEAKEST if key.startswith("row ") else place + 1


def alike(
    drafts: Sequence[Draft], identities: Sequence[str], ids: Mapping[str, str], taken: set[str]
) -> dict[int, str]:
    """Which records without an id are edited ones: same employer and town, and a title much like that of before."""
    words = {key for draft in drafts for key in draft.keys if key.startswith("row ")}
    free: dict[tuple[str, str], dict[str, str]] = {}
    for key, identity in ids.items():
        if key.startswith("row ") and key not in words and identity not in taken:
            employer, title, town = _parts(key)
            free.setdefault((employer, town), {})[title] = identity
    found: dict[int, str] = {}
    for number, draft in enumerate(drafts):
        key = next((key for key in draft.keys if key.startswith("row ")), "")
        if identities[number] or not key or draft.has_own_id:
            continue
        employer, title, town = _parts(key)
        titles = free.get((employer, town), {}) if employer else {}
        near = get_close_matches(title, [one for one in titles if titles[one] not in found.values()], 1, _LIKE)
        if near:
            found[number] = titles[near[0]]
    return found


def _parts(key: str) -> tuple[str, str, str]:
    """Employer, title and town of a key of words; a bar within the title stays in it."""
    employer, _, rest = key.removeprefix("row ").partition(" | ")
    title, _, town = rest.rpartition(" | ")
    return employer, title, town


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
