"""Joins the best matches first, so that no entry has two postings of one source or two that must be apart."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member


class Match(NamedTuple):
    """Two postings that may be one opportunity, and how much speaks for it."""

    points: int
    a: Member
    b: Member


def best_first(
    matches: Iterable[Match], least: int, apart: Callable[[Member, Member], bool]
) -> tuple[list[frozenset[Member]], list[Match]]:
    """The groups of more than one member, and the matches that made them.

    A match of ``least`` points or more is accepted if no two members of the group that comes of it are of one source or
    ``apart``; so nothing is joined by a chain through a third. The result does not depend on the order of the input.
    """
    group_of: dict[Member, frozenset[Member]] = {}
    accepted = []
    for match in sorted(matches, key=lambda one: (-one.points, min(one.a, one.b), max(one.a, one.b))):
        if match.points < least:
            break
        left, right = (group_of.get(one, frozenset([one])) for one in (match.a, match.b))
        if left == right or not {one.source for one in left}.isdisjoint(one.source for one in right):
            continue
        if any(apart(one, other) for one in left for other in right):
            continue
        whole = left | right
        group_of |= dict.fromkeys(whole, whole)
        accepted.append(match)
    groups = sorted(set(group_of.values()), key=min)
    return groups, accepted
