"""TLS: a good certificate is trusted, and each bad one is refused in words that a webmaster can act on."""

import select
import socket
import ssl
import struct
import warnings
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from faults.certificates import HOST, Certificates
from faults.names import PUBLIC, named
from faults.server import FaultServer, redirect

from wbl_feed.fetch import Failed, Fetched, HttpFetcher, Limits
from wbl_feed.fetch_connections import tls_context

LIMITS = Limits(seconds=5, step_seconds=5, bytes=200_000)
Serve = Callable[[str], FaultServer]


@pytest.fixture
def secure(
    start_server: Callable[..., FaultServer], certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> Serve:
    """Starts a server with a certificate of some kind; those of our authority are trusted."""

    def start(kind: str) -> FaultServer:
        certificates.trusted(monkeypatch)
        return start_server(tls=certificates.server(kind))

    return start


def test_a_good_certificate_is_trusted(secure: Serve) -> None:
    """A certificate for the name that was asked for is taken, and the connection is kept."""
    server = secure("good")
    server.keeps_open = True
    with named(server.server_address[1]) as names, HttpFetcher(LIMITS) as fetcher:
        names.known[HOST] = PUBLIC
        for _ in range(3):
            assert isinstance(fetcher.fetch(f"https://{HOST}/moved"), Fetched)
    assert (server.connections, names.connections) == (1, [PUBLIC])
    assert {request.headers["host"] for request in server.requests} == {HOST}


def test_a_dot_at_the_end_of_the_name_does_not_make_it_another(secure: Serve) -> None:
    """The certificate of a host is good for its absolute name too."""
    server = secure("good")
    with named(server.server_address[1]) as names:
        names.known[f"{HOST}."] = PUBLIC
        assert isinstance(HttpFetcher(LIMITS).fetch(f"https://{HOST}./ok"), Fetched)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("expired", "has expired"),
        ("not yet valid", "is not valid yet"),
        ("of another host", "is for another host"),
        ("self-signed", "signed by nobody but itself"),
        ("of an unknown authority", "an authority that is not known"),
    ],
)
def test_a_bad_certificate_is_refused(secure: Serve, kind: str, words: str) -> None:
    """A bad certificate is a failure that says what is wrong with it, and nothing is asked."""
    server = secure(kind)
    with named(server.server_address[1]) as names:
        names.known[HOST] = PUBLIC
        outcome = HttpFetcher(LIMITS).fetch(f"https://{HOST}/ok")
    assert isinstance(outcome, Failed)
    assert (outcome.code, words in outcome.message, server.requests) == ("tls_error", True, [])


def test_a_redirect_to_a_bad_certificate_is_refused(server: FaultServer, secure: Serve) -> None:
    """A redirect does not lower what is asked of a certificate."""
    server.behaviours["/away"] = redirect(302, secure("expired").address + "/ok")
    outcome = HttpFetcher(LIMITS, allow_private=True).fetch(server.address + "/away")
    assert isinstance(outcome, Failed)
    assert outcome.code == "tls_error"


def test_private_addresses_are_no_excuse(secure: Serve) -> None:
    """A source on one's own network must have a good certificate too, for the address that is asked."""
    assert isinstance(HttpFetcher(LIMITS, allow_private=True).fetch(secure("good").address + "/ok"), Fetched)
    outcome = HttpFetcher(LIMITS, allow_private=True).fetch(secure("self-signed").address + "/ok")
    assert isinstance(outcome, Failed)
    assert outcome.code == "tls_error"


def test_a_server_that_speaks_an_old_tls_is_refused(
    start_server: Callable[..., FaultServer], certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS 1.1 and older are not agreed on (RFC 8996)."""
    certificates.trusted(monkeypatch)
    context = certificates.server("good")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python says that they are old
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    outcome = HttpFetcher(LIMITS, allow_private=True).fetch(start_server(tls=context).address + "/ok")
    assert isinstance(outcome, Failed)
    assert outcome.code == "tls_error"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_handshake_that_never_ends_ends_in_time(listener: socket.socket) -> None:
    """A server that accepts and is silent is told as a timeout."""
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
    outcome = HttpFetcher(Limits(seconds=0.3), allow_private=True).fetch(url)
    assert isinstance(outcome, Failed)
    assert outcome.code == "timeout"


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x28"])
def test_a_handshake_that_is_broken_off_is_a_failure(listener: socket.socket, answer: bytes) -> None:
    """A server that closes, answers in plain HTTP, or sends an alert in the handshake is told as a fault of TLS."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(answer)

    thread = Thread(target=serve)
    thread.start()
    outcome = HttpFetcher(LIMITS, allow_private=True).fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    thread.join(5)
    assert isinstance(outcome, Failed)
    assert outcome.code == "tls_error"
    assert outcome.message.startswith("the server")


def test_a_reset_before_the_handshake_leaves_nothing_open(listener: socket.socket) -> None:
    """A socket that was reset before TLS could begin is closed, not left to the garbage collector."""
    with socket.create_connection(listener.getsockname()) as ours:
        theirs, _ = listener.accept()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
        select.select([ours], [], [], 5)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            with pytest.raises(ConnectionResetError):
                tls_context().wrap_socket(ours, server_hostname=HOST)
    assert [str(one.message) for one in told] == []


def test_tls_is_checked_by_default() -> None:
    """Names and certificates are checked with authorities of our own, and TLS is not older than 1.2."""
    context = tls_context()
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] > 50
