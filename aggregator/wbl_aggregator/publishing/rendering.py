"""Makes files of the statewide feed from what is kept, in whatever process; they are laid aside until all are there."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wbl_aggregator.publishing import feeds
from wbl_aggregator.publishing.archive import archive_page
from wbl_aggregator.publishing.change_log import Change
from wbl_aggregator.publishing.manifest import digest_of
from wbl_aggregator.publishing.shelf import Shelf
from wbl_feed.files import lay, refusals
from wbl_feed.models import Envelope

Opened = Callable[[], AbstractContextManager[Shelf]]
"""Gives the shelf where it is wanted."""


class Made(NamedTuple):
    """A file of the new set."""

    name: str
    digest: str
    """Its SHA-256."""
    aside: str
    """Where it lies until it is put in its place; empty if it is there already, with these bytes."""


class Wanted(NamedTuple):
    """A file that is to be made."""

    name: str
    standing: str | None
    """What is known of the bytes that stand there: their SHA-256, or nothing; ``None`` if there is no file."""
    aside: str
    """Where it is to lie until it is put in its place."""

    def lay(self, out: Path, content: bytes) -> Made:
        """The file with its content. Raises ``NothingPublishedError`` when the disk refuses."""
        digest = hashlib.sha256(content).hexdigest()
        # somebody may have spoiled what stands
        if self.standing in ("", digest) and digest_of(out / self.name) == digest:
            return Made(self.name, digest, "")
        with refusals(out, self.name):
            lay(self.aside, content)
        return Made(self.name, digest, self.aside)


@dataclass(frozen=True)
class Desk:
    """What files are made from, and where they are to stand."""

    opened: Opened
    out: Path


def make_postings(desk: Desk, wanted: Sequence[tuple[Wanted, str]]) -> list[Made]:
    """The files of entries, given by their ids."""
    with desk.opened() as shelf:
        return [one.lay(desk.out, shelf.posting_file(identity)) for one, identity in wanted]


class Page(NamedTuple):
    """A page of a feed."""

    file: Wanted
    spec_version: str
    feed: str
    """Id of the feed."""
    ids: Sequence[str]
    """Of its entries."""


def make_pages(desk: Desk, pages: Sequence[Page]) -> list[Made]:
    """Pages of feeds."""
    with desk.opened() as shelf:
        return [one.file.lay(desk.out, feeds.page(one.spec_version, one.feed, one.ids, shelf)) for one in pages]


def make_archive(
    desk: Desk,
    wanted: Wanted,
    number: int,
    changes: Sequence[Change],
    neighbours: tuple[bool, bool],
    envelope: Envelope,
) -> list[Made]:
    """A page of the archive."""
    return [wanted.lay(desk.out, archive_page(number, changes, neighbours, envelope))]
