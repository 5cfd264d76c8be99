"""Runs as processes that are killed at any moment: what stands is one whole set, and the next run ends as if nothing was."""

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from faults.kill_world import FIRST, SECOND, Aim, KillWorld, after, before, published, whole
from faults.server import Exchange, FaultServer
from published_set import folder, read_feed

from wbl_feed.times import format_instant

KILLS = int(os.environ.get("WBL_KILLS", "20"))
"""``WBL_KILLS=200`` kills ten times as often."""
SEED = int(os.environ.get("WBL_KILLS_SEED", "1"))
AIMS: tuple[Aim, ...] = ("anywhere", "writing", "anywhere", "switching")


@pytest.fixture
def world(start_server: Callable[[], FaultServer]) -> Iterator[KillWorld]:
    """A hub after its first run, in the folder ``before``; from then on its sources have changed."""
    memory = (
        "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    )  # a killed process leaves to the system what it wrote
    with tempfile.TemporaryDirectory(dir=memory) as place:
        world = KillWorld(start_server, Path(place))
        world.serve(before())
        world.run("before", FIRST)
        world.serve(after())
        yield world


@pytest.mark.slow
def test_kill_9_at_seeded_moments(world: KillWorld) -> None:
    """Killed at any moment of its first run or of a later one, a hub is whole for readers, and the next run, killed too
    now and then, ends in the bytes of one that nothing disturbed."""
    chance, struck = random.Random(SEED), Counter[str]()
    starts = {"before": world.place / "before" / "public", "nothing": None}
    known, wanted, spans = {}, {}, {}
    for start, out in starts.items():
        spans[start] = world.measured(world.copy(start, f"{start}, then").name, SECOND)
        then = world.place / f"{start}, then" / "public"
        wanted[start] = published(then)
        known[start] = {whole(out) if out else "", whole(then)}
        assert len(known[start]) == 2

    for number in range(KILLS):
        start = "before" if number % 2 else "nothing"
        aim = AIMS[number // 2 % len(AIMS)]
        seconds, killed = chance.random() * spans[start][aim], False
        while not killed:
            here = world.copy(start, "trial")
            death = world.kill("trial", SECOND, aim, seconds)
            killed, seconds = death.killed, seconds / 2  # it may be quicker than the one that was measured
        struck[death.phase] += 1
        assert whole(here / "public") in known[start], (number, death)
        if number % 3 == 0:  # and the run that mends is killed as well
            death = world.kill("trial", SECOND, "anywhere", chance.random() * spans[start]["anywhere"])
            struck["twice"] += death.killed
            assert whole(here / "public") in known[start], (number, death)
        world.run("trial", SECOND)
        found = published(here / "public")
        different = sorted(
            name for name in found.keys() | wanted[start].keys() if found.get(name) != wanted[start].get(name)
        )
        assert different == [], (number, death)
        assert world.run("trial", SECOND).written.written == (), "and then there is nothing left to do"
    print(f"\n{KILLS} kills: {dict(struck)}; a run takes {spans['before']['anywhere']:.2f} s")
    assert struck["writing"] + struck["switching"] > 0


@pytest.mark.slow
def test_a_reader_in_the_middle(world: KillWorld) -> None:
    """Whoever reads the first document and then its pages, while a run replaces them, reads one whole feed."""
    out = world.place / "before" / "public"
    old, seen = whole(out), Counter[str]()
    with world.begin("before", SECOND) as process:
        while process.poll() is None:
            seen[read_feed(folder(out))["digest"]] += 1
    assert process.returncode == 0
    assert seen.keys() <= {old, whole(out)}
    assert seen[old] > 1
    assert whole(out) != old


def cli(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command ``wbl`` in a process of its own."""
    program = "from wbl_feed.cli import main; main()"
    words = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.slow
def test_two_processes_at_once(world: KillWorld) -> None:
    """A run beside another one says so with exit code 5; the first goes on, and its death sets the lock free."""
    here = world.place / "hub"
    here.mkdir()
    (here / "sources.json").write_bytes(world.sources.read_bytes())
    command = ("aggregate", "run", "--config", here / "sources.json", "--out", here / "public")
    command = (*command, "--at", format_instant(SECOND))
    answer, asked, go = world.servers["alder"].behaviours["/feed.json"], Event(), Event()

    def slow(exchange: Exchange) -> None:
        asked.set()
        go.wait(30)
        answer(exchange)

    world.servers["alder"].behaviours["/feed.json"] = slow
    (here / ".wbl").mkdir()
    (here / "state").symlink_to(here / ".wbl")  # where the command keeps it
    for ends in ("killed", "by itself"):
        asked.clear()
        with world.begin("hub", SECOND) as first:
            assert asked.wait(30)
            second = cli(*command)
            assert second.returncode == 5
            assert "Another run is under way" in second.stderr
            assert "Traceback" not in second.stderr
            assert first.poll() is None
            if ends == "killed":
                first.kill()
            else:
                go.set()
        assert first.returncode == (-9 if ends == "killed" else 0)
    assert whole(here / "public")
    assert cli(*command, "--now").returncode == 3, "it may run now, and elder fails as ever"
