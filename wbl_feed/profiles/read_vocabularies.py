"""Reads the vocabularies of a profile (spec section 22.2)."""

from collections.abc import Iterator
from typing import Any

from wbl_feed.profiles.files import FILE, Draft, read_json
from wbl_feed.profiles.members import FEED, find
from wbl_feed.profiles.shape import check_shape
from wbl_feed.settings import did_you_mean
from wbl_feed.vocabulary import Vocabulary, vocabularies

_CODE = "code"
"""The definition of the members that take codes."""


def read_vocabularies(draft: Draft) -> tuple[dict[str, Vocabulary], dict[str, tuple[str, ...]]]:
    """The sound vocabularies, and the members that take the codes of each; faults of the others are noted."""
    found: dict[str, Vocabulary] = {}
    members: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(draft.listed("vocabularies")):
        place = f"/vocabularies/{number}"
        if draft.found.touch(FILE, place):
            continue
        file, faults = entry["file"], draft.found
        document = read_json(faults, file)
        if document is None and faults.touch(file):
            continue
        check_shape(faults, file, "vocabulary.schema.json", document, "none" if draft.newer else "near")
        if faults.touch(file):
            continue
        name = document["name"]
        if name in found:
            faults.add(FILE, place, f"there is a vocabulary “{name}” already.", "Give each its own name.")
        for fault in _of_terms(document["terms"], draft):
            faults.add(file, *fault)
        if not draft.newer:
            for problem in _of_field(document["field"]):
                faults.add(file, "/field", *problem)
            for index, pointer in enumerate(entry.get("alsoIn", ())):
                for problem in _of_field(pointer):
                    faults.add(FILE, f"{place}/alsoIn/{index}", *problem)
        found[name] = Vocabulary(document)
        members[name] = (document["field"], *entry.get("alsoIn", ()))
    return found, members


def _of_terms(terms: list[dict[str, Any]], draft: Draft) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    core = [code for one in vocabularies().values() for code in one.terms]
    for number, term in enumerate(terms):
        code, place = term["code"], f"/terms/{number}"
        if code in seen:
            yield f"{place}/code", f"“{code}” stands at an earlier term too.", "Give each term a code of its own."
        seen.add(code)
        if draft.prefixes and code.partition(":")[0] not in draft.prefixes:
            fix = f"Write it with {' or '.join(draft.prefixes)} and a colon."
            yield f"{place}/code", f"“{code}” has none of the prefixes of the profile.", fix
        for index, near in enumerate(() if draft.newer else term.get("closeMatch", ())):
            if near not in core:
                fix = did_you_mean(near, core) or "Take it out."
                yield f"{place}/closeMatch/{index}", f"the core has no code “{near}”.", fix


def _of_field(pointer: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the pointer of a member that is to take codes."""
    member = find(pointer)
    if isinstance(member, tuple):
        # Codes for tombstones stand in the feed and not in a posting (vocabulary.schema.json).
        other = find(pointer, FEED)
        if isinstance(other, tuple):
            yield member
            return
        member = other
    if member.type == "array":
        member = member.element
    if member.schema and member.definition != _CODE:
        yield f"“{pointer}” is a member that takes no codes.", "Name one that does, such as /programs or /regions."
