"""What keeps two records apart whatever else speaks for them: each rule compares only what both of them say."""

from collections.abc import Collection

from wbl_aggregator.match.points import is_slip
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.window import apart

VETOES = ("year", "season", "session", "kind", "level", "degree", "seniority", "audience", "dates", "town")
"""The rules, in the order in which they are looked at."""
COHORTS = frozenset({"year", "season", "session", "dates", "town"})
"""Those by which two records are of different cohorts of one programme."""


def veto(a: Record, b: Record, rules: Collection[str] = VETOES) -> str:
    """The first of some rules that keeps two records apart; empty where none does."""
    one, other = a.title, b.title
    sides = (
        (a.years, b.years),
        (one.seasons, other.seasons),
        (one.sessions, other.sessions),
        (one.kinds, other.kinds),
        (one.levels, other.levels),
        (one.degrees, other.degrees),
        (one.seniority, other.seniority),
    )
    for place, (left, right) in enumerate(sides):
        if left and right and left.isdisjoint(right) and VETOES[place] in rules:
            return VETOES[place]
    if apart(one.audience, other.audience) and "audience" in rules:
        return "audience"
    if a.span and b.span and (a.span[1] < b.span[0] or b.span[1] < a.span[0]) and "dates" in rules:
        return "dates"
    return "town" if "town" in rules and _other_towns(a, b) else ""


def _other_towns(a: Record, b: Record) -> bool:
    """Whether both name towns, none the same, and neither can be done from elsewhere."""
    left, right = a.towns, b.towns
    if not left.names or not right.names or left.remote or right.remote:
        return False
    return left.names.isdisjoint(right.names) and not any(
        is_slip(one, two) for one in left.names for two in right.names
    )
