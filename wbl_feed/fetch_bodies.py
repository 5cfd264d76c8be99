"""Bodies are decompressed in bounded steps: a bomb stops at the limit, not in memory."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from wbl_feed.fetch_outcomes import Fault

_STEP = 65_536
_MODEST = 10_000_000
"""Bytes up to which a body may unfold as it likes."""
_MOST_FOLD = 200
"""How many times its size a larger one may have; feeds are under 50, a bomb is near the 1,032 of deflate."""
_GZIP, _ZLIB = zlib.MAX_WBITS | 32, zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b\x08"
_PLAIN = ("identity", "")


def read_body(chunks: Iterable[bytes], encoding: str, most: int) -> bytes | Fault:
    """The decoded body of at most ``most`` bytes, before and after decompression."""
    encoding = encoding.strip().lower()
    if encoding not in (*_PLAIN, "gzip", "x-gzip", "deflate"):
        return Fault("bad_encoding", f"the server sent Content-Encoding {encoding[:40]}, which was not asked for")
    inflate = None if encoding in _PLAIN else zlib.decompressobj(_GZIP if "gzip" in encoding else _ZLIB)
    body, received = bytearray(), 0
    for raw in chain(_begun(iter(chunks)), (b"",)):  # the last step gives what the bound on one held back
        received += len(raw)
        while True:
            try:
                body += inflate.decompress(raw, _STEP) if inflate else raw
            except zlib.error:
                if encoding == "deflate" and received <= len(raw) and not body:
                    # some servers send raw deflate (RFC 9110 section 8.4.1.2)
                    encoding, inflate = "raw deflate", zlib.decompressobj(-zlib.MAX_WBITS)
                    continue
                return Fault("bad_encoding", f"the body is not valid {encoding}")
            if max(len(body), received) > most:
                return Fault("too_large", f"the body is larger than {most:,} bytes")
            raw = inflate.unconsumed_tail if inflate else b""
            if len(body) > max(_MODEST, _MOST_FOLD * (received - len(raw))):
                return Fault("too_large", f"the body unfolds to more than {_MOST_FOLD} times its size, as no feed does")
            if inflate and len(inflate.unused_data) >= len(_MAGIC):
                if not inflate.unused_data.startswith(_MAGIC):
                    return bytes(body)  # what follows the end is nothing to us
                raw, inflate = inflate.unused_data, zlib.decompressobj(_GZIP)  # another member (RFC 1952 section 2.2)
            if not raw:
                break
    if inflate and not inflate.eof:
        return Fault("bad_encoding", f"the {encoding} body is cut off")
    return bytes(body)


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same, beginning with two bytes at least, which tell one form of deflate from the other."""
    first = next(chunks, b"")
    yield first + next(chunks, b"") if len(first) < 2 else first
    yield from chunks
