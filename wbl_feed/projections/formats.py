"""The formats of ``wbl convert`` by name, and which of the JSON formats a document is; modules load when used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from wbl_feed import collector
from wbl_feed.json_format import load
from wbl_feed.models import Feed
from wbl_feed.projections.loss import Lost
from wbl_feed.projections.outcome import Projection
from wbl_feed.reading import Reading


@dataclass(frozen=True)
class Target:
    """A format to write."""

    module: str
    lossless: bool = False

    def project(self, feed: Feed, at: datetime) -> Projection:
        """The feed in this format. Raises ``UsageError`` when a library for it is missing."""
        found: Callable[[Feed, datetime], Projection] = self._module.project
        return found(feed, at)

    @property
    def losses(self) -> Sequence[Lost]:
        """What does not come back from it."""
        found: Sequence[Lost] = () if self.lossless else self._module.LOSS
        return found

    @property
    def _module(self) -> Any:
        return import_module(f"wbl_feed.projections.{self.module}")


TARGETS = {
    "json-feed": Target("json_feed", lossless=True),
    "schema-org": Target("schema_org"),
    "csv": Target("csv_table"),
    "ics": Target("ical"),
    "rss": Target("rss"),
}


def read_json(content: bytes) -> Reading | None:
    """The reading of a JSON Feed or of JSON-LD; ``None`` for any other document, a feed of this standard above all."""
    if not any(sign in content for sign in (b"jsonfeed.org", b'"@type"', b'"@graph"')):
        return None
    with collector.paused():
        return _read(content)


def _read(content: bytes) -> Reading | None:
    from wbl_feed.projections import json_feed
    from wbl_feed.projections.schema_org import reader as json_ld

    try:
        value = load(content)
    except ValueError:
        return None
    if isinstance(value, dict) and (value.get("type") in ("DataFeed", "DataFeedPage") or "specVersion" in value):
        return None
    if json_feed.recognised(value):
        return json_feed.read_value(value)
    return json_ld.read_value(value) if json_ld.recognised(value) else None
