"""The table of sources for the operator: what needs somebody first."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wbl_aggregator.reporting.rows import Row, line_of, proposal_of, words_of
from wbl_aggregator.reporting.urgency import is_problem
from wbl_aggregator.sources import Config, Source
from wbl_aggregator.visits import Visit
from wbl_feed.notices import catalogue, shown
from wbl_feed.origins import shown_address
from wbl_feed.times import parse_instant

HEADINGS = ("source", "state", "last read", "last yield", "live", "refused", "next visit", "why")
NUMBERS = frozenset({"live", "refused"})
_REASONS = 3
_LONG = 100
_UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


def rows_of(config: Config, visits: Mapping[str, Visit]) -> list[Row]:
    """Every listed source with what is remembered of it; what the sources file says now comes first."""
    return [_row(source, visits.get(source.id, Visit(source.id))) for source in config.sources]


def _row(source: Source, visit: Visit) -> Row:
    if source.status != "active":
        return Row(source, visit._replace(state=source.status))
    return Row(source, visit)


def cells_of(row: Row, at: datetime) -> tuple[str, ...]:
    """A source's line of the table."""
    visit = row.visit
    return (
        row.source.id,
        row.state,
        ago(visit.last_success, at),
        ago(visit.last_yield, at),
        f"{visit.live:,}",
        f"{visit.refused:,}",
        next_visit(row, at),
        _why(row),
    )


def _why(row: Row) -> str:
    visit = row.visit
    parts = [shown(visit.message, _LONG)] if visit.message else []
    if moved := proposal_of(visit):
        parts.append(f"it has moved to {shown_address(moved)}")
    if visit.to_review and not visit.message:
        parts.append(f"{visit.to_review:,} to be reviewed")
    if visit.refused:
        parts.append(", ".join(f"{code} {number:,}" for code, number in _reasons(visit.top_notices)))
    return "; ".join(parts)


def _reasons(notices: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent errors; warnings where none of the known kinds is an error."""
    errors = {
        code: number for code, number in notices.items() if code in catalogue and catalogue[code].severity == "error"
    }
    return sorted((errors or notices).items(), key=lambda item: (-item[1], item[0]))[:_REASONS]


def operator_line(row: Row) -> dict[str, Any]:
    """All that is known of a source, for the operator's scripts."""
    source, visit = row.source, row.visit
    return {
        **{name: value for name, value in line_of(row).items() if name not in ("outcome", "advice")},
        "url": shown_address(source.listed),
        "address": shown_address(visit.address or source.listed),
        "proposal": f"url = {shown_address(moved)}" if (moved := proposal_of(visit)) else None,
        "message": visit.message,
        "problem": is_problem(row),
        "advice": words_of(visit, row.state).operator,
        "adviceForWebmaster": words_of(visit, row.state).webmaster,
        "failures": visit.failures,
        "toReview": visit.to_review,
        "yields": list(visit.yields),
        "contact": source.contact or visit.contact,
    }


def ago(text: str, at: datetime) -> str:
    """A moment as people say it: ``3 h ago``, ``in 5 min``, ``now``; empty is ``never``."""
    if not text:
        return "never"
    span = parse_instant(text) - at
    size = abs(span)
    for unit, length in _UNITS:
        if size >= (length * 2 if unit == "d" else length):
            number = f"{size // length} {unit}"
            return f"in {number}" if span > timedelta() else f"{number} ago"
    return "now"


def next_visit(row: Row, at: datetime) -> str:
    """When a source is asked again: ``in 5 h``; one that is due, or was never asked, by the next run."""
    if row.source.status != "active":
        return "–"
    due = row.visit.next_visit
    return ago(due, at) if due and parse_instant(due) > at else "next run"


def plain(rows: Sequence[Sequence[str]]) -> str:
    """The table as text with columns side by side."""
    table = [tuple(heading.upper() for heading in HEADINGS), *rows]
    widths = [max(len(line[place]) for line in table) for place in range(len(HEADINGS))]
    return "\n".join(_plain_line(line, widths) for line in table)


def _plain_line(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell.rjust(width) if heading in NUMBERS else cell.ljust(width)
        for heading, cell, width in zip(HEADINGS, line, widths, strict=True)
    )
    return "  ".join(cells).rstrip()
