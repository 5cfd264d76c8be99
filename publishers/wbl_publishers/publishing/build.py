"""Makes a site's next feed from its inputs and its previous feed: dates of change and tombstones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wbl_feed.errors import NothingPublishedError, WblFeedError
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.json_format import seal
from wbl_feed.models import Feed, Posting, Tombstone
from wbl_feed.notices.base import Notice
from wbl_feed.times import format_instant, parse_instant
from wbl_publishers.mapping.drafting import Draft
from wbl_publishers.publishing.batch import Batch, Settled, after, settle, told_apart

KEEP_TOMBSTONES = timedelta(days=365)


@dataclass(frozen=True)
class Build:
    """A feed, and what became of each record of its inputs."""

    feed: Feed
    inputs: tuple[Settled, ...]
    added: tuple[Posting, ...] = ()
    changed: tuple[tuple[Posting, Posting], ...] = ()
    """Postings that differ, before and after."""
    withdrawn: tuple[Tombstone, ...] = ()
    gone: tuple[Posting, ...] = ()
    """The postings that are withdrawn, as they were."""

    @property
    def records(self) -> int:
        """Number of records that were read: postings that are not kept, and refused ones."""
        return sum(one.records for one in self.inputs)

    @property
    def refused(self) -> tuple[Draft, ...]:
        return tuple(draft for one in self.inputs for draft in one.refused)

    @property
    def kept(self) -> tuple[Posting, ...]:
        """Postings that stay as they were published, although no record of this run says so."""
        return tuple(posting for one in self.inputs for posting in one.kept)

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(notice for one in self.inputs for notice in one.notices)

    @property
    def failures(self) -> tuple[WblFeedError, ...]:
        """Why some inputs could not be read; what was published of them stays."""
        return tuple(one.failure for one in self.inputs if one.failure)


def build(
    batches: Sequence[Batch], settings: FeedSettings, previous: Feed | None, at: datetime, *, accept_drop: bool = False
) -> Build:
    """The next feed. Raises the failure of the inputs when there is no input without one."""
    before = {posting.id: posting for posting in previous.items} if previous else {}
    batches = [told_apart(batch) for batch in _remembering(batches, before)]
    assigned = [batch.ids.assigned(batch.drafts, batch.mapping.base) for batch in batches]
    claims = [set(identities) for identities, _ in assigned]  # what the records of one have the others leave alone
    settled: list[Settled] = []
    taken: set[str] = set()
    for number, batch in enumerate(batches):
        elsewhere = set().union(*claims[:number], *claims[number + 1 :])
        own = {
            one: posting
            for one, posting in before.items()
            if one in batch.ids.owned and one not in taken and (one in claims[number] or one not in elsewhere)
        }
        found = settle(
            batch, assigned[number], own, taken, at, settings.time_zone,
            accept_drop=accept_drop, alone=len(batches) == 1,
        )  # fmt: skip
        settled.append(found)
        taken |= {posting.id for posting in found.postings}
    if all(one.failure for one in settled):
        raise next(one.failure for one in settled if one.failure)
    items = tuple(posting for one in settled for posting in one.postings)
    judged = {one for batch in batches for one in batch.ids.owned}
    gone = [posting for one in settled for posting in one.gone if posting.id not in taken]
    strays = [one for one in before.values() if one.id not in judged | taken]
    gone += _of_no_input(strays, before, accept_drop)
    withdrawn = tuple(_tombstone(posting, at) for posting in gone)
    feed = _feed(settings, items, withdrawn, previous, at)
    added = tuple(posting for posting in items if posting.id not in before)
    changed = tuple((before[one.id], one) for one in items if one.id in before and one != before[one.id])
    return Build(feed, tuple(settled), added, changed, withdrawn, tuple(gone))


def _remembering(batches: Sequence[Batch], before: dict[str, Posting]) -> list[Batch]:
    """The batches; one of which nothing is remembered learns from the postings that no other one has."""
    owned = {one for batch in batches for one in batch.ids.owned}
    strays = [posting for identity, posting in before.items() if identity not in owned]
    return [replace(batch, ids=batch.ids.learned(strays)) if batch.ids.new and strays else batch for batch in batches]


def _tombstone(posting: Posting, at: datetime) -> Tombstone:
    """Says that a posting is gone, after its last change even if the clock was set back."""
    return Tombstone(id=posting.id, date_deleted=after(posting.date_modified, at), reason="withdrawn")


def _of_no_input(strays: list[Posting], before: dict[str, Posting], accept_drop: bool) -> list[Posting]:
    """The postings of an input that there is no more, which are gone, unless they are most of the feed."""
    if len(strays) * 2 > len(before) and not accept_drop:
        raise NothingPublishedError(
            f"{len(strays)} of {len(before)} postings are of an input that there is no more, so nothing was published "
            "and nothing withdrawn. If they are to go, run again with --accept-drop."
        )
    return strays


def _feed(
    settings: FeedSettings,
    items: tuple[Posting, ...],
    withdrawn: tuple[Tombstone, ...],
    previous: Feed | None,
    at: datetime,
) -> Feed:
    alive = {posting.id for posting in items}
    standing = [one for one in (previous.tombstones if previous else None) or () if one.id not in alive]
    oldest = at - KEEP_TOMBSTONES
    kept = [one for one in standing if parse_instant(one.date_deleted) >= oldest]
    dropped = [one for one in standing if parse_instant(one.date_deleted) < oldest]
    since = parse_instant(previous.deletion.tombstones_since) if previous and previous.deletion else at
    since = max([since, *(parse_instant(one.date_deleted) + timedelta(seconds=1) for one in dropped)])
    tombstones = (*kept, *withdrawn)
    feed = settings.feed(
        date_modified=after(previous.date_modified if previous else None, at),
        deletion={"tombstonesSince": format_instant(since)},
        tombstones=tombstones or None,
        items=items,
    )
    if previous and _content(previous) == _content(feed):
        feed = feed.evolve(date_modified=previous.date_modified)
    return seal(feed)


def _content(feed: Feed) -> Feed:
    """The feed without what changes from run to run."""
    return feed.evolve(date_modified="2000-01-01T00:00:00Z", total_items=None, digest=None, deletion=None)
