"""Puts a new set of files in the place of the old one, so that what is published is whole at every moment."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from wbl_aggregator.publishing.manifest import (
    MANIFEST,
    NEXT,
    LogIndex,
    Manifest,
    next_manifest,
    read_manifest,
    settle,
)
from wbl_aggregator.publishing.rendering import Made, Wanted
from wbl_aggregator.publishing.shelf import Written
from wbl_feed.errors import NothingPublishedError
from wbl_feed.files import Batch, remove, write_if_changed
from wbl_feed.times import format_instant, parse_instant

LAST = ("ledger.ndjson", "jsonfeed.json", "feed.atom", "feed.json", "wbl-feed.json", ".well-known/wbl-feed")
"""Files that name others are put in place after them, in this order."""
_FOLDERS = ("archive", "by", "changes", "pages", "postings")
_PAGE = re.compile(r"(?:by/[^/]+/[^/]+/)?pages/[0-9a-f]{16,32}\.json")
_OURS = re.compile(
    rf"{_PAGE.pattern}|by/[^/]+/[^/]+/feed\.(?:json|atom)|changes/\d+\.json|archive/\d+\.atom|postings/[^/]+/[^/]+\.json"
)


class Release:
    """The set of files that is to be published. Until :meth:`switch` nothing of the old one is touched.

    Raises ``NothingPublishedError`` when the disk refuses.
    """

    def __init__(self, out: Path) -> None:
        self._out, self._batch = out, Batch(out)
        self.before = self._settled()
        self._batch.clear()
        self._standing = self._walk()
        self._files: dict[str, str] = {}

    def stands(self, name: str) -> bool:
        """Whether a file was published and is there; if so it is part of the new set as it is."""
        digest = self.before.files.get(name)
        if digest is None or name not in self._standing:
            return False
        self._files[name] = digest
        return True

    def missing(self, names: Collection[str]) -> set[str]:
        """Which of many files do not stand; the others are part of the new set as they are."""
        published, there = self.before.files, self._standing
        found = {name: published[name] for name in names if name in published and name in there}
        self._files |= found
        return set(names) - found.keys()

    def stand(self, *names: str) -> bool:
        """The same of several, of which all are part of the new set or none."""
        return all(name in self.before.files and name in self._standing for name in names) and all(
            self.stands(name) for name in names
        )

    def add(self, name: str, content: bytes) -> None:
        """A file of the new set; it is written only if it is not there with these bytes."""
        self.take([self.wanted(name).lay(self._out, content)])

    def wanted(self, name: str) -> Wanted:
        """A file of the new set that is yet to be made."""
        standing = self.before.files.get(name, "") if name in self._standing else None
        return Wanted(name, standing, self._batch.beside())

    def take(self, made: Iterable[Made]) -> None:
        """Files of the new set that were made."""
        for name, digest, aside in made:
            if aside:
                self._batch.take(name, aside)
            self._files[name] = digest

    def abandon(self) -> None:
        """Leave everything as it was."""
        self._batch.clear()

    def switch(self, made_from: dict[str, str], log: LogIndex, at: datetime, keep: timedelta) -> Written:
        """Put the new set in the place of the old one.

        First comes a file that says what is about to change, then the pages, whose names nobody knows yet,
        then the others, those that name others last; then what is gone goes, and then the manifest is
        replaced. Whenever a run is killed, each file is one that one of the two manifests names.
        """
        former, gone = self._former(at, keep)
        manifest = Manifest(self._files, former, made_from, log).to_json()
        written = sorted((name for name in self._files if name in self._batch), key=_order)
        if written or gone:
            coming = {name: self._files[name] for name in written} | dict.fromkeys(gone)
            self._batch.add(NEXT, next_manifest(coming, log))
            self._batch.add(MANIFEST, manifest)
            self._batch.settle()
            self._place(NEXT)
            for name in written:
                self._batch.place(name)
            for name in gone:
                remove(self._out / name)
            self._batch.keep()
            self._place(MANIFEST)
            remove(self._out / NEXT)
            written.append(MANIFEST)
        elif write_if_changed(self._out / MANIFEST, manifest):
            written.append(MANIFEST)
        self._batch.clear()
        self._sweep(gone)
        return Written(tuple(written), tuple(gone), len(self._files) + 1)

    def _place(self, name: str) -> None:
        self._batch.place(name)
        self._batch.keep()

    def _settled(self) -> Manifest:
        """What stands; after a run that was killed, the files are looked at, and the manifest is made to say so."""
        before = read_manifest(self._out)
        if (self._out / NEXT).is_file():
            before = settle(self._out, before)
            write_if_changed(self._out / MANIFEST, before.to_json())
            remove(self._out / NEXT)
        return before

    def _former(self, at: datetime, keep: timedelta) -> tuple[dict[str, str], list[str]]:
        """What is only kept for readers in the middle of the old feed, since when, and what goes now."""
        known = self.before.files.keys() | self.before.former.keys()
        over = self._standing - self._files.keys()
        former, gone = {}, []
        for name in sorted(name for name in over if name in known or _OURS.fullmatch(name)):
            since = self.before.former.get(name) or format_instant(at)
            if _PAGE.fullmatch(name) and not _is_over(since, at, keep):
                former[name] = since
            else:
                gone.append(name)
        return former, gone

    def _walk(self) -> set[str]:
        """The names of all that is there, and away with what a run that was killed left half-written."""
        names = set[str]()
        for folder in ("", ".well-known", *_FOLDERS):
            for at, found in _names(self._out / folder, f"{folder}/" if folder else "", bool(folder)):
                begun = {name for name in found if name.startswith(".wbl-") and name.endswith(".tmp")}
                for name in begun:
                    remove(self._out / (at + name))
                names.update(at + name for name in found if name not in begun)
        return names

    def _sweep(self, gone: list[str]) -> None:
        """Take away folders that are empty now."""
        for name in gone:
            for parent in list((self._out / name).parents)[: name.count("/")]:
                try:
                    parent.rmdir()
                except OSError:  # it is not empty, or gone already
                    break


def _order(name: str) -> tuple[int, int, str]:
    """Pages first, since nobody knows their names before; the pages of the log by their number; the index last."""
    if name in LAST:
        return 2, LAST.index(name), name
    number = re.search(r"/(\d+)\.(?:json|atom)$", name)
    return 0 if _PAGE.fullmatch(name) else 1, int(number[1]) if number and name.startswith("changes/") else 0, name


def _is_over(since: str, at: datetime, keep: timedelta) -> bool:
    try:
        return at - parse_instant(since) >= keep
    except (ValueError, TypeError):  # somebody edited the manifest
        return True


def _names(folder: Path, prefix: str, deep: bool) -> Iterator[tuple[str, list[str]]]:
    """The files of a folder, after what their names begin with, and those of the folders in it."""
    try:
        with os.scandir(folder) as found:
            there = list(found)
        files = [one.name for one in there if one.is_file()]
        yield prefix, files
        if deep and len(files) < len(there):
            for one in there:
                if one.is_dir(follow_symlinks=False):
                    yield from _names(folder / one.name, f"{prefix}{one.name}/", deep)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise NothingPublishedError(f"{folder} could not be read: {error.strerror or error}.") from error
