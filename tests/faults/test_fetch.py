"""HttpFetcher against a server that misbehaves: every answer is an outcome, and nothing is without a limit."""

import gzip
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import httpcore
import pytest
from faults.server import DOCUMENT, ETAG, HTML, FaultServer, bomb, document, encoded, raw_deflate, redirect
from hypothesis import given
from hypothesis import strategies as st

from wbl_feed import addresses
from wbl_feed.addresses import DeadlineError, RefusedAddressError, UnknownHostError, connect, is_public
from wbl_feed.fetch import USER_AGENT, Failed, Fetched, HttpFetcher, Limits, NotModified, Redirect, Validators
from wbl_feed.fetch_bodies import read_body
from wbl_feed.fetch_outcomes import Fault

SMALL = Limits(seconds=10, step_seconds=10, bytes=200_000, redirects=3)
QUICK = replace(SMALL, seconds=0.4)


def code_of(outcome: object) -> str:
    """The code of a failure, the kind of any other outcome."""
    return outcome.code if isinstance(outcome, Failed) else type(outcome).__name__


@pytest.fixture
def fetch(server: FaultServer) -> Callable[..., object]:
    """Fetches a path of the server within small limits."""

    def get(path: str, validators: Validators | None = None, limits: Limits = SMALL) -> object:
        return HttpFetcher(limits, allow_private=True).fetch(server.address + path, validators)

    return get


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/no-answer", "bad_response", "closed the connection without an answer"),
        ("/reset-at-once", "bad_response", "broke off (connection reset"),
        ("/reset-in-body", "bad_response", "broke off (connection reset"),
        ("/no-http", "bad_response", "is not HTTP"),
        ("/vast-headers", "bad_response", "the headers are too large"),
        ("/length-too-great", "bad_response", "cut off (received 1320 bytes, expected 99999)"),
        ("/304", "bad_response", "304 to a first request"),
        ("/slow-headers", "timeout", "in time"),
        ("/slow-body", "timeout", "in time"),
        ("/endless", "too_large", "200,000 bytes"),
        ("/bomb", "too_large", "200,000 bytes"),
        ("/truncated-gzip", "bad_encoding", "cut off"),
        ("/no-gzip", "bad_encoding", "not valid gzip"),
        ("/no-deflate", "bad_encoding", "not valid"),
        ("/brotli", "bad_encoding", "br"),
        ("/gzip-twice", "bad_encoding", "gzip, gzip"),
        ("/loop", "too_many_redirects", "more than 3"),
        ("/slow-redirects", "timeout", "in time"),
        ("/to-file", "bad_address", "http and https"),
        ("/to-nonsense", "bad_response", "no address"),
    ],
)
def test_a_fault_has_its_code(fetch: Callable[..., object], path: str, code: str, words: str) -> None:
    """Whatever a server does is a Failed with a code for scripts and words for people, within the limit of time."""
    begun = time.monotonic()
    outcome = fetch(path, limits=QUICK if path.startswith("/slow") else SMALL)
    assert isinstance(outcome, Failed)
    assert (outcome.code, words in outcome.message, bool(outcome.message)) == (code, True, True)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("path", "status"), [("/404", 404), ("/410", 410), ("/429", 429), ("/500", 500), ("/nowhere", 302)]
)
def test_a_status_is_told(fetch: Callable[..., object], path: str, status: int) -> None:
    """An error status, or a redirect to nowhere, is told with the server's headers, Retry-After among them."""
    outcome = fetch(path)
    assert isinstance(outcome, Failed)
    assert (outcome.code, outcome.status) == ("http_status", status)
    assert f"the server answered {status}" in outcome.message
    assert outcome.headers.get("retry-after") == ("120" if status == 429 else None)


@pytest.mark.parametrize(
    ("path", "body", "media_type"),
    [
        ("/ok", DOCUMENT, "application/json"),
        ("/gzip", DOCUMENT, ""),
        ("/x-gzip", DOCUMENT, ""),
        ("/zlib", DOCUMENT, ""),
        ("/raw-deflate", DOCUMENT, ""),
        ("/raw-deflate-at-the-bound", b"a" * 65_537, ""),
        ("/identity", DOCUMENT, ""),
        ("/lying-type", DOCUMENT, "image/png"),
        ("/empty", b"", ""),
        ("/html", HTML, "text/html"),
        ("/not-json", b'{"type": DataFeed', "application/json"),
        ("/not-xml", b"<feed><entry></feed>", "application/atom+xml"),
        ("/truncated-json", DOCUMENT[:-9], ""),
        ("/truncated-atom", b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Half', ""),
        ("/length-too-small", DOCUMENT[:100], ""),
    ],
)
def test_a_body_comes_as_it_is(fetch: Callable[..., object], path: str, body: bytes, media_type: str) -> None:
    """A body is decoded and handed on; whether it is a feed is for the reader to say, not for the fetcher."""
    outcome = fetch(path)
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.media_type) == (body, media_type)


@pytest.mark.parametrize(
    ("path", "hops"),
    [
        ("/moved", [("/ok", True)]),
        ("/found", [("/ok", False)]),
        ("/moved-twice", [("/found", True), ("/ok", False)]),
    ],
)
def test_redirects_are_followed_and_told(
    server: FaultServer, fetch: Callable[..., object], path: str, hops: list[tuple[str, bool]]
) -> None:
    """A redirect is followed, and the caller learns where to and whether for good."""
    outcome = fetch(path)
    assert isinstance(outcome, Fetched)
    assert outcome.redirects == tuple(Redirect(server.address + to, permanent) for to, permanent in hops)
    assert (outcome.url, outcome.body) == (server.address + "/ok", DOCUMENT)


def test_a_redirect_from_https_to_http_is_not_followed(server: FaultServer) -> None:
    """What was asked for over TLS is not taken without it (spec section 18.2)."""
    fetcher = HttpFetcher(SMALL, route={"site.example": server.address}, allow_private=True)
    assert code_of(fetcher.fetch("https://site.example/downgrade")) == "bad_address"
    assert len(server.requests) == 1
    assert isinstance(fetcher.fetch("http://site.example/downgrade"), Fetched)


@pytest.mark.parametrize(("hops", "followed"), [(3, True), (4, False)])
def test_the_limit_of_redirects_is_exact(
    server: FaultServer, fetch: Callable[..., object], hops: int, followed: bool
) -> None:
    """As many redirects as the limit says are followed, and not one more."""
    server.behaviours |= {f"/hop{number}": redirect(302, f"/hop{number - 1}") for number in range(1, hops + 1)}
    server.behaviours["/hop0"] = document(b"there")
    outcome = fetch(f"/hop{hops}")
    assert (isinstance(outcome, Fetched), len(server.requests)) == (followed, 4)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(("size", "taken"), [(200_000, True), (200_001, False)])
def test_the_limit_of_bytes_is_exact(
    server: FaultServer, fetch: Callable[..., object], encoding: str, size: int, taken: bool
) -> None:
    """A body of as many bytes as the limit says is taken, one byte more is not, counted after decompression."""
    content = b"x" * size
    server.behaviours["/sized"] = encoded(encoding, gzip.compress(content) if encoding == "gzip" else content)
    outcome = fetch("/sized")
    assert isinstance(outcome, Fetched) is taken
    assert taken or outcome.code == "too_large"


@pytest.mark.parametrize("size", [1, 300_000])
def test_what_follows_a_gzip_body_is_left(server: FaultServer, fetch: Callable[..., object], size: int) -> None:
    """Bytes after the end of a gzip body are neither read nor taken for a part of it."""
    server.behaviours["/tail"] = encoded("gzip", gzip.compress(b"little") + bytes(size))
    outcome = fetch("/tail")
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"little"


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(1, 50))
def test_a_body_in_several_members_is_whole(parts: list[bytes], size: int) -> None:
    """A gzip body may consist of several members (RFC 1952), wherever the network cuts it."""
    content = b"".join(map(gzip.compress, parts))
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    assert read_body(chunks, "gzip", 10_000) == b"".join(parts)


@given(
    st.binary(max_size=2_000),
    st.sampled_from(["gzip", "deflate", "identity"]),
    st.integers(1, 70),
    st.integers(0, 2_100),
)
def test_a_body_is_the_same_however_it_is_cut(content: bytes, encoding: str, size: int, most: int) -> None:
    """A body is what was sent if it is within the limit, and too large if it is not."""
    code = {"gzip": gzip.compress, "deflate": raw_deflate, "identity": bytes}[encoding]
    sent = code(content)
    body = read_body([sent[start : start + size] for start in range(0, len(sent), size)], encoding, most)
    if max(len(content), len(sent)) <= most:
        assert body == content
    elif len(content) > most:
        assert isinstance(body, Fault)
        assert body.code == "too_large"


def test_a_bomb_does_not_unfold_in_memory(fetch: Callable[..., object]) -> None:
    """A megabyte that unfolds to 240 stops at the limit, and memory stays near the limit."""
    assert len(bomb()) < 1_200_000
    tracemalloc.start()
    try:
        outcome = fetch("/bomb", limits=Limits(seconds=10, bytes=20_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert code_of(outcome) == "too_large"
    assert peak < 60_000_000


def test_a_closed_port_is_unreachable(server: FaultServer, fetch: Callable[..., object]) -> None:
    """A port on which nobody listens is unreachable."""
    server.close()
    assert code_of(fetch("/ok")) == "unreachable"


def test_a_reset_at_accept_is_a_failure(server: FaultServer, fetch: Callable[..., object]) -> None:
    """A server that breaks off before it has read the request gives a failure and not a crash."""
    server.resets_at_accept = True
    assert code_of(fetch("/ok")) == "bad_response"


@pytest.mark.parametrize(("scheme", "code"), [("http", "bad_response"), ("https", "tls_error")])
def test_a_reset_is_the_same_however_early(monkeypatch: pytest.MonkeyPatch, scheme: str, code: str) -> None:
    """A reset may arrive before connecting has ended or after; that is chance, and makes no other code."""

    def connect_tcp(*_: object) -> None:
        raise httpcore.ConnectError("reset") from ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect_tcp)
    assert code_of(HttpFetcher(SMALL, allow_private=True).fetch(f"{scheme}://127.0.0.1/")) == code


def test_a_name_that_cannot_be_is_unknown() -> None:
    """A host name that no resolver takes is told as unknown."""
    with pytest.raises(UnknownHostError, match="not known"):
        connect("a" * 64 + ".invalid", 80, 5, False)


def test_https_to_a_plain_port_is_a_failure(server: FaultServer) -> None:
    """TLS that cannot be agreed on is a failure in words, not a crash."""
    url = server.address.replace("http:", "https:") + "/ok"
    assert code_of(HttpFetcher(SMALL, allow_private=True).fetch(url)) == "tls_error"


@pytest.mark.parametrize(
    "url",
    ["", "feed.json", "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)", "http://",
     "http:///feed", "http://[::1/", "http://a.example:port/", "http://a.example:99999/", "http://\x00/", "data:,x"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    """Only http and https addresses are fetched; what is no address is told as one."""
    assert code_of(HttpFetcher(SMALL).fetch(url)) == "bad_address"


def test_the_deadline_ends_every_step() -> None:
    """When no time is left, no step begins."""
    with pytest.raises(DeadlineError):
        connect("127.0.0.1", 9, -1, True)


def test_a_good_server_says_not_modified(fetch: Callable[..., object]) -> None:
    """Asked again with what it gave, a server says that nothing changed, and no body is sent."""
    first = fetch("/ok")
    assert isinstance(first, Fetched)
    assert first.validators == Validators(ETAG, "yesterday")
    assert isinstance(fetch("/ok", first.validators), NotModified)
    assert isinstance(fetch("/ok", Validators('"v0"', "yesterday")), Fetched)


@pytest.mark.parametrize(
    "etag", ["", 'W/"weak"', "no quotation marks", '"a, \\"b\\""', '"caf\u00e9"', '"caf\u00c3\u00a9"']
)
def test_validators_go_back_as_they_came(server: FaultServer, fetch: Callable[..., object], etag: str) -> None:
    """ETag and Last-Modified are sent back byte for byte, however odd they are (RFC 9110 section 8.8)."""
    date = "last Tuesday, +25:00"
    server.behaviours["/odd"] = document(b"{}", {"Last-Modified": date}, etag)
    first = fetch("/odd")
    assert isinstance(first, Fetched)
    assert isinstance(fetch("/odd", first.validators), NotModified if etag else Fetched)
    name, value = ("if-none-match", etag) if etag else ("if-modified-since", date)
    assert [request.headers.get(name) for request in server.requests] == [None, value]


def test_requests_say_who_asks(server: FaultServer) -> None:
    """The User-Agent names the library, where to read of it, and the operator's contact."""
    fetcher = HttpFetcher(SMALL, allow_private=True, contact="ops@hub.example")
    fetcher.fetch(server.address + "/ok")
    HttpFetcher(SMALL, allow_private=True).fetch(server.address + "/ok")
    agents = [request.headers["user-agent"] for request in server.requests]
    assert agents == [USER_AGENT.removesuffix(")") + "; ops@hub.example)", USER_AGENT]
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate"


def test_no_cookie_and_no_referer_are_sent(server: FaultServer) -> None:
    """A cookie that is set on the way is not sent back, to the next hop or the next time, nor is a Referer."""
    fetcher = HttpFetcher(SMALL, allow_private=True)
    for _ in range(2):
        assert isinstance(fetcher.fetch(server.address + "/moved-twice"), Fetched)
    assert len(server.requests) == 6
    assert not {"cookie", "referer", "authorization"} & {
        name for request in server.requests for name in request.headers
    }


def test_no_proxy_is_taken_from_the_environment(
    server: FaultServer, fetch: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables that name a proxy change nothing, since a proxy would pass by the address guard."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(fetch("/ok"), Fetched)


@pytest.mark.parametrize("port", [1, 22, 25, 5432, 6379, 9200])
def test_ports_of_other_services_are_refused(port: int) -> None:
    """Ports that no web site has are not asked, unless the source is marked as private."""
    assert code_of(HttpFetcher(SMALL).fetch(f"http://site.example:{port}/feed.json")) == "bad_address"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433"])
def test_a_refused_name_is_connected_nowhere(server: FaultServer, host: str) -> None:
    """A name that resolves to loopback is refused before any connection, though a server listens there."""
    port = server.server_address[1]
    with pytest.raises(RefusedAddressError):
        connect(host, port, 5, False)
    assert server.connections == 0
    connect(host, port, 5, True).close()


def test_the_guard_is_in_use(server: FaultServer) -> None:
    """Every connection goes through the guard, and the server is told the name that was asked for."""
    route = {"site.example": server.address}
    outcome = HttpFetcher(SMALL, route=route).fetch("http://site.example/ok")
    assert isinstance(outcome, Failed)
    assert (outcome.code, server.connections) == ("refused_address", 0)
    assert isinstance(HttpFetcher(SMALL, route=route, allow_private=True).fetch("http://site.example/ok"), Fetched)
    assert server.requests[0].headers["host"] == "site.example"


@pytest.mark.parametrize("target", ["http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"])
def test_a_redirect_to_a_private_address_is_refused(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """A public site cannot send us into a private network."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    server.behaviours["/inward"] = redirect(302, target)
    fetcher = HttpFetcher(SMALL, route={"site.example": server.address})
    assert isinstance(fetcher.fetch("http://site.example/ok"), Fetched)
    outcome = fetcher.fetch("http://site.example/inward")
    assert isinstance(outcome, Failed)
    assert (outcome.code, outcome.url) == ("refused_address", target)
