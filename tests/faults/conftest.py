"""A misbehaving server for each test that asks for one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from faults.certificates import Certificates
from faults.fault_list import Fault, Stage
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
def names(server: FaultServer) -> Iterator[Names]:
    """Names whose public addresses all lead to the server."""
    with named(server.server_address[1]) as known:
        yield known


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates, good and bad."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def stage_for(
    start_server: Callable[..., FaultServer], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Fault], Stage]]:
    """Puts a source on a server that speaks as a fault needs it."""
    with ExitStack() as stack:

        def make(fault: Fault) -> Stage:
            server = start_server()
            stage = Stage(fault.setting, server)
            if fault.setting == "tls":
                stage.certificates = request.getfixturevalue("certificates")
                stage.certificates.trusted(monkeypatch)
                server.tls = stage.certificates.server("good")
            if fault.setting == "name":
                stage.names = stack.enter_context(named(server.server_address[1]))
            return stage

        yield make
