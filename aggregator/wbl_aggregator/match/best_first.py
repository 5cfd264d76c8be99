"""Joins the best matches first, so that no entry has two postings of one source or two that must be apart."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.join import join


class Match(NamedTuple):
    """Two postings that may be one opportunity, and how much speaks for it."""

    points: int
    a: Member
    b: Member


def best_first(
    matches: Iterable[Match], least: int, apart: Callable[[Member, Member], object]
) -> tuple[list[frozenset[Member]], list[Match]]:
    """The groups of more than one member, and the matches that made them.

    A match of ``least`` points or more is accepted if no two members of the group that comes of it are of one source or
    ``apart``; so nothing is joined by a chain through a third. The result does not depend on the order of the input.
    """
    enough = sorted(
        (match for match in matches if match.points >= least),
        key=lambda one: (-one.points, min(one.a, one.b), max(one.a, one.b)),
    )
    groups = join(enough, lambda _, one, other: bool(apart(one, other)))
    return [members for members, _ in groups], [match for _, by in groups for match in by]
