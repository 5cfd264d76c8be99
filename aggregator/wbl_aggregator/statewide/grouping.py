"""Groups the reached postings into entries by all that is known: what they declare, how alike they are, verdicts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from wbl_aggregator.match import Edge, Group, Member, OverShared, cluster, find_edges
from wbl_aggregator.match.evidence import DECISION, SIMILAR
from wbl_aggregator.match.explain import Rival, explain
from wbl_aggregator.match.record import Record
from wbl_aggregator.sources.matching import Matching
from wbl_aggregator.statewide.entries import Maker
from wbl_aggregator.store.likeness import Likeness
from wbl_feed.models import Posting


@dataclass
class Finder:
    """Finds groups, and notes the values that join too much."""

    maker: Maker
    likeness: Likeness
    matching: Matching
    over_shared: list[OverShared] = field(default_factory=list)

    def groups(self, live: Iterable[Member], linked: Iterable[list[Member]]) -> Iterator[Group]:
        """The groups of the live postings, of which those that something links are given together: those without
        anything in common with another stand alone.
        """
        met: set[Member] = set()
        for members in linked:
            met.update(members)
            yield from self._grouped(members)
        yield from (Group((member,)) for member in live if member not in met)

    def _grouped(self, members: list[Member]) -> Iterator[Group]:
        postings = {member: Posting.from_members(self.maker.posting(member)) for member in members}
        edges, over = find_edges(postings)
        self.over_shared += over
        records = self.likeness.records(members)
        alike = self._alike(members, frozenset(members))
        for group in cluster(postings, [*edges, *alike], records, self.matching.verdicts):
            told = (self._told(edge, postings, records, alike) for edge in group.edges)
            yield Group(group.members, tuple(told))

    def _alike(self, members: Iterable[Member], among: frozenset[Member]) -> list[Edge]:
        found = (match for member in members for match in self.likeness.alike(member, enough=True))
        return [Edge(SIMILAR, "", one.a, one.b, one.points) for one in found if one.a < one.b and one.b in among]

    def _told(
        self, edge: Edge, postings: Mapping[Member, Posting], records: Mapping[Member, Record], alike: list[Edge]
    ) -> Edge:
        """An edge with how it came about."""
        if edge.rank == DECISION:
            return replace(edge, value=", ".join(filter(None, ("a person decided so in verdicts.toml", edge.value))))
        if edge.rank != SIMILAR:
            return edge
        told = explain(
            (records[edge.a], records[edge.b]),
            (postings[edge.a], postings[edge.b]),
            self.matching.rarity,
            (self.likeness.beside(edge.a), self.likeness.beside(edge.b)),
        )
        rivals = [rival for other in alike if (rival := Rival.of_edge(other, edge))]
        least = self.matching.least(edge.a.source, edge.b.source)
        return replace(edge, value=f"{edge.points} points", told=told.to_json(least, rivals))
