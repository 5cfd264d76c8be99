"""How the sources stand at a moment: whose postings are in the statewide feed, and with what envelope."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wbl_aggregator.sources import Source
from wbl_aggregator.store import Store
from wbl_feed.facts import FACTS_ONLY
from wbl_feed.models import Envelope
from wbl_feed.times import parse_instant

Overridden = Callable[[str, dict[str, Any]], dict[str, Any]]
"""A source's posting, as JSON, with what the operator changed in it."""


class Envelopes(Mapping[str, Envelope]):
    """The envelopes of all sources that were ever read, each read from the store when it is asked for.

    ``licences`` are what the operator knows of sources whose feeds state none.
    """

    def __init__(self, store: Store, licences: Mapping[str, str] | None = None) -> None:
        self._store, self._ids, self._licences = store, frozenset(store.sources_read()), licences or {}
        self._read: dict[str, Envelope] = {}

    def __getitem__(self, source: str) -> Envelope:
        if source not in self._read:
            envelope = self._store.holdings.envelope(source) if source in self._ids else None
            if envelope is None:
                raise KeyError(source)
            known = self._licences.get(source) if envelope.license == FACTS_ONLY else None
            self._read[source] = envelope.evolve(license=known) if known else envelope
        return self._read[source]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._ids))

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, source: object) -> bool:
        return source in self._ids


@dataclass(frozen=True)
class Standing:
    """The sources of one run."""

    sources: dict[str, Source]
    envelopes: Mapping[str, Envelope]
    """Of the sources that were ever read."""
    hidden: frozenset[str]
    """Sources whose postings are not in the feed now: lapsed, ended, or not of the list."""
    overridden: Overridden | None = None
    """``None`` where nothing is changed in any."""


def is_over(envelope: Envelope, at: datetime) -> bool:
    """Whether a feed has ended for good by its own word; its postings are gone then (spec section 4.2)."""
    return envelope.termination_date is not None and parse_instant(envelope.termination_date) <= at
