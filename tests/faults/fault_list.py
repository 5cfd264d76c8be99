"""All faults that a source is tried with, by name: what strikes it, and what one fetch of it comes to.

A test puts a source on a stage and lets a fault strike it::

    @pytest.mark.parametrize("name", FAULTS)
    def test_...(name, stage_for):
        fault = FAULTS[name]
        stage = stage_for(fault)                # a server that speaks as the fault needs it
        url = stage.set(content)                # the source is well at this address; it stays the same
        fetcher = HttpFetcher(stage.limits, allow_private=stage.allow_private)
        fault.strike(stage)                     # from now on it fails
        stage.set(content)                      # and now it is well again

``content`` is a feed of the standard as JSON; faults of what a feed says change it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from faults import fault_answers as answers
from faults.certificates import HOST, Certificates
from faults.names import FALTERS, PUBLIC, UNKNOWN, Names
from faults.server import (
    HTML,
    Behaviour,
    Exchange,
    FaultServer,
    document,
    endless,
    redirect,
    slow_body,
    slow_headers,
    slow_redirects,
    status,
)

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.fetch import Limits

Json = dict[str, Any]
Setting = Literal["plain", "tls", "name"]
PATH = "/feed.json"


@dataclass
class Stage:
    """A source on a server of its own."""

    setting: Setting
    server: FaultServer
    certificates: Certificates | None = None
    names: Names | None = None
    content: bytes = b""
    limits: Limits = field(default_factory=lambda: Limits(seconds=0.7, step_seconds=0.7, bytes=2_000_000))

    @property
    def url(self) -> str:
        """Where the source is, well or not."""
        return f"http://{HOST}{PATH}" if self.setting == "name" else self.server.address + PATH

    @property
    def allow_private(self) -> bool:
        """Whether the guard is lifted for it; it is not where names are the fault."""
        return self.setting != "name"

    @property
    def etag(self) -> str:
        """The ETag of what is served while all is well."""
        return f'"{sha256(self.content).hexdigest()[:16]}"'

    def set(self, content: bytes) -> str:
        """Serve the feed well, and give its address."""
        self.content = content
        self.server.behaviours |= {
            PATH: document(content, {"Content-Type": "application/json"}, self.etag),
            "/login": document(answers.LOGIN, {"Content-Type": "text/html"}),
        }
        self.server.resets_at_accept = self.server.keeps_silent = self.server.refuses = False
        if self.certificates:
            self.server.tls = self.certificates.server("good")
        if self.names:
            self.names.known[HOST] = PUBLIC
        return self.url


@dataclass(frozen=True)
class Fault:
    """One way to fail."""

    strike: Callable[[Stage], None]
    code: str = ""
    """The code of the failure to fetch; empty where an answer is fetched, and a reader is to judge it."""
    words: str = ""
    """Some of the words of its message."""
    harmless: bool = False
    """Whether what is fetched is the feed as it should be, so that nothing is wrong after all."""
    setting: Setting = "plain"


def answering(behave: Callable[[bytes], Behaviour]) -> Callable[[Stage], None]:
    """The source answers so, for what it would have said."""
    return lambda stage: stage.server.behaviours.update({PATH: behave(stage.content)})


def always(behaviour: Behaviour) -> Callable[[Stage], None]:
    """The source answers so, whatever it would have said."""
    return answering(lambda _: behaviour)


def saying(change: Callable[[Json], Json]) -> Callable[[Stage], None]:
    """The source serves another feed."""
    return answering(lambda content: document(json.dumps(change(json.loads(content))).encode()))


def with_headers(headers: dict[str, str]) -> Callable[[Stage], None]:
    """The source serves the feed with odd headers."""
    return answering(lambda content: document(content, headers))


def with_certificate(kind: str) -> Callable[[Stage], None]:
    """The certificate of the source is of this kind."""

    def strike(stage: Stage) -> None:
        assert stage.certificates
        stage.server.tls = stage.certificates.server(kind)

    return strike


def naming(found: Any) -> Callable[[Stage], None]:
    """The name of the source leads there."""

    def strike(stage: Stage) -> None:
        assert stage.names
        stage.names.asked.clear()
        stage.names.known[HOST] = found

    return strike


def serving(**how: Any) -> Callable[[Stage], None]:
    """The server does so before it reads anything."""

    def strike(stage: Stage) -> None:
        for name, value in how.items():
            setattr(stage.server, name, value)

    return strike


def stale_etag(stage: Stage) -> None:
    """The feed is another, and its ETag is the one of before."""
    value = json.loads(stage.content)
    other = counted({**value, "items": [{**item, "title": "Another title"} for item in value["items"]]})
    stage.server.behaviours[PATH] = document(json.dumps(other).encode(), etag=stage.etag)


def rebinding(stage: Stage) -> None:
    """The name leads to the server first and inward the next time, to which a redirect leads in the same fetch."""
    naming((PUBLIC, "127.0.0.1"))(stage)
    stage.server.behaviours |= {PATH: redirect(302, "/again.json"), "/again.json": document(stage.content)}


def inward_name(stage: Stage) -> None:
    """A redirect leads to a name that leads inward."""
    assert stage.names
    stage.names.known["inward.example"] = "10.0.0.7"
    always(redirect(302, "http://inward.example/"))(stage)


def counted(value: Json) -> Json:
    """With the count and the digest of the items that are there, as if all were well."""
    stones = map(canonical_json, value.get("tombstones", ()))
    digest = content_digest(map(canonical_json, value["items"]), stones)
    return {**value, "totalItems": len(value["items"]), "digest": digest}


def half(value: Json) -> Json:
    """Half of the items."""
    return {**value, "items": value["items"][: len(value["items"]) // 2]}


def other_ids(content: bytes) -> Behaviour:
    """Serves every item with another id each time that it is asked."""

    def behave(exchange: Exchange) -> None:
        value, time = json.loads(content), len(exchange.server.requests)
        items = [{**item, "id": f"{item['id']}?visit={time}"} for item in value["items"]]
        exchange.answer(200, json.dumps(counted({**value, "items": items})).encode())

    return behave


def paged(value: Json, pages: list[str]) -> Json:
    """Said to go on at these addresses."""
    return {**value, "completeness": "paged", "pages": pages}


STATUSES = (400, 401, 402, 403, 404, 405, 410, 418, 429, 451, 500, 502, 503, 504, 520)

CONNECTIONS: dict[str, Fault] = {
    "refused": Fault(serving(refuses=True), "unreachable", "refused"),
    "reset at connect": Fault(serving(resets_at_accept=True), "bad_response", "broke off"),
    "silent after connect": Fault(serving(keeps_silent=True), "timeout", "in time"),
    "reset after the request": Fault(always(Exchange.reset), "bad_response", "broke off"),
    "reset in the headers": Fault(always(answers.reset_in_headers), "bad_response", "broke off"),
    "reset in the body": Fault(answering(answers.reset_in_body), "bad_response", "broke off"),
    "closed without an answer": Fault(always(lambda exchange: None), "bad_response", "without an answer"),
    "closed in the headers": Fault(always(answers.half_headers), "bad_response", "middle of its headers"),
    "slow headers": Fault(always(slow_headers), "timeout", "in time"),
    "slow body": Fault(always(slow_body), "timeout", "in time"),
    "slow chunks": Fault(always(answers.slow_chunks), "timeout", "in time"),
    "silent after the request": Fault(always(answers.stall), "timeout", "in time"),
    "silent in the body": Fault(answering(answers.stall_in_body), "timeout", "in time"),
}
FRAMING: dict[str, Fault] = {
    "length too great": Fault(with_headers({"Content-Length": "999999"}), "bad_response", "cut off"),
    "length too small": Fault(with_headers({"Content-Length": "100"})),
    "length is no number": Fault(with_headers({"Content-Length": "many"}), "bad_response", "not HTTP"),
    "length is negative": Fault(with_headers({"Content-Length": "-1"}), "bad_response", "not HTTP"),
    "two lengths": Fault(answering(answers.two_lengths), "bad_response", "not HTTP"),
    "length and chunks": Fault(answering(answers.length_and_chunks), harmless=True),
    "chunks cut off": Fault(answering(answers.chunks_cut_off), "bad_response", "cut off"),
    "chunks of no size": Fault(answering(answers.chunks_of_no_size), "bad_response", "not HTTP"),
    "many small chunks": Fault(answering(answers.small_chunks), harmless=True),
    "no length": Fault(answering(answers.no_length), harmless=True),
    "no length, cut off": Fault(answering(lambda content: answers.no_length(content[: len(content) // 2]))),
    "endless": Fault(always(endless), "too_large", "2,000,000 bytes"),
    "endless chunks": Fault(always(answers.endless_chunks), "too_large", "2,000,000 bytes"),
    "no HTTP": Fault(always(lambda exchange: exchange.send(b"220 mail.example ESMTP\r\n")), "bad_response", "not HTTP"),
    "HTTP of another age": Fault(
        always(lambda exchange: exchange.send(b"HTTP/9.9 200 OK\r\n\r\n")), "bad_response", "not HTTP"
    ),
    "vast header": Fault(always(answers.vast_header), "bad_response", "headers are too large"),
    "100,000 headers": Fault(always(answers.many_headers), "bad_response", "headers are too large"),
    "headers that are none": Fault(answering(answers.broken_headers), "bad_response", "not HTTP"),
    "flood of 100 Continue": Fault(always(answers.flood_of_continues), "bad_response", "interim"),
    "early hints": Fault(answering(answers.early_hints), harmless=True),
    "another protocol": Fault(
        always(status(101, {"Upgrade": "h2c", "Connection": "Upgrade"})), "bad_response", "not HTTP"
    ),
    "no status": Fault(always(lambda exchange: exchange.send(b"HTTP/1.1 OK\r\n\r\n")), "bad_response", "not HTTP"),
}
CODINGS: dict[str, Fault] = {
    "gzip": Fault(answering(answers.gzipped), harmless=True),
    "gzip in two members": Fault(answering(answers.in_two_members), harmless=True),
    "gzip and rubbish": Fault(answering(lambda content: answers.gzipped(content, b"rubbish")), harmless=True),
    "truncated gzip": Fault(answering(answers.truncated_gzip), "bad_encoding", "cut off"),
    "gzip with a wrong checksum": Fault(answering(answers.wrong_checksum), "bad_encoding", "not valid gzip"),
    "gzip that is none": Fault(with_headers({"Content-Encoding": "gzip"}), "bad_encoding", "not valid gzip"),
    "gzip twice": Fault(with_headers({"Content-Encoding": "gzip, gzip"}), "bad_encoding", "not asked for"),
    "gzip unsaid": Fault(answering(answers.gzip_unsaid)),
    "brotli": Fault(with_headers({"Content-Encoding": "br"}), "bad_encoding", "not asked for"),
    "gzip bomb": Fault(always(answers.gzip_bomb), "too_large", "2,000,000 bytes"),
    "deflate bomb": Fault(always(answers.deflate_bomb), "too_large", "2,000,000 bytes"),
    "bomb in chunks": Fault(always(answers.bomb_in_chunks), "too_large", "2,000,000 bytes"),
    "lying content type": Fault(with_headers({"Content-Type": "image/png"}), harmless=True),
    "lying charset": Fault(with_headers({"Content-Type": "application/json; charset=utf-16"}), harmless=True),
    "byte order mark": Fault(answering(lambda content: document(b"\xef\xbb\xbf" + content))),
    "UTF-16": Fault(answering(lambda content: document(content.decode().encode("utf-16")))),
    "Latin-1": Fault(answering(lambda content: document(content.replace(b'"title": "', b'"title": "Caf\xe9 ')))),
    "bytes of zero": Fault(answering(lambda content: document(bytes(len(content))))),
}
REDIRECTS: dict[str, Fault] = {
    "redirect loop": Fault(always(redirect(302, PATH)), "too_many_redirects", "more than 5"),
    "redirects without end": Fault(always(answers.redirects_without_end), "too_many_redirects", "more than 5"),
    "slow redirects": Fault(always(slow_redirects), "timeout", "in time"),
    "redirect to nowhere": Fault(always(status(302)), "http_status", "302"),
    "redirect to nonsense": Fault(always(redirect(301, "http://[::1")), "bad_response", "no address"),
    "redirect to a file": Fault(always(redirect(301, "file:///etc/passwd")), "bad_address", "http and https"),
    "redirect to a closed port": Fault(always(redirect(302, "http://127.0.0.1:9/feed.json")), "unreachable", "refused"),
    "redirect to a private address": Fault(
        always(redirect(302, "http://169.254.169.254/latest/meta-data/")),
        "refused_address",
        "169.254.169.254",
        setting="name",
    ),
    "redirect to a private name": Fault(inward_name, "refused_address", "10.0.0.7", setting="name"),
    "redirect to another service": Fault(
        always(redirect(302, "http://site.example:6379/")), "bad_address", "6379", setting="name"
    ),
    "redirect from https to http": Fault(
        always(redirect(301, "http://site.example/")), "bad_address", "from https", setting="tls"
    ),
    "a login page": Fault(always(redirect(302, "/login"))),
}
ANSWERS: dict[str, Fault] = {
    **{f"status {number}": Fault(always(status(number)), "http_status", str(number)) for number in STATUSES},
    "429 with seconds": Fault(always(status(429, {"Retry-After": "7200"})), "http_status", "429"),
    "429 with a date": Fault(
        always(status(429, {"Retry-After": "Wed, 25 Nov 2026 12:00:00 GMT"})), "http_status", "429"
    ),
    "503 with seconds": Fault(always(status(503, {"Retry-After": "7200"})), "http_status", "503"),
    "503 for a thousand years": Fault(always(status(503, {"Retry-After": "31556952000"})), "http_status", "503"),
    "503 with nonsense": Fault(always(status(503, {"Retry-After": "soon, -1, NaN"})), "http_status", "503"),
    "204": Fault(always(answers.no_content), "http_status", "204"),
    "206": Fault(answering(lambda content: lambda exchange: exchange.answer(206, content[:200])), "http_status", "206"),
    "empty 200": Fault(always(document(b""))),
    "a web page": Fault(always(document(HTML, {"Content-Type": "text/html"}))),
    "a web page said to be JSON": Fault(always(document(HTML, {"Content-Type": "application/json"}))),
    "an error as JSON": Fault(always(document(b'{"error": "try again"}', {"Content-Type": "application/json"}))),
    "304 always": Fault(always(status(304)), "bad_response", "304 to a first request"),
}
CLOCKS: dict[str, Fault] = {
    "ETag that never changes": Fault(stale_etag),
    "ETag that always changes": Fault(answering(answers.changing_etag), harmless=True),
    "ETag of another age": Fault(with_headers({"ETag": "\xff\xfe no quotation marks"}), harmless=True),
    "Date long ago": Fault(with_headers({"Date": "Thu, 01 Jan 1970 00:00:00 GMT"}), harmless=True),
    "Date to come": Fault(with_headers({"Date": "Fri, 01 Jan 2100 00:00:00 GMT"}), harmless=True),
    "Date is nonsense": Fault(with_headers({"Date": "yesterday", "Expires": "0", "Age": "-1"}), harmless=True),
    "Last-Modified to come": Fault(with_headers({"Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT"}), harmless=True),
    "fresh for ever": Fault(with_headers({"Cache-Control": "max-age=99999999999999999999"}), harmless=True),
    "freshness is nonsense": Fault(with_headers({"Cache-Control": 'max-age="=,;;no', "Expires": "NaN"}), harmless=True),
}
CONTENTS: dict[str, Fault] = {
    "truncated JSON": Fault(answering(lambda content: document(content[: len(content) // 2]))),
    "truncated by a byte": Fault(answering(lambda content: document(content[:-1]))),
    "nested without end": Fault(always(document(b"[" * 100_000))),
    "numbers without end": Fault(saying(lambda value: {**value, "totalItems": 10**400})),
    "half the items": Fault(saying(half)),
    "half the items, well counted": Fault(saying(lambda value: counted(half(value)))),
    "no items": Fault(saying(lambda value: counted({**value, "items": []}))),
    "items are null": Fault(saying(lambda value: {**value, "items": None})),
    "every id twice": Fault(saying(lambda value: counted({**value, "items": value["items"] * 2}))),
    "one id for all": Fault(
        saying(
            lambda value: counted(
                {**value, "items": [{**one, "id": value["items"][0]["id"]} for one in value["items"]]}
            )
        )
    ),
    "other ids each time": Fault(answering(other_ids)),
    "another feed": Fault(saying(lambda value: {**value, "id": "https://else.example/feed"})),
    "of the next version": Fault(saying(lambda value: {**value, "specVersion": "9.0"})),
    "a page of itself": Fault(saying(lambda value: paged(value, [PATH]))),
    "pages without end": Fault(
        saying(lambda value: paged(value, [f"/pages/{number}.json" for number in range(10_000)]))
    ),
    "a page on another host": Fault(saying(lambda value: paged(value, ["http://else.example/page.json"]))),
    "all withdrawn at once": Fault(
        saying(
            lambda value: counted(
                {
                    **value,
                    "items": [],
                    "tombstones": [
                        {"id": one["id"], "dateDeleted": "2026-11-21T00:00:00Z", "reason": "withdrawn"}
                        for one in value["items"]
                    ],
                }
            )
        )
    ),
}
TLS: dict[str, Fault] = {
    "certificate expired": Fault(with_certificate("expired"), "tls_error", "has expired", setting="tls"),
    "certificate not yet valid": Fault(with_certificate("not yet valid"), "tls_error", "not valid yet", setting="tls"),
    "certificate of another host": Fault(
        with_certificate("of another host"), "tls_error", "another host", setting="tls"
    ),
    "certificate self-signed": Fault(with_certificate("self-signed"), "tls_error", "nobody but itself", setting="tls"),
    "certificate of nobody": Fault(
        with_certificate("of an unknown authority"), "tls_error", "not known", setting="tls"
    ),
    "reset in the handshake": Fault(serving(resets_at_accept=True), "tls_error", "broke", setting="tls"),
    "silent in the handshake": Fault(serving(keeps_silent=True), "timeout", "in time", setting="tls"),
}
NAMES: dict[str, Fault] = {
    "name not known": Fault(naming(UNKNOWN), "unknown_host", "not known", setting="name"),
    "resolver falters": Fault(naming(FALTERS), "unknown_host", "Temporary failure", setting="name"),
    "resolver is slow": Fault(naming(1.5), "timeout", "looked up in time", setting="name"),
    "name leads inward": Fault(naming("10.0.0.7"), "refused_address", "10.0.0.7", setting="name"),
    "name leads to this machine": Fault(naming(["::1", "127.0.0.1"]), "refused_address", "::1", setting="name"),
    "name that turns inward": Fault(rebinding, "refused_address", "127.0.0.1", setting="name"),
    "name leads inward too": Fault(naming([PUBLIC, "192.168.1.1"]), "refused_address", "192.168.1.1", setting="name"),
}
FAULTS: dict[str, Fault] = CONNECTIONS | FRAMING | CODINGS | REDIRECTS | ANSWERS | CLOCKS | CONTENTS | TLS | NAMES
