"""``health/``: how every source is, in words a webmaster understands; the only files that change when nothing did."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from wbl_aggregator.decisions.words import words_for
from wbl_aggregator.reporting.found import MOST_BYTES, kinds_of
from wbl_aggregator.reporting.rows import MOVING, Row, line_of
from wbl_aggregator.visits import Event
from wbl_feed import __version__
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.files import remove, write_if_changed
from wbl_feed.notices import catalogue
from wbl_feed.times import format_instant

_GENERATOR = f"wbl-feed/{__version__}"
_SUMS = ("live", "postings", "refused", "held", "blocked")


class Remembered(Protocol):
    """What the store knows beside the visits."""

    def notices(self, source: str) -> Sequence[Mapping[str, Any]]:
        """All notices of the last document of a source."""

    def events(self, since: str = "") -> Sequence[Event]:
        """What happened from a moment on, that moment included, oldest first."""


def write_health(
    rows: Sequence[Row],
    out: Path,
    at: datetime,
    remembered: Remembered,
    feed: FeedSettings,
    *,
    most_bytes: int = MOST_BYTES,
) -> None:
    """The index, and for each source its notices and a feed of what happened to it, where anything but times changed.

    The index comes last, so that a run that was killed before is made up for by the next one. Raises
    ``NothingPublishedError`` when the disk refuses.
    """
    folder = out / "health"
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    index = _read(folder / "index.json")
    before = {line["source"]: _lasting(line) for line in index["sources"]} if _is_ours(index) else {}
    lines = {row.source.id: line_of(row) for row in rows}
    for row in rows:
        name, line = f"{row.source.id}.json", lines[row.source.id]
        if row.fresh or name not in there or _lasting(line) != before.get(row.source.id):
            kinds, cut = kinds_of(remembered.notices(row.source.id), records=row.told, most_bytes=most_bytes)
            _write(folder / name, {**_lasting(line), **_cut(cut), "notices": kinds})
    since = str(index.get("at", ""))
    _write_feeds(rows, folder, there, remembered, since if since <= format_instant(at) else "", feed, at)
    _write(folder / "index.json", _whole(lines.values(), at))
    listed = {f"{source}.{end}" for source in lines for end in ("json", "atom")} | {"index.json"}
    for name in sorted(there - listed):
        if name.endswith((".json", ".atom")):
            remove(folder / name)


def _write_feeds(
    rows: Sequence[Row],
    folder: Path,
    there: set[str],
    remembered: Remembered,
    since: str,
    feed: FeedSettings,
    at: datetime,
) -> None:
    """The feeds of those sources that something happened to since the last index, and those that are not there yet."""
    again = since >= format_instant(at)  # a second run at the same moment
    happened = {event.source for event in remembered.events(since) if again or event.at > since}
    wanted = [row for row in rows if row.source.id in happened or f"{row.source.id}.atom" not in there]
    if not wanted:
        return
    from wbl_aggregator.reporting.webmaster_feed import MOST, webmaster_feed  # feedgen takes a while to import

    by_source: dict[str, list[Event]] = defaultdict(list)
    for event in remembered.events():
        by_source[event.source].append(event)
    for row in wanted:
        events = by_source[row.source.id][-MOST:]
        write_if_changed(folder / f"{row.source.id}.atom", webmaster_feed(row, events, feed, at))


def _whole(lines: Iterable[Mapping[str, Any]], at: datetime) -> dict[str, Any]:
    rows = list(lines)
    codes = sorted({code for row in rows for code in row["topNotices"]})
    totals: dict[str, Any] = {"sources": len(rows)}
    totals |= {name: sum(row[name] for row in rows) for name in _SUMS}
    totals |= {f"{name}s": dict(sorted(Counter(row[name] for row in rows).items())) for name in ("state", "outcome")}
    return {
        "at": format_instant(at),
        "generator": _GENERATOR,
        "totals": totals,
        "codes": {code: _words(code) for code in codes},
        "sources": rows,
    }


def _words(code: str) -> dict[str, str]:
    words = words_for(code)
    severity = {"severity": catalogue[code].severity} if code in catalogue else {}
    return {**severity, "meaning": words.meaning, "mend": words.webmaster}


def _lasting(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in MOVING}


def _cut(number: int) -> dict[str, Any]:
    if not number:
        return {}
    return {"leftOut": number, "leftOutBecause": "There are more places than a file should have; mend these first."}


def _is_ours(index: Mapping[str, Any]) -> bool:
    """Whether this version of the program wrote the index, and so the files of the sources."""
    return index.get("generator") == _GENERATOR


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) and isinstance(value.get("sources"), list) else {}


def _write(path: Path, value: Mapping[str, Any]) -> None:
    """A line a member and a line a source, since there may be a thousand, and to indent all would take long."""
    members = (f"{json.dumps(name)}: {_lines(member)}" for name, member in value.items())
    write_if_changed(path, ("{\n" + ",\n".join(members) + "\n}\n").encode())


def _lines(member: Any) -> str:
    if not isinstance(member, list):
        return json.dumps(member, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in member) + "\n]"
