"""Begins a site: reads a source, guesses what is in it, and gives the texts of the settings files."""

import os
import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from wbl_feed.adapter import Adapter, Cell, Input, Record, TableAdapter, load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.location import is_address
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import UnmappedColumn
from wbl_feed.profiles import load_profile
from wbl_feed.toml_text import shown
from wbl_publishers.start import database, schedule
from wbl_publishers.start.database import is_sqlite
from wbl_publishers.start.guess import about_students
from wbl_publishers.start.kinds import is_file, kind_of
from wbl_publishers.start.map_text import map_text
from wbl_publishers.start.page_text import UNMARKED, page_text
from wbl_publishers.start.plan import Plan, plan, plan_beside
from wbl_publishers.start.publish_text import Publisher, publish_text
from wbl_publishers.start.relative import made_absolute, relative, with_host
from wbl_publishers.start.sheet import Column, Sheet, look
from wbl_publishers.start.stated_text import preset_of, stated_text
from wbl_publishers.start.tabs import chosen, tabs, told, with_students
from wbl_publishers.start.tree_table import files_about, json_table, matter_table

MAP, SETTINGS = "map.toml", "publish.toml"
Scheduler = Literal["github", "cron"]
_TITLES = 5
_FILES = 20
"""Files about students that are named."""
_LOOKED_AT = 200
"""Records that are looked at of a source that is no table."""


@dataclass(frozen=True)
class Begun:
    """What was found in a source, and the files that make a feed of it."""

    kind: str
    source: str
    """As ``publish.toml`` names it."""
    files: dict[str, str]
    """The texts, by their paths in the folder."""
    plan: Plan
    titles: tuple[str, ...] = ()
    """Of a source that is no table, the first titles."""
    about: str = ""
    """Which part of the source is read, as a sentence; empty where it is the whole."""


def begin(
    asked: Input,
    out: Path,
    publisher: Publisher,
    *,
    kind: str = "",
    sheet: str = "",
    scheduler: Scheduler | None = None,
    allow_private: bool = False,
    public_source: bool = False,
) -> Begun:
    """Read a source, and write nothing yet. Its kind is told from its content where none is given.

    ``sheet`` names a tab of a workbook. ``allow_private`` is what the settings say of an address: whether it may be
    one of a private network. ``public_source`` says that a file may be public although it seems to have data about
    students.

    Raises ``UsageError`` if it cannot be read, has no title, or would make data about students public.
    """
    if asked.location == "-":
        raise UsageError("the source is read again at every run.", place="-", fix="Save it as a file, and name that.")
    if not is_file(asked.location) and re.search(r"//[^/@]*:[^/@]*@", asked.location):
        fix = "Put the whole address into an environment variable, and name that: env:DATABASE_URL."
        raise UsageError("a password would stand in publish.toml.", place="SOURCE", fix=fix)
    publisher = publisher.checked()
    source = _beside(asked, out)
    if kind in ("", "sql") and is_file(asked.location) and is_sqlite(asked.folder / asked.location):
        asked, source = replace(asked, location=f"{database.SCHEME}{asked.location}"), f"{database.SCHEME}{source}"
    kind = kind or kind_of(asked)
    adapter = load_adapter(kind)
    files = {SETTINGS: publish_text(publisher, kind, source, allow_private=allow_private)}
    profiles = [load_profile(name) for name in publisher.profiles]
    titles: tuple[str, ...] = ()
    about = ""
    if sheet and kind != "xlsx":
        fix = "Of a Google Sheet, open the tab in the browser, and give the address that it then shows."
        raise UsageError("a workbook alone has tabs to choose from.", place="--sheet", fix=fix)
    if kind == "xlsx":
        every = tabs(asked, profiles)
        tab, table = chosen(every, sheet, asked.location)
        found = plan(table, f"{asked.location}, sheet “{tab.name}”", publisher.home, profiles)
        found = replace(found, beside=with_students(every, tab))
        files[MAP] = map_text(found, source, {"sheet": tab.name} if sheet or len(every) > 1 else None)
        about = told(every, tab)
    elif kind == "sql" and _is_sqlite_file(asked):
        every = database.database_tables(asked, profiles)
        first_table = every[0]
        found = plan(first_table.sheet or Sheet(0, 0, ()), asked.location, publisher.home, profiles)
        found = replace(found, beside=database.with_students(every))
        files[MAP] = map_text(found, source, {"query": database.query(first_table.name, found)})
        about = database.told(every)
    elif isinstance(adapter, TableAdapter):
        found = plan(look(adapter.rows(asked), asked.location), asked.location, publisher.home, profiles)
        files[MAP] = map_text(found, source)
    elif kind == "json" and not preset_of(kind, source):
        items, table = json_table(asked)
        base = "" if is_address(asked.location) else publisher.home
        paths = relative(table)
        found = plan(with_host(table, base or asked.location), asked.location, publisher.home, profiles)
        found = made_absolute(found, paths)
        files[MAP] = map_text(found, source, {"items": items, **({"base": base} if paths and base else {})})
    else:
        first, beside = _first_records(adapter, asked) if not preset_of(kind, source) else ((), Sheet(0, 0, ()))
        if kind == "markdown":
            beside = matter_table(asked.folder / asked.location)
        stated = adapter.states | {f"/{name}" for one in first for name in one.members}
        found = plan_beside(beside, stated, publisher.home, profiles)
        if kind == "markdown":
            about_them = files_about(asked.folder / asked.location, about_students)
            found = replace(found, beside=tuple(f"the file {shown(name, 80)}" for name in about_them[:_FILES]))
        files[MAP] = stated_text(found, kind, source, adapter.states, publisher.home)
        if kind == "pages" and not first:
            files[MAP], about = page_text(source, publisher.home), UNMARKED
        titles = tuple(str(one.members["title"]) for one in first if one.members.get("title"))[:_TITLES]
    if scheduler == "github":
        _check_root(out)
        if (is_file(source) or source.startswith(database.SCHEME)) and found.students and not public_source:
            raise _students_in_public(found, asked.location)
        files |= schedule.github(publisher, kind, source)
    if scheduler == "cron":
        files |= schedule.cron(publisher, out, source)
    return Begun(kind, source, files, found, titles, about)


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
    if not is_file(asked.location):
        return asked.location
    path = (asked.folder / asked.location).resolve()
    try:
        return Path(os.path.relpath(path, out.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()


def _first_records(adapter: Adapter, asked: Input) -> tuple[tuple[Record, ...], Sheet]:
    """The first records of a source, which show that it can be read, and what they have beside what they state.

    Nothing is found where the source needs more options to be read.
    """
    try:
        found = _records(adapter, replace(asked, columns=()))
        names = tuple(dict.fromkeys(one.found for one in found if isinstance(one, UnmappedColumn)))
        again = _records(adapter, replace(asked, columns=names)) if names else []
    except UsageError as error:
        if "[options]" in f"{error.place} {error.fix}" or "selectors under [fields]" in error.fix:
            return (), Sheet(0, 0, ())
        raise
    cells = [{name: _text(cell) for name, cell in one.cells.items()} for one in again if isinstance(one, Record)]
    columns = tuple(Column(name, tuple(text for one in cells if (text := one.get(name, "")))) for name in names)
    return tuple(one for one in found if isinstance(one, Record)), Sheet(0, len(cells), columns)


def _records(adapter: Adapter, asked: Input) -> list[Record | Notice]:
    """The first records, with the notices among them and, of a short source, those that come at its end."""
    return list(islice(adapter.records(asked), _LOOKED_AT))


def _text(cell: Cell) -> str:
    return (cell if isinstance(cell, str) else "; ".join(cell)).strip()


def _is_sqlite_file(asked: Input) -> bool:
    location = asked.location
    return location.startswith(database.SCHEME) and is_sqlite(asked.folder / location.removeprefix(database.SCHEME))


def _students_in_public(found: Plan, place: str) -> UsageError:
    fix = (
        "Copy the postings alone into a file of their own, and begin with that. If nothing in it is about students, "
        "say --public-source."
    )
    message = "with --for github everybody can read the whole source, and this looks like data about students:"
    return UsageError(f"{message} {found.students}.", place=place, fix=fix)


def _check_root(out: Path) -> None:
    """Raises ``UsageError`` if the folder lies within a repository, whose workflows GitHub reads at its root alone."""
    folder = out.resolve()
    root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)
    if root != folder:
        fix = f"Use --out {root}, or a folder that is in no repository."
        raise UsageError("the folder is a part of a repository; GitHub reads its root alone.", place=str(out), fix=fix)
