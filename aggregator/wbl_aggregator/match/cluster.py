"""Groups members into entries: best evidence first, and never two live postings of one source together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wbl_aggregator.match.evidence import DECISION, RULES, SIMILAR, Edge, Member, identity
from wbl_aggregator.match.join import join
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.verdicts import Verdicts
from wbl_aggregator.match.veto import COHORTS, VETOES, veto
from wbl_feed.models import Posting

SAME_AS = RULES.index("same-as")
"""From this rank on, evidence may lead to another cohort of the same programme."""


@dataclass(frozen=True)
class Group:
    """Members that are one opportunity, with the evidence that joined them."""

    members: tuple[Member, ...]
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class _Refusal:
    """The IRIs of which a posting says ``notSameAs``, and those by which others can say it of this one."""

    refused: frozenset[str]
    names: frozenset[str]

    def parts(self, other: "_Refusal") -> bool:
        """Whether one of the two says ``notSameAs`` of the other."""
        return not (self.refused.isdisjoint(other.names) and other.refused.isdisjoint(self.names))


def cluster(
    postings: Mapping[Member, Posting],
    edges: Iterable[Edge],
    records: Mapping[Member, Record] | None = None,
    verdicts: Verdicts | None = None,
) -> list[Group]:
    """The groups, each member in exactly one; the result does not depend on the order of the input.

    ``records`` are those of the postings, by which other cohorts are known; without them schedules alone tell.
    """
    refusals = _refusals(postings)
    decided, parted = (verdicts or Verdicts()).on(postings)
    vetoed = _vetoed(postings, records)

    def apart(edge: Edge, one: Member, other: Member) -> bool:
        if parted and frozenset((one, other)) in parted:
            return True
        if edge.rank == DECISION:
            return False
        if refusals and refusals[one].parts(refusals[other]):
            return True
        return edge.rank >= SAME_AS and vetoed(edge.rank, one, other)

    joined = join([*decided, *sorted(edges, key=_strength)], apart)
    alone = postings.keys() - {member for members, _ in joined for member in members}
    found = [Group(tuple(sorted(members)), by) for members, by in joined]
    return sorted((*found, *(Group((member,)) for member in alone)), key=lambda group: group.members)


def other_cohort(one: Posting, other: Posting) -> bool:
    """Whether two postings are of different cohorts: the one has ended before the other starts (spec section 17.5)."""
    first, second = one.schedule, other.schedule
    if not first or not second or not first.start_date or not second.start_date:
        return False
    ended = first.end_date and first.end_date < second.start_date
    return bool(ended or (second.end_date and second.end_date < first.start_date))


def _strength(edge: Edge) -> tuple[int, int, str, Member, Member]:
    """The order of evidence, the strongest first."""
    return edge.rank, -edge.points, edge.value, edge.a, edge.b


def _vetoed(
    postings: Mapping[Member, Posting], records: Mapping[Member, Record] | None
) -> Callable[[int, Member, Member], bool]:
    """Tells whether two members are kept apart though there is evidence of a rank: what only looks alike is kept apart
    by more than what somebody declared.
    """

    def vetoed(rank: int, one: Member, other: Member) -> bool:
        if other_cohort(postings[one], postings[other]):
            return True
        rules = VETOES if rank >= SIMILAR else COHORTS
        return bool(records and veto(records[one], records[other], rules))

    return vetoed


def _refusals(postings: Mapping[Member, Posting]) -> dict[Member, _Refusal]:
    """What each member refuses; empty where none refuses anything."""
    if not any(posting.not_same_as for posting in postings.values()):
        return {}
    return {
        member: _Refusal(frozenset(posting.not_same_as or ()), frozenset({*identity(posting), posting.url}))
        for member, posting in postings.items()
    }
