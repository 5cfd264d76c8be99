"""Groups members into entries: best evidence first, and never two live postings of one source together."""

from collections.abc import Iterable
from dataclasses import dataclass

from wbl_aggregator.match.evidence import RULES, Edge, Member, identity
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


def cluster(postings: dict[Member, Posting], edges: Iterable[Edge]) -> list[Group]:
    """The groups, each member in exactly one; the result does not depend on the order of the input."""
    group_of = {member: {member} for member in postings}
    joined: dict[int, list[Edge]] = {}
    refusals = _refusals(postings)
    for edge in sorted(edges):
        left, right = group_of[edge.a], group_of[edge.b]
        if left is right or not _may_join(left, right, refusals):
            continue
        if edge.rank >= SAME_AS and any(other_cohort(postings[a], postings[b]) for a in left for b in right):
            continue
        reasons = joined.pop(id(left), []) + joined.pop(id(right), []) + [edge]
        left |= right
        for member in right:
            group_of[member] = left
        joined[id(left)] = reasons
    groups = {id(members): members for members in group_of.values()}
    found = [Group(tuple(sorted(members)), tuple(joined.get(key, ()))) for key, members in groups.items()]
    return sorted(found, key=lambda group: group.members)


def other_cohort(one: Posting, other: Posting) -> bool:
    """Whether two postings are of different cohorts: the one has ended before the other starts (spec section 17.5)."""
    first, second = one.schedule, other.schedule
    if not first or not second or not first.start_date or not second.start_date:
        return False
    ends = first.end_date or first.start_date, second.end_date or second.start_date
    return ends[0] < second.start_date or ends[1] < first.start_date


def _may_join(left: set[Member], right: set[Member], refusals: dict[Member, _Refusal]) -> bool:
    if {member.source for member in left} & {member.source for member in right}:
        return False
    return not refusals or not any(refusals[a].parts(refusals[b]) for a in left for b in right)


def _refusals(postings: dict[Member, Posting]) -> dict[Member, _Refusal]:
    """What each member refuses; empty where none refuses anything."""
    if not any(posting.not_same_as for posting in postings.values()):
        return {}
    return {
        member: _Refusal(frozenset(posting.not_same_as or ()), frozenset({*identity(posting), posting.url}))
        for member, posting in postings.items()
    }
