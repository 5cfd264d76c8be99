"""Writes new sources: as tables at the end of ``sources.toml``, or as a file each."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wbl_aggregator.sources.appending import append
from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.reading import FOLDER, file_of
from wbl_aggregator.sources.source import Source
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import CONFIG_VERSION, check
from wbl_feed.toml_text import comment, quoted


def planned(path: Path, sources: Iterable[Source], why: str = "") -> dict[Path, list[str]]:
    """The lines that would be written for new sources, by the files; ``path`` is the sources file or its folder.

    In a folder that has a folder ``sources/``, each gets a file. ``why`` is a comment for each.
    """
    folder = path / FOLDER
    if path.is_dir() and folder.is_dir():
        version = f"config_version = {CONFIG_VERSION}"
        return {folder / f"{one.id}.toml": [*_said(why), version, *_keys(one, alone=True)] for one in sources}
    lines = [line for one in sources for line in ("", *_said(why), "[[source]]", *_keys(one))]
    return {file_of(path): lines}


def write_sources(path: Path, sources: Iterable[Source], why: str = "") -> list[Path]:
    """Write new sources, and give the files. Raises ``UsageError`` if they would not be sound there."""
    written = []
    for file, lines in planned(path, sources, why).items():
        if file == file_of(path):
            _append(file, lines)
        elif file.exists():
            raise UsageError("it is there already.", place=str(file), fix="Choose another id with --id.")
        else:
            write_if_changed(file, "".join(f"{line}\n" for line in lines).encode())
        written.append(file)
    return written


def _append(file: Path, lines: list[str]) -> None:
    if file.suffix.lower() == ".json":
        fix = f"Write them into {file} by hand, or keep your sources in TOML."
        raise UsageError("nothing can be added to a file in JSON without losing its form.", place=str(file), fix=fix)
    if not file.exists():
        raise UsageError("there is no such file.", place=str(file), fix="Begin one with: wbl aggregate init FOLDER")
    append(file, "source", lines, lambda tables: check(Config, tables, str(file)))


def _said(why: str) -> list[str]:
    return comment(why) if why else []


def _keys(source: Source, *, alone: bool = False) -> Iterator[str]:
    """What a source states, in the order of its keys, without what goes without saying."""
    values: dict[str, Any] = source.model_dump(mode="json", exclude_defaults=True)
    for key, value in values.items():
        if not (alone and key == "id"):
            yield f"{key} = {quoted(value)}"
