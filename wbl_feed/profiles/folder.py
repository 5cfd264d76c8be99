"""Reads the folder of a profile, and says where it is broken."""

from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jsonschema_rs import ValidationError
from pydantic_core import from_json

from wbl_feed.errors import UsageError
from wbl_feed.notices import catalogue, pointer_of
from wbl_feed.profiles.limits import read_limits
from wbl_feed.profiles.merge_patch import merge_patch
from wbl_feed.profiles.narrowing import faults
from wbl_feed.profiles.profile import Profile
from wbl_feed.profiles.rules import read_rule
from wbl_feed.profiles.schemas import CORE, compiled, first_fault
from wbl_feed.resources import spec_folder, spec_json
from wbl_feed.settings import did_you_mean
from wbl_feed.vocabulary import Vocabulary

FILE = "profile.json"
_SCHEMES = {"http", "https", "urn", "tag", "mailto", "tel", "data", "file", "ftp", "info", "did", "ark", "doi"}
"""The URI schemes that one meets; no prefix of a profile is the name of a scheme (section 13)."""


@cache
def bundled() -> dict[str, Profile]:
    """The profiles that come with the standard, by name."""
    folder = spec_folder().joinpath("profiles")
    found = [read_folder(entry) for entry in folder.iterdir() if entry.is_dir() and entry.joinpath(FILE).is_file()]
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
        return read_folder(path)
    known = ", ".join(bundled())
    hint = did_you_mean(text, list(bundled())) or f"There are {known}; another one is given by its folder."
    raise UsageError("there is no such profile.", place=text, fix=hint)


def read_folder(folder: Traversable) -> Profile:
    """The profile in a folder. Raises ``UsageError`` with file and place for the first fault."""
    value = _sound(folder, FILE, "profile.schema.json")
    for number, prefix in enumerate(value["prefixes"]):
        if prefix in _SCHEMES:
            sentence = f"“{prefix}” begins IRIs, so that a code and an IRI could not be told apart."
            raise _broken(folder, FILE, f"/prefixes/{number}", sentence, "Take the name of the profile.")
    vocabularies, members = _vocabularies(folder, value)
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
        rules=tuple(read_rule(rule) for rule in _rules(folder, value)),
        patches=dict(_patches(folder)),
    )


def _vocabularies(
    folder: Traversable, value: dict[str, Any]
) -> tuple[dict[str, Vocabulary], dict[str, tuple[str, ...]]]:
    found: dict[str, Vocabulary] = {}
    members: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(value["vocabularies"]):
        file = entry["file"]
        document = _sound(folder, file, "vocabulary.schema.json")
        name = document["name"]
        if name in found:
            sentence = f"there is a vocabulary “{name}” already."
            raise _broken(folder, FILE, f"/vocabularies/{number}", sentence, "Give each its own name.")
        for place, term in enumerate(document["terms"]):
            if term["code"].partition(":")[0] not in value["prefixes"]:
                sentence = f"“{term['code']}” has none of the prefixes of the profile."
                fix = f"Write it with {' or '.join(value['prefixes'])} and a colon."
                raise _broken(folder, file, f"/terms/{place}/code", sentence, fix)
        found[name] = Vocabulary(document)
        members[name] = (document["field"], *entry.get("alsoIn", ()))
    return found, members


def _rules(folder: Traversable, value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    head = value["name"].replace("-", "_") + "_"
    seen: set[str] = set()
    for number, rule in enumerate(value["rules"]):
        place, code = f"/rules/{number}", rule["code"]
        if not code.startswith(head) or code in catalogue:
            raise _broken(
                folder, FILE, f"{place}/code", f"“{code}” is not a code of this profile.", f"Let it begin with {head}."
            )
        if code in seen:
            raise _broken(folder, FILE, f"{place}/code", f"“{code}” stands at an earlier rule too.", "Rename one.")
        seen.add(code)
        for part in ("when", "then"):
            _compile(folder, FILE, f"{place}/{part}", rule.get(part, True))
        yield rule


def _patches(folder: Traversable) -> Iterator[tuple[str, Any]]:
    for schema in CORE:
        name = schema.removesuffix(".json") + ".patch.json"
        if not folder.joinpath(name).is_file():
            continue
        patch = _json(folder, name)
        for pointer, sentence in faults(spec_json(schema), patch):
            raise _broken(folder, name, pointer, sentence, "A patch may only narrow (section 22.3 of the standard).")
        _compile(folder, name, "", merge_patch(spec_json(schema), patch))
        yield schema, patch


def _compile(folder: Traversable, name: str, pointer: str, schema: Any) -> None:
    try:
        compiled(schema)
    except (ValidationError, ValueError) as error:
        inside = pointer_of(*getattr(error, "instance_path", ()))
        sentence = f"this is no JSON Schema: {str(error).splitlines()[0]}."
        raise _broken(folder, name, pointer + inside, sentence, "It is one of draft 2020-12.") from None


def _sound(folder: Traversable, name: str, schema: str) -> Any:
    value = _json(folder, name)
    fault = first_fault(schema, value)
    if fault:
        raise _broken(folder, name, fault[0], f"{fault[1]}.", f"spec/v1/{schema} says what this file holds.")
    return value


def _json(folder: Traversable, name: str) -> Any:
    try:
        return from_json(folder.joinpath(*name.split("/")).read_bytes())
    except (FileNotFoundError, IsADirectoryError):
        raise _broken(folder, name, "", "there is no such file.", "Check the name and the folder.") from None
    except OSError as error:
        raise _broken(folder, name, "", f"it cannot be read: {error.strerror}.", "") from None
    except ValueError as error:
        raise _broken(folder, name, "", f"this is not valid JSON: {error}.", "Mend it at that line.") from None


def _broken(folder: Traversable, name: str, pointer: str, sentence: str, fix: str) -> UsageError:
    place = f"{folder.joinpath(name)}"
    return UsageError(sentence, place=f"{place} at {pointer}" if pointer else place, fix=fix)
