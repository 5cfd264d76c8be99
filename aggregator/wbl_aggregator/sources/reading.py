"""Reads the sources: one file, or a folder with ``sources.toml`` and a file for each source."""

import json
from pathlib import Path
from typing import Any

from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.source import Source
from wbl_feed.adapter import load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.settings import CONFIG_VERSION, check, read_toml

SOURCES = "sources.toml"
FOLDER = "sources"
"""Beside ``sources.toml``, a file for each source."""


def folder_of(path: Path) -> Path:
    """The folder that everything of a hub is in, by its sources file or by itself."""
    return path if path.is_dir() else path.parent


def file_of(path: Path) -> Path:
    """The sources file of a hub, by itself or by the folder that it is in."""
    return path / SOURCES if path.is_dir() else path


def read_config(path: Path, *, beginning: bool = False) -> Config:
    """The sources of a hub, from its sources file or its folder.

    ``beginning`` says that there need be no source yet. Raises ``UsageError`` with the place of the first fault.
    """
    main = file_of(path)
    values = _read_main(main, inside=path.is_dir())
    if path.is_dir() and (apart := _apart(path / FOLDER)):
        listed = values.get("source", [])
        _check_apart(listed, apart, main)
        values["source"] = [*listed, *apart.values()] if isinstance(listed, list) else listed
    config = check(Config, values, str(main))
    if not config.sources and not beginning:
        fix = f"Add one with: wbl aggregate add ADDRESS --config {path}"
        raise UsageError("it names no source yet.", place=str(main), fix=fix)
    for source in config.sources:
        if source.adopted:
            load_adapter(source.kind)
    placed = (one.model_copy(update={"map": str(main.parent / one.map)}) if one.map else one for one in config.sources)
    config = config.model_copy(update={"sources": tuple(placed)})
    _check_feeds(config, main)
    return config


def feed_of(source: Source) -> str:
    """The id of the feed that is made of an adopted site, by its mapping file; empty where that cannot be told."""
    try:
        return str(read_toml(Path(source.map))["feed"]["id"]) if source.map else ""
    except (UsageError, KeyError, TypeError):
        return ""  # the run itself says what is wrong with the file


def read_table(path: Path) -> dict[str, Any]:
    """A file of settings in TOML or, by the end of its name, in JSON. Raises ``UsageError``."""
    if path.suffix.lower() != ".json":
        return read_toml(path)
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError("there is no such file.", place=str(path), fix="Check the name and the folder.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"this is not valid JSON: {error}.", place=str(path), fix="Save it as JSON in UTF-8."
        ) from None
    if not isinstance(values, dict) or values.pop("config_version", None) != CONFIG_VERSION:
        fix = 'Write "config_version": 1 at its top.'
        raise UsageError("config_version is missing or not 1.", place=str(path), fix=fix)
    return values


def _read_main(path: Path, *, inside: bool) -> dict[str, Any]:
    if inside and not path.is_file():
        fix = "Begin one with: wbl aggregate init FOLDER"
        raise UsageError(f"there is no {SOURCES} in this folder.", place=str(path.parent), fix=fix)
    return read_table(path)


def _apart(folder: Path) -> dict[Path, Source]:
    """The sources that have a file each, by their files."""
    names = (path for path in folder.iterdir() if path.suffix.lower() in (".toml", ".json")) if folder.is_dir() else ()
    return {path: _read_source(path) for path in sorted(names) if not path.name.startswith(".")}


def _read_source(path: Path) -> Source:
    values = read_table(path)
    stated = values.setdefault("id", path.stem)
    if stated != path.stem:
        fix = "Take “id” out, or rename the file: an id never changes."
        raise UsageError(f"its id is “{stated}”, and the file is named “{path.stem}”.", place=str(path), fix=fix)
    if isinstance(values.get("source"), list):
        fix = f"Write its keys without [[source]], or move them into {SOURCES}."
        raise UsageError("a file in this folder is one source.", place=str(path), fix=fix)
    if "fields" in values:
        fix = f"Put it beside {SOURCES}: in this folder each file is a source."
        raise UsageError("this is a mapping file, and no source.", place=str(path), fix=fix)
    return check(Source, values, str(path))


def _check_apart(listed: Any, apart: dict[Path, Source], main: Path) -> None:
    """Raises ``UsageError`` where two files are about the same source, and names both."""
    tables = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    seen = {str(one[key]): main for one in tables for key in ("id", "url", "home") if key in one}
    for path, source in apart.items():
        for key, what in ((source.id, "id"), (source.listed, "address")):
            if key in seen:
                message = f"a source in {seen[key]} has the {what} “{key}” too."
                raise UsageError(message, place=str(path), fix="Take one of them out.")
            seen[key] = path


def _check_feeds(config: Config, main: Path) -> None:
    """Raises ``UsageError`` where the feed that is made of a site has the id of another one."""
    feeds = {config.feed.id: "feed"}
    for source in config.sources:
        name = feed_of(source)
        if name and name in feeds:
            fix = f"Give [feed] in {source.map} an id of its own."
            raise UsageError(f"“{source.id}” has the id of “{feeds[name]}”, {name}.", place=str(main), fix=fix)
        feeds[name] = source.id
