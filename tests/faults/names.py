"""Names that lead where a test wants: nowhere, slowly, to several addresses, or to another one each time."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import httpcore
import pytest

from wbl_feed import addresses

PUBLIC = "93.184.215.14"
"""An address that passes the guard; whatever is connected to it goes to the server of the test."""
UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
FALTERS = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


class Names:
    """What each name resolves to, and what was asked and connected to.

    A value is an address, a list of them, an exception, a number of seconds that the resolver takes before it says
    ``PUBLIC``, or a tuple of such values, one for each time that it is asked; the last one stays.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        """Where connections to public addresses go, on loopback."""
        self.known: dict[str, Any] = {}
        self.asked: list[str] = []
        self.connections: list[str] = []

    def resolve(self, host: str, port: int, **more: Any) -> list[Any]:
        """As ``socket.getaddrinfo``."""
        found = self.known.get(host, UNKNOWN)
        if isinstance(found, tuple):
            found = found[min(self.asked.count(host), len(found) - 1)]
        self.asked.append(host)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, float):
            time.sleep(found)
            found = PUBLIC
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in ([found] if isinstance(found, str) else found)
        ]


@contextmanager
def named(patch: pytest.MonkeyPatch, port: int) -> Iterator[Names]:
    """Names for the time of a test; every connection to a public address leads to this port on loopback."""
    names = Names(port)
    connect = httpcore.SyncBackend.connect_tcp

    def connect_here(self: Any, host: str, to: int, *more: Any, **also: Any) -> Any:
        names.connections.append(host)
        public = addresses.is_public(host)
        return connect(self, "127.0.0.1" if public else host, names.port if public else to, *more, **also)

    with patch.context() as here:
        resolver = SimpleNamespace(getaddrinfo=names.resolve, SOCK_STREAM=socket.SOCK_STREAM)
        here.setattr(addresses, "socket", resolver)
        here.setattr(httpcore.SyncBackend, "connect_tcp", connect_here)
        yield names
