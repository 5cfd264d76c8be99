"""The statewide feed as a value: entries, tombstones, envelope; compared with the one before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wbl_aggregator.accept import Holding
from wbl_aggregator.ledger import Ledger, Origin, assign, former_ids
from wbl_aggregator.match import Group, Member, OverShared, cluster, find_edges
from wbl_aggregator.merge import Contribution, merge
from wbl_aggregator.published import Published
from wbl_aggregator.sources import Config, Source
from wbl_feed.facts import FACTS_ONLY, facts_of
from wbl_feed.json_format import seal
from wbl_feed.models import Deletion, Feed, Posting, Tombstone
from wbl_feed.models import Source as FeedSource
from wbl_feed.times import format_instant, parse_instant


@dataclass(frozen=True)
class Statewide:
    """One statewide feed, and how it came about."""

    feed: Feed
    groups: dict[str, Group]
    """Group of each entry, by statewide id."""
    contributions: dict[Member, Contribution]
    ledger: Ledger
    over_shared: tuple[OverShared, ...]
    left_out: tuple[str, ...] = ()
    """Members that could not be merged, with the reason; what was published of their entry before stays."""

    @property
    def merged(self) -> dict[str, Group]:
        """Entries of more than one member."""
        return {entry: group for entry, group in self.groups.items() if len(group.members) > 1}


def make_statewide(config: Config, holdings: dict[str, Holding], before: Published, at: datetime) -> Statewide:
    """Match and merge all live postings. The same holdings give the same feed, whatever the order or the moment."""
    contributions = _contributions(config, holdings, at)
    postings = {member: one.posting for member, one in contributions.items()}
    edges, over_shared = find_edges(postings)
    groups = cluster(postings, edges)
    sequence = (before.envelope.sequence or 0) if before.envelope else 0
    origins = {member: _origin(one) for member, one in contributions.items()}
    named, ledger = assign(groups, origins, before.ledger, config.feed.id, sequence + 1)
    former = former_ids(named, ledger)
    items: list[Posting] = []
    left_out: list[str] = []
    for entry in sorted(named):
        members = [contributions[member] for member in named[entry].members]
        try:
            posting = merge(entry, named[entry], members, config.feed, at, tuple(former.get(entry, ())))
            items.append(_dated(posting, before.items.get(entry), at))
        except (ValueError, OverflowError) as error:
            left_out += [f"{one.member.source} {one.member.id}: {error}" for one in members]
            if entry in before.items:  # what was published of it stays
                items.append(before.items[entry])
            else:
                del named[entry]
    tombstones = _tombstones(items, before, ledger, holdings, at)
    feed = _feed(config, items, tombstones, holdings, before, at)
    return Statewide(feed, named, contributions, ledger, tuple(over_shared), tuple(left_out))


def ended(holding: Holding, at: datetime) -> bool:
    """Whether a source's feed has ended for good by its own word; its postings are gone then (spec section 4.2)."""
    end = holding.envelope.termination_date if holding.envelope else None
    return end is not None and parse_instant(end) <= at


def _contributions(config: Config, holdings: dict[str, Holding], at: datetime) -> dict[Member, Contribution]:
    found: dict[Member, Contribution] = {}
    for source in config.sources:
        holding = holdings.get(source.id, Holding())
        if holding.envelope and not ended(holding, at):
            for identity, posting in sorted(holding.postings.items()):
                member = Member(source.id, identity)
                unlicensed = (posting.license or holding.envelope.license) == FACTS_ONLY
                said = facts_of(posting) if unlicensed else posting
                found[member] = Contribution(member, said, source, holding.envelope)
    return found


def _origin(one: Contribution) -> Origin:
    first = (one.posting.provenance or (None,))[0]
    feed, identity = (first.feed, first.id) if first else (one.envelope.id, one.posting.id)
    return Origin(one.envelope.id, feed, identity, one.posting.previous_ids or ())


def _dated(posting: Posting, old: Posting | None, at: datetime) -> Posting:
    """The posting with a dateModified that changes if and only if anything else does."""
    if old is None:
        return posting
    if posting.evolve(date_modified=old.date_modified) == old:
        return old
    if parse_instant(posting.date_modified) > parse_instant(old.date_modified):
        return posting
    later = max(at, parse_instant(old.date_modified) + timedelta(seconds=1))
    return posting.evolve(date_modified=format_instant(later))


def _tombstones(
    items: list[Posting], before: Published, ledger: Ledger, holdings: dict[str, Holding], at: datetime
) -> list[Tombstone]:
    """A tombstone for every entry that was published and is gone, dated by its source where that says when."""
    live = {posting.id for posting in items}
    tombstones = {identity: stone for identity, stone in before.tombstones.items() if identity not in live}
    members: dict[str, list[Member]] = {}
    for member, known in ledger.entries.items():
        members.setdefault(known.id, []).append(member)
    for identity in before.items:
        if identity in live:
            continue
        if identity in ledger.aliases:
            tombstones[identity] = Tombstone(
                id=identity, date_deleted=format_instant(at), reason="merged", replaced_by=ledger.aliases[identity]
            )
            continue
        said = [
            stone
            for member in sorted(members.get(identity, ()))
            if (stone := holdings.get(member.source, Holding()).tombstones.get(member.id))
        ]
        last = max(said, key=lambda stone: parse_instant(stone.date_deleted), default=None)
        stated = parse_instant(last.date_deleted) if last else at
        moment = min(max(stated, parse_instant(before.items[identity].date_modified)), at)
        closed = any(ended(holdings.get(member.source, Holding()), at) for member in members.get(identity, ()))
        reason = (last.reason if last else None) or ("closed" if closed else "withdrawn")
        tombstones[identity] = Tombstone(id=identity, date_deleted=format_instant(moment), reason=reason)
    return [tombstones[identity] for identity in sorted(tombstones)]


def _feed(
    config: Config,
    items: list[Posting],
    tombstones: list[Tombstone],
    holdings: dict[str, Holding],
    before: Published,
    at: datetime,
) -> Feed:
    old = before.envelope
    dates = [posting.date_modified for posting in items] + [stone.date_deleted for stone in tombstones]
    newest = min(max(map(parse_instant, dates), default=at), at)
    if old:
        newest = max(newest, parse_instant(old.date_modified))
    since = old.deletion.tombstones_since if old and old.deletion else format_instant(newest)
    sources = [_source(source, holdings[source.id]) for source in config.sources if source.id in holdings]
    feed = config.feed.feed(
        date_modified=format_instant(newest),
        deletion=Deletion(tombstones_since=since),
        sources=tuple(source for source in sources if source) or None,
        tombstones=tuple(tombstones) or None,
        items=tuple(items),
    )
    return _numbered(seal(feed), before)


def _numbered(feed: Feed, before: Published) -> Feed:
    """The feed with the next sequence if its content is another than before."""
    old = before.envelope
    if old is None:
        return feed.evolve(sequence=1)
    same = feed.envelope.evolve(sequence=old.sequence, pages=old.pages, completeness=old.completeness) == old
    return feed.evolve(sequence=(old.sequence or 0) + (0 if same else 1))


def _source(source: Source, holding: Holding) -> FeedSource | None:
    envelope = holding.envelope
    if envelope is None:
        return None
    members = {
        "feed": envelope.id,
        "name": source.name or envelope.name,
        "url": envelope.home_page_url or envelope.publisher.url,
        "feed_url": None if source.allow_private or source.adopted else source.url,
        "license": envelope.license,
    }
    return FeedSource.model_validate({name: value for name, value in members.items() if value is not None})
