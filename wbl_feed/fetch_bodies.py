"""Bodies are decompressed in bounded steps: a bomb stops at the limit, not in memory."""

import zlib
from collections.abc import Iterable
from itertools import chain

from wbl_feed.fetch_outcomes import Fault

_STEP = 65_536
_MODEST = 10_000_000
"""Bytes up to which a body may unfold as it likes."""
_MOST_FOLD = 200
"""How many times its size a larger one may have; feeds are under 50, a bomb is near the 1,032 of deflate."""
_PLAIN = ("identity", "")


def read_body(chunks: Iterable[bytes], encoding: str, most: int) -> bytes | Fault:
    """The decoded body of at most ``most`` bytes, before and after decompression."""
    encoding = encoding.strip().lower()
    if encoding not in (*_PLAIN, "gzip", "x-gzip", "deflate"):
        return Fault("bad_encoding", f"the server sent Content-Encoding {encoding[:40]}, which was not asked for")
    inflate = None if encoding in _PLAIN else zlib.decompressobj(47 if "gzip" in encoding else 15)
    body, received = bytearray(), 0
    for raw in chain(chunks, (b"",)):  # the last step gives what the bound on one held back
        received += len(raw)
        while True:
            try:
                body += inflate.decompress(raw, _STEP) if inflate else raw
            except zlib.error:
                if encoding == "deflate" and received <= len(raw) and not body:
                    # some servers send raw deflate (RFC 9110 section 8.4.1.2)
                    encoding, inflate = "raw deflate", zlib.decompressobj(-15)
                    continue
                return Fault("bad_encoding", f"the body is not valid {encoding}")
            if max(len(body), received) > most:
                return Fault("too_large", f"the body is larger than {most:,} bytes")
            raw = inflate.unconsumed_tail if inflate else b""
            if len(body) > max(_MODEST, _MOST_FOLD * (received - len(raw))):
                return Fault("too_large", f"the body unfolds to more than {_MOST_FOLD} times its size, as no feed does")
            if not raw:
                break
    if inflate and not inflate.eof:
        return Fault("bad_encoding", f"the {encoding} body is cut off")
    return bytes(body)
