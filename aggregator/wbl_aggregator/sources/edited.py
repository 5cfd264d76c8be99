"""Tells whether an operator changed a file of a hub since."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from wbl_aggregator.sources.matching_files import FILES
from wbl_aggregator.sources.moderation_file import MODERATION
from wbl_aggregator.sources.reading import FOLDER, file_of, folder_of

Stamp = frozenset[tuple[str, int, int]]
"""Files with the times of their last changes and their sizes; a clock that is wrong changes nothing in that."""


def stamp_of(path: Path, maps: Iterable[Path]) -> Stamp:
    """What the files of a hub and these mapping files look like; it differs once one was changed, made or deleted."""
    return frozenset(
        _marks([file_of(path), *(folder_of(path) / name for name in (MODERATION, *FILES)), *maps, *_apart(path)])
    )


def _apart(path: Path) -> list[Path]:
    """The sources that have a file each, where the hub is named by its folder."""
    try:
        names = list((path / FOLDER).iterdir()) if path.is_dir() else []
    except OSError:  # there is no such folder
        return []
    return [name for name in names if name.suffix.lower() in (".toml", ".json") and not name.name.startswith(".")]


def _marks(files: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        try:
            state = file.stat()
        except OSError:  # it is not there, or is just being replaced
            continue
        yield str(file), state.st_mtime_ns, state.st_size
