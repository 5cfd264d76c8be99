"""Reads the patches by which a profile narrows the schemas of the core (spec section 22.3)."""

from typing import Any

from wbl_feed.profiles.files import Draft, read_json
from wbl_feed.profiles.members import root
from wbl_feed.profiles.merge_patch import merge_patch
from wbl_feed.profiles.narrowing import faults
from wbl_feed.profiles.read_rules import compile_faults, known_values
from wbl_feed.profiles.schemas import CORE
from wbl_feed.profiles.slips import Slips
from wbl_feed.resources import spec_json
from wbl_feed.vocabulary import Vocabulary

_NARROW = "A patch may only narrow (section 22.3 of the standard)."


def read_patches(draft: Draft, vocabularies: dict[str, Vocabulary]) -> dict[str, Any]:
    """The patches by the name of the schema that they are for; faults are noted."""
    found = draft.found
    patches: dict[str, Any] = {}
    slips = Slips(known_values(draft, vocabularies))
    for schema in CORE:
        name = schema.removesuffix(".json") + ".patch.json"
        if not found.folder.joinpath(name).is_file():
            continue
        patch = read_json(found, name)
        if patch is None and found.touch(name):
            continue
        for pointer, sentence in faults(spec_json(schema), patch):
            found.add(name, pointer, sentence, _NARROW)
        if not found.touch(name):
            for fault in compile_faults(merge_patch(spec_json(schema), patch)):
                found.add(name, *fault)
        if not draft.newer:
            for fault in slips.of_patch(patch, root(schema)):
                found.add(name, *fault)
        patches[schema] = patch
    return patches
