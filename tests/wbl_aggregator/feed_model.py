"""What has to be published, worked out from what sites said and from the words of specification 8 alone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from feed_world import Item, Said

from wbl_feed.times import parse_instant

KEEP = timedelta(days=30)
_DAY = timedelta(hours=24)


@dataclass
class Kept:
    """What an aggregator is to hold of one source."""

    feed: str = ""
    """Id of the feed that was read; empty: none ever was."""
    items: dict[str, Item] = field(default_factory=dict)
    last_success: datetime | None = None
    gone_since: datetime | None = None
    ends: str = ""
    counts: list[int] = field(default_factory=list)
    """Items of the last readings from which nothing was held back."""
    held: frozenset[str] = frozenset()
    """Those that a person is to decide on."""
    lapsed: bool = False
    """Whether it was not read for too long when it was last asked."""

    def hear(self, said: Said, at: datetime, *, agreed: bool) -> None:
        """Take in an answer; ``agreed`` is an operator's word that a sudden drop is right."""
        if said.kind == "silence":
            return
        if said.kind == "gone":
            self.gone_since = self.gone_since or at
            if at - self.gone_since >= _DAY:
                self.items, self.held = {}, frozenset()
            return
        self.gone_since = None
        if said.kind == "same":
            assert self._taken(said, agreed) == (self.items, self.held), "a 304 hides what was not acted on"
            self.last_success = at
        if said.kind == "feed" and self.feed in ("", said.feed):  # 7.3 rule 3
            self.feed, self.last_success, self.ends = said.feed, at, said.ends
            self.items, self.held = self._taken(said, agreed)
            if said.whole and not self.held:
                self.counts = [*self.counts, len(said.items)][-5:]

    def _taken(self, said: Said, agreed: bool) -> tuple[dict[str, Item], frozenset[str]]:
        """What is held after a reading, and what of it waits for a person (8.4)."""
        items = {**self.items, **said.items}  # step 3
        for item in said.items.values():
            for old in item.previous:
                if old not in said.items:
                    items.pop(old, None)
        for identity, when in said.tombstones.items():  # step 4
            if identity in items and when >= items[identity].modified:
                del items[identity]
        stoned = len(said.tombstones.keys() & self.items.keys() - items.keys())
        absent = items.keys() - said.items.keys() - said.unsound  # step 5
        if not said.whole:
            return items, frozenset()
        if not agreed and self._is_sudden(self.items, absent, len(said.items) + stoned):
            return items, frozenset(absent)
        return {identity: item for identity, item in items.items() if identity not in absent}, frozenset()

    def _is_sudden(self, before: dict[str, Item], absent: set[str], now: int) -> bool:
        if len(before) < 6 or not absent:
            return False
        live = {identity for identity, item in before.items() if item.status == "open"}
        if 2 * len(absent) > len(before) or 2 * len(live & absent) > len(live):
            return True
        return len(self.counts) >= 3 and 10 * now < 7 * median(self.counts)

    def shown(self, at: datetime, *, lapses: bool) -> dict[str, Item]:
        """What is published of it at a moment; a source that is not asked on purpose does not lapse, nor come back."""
        ended = self.ends and parse_instant(self.ends) <= at
        if lapses:
            self.lapsed = self.last_success is None or at - self.last_success > KEEP
        return {} if ended or self.lapsed else dict(self.items)


@dataclass
class Aggregate:
    """What one aggregator holds of all its sources."""

    sources: dict[str, Kept] = field(default_factory=dict)
    waits: dict[str, datetime] = field(default_factory=dict)
    """Hosts that are not to be asked before."""
    published: dict[str, dict[str, Item]] = field(default_factory=dict)
    """Items by source, of the last run that published."""
    feeds: dict[str, str] = field(default_factory=dict)
    """The feed of each source that was ever held: what is published of one may outlive its being listed."""
    known: frozenset[str] = frozenset()
    """Sources whose feeds were read and named in that run."""
    is_lost: bool = False

    def lose_state(self) -> None:
        """Somebody deletes the state; what is published is all that is left."""
        self.is_lost = True

    def begin(self, listed: set[str], at: datetime) -> None:
        """A run begins: what was lost comes back from what is published, and what is not listed any more is forgotten."""
        self.feeds |= {name: kept.feed for name, kept in self.sources.items()}
        if self.is_lost:
            self.sources = {
                name: Kept(self.feeds[name], dict(items), last_success=at)
                for name, items in self.published.items()
                if items
            }
            self.waits, self.is_lost = {}, False
        self.sources = {name: kept for name, kept in self.sources.items() if name in listed}

    def may_ask(self, name: str, at: datetime) -> bool:
        """Whether the host of a source let itself be asked."""
        return name not in self.waits or at >= self.waits[name]

    def hear(self, name: str, said: Said, at: datetime, *, agreed: bool) -> None:
        """Take in what one site answered."""
        self.sources.setdefault(name, Kept()).hear(said, at, agreed=agreed)
        if said.until:
            self.waits[name] = said.until

    @property
    def has_read(self) -> bool:
        """Whether any source was ever read, so that there is something to publish."""
        return any(kept.feed for kept in self.sources.values())

    def publish(self, paused: set[str], at: datetime) -> dict[str, dict[str, Item]]:
        """What is to be published."""
        self.known = frozenset(name for name, kept in self.sources.items() if kept.feed)
        self.published = {name: kept.shown(at, lapses=name not in paused) for name, kept in self.sources.items()}
        return self.published
