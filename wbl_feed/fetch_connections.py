"""Connections of one fetcher: at most one to an origin at a time, kept open for the next request (RFC 9112)."""

import ssl
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import NamedTuple

import h11
import httpcore
import httpx

from wbl_feed.addresses import connect, remaining
from wbl_feed.fetch_failures import AnswerError, cut_off, tls_error, was_reset

Headers = Iterable[tuple[bytes, bytes]]

_CHUNK = 65_536
_MOST_HEAD = 102_400
"""Bytes of status line and headers."""
_MOST_INTERIM = 20
"""Answers with a status 1xx before the one that counts."""
_KEPT = 64
"""Connections kept open for another request."""
_IDLE_SECONDS = 30.0
_REST_BYTES, _REST_SECONDS = 65_536, 0.2
"""What is still read of a body that nobody wants, so that the connection can be kept."""


class Place(NamedTuple):
    """What a connection is for."""

    scheme: str
    host: str
    port: int
    asked: bytes = b""
    """The host that is asked there, where it is another."""


@dataclass
class Patience:
    """How long one request may still take; time spent waiting for one's turn is not the server's."""

    end: float
    step: float

    def left(self) -> float:
        """Seconds for the next step. Raises ``DeadlineError``."""
        return remaining(self.end, self.step)


class Connection:
    """One connection, on which one request follows another."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEAD)
        self._since = time.monotonic()

    def ask(self, target: bytes, headers: Headers, patience: Patience) -> h11.Response:
        """Send a GET and read up to the end of the headers. Raises errors of h11 and httpcore."""
        request = h11.Request(method=b"GET", target=target, headers=list(headers))
        content = (self._http.send(request) or b"") + (self._http.send(h11.EndOfMessage()) or b"")
        self._stream.write(content, patience.left())
        for _ in range(_MOST_INTERIM + 1):
            event = self._event(patience)
            if isinstance(event, h11.Response):
                if not event.http_version.startswith(b"1."):
                    raise AnswerError("the answer is not HTTP/1.1, which was asked for")
                return event
        raise AnswerError(f"more than {_MOST_INTERIM} interim answers came, and no real one")

    def body(self, patience: Patience) -> Iterator[bytes]:
        """The body as it comes, still compressed."""
        while isinstance(event := self._event(patience), h11.Data):
            yield event.data

    def is_fresh(self) -> bool:
        """Whether it can be expected to be still open; one on which something came unasked is not."""
        young = time.monotonic() - self._since < _IDLE_SECONDS
        return young and not self._stream.get_extra_info("is_readable")

    def finish(self) -> bool:
        """Make it ready for another request; whether it is."""
        with suppress(httpcore.NetworkError, httpcore.TimeoutException, h11.ProtocolError, AnswerError):
            patience, rest = Patience(time.monotonic() + _REST_SECONDS, _REST_SECONDS), 0
            while self._http.their_state is h11.SEND_BODY and rest <= _REST_BYTES:
                event = self._event(patience)
                rest += len(event.data) if isinstance(event, h11.Data) else 0
            # what came after the end would be taken for the next answer
            if self._http.their_state is h11.DONE and self._http.trailing_data == (b"", False):
                self._http.start_next_cycle()
                self._since = time.monotonic()
                return True
        return False

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def _event(self, patience: Patience) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            content = self._stream.read(_CHUNK, patience.left())
            if not content and self._http.their_state is h11.SEND_RESPONSE:
                raise cut_off(bytes(self._http.trailing_data[0]))
            self._http.receive_data(content)
        patience.left()
        return event


@dataclass
class _Lane:
    """The one way to an origin."""

    turn: Lock = field(default_factory=Lock)
    users: int = 0
    connection: Connection | None = None

    def close(self) -> None:
        """Close what is open."""
        if self.connection:
            self.connection.close()
            self.connection = None


class Connections:
    """The open connections of one fetcher, which several threads may use."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._lanes: OrderedDict[Place, _Lane] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def asking(
        self, place: Place, target: bytes, headers: Headers, patience: Patience
    ) -> Iterator[tuple[h11.Response, Iterator[bytes]]]:
        """The answer to a GET: its head, and its body as it comes. Raises errors of h11 and httpcore."""
        with self._lane(place, patience) as lane:
            try:
                connection, response = self._ask(lane, place, target, headers, patience)
                yield response, connection.body(patience)
            except BaseException:
                lane.close()
                raise
            if not connection.finish():
                lane.close()

    def close(self) -> None:
        """Close all that nobody is using."""
        with self._lock:
            self._drop(0)

    def _ask(
        self, lane: _Lane, place: Place, target: bytes, headers: Headers, patience: Patience
    ) -> tuple[Connection, h11.Response]:
        if lane.connection and lane.connection.is_fresh():
            # the server may close a connection just as it is asked on; then it never saw the request, and a GET can be
            # repeated (RFC 9110 section 9.2.2)
            with suppress(httpcore.NetworkError, h11.RemoteProtocolError, AnswerError):
                return lane.connection, lane.connection.ask(target, headers, patience)
        lane.close()
        lane.connection = self._open(place, patience)
        return lane.connection, lane.connection.ask(target, headers, patience)

    def _open(self, place: Place, patience: Patience) -> Connection:
        secure = place.scheme == "https"
        try:
            stream = connect(place.host, place.port, patience.left(), self._allow_private)
        except httpcore.ConnectError as error:
            if secure and was_reset(error):  # whether it comes just before or after connecting is chance
                raise tls_error(error) from error
            raise
        return Connection(self._secured(stream, place.host.rstrip("."), patience) if secure else stream)

    def _secured(self, stream: httpcore.NetworkStream, host: str, patience: Patience) -> httpcore.NetworkStream:
        try:
            secure = stream.start_tls(tls_context(), host, patience.left())
        except httpcore.ConnectError as error:
            raise tls_error(error) from error
        except httpcore.TimeoutException:
            stream.close()
            raise
        if secure.get_extra_info("ssl_object") is None:
            # of a connection that was reset before the handshake Python makes a socket that is not encrypted
            secure.close()
            raise tls_error(ConnectionResetError())
        return secure

    @contextmanager
    def _lane(self, place: Place, patience: Patience) -> Iterator[_Lane]:
        with self._lock:
            lane = self._lanes.setdefault(place, _Lane())
            self._lanes.move_to_end(place)
            lane.users += 1
        try:
            waiting = time.monotonic()
            with lane.turn:
                patience.end += time.monotonic() - waiting
                yield lane
        finally:
            with self._lock:
                lane.users -= 1
                if not lane.users and not lane.connection:
                    del self._lanes[place]
                elif len(self._lanes) > _KEPT:
                    self._drop(_KEPT)

    def _drop(self, kept: int) -> None:
        """Close the least recently used of those that nobody is using."""
        free = [place for place, lane in self._lanes.items() if not lane.users]
        for place in free[: max(0, len(self._lanes) - kept)]:
            self._lanes.pop(place).close()


class _TlsSocket(ssl.SSLSocket):
    """One that is closed when it is found reset before its handshake, which Python's own leaves open."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """What came."""
        try:
            return super().recv(buflen, flags)
        except ConnectionError:
            self.close()
            raise


@cache
def tls_context() -> ssl.SSLContext:
    """How TLS is spoken: with the authorities of certifi, and nothing from the environment."""
    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # which OpenSSL's own settings may leave open
    context.sslsocket_class = _TlsSocket
    return context
