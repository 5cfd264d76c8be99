"""Pairs of postings of which nobody knows yet whether they are one: what a person is asked."""

from collections.abc import Iterator
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
    apart: str = ""
    """Why they are not one entry though they have points enough."""


def question(store: "Store", matching: "Matching", match: Match) -> Question | None:
    """Two postings side by side; ``None`` where a run took one of them away meanwhile. It takes a moment, so that it is
    not made of all at once.
    """
    ends = (match.a, match.b)
    records, values = store.likeness.records(ends), [store.holdings.value(*end.key) for end in ends]
    if len(records) < len(ends) or None in values:
        return None
    one, other = (Posting.from_members(from_json(value or b"")) for value in values)
    beside = (store.likeness.beside(match.a), store.likeness.beside(match.b))
    told = explain((records[match.a], records[match.b]), (one, other), matching.rarity, beside)
    least = matching.least(match.a.source, match.b.source)
    sides = _side(store, match.a, one), _side(store, match.b, other)
    rivals = tuple(_rivals(store, match))
    return Question(*sides, told.points, least, told, rivals, _apart(store, sides, (one, other), told, least))


def _apart(
    store: "Store", sides: tuple[Side, Side], postings: tuple[Posting, Posting], told: Explanation, least: int
) -> str:
    """Why two postings are not one entry though they have points enough; empty where they have not, or are."""
    (one, other), (a, b) = sides, postings
    if told.points < least or told.veto or one.entry == other.entry:
        return ""
    named = {one.id, one.url} & set(b.not_same_as or ()) or {other.id, other.url} & set(a.not_same_as or ())
    if named:
        return "One of them says that it is not the other (notSameAs)."
    for mine, theirs in (sides, sides[::-1]):
        for source, identity, present, title in store.members(mine.entry):
            if present and source == theirs.source and identity != theirs.id:
                return f"{mine.source}'s is one entry with {source}'s “{title}” already, which was nearer."
    return "Another posting of one of the two entries is kept apart from them."


def question_json(asked: Question) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "one": asdict(asked.one),
        "other": asdict(asked.other),
        **asked.explanation.to_json(asked.least),
        **({"apart": asked.apart} if asked.apart else {}),
        "rivals": [{"posting": asdict(a), "alike": asdict(b), "points": points} for a, b, points in asked.rivals],
    }


def _rivals(store: "Store", match: Match) -> Iterator[tuple[Side, Side, int]]:
    found: list[tuple[int, Member, Member]] = []
    for mine, meant in ((match.a, match.b), (match.b, match.a)):
        near = store.likeness.alike(mine)
        found += [(one.points, one.b, mine) for one in near if one.b.source == meant.source and one.b != meant]
    for points, rival, mine in sorted(found, key=lambda one: (-one[0], one[1:]))[:_MOST]:
        if store.holdings.value(*rival.key) and store.holdings.value(*mine.key):
            yield _side(store, rival), _side(store, mine), points


def _side(store: "Store", member: Member, posting: Posting | None = None) -> Side:
    posting = posting or Posting.from_members(from_json(store.holdings.value(*member.key) or ""))
    return Side(member.source, member.id, posting.title, posting.url, store.entries.entry_of(*member.key))
