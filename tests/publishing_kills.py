"""Publishes again and again, is killed at each moment in turn, and looks at what stands: ``python publishing_kills.py``.

It runs in a process of its own, since it forks.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from published_set import files, folder, read_feed, replayed
from shelves import MemoryShelf, posting, small
from wbl_aggregator.publishing import Keep, change_log, publish, verify

from wbl_feed.times import read_clock

BEFORE, THEN = read_clock("2026-11-05T00:00:00Z"), read_clock("2026-11-25T00:00:00Z")
KEEP = Keep(log_days=10)
QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}


def first_shelf() -> MemoryShelf:
    """120 postings, a third of which have another grade."""
    shelf = MemoryShelf()
    for number in range(120):
        shelf.put(posting(number, eligibility={"gradeLevels": [9 + number % 3]}))
    return shelf


def change(shelf: MemoryShelf) -> None:
    """Some are new, some change, some go, so that old pages of the log are compacted to fewer."""
    shelf.unclean.clear()
    for number in (*range(20, 70), 110):
        shelf.put(posting(number, title="Changed", eligibility={"gradeLevels": [9]}))
    for number in (10, 11, 90):
        shelf.take(posting(number)["id"])
    for number in range(120, 150):
        shelf.put(posting(number, activityType="job-shadow"))


def counted(do: Callable[[], Any], kill_at: int = 0) -> int:
    """Do it in a child; gives how many changes of the disk it made. At the given one it is killed, just before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal count
            if event in _WRITES or (event == "open" and "w" in str(arguments[1])):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            do()
            os.write(writing, str(count).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return int(text or 0)


def trial(kill_at: int, shelf: MemoryShelf, before: Path | None, wanted: dict[str, bytes], known: set[str]) -> None:
    """Kill one publishing; what stands is one whole feed, and the next publishing makes what an undisturbed one does."""
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        out = Path(name) / "out"
        if before:
            shutil.copytree(before, out)
        counted(lambda: publish(shelf, shelf.envelope, out, THEN, KEEP), kill_at)
        if before or (out / "manifest.json").exists():
            assert verify(out) == [], kill_at
        if before or (out / "feed.json").exists():
            assert read_feed(folder(out))["digest"] in known, kill_at
        again = random.Random(kill_at).randrange(1, kill_at + 1)
        counted(lambda: publish(shelf, shelf.envelope, out, THEN, KEEP), again)  # and once more while it mends
        if before:
            assert verify(out) == [], (kill_at, again)
            assert read_feed(folder(out))["digest"] in known, (kill_at, again)
        publish(shelf, shelf.envelope, out, THEN, KEEP)
        assert verify(out) == [], (kill_at, again)
        found = files(out)
        different = sorted(one for one in found.keys() | wanted.keys() if found.get(one) != wanted.get(one))
        assert not different, (kill_at, again, different)
        feed = read_feed(folder(out))
        assert replayed(folder(out), feed["changeLog"]) == {item["id"]: item for item in feed["items"]}


def main(most: int, seed: int) -> None:
    """Kill at ``most`` moments of a first publishing and of a later one."""
    small()
    change_log.MOST_CHANGES = 12
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        base, undisturbed, cold = (Path(name) / one for one in ("base", "undisturbed", "cold"))
        shelf = first_shelf()
        publish(shelf, shelf.envelope, base, BEFORE, KEEP)
        old = read_feed(folder(base))["digest"]
        change(shelf)
        shutil.copytree(base, undisturbed)
        publish(shelf, shelf.envelope, undisturbed, THEN, KEEP)
        publish(shelf, shelf.envelope, cold, THEN, KEEP)
        known = {old, read_feed(folder(undisturbed))["digest"]}
        assert len(known) == 2
        for before, wanted in ((base, files(undisturbed)), (None, files(cold))):
            copy = Path(name) / "copy"
            if before:
                shutil.copytree(before, copy)
            total = counted(partial(publish, shelf, shelf.envelope, copy, THEN, KEEP))
            shutil.rmtree(copy)
            moments = random.Random(seed).sample(range(1, total + 1), min(most, total))
            for moment in sorted(moments):
                trial(moment, shelf, before, wanted, known)
            print(f"{len(moments)} of {total} moments")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
