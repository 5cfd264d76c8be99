"""A server that misbehaves in every way we know of, over real sockets on loopback; what it does goes by the path."""

import gzip
import socket
import ssl
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

DOCUMENT = b'{"type": "DataFeed", "items": []}' * 40
ETAG = '"v1"'
HTML = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>Come back later.</p></body></html>"
DRIP = 0.05
"""Seconds between two bytes of a slow answer."""


@dataclass
class Exchange:
    """One request, and the means to answer it badly."""

    path: str
    headers: dict[str, str]
    """By name in lower case; the bytes of a value as Latin-1."""
    server: "FaultServer"
    socket: socket.socket

    def send(self, content: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(content)

    def answer(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """A whole answer with the right length, unless ``headers`` says another."""
        self.server.statuses.append(status)
        ends = {} if self.server.keeps_open or self.server.pretends else {"Connection": "close"}
        self.send(head(status, {"Content-Length": str(len(content)), **ends, **(headers or {})}) + content)

    def drip(self, content: bytes) -> None:
        """Send byte after byte, until the server ends."""
        for byte in content:
            self.send(bytes((byte,)))
            if self.server.ending.wait(DRIP):
                return

    def reset(self) -> None:
        """Break the connection off (TCP RST)."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


Behaviour = Callable[[Exchange], None]


class FaultServer(ThreadingTCPServer):
    """Listens on loopback, counts what comes, and answers by path; unknown paths are 404.

    With ``tls``, which ``faults.certificates`` makes, good or bad, it speaks HTTPS. Names that do not resolve, or to
    something else each time, are made by ``faults.names``.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        super().__init__((host, port), _Handler)
        self.tls = tls
        self.behaviours: dict[str, Behaviour] = dict(BEHAVIOURS)
        self.requests: list[Exchange] = []
        self.statuses: list[int] = []
        self.connections = 0
        self.resets_at_accept = False
        self.keeps_open = False
        """Whether a connection serves one request after another."""
        self.pretends = False
        """Whether a connection is closed after an answer that does not say so."""
        self.keeps_silent = False
        """Whether nothing is said to whoever connects."""
        self.ending = Event()
        self._refuses = False
        self._begin()

    def _begin(self) -> None:
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def refuses(self) -> bool:
        """Whether nobody listens on the port; it can be listened on again."""
        return self._refuses

    @refuses.setter
    def refuses(self, value: bool) -> None:
        if value and not self._refuses:
            self.shutdown()
            self._thread.join(5)
            self.socket.close()
        elif self._refuses and not value:
            self.socket = socket.socket(self.address_family, self.socket_type)
            self.server_bind()
            self.server_activate()
            self._begin()
        self._refuses = value

    @property
    def address(self) -> str:
        """``http://127.0.0.1:port``, or ``https``."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """End, slow answers included; its port is closed then."""
        if not self.ending.is_set():
            self.ending.set()
            if not self._refuses:
                self.shutdown()
            self.server_close()
            self._thread.join(5)


class _Handler(BaseRequestHandler):
    server: FaultServer

    def handle(self) -> None:
        self.server.connections += 1
        with suppress(OSError):  # the client has gone, or we broke it off; both are meant
            if self.server.resets_at_accept:
                Exchange("", {}, self.server, self.request).reset()
                return
            if self.server.keeps_silent:
                self.server.ending.wait()
                return
            if self.server.tls:
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            try:
                while exchange := self._read():
                    self.server.requests.append(exchange)
                    self.server.behaviours.get(exchange.path, status(404))(exchange)
                    if not self.server.keeps_open:
                        break
            finally:
                if self.server.tls:
                    self.request.close()

    def _read(self) -> Exchange | None:
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = self.request.recv(65_536)
            received += chunk
            if not chunk or received.startswith(b"\x16"):  # the start of a TLS handshake
                return None
        first, *lines = received.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Exchange(first.split(" ")[1], headers, self.server, self.request)


def head(status: int, headers: dict[str, str]) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} As Told", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def status(number: int, headers: dict[str, str] | None = None) -> Behaviour:
    """Answers with a status, and a page that nobody is to take for a feed."""
    return lambda exchange: exchange.answer(number, b"As told." if number != 304 else b"", headers)


def document(content: bytes, headers: dict[str, str] | None = None, etag: str = "") -> Behaviour:
    """Answers with a document, and with 304 to its ETag, as a good server does."""

    def behave(exchange: Exchange) -> None:
        common = {**({"ETag": etag} if etag else {}), **(headers or {})}
        if etag and exchange.headers.get("if-none-match") == etag:
            exchange.answer(304, b"", common)
        else:
            exchange.answer(200, content, common)

    return behave


def redirect(number: int, location: str) -> Behaviour:
    """Sends elsewhere."""
    return lambda exchange: exchange.answer(number, b"", {"Location": location, "Set-Cookie": "visit=1; Path=/"})


def encoded(coding: str, content: bytes) -> Behaviour:
    """Answers with a body that is said to be in a content coding."""
    return document(content, {"Content-Encoding": coding})


def raw_deflate(content: bytes) -> bytes:
    """Deflate without zlib's header and checksum, as some servers send it."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(content) + squeezer.flush()


@cache
def bomb(megabytes: int = 240) -> bytes:
    """About a megabyte of gzip that unfolds to very much more: one block, repeated."""
    squeezer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = squeezer.compress(bytes(1_000_000)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * megabytes


def slow_headers(exchange: Exchange) -> None:
    """Sends its headers byte by byte, without end in sight."""
    exchange.drip(head(200, {"X-Patience": "z" * 100}))


def slow_body(exchange: Exchange) -> None:
    """Sends its body byte by byte."""
    exchange.send(head(200, {"Content-Length": "100"}))
    exchange.drip(b"x" * 100)


def reset_in_body(exchange: Exchange) -> None:
    """Breaks off in the middle of the body."""
    exchange.send(head(200, {"Content-Length": str(len(DOCUMENT))}) + DOCUMENT[:200])
    exchange.server.ending.wait(DRIP)  # so that the first half arrives before the reset
    exchange.reset()


def endless(exchange: Exchange) -> None:
    """Sends a body without a length and without an end."""
    exchange.send(head(200, {"Connection": "close"}))
    while not exchange.server.ending.is_set():
        exchange.send(b"x" * 100_000)


def slow_redirects(exchange: Exchange) -> None:
    """Each hop is quick enough, all together are not."""
    exchange.server.ending.wait(0.15)
    redirect(302, exchange.path)(exchange)


OK = document(DOCUMENT, {"Content-Type": "application/json; charset=utf-8", "Last-Modified": "yesterday"}, ETAG)

BEHAVIOURS: dict[str, Behaviour] = {
    "/ok": OK,
    "/gzip": encoded("gzip", gzip.compress(DOCUMENT)),
    "/x-gzip": encoded("X-GZip", gzip.compress(DOCUMENT)),
    "/zlib": encoded("deflate", zlib.compress(DOCUMENT)),
    "/raw-deflate": encoded("deflate", raw_deflate(DOCUMENT)),
    "/raw-deflate-at-the-bound": encoded("deflate", raw_deflate(b"a" * 65_537)),
    "/identity": encoded("identity", DOCUMENT),
    "/lying-type": document(DOCUMENT, {"Content-Type": "image/png"}),
    "/empty": document(b""),
    "/html": document(HTML, {"Content-Type": "text/html"}),
    "/not-json": document(b'{"type": DataFeed', {"Content-Type": "application/json"}),
    "/not-xml": document(b"<feed><entry></feed>", {"Content-Type": "application/atom+xml"}),
    "/truncated-json": document(DOCUMENT[:-9]),
    "/truncated-atom": document(b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Half'),
    "/length-too-small": document(DOCUMENT, {"Content-Length": "100"}),
    "/length-too-great": document(DOCUMENT, {"Content-Length": "99999"}),
    "/reset-at-once": Exchange.reset,
    "/reset-in-body": reset_in_body,
    "/no-answer": lambda exchange: None,
    "/no-http": lambda exchange: exchange.send(b"220 mail.example ESMTP\r\n"),
    "/vast-headers": lambda exchange: exchange.send(head(200, {"X-Vast": "z" * 1_000_000})),
    "/slow-headers": slow_headers,
    "/slow-body": slow_body,
    "/endless": endless,
    "/bomb": lambda exchange: encoded("gzip", bomb())(exchange),
    "/truncated-gzip": encoded("gzip", gzip.compress(DOCUMENT)[:-12]),
    "/no-gzip": encoded("gzip", DOCUMENT),
    "/no-deflate": encoded("deflate", b"\xff\xff\xff\xff"),
    "/brotli": encoded("br", b"\x0b\x02\x80hello\x03"),
    "/gzip-twice": encoded("gzip, gzip", gzip.compress(gzip.compress(DOCUMENT))),
    "/moved": redirect(301, "/ok"),
    "/found": redirect(302, "/ok"),
    "/moved-twice": redirect(308, "/found"),
    "/loop": redirect(302, "/loop"),
    "/slow-redirects": slow_redirects,
    "/to-file": redirect(302, "file:///etc/passwd"),
    "/downgrade": redirect(301, "http://site.example/ok"),
    "/to-nonsense": redirect(302, "http://[::1"),
    "/nowhere": status(302),
    "/304": status(304),
    "/404": status(404),
    "/410": status(410),
    "/429": status(429, {"Retry-After": "120"}),
    "/500": status(500),
}
