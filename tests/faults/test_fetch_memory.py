"""What hostile answers cost in memory and time, measured in a process of its own with the limits that are the default."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import fault_answers as answers
from faults.server import Behaviour, Exchange, FaultServer, document, encoded, head

from wbl_feed.fetch import Limits

CHILD = """
import json, sys, time
from wbl_feed.fetch import HttpFetcher, Limits

def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024

fetcher = HttpFetcher(allow_private=True)
fetcher.fetch(sys.argv[1] + "/ok")
before, begun = peak(), time.monotonic()
outcome = fetcher.fetch(sys.argv[1] + "/hostile")
print(json.dumps({"code": getattr(outcome, "code", ""), "message": getattr(outcome, "message", ""),
                  "bytes": peak() - before, "seconds": time.monotonic() - begun}))
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


def continues_with_headers(exchange: Exchange) -> None:
    """A flood of interim answers, each with headers of its own."""
    while not exchange.server.ending.is_set():
        exchange.send(head(103, {f"X-{number}": "y" * 500 for number in range(100)}))


def endless_trailers(exchange: Exchange) -> None:
    """After the last chunk come trailers without end."""
    exchange.send(head(200, {"Transfer-Encoding": "chunked"}) + b"0\r\n")
    while not exchange.server.ending.is_set():
        exchange.send(b"X-Trailer: yes\r\n" * 1_000)


def endless_chunk_size(exchange: Exchange) -> None:
    """The size of the first chunk has digits without end."""
    exchange.send(head(200, {"Transfer-Encoding": "chunked"}))
    while not exchange.server.ending.is_set():
        exchange.send(b"0" * 10_000)


def nothing_but_members(exchange: Exchange) -> None:
    """Empty members of gzip without end: they unfold to nothing."""
    exchange.send(head(200, {"Content-Encoding": "gzip", "Connection": "close"}))
    member = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0" + bytes(8)
    while not exchange.server.ending.is_set():
        exchange.send(member * 5_000)


HOSTILE: dict[str, tuple[Behaviour, str, str]] = {
    "gzip bomb": (answers.gzip_bomb, "too_large", "200 times"),
    "gzip bomb in chunks": (answers.bomb_in_chunks, "too_large", "200 times"),
    "deflate bomb": (lambda exchange: encoded("deflate", answers.gigabyte()[10:])(exchange), "too_large", "200 times"),
    "100,000 headers": (answers.many_headers, "bad_response", "headers are too large"),
    "vast header": (answers.vast_header, "bad_response", "headers are too large"),
    "flood of 100 Continue": (answers.flood_of_continues, "bad_response", "interim"),
    "flood of early hints": (continues_with_headers, "bad_response", "interim"),
    "endless trailers": (endless_trailers, "bad_response", "too large"),
    "endless chunk size": (endless_chunk_size, "bad_response", ""),
    "redirects without end": (answers.redirects_without_end, "too_many_redirects", ""),
    "rubbish after gzip": (encoded("gzip", answers.gigabyte()[:10] + b"\x03\0" + bytes(8) + b"x" * 30_000_000), "", ""),
}


def cost(server: FaultServer, behaviour: Behaviour) -> dict[str, float | str]:
    """What one fetch of an answer came to, in a process that has fetched something good before."""
    server.behaviours["/hostile"] = behaviour
    done = subprocess.run([sys.executable, "-c", CHILD, server.address], capture_output=True, check=True, timeout=90)
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def test_the_bomb_is_one() -> None:
    """The bomb of these tests is a megabyte that unfolds to a gigabyte."""
    assert len(answers.gigabyte()) < 1_200_000
    assert answers.gigabyte().count(answers.gigabyte()[10:60]) >= 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_costs_little(server: FaultServer, name: str) -> None:
    """A bomb, or a flood of headers, costs less than 50 MB and a few seconds, within the limits that are the default."""
    behaviour, code, words = HOSTILE[name]
    found = cost(server, behaviour)
    assert (found["code"], words in str(found["message"])) == (code, True)
    assert float(found["bytes"]) < 50_000_000
    assert float(found["seconds"]) < 5


@pytest.mark.slow
def test_a_body_that_is_as_large_as_it_may_be(server: FaultServer) -> None:
    """A feed at the limit is read, for about twice its size; without end it stops there."""
    content = b"".join(b'{"id": "https://site.example/%d"},' % number for number in range(1_200_000))[: Limits().bytes]
    allowed = cost(server, document(content))
    assert (allowed["code"], float(allowed["bytes"]) < 130_000_000) == ("", True)
    beyond = cost(server, nothing_but_members)
    assert (beyond["code"], float(beyond["bytes"]) < 50_000_000) == ("too_large", True)


def test_each_wait_is_bounded(start_server: Callable[..., FaultServer]) -> None:
    """A server that is silent for longer than a step may take is given up, though the whole would have time."""
    code = CHILD.replace("HttpFetcher(", "HttpFetcher(Limits(seconds=60, step_seconds=0.5), ")
    server = start_server()
    server.behaviours["/hostile"] = answers.stall
    done = subprocess.run([sys.executable, "-c", code, server.address], capture_output=True, check=True, timeout=30)
    found = json.loads(done.stdout)
    assert (found["code"], found["seconds"] < 2) == ("timeout", True)
