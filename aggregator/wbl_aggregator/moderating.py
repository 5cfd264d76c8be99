"""What the operator decided about single postings, applied to what the sources have."""

from typing import Any

from pydantic_core import from_json

from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import Shown
from wbl_feed.models import Posting


class Moderating:
    """The decisions as they stand in one run, with the entries that postings belong to or belonged to."""

    def __init__(self, store: Store, moderation: Moderation) -> None:
        self._store, self._moderation = store, moderation
        self._feeds: dict[str, str] = {}

    @property
    def forgotten(self) -> frozenset[str]:
        """Ids of postings that are not even kept."""
        return self._moderation.forgotten

    def shown_of(self, source: str, feed: str = "") -> Shown:
        """What is made of the postings of a source before they are matched; ``feed`` is the id of its feed, where that
        is not kept yet.
        """
        if feed:
            self._feeds[source] = feed
        if not (self._moderation.blocks or self._moderation.overrides):
            return lambda posting: posting

        def shown(posting: Posting) -> Posting | None:
            entry = self._entry(source, posting)
            if self._moderation.blocked(source, posting, entry):
                return None
            return self._moderation.overridden(posting, source, entry)

        return shown

    def overridden(self, source: str, value: dict[str, Any]) -> dict[str, Any]:
        """A source's posting, as JSON, with what the operator changed in it."""
        if not self._moderation.overrides:
            return value
        posting = Posting.from_members(value)
        made = self._overridden(source, posting)
        return value if made is posting else made.to_json_value()

    def published(self, source: str, value: bytes) -> bytes:
        """The same for its bytes: what the operator took out of a posting is in no file that is published."""
        if not self._moderation.overrides:
            return value
        posting = Posting.from_members(from_json(value))
        made = self._overridden(source, posting)
        return value if made is posting else made.to_json()

    def _overridden(self, source: str, posting: Posting) -> Posting:
        return self._moderation.overridden(posting, source, self._entry(source, posting))

    def _entry(self, source: str, posting: Posting) -> str:
        """Its entry, by its id or an earlier one; where the operator renamed the source, by that of its feed."""
        feed = self._feeds.get(source, "")
        if not feed and (envelope := self._store.holdings.envelope(source)):
            feed = self._feeds[source] = envelope.id
        found = (self._store.entries.entry_of(source, one, feed) for one in (posting.id, *(posting.previous_ids or ())))
        return next(filter(None, found), "")
