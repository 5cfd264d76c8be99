"""A small and quick server for benchmarks, in a process of its own: documents of a folder on many loopback hosts.

    python benchmarks/unchanging.py FOLDER HOSTS

It prints its port when it is ready. Every host has every document; each has an ETag, and is answered with 304 to it. A
document that is written anew is served as it is then.
"""

import asyncio
import hashlib
import sys
from pathlib import Path


def hosts(count: int) -> list[str]:
    """Addresses on loopback, all of which Linux has."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]


class Documents:
    """Whole answers by path, made when a document is new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[bytes, tuple[int, bytes, bytes, bytes]] = {}

    def answer(self, request: bytes) -> bytes:
        """What to send to a request."""
        path = request.split(b" ", 2)[1]
        file = self._folder / path.decode().lstrip("/")
        try:
            written = file.stat().st_mtime_ns
        except OSError:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        known = self._known.get(path)
        if known is None or known[0] != written:
            known = self._known[path] = (written, *self._rendered(file.read_bytes(), file.suffix))
        _, etag, whole, unchanged = known
        return unchanged if etag in request else whole

    def _rendered(self, content: bytes, suffix: str) -> tuple[bytes, bytes, bytes]:
        etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'.encode()
        date = b"Date: Sun, 22 Nov 2026 12:00:00 GMT\r\nETag: " + etag + b"\r\nCache-Control: max-age=3600\r\n"
        media = "application/atom+xml" if suffix == ".atom" else "application/json"
        length = f"Content-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        return etag, b"HTTP/1.1 200 OK\r\n" + date + length + content, b"HTTP/1.1 304 Not Modified\r\n" + date + b"\r\n"


class Session(asyncio.Protocol):
    """One connection, kept open."""

    def __init__(self, documents: Documents) -> None:
        self._documents, self._received = documents, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can be answered to."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._documents.answer(request))  # type: ignore[attr-defined]


async def serve(folder: Path, addresses: list[str]) -> None:
    """Listen on one port of all addresses, until the process ends."""
    loop, documents = asyncio.get_running_loop(), Documents(folder)
    first = await loop.create_server(lambda: Session(documents), addresses[0], 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    if addresses[1:]:
        await loop.create_server(lambda: Session(documents), addresses[1:], port, backlog=1024)
    print(port, flush=True)
    await first.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), hosts(int(sys.argv[2]))))
