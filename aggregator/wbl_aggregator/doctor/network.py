"""Whether this machine's clock is right, and for how long the certificates of the sources are valid."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpcore

from wbl_aggregator.decisions.words import words_for
from wbl_aggregator.doctor.check import Check, ok, problem, warning
from wbl_aggregator.sources import Source
from wbl_feed import fetch_connections
from wbl_feed.addresses import RefusedAddressError, connect, remaining
from wbl_feed.fetch import USER_AGENT

_SECONDS = 10.0
_AT_ONCE = 8
_CLOCKS = 3
"""Servers whose clocks are asked for; one alone may be wrong."""
_FEW_DAYS = 14
_SKEW = timedelta(seconds=60)
_MOST_HEAD = 65_536


@dataclass(frozen=True)
class Host:
    """A server that sources are on."""

    scheme: str
    name: str
    port: int
    allow_private: bool


@dataclass(frozen=True)
class Met:
    """What came of speaking to a server."""

    host: Host
    ends: datetime | None = None
    """When its certificate ends."""
    ahead: timedelta | None = None
    """How far its clock is ahead of ours."""
    refused: str = ""
    """Why it was not trusted or not asked at all."""
    unheard: str = ""
    """Why it could not be reached."""


Meet = Callable[[Host, bool], Met]


def hosts_of(sources: Iterable[Source]) -> list[Host]:
    """The servers of the sources that are asked over the web, each once."""
    found: dict[tuple[str, str, int], bool] = {}
    for source in sources:
        try:
            parts = urlsplit(source.listed)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:  # no address; the run says so
            continue
        if source.status == "active" and parts.scheme in ("http", "https") and parts.hostname:
            key = parts.scheme, parts.hostname, port
            found[key] = found.get(key, False) or source.allow_private
    return [Host(*key, allowed) for key, allowed in found.items()]


def check_network(sources: Iterable[Source], meet: Meet) -> Iterator[Check]:
    """Clock and certificates, by asking every server once."""
    hosts = hosts_of(sources)
    if not hosts:
        yield ok("certificates", "No source is on the web.")
        return
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        met = list(pool.map(meet, hosts, (place < _CLOCKS for place in range(len(hosts)))))
    yield check_clock([one.ahead for one in met if one.ahead is not None])
    yield from check_certificates(met, datetime.now(UTC))


def check_clock(ahead: list[timedelta]) -> Check:
    """Whether this machine's clock agrees with those of some servers."""
    if not ahead:
        return warning("clock", "No server told the time.", "See below whether any could be reached.")
    seconds = median(one.total_seconds() for one in ahead)
    if abs(seconds) <= _SKEW.total_seconds():
        return ok("clock", f"The clock agrees with {len(ahead)} of the servers.")
    side = "behind" if seconds > 0 else "ahead of"
    said = f"The clock is {abs(seconds):,.0f} seconds {side} those of {len(ahead)} of the servers."
    return warning("clock", said, "Set it by NTP: deadlines, visits and certificates go by it.")


def check_certificates(met: Iterable[Met], now: datetime) -> Iterator[Check]:
    """Every certificate that ends soon or is not trusted, and one line for all others."""
    good = []
    for one in met:
        days = (one.ends - now).days if one.ends else None
        if one.refused:
            yield problem("certificates", f"{one.host.name}: {one.refused}", words_for("tls_error").operator)
        elif one.unheard:
            yield warning(
                "certificates", f"{one.host.name} could not be asked: {one.unheard}", "See wbl aggregate status."
            )
        elif days is not None and days < _FEW_DAYS:
            said = f"The certificate of {one.host.name} ends in {days} days."
            yield warning("certificates", said, "Tell the site; its feed cannot be read after that.")
        elif days is not None:
            good.append(days)
    if good:
        yield ok("certificates", f"{len(good)} certificates are valid for {min(good)} days and more.")


def meet(host: Host, asks_time: bool) -> Met:
    """Connect to a server, look at its certificate and, if wanted, at its clock. Never raises for what it does."""
    end = monotonic() + _SECONDS
    try:
        stream = connect(host.name, host.port, _SECONDS, host.allow_private)
        try:
            ends = None
            if host.scheme == "https":
                context = fetch_connections.tls_context()
                stream = stream.start_tls(context, host.name, remaining(end))
                ends = _end_of(stream.get_extra_info("ssl_object"))
            ahead = _ahead(stream, host, end) if asks_time else None
        finally:
            stream.close()
    except RefusedAddressError as error:
        return Met(host, refused=f"{error}. {words_for('refused_address').operator}")
    except (httpcore.NetworkError, httpcore.TimeoutException, OSError, ValueError) as error:
        said = str(error) or type(error).__name__
        return Met(host, refused=said) if "SSL" in said.upper() else Met(host, unheard=said)
    return Met(host, ends, ahead)


def _end_of(tls: Any) -> datetime | None:
    stated = tls.getpeercert().get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(stated), UTC) if stated else None


def _ahead(stream: httpcore.NetworkStream, host: Host, end: float) -> timedelta | None:
    """How far the server's clock is ahead, by the header Date of its answer (RFC 9110 section 6.6.1)."""
    request = (
        f"HEAD / HTTP/1.1\r\nHost: {host.name}:{host.port}\r\nUser-Agent: {USER_AGENT}\r\nConnection: close\r\n\r\n"
    )
    before = datetime.now(UTC)
    try:
        stream.write(request.encode("ascii"), remaining(end))
        head = b""
        while b"\r\n\r\n" not in head and len(head) < _MOST_HEAD and (more := stream.read(4096, remaining(end))):
            head += more
    except (httpcore.NetworkError, httpcore.TimeoutException):
        return None
    middle = before + (datetime.now(UTC) - before) / 2
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "date":
            try:
                return parsedate_to_datetime(value.strip()).astimezone(UTC) - middle
            except (ValueError, OverflowError):
                return None
    return None
