"""Reads sources through an adapter alone, and publishes them by the command."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import Result
from wbl_publishers.mapping.drafting import Draft, draft
from wbl_publishers.mapping.mapping_file import read_mapping

from wbl_feed.adapter import Input, Record, load_adapter
from wbl_feed.fetch import Fetcher, HttpFetcher
from wbl_feed.notices.base import Notice

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = {"id": "https://site.example/feed", "name": "A site", "license": "CC-BY-4.0", "publisher": {"name": "A site"}}


@dataclass
class Found:
    """What an adapter gave."""

    records: list[Record] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    """Those about the source as a whole."""

    @property
    def members(self) -> dict[str, Any]:
        """The members of the only record."""
        (record,) = self.records
        return dict(record.members)

    @property
    def titles(self) -> list[Any]:
        return [record.members.get("title") for record in self.records]


def read(
    kind: str,
    location: object,
    *,
    columns: tuple[str, ...] = (),
    options: Mapping[str, Any] | None = None,
    fetcher: Fetcher | None = None,
    at: datetime = AT,
) -> Found:
    """Every record and notice of a source."""
    found = Found()
    source = Input(str(location), columns, options or {}, fetcher or HttpFetcher(), at)
    for one in load_adapter(kind).records(source):
        if isinstance(one, Record) and one.withdrawn:
            continue
        (found.records if isinstance(one, Record) else found.notices).append(one)  # type: ignore[arg-type]
    return found


def drafts(kind: str, location: object, mapping: Mapping[str, Any], fetcher: Fetcher | None = None) -> list[Draft]:
    """The drafts that a mapping makes of a source's records."""
    table = read_mapping({"feed": FEED, **mapping}, "map.toml", load_adapter(kind).states)
    found = read(kind, location, columns=tuple(table.columns), options=table.options, fetcher=fetcher)
    return [draft(record, table) for record in found.records]


class Publishing:
    """A folder with ``map.toml``, published in ``public`` by the command."""

    def __init__(self, folder: Path, kind: str, mapping: str, run_wbl: Callable[..., Result]) -> None:
        self.folder, self._kind, self._run = folder, kind, run_wbl
        (folder / "map.toml").write_text(mapping, encoding="utf-8")

    def publish(self, source: object, *options: str, day: int = 22, code: int = 0) -> dict[str, Any]:
        """The report of a run as of a day of November 2026, which must end with ``code``."""
        files = ("--map", self.folder / "map.toml", "--out", self.folder / "public")
        at = f"2026-11-{day:02}T12:00:00Z"
        result = self._run("publish", self._kind, source, *files, "--at", at, "--json", *options)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if code in (0, 1) else {"error": result.output}

    @property
    def feed(self) -> dict[str, Any]:
        """The feed as it stands."""
        return json.loads((self.folder / "public" / "feed.json").read_bytes())

    @property
    def ids(self) -> dict[str, str]:
        """The id of each posting by its title."""
        return {posting["title"]: posting["id"] for posting in self.feed["items"]}

    def is_valid(self) -> bool:
        """Whether the feed is valid by the profile of Massachusetts."""
        feed = self.folder / "public" / "feed.json"
        result = self._run("validate", feed, "--profile", "us-ma", "--at", "2026-11-30T12:00:00Z")
        assert "error " not in result.output, result.output
        return result.exit_code == 0
