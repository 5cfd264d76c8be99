"""Joins postings into groups by links, the best first, so that none has two postings of one source."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from wbl_aggregator.match.evidence import Member


class Link(Protocol):
    """Something that speaks for two postings being one opportunity."""

    @property
    def a(self) -> Member:
        """The one."""

    @property
    def b(self) -> Member:
        """The other."""


L = TypeVar("L", bound=Link)


def join(
    links: Iterable[L], apart: Callable[[L, Member, Member], bool]
) -> list[tuple[frozenset[Member], tuple[L, ...]]]:
    """The groups of more than one member, in order, each with the links that made it; ``links`` come best first.

    A link is taken if no two members of the group that comes of it are of one source, or ``apart`` as far as this link
    goes; so nothing is joined by a chain through a third.
    """
    group_of: dict[Member, tuple[frozenset[Member], tuple[L, ...]]] = {}
    for link in links:
        left, by_left = group_of.get(link.a, (frozenset([link.a]), ()))
        right, by_right = group_of.get(link.b, (frozenset([link.b]), ()))
        if left == right or not {one.source for one in left}.isdisjoint(one.source for one in right):
            continue
        if not any(apart(link, one, other) for one in left for other in right):
            whole = left | right
            group_of |= dict.fromkeys(whole, (whole, (*by_left, *by_right, link)))
    return sorted(dict(group_of.values()).items(), key=lambda group: min(group[0]))
