"""What a fetch is asked with, and what can come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

FailureCode = Literal[
    "bad_address", "refused_address", "unknown_host", "unreachable", "tls_error", "timeout", "too_large",
    "too_many_redirects", "http_status", "bad_response", "bad_encoding", "robots", "waiting", "site_unread",
]  # fmt: skip


class Fault(NamedTuple):
    """Why there is no usable answer, for scripts and for people."""

    code: FailureCode
    message: str


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

    def confirmed(self, by: "Validators") -> "Validators":
        """These after a 304 that came with others (RFC 9111 section 4.3.4).

        Only one that names the same ETag speaks of what is held: another could be of content that was never seen, and
        to ask with it would keep that away for ever.
        """
        if not self.etag or by.etag.removeprefix("W/") != self.etag.removeprefix("W/"):
            return self
        return Validators(by.etag, by.last_modified or self.last_modified)


@dataclass(frozen=True)
class Redirect:
    """One redirect that was followed."""

    url: str
    permanent: bool


@dataclass(frozen=True)
class Fetched:
    """A body, whole."""

    url: str
    """Address it came from, after redirects; the validators are of this address."""
    body: bytes = field(repr=False)
    media_type: str
    validators: Validators
    headers: Mapping[str, str]
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class NotModified:
    """The server said that nothing changed (304)."""

    url: str
    """Address that said so, after redirects."""
    headers: Mapping[str, str]
    redirects: tuple[Redirect, ...] = ()
    validators: Validators = Validators()
    """To ask this address with the next time."""


@dataclass(frozen=True)
class Failed:
    """No usable answer, and why, in words for people."""

    url: str
    """Address that failed, after redirects."""
    code: FailureCode
    message: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class LedElsewhere(Failed):
    """A redirect that was not to be followed."""

    redirect: Redirect | None = None
    """Where it leads."""


Outcome = Fetched | NotModified | Failed
