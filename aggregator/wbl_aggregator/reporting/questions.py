"""Pairs of postings of which nobody knows yet whether they are one: what a person is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from wbl_aggregator.match import Member
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.explain import Explanation, explain
from wbl_feed.models import Posting

if TYPE_CHECKING:
    from wbl_aggregator.sources import Matching
    from wbl_aggregator.store import Store

_MOST = 5


@dataclass(frozen=True)
class Side:
    """One posting of a pair."""

    source: str
    id: str
    title: str
    url: str
    entry: str
    """The statewide id of the entry that it is in."""


@dataclass(frozen=True)
class Question:
    """Two postings that are alike and are not in one entry."""

    one: Side
    other: Side
    points: int
    least: int
    """The fewest points with which they would be one entry."""
    explanation: Explanation
    rivals: tuple[tuple[Side, Side, int], ...]
    """Other postings of the one's source, each with the posting that it is alike, and its points."""

    @property
    def pair(self) -> frozenset[Member]:
        """The two postings, in no order."""
        return frozenset((Member(self.one.source, self.one.id), Member(self.other.source, self.other.id)))


def question(store: "Store", matching: "Matching", match: Match) -> Question:
    """Two postings side by side. Takes a moment, so that it is not made of all at once."""
    records = store.likeness.records((match.a, match.b))
    one, other = (
        Posting.from_members(from_json(store.holdings.value(*_pair(end)) or "")) for end in (match.a, match.b)
    )
    beside = (store.likeness.beside(match.a), store.likeness.beside(match.b))
    told = explain((records[match.a], records[match.b]), (one, other), matching.rarity, beside)
    least = matching.least(match.a.source, match.b.source)
    return Question(
        _side(store, match.a, one), _side(store, match.b, other), told.points, least, told, tuple(_rivals(store, match))
    )


def question_json(asked: Question) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "one": asdict(asked.one),
        "other": asdict(asked.other),
        **asked.explanation.to_json(asked.least),
        "rivals": [{"posting": asdict(a), "alike": asdict(b), "points": points} for a, b, points in asked.rivals],
    }


def _rivals(store: "Store", match: Match) -> Iterator[tuple[Side, Side, int]]:
    found: list[tuple[int, Member, Member]] = []
    for mine, meant in ((match.a, match.b), (match.b, match.a)):
        near = store.likeness.alike(mine)
        found += [(one.points, one.b, mine) for one in near if one.b.source == meant.source and one.b != meant]
    for points, rival, mine in sorted(found, key=lambda one: (-one[0], one[1:]))[:_MOST]:
        yield _side(store, rival), _side(store, mine), points


def _side(store: "Store", member: Member, posting: Posting | None = None) -> Side:
    posting = posting or Posting.from_members(from_json(store.holdings.value(*_pair(member)) or ""))
    return Side(member.source, member.id, posting.title, posting.url, store.entries.entry_of(*_pair(member)))


def _pair(member: Member) -> tuple[str, str]:
    return member.source, member.id


def lines_of(asked: Question) -> Sequence[str]:
    """A pair in lines, for a comment beside its verdict."""
    return (
        f"{asked.points} points; from {asked.least} on they would be one entry.",
        f"{asked.one.source}: {asked.one.title} · {asked.one.url}",
        f"{asked.other.source}: {asked.other.title} · {asked.other.url}",
        *(f"or {rival.source}: {rival.title} ({points} points)" for rival, _, points in asked.rivals),
    )
