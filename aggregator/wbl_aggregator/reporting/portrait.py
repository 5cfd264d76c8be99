"""One source in full, for the operator."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wbl_aggregator.reporting.found import kinds_of
from wbl_aggregator.reporting.overview import ago, next_visit, operator_line
from wbl_aggregator.reporting.reasons import in_words, to_decide
from wbl_aggregator.reporting.rows import Row, proposal_of, words_of
from wbl_aggregator.visits import Event, Held
from wbl_feed.cli.output import count
from wbl_feed.notices import shown
from wbl_feed.origins import shown_address
from wbl_feed.times import shown_instant

_MOST = 12
_PLACES = 3
_LONG = 160


def portrait(
    row: Row, notices: Sequence[Mapping[str, Any]], held: Sequence[Held], events: Sequence[Event], at: datetime
) -> str:
    """The source in words: how it is, what to do, what was refused and is held, and what happened lately."""
    parts = [_head(row), _times(row, at), _numbers(row)]
    parts += [_held(waiting)] if (waiting := to_decide(held)) else []
    parts += [_found(notices)] if notices else []
    parts += [_lately(events)] if events else []
    return "\n\n".join(parts)


def portrait_json(
    row: Row, notices: Sequence[Mapping[str, Any]], held: Sequence[Held], events: Sequence[Event]
) -> dict[str, Any]:
    """The same for scripts, with all notices."""
    kinds, _ = kinds_of(notices, records=True)
    return {
        **operator_line(row),
        "heldPostings": [{"id": one.id, "title": one.title, "since": one.since, "reason": one.reason} for one in held],
        "notices": kinds,
        "events": [{"at": event.at, "kind": event.kind, "text": event.text} for event in events],
    }


def _head(row: Row) -> str:
    words, visit = words_of(row.visit, row.state), row.visit
    name = row.source.name or visit.name
    lines = [f"{row.source.id}: {row.state}{f' ({shown(name)})' if name else ''}", f"  {words.meaning}"]
    lines += [f"  {shown(visit.message, _LONG)}"] if visit.message else []
    lines += [f"  What to do: {words.operator}", f"  Tell the webmaster: {words.webmaster}"]
    if contact := row.source.contact or visit.contact:
        lines.append(f"  Contact: {shown(contact)}")
    lines.append(f"  Address: {shown_address(row.source.listed)}")
    if visit.address and visit.address != row.source.listed:
        lines.append(f"  Asked at: {shown_address(visit.address)}")
    if moved := proposal_of(visit):
        lines.append(f'  It has moved: write url = "{shown_address(moved)}" into the sources file.')
    return "\n".join(lines)


def _times(row: Row, at: datetime) -> str:
    visit = row.visit
    times = {
        "Last asked": visit.last_visit,
        "Last read": visit.last_success,
        "Last with a live posting": visit.last_yield,
        "Last changed": visit.last_change,
    }
    lines = [f"  {name + ':':25} {ago(text, at)}{_exactly(text)}" for name, text in times.items()]
    planned = visit.next_visit if row.source.status == "active" else ""
    lines.append(f"  {'Next visit:':25} {next_visit(row, at)}{_exactly(planned)}")
    if visit.failures:
        lines.append(f"  {'Failures in a row:':25} {visit.failures}")
    return "\n".join(lines)


def _exactly(text: str) -> str:
    return f" ({shown_instant(text)})" if text else ""


def _numbers(row: Row) -> str:
    visit = row.visit
    told = [f"{count(visit.postings, 'posting')}, {visit.live:,} live", f"{visit.refused:,} refused"]
    told += [f"{visit.held:,} kept though the feed has them no more"] if visit.held else []
    told += [f"{visit.blocked:,} blocked"] if visit.blocked else []
    usual = f" The last intact readings had {', '.join(map(str, visit.yields))}." if visit.yields else ""
    return f"  {', '.join(told)}.{usual}"


def _held(held: Sequence[Held]) -> str:
    lines = [
        f"  {shown(one.title or one.id)}  (since {shown_instant(one.since)}: {in_words(one.reason)})"
        for one in held[:_MOST]
    ]
    left = [f"  … and {len(held) - _MOST} more."] if len(held) > _MOST else []
    return "\n".join(["Held until you decide with `wbl aggregate review`:", *lines, *left])


def _found(notices: Sequence[Mapping[str, Any]]) -> str:
    kinds, _ = kinds_of(notices, records=True)
    lines = ["Found in its last document:"]
    for kind in kinds[:_MOST]:
        lines.append(f"  {kind['severity']:8}{kind['count']:,} × {kind['code']}: {kind['meaning']}")
        lines.append(f"          {kind['mend']}")
        for place in kind["places"][:_PLACES]:
            where = place.get("posting") or place.get("place") or place.get("pointer") or "the document"
            lines.append(f"          {shown(where)}: {shown(place.get('message', ''), _LONG)}")
    if len(kinds) > _MOST:
        lines.append(f"  … and {len(kinds) - _MOST} kinds more; --json lists them all.")
    return "\n".join(lines)


def _lately(events: Sequence[Event]) -> str:
    lines = [f"  {shown_instant(event.at)}  {shown(event.text, _LONG)}" for event in events[-_MOST:]]
    return "\n".join(["Lately:", *lines])
