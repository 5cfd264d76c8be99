"""Serves the demo's sites on loopback: one port, told apart by the Host header, with ETags as a good site has them."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Documents = Mapping[tuple[str, str], tuple[str, bytes]]
"""(host, path) → (media type, content)."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        found = self.server.documents.get((self.headers.get("Host", ""), self.path))
        if found is None:
            self._answer(404, {}, b"")
            return
        media_type, content = found
        etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, {"ETag": etag}, b"")
        else:
            self._answer(200, {"ETag": etag, "Content-Type": media_type, "Cache-Control": "max-age=3600"}, content)

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.server.statuses.append(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Keep quiet; the crawl tells what happened."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, documents: Documents) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.documents = documents
        self.statuses: list[int] = []


@contextmanager
def serving(documents: Documents) -> Iterator[tuple[str, list[int]]]:
    """Serve the documents; gives the server's address and the list of the statuses it answers."""
    server = _Server(documents)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.statuses
    finally:
        server.shutdown()
        server.server_close()
