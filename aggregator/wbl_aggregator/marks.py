"""Marks by which a run sees what changed since the last one: settings, mapping files, what is published."""

import hashlib
from pathlib import Path

from wbl_aggregator.publishing.manifest import MANIFEST
from wbl_aggregator.publishing.switch import LAST
from wbl_aggregator.sources import Source


def mark(*texts: str) -> str:
    """A hash of texts."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def settings_shown(source: Source) -> str:
    """The settings of a source that show in entries and in the envelope."""
    return source.model_dump_json(
        include={"id", "url", "home", "kind", "name", "trust", "regions", "status", "allow_private", "license", "index"}
    )


def way(source: Source) -> str:
    """All settings of a source, and its mapping file; nothing of one that cannot be read, which the visit tells."""
    try:
        mapping = Path(source.map).read_text(encoding="utf-8") if source.map else ""
    except (OSError, ValueError):
        mapping = ""
    return source.model_dump_json() + mapping


def manifest_mark(out: Path) -> str:
    """The mark of the manifest; empty where there is none, or where a file that is always there is not."""
    if not all((out / name).is_file() for name in LAST):
        return ""
    try:
        return hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return ""
