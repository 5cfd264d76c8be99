"""Reads the folder of a profile, and says where it is broken."""

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from wbl_feed.errors import UsageError
from wbl_feed.profiles.broken import Faults
from wbl_feed.profiles.claims import stolen
from wbl_feed.profiles.files import FILE, Draft, read_json
from wbl_feed.profiles.limits import read_limits
from wbl_feed.profiles.profile import Profile
from wbl_feed.profiles.read_patches import read_patches
from wbl_feed.profiles.read_rules import read_rules
from wbl_feed.profiles.read_vocabularies import read_vocabularies
from wbl_feed.profiles.shape import check_shape
from wbl_feed.resources import spec_folder
from wbl_feed.settings import did_you_mean


@cache
def bundled() -> dict[str, Profile]:
    """The profiles that come with the standard, by name."""
    found = [read_folder(entry) for entry in _bundle().iterdir() if entry.is_dir() and entry.joinpath(FILE).is_file()]
    return {profile.name: profile for profile in sorted(found, key=lambda profile: profile.name)}


def load_profile(text: str) -> Profile:
    """The profile of a name, an IRI or a folder. Nothing is fetched.

    Raises ``UsageError`` if there is none, or if its folder is broken.
    """
    for profile in bundled().values():
        if text in (profile.name, profile.iri):
            return profile
    path = Path(text)
    if path.name == FILE and path.is_file():
        path = path.parent
    if path.is_dir():
        inside = sorted(one.parent for one in path.glob(f"*/{FILE}"))
        if inside and not path.joinpath(FILE).exists():
            hint = f"Did you mean {' or '.join(str(one) for one in inside[:3])}?"
            raise UsageError("there is no such file.", place=str(path / FILE), fix=hint)
        return read_folder(path)
    known = ", ".join(bundled())
    hint = did_you_mean(text, list(bundled())) or f"There are {known}; another one is given by its folder."
    raise UsageError("there is no such profile.", place=text, fix=hint)


def read_folder(folder: Traversable) -> Profile:
    """The profile in a folder. Raises ``BrokenProfileError`` with file, place and mending of each fault."""
    found = Faults(folder)
    value = read_json(found, FILE)
    found.end()
    draft = Draft(found, value)
    check_shape(found, FILE, "profile.schema.json", value, "none" if draft.newer else "all")
    others = () if _is_bundled(folder) else bundled().values()
    for fault in stolen(draft.value, others):
        found.add(FILE, *fault)
    vocabularies, members = read_vocabularies(draft)
    rules, patches = read_rules(draft, vocabularies), read_patches(draft, vocabularies)
    found.end()
    return Profile(
        name=value["name"],
        iri=value["id"],
        version=value["version"],
        title=value["title"],
        description=value["description"],
        keeper=value["keeper"],
        prefixes=tuple(value["prefixes"]),
        vocabularies=vocabularies,
        members=members,
        limits=read_limits(value["limits"]),
        rules=rules,
        patches=patches,
    )


def _bundle() -> Traversable:
    return spec_folder().joinpath("profiles")


def _is_bundled(folder: Traversable) -> bool:
    return Path(str(folder)).resolve().parent == Path(str(_bundle())).resolve()
