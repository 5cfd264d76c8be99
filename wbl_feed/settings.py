"""Reads TOML settings with errors that say where and how to mend."""

import tomllib
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from wbl_feed.errors import UsageError

CONFIG_VERSION = 1


class Settings(BaseModel):
    """A table of settings; keys that are not known are refused, since a typo must not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


S = TypeVar("S", bound=BaseModel)
_SENTENCES = {
    "string_type": "it must be a text in quotation marks",
    "model_type": 'it must be a table, such as { name = "…" }',
    "dict_type": "it must be a table",
    "tuple_type": "it must be a list in square brackets",
    "too_short": "it must not be empty",
    "string_pattern_mismatch": "it must be a code in lower case, such as us-ma-stem:cape-cod",
}


def read_toml(path: Path) -> dict[str, Any]:
    """A settings file. Raises ``UsageError`` for a missing file, bad TOML or another config version."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=str(path), fix="Check the name and the folder.") from None
    except IsADirectoryError:
        raise UsageError("this is a folder, not a file.", place=str(path), fix="Name the file in it.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"it cannot be read: {error}.", place=str(path), fix="Save it as UTF-8.") from None
    return toml_table(text, str(path))


def toml_table(text: str, place: str) -> dict[str, Any]:
    """The table of a settings file's text. Raises ``UsageError`` for bad TOML or another config version."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fix = 'Texts and keys with a slash stand in quotation marks, as in "/title" = "Position".'
        raise UsageError(f"this is not valid TOML: {error}.", place=place, fix=fix) from None
    if values.pop("config_version", None) != CONFIG_VERSION:
        raise UsageError("config_version is missing or not 1.", place=place, fix="Write config_version = 1 at its top.")
    return values


def check(model: type[S], values: Any, place: str) -> S:
    """Values as settings. Raises ``UsageError`` for the first fault, with a did-you-mean for a mistyped key."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _first_fault(error, model, place) from None


def _first_fault(error: ValidationError, model: type[BaseModel], place: str) -> UsageError:
    details = error.errors(include_url=False)
    detail = next((one for one in details if one["type"] == "extra_forbidden"), details[0])
    where = _spoken(detail["loc"])
    if detail["type"] == "extra_forbidden":
        fix = did_you_mean(str(detail["loc"][-1]), _keys(model)) or "Take it out."
        return UsageError(f"the key “{where}” is not known.", place=place, fix=fix)
    if detail["type"] == "missing":
        return UsageError(f"the key “{where}” is missing.", place=place, fix="Add it.")
    sentence = _SENTENCES.get(detail["type"]) or detail["msg"].removeprefix("Value error, ").replace(
        "Input should", "it should"
    )
    return UsageError(f"“{where}” is not right: {sentence}." if where else f"{sentence}.", place=place)


def _spoken(location: tuple[int | str, ...]) -> str:
    """Where a key stands as people count: ``feed.id``, ``source 2, url``."""
    text = ""
    for before, part in pairwise(("", *location)):
        if isinstance(part, int):
            text += f" {part + 1}"
        else:
            text += (", " if isinstance(before, int) else "." if text else "") + part
    return text


def _keys(model: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    for name, field in model.model_fields.items():
        keys.append(field.alias or name)
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel) and part is not model:
                keys += _keys(part)
    return keys


def did_you_mean(text: str, choices: list[str]) -> str:
    """A hint at the choice that was most likely meant; empty when none is near."""
    folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(text.casefold(), folded, n=1, cutoff=0.6)
    return f"Did you mean “{folded[close[0]]}”?" if close else ""
