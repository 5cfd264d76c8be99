"""What keeps two records apart whatever else speaks for them: each rule compares only what both of them say."""

from collections.abc import Iterator

from wbl_aggregator.match.points import is_slip
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.window import apart

VETOES = ("year", "season", "session", "kind", "level", "degree", "seniority", "audience", "town")
"""The rules, in the order in which they are looked at."""
COHORTS = frozenset({"year", "season", "session", "audience", "town"})
"""Those by which two records are of different cohorts of one programme."""


def veto(a: Record, b: Record) -> str:
    """The first rule that keeps two records apart; empty where none does."""
    return next(_vetoes(a, b), "")


def cohort_veto(a: Record, b: Record) -> str:
    """The first rule by which two records are of different cohorts; empty where none says so."""
    return next((rule for rule in _vetoes(a, b) if rule in COHORTS), "")


def _vetoes(a: Record, b: Record) -> Iterator[str]:
    sides = (
        (a.years, b.years),
        (a.title.seasons, b.title.seasons),
        (a.title.sessions, b.title.sessions),
        (a.title.kinds, b.title.kinds),
        (a.title.levels, b.title.levels),
        (a.title.degrees, b.title.degrees),
        (a.title.seniority, b.title.seniority),
    )
    for rule, (left, right) in zip(VETOES, sides, strict=False):
        if left and right and left.isdisjoint(right):
            yield rule
    if apart(a.title.audience, b.title.audience):
        yield "audience"
    if _other_towns(a, b):
        yield "town"


def _other_towns(a: Record, b: Record) -> bool:
    """Whether both name towns, none the same, and neither can be done from elsewhere."""
    left, right = a.towns, b.towns
    if not left.names or not right.names or left.remote or right.remote:
        return False
    return left.names.isdisjoint(right.names) and not any(
        is_slip(one, two) for one in left.names for two in right.names
    )
