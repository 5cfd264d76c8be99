"""What is forgotten is nowhere any more, and no source brings it back."""

from pathlib import Path
from typing import Any

import pytest
from faults.hub import Hub, feed, posting
from faults.server import FaultServer
from wbl_aggregator.forgetting import forget
from wbl_aggregator.publishing import verify
from wbl_aggregator.sources import read_moderation

from wbl_feed.errors import UsageError

NAME = "Jessamine Quillfeather"
SHARED = {"howToApply": {"method": "url", "url": "https://apply.example/requisitions/4711"}}


@pytest.fixture
def hub(tmp_path: Path) -> Any:
    """A hub with a posting in which the name of a student stands, and which changed once; raw bodies are kept."""
    servers: list[FaultServer] = []

    def start() -> FaultServer:
        servers.append(FaultServer())
        return servers[-1]

    made = Hub(start, tmp_path)
    made.serve(feed("east", range(1, 7), [posting("east", 9, title=f"Shadow {NAME}", **SHARED)]))
    made.serve(feed("north", range(1, 4), [posting("north", 9, **SHARED)]))
    made.run()
    made.serve(
        feed(
            "east",
            range(1, 7),
            [posting("east", 9, title=f"Still {NAME}", dateModified="2026-11-20T00:00:00Z", **SHARED)],
        )
    )
    made.run()
    yield made
    for server in servers:
        server.close()


def places(folder: Path, text: str) -> list[str]:
    """The files in which a text stands."""
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_posting_is_forgotten_everywhere(hub: Hub, tmp_path: Path) -> None:
    """Of a merged entry the other member stays; of the forgotten one no word is left in feed, log, pages or state."""
    assert places(hub.out, NAME)
    assert places(hub.state, NAME)
    identity = posting("east", 9)["id"]
    entry = hub.postings()[identity].id
    forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, identity, "names a student")
    assert (places(hub.out, NAME), places(hub.state, NAME)) == ([], [])
    assert hub.postings()[posting("north", 9)["id"]].id == entry
    assert identity not in hub.postings()
    assert verify(hub.out) == []
    hub.run(moderation=read_moderation(tmp_path / "moderation.toml"))
    assert (places(hub.out, NAME), places(hub.state, NAME)) == ([], [])


def test_an_entry_is_forgotten_with_all_its_postings(hub: Hub, tmp_path: Path) -> None:
    """A bare tombstone stays; it survives the loss of the state, and the next reading of the sources."""
    entry = hub.postings()[posting("east", 9)["id"]].id
    forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, entry, "takedown")
    assert set(hub.tombstones()[entry].to_json_value()) == {"id", "dateDeleted", "reason"}
    assert len(hub.postings()) == 6 + 3 + 3 + 3
    for path in hub.state.glob("state*"):
        path.unlink()
    hub.run(moderation=read_moderation(tmp_path / "moderation.toml"))
    assert len(hub.postings()) == 6 + 3 + 3 + 3
    assert places(hub.out, NAME) == []


def test_an_unknown_id_changes_nothing(hub: Hub, tmp_path: Path) -> None:
    """An id that nothing is known by is refused, before anything is written."""
    before = hub.bytes()
    with pytest.raises(UsageError, match="no posting is known"):
        forget(hub.config(), tmp_path / "moderation.toml", hub.out, hub.state, hub.at, "urn:x:none", "why")
    assert hub.bytes() == before
    assert not (tmp_path / "moderation.toml").exists()
