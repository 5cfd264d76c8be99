"""Begins a site: reads a source, guesses what is in it, and gives the texts of the settings files."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from wbl_feed.adapter import Adapter, Input, Record, load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.location import is_address
from wbl_feed.profiles import load_profile
from wbl_publishers.adapters.tables import Row
from wbl_publishers.start import schedule
from wbl_publishers.start.kinds import kind_of
from wbl_publishers.start.map_text import map_text
from wbl_publishers.start.plan import Plan, plan
from wbl_publishers.start.publish_text import Publisher, publish_text
from wbl_publishers.start.sheet import look
from wbl_publishers.start.stated_text import preset_of, stated_text

MAP, SETTINGS = "map.toml", "publish.toml"
Scheduler = Literal["github", "cron"]
_LOOKED_AT = 5


@runtime_checkable
class Tabular(Protocol):
    """An adapter of rows and columns."""

    def rows(self, source: Input) -> Iterator[Row]:
        """Every row as it stands, headings and blank ones included."""


@dataclass(frozen=True)
class Begun:
    """What was found in a source, and the files that make a feed of it."""

    kind: str
    source: str
    """As ``publish.toml`` names it."""
    files: dict[str, str]
    """The texts, by their paths in the folder."""
    plan: Plan | None = None
    """How a table is mapped."""
    titles: tuple[str, ...] = ()
    """Of a source that is no table, the first titles."""


def begin(
    asked: Input,
    out: Path,
    publisher: Publisher,
    *,
    kind: str = "",
    scheduler: Scheduler | None = None,
    allow_private: bool = False,
) -> Begun:
    """Read a source, and write nothing yet. Its kind is told from its content where none is given.

    ``allow_private`` is what the settings say of an address: whether it may be one of a private network.

    Raises ``UsageError`` if it cannot be read, or has no title.
    """
    if asked.location == "-":
        raise UsageError("the source is read again at every run.", place="-", fix="Save it as a file, and name that.")
    publisher = publisher.checked()
    kind = kind or kind_of(asked)
    adapter = load_adapter(kind)
    source = _beside(asked, out)
    files = {SETTINGS: publish_text(publisher, kind, source, allow_private=allow_private)}
    profiles = [load_profile(name) for name in publisher.profiles]
    found: Plan | None = None
    titles: tuple[str, ...] = ()
    if isinstance(adapter, Tabular):
        found = plan(look(adapter.rows(asked), asked.location), asked.location, publisher.home, profiles)
        files[MAP] = map_text(found, source)
    else:
        titles = () if preset_of(kind, source) else _titles(adapter, asked)
        files[MAP] = stated_text(kind, source, adapter.states)
    if scheduler == "github":
        _check_root(out)
        files |= schedule.github(publisher, kind, source)
    if scheduler == "cron":
        files |= schedule.cron(publisher, out, source)
    return Begun(kind, source, files, found, titles)


def write(begun: Begun, out: Path, *, force: bool = False) -> list[Path]:
    """Write the files, and give those that changed. Raises ``UsageError`` if one with another text is there."""
    for name, text in begun.files.items():
        path = out / name
        if not force and path.exists() and not _has(path, text):
            fix = "Name another folder with --out, or replace what is there with --force: your changes in it are lost."
            raise UsageError("it is there already.", place=str(path), fix=fix)
    return [out / name for name, text in begun.files.items() if write_if_changed(out / name, text.encode())]


def _has(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _beside(asked: Input, out: Path) -> str:
    """A source as a settings file in a folder names it."""
    if is_address(asked.location) or "://" in asked.location:
        return asked.location
    path = (asked.folder / asked.location).resolve()
    try:
        return Path(os.path.relpath(path, out.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()


def _titles(adapter: Adapter, asked: Input) -> tuple[str, ...]:
    """The first titles of a source, which shows that it can be read; none where it needs more options for that."""
    try:
        records = list(islice(adapter.records(replace(asked, columns=())), _LOOKED_AT * 10))
    except UsageError as error:
        if "[options]" in error.place:
            return ()
        raise
    titles: list[Any] = [one.members.get("title") for one in records if isinstance(one, Record)]
    return tuple(title for title in titles if isinstance(title, str))[:_LOOKED_AT]


def _check_root(out: Path) -> None:
    """Raises ``UsageError`` if the folder lies within a repository, whose workflows GitHub reads at its root alone."""
    folder = out.resolve()
    root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)
    if root != folder:
        fix = f"Use --out {root}, or a folder that is in no repository."
        raise UsageError("the folder is a part of a repository; GitHub reads its root alone.", place=str(out), fix=fix)
