"""One host is asked one request at a time, with a pause between two, and not before it said."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Lock
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=10_000)
def host_of(address: str) -> str:
    """The host of an address in lower case, with its port unless that is its scheme's; empty for no address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"


@dataclass
class Host:
    """One host within a run."""

    name: str
    until: datetime | None = None
    """When it may be asked again, as it said in this run or an earlier one."""
    lock: Lock = field(default_factory=Lock)
    asked: float | None = None
    """When the last request to it ended, by the steady clock."""


class Hosts:
    """All hosts of a run; threads share it."""

    def __init__(
        self,
        not_before: Mapping[str, datetime],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosts = {name: Host(name, until) for name, until in not_before.items()}
        self._lock, self._sleep, self.clock = Lock(), sleep, clock

    def of(self, address: str) -> Host:
        """The host of an address."""
        name = host_of(address)
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                host = self._hosts[name] = Host(name)
            return host

    def pause(self, host: Host, seconds: float) -> None:
        """Wait until so much time has passed since the last request to a host, whose lock is held."""
        if host.asked is not None and (left := host.asked + seconds - self.clock()) > 0:
            self._sleep(left)
