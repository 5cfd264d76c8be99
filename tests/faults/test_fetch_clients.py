"""One connection to each origin, kept open and given up in the right moments, and validators for each address."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from faults.server import (
    DOCUMENT,
    ETAG,
    Exchange,
    FaultServer,
    bomb,
    document,
    encoded,
    head,
    redirect,
    slow_body,
    status,
)

from wbl_feed import fetch_connections
from wbl_feed.fetch import Failed, Fetched, HttpFetcher, LedElsewhere, Limits, NotModified, Redirect, Validators

LIMITS = Limits(seconds=5, step_seconds=5, bytes=2_000_000, redirects=3)


@pytest.fixture
def fetcher(server: FaultServer) -> Iterator[HttpFetcher]:
    """A fetcher; the server keeps its connections open."""
    server.keeps_open = True
    with HttpFetcher(LIMITS, allow_private=True) as fetcher:
        yield fetcher


def test_a_connection_serves_many_requests(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Answers of every kind, redirects and 304 among them, come over the one connection to their origin."""
    first = fetcher.fetch(server.address + "/ok")
    assert isinstance(first, Fetched)
    assert isinstance(fetcher.fetch(server.address + "/ok", first.validators), NotModified)
    assert isinstance(fetcher.fetch(server.address + "/moved-twice"), Fetched)
    assert isinstance(fetcher.fetch(server.address + "/404"), Failed)
    assert isinstance(fetcher.fetch(server.address + "/gzip"), Fetched)
    assert (len(server.requests), server.connections) == (7, 1)


def test_each_origin_has_its_own(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Two names are two origins, though one server is behind both."""
    for host in ("127.0.0.1", "localhost", "127.0.0.1"):
        assert isinstance(fetcher.fetch(f"http://{host}:{server.server_address[1]}/ok"), Fetched)
    assert server.connections == 2


def test_routed_hosts_have_their_own(server: FaultServer) -> None:
    """Hosts that are routed to one server do not share a connection, nor wait for each other."""
    server.keeps_open = True
    route = dict.fromkeys(("a.example", "b.example"), server.address)
    with HttpFetcher(LIMITS, allow_private=True, route=route) as fetcher:
        for host in ("a.example", "b.example", "a.example"):
            assert isinstance(fetcher.fetch(f"http://{host}/ok"), Fetched)
    assert [request.headers["host"] for request in server.requests] == ["a.example", "b.example", "a.example"]
    assert server.connections == 2


def test_a_connection_that_the_server_closed_is_no_failure(server: FaultServer, fetcher: HttpFetcher) -> None:
    """A server may close a kept connection at any moment; the request is made again on a new one."""
    server.keeps_open, server.pretends = False, True
    for _ in range(3):
        assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
        time.sleep(0.05)
    assert (len(server.requests), server.connections) == (3, 3)


@pytest.mark.parametrize("how", ["closes", "resets", "begins and closes"])
def test_a_connection_that_breaks_as_it_is_asked_is_no_failure(
    server: FaultServer, fetcher: HttpFetcher, how: str
) -> None:
    """A kept connection that ends just when the next request arrives is replaced, once."""

    def behave(exchange: Exchange) -> None:
        server.keeps_open = exchange.server.connections > 1 or len(server.requests) == 1
        if len(server.requests) != 2:
            exchange.answer(200, DOCUMENT)
        elif how == "resets":
            exchange.reset()
        elif how == "begins and closes":
            exchange.send(b"HTTP/1.1 200 OK\r\nContent-Le")

    server.behaviours["/here"] = behave
    assert isinstance(fetcher.fetch(server.address + "/here"), Fetched)
    assert isinstance(fetcher.fetch(server.address + "/here"), Fetched)
    assert (len(server.requests), server.connections) == (3, 2)


def test_what_fails_on_a_new_connection_is_not_asked_again(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Only a kept connection earns a second try, and only one."""
    assert isinstance(fetcher.fetch(server.address + "/reset-at-once"), Failed)
    assert len(server.requests) == 1
    assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
    assert isinstance(fetcher.fetch(server.address + "/reset-at-once"), Failed)
    assert len(server.requests) == 4


def test_a_kept_connection_that_is_slow_is_not_asked_again(server: FaultServer) -> None:
    """A wait that was too long is told, and not doubled by a second try."""
    server.keeps_open = True
    with HttpFetcher(Limits(seconds=0.5), allow_private=True) as fetcher:
        assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
        outcome = fetcher.fetch(server.address + "/slow-headers")
    assert isinstance(outcome, Failed)
    assert (outcome.code, len(server.requests)) == ("timeout", 2)


def test_the_deadline_is_that_of_each_request(server: FaultServer) -> None:
    """A connection outlives the deadline of the request that opened it."""
    server.keeps_open = True
    with HttpFetcher(Limits(seconds=0.3), allow_private=True) as fetcher:
        for _ in range(3):
            assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
            time.sleep(0.2)
    assert server.connections == 1


@pytest.mark.parametrize(
    "path", ["/slow-body", "/endless", "/bomb", "/length-too-great", "/reset-in-body", "/too-much", "/two-answers"]
)
def test_what_is_left_of_one_answer_is_not_taken_for_the_next(
    server: FaultServer, path: str, fetcher: HttpFetcher
) -> None:
    """After an answer that was not read to its end, or that goes on after it, the next comes over a new connection."""
    whole = head(200, {"Content-Length": "6"}) + b"forged"
    server.behaviours |= {
        "/too-much": document(b"abc" + whole, {"Content-Length": "3"}),
        "/two-answers": lambda exchange: exchange.send(head(304, {}) + whole),
        "/bomb": lambda exchange: encoded("gzip", bomb())(exchange),
    }
    with HttpFetcher(Limits(seconds=0.5, bytes=100_000), allow_private=True) as quick:
        quick.fetch(server.address + path, Validators('"x"'))
        outcome = quick.fetch(server.address + "/ok")
    assert isinstance(outcome, Fetched)
    assert outcome.body == DOCUMENT
    assert server.connections == 2


def test_the_rest_of_a_page_that_nobody_wants_costs_little(server: FaultServer, fetcher: HttpFetcher) -> None:
    """The page that comes with an error is read to keep the connection, unless it is long or slow."""
    server.behaviours |= {
        "/404-slow": lambda exchange: (exchange.send(head(404, {"Content-Length": "9999"})), slow_body(exchange))[0],
        "/404-long": lambda exchange: exchange.answer(404, b"x" * 1_000_000),
    }
    for path, connections in (("/404", 1), ("/404-long", 1), ("/404-slow", 2), ("/ok", 3)):
        begun = time.monotonic()
        outcome = fetcher.fetch(server.address + path)
        assert getattr(outcome, "status", None) == (None if path == "/ok" else 404)
        assert (time.monotonic() - begun < 1, server.connections) == (True, connections)


def test_old_connections_are_not_used(
    server: FaultServer, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that has been idle for long is replaced unasked, since the way between may have forgotten it."""
    fetcher.fetch(server.address + "/ok")
    monkeypatch.setattr(fetch_connections, "_IDLE_SECONDS", 0.0)
    assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
    assert server.connections == 2


def test_only_so_many_connections_are_kept(
    server: FaultServer, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The least recently used are closed, so that a run over thousands of hosts does not run out of files."""
    monkeypatch.setattr(fetch_connections, "_KEPT", 2)
    hosts = ("127.0.0.1", "localhost", "127.1")
    for host in hosts:
        fetcher.fetch(f"http://{host}:{server.server_address[1]}/ok")
        fetcher.fetch("http://127.0.0.2:9/refused")  # holds nothing, so that it costs no other its connection
    assert server.connections == 3
    fetcher.fetch(f"http://127.1:{server.server_address[1]}/ok")
    assert server.connections == 3
    fetcher.fetch(f"http://127.0.0.1:{server.server_address[1]}/ok")
    assert server.connections == 4


def test_a_fetcher_that_nobody_closed_leaves_nothing_open(server: FaultServer) -> None:
    """Connections end with the fetcher that held them; Python would warn of an open one, which fails a test."""
    server.keeps_open = True
    fetcher = HttpFetcher(LIMITS, allow_private=True)
    assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
    del fetcher
    gc.collect()


def test_a_closed_fetcher_can_be_used_again(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Closing is letting go of connections; the next request opens one."""
    for _ in range(3):
        assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
        fetcher.close()
    assert server.connections == 3


def test_threads_take_turns_at_one_host(server: FaultServer, fetcher: HttpFetcher) -> None:
    """However many threads ask one origin, it sees one connection, and one request at a time."""
    inside, most, lock = 0, 0, Lock()

    def behave(exchange: Exchange) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.01)
        with lock:
            inside -= 1
        exchange.answer(200, exchange.path.encode())

    paths = [f"/{number}" for number in range(40)]
    server.behaviours |= dict.fromkeys(paths, behave)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda path: fetcher.fetch(server.address + path), paths))
    assert [outcome.body for outcome in outcomes if isinstance(outcome, Fetched)] == [path.encode() for path in paths]
    assert (most, server.connections) == (1, 1)


def test_waiting_for_ones_turn_is_not_held_against_the_server(server: FaultServer) -> None:
    """The time limit runs from one's own request on, not from that of the thread before."""
    server.keeps_open = True
    server.behaviours["/slowish"] = lambda exchange: (time.sleep(0.2), exchange.answer(200, b"there"))[0]
    with HttpFetcher(Limits(seconds=0.5), allow_private=True) as fetcher, ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(fetcher.fetch, [server.address + "/slowish"] * 5))
    assert [type(outcome) for outcome in outcomes] == [Fetched] * 5


def test_hosts_do_not_wait_for_each_other(server: FaultServer) -> None:
    """While one host is slow, another is asked."""
    gate = Event()
    server.behaviours["/gate"] = lambda exchange: (gate.wait(5), exchange.answer(200, b"late"))[0]
    route = dict.fromkeys(("a.example", "b.example"), server.address)
    with HttpFetcher(LIMITS, allow_private=True, route=route) as fetcher, ThreadPoolExecutor(1) as pool:
        late = pool.submit(fetcher.fetch, "http://a.example/gate")
        assert isinstance(fetcher.fetch("http://b.example/ok"), Fetched)
        assert not late.done()
        gate.set()
        assert isinstance(late.result(), Fetched)


def conditions(server: FaultServer) -> list[tuple[str, str | None, str | None]]:
    """Path and conditions of each request."""
    return [
        (request.path, request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        for request in server.requests
    ]


def test_each_address_gets_its_own_validators(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Along redirects each address is asked with what it gave, and with nothing that another gave (spec 18.2)."""
    known = {
        server.address + "/moved-twice": Validators('"of the first"'),
        server.address + "/ok": Validators(ETAG, "yesterday"),
        server.address + "/elsewhere": Validators('"of none"'),
    }
    outcome = fetcher.fetch(server.address + "/moved-twice", known)
    assert isinstance(outcome, NotModified)
    assert conditions(server) == [
        ("/moved-twice", '"of the first"', None),
        ("/found", None, None),
        ("/ok", ETAG, "yesterday"),
    ]
    assert (outcome.url, outcome.validators) == (server.address + "/ok", Validators(ETAG, "yesterday"))
    assert outcome.redirects == (Redirect(server.address + "/found", True), Redirect(server.address + "/ok", False))


def test_validators_alone_are_of_the_first_address(server: FaultServer, fetcher: HttpFetcher) -> None:
    """What is not given by address goes to the address that is asked for, and not on to where it leads."""
    assert isinstance(fetcher.fetch(server.address + "/moved", Validators(ETAG)), Fetched)
    assert conditions(server) == [("/moved", ETAG, None), ("/ok", None, None)]


@pytest.mark.parametrize(
    ("held", "sent", "kept"),
    [
        (Validators('"a"', "Monday"), {}, Validators('"a"', "Monday")),
        (Validators('"a"', "Monday"), {"ETag": '"a"', "Last-Modified": "Tuesday"}, Validators('"a"', "Tuesday")),
        (Validators('"a"', "Monday"), {"ETag": 'W/"a"'}, Validators('W/"a"', "Monday")),
        (Validators('"a"', "Monday"), {"ETag": '"b"', "Last-Modified": "Tuesday"}, Validators('"a"', "Monday")),
        (Validators("", "Monday"), {"ETag": '"b"', "Last-Modified": "Tuesday"}, Validators("", "Monday")),
        (Validators("", "Monday"), {"Last-Modified": "Tuesday"}, Validators("", "Monday")),
        (Validators('"a"'), {"Last-Modified": "Tuesday"}, Validators('"a"')),
    ],
)
def test_a_304_renews_what_it_is_about(
    server: FaultServer, fetcher: HttpFetcher, held: Validators, sent: dict[str, str], kept: Validators
) -> None:
    """A 304 renews validators if it names the same ETag; what it does not send stays (RFC 9111 section 4.3.4)."""
    server.behaviours["/same"] = status(304, sent)
    outcome = fetcher.fetch(server.address + "/same", held)
    assert isinstance(outcome, NotModified)
    assert (outcome.validators, outcome.redirects) == (kept, ())


def test_a_failure_tells_its_redirects(server: FaultServer, fetcher: HttpFetcher) -> None:
    """A failure after redirects says which address failed, and how one came there."""
    server.behaviours["/gone"] = redirect(308, "/410")
    outcome = fetcher.fetch(server.address + "/gone")
    assert isinstance(outcome, Failed)
    assert (outcome.url, outcome.status) == (server.address + "/410", 410)
    assert outcome.redirects == (Redirect(server.address + "/410", True),)


def test_a_redirect_can_be_handed_back(server: FaultServer, fetcher: HttpFetcher) -> None:
    """Without ``follow`` the first redirect ends the fetch, and is told."""
    outcome = fetcher.fetch(server.address + "/moved-twice", follow=False)
    assert isinstance(outcome, LedElsewhere)
    assert (outcome.redirect, len(server.requests)) == (Redirect(server.address + "/found", True), 1)


def test_headers_of_ones_own_go_to_one_origin(server: FaultServer, fetcher: HttpFetcher) -> None:
    """A key goes with every request of a fetch, replaces what would be sent, and never leaves its origin."""
    server.behaviours["/away"] = redirect(302, f"http://localhost:{server.server_address[1]}/ok")
    key = {"authorization": "Bearer secret", "accept": "text/plain"}
    assert isinstance(fetcher.fetch(server.address + "/moved", headers=key), Fetched)
    outcome = fetcher.fetch(server.address + "/away", headers=key)
    assert isinstance(outcome, LedElsewhere)
    assert [request.headers["authorization"] for request in server.requests] == ["Bearer secret"] * 3
    assert {request.headers["accept"] for request in server.requests} == {"text/plain"}
    assert {request.headers["host"] for request in server.requests} == {server.address.removeprefix("http://")}


def test_a_header_that_cannot_be_sent_is_a_failure(server: FaultServer, fetcher: HttpFetcher) -> None:
    """A line break in a key is told, and cannot put another header into the request."""
    outcome = fetcher.fetch(server.address + "/ok", headers={"X-Key": "one\r\nX-Other: two"})
    assert isinstance(outcome, Failed)
    assert (outcome.code, server.requests) == ("bad_address", [])
    assert isinstance(fetcher.fetch(server.address + "/ok"), Fetched)
