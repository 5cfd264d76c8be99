"""A migration: what changes from one version of the standard to a later one, as data (migration.schema.json)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import from_json

from wbl_feed.errors import UsageError
from wbl_feed.notices.base import tokens_of
from wbl_feed.resources import spec_folder
from wbl_feed.settings import Settings, check

Json = dict[str, Any]
On = Literal["posting", "tombstone", "feed", "page", "changes", "catalog"]
"""What a step works on: each posting and each tombstone wherever it stands, or a document of one kind."""
Pointer = Annotated[str, Field(pattern=r"^(?:/(?:[^~/]|~[01])+)+$")]
Version = Annotated[str, Field(pattern=r"^[1-9][0-9]*\.(?:0|[1-9][0-9]*)$")]
FIRST_VERSION = "1.0"
_SCHEMA: Literal["https://w3id.org/wbl-feed/v1/migration.schema.json"] = (
    "https://w3id.org/wbl-feed/v1/migration.schema.json"
)


class _Step(Settings):
    on: On
    path: Pointer
    """JSON Pointer from the object that ``on`` names; ``*`` stands for every element of a list."""
    why: Annotated[str, Field(min_length=1)]


class Move(_Step):
    """A member gets another place; where that is taken by something else, both stay."""

    op: Literal["move"]
    to: Pointer


class Copy(_Step):
    """A member is written at a second place too, unless something stands there."""

    op: Literal["copy"]
    to: Pointer


class Remove(_Step):
    """A member is taken away."""

    op: Literal["remove"]


class Add(_Step):
    """A member gets a value where it has none."""

    op: Literal["add"]
    value: Any

    @model_validator(mode="after")
    def _has_a_value(self) -> "Add":
        if self.value is None:
            raise ValueError("value must not be null; a member without a value is left out")
        return self


class Recode(_Step):
    """Codes are replaced; in a list no code comes twice by it."""

    op: Literal["recode"]
    codes: Annotated[dict[str, str], Field(min_length=1)]


Step = Annotated[Move | Copy | Remove | Add | Recode, Field(discriminator="op")]


class Migration(Settings):
    """All steps from one version to a later one."""

    before: Annotated[Version, Field(alias="from")]
    to: Version
    title: Annotated[str, Field(min_length=1)] = "A migration"
    schema_iri: Annotated[Literal["https://w3id.org/wbl-feed/v1/migration.schema.json"], Field(alias="$schema")] = (
        _SCHEMA
    )
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _keeps_the_rules(self) -> "Migration":
        if order(self.before) >= order(self.to):
            raise ValueError(f"a migration leads to a later version, not from {self.before} to {self.to}")
        for step in self.steps:
            if isinstance(step, Move | Remove) and order(self.before)[0] == order(self.to)[0]:
                raise ValueError(
                    f"“{step.op}” {step.path} waits for a major version, since readers of {self.before} go on"
                )
            if isinstance(step, Move | Copy) and step.path.count("/*") != step.to.count("/*"):
                raise ValueError(f"{step.path} and {step.to} must have the same number of “*”")
        return self


def order(version: str) -> tuple[int, int]:
    """A version as numbers, to be compared. Raises ``ValueError`` for what is none."""
    major, minor = version.split(".")
    return int(major), int(minor)


def read_migration(path: Path) -> Migration:
    """A migration from a file. Raises ``UsageError``."""
    try:
        value = from_json(path.read_bytes())
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=str(path), fix="Check the name and the folder.") from None
    except IsADirectoryError:
        raise UsageError("this is a folder, not a file.", place=str(path), fix="Name the file in it.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"this is not JSON: {error}.", place=str(path)) from None
    return check(Migration, value, str(path))


def bundled() -> tuple[Migration, ...]:
    """The migrations that come with this version of the standard; none yet, since 1.0 is the first."""
    folder = spec_folder().joinpath("migrations")
    if not folder.is_dir():
        return ()
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".json")), key=lambda entry: entry.name)
    return tuple(check(Migration, from_json(entry.read_bytes()), entry.name) for entry in files)


def take(step: Step, value: Json) -> bool:
    """Do a step to an object, in place; tells whether anything changed. Doing it again changes nothing more."""
    changed = False
    if isinstance(step, Add):
        *parents, name = tokens_of(step.path)
        for parent, _ in list(_found(value, parents, ())):
            if isinstance(parent, dict) and name not in parent:
                parent[name] = step.value
                changed = True
        return changed
    *parents, name = tokens_of(step.path)
    for parent, indexes in list(_found(value, parents, ())):
        if isinstance(step, Recode):
            changed |= _recode(parent, name, step.codes)
        elif isinstance(parent, dict) and name in parent:
            if isinstance(step, Remove):
                del parent[name]
                changed = True
            else:
                written = _write(value, _filled(step.to, indexes), parent[name])
                if isinstance(step, Move) and written is not None:
                    del parent[name]
                changed |= written is True or (isinstance(step, Move) and written is False)
    return changed


def _filled(pointer: str, indexes: tuple[int, ...]) -> list[str | int]:
    """The tokens of a pointer with an index for each ``*``."""
    left = iter(indexes)
    return [next(left) if token == "*" else token for token in tokens_of(pointer)]  # noqa: S105 - no password


def _found(value: Any, tokens: list[str], indexes: tuple[int, ...]) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """What stands at a path, with the index that each ``*`` stands for."""
    if not tokens:
        yield value, indexes
    elif tokens[0] == "*" and isinstance(value, list):
        for number, element in enumerate(value):
            yield from _found(element, tokens[1:], (*indexes, number))
    elif isinstance(value, dict) and tokens[0] in value:
        yield from _found(value[tokens[0]], tokens[1:], indexes)


def _write(value: Any, tokens: list[str | int], new: Any) -> bool | None:
    """Write where nothing stands: ``True``; ``False`` if the same stands there, ``None`` if it cannot be written."""
    *parents, name = tokens
    for token in parents:
        if isinstance(value, dict) and isinstance(token, str):
            value = value.setdefault(token, {})
        elif isinstance(value, list) and isinstance(token, int):
            value = value[token]
        else:
            return None
    if not isinstance(value, dict) or not isinstance(name, str):
        return None
    if name in value:
        return False if value[name] == new else None
    value[name] = new
    return True


def _recode(parent: Any, name: str, codes: dict[str, str]) -> bool:
    if isinstance(parent, dict) and isinstance(parent.get(name), str) and parent[name] in codes:
        parent[name] = codes[parent[name]]
        return True
    if name != "*" or not isinstance(parent, list):
        return False
    renamed = [codes.get(code, code) if isinstance(code, str) else code for code in parent]
    if renamed == parent:
        return False
    kept = [
        code for place, code in enumerate(renamed) if code == parent[place] or code not in (*parent, *renamed[:place])
    ]
    parent[:] = kept
    return True
