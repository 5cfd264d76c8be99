"""Which sources need somebody, and which of them first."""

from collections.abc import Iterable

from wbl_aggregator.reporting.rows import Row, proposal_of
from wbl_aggregator.visits import SourceState

ORDER: tuple[SourceState, ...] = (
    "lapsed",
    "ended",
    "missing",
    "stale",
    "held",
    "failing",
    "empty",
    "new",
    "development",
    "ok",
    "paused",
    "deprecated",
)
"""The most urgent first: what is lost, what will be, what waits for a person, what may pass by itself."""
_PROBLEMS = frozenset(ORDER[: ORDER.index("empty")])


def is_problem(row: Row) -> bool:
    """Whether a source is not well. One that is empty may be out of season, and one that has moved is still read."""
    return row.state in _PROBLEMS


def most_urgent_first(rows: Iterable[Row]) -> list[Row]:
    """The rows by urgency, then by what is refused, then by their ids."""
    return sorted(
        rows,
        key=lambda row: (ORDER.index(row.state), not proposal_of(row.visit), -row.visit.refused, row.source.id),
    )
