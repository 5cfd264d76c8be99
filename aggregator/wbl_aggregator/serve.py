"""Serves a published folder on this machine, to look at it; no production server."""

import hashlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from wbl_aggregator.entrance import entrance
from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.json_format import MEDIA_TYPE

_HOST = "127.0.0.1"
_JSON, _TEXT, _HTML = "application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"
_TYPES = {
    ".atom": ATOM_TYPE,
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": _HTML,
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": _JSON,
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".ndjson": "application/x-ndjson",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": _TEXT,
    ".webp": "image/webp",
    ".xml": "application/xml",
}
_OF_STANDARD = frozenset({"feed.json", "wbl-feed.json", "wbl-feed"})
"""Names of documents of the standard, whose media type is its own (spec section 3 rule 8)."""
_FOLDERS_OF_STANDARD = frozenset({"pages", "changes"})
_WELL_KNOWN = ".well-known"


class Preview(ThreadingHTTPServer):
    """A server of one folder on the loopback address; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder.resolve()
        super().__init__((_HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where it is: ``http://127.0.0.1:port/``."""
        return f"http://{_HOST}:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that went away is no fault."""


def file_at(folder: Path, path: str) -> Path | None:
    """The file of a request's path, if it is in the folder: no dots, no links that lead out, no hidden files."""
    parts = [part for part in unquote(urlsplit(path).path).split("/") if part]
    if any("\0" in part or "\\" in part or ":" in part or _is_hidden(part) for part in parts):
        return None
    try:
        found = folder.joinpath(*parts).resolve()
        if found.is_dir():
            found = (found / "index.html").resolve()
        inside = found.is_relative_to(folder) and not any(_is_hidden(part) for part in found.relative_to(folder).parts)
        return found if inside and found.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name too long, a loop of links
        return None


def _is_hidden(part: str) -> bool:
    """State and half-written files begin with a dot, as do the ways up."""
    return part.startswith(".") and part != _WELL_KNOWN


def media_type(path: Path) -> str:
    """The media type of a file that this project publishes."""
    if path.name in _OF_STANDARD or (path.suffix == ".json" and path.parent.name in _FOLDERS_OF_STANDARD):
        return MEDIA_TYPE
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def etag_of(content: bytes) -> str:
    """A strong validator, from the content alone (RFC 9110 section 8.8.3)."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


class _Handler(BaseHTTPRequestHandler):
    server: Preview
    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version, sys_version = "wbl-preview", ""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = file_at(self.server.folder, self.path)
        try:
            content = path.read_bytes() if path else None
        except OSError:  # it was replaced or removed between
            content = None
        if content is None and urlsplit(self.path).path == "/":
            self._send(HTTPStatus.OK, entrance(self.server.folder), {"Content-Type": _HTML})
            return
        if path is None or content is None:
            self._send(HTTPStatus.NOT_FOUND, b"There is no such file here.\n", {"Content-Type": _TEXT})
            return
        etag = etag_of(content)
        headers = {"Content-Type": media_type(path), "ETag": etag}
        if _matches(self.headers.get("If-None-Match", ""), etag):
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self._send(HTTPStatus.OK, content, headers)

    def _send(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """It looks at files; nobody needs a log of that."""


def _matches(condition: str, etag: str) -> bool:
    """Whether an If-None-Match names the validator, or anything (RFC 9110 section 13.1.2: weak comparison)."""
    named = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return "*" in named or etag in named
