"""The front-matter adapter: a folder of Markdown, YAML, TOML or JSON files, as static sites have them."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pydantic import Field, field_validator

from wbl_feed.adapter import Cell, Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import RecordsPassedOver, RowRefused, UnreadableCell
from wbl_feed.origins import origin
from wbl_feed.settings import Settings, check
from wbl_feed.times import first_moment, last_moment
from wbl_publishers.adapters.dotted_paths import texts_at
from wbl_publishers.adapters.feeds.entries import joined
from wbl_publishers.adapters.folders.files import Folder, Matter, list_files, read_alone, read_file
from wbl_publishers.cleaning import UnreadableError, read_cell
from wbl_publishers.members import member
from wbl_publishers.plain_text import plain

_DATED_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)")
"""The name of a post of Jekyll."""
_PLACE = re.compile(r"\{([\w.-]+)\}")
_TEMPLATE = re.compile(r":[a-z_]|\{\{|\{%")
"""What in a permalink is a pattern of the site generator and no address."""


class FrontMatterOptions(Settings):
    """The table ``[options]`` of a mapping file for a folder."""

    address: str = ""
    """Address of a posting's page, with ``{slug}``, ``{path}`` or a key of the front matter in braces."""
    files: tuple[str, ...] = Field(("*.md", "*.markdown", "*.yaml", "*.yml", "*.toml", "*.json"), min_length=1)
    """Names of the files that are postings."""
    recursive: bool = True
    """Whether the folders in the folder are looked into."""
    items: str = ""
    """Key of the list in a data file whose postings do not stand at its top."""

    @field_validator("address")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not is_address(value):
            raise ValueError("it must be an address that starts with https://")
        return value


class FrontMatterAdapter:
    """Files of a folder, or the entries of one data file."""

    states = frozenset({"/title", "/url", "/activityType", "/status"})

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """A record for every file that is published; drafts and posts of the future are counted.

        Raises ``UsageError`` for a folder that cannot be read whole.
        """
        options = check(FrontMatterOptions, dict(source.options), "the table [options]")
        if is_address(source.location):
            raise UsageError("this is an address, not a folder.", place=source.location, fix="Name a folder of files.")
        root = source.folder / source.location
        if not root.exists():
            raise UsageError("there is no such folder.", place=source.location, fix="Check its name.")
        found = list_files(root, options.files, recursive=options.recursive) if root.is_dir() else None
        pages = list(_of_folder(found, root) if found else _of_file(root, options.items))
        reasons: Counter[str] = Counter()
        for matter, path in pages:
            page = _Page(matter, path, source, options)
            if why := page.unpublished:
                reasons[why] += 1
            else:
                yield page.record()
        noun = "files" if found else "entries"
        for why, count in reasons.items():
            yield RecordsPassedOver(found=f"{count} of {len(pages)} {noun}", expected=why, place=source.location)
        for link in found.links if found else ():
            yield RecordsPassedOver(found=f"The files in {link.name}", expected="it is a link", place=str(link))


def _of_folder(found: Folder, root: Path) -> Iterator[tuple[Matter, Path]]:
    return ((read_file(path, root), _named(path.relative_to(root))) for path in found.files)


def _of_file(path: Path, items: str) -> Iterator[tuple[Matter, Path]]:
    return ((matter, _named(Path(path.name))) for matter in read_alone(path, items))


def _named(path: Path) -> Path:
    """A path with a name that can be written, whatever bytes it has."""
    return Path(os.fsencode(path).decode("utf-8", errors="replace"))


@dataclass(frozen=True)
class _Page:
    """One posting of a folder."""

    matter: Matter
    path: Path
    source: Input
    options: FrontMatterOptions

    @property
    def unpublished(self) -> str:
        """Why the site does not show it; empty if it does."""
        if self._flag("draft") or self._flag("published") is False or self._flag("permalink") is False:
            return "they are drafts"
        zone, at = self.source.time_zone, self.source.at
        begins = self._date("publishDate") or self._date("date") or self._name[0]
        if begins and first_moment(begins, zone) > at:
            return "their date is in the future"
        ends = self._date("expiryDate")
        return "they have expired" if ends and last_moment(ends, zone) < at else ""

    def record(self) -> Record:
        """The record, refused where it could not be read; its key is its file."""
        title = self._text("title")
        place = self.path.as_posix() + (f", entry {self.matter.number}" if self.matter.number else "")
        url = self._url()
        slug = self._text("slug") if self.matter.number else ""
        keys = (f"file {self.path.as_posix()} {slug}".strip(),) if slug or not self.matter.number else ()
        stated = {"title": title, "url": url, "activityType": "unspecified", "status": "open"}
        if self.matter.fault:
            why = f"{self.matter.fault[0].upper()}{self.matter.fault[1:]}."
            return Record(place, {}, stated, keys, (RowRefused(expected=why, place=place),))
        notices = []
        posted = self._date("date") or self._name[0]
        if not posted and self._text("date"):
            notices.append(
                UnreadableCell(pointer="/datePosted", found=self._text("date"), expected="a date", place=place)
            )
        body = self.matter.body
        every = {**stated, "description": plain(body), "descriptionHtml": body, "datePosted": posted}
        cells = {name: self._cell(name) for name in self.source.columns}
        return Record(place, cells, {name: one for name, one in every.items() if one}, keys, tuple(notices))

    def _cell(self, name: str) -> Cell:
        """What stands at a key with dots; ``content`` and ``text`` are the body, ``slug`` and ``path`` of its name."""
        own = {"content": self.matter.body, "text": plain(self.matter.body)} if self.matter.body else {}
        return own.get(name.casefold()) or texts_at(self.matter.values, name) or self._names.get(name.casefold(), "")

    @property
    def _name(self) -> tuple[str, str]:
        """The date and the slug that the name of the file says; ``jobs/intern/index.md`` is ``intern``."""
        if self.matter.number:
            return "", ""
        stem = self.path.parent.name if self.path.stem == "index" else self.path.stem
        dated = _DATED_NAME.fullmatch(stem)
        return (dated[1], dated[2]) if dated else ("", stem)

    @property
    def _names(self) -> Mapping[str, str]:
        """What can stand in braces in ``address`` besides the keys of the front matter."""
        path = self.path.parent if self.path.stem == "index" else self.path.with_suffix("")
        date = (self._date("date") or self._name[0]).split("T")[0].split("-")
        dated = dict(zip(("year", "month", "day"), date, strict=False)) if len(date) == 3 else {}
        return dated if self.matter.number else {**dated, "slug": self._name[1], "path": path.as_posix()}

    def _url(self) -> str:
        """The address of its page: what it says itself, else by the template; empty if neither can be told.

        A path is one on the site: ``//other.example/x`` is none, and a value with ``..`` does not lead elsewhere.
        """
        for name in ("permalink", "url"):
            said = self._text(name)
            if said and not _TEMPLATE.search(said.partition("://")[2] or said):
                if is_address(said):
                    return said
                if self.options.address and said.startswith("/"):
                    whole = joined(self.options.address, said)
                    if _is_beside(whole, self.options.address):
                        return whole
        parts = {name: self._text(name) or self._names.get(name, "") for name in _PLACE.findall(self.options.address)}
        climbs = any({".", ".."} & set(part.split("/")) for part in parts.values())
        if not self.options.address or not all(parts.values()) or climbs:
            return ""
        return _PLACE.sub(lambda found: quote(parts[found[1]], safe="/"), self.options.address)

    def _text(self, name: str) -> str:
        said = texts_at(self.matter.values, name)
        return said.strip() if isinstance(said, str) else ""

    def _flag(self, name: str) -> bool | None:
        """Whether a key says yes or no; ``None`` where it says neither."""
        words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        return words.get(self._text(name).lower())

    def _date(self, name: str) -> str:
        """The day or the instant at a key; empty where none stands or it cannot be read."""
        try:
            return str(read_cell(self._text(name), member("/datePosted"))) if self._text(name) else ""
        except UnreadableError:
            return ""


def _is_beside(address: str, other: str) -> bool:
    """Whether an address is one on the site of the other."""
    try:
        return is_address(address) and origin(address) == origin(other)
    except ValueError:
        return False
