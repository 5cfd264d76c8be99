"""Reads sources by mappings that extend others, and samples of real services."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapter_runs import FEED, read
from wbl_publishers.mapping.drafting import Draft, draft
from wbl_publishers.mapping.mapping_file import Mapping as FieldMapping
from wbl_publishers.mapping.mapping_file import read_mapping
from wbl_publishers.mapping.presets import extended

from wbl_feed.adapter import load_adapter
from wbl_feed.fetch import Fetcher
from wbl_feed.notices.base import Notice

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, Any]:
    """A file of the samples as an answer of a server."""
    return {"json": json.loads((SAMPLES / name).read_bytes())}


def mapped(table: Mapping[str, Any], kind: str = "json") -> FieldMapping:
    """A mapping file's table, with a feed if it has none."""
    return read_mapping(extended({"feed": FEED, **table}, Path()), "map.toml", load_adapter(kind).states)


def drafted(
    kind: str, location: str, table: Mapping[str, Any], fetcher: Fetcher | None = None
) -> tuple[list[Draft], list[Notice]]:
    """The drafts of a source by a mapping file's table, and the notices about the source as a whole."""
    mapping = mapped(table, kind)
    found = read(kind, location, columns=tuple(mapping.columns), options=mapping.options, fetcher=fetcher)
    return [draft(record, mapping) for record in found.records], found.notices
