"""Names that lead where a test wants: nowhere, slowly, to several addresses, or to another one each time."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import httpcore

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


_CONNECT, _SOCKET = httpcore.SyncBackend.connect_tcp, addresses.socket
_in_force: list[Names] = []
"""Those of the tests under way, whichever ends first; the last one counts."""


def _resolve(host: str, port: int, **more: Any) -> list[Any]:
    return _in_force[-1].resolve(host, port, **more)


def _connect(self: Any, host: str, port: int, *more: Any, **also: Any) -> Any:
    names = _in_force[-1]
    names.connections.append(host)
    public = addresses.is_public(host)
    return _CONNECT(self, "127.0.0.1" if public else host, names.port if public else port, *more, **also)


@contextmanager
def named(port: int) -> Iterator[Names]:
    """Names for the time of a test; every connection to a public address leads to this port on loopback."""
    names = Names(port)
    _in_force.append(names)
    resolver: Any = SimpleNamespace(getaddrinfo=_resolve, SOCK_STREAM=socket.SOCK_STREAM)
    addresses.socket, httpcore.SyncBackend.connect_tcp = resolver, _connect  # type: ignore[method-assign]
    try:
        yield names
    finally:
        _in_force.remove(names)
        if not _in_force:
            addresses.socket, httpcore.SyncBackend.connect_tcp = _SOCKET, _CONNECT  # type: ignore[method-assign]
