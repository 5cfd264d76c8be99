"""Polite, bounded HTTP: conditional GET within limits on size, time, redirects and addresses (spec section 18)."""

import time
import weakref
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple, Protocol, Self
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import h11
import httpcore
import httpx

from wbl_feed import __version__
from wbl_feed.fetch_bodies import read_body
from wbl_feed.fetch_connections import Connections, Patience, Place
from wbl_feed.fetch_failures import told
from wbl_feed.fetch_outcomes import (
    Failed,
    FailureCode,
    Fault,
    Fetched,
    LedElsewhere,
    Limits,
    NotModified,
    Outcome,
    Redirect,
    Validators,
)
from wbl_feed.origins import shown_address

__all__ = ["USER_AGENT", "Failed", "FailureCode", "Fetched", "Fetcher", "HttpFetcher", "LedElsewhere", "Limits",
           "NotModified", "Outcome", "Redirect", "Validators"]  # fmt: skip

USER_AGENT = f"wbl-feed/{__version__} (+https://w3id.org/wbl-feed)"
_PORTS = {"http": 80, "https": 443}
_USUAL_PORTS = (80, 443, 8080, 8443)
_CONDITIONS = {b"if-none-match", b"if-modified-since"}
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
_LONGEST_TARGET = 8_000
"""Characters of an address that a redirect leads to, which is kept and told (RFC 9110 section 4.1)."""
_Pairs = list[tuple[bytes, bytes]]
_Fields = dict[bytes, tuple[bytes, bytes]]
"""Header fields as they are sent, by name in lower case."""


class Fetcher(Protocol):
    """The seam to the network; never raises for what a server does."""

    def fetch(
        self,
        url: str,
        validators: Validators | Mapping[str, Validators] | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """Get ``url``, conditionally if validators are given: those of ``url``, or of several addresses.

        Each address on the way is asked with its own validators and with no others (spec section 18.2).
        With ``same_origin`` a redirect to another origin is not followed, and the outcome is ``LedElsewhere``;
        without ``follow`` no redirect is.
        ``headers``, such as a key, go with every request of this fetch; they imply ``same_origin``.
        """


class HttpFetcher:
    """Fetches over HTTP/1.1. Keeps no cookies, sends no Referer, uses no proxy.

    It keeps one connection to each origin open for the next request, until ``close`` or until nobody holds it any more.
    Several threads may use it; those that ask one origin take turns. ``allow_private`` lifts the address guard, for
    sources on one's own network; ``route`` maps ``host`` to ``http://host:port`` and serves the demo and previews,
    whose public addresses are not real.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        contact: str = "",
        route: Mapping[str, str] | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._route = dict(route or {})
        agent = USER_AGENT.replace(")", f"; {contact})") if contact else USER_AGENT
        self._fields = _fields({"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"})
        self._connections = Connections(allow_private)
        weakref.finalize(self, self._connections.close)

    def close(self) -> None:
        """Close the connections that are open; it can be used again."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(
        self,
        url: str,
        validators: Validators | Mapping[str, Validators] | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """Get ``url``, following redirects within the limits and, with ``same_origin``, on its origin alone."""
        patience = Patience(time.monotonic() + self._limits.seconds, self._limits.step_seconds)
        known = {url: validators} if isinstance(validators, Validators) else validators or {}
        more = _fields(headers or {})
        redirects: tuple[Redirect, ...] = ()
        address = url
        while True:
            outcome = self._step(address, known.get(address, Validators()), more, patience, redirects)
            if not isinstance(outcome, Redirect):
                return outcome
            if not follow:
                return LedElsewhere(url, "bad_address", "it was redirected", redirect=outcome)
            if len(redirects) == self._limits.redirects:
                message = f"more than {self._limits.redirects} redirects"
                return Failed(url, "too_many_redirects", message, redirects=redirects)
            if (same_origin or headers) and not _alike(outcome.url, url):
                message = "it was redirected to another host"
                return LedElsewhere(url, "bad_address", message, redirects=redirects, redirect=outcome)
            redirects += (outcome,)
            address = outcome.url

    def _step(
        self, url: str, validators: Validators, more: _Fields, patience: Patience, redirects: tuple[Redirect, ...]
    ) -> Outcome | Redirect:
        """The answer of one address."""
        try:
            asked, target = _address(url), _address(self._target(url))
            fields = self._fields | {b"host": (b"Host", asked.netloc)}
            if asked.userinfo:
                secret = b64encode(unquote_to_bytes(asked.userinfo))
                fields[b"authorization"] = (b"Authorization", b"Basic " + secret)
            fields |= {name.lower(): (name, value) for name, value in validators.headers().items()} | more
            # hosts that are routed to one server still have a connection each
            place = target.place._replace(asked=asked.netloc)
            with self._connections.asking(place, target.path, fields.values(), patience) as (response, body):
                return self._answer(response, body, url, validators, fields, redirects)
        except (httpx.InvalidURL, h11.LocalProtocolError, ValueError) as error:
            return Failed(url, "bad_address", str(error) or "not an http or https address", redirects=redirects)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, h11.ProtocolError) as error:
            return Failed(url, *told(error), redirects=redirects)

    def _target(self, url: str) -> str:
        if self._route and (parts := urlsplit(url)).netloc in self._route:
            return urljoin(self._route[parts.netloc], parts._replace(scheme="", netloc="").geturl())
        port = _address(url).place.port
        if not self._allow_private and port not in _USUAL_PORTS:
            raise ValueError(f"port {port} is not fetched from unless private addresses are allowed")
        return url

    def _answer(
        self,
        response: h11.Response,
        chunks: Iterator[bytes],
        url: str,
        held: Validators,
        fields: _Fields,
        redirects: tuple[Redirect, ...],
    ) -> Outcome | Redirect:
        """What an answer comes to, by its status."""
        status, pairs = response.status_code, list(response.headers)
        headers = _headers(pairs)

        def failed(code: FailureCode, message: str) -> Failed:
            return Failed(url, code, message, status, headers, redirects)

        validators = Validators(*(_raw(pairs, name) for name in (b"etag", b"last-modified")))
        if status == 304:
            if _CONDITIONS.isdisjoint(fields):
                return failed("bad_response", "the server answered 304 to a first request")
            return NotModified(url, headers, redirects, held.confirmed(validators))
        if status in _REDIRECTS and "location" in headers:
            try:
                target = urljoin(url, headers["location"])
                if not target.isprintable():  # it is kept and told, and could steer a terminal
                    raise ValueError
                secure = urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http"
            except ValueError:
                return failed("bad_response", "the server redirects to what is no address")
            if len(target) > _LONGEST_TARGET:
                return failed("bad_response", f"the server redirects to an address of {len(target):,} characters")
            if secure:
                return failed("bad_address", f"the server redirects from https to {shown_address(target)}")
            return Redirect(target, _REDIRECTS[status])
        if status != 200:
            return failed("http_status", f"the server answered {status} {_phrase(status)}".strip())
        body = read_body(chunks, headers.get("content-encoding", "identity"), self._limits.bytes)
        if isinstance(body, Fault):
            return Failed(url, *body, redirects=redirects)
        media_type = headers.get("content-type", "").split(";")[0].strip().lower()
        return Fetched(url, body, media_type, validators, headers, redirects)


class _Address(NamedTuple):
    """What a request is made of."""

    place: Place
    netloc: bytes
    path: bytes
    """With the query."""
    userinfo: bytes


@lru_cache(maxsize=512)
def _address(text: str) -> _Address:
    """An address taken apart. Raises ``httpx.InvalidURL`` or ``ValueError`` for one that cannot be asked."""
    url = httpx.URL(text)
    if url.scheme not in _PORTS or not url.host:
        raise ValueError("only http and https addresses are fetched")
    place = Place(url.scheme, url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme])
    return _Address(place, url.netloc, url.raw_path, url.userinfo)


def _alike(one: str, other: str) -> bool:
    """Whether two addresses are of one origin, as they would be connected to; what is no address is of none."""
    try:
        places = [_address(url).place for url in (one, other)]
    except (httpx.InvalidURL, ValueError):
        return False
    return len({place._replace(host=place.host.rstrip(".")) for place in places}) == 1


def _fields(headers: Mapping[str, str]) -> _Fields:
    return {name.lower().encode(): (name.encode(), value.encode()) for name, value in headers.items()}


def _raw(headers: _Pairs, name: bytes) -> str:
    """A header whose every byte is kept, as Latin-1."""
    return b", ".join(value for key, value in headers if key == name).decode("latin-1")


def _headers(pairs: _Pairs) -> dict[str, str]:
    """All headers by name in lower case, those that come several times as one (RFC 9110 section 5.3)."""
    found: dict[str, str] = {}
    for key, value in pairs:
        name, text = key.decode("ascii"), _text(value)
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _phrase(status: int) -> str:
    """The standard's words for a status; those of the server may be anything."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
