"""What a process needs that does a part of a run: the state, which it opens for reading, and how the run stands."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wbl_aggregator.moderating import Moderating
from wbl_aggregator.sources import Source
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.statewide import Envelopes, Maker, Naming, Standing, make_entries
from wbl_aggregator.store import Store
from wbl_aggregator.store.entries import Entry
from wbl_aggregator.store.schema import opened_for_reading
from wbl_aggregator.store.shelf import StoredShelf
from wbl_aggregator.store.store import DATABASE
from wbl_feed.feed_settings import FeedSettings


@dataclass(frozen=True)
class Elsewhere:
    """How a run stands. Its methods raise ``sqlite3.Error``."""

    state: Path
    feed: FeedSettings
    sources: Mapping[str, Source]
    licences: Mapping[str, str]
    moderation: Moderation
    at: datetime

    @contextmanager
    def shelf(self) -> Iterator[StoredShelf]:
        """What publishing reads; of adopted sites nothing is known."""
        with self._store() as store:
            yield StoredShelf(store.database, list, Moderating(store, self.moderation).published, self.licences)

    def make_entries(self, hidden: frozenset[str], namings: Sequence[Naming]) -> list[Entry | str]:
        """The entries of groups, as ``make_entries`` has them."""
        with self._store() as store:
            overridden = Moderating(store, self.moderation).overridden if self.moderation.overrides else None
            standing = Standing(dict(self.sources), Envelopes(store, self.licences), hidden, overridden)
            return make_entries(Maker(self.feed, standing, store.holdings, self.at), store.entries, namings)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        with closing(Store(opened_for_reading(self.state / DATABASE))) as store:
            yield store
