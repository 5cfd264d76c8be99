"""Answers that are wrong in how they are sent, framed or coded."""

import gzip
import zlib
from functools import cache

from faults.server import DRIP, Behaviour, Exchange, bomb, document, encoded, head, redirect

LOGIN = b"<!DOCTYPE html><title>Sign in</title><form method=post><input name=password type=password></form>"
_CHUNKED = {"Transfer-Encoding": "chunked", "Connection": "close"}


def chunk(content: bytes) -> bytes:
    """One chunk (RFC 9112 section 7.1)."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def half_headers(exchange: Exchange) -> None:
    """Ends in the middle of a header."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: applic")


def reset_in_headers(exchange: Exchange) -> None:
    """Breaks off in the middle of a header."""
    half_headers(exchange)
    exchange.server.ending.wait(DRIP)
    exchange.reset()


def reset_in_body(content: bytes) -> Behaviour:
    """Breaks off in the middle of the body."""

    def behave(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": str(len(content))}) + content[: len(content) // 2])
        exchange.server.ending.wait(DRIP)
        exchange.reset()

    return behave


def stall(exchange: Exchange) -> None:
    """Takes the request and says nothing."""
    exchange.server.ending.wait()


def stall_in_body(content: bytes) -> Behaviour:
    """Says half of it and then nothing."""

    def behave(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": str(len(content))}) + content[: len(content) // 2])
        exchange.server.ending.wait()

    return behave


def slow_chunks(exchange: Exchange) -> None:
    """Sends a byte in a chunk of its own, again and again."""
    exchange.send(head(200, _CHUNKED))
    while not exchange.server.ending.wait(DRIP):
        exchange.send(chunk(b" "))


def two_lengths(content: bytes) -> Behaviour:
    """Says two lengths, which programs on the way may take in two ways."""
    lengths = b"".join(b"Content-Length: %d\r\n" % length for length in (len(content), 7))
    return lambda exchange: exchange.send(b"HTTP/1.1 200 OK\r\n" + lengths + b"\r\n" + content)


def length_and_chunks(content: bytes) -> Behaviour:
    """Says a length and comes in chunks; the chunks count (RFC 9112 section 6.3)."""
    headers = head(200, {**_CHUNKED, "Content-Length": "7"})
    return lambda exchange: exchange.send(headers + chunk(content) + chunk(b""))


def chunks_cut_off(content: bytes) -> Behaviour:
    """Leaves out the last chunk."""
    return lambda exchange: exchange.send(head(200, _CHUNKED) + chunk(content))


def chunks_of_no_size(content: bytes) -> Behaviour:
    """Says chunks, and sends the body as it is."""
    return lambda exchange: exchange.send(head(200, _CHUNKED) + content)


def small_chunks(content: bytes) -> Behaviour:
    """Comes in chunks of seven bytes."""
    chunks = b"".join(chunk(content[start : start + 7]) for start in range(0, len(content), 7))
    return lambda exchange: exchange.send(head(200, _CHUNKED) + chunks + chunk(b""))


def no_length(content: bytes) -> Behaviour:
    """Ends the body with the connection, as HTTP/1.0 did."""
    return lambda exchange: exchange.send(b"HTTP/1.0 200 OK\r\n\r\n" + content)


def endless_chunks(exchange: Exchange) -> None:
    """Sends chunk after chunk."""
    exchange.send(head(200, _CHUNKED))
    while not exchange.server.ending.is_set():
        exchange.send(chunk(b"x" * 100_000))


def vast_header(exchange: Exchange) -> None:
    """Sends a header of a megabyte."""
    exchange.send(head(200, {"X-Vast": "z" * 1_000_000}))


def many_headers(exchange: Exchange) -> None:
    """Sends 100,000 lines of headers."""
    exchange.send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + b"\r\n")


def broken_headers(content: bytes) -> Behaviour:
    """Sends lines that are no headers."""
    return lambda exchange: exchange.send(b"HTTP/1.1 200 OK\r\nno colon here\r\n: no name\r\n\r\n" + content)


def flood_of_continues(exchange: Exchange) -> None:
    """Says 100 Continue again and again."""
    while not exchange.server.ending.is_set():
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def early_hints(content: bytes) -> Behaviour:
    """Sends hints before the answer (RFC 8297)."""

    def behave(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 2)
        exchange.answer(200, content)

    return behave


def gzipped(content: bytes, more: bytes = b"") -> Behaviour:
    """In gzip, as a good server may."""
    return encoded("gzip", gzip.compress(content) + more)


def in_two_members(content: bytes) -> Behaviour:
    """In gzip, in two members (RFC 1952 section 2.2)."""
    return encoded("gzip", gzip.compress(content[:300]) + gzip.compress(content[300:]))


def truncated_gzip(content: bytes) -> Behaviour:
    """In gzip that ends too soon."""
    return encoded("gzip", gzip.compress(content)[:-12])


def wrong_checksum(content: bytes) -> Behaviour:
    """In gzip whose checksum does not agree."""
    return encoded("gzip", gzip.compress(content)[:-8] + bytes(8))


def gzip_unsaid(content: bytes) -> Behaviour:
    """In gzip, and does not say so."""
    return document(gzip.compress(content), {"Content-Type": "application/json"})


@cache
def gigabyte() -> bytes:
    """About a megabyte of gzip that unfolds to a gigabyte: one block, repeated."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(bytes(1 << 20)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * 1024


def gzip_bomb(exchange: Exchange) -> None:
    """A megabyte that unfolds to a gigabyte."""
    encoded("gzip", gigabyte())(exchange)


def deflate_bomb(exchange: Exchange) -> None:
    """The same without the header of gzip."""
    encoded("deflate", bomb()[10:])(exchange)


def bomb_in_chunks(exchange: Exchange) -> None:
    """The same in chunks, so that no length warns of it."""
    exchange.send(head(200, {**_CHUNKED, "Content-Encoding": "gzip"}))
    content = gigabyte()
    for start in range(0, len(content), 10_000):
        exchange.send(chunk(content[start : start + 10_000]))
    exchange.send(chunk(b""))


def redirects_without_end(exchange: Exchange) -> None:
    """Each address redirects to a new one."""
    address = f"/{len(exchange.server.requests)}"
    exchange.server.behaviours[address] = redirects_without_end
    redirect(302, address)(exchange)


def no_content(exchange: Exchange) -> None:
    """Says that there is no content."""
    exchange.server.statuses.append(204)
    exchange.send(head(204, {"Connection": "close"}))


def changing_etag(content: bytes) -> Behaviour:
    """Gives another ETag each time, and answers to none."""
    return lambda exchange: exchange.answer(200, content, {"ETag": f'"{len(exchange.server.requests)}"'})
