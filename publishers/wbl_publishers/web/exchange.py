"""A request for a document of a feed, and the answer to it, without any framework (spec section 18.1; RFC 9110)."""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property

from wbl_publishers.web.conditions import names_tag, not_since, takes_gzip

METHODS = ("GET", "HEAD", "OPTIONS")
_ALLOW = ", ".join(METHODS)
_EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Allow": _ALLOW,
    "Access-Control-Allow-Methods": _ALLOW,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True)
class Request:
    """What is asked for. Host, query and ``Accept`` are no part of it: nothing that is served depends on them."""

    method: str
    name: str
    """The document, by its path from the root of the feed, such as ``feed.json``."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case."""

    @classmethod
    def of(cls, method: str, name: str, headers: Iterable[tuple[str, str]]) -> "Request":
        """A request with headers as they came; those of one name are joined (RFC 9110 section 5.3)."""
        joined: dict[str, str] = {}
        for header, value in headers:
            before = joined.get(header.lower())
            joined[header.lower()] = value if before is None else f"{before}, {value}"
        return cls(method, name, joined)


@dataclass(frozen=True)
class Response:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Document:
    """One document, as it is served."""

    content: bytes = field(repr=False)
    media_type: str
    since: datetime
    """When this process first saw this content, to the second."""

    @cached_property
    def gzipped(self) -> bytes:
        """The content in gzip, the same bytes every time."""
        return gzip.compress(self.content, 6, mtime=0)

    @cached_property
    def _hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]

    def etag(self, gzipped: bool) -> str:
        """The strong entity tag of the content, plain or in gzip: two representations have two (section 8.8.3.3)."""
        return f'"{self._hash}-gzip"' if gzipped else f'"{self._hash}"'


def refusal(request: Request) -> Response | None:
    """The answer to a method that gives no document: what may be done (204), or that this may not (405)."""
    if request.method in ("GET", "HEAD"):
        return None
    if request.method == "OPTIONS":
        return Response(204, _EVERYWHERE | _PREFLIGHT)
    return _said(405, "A feed can only be read.", {"Allow": _ALLOW})


def absent(request: Request) -> Response:
    """The answer where there is no such document."""
    text = "There is no such document. If it was a page, read feed.json again, which names the pages."
    return _said(404, text, {}, with_body=request.method != "HEAD")


def answer(request: Request, document: Document, *, max_age: int, at: datetime) -> Response:
    """The document, or 304 where the one who asks has it already.

    ``max_age`` is for how many seconds an answer may be used without asking again, ``at`` the moment of the answer.
    """
    gzipped = takes_gzip(request.headers.get("accept-encoding", ""))
    etag = document.etag(gzipped)
    modified = document.since if document.since <= at else None  # never in the future (RFC 9110 section 8.8.2.1)
    headers = {
        **_EVERYWHERE,
        "Cache-Control": f"public, max-age={max_age}",
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if _is_known(request, etag, modified):
        return Response(304, headers)
    content = document.gzipped if gzipped else document.content
    headers |= {"Content-Type": document.media_type, "Content-Length": str(len(content))}
    if modified:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    return Response(200, headers, b"" if request.method == "HEAD" else content)


def _is_known(request: Request, etag: str, modified: datetime | None) -> bool:
    """Whether the conditions of a request are not met (RFC 9110 section 13.2.2): the tag is asked before the date."""
    tags, date = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if tags is not None:
        return names_tag(tags, etag)
    return date is not None and modified is not None and not_since(date, modified)


def _said(status: int, text: str, headers: Mapping[str, str], *, with_body: bool = True) -> Response:
    content = f"{text}\n".encode()
    about = {
        "Cache-Control": "no-store",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(content)),
    }
    return Response(status, {**_EVERYWHERE, **about, **headers}, content if with_body else b"")
