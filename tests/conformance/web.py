"""The web of a case: a scripted server on loopback, and a fetcher that asks it in place of every host of the case."""

import base64
import gzip
import ipaddress
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpcore
import pytest

from wbl_feed import addresses
from wbl_feed.fetch import HttpFetcher

PUBLIC = "93.184.215.14"
"""What a host of a case resolves to unless the case says otherwise; nothing is ever sent there."""


@dataclass(frozen=True)
class Request:
    """One request that the server got, as the client meant it."""

    url: str
    headers: dict[str, str]
    """By name in lower case."""


@dataclass
class Web:
    """What every address of the case answers now, and what was asked."""

    port: int = 0
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    hosts: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: list[str] = field(default_factory=list)
    """IP addresses to which a connection was tried."""
    _resolved: set[str] = field(default_factory=set)

    def addresses_of(self, host: str) -> list[str]:
        """The IP addresses of a host. Raises ``OSError`` for one that the case does not know."""
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        if host in self.hosts:
            found = self.hosts[host]
            if isinstance(found, dict):
                found = found["then" if host in self._resolved else "first"]
                self._resolved.add(host)
            return [found] if isinstance(found, str) else list(found)
        if any(urlsplit(url).hostname == host for url in self.answers):
            return [PUBLIC]
        raise OSError(f"no such name: {host}")


class CaseFetcher(HttpFetcher):
    """Sends each request to the case's server, which is told the whole address in the path; all checks are the real ones."""

    def __init__(self, web: Web, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._web = web

    def _target(self, url: str) -> str:
        super()._target(url)
        parts = urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        query = f"?{parts.query}" if parts.query else ""
        return f"http://{host}:{self._web.port}/{parts.scheme}/{parts.netloc}{parts.path}{query}"


def joined(parts: list[Any]) -> bytes:
    """Texts one after another, some of them repeated."""
    return b"".join((one if isinstance(one, str) else one["repeat"] * one["times"]).encode() for one in parts)


def body_of(answer: dict[str, Any]) -> bytes:
    """The bytes of an answer as they go over the wire."""
    if "json" in answer:
        content = json.dumps(answer["json"]).encode()
    elif "base64" in answer:
        content = base64.b64decode(answer["base64"])
    else:
        content = joined(answer.get("parts", [answer.get("body", "")]))
    return gzip.compress(content, 1) if answer.get("encoding") == "gzip" else content


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        scheme, _, rest = self.path.removeprefix("/").partition("/")
        url = f"{scheme}://{rest}"
        self.server.web.requests.append(Request(url, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.web.answers.get(url, {"status": 404, "body": "Not here."})
        time.sleep(answer.get("delay", 0))
        headers, status = dict(answer.get("headers", {})), answer.get("status", 200)
        etag = headers.get("ETag")
        if answer.get("honoursConditions") and etag and self.headers.get("If-None-Match") == etag:
            status = 304
        content = b"" if status == 304 else body_of(answer)
        if "encoding" in answer:
            headers["Content-Encoding"] = answer["encoding"]
        self.close_connection = True
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(content)), "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # the client has had enough
            self._send(content[: answer.get("truncateAt", len(content))], answer.get("trickle"))

    def _send(self, content: bytes, trickle: dict[str, Any] | None) -> None:
        if not trickle:
            self.wfile.write(content)
            return
        for start in range(0, len(content), trickle["bytes"]):
            time.sleep(trickle["seconds"])
            self.wfile.write(content[start : start + trickle["bytes"]])
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, web: Web) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.web = web


@contextmanager
def serving(patch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web without addresses yet; names are resolved by the case, and every connection leads to its server."""
    web = Web()
    server = _Server(web)
    web.port = server.server_address[1]
    connect = httpcore.SyncBackend.connect_tcp

    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in web.addresses_of(host)]

    def connect_here(self: Any, host: str, port: int, *more: Any, **named: Any) -> Any:
        web.connections.append(host)
        assert addresses.is_public(host), f"a connection to {host} was tried"
        return connect(self, "127.0.0.1", port, *more, **named)

    patch.setattr(addresses, "socket", SimpleNamespace(getaddrinfo=resolve, SOCK_STREAM=socket.SOCK_STREAM))
    patch.setattr(httpcore.SyncBackend, "connect_tcp", connect_here)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
