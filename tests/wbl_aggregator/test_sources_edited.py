"""What an operator edits is seen by the files alone."""

import os
from pathlib import Path

import pytest
from wbl_aggregator.sources.edited import stamp_of


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub with a source in a file of its own, and one with a mapping file."""
    for name in ("sources.toml", "moderation.toml", "sources/north.toml", "maps/old.toml", "public/feed.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["sources.toml", "moderation.toml", "sources/north.toml", "maps/old.toml"])
def test_each_file_counts(hub: Path, name: str):
    """Whether it was written anew, touched or deleted, and made again."""
    maps = [hub / "maps" / "old.toml"]
    stamps = [stamp_of(hub, maps)]
    assert stamp_of(hub, maps) == stamps[0]
    (hub / name).write_text("longer", encoding="utf-8")
    stamps.append(stamp_of(hub, maps))
    os.utime(hub / name, (1, 1))  # back into 1970, as from a backup
    stamps.append(stamp_of(hub, maps))
    (hub / name).unlink()
    stamps.append(stamp_of(hub, maps))
    assert len(set(stamps)) == 4


def test_a_new_file_of_a_source_counts_and_nothing_else_does(hub: Path):
    """Neither what is published, nor what an editor leaves; named by its file a hub has no folder of sources."""
    before, alone = stamp_of(hub, []), stamp_of(hub / "sources.toml", [])
    for name in ("public/feed.json", "sources/.north.toml.swp", "sources/.a.toml", "sources/north.toml~", "notes.toml"):
        (hub / name).write_text("other", encoding="utf-8")
    assert stamp_of(hub, []) == before
    (hub / "sources" / "south.json").write_text("{}", encoding="utf-8")
    assert stamp_of(hub, []) != before
    assert stamp_of(hub / "sources.toml", []) == alone


def test_a_hub_without_files_has_a_stamp(tmp_path: Path):
    """The files come and go while it is looked at."""
    assert stamp_of(tmp_path / "gone" / "sources.toml", [tmp_path / "no.toml"]) == frozenset()
