"""The address guard: a host name is resolved once, checked, and connected to at exactly that address."""

import ipaddress
import socket
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import httpcore

# RFC 6890 and IANA's registries of special-purpose addresses; Python 3.11 takes several of these for global.
_REFUSED_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by the customers of a provider (RFC 6598)
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; 169.254.169.254 tells a cloud's machines their keys
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation, as are 198.51.100.0/24 and 203.0.113.0/24
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
]
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out; link-local, site-local, multicast and IPv4-compatible addresses are outside."""
_REFUSED_6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation, as is 3fff::/20
        "2002::/16",  # 6to4: the IPv4 address in it may be anyone's
        "3fff::/20",
    )
]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedAddressError(httpcore.ConnectError):
    """The host's address is private, local, reserved or multicast."""


class UnknownHostError(httpcore.ConnectError):
    """The name of the host leads to no address."""


class DeadlineError(httpcore.TimeoutException):
    """A step, or the whole request, took longer than it may."""


def is_public(text: str) -> bool:
    """Whether an IP address is of the public internet (RFC 6890). Raises ``ValueError`` for no IP address.

    Of the ways to hide an IPv4 address in an IPv6 one, the two that are in use are looked into: mapped (RFC 4291) and
    NAT64 (RFC 6052). All others are refused, whatever they hide.
    """
    address = ipaddress.ip_address(text.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        hidden = address.ipv4_mapped
        if hidden is None and address in _NAT64:
            hidden = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is None:
            return address in _GLOBAL_6 and not any(address in network for network in _REFUSED_6) and address.is_global
        address = hidden
    return not any(address in network for network in _REFUSED_4) and address.is_global


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The IP addresses of a host. Raises ``UnknownHostError``, and ``DeadlineError`` if nobody says in time."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass  # a name, or a way to write an address that only the system reads, such as 127.1
    answer: list[Any] = []

    def ask() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    asking = Thread(target=ask, daemon=True)  # the system's resolver takes no limit of time
    asking.start()
    asking.join(seconds)
    if not answer:
        raise DeadlineError(f"the name {host} could not be looked up in time")
    found = answer[0]
    if isinstance(found, Exception):
        why = getattr(found, "strerror", None) or str(found)
        raise UnknownHostError(f"the name {host} is not known ({why})") from found
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(host: str, port: int, seconds: float, allow_private: bool) -> httpcore.NetworkStream:
    """Resolve a host once, check every address, and connect to one of those that were checked.

    Raises ``httpcore.ConnectError`` or one of its kinds above, and ``httpcore.TimeoutException``.
    """
    end = time.monotonic() + seconds
    addresses = resolve(host, port, remaining(end))
    if not allow_private and (bad := next((one for one in addresses if not is_public(one)), None)):
        raise RefusedAddressError(f"{host} has the address {bad}, which is not of the public internet")
    fault: Exception = UnknownHostError(f"the name {host} has no address")
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        try:  # each gets its share of the time, so that one that does not answer leaves some to the next
            return httpcore.SyncBackend().connect_tcp(address, port, remaining(end) / left)
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            fault = error
    raise fault


def remaining(end: float, most: float | None = None, clock: Callable[[], float] = time.monotonic) -> float:
    """Seconds that a step may still take. Raises ``DeadlineError`` when there are none."""
    left = end - clock()
    if left <= 0:
        raise DeadlineError("no whole answer in time")
    return left if most is None else min(left, most)
