"""Keeps the pages of a feed, those for readers of an earlier first document too (spec section 9, rule 7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from wbl_feed.json_format import MEDIA_TYPE
from wbl_feed.models import Tombstone
from wbl_publishers.web.exchange import Document

KEPT = timedelta(hours=1)
MOST_BYTES = 32_000_000
"""What pages that are no longer listed may take of the memory; the oldest go first."""
_AT_ONCE = ("rights", "error")
"""Reasons of tombstones whose postings go from all copies at once (spec section 20.1, rule 4)."""


class Pages:
    """The pages that are listed now, and for an hour those that were. Their names bear the hash of their content."""

    def __init__(self) -> None:
        self._listed: dict[str, Document] = {}
        self._former: dict[str, tuple[Document, datetime]] = {}
        """With the moment until which each is kept, the last to go first."""

    def get(self, name: str, at: datetime) -> Document | None:
        """The page of that name, if it is listed or was within the hour before ``at``."""
        page, until = self._former.get(name, (None, at))
        return self._listed.get(name) or (page if at < until else None)

    def put(self, contents: Mapping[str, bytes], gone: Iterable[Tombstone], at: datetime) -> None:
        """List these pages in place of those before, and forget former ones that nobody may read any more."""
        former = {name: (page, at + KEPT) for name, page in self._listed.items()} | self._former
        fresh = {name: Document(content, MEDIA_TYPE, at) for name, content in contents.items()}
        self._listed = {name: self._listed.get(name, page) for name, page in fresh.items()}
        withdrawn = [f'"{one.id}"'.encode() for one in gone if one.reason in _AT_ONCE]
        self._former = {}
        room = MOST_BYTES
        for name, (page, until) in former.items():
            if name in fresh or at >= until or any(identity in page.content for identity in withdrawn):
                continue
            room -= len(page.content)
            if room >= 0:
                self._former[name] = (page, until)
