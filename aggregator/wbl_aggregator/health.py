"""Says of every source how it is, in words a webmaster understands; the only files that change when nothing did."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from wbl_aggregator.accept import Decision
from wbl_feed.files import remove, write_if_changed
from wbl_feed.notices.base import Notice
from wbl_feed.times import format_instant

_MOST_NOTICES = 200
_OF_RECORDS = "code", "severity", "category", "section", "place", "pointer"
_UNREAD = "The site could not be read; the operator's log says why."


def write_health(decisions: list[Decision], visits: dict[str, dict[str, Any]], out: Path, at: datetime) -> None:
    """``health/index.json`` with a line a source, and ``health/<source>.json`` with its notices in full."""
    rows = [_row(decision, visits.get(decision.source.id, {})) for decision in decisions]
    index = {"at": format_instant(at), "sources": rows}
    folder = out / "health"
    for decision, row in zip(decisions, rows, strict=True):
        path = folder / f"{decision.source.id}.json"
        fresh = decision.notices or decision.state not in ("unchanged", "paused")
        told = [_told(notice, decision) for notice in decision.notices[:_MOST_NOTICES]]
        notices = told if fresh else _notices(path)
        _write(path, {**row, "notices": notices})
    _write(folder / "index.json", index)
    listed = {f"{decision.source.id}.json" for decision in decisions} | {"index.json"}
    for path in folder.glob("*.json"):
        if path.name not in listed:
            remove(path)


def _told(notice: Notice, decision: Decision) -> dict[str, Any]:
    """A notice for everybody; of an adopted site, whose records are not published, nothing that stands in a record."""
    value = notice.to_json_value()
    return {name: value[name] for name in _OF_RECORDS if name in value} if decision.source.adopted else value


def _message(decision: Decision) -> str:
    """Why a source failed; of an adopted site the log alone says it, since it may name a secret or a person."""
    return _UNREAD if decision.source.adopted and decision.state == "failed" else decision.message


def _notices(path: Path) -> list[Any]:
    """The notices of the last document, which a 304 does not bring again."""
    try:
        notices: list[Any] = json.loads(path.read_bytes())["notices"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return notices


def _row(decision: Decision, visit: dict[str, Any]) -> dict[str, Any]:
    holding = decision.holding
    return {
        "source": decision.source.id,
        "url": None if decision.source.allow_private or decision.source.adopted else decision.source.url,
        "state": decision.state,
        "live": sum(posting.live for posting in holding.postings.values()),
        "postings": len(holding.postings),
        "refused": decision.refused,
        "held": len(decision.held),
        "code": decision.code,
        "message": _message(decision),
        "lastSuccess": visit.get("last_success"),
        "lastChange": visit.get("last_change"),
        "topNotices": json.loads(visit.get("notices", "{}")),
    }


def _write(path: Path, value: dict[str, Any]) -> None:
    write_if_changed(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
