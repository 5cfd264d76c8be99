"""A misbehaving server for each test that asks for one."""

from collections.abc import Callable, Iterator

import pytest
from faults.server import FaultServer


@pytest.fixture
def start_server() -> Iterator[Callable[[], FaultServer]]:
    """Starts servers that end with the test."""
    started: list[FaultServer] = []

    def start() -> FaultServer:
        started.append(FaultServer())
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(start_server: Callable[[], FaultServer]) -> FaultServer:
    """One server."""
    return start_server()
