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
from wbl_aggregator.store.shelf import StoredShelf
from wbl_feed.feed_settings import FeedSettings


@dataclass(frozen=True)
class Elsewhere:
    """How a run stands. Its methods raise ``sqlite3.Error``."""

    state: Path
    feed: FeedSettings
    sources: Mapping[str, Source]
    licences: Mapping[str, str]
    """What the operator knows of sources whose feeds state none."""
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
            maker = Maker(self.feed, self.standing(store, hidden), store.holdings, self.at)
            return make_entries(maker, store.entries, namings)

    def standing(self, store: Store, hidden: frozenset[str]) -> Standing:
        """How the sources stand, by a state that is open here; ``hidden`` are those whose postings are not shown."""
        overridden = Moderating(store, self.moderation).overridden if self.moderation.overrides else None
        return Standing(dict(self.sources), Envelopes(store, self.licences), hidden, overridden)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        with closing(Store.read(self.state)) as store:
            yield store
