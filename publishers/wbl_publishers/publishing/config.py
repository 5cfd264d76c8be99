"""publish.toml: the inputs of a feed and where it is published."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator

from wbl_feed.adapter import TableAdapter, load_adapter
from wbl_feed.adoption import Adoption
from wbl_feed.errors import UsageError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.files import is_reserved
from wbl_feed.settings import Settings, check, read_toml
from wbl_publishers.mapping.mapping_file import Mapping, read_mapping
from wbl_publishers.mapping.presets import extended
from wbl_publishers.mapping.standard_columns import with_standard_columns

SETTINGS = "publish.toml"


class InputSettings(Settings):
    """One source of postings."""

    name: str
    """Short name that never changes; it keeps the ids of the input apart from those of others."""
    kind: str
    """Name of the adapter."""
    source: str
    """Path beside this file, address, or whatever else the adapter takes."""
    map: str | None = None
    """Mapping file, beside this one. Silence: what the format states by itself is enough."""
    allow_private: bool = False
    """Whether its address may be of a private network."""

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or is_reserved(value):
            raise ValueError("it must be of lower-case letters, digits and hyphens, such as sheet")
        return value


class PublishSettings(Settings):
    """A whole publish.toml."""

    feed: FeedSettings
    out: str = "public"
    """Folder to publish in, beside this file."""
    page: bool = True
    """Whether a page for people is written."""
    inputs: tuple[InputSettings, ...] = Field(alias="input", min_length=1)

    @model_validator(mode="after")
    def _unique(self) -> "PublishSettings":
        names = [one.name for one in self.inputs]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two inputs have the name “{name}”")
        return self


@dataclass(frozen=True)
class Reader:
    """One input, ready to be read."""

    name: str
    kind: str
    location: str
    mapping: Mapping
    folder: Path
    """Where relative paths begin."""
    ids: Path
    """File in which its ids are kept."""
    allow_private: bool = False
    facts_only: bool = False
    """Whether nobody stated a licence, so that no text of the source may be republished."""


@dataclass(frozen=True)
class Site:
    """What is published, and where."""

    feed: FeedSettings
    readers: tuple[Reader, ...]
    out: Path
    state: Path | None
    """Folder that is locked during a run; ``None`` where whoever runs it sees to that."""
    page: bool = True
    feed_alone: bool = False
    """Whether the feed is written and nothing around it."""


def read_site(path: Path) -> Site:
    """The site of a publish.toml with its mapping files. Raises ``UsageError`` with the place of the first fault."""
    path = path / SETTINGS if path.is_dir() else path
    table = read_toml(path)
    if "input" not in table and ("fields" in table or "constants" in table):
        fix = f"Name the {SETTINGS} that has it under [[input]]."
        raise UsageError("this is a mapping file.", place=str(path), fix=fix)
    settings = check(PublishSettings, table, str(path))
    folder = path.parent
    state = folder / ".wbl"
    readers = []
    for one in settings.inputs:
        place = str(folder / one.map) if one.map else f"{path}, input “{one.name}”"
        table = _table(folder / one.map) if one.map else {}
        if "feed" in table and check(FeedSettings, table["feed"], place).id != settings.feed.id:
            fix = "Take the table [feed] out of the mapping file."
            raise UsageError(f"it is for another feed than {path.name} is.", place=place, fix=fix)
        table["feed"] = settings.feed.model_dump(exclude_unset=True)
        mapping = _mapping(table, place, one.kind)
        ids = state / f"ids-{slug(settings.feed.id)}-{one.name}.json"
        readers.append(Reader(one.name, one.kind, one.source, mapping, folder, ids, one.allow_private))
    return Site(settings.feed, tuple(readers), folder / settings.out, state, settings.page)


def single(kind: str, location: str, map_path: Path, out: Path) -> Site:
    """The site of one input with its mapping file, whose table ``[feed]`` says what the feed is. Raises ``UsageError``.

    What is remembered is kept in ``.wbl/`` beside the mapping file.
    """
    table = _table(map_path)
    if "feed" not in table:
        fix = f"Add the table [feed], or, where that stands in a {SETTINGS}, run: wbl publish run {SETTINGS}"
        raise UsageError("the table [feed] is missing.", place=str(map_path), fix=fix)
    mapping = _mapping(table, str(map_path), kind)
    state = map_path.parent / ".wbl"
    ids = state / f"ids-{slug(mapping.feed.id)}.json"
    return Site(mapping.feed, (Reader(kind, kind, location, mapping, Path(), ids),), out, state)


def adopted_site(adoption: Adoption, ids: Path, facts_only: str) -> Site:
    """The site that an aggregator adopts. Raises ``UsageError``.

    A table ``[feed]`` without a licence gets ``facts_only`` as its licence.
    """
    table = _table(adoption.map)
    feed = table.get("feed")
    unlicensed = isinstance(feed, dict) and "license" not in feed
    if unlicensed:
        table["feed"] = {**table["feed"], "license": facts_only}
    mapping = _mapping(table, str(adoption.map), adoption.kind)
    folder = adoption.map.parent
    reader = Reader(adoption.kind, adoption.kind, adoption.location, mapping, folder, ids, facts_only=unlicensed)
    return Site(mapping.feed, (reader,), adoption.folder, None, feed_alone=True)


def _mapping(table: dict[str, Any], place: str, kind: str) -> Mapping:
    """The mapping of a mapping file's table for an adapter; rows without fields have the standard columns."""
    adapter = load_adapter(kind)
    if isinstance(adapter, TableAdapter) and not table.get("fields"):
        table = with_standard_columns(table)
    return read_mapping(table, place, adapter.states)


def _table(path: Path) -> dict[str, Any]:
    return extended(read_toml(path), path.parent)


def slug(feed: str) -> str:
    """A feed's id as a name of a file: what is remembered belongs to the feed, not to the mapping file."""
    return re.sub(r"[^a-z0-9]+", "-", feed.lower().partition("//")[2] or feed.lower()).strip("-")
