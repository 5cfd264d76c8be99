"""Mappings that others extend: those that come with the adapters, and a network's own."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_feed.settings import did_you_mean, read_toml, toml_table

_SECTIONS = "id", "fields", "constants", "only", "except", "options"


def presets() -> list[str]:
    """The names of the mappings that come with the adapters."""
    return sorted(file.name.removesuffix(".toml") for file in _folder().iterdir() if file.name.endswith(".toml"))


def extended(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The table of a mapping file with what it extends under it; an empty text takes a line of that away.

    ``folder`` is where the mapping file is; ``extends`` names a preset or another file. Raises ``UsageError``.
    """
    name = values.get("extends")
    if not isinstance(name, str) or not name:
        return dict(values)
    under = read_toml(folder / name) if name.endswith(".toml") else _preset(name)
    under = {key: value for key, value in under.items() if key in _SECTIONS}
    merged = {**under, **values}
    for section in _SECTIONS:
        one, other = under.get(section), values.get(section)
        if isinstance(one, dict) and isinstance(other, dict):
            merged[section] = {key: value for key, value in (one | other).items() if value != ""}
    return merged


def _preset(name: str) -> dict[str, Any]:
    known = presets()
    if name not in known:
        hint = did_you_mean(name, known) or f"There are: {', '.join(known)}; a file's name ends with .toml."
        raise UsageError(f"there is no mapping “{name}” to extend.", fix=hint)
    return toml_table(_folder().joinpath(f"{name}.toml").read_text(encoding="utf-8"), name)


def _folder() -> Any:
    return files("wbl_publishers") / "presets"
