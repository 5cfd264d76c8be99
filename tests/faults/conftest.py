"""A misbehaving server for each test that asks for one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from faults.certificates import Certificates
from faults.names import Names, named
from faults.server import FaultServer


@pytest.fixture
def start_server() -> Iterator[Callable[..., FaultServer]]:
    """Starts servers that end with the test."""
    started: list[FaultServer] = []

    def start(**more: Any) -> FaultServer:
        started.append(FaultServer(**more))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(start_server: Callable[..., FaultServer]) -> FaultServer:
    """One server."""
    return start_server()


@pytest.fixture
def names(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """Names whose public addresses all lead to the server."""
    with named(monkeypatch, server.server_address[1]) as known:
        yield known


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates, good and bad."""
    return Certificates(tmp_path_factory.mktemp("certificates"))
