"""Throws broken feeds at the validator: ``python -m tests.fuzz --count 100000 --seed 1``.

Documents of the standard are broken in their bytes and in their structure. The validator has to give a report for
each of them, without an exception and within a time limit. A failing document can be made again from its seed.
"""

import argparse
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wbl_feed.discovery.search import Found
from wbl_feed.profiles import bundled
from wbl_feed.report import Summary, summarise
from wbl_feed.report.page import page
from wbl_feed.times import read_clock

SPEC = Path(__file__).parent.parent / "spec" / "v1"
AT = read_clock("2026-11-22T12:00:00Z")
SECONDS = 10.0
"""The time that one document may take, whatever else the machine is doing."""
_TOKENS = [b"{", b"}", b"[", b"]", b'"', b":", b",", b"null", b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"\\ud800", b"\x00",
           b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"]]>", b"</entry>", b"\xe2\x80\x9c",
           b"2027-02-30", b"https://[::1", b"http://a@b@c:99999/", b"=cmd()", b"\r\n", b"\t", b" " * 50]  # fmt: skip
_VALUES: list[Any] = [None, True, False, 0, -1, 1.5, 2**53, 10**30, "", " ", "x" * 5000, "2027-02-29", "23:60", "9999-12-31", "urn:a:1",
                      "https://[::1", "http://\u202e.example", "\x00", "\ud7ff", [], {}, [[]], [{}], {"": None}, [None], {"a": {"b": []}},
                      "<script>alert(1)</script>", "a@b@c", "1-" * 500, "P1W", "us-ma:nothing", ":", "{found}", "%s"]  # fmt: skip


def corpus() -> list[bytes]:
    """Documents to break: every example, the sample feed and the cases of the conformance kit."""
    found = [path.read_bytes() for folder in ("examples", "sample") for path in sorted((SPEC / folder).rglob("*.*"))]
    for path in sorted((SPEC / "conformance").rglob("*.json")):
        case = json.loads(path.read_bytes())
        given = case.get("given", {}) if isinstance(case, dict) else {}
        if isinstance(given.get("document"), dict):
            found.append(json.dumps(given["document"], ensure_ascii=False).encode("utf-8", "surrogatepass"))
        elif isinstance(given.get("text"), str):
            found.append(given["text"].encode("utf-8", "surrogatepass"))
    return [content for content in found if len(content) < 100_000]


def broken(content: bytes, chance: random.Random) -> bytes:
    """The document with one to four faults, most often all in its structure, so that rules are reached and not only readers."""
    kinds = (_structure,) if chance.random() < 0.75 else (_cut, _put, _repeat, _flip, _structure)
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(kinds)(content, chance)
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] if chance.random() < 0.5 else content[:start] + content[start + chance.randint(1, 40) :]


def _put(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_TOKENS) + content[at:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randint(1, 60)]
    return content[:start] + piece * chance.choice((2, 3, 200)) + content[start:]


def _flip(content: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(min(len(flipped), chance.randint(1, 8))):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def _structure(content: bytes, chance: random.Random) -> bytes:
    """Another value somewhere in a JSON document; documents of other kinds get a fault in their bytes."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return _put(content, chance)
    document = _changed(document, chance)
    return json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        if chance.random() < 0.1:
            return {**value, chance.choice(list(value)) + chance.choice(("", "s", "X")): chance.choice(_VALUES)}
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        if chance.random() < 0.15:
            return value + [value[at]] * chance.choice((1, 2, 50))
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    if chance.random() < 0.03:
        deep: Any = value
        for _ in range(chance.choice((60, 190, 400))):
            deep = [deep] if chance.random() < 0.5 else {"a": deep}
        return deep
    return chance.choice(_VALUES)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises ``TimeoutError`` in what takes longer, even in a loop that never ends."""

    def over(*_: Any) -> None:
        raise TimeoutError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class Outcome:
    """What became of the documents."""

    documents: int = 0
    valid: int = 0
    codes: Counter[str] = None  # type: ignore[assignment]
    slowest: float = 0.0


def run(count: int, seed: int, progress: Callable[[int], None] = lambda done: None) -> Outcome:
    """Validate so many broken documents. Raises ``AssertionError`` with the seed of one that failed."""
    documents, profiles = corpus(), [bundled()["us-ma"]]
    outcome = Outcome(codes=Counter())
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        content = broken(chance.choice(documents), chance)
        started = time.perf_counter()
        try:
            with limited(SECONDS):
                summary = summarise(Found("", "", content).documents(), Summary("", "", AT), profiles=profiles)
                report = summary.to_json_value()
                if number % 50 == 0:
                    page([summary], "a feed")
        except Exception as error:
            raise AssertionError(f"seed {seed}, document {number}: {error!r}: {content[:2_000]!r}") from error
        silent = f"seed {seed}, document {number}: not valid, and no notice says why: {content[:2_000]!r}"
        assert report["valid"] or report["notices"], silent
        json.dumps(report)
        outcome.documents += 1
        outcome.valid += report["valid"]
        outcome.codes.update(report["counts"].keys())
        outcome.slowest = max(outcome.slowest, time.perf_counter() - started)
        progress(number + 1)
    return outcome


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()

    def progress(done: int) -> None:
        if done % 1_000 == 0 and sys.stderr.isatty():
            print(f"\r{done:,} of {arguments.count:,}", end="", file=sys.stderr)

    outcome = run(arguments.count, arguments.seed, progress)
    seconds = time.perf_counter() - started
    print(
        f"{outcome.documents:,} broken documents, {outcome.valid:,} still valid, no exception, {len(outcome.codes)} codes"
    )
    print(f"slowest {outcome.slowest:.2f} s, {seconds:,.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
