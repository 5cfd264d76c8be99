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


def cluster(postings: dict[Member, Posting], edges: Iterable[Edge]) -> list[Group]:
    """The groups, each member in exactly one; the result does not depend on the order of the input."""
    group_of = {member: {member} for member in postings}
    joined: dict[int, list[Edge]] = {}
    kept_apart = _kept_apart(postings)
    for edge in sorted(edges):
        left, right = group_of[edge.a], group_of[edge.b]
        if left is right or not _may_join(left, right, kept_apart):
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


def _may_join(left: set[Member], right: set[Member], kept_apart: set[frozenset[Member]]) -> bool:
    if {member.source for member in left} & {member.source for member in right}:
        return False
    return not kept_apart or not any(frozenset((a, b)) in kept_apart for a in left for b in right)


def _kept_apart(postings: dict[Member, Posting]) -> set[frozenset[Member]]:
    """Pairs of which one says ``notSameAs`` of the other."""
    sayers = {member: posting.not_same_as for member, posting in postings.items() if posting.not_same_as}
    if not sayers:
        return set()
    named: dict[str, list[Member]] = {}
    for member, posting in postings.items():
        for iri in {*identity(posting), posting.url}:
            named.setdefault(iri, []).append(member)
    return {
        frozenset((member, other)) for member, iris in sayers.items() for iri in iris for other in named.get(iri, ())
    }
