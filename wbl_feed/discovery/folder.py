"""Finds the feeds in a folder, as it is before it is put on a server."""

import re
from pathlib import Path

from wbl_feed import formats
from wbl_feed.catalog import ATOM_FILE, JSON_FILE
from wbl_feed.discovery.catalog_feeds import feeds_of
from wbl_feed.discovery.kinds import kind_of
from wbl_feed.discovery.search import Found, Search
from wbl_feed.documents import PageError
from wbl_feed.notices.discovery import TooManyFeeds

CATALOGUES = ("wbl-feed.json", ".well-known/wbl-feed")
IN_FOLDER = "a file in the folder"
_ENDINGS = (".json", ".atom", ".xml")
_MOST_FILES = 1_000
_LOOKED_AT = 4_000
"""Bytes of a file that cannot be read in which the words of a feed are looked for."""
_WORDS = re.compile(rb"specVersion|DataFeed|wbl-feed/v1/")


def feeds_in(folder: Path, search: Search, *, development: bool = False) -> list[Found]:
    """The feeds that the catalogue of a folder names, else those that are files directly in it.

    A feed that is there as JSON and as Atom is given once, as JSON. Feeds that are not of this standard
    are given only if there are no others. ``folder`` is resolved.
    """
    for name in CATALOGUES:
        if (folder / name).is_file() and (feeds := _named(folder / name, name, search, development)):
            return feeds
    ours: dict[str, Found] = {}
    foreign: list[Found] = []
    for path in _candidates(folder):
        try:
            opened, identity = search.feed(path.as_uri())
        except PageError as error:
            if broken := _broken(path, search):
                ours[broken.address] = broken
            else:
                search.tried.append(f"{path.name} ({error})")
            continue
        if identity.foreign:
            foreign.append(search.found(opened, IN_FOLDER))
        else:
            ours.setdefault(identity.id or opened.address, search.found(opened, IN_FOLDER))
    feeds = list(ours.values()) or foreign
    if len(feeds) > search.limits.feeds:
        words = f"only the first {search.limits.feeds} are read"
        search.notices.append(TooManyFeeds(found=len(feeds), expected=words, place=str(folder)))
    return feeds[: search.limits.feeds]


def _broken(path: Path, search: Search) -> Found | None:
    """A file that is a feed by its name or its words and cannot be read, to be told what is wrong with it."""
    try:
        opened = search.open(path.as_uri())
    except PageError:
        return None
    start = opened.content[:_LOOKED_AT]
    if kind_of(opened.content) != "other" or not (path.name in (JSON_FILE, ATOM_FILE) or _WORDS.search(start)):
        return None
    return None if formats.read(opened.content).well_formed else search.found(opened, IN_FOLDER)


def _named(path: Path, name: str, search: Search, development: bool) -> list[Found]:
    try:
        opened = search.open(path.as_uri())
    except PageError as error:
        search.tried.append(f"{name} ({error})")
        return []
    if kind_of(opened.content) != "catalog":
        search.tried.append(f"{name} (it is no catalogue)")
        return []
    return feeds_of(opened, f"{name} in the folder", search, development=development)


def _candidates(folder: Path) -> list[Path]:
    """The files that may be feeds, those with the usual names first, then JSON before Atom before other XML."""
    usual = (JSON_FILE, ATOM_FILE)
    files = [path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file()]
    files = [path for path in files if path.name not in CATALOGUES]
    files.sort(key=lambda path: (_ENDINGS.index(path.suffix.lower()), path.name not in usual, path.name))
    return files[:_MOST_FILES]
