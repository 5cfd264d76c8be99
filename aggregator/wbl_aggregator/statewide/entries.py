"""Makes the entries of groups: from JSON where one source alone has the posting, else by merging models."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from wbl_aggregator.facets import facets
from wbl_aggregator.match import Edge, Group, Member
from wbl_aggregator.merge import Contribution, merge
from wbl_aggregator.statewide.single import single
from wbl_aggregator.statewide.standing import Standing
from wbl_aggregator.store.entries import Entries, Entry
from wbl_aggregator.store.holdings import Holdings
from wbl_aggregator.store.kept import kept
from wbl_feed.digest import canonical_json
from wbl_feed.facts import FACTS_ONLY, facts_of
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Posting
from wbl_feed.times import format_instant, parse_instant

Json = dict[str, Any]


class Naming(NamedTuple):
    """A group, and the id that its entry bears."""

    id: str
    group: Group
    former: tuple[str, ...]
    """Ids that led to it before."""


@dataclass(frozen=True)
class Maker:
    """What entries are made with."""

    feed: FeedSettings
    standing: Standing
    holdings: Holdings
    at: datetime

    def make(self, identity: str, group: Group, former: tuple[str, ...], before: Entry | None) -> Entry:
        """The entry of a group. Raises ``ValueError`` or ``OverflowError`` where its members do not go together."""
        value = self._value(identity, group, former)
        old = kept(before.value, dict) if before else None
        value["dateModified"] = _date(value, old, self.at)
        content = before.value if before and value == old else canonical_json(value)
        return Entry(
            identity,
            content,
            value["provenance"][0]["feed"],
            tuple(facets(value)),
            value["dateModified"],
            group.members,
            tuple(_evidence(edge) for edge in group.edges),
        )

    def _value(self, identity: str, group: Group, former: tuple[str, ...]) -> Json:
        if len(group.members) == 1:
            (member,) = group.members
            posting = self.posting(member)
            source, envelope = self.standing.sources[member.source], self.standing.envelopes[member.source]
            made = single(identity, posting, source, envelope, self.feed, self.at, former)
            if made is not None:
                return made
        merged = merge(identity, group, list(self._contributions(group)), self.feed, self.at, former)
        return merged.to_json_value()

    def posting(self, member: Member) -> Json:
        """A posting as its source has it, with what the operator changed in it."""
        stored = self.holdings.value(member.source, member.id)
        if stored is None:
            raise ValueError("it is not there any more")
        value = kept(stored, dict)
        return self.standing.overridden(member.source, value) if self.standing.overridden else value

    def _contributions(self, group: Group) -> Iterator[Contribution]:
        for member in group.members:
            source, envelope = self.standing.sources[member.source], self.standing.envelopes[member.source]
            posting = Posting.from_members(self.posting(member))
            unlicensed = (posting.license or envelope.license) == FACTS_ONLY
            yield Contribution(member, facts_of(posting) if unlicensed else posting, source, envelope)


def make_entries(maker: Maker, entries: Entries, namings: Sequence[Naming]) -> list[Entry | str]:
    """The entry of each group, or why there is none: whatever one posting brings out must not cost the others.

    Raises ``sqlite3.Error``.
    """
    before = {entry.id: entry for entry in entries.some([one.id for one in namings])}
    made: list[Entry | str] = []
    for one in namings:
        try:
            entry = maker.make(one.id, one.group, one.former, before.get(one.id))
            entry.columns  # noqa: B018 - which takes a while, so that it is made where this is
            made.append(entry)
        except sqlite3.Error:
            raise
        except Exception as error:
            made.append(str(error))
    return made


def _date(value: Json, old: Json | None, at: datetime) -> str:
    """A dateModified that changes if and only if anything else does (spec section 5.1)."""
    modified: str = value["dateModified"]
    if old is None:
        return modified
    before: str = old["dateModified"]
    if {**value, "dateModified": before} == old:
        return before
    if parse_instant(modified) > parse_instant(before):
        return modified
    return format_instant(max(at, parse_instant(before) + timedelta(seconds=1)))


def _evidence(edge: Edge) -> Json:
    return {
        "rule": edge.rule,
        "value": edge.value,
        "between": [[edge.a.source, edge.a.id], [edge.b.source, edge.b.id]],
        **(edge.told or {}),
    }
