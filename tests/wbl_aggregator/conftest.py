"""Postings and feeds for the aggregator's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.hub import Hub
from faults.server import FaultServer
from operator_desk import Desk

from wbl_feed.models import Envelope, Posting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A hub after its first run."""
    desk = Desk(tmp_path)
    desk.run()
    return desk


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that has not run."""
    servers: list[FaultServer] = []

    def start() -> FaultServer:
        servers.append(FaultServer())
        return servers[-1]

    yield Hub(start, tmp_path)
    for server in servers:
        server.close()


@pytest.fixture
def posting():
    """Makes a posting from an id and any members, by their Python names."""

    def make(identity: str, **members: object) -> Posting:
        base = {
            "id": identity,
            "url": f"https://site.example/postings?id={identity}",
            "title": "A title",
            "date_modified": "2026-11-01T00:00:00Z",
            "activity_type": "internship",
            "status": "open",
        }
        return Posting.model_validate({**base, **members})

    return make


@pytest.fixture
def envelope():
    """Makes the envelope of a source's feed."""

    def make(source: str, **members: object) -> Envelope:
        base = {
            "type": "DataFeed",
            "spec_version": "1.0",
            "id": f"https://{source}.example/feed",
            "name": f"Site {source}",
            "publisher": {"name": f"Site {source}"},
            "license": "CC-BY-4.0",
            "time_zone": "America/New_York",
            "date_modified": "2026-11-01T00:00:00Z",
            "completeness": "complete",
        }
        return Envelope.model_validate({**base, **members})

    return make
