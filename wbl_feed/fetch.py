"""Polite, bounded HTTP: conditional GET within limits on size, time, redirects and addresses (spec section 18)."""

import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from itertools import chain
from typing import Literal, Protocol
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from wbl_feed import __version__
from wbl_feed.addresses import DeadlineError, GuardedBackend, RefusedAddressError, remaining
from wbl_feed.origins import origin, shown_address

USER_AGENT = f"wbl-feed/{__version__} (+https://w3id.org/wbl-feed)"
_CHUNK = 65_536
_CONDITIONS = {"if-none-match", "if-modified-since"}
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}

FailureCode = Literal[
    "bad_address", "refused_address", "unreachable", "timeout", "too_large", "too_many_redirects", "http_status",
    "bad_response", "bad_encoding", "robots", "waiting",
]  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How much a fetch may take."""

    seconds: float = 60.0
    """For the whole request, redirects included."""
    step_seconds: float = 20.0
    """For connecting, and for each wait on the network."""
    bytes: int = 50_000_000
    """Of the body, before and after decompression."""
    redirects: int = 5


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask again with, kept as it came (RFC 9110 section 8.8)."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[bytes, bytes]:
        """The conditional request headers; Latin-1 gives back every byte as it came."""
        pairs = {b"If-None-Match": self.etag, b"If-Modified-Since": self.last_modified}
        return {name: value.encode("latin-1") for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Redirect:
    """One redirect that was followed."""

    url: str
    permanent: bool


@dataclass(frozen=True)
class Fetched:
    """A body, whole."""

    url: str
    """Address it came from, after redirects."""
    body: bytes = field(repr=False)
    media_type: str
    validators: Validators
    headers: Mapping[str, str]
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class NotModified:
    """The server said that nothing changed (304)."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Failed:
    """No usable answer, and why, in words for people."""

    url: str
    code: FailureCode
    message: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LedElsewhere(Failed):
    """A redirect that was not to be followed."""

    redirect: Redirect | None = None
    """Where it leads."""


Outcome = Fetched | NotModified | Failed


class Fetcher(Protocol):
    """The seam to the network; never raises for what a server does."""

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """Get ``url``, conditionally if validators are given.

        With ``same_origin`` a redirect to another origin is not followed, and the outcome is ``LedElsewhere``;
        without ``follow`` no redirect is.
        ``headers``, such as a key, go with every request of this fetch; they imply ``same_origin``.
        """


class HttpFetcher:
    """Fetches over httpx. Keeps no cookies, sends no Referer, uses no proxy.

    ``allow_private`` lifts the address guard, for sources on one's own network; ``route`` maps
    ``host`` to ``http://host:port`` and serves the demo and previews, whose public addresses are not real.
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
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        same_origin: bool = False,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Outcome:
        """Get ``url``, following redirects within the limits and, with ``same_origin``, on its origin alone."""
        deadline = time.monotonic() + self._limits.seconds
        redirects: list[Redirect] = []
        address = url
        with self._client(deadline) as client:
            while True:
                outcome = self._step(client, address, validators, deadline, tuple(redirects), headers or {})
                if not isinstance(outcome, Redirect):
                    return outcome
                if len(redirects) == self._limits.redirects:
                    return Failed(url, "too_many_redirects", f"more than {self._limits.redirects} redirects")
                if not follow:
                    return LedElsewhere(url, "bad_address", "it was redirected", redirect=outcome)
                if (same_origin or headers) and not _alike(outcome.url, url):
                    return LedElsewhere(url, "bad_address", "it was redirected to another host", redirect=outcome)
                redirects.append(outcome)
                address = outcome.url

    def _client(self, deadline: float) -> httpx.Client:
        transport = httpx.HTTPTransport(verify=_tls(), trust_env=False)
        # httpx has no public way to give a network backend; tests/faults/test_fetch.py proves that it is used.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), network_backend=GuardedBackend(deadline, self._allow_private), max_connections=1
        )
        return httpx.Client(
            transport=transport,
            headers=self._headers,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=self._limits.step_seconds,
            trust_env=False,
        )

    def _step(
        self,
        client: httpx.Client,
        url: str,
        validators: Validators | None,
        deadline: float,
        redirects: tuple[Redirect, ...],
        headers: Mapping[str, str],
    ) -> Outcome | Redirect:
        try:
            target = self._target(url)
            request = client.build_request("GET", target, headers=validators.headers() if validators else None)
            request.headers.update(headers)
            if target != url:
                request.headers["Host"] = urlsplit(url).netloc
            response = client.send(request, stream=True)
            try:
                return self._answer(response, url, deadline, redirects)
            finally:
                response.close()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
            return Failed(url, "bad_address", str(error) or "not an http or https address")
        except (httpx.TimeoutException, DeadlineError):
            return Failed(url, "timeout", "no whole answer in time")
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError) as error:
            if _caused_by(error, RefusedAddressError):
                return Failed(url, "refused_address", str(error))
            if isinstance(error, httpx.ConnectError):
                return Failed(url, "unreachable", str(error) or "no connection")
            return Failed(url, "bad_response", str(error) or type(error).__name__)

    def _target(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("only http and https addresses are fetched")
        if parts.netloc in self._route:
            return urljoin(self._route[parts.netloc], parts._replace(scheme="", netloc="").geturl())
        if not self._allow_private and parts.port not in (None, 80, 443, 8080, 8443):
            raise ValueError(f"port {parts.port} is not fetched from unless private addresses are allowed")
        return url

    def _answer(
        self, response: httpx.Response, url: str, deadline: float, redirects: tuple[Redirect, ...]
    ) -> Outcome | Redirect:
        status, headers = response.status_code, {name.lower(): value for name, value in response.headers.items()}
        if status == 304:
            if _CONDITIONS.isdisjoint(response.request.headers):
                return Failed(url, "bad_response", "the server answered 304 to a first request", status, headers)
            return NotModified(url, headers)
        if status in _REDIRECTS and "location" in headers:
            target = urljoin(url, headers["location"])
            if urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http":
                message = f"the server redirects from https to {shown_address(target)}"
                return Failed(url, "bad_address", message, status, headers)
            return Redirect(target, _REDIRECTS[status])
        if status != 200:
            return Failed(url, "http_status", f"the server answered {status} {response.reason_phrase}", status, headers)
        body = self._body(response, url, deadline)
        if isinstance(body, Failed):
            return body
        raw = httpx.Headers(response.headers.raw, encoding="latin-1")
        validators = Validators(raw.get("etag", ""), raw.get("last-modified", ""))
        media_type = headers.get("content-type", "").split(";")[0].strip().lower()
        return Fetched(url, body, media_type, validators, headers, redirects)

    def _body(self, response: httpx.Response, url: str, deadline: float) -> bytes | Failed:
        """The decoded body, in bounded steps: a bomb stops at the limit, not in memory."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
            return Failed(url, "bad_encoding", f"the server sent Content-Encoding {encoding}, which was not asked for")
        inflate = None if encoding in ("identity", "") else zlib.decompressobj(47 if "gzip" in encoding else 15)
        body, received = bytearray(), 0
        for raw in chain(response.iter_raw(_CHUNK), (b"",)):  # the last step gives what the bound on one held back
            remaining(deadline, None)
            received += len(raw)
            while True:
                try:
                    body += inflate.decompress(raw, _CHUNK) if inflate else raw
                except zlib.error:
                    if encoding == "deflate" and received <= len(raw) and not body:
                        # some servers send raw deflate (RFC 9110 section 8.4.1.2)
                        encoding, inflate = "raw deflate", zlib.decompressobj(-15)
                        continue
                    return Failed(url, "bad_encoding", f"the body is not valid {encoding}")
                if max(len(body), received) > self._limits.bytes:
                    return Failed(url, "too_large", f"the body is larger than {self._limits.bytes:,} bytes")
                raw = inflate.unconsumed_tail if inflate else b""
                if not raw:
                    break
        if inflate and not inflate.eof:
            return Failed(url, "bad_encoding", f"the {encoding} body is cut off")
        return bytes(body)


def _alike(one: str, other: str) -> bool:
    """Whether two addresses are of one origin; what is no address is of none."""
    try:
        return origin(one) == origin(other)
    except ValueError:
        return False


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
