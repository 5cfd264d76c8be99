"""A disk that is full or cannot be written: the last published set stays whole, and the operator is told what and where."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from click.testing import Result
from faults.hub import GOOD, Hub, feed, posting
from faults.server import FaultServer
from wbl_aggregator.publishing import verify
from wbl_aggregator.store import Store, open_for_reading, schema, store

from wbl_feed.errors import NothingPublishedError
from wbl_feed.times import format_instant

resource = pytest.importorskip("resource", reason="needs limits of a process as POSIX has them")
SCRIPT = Path(__file__).with_name("killed_run.py")
ROOM = (0, 4096, 16_384, 32_768, 65_536, 98_304, 106_496, 114_688)
"""Bytes that are left, so that each thing that a run writes is once the first that finds no place."""
ENOUGH = 65_536
"""Beyond this a run may do with what is left, by what it writes in this version."""
BALLAST = "ballast"


class Disk:
    """A small disk in memory that can be filled and be made read-only."""

    def __init__(self, path: Path, megabytes: int = 8) -> None:
        self.path = path
        self._mount(f"size={megabytes}m")

    def _mount(self, options: str) -> None:
        command = ("mount", "-t", "tmpfs", "-o", options, "tmpfs", self.path)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"needs leave to mount a tmpfs ({done.stderr.strip()})")

    def fill(self, room: int) -> None:
        """Leave room for so many bytes."""
        with (self.path / BALLAST).open("wb", buffering=0) as ballast:
            with suppress(OSError):  # it is full
                while True:
                    ballast.write(bytes(65_536))
            ballast.truncate(ballast.tell() // 4096 * 4096 - room)

    def empty(self) -> None:
        """Make room again."""
        (self.path / BALLAST).unlink()

    def allow_writing(self, allowed: bool) -> None:
        """Mount it again so that it can be written, or cannot."""
        subprocess.run(["mount", "-o", f"remount,{'rw' if allowed else 'ro'}", self.path], check=True)

    def close(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "--lazy", self.path], check=True)


@pytest.fixture
def hub(start_server: Callable[[], FaultServer], tmp_path: Path) -> Hub:
    """A hub before its first run."""
    return Hub(start_server, tmp_path)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk for a part of the hub."""
    place = tmp_path / "disk"
    place.mkdir()
    disk = Disk(place)
    yield disk
    disk.close()


def begin(hub: Hub) -> dict[str, bytes]:
    """The first run; after it the good sources change. Gives what is published."""
    hub.run()
    hub.update_good()
    return hub.bytes()


def is_new(hub: Hub) -> bool:
    """Whether the changes of all good sources are published; a set with those of some alone is not whole."""
    assert verify(hub.out) == []
    found = {posting(site, 9)["id"] in hub.postings() for site in GOOD}
    assert len(found) == 1
    return found.pop()


def refused(hub: Hub, where: Path, why: str) -> None:
    """A run ends with the right code and says where and why."""
    with pytest.raises(NothingPublishedError) as error:
        hub.run()
    assert error.value.exit_code == 4
    assert str(where) in str(error.value)
    assert why in str(error.value)
    assert "\n" not in str(error.value)


def failure(hub: Hub) -> NothingPublishedError | None:
    """What a run ends with, if it does not end well."""
    try:
        hub.run()
    except NothingPublishedError as error:
        return error
    return None


def goes_on(hub: Hub) -> None:
    """The next run publishes, leaves nothing half-written, and after it there is nothing to do."""
    hub.run()
    assert is_new(hub)
    assert not [path for path in hub.out.rglob("*") if ".tmp" in path.name or path.name == ".wbl-next"]
    assert hub.run().written.written == ()


@pytest.mark.parametrize("room", ROOM)
def test_the_output_is_full(hub: Hub, disk: Disk, room: int) -> None:
    """What is published stays whole and as it was, whatever does not fit; with room made, the next run publishes."""
    hub.out = disk.path / "public"
    before = begin(hub)
    disk.fill(room)
    for _ in range(2):
        error = failure(hub)
        assert error or room > ENOUGH
        if error:
            assert str(hub.out) in str(error)
            assert "No space left on device" in str(error)
            assert hub.bytes() == before
        assert is_new(hub) == (error is None)
    disk.empty()
    goes_on(hub)


@pytest.mark.parametrize("room", ROOM)
def test_the_state_is_full(hub: Hub, disk: Disk, room: int) -> None:
    """A state that cannot be written spoils nothing that is published, and is whole when there is room again."""
    hub.state = disk.path / ".wbl"
    begin(hub)
    disk.fill(room)
    for _ in range(2):
        error = failure(hub)
        assert error or room >= ENOUGH
        if error:
            assert f"The state cannot be kept in {hub.state}" in str(error)
            assert "full" in str(error) or "I/O" in str(error)
        is_new(hub)
    disk.empty()
    goes_on(hub)
    with closing(open_for_reading(hub.state)) as state:
        assert state.database.execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("part", ["out", "state"])
def test_the_first_run_on_a_full_disk(hub: Hub, disk: Disk, part: str) -> None:
    """A hub that cannot begin says so, publishes nothing in part, and begins when there is room."""
    setattr(hub, part, disk.path / part)
    hub.update_good()
    disk.fill(0)
    refused(hub, disk.path / part, "No space left" if part == "out" else "")
    assert not (hub.out / "feed.json").exists()
    assert not (hub.out / "manifest.json").exists()
    disk.empty()
    goes_on(hub)


@pytest.mark.parametrize("part", ["out", "state"])
def test_a_disk_that_is_read_only(hub: Hub, disk: Disk, part: str) -> None:
    """What is published stays, and the operator is told which folder cannot be written."""
    setattr(hub, part, disk.path / part)
    before = begin(hub)
    disk.allow_writing(False)
    try:
        refused(hub, disk.path / part, "Read-only file system" if part == "out" else "the folder cannot be written")
        assert hub.bytes() == before
        assert not is_new(hub)
    finally:
        disk.allow_writing(True)
    goes_on(hub)


def test_the_command_says_so(hub: Hub, disk: Disk, run_wbl: Callable[..., Result]) -> None:
    """``wbl aggregate run`` ends with 4 and one line that names the file and the reason."""
    hub.out = disk.path / "public"
    begin(hub)
    disk.fill(0)
    command = ("aggregate", "run", "--config", hub.sources, "--out", hub.out, "--at", "2026-12-01", "--now")
    result = run_wbl(*command)
    assert result.exit_code == 4
    assert f"{hub.out}" in result.stderr
    assert "No space left on device" in result.stderr
    disk.empty()
    assert run_wbl(*command).exit_code == 0
    assert is_new(hub)


@pytest.mark.parametrize("pages", [0, 1, 3, 6, 10, 15, 20, 25, 1000])
def test_sqlite_is_full_in_the_middle(hub: Hub, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """A transaction that finds no room leaves no trace, and the others before it stay; nothing is published by halves."""
    before = begin(hub)
    for site in GOOD:
        many = [posting(site, number, description="long " * 300) for number in (9, *range(100, 130))]
        hub.serve(feed(site, range(1, 4), many))
    opened = schema.opened

    def bounded(path: Path) -> sqlite3.Connection:
        database = opened(path)
        used = database.execute("pragma page_count").fetchone()[0]
        database.execute(f"pragma max_page_count = {used + pages}")
        return database

    with monkeypatch.context() as patch:
        patch.setattr(store, "opened", bounded)
        error = failure(hub)
    assert bool(error) == (pages < 1000)
    if error:
        assert str(error) == f"The state cannot be kept in {hub.state}: database or disk is full."
        assert hub.bytes() == before
    assert verify(hub.out) == []
    with closing(Store.open(hub.state)) as state:
        assert state.database.execute("pragma integrity_check").fetchone() == ("ok",)
    goes_on(hub)


@pytest.mark.parametrize("most", [0, 2_000, 8_000, 20_000, 60_000, 150_000])
def test_files_may_not_grow(hub: Hub, most: int) -> None:
    """The same where a quota refuses what is larger: this needs no disk of its own."""
    before = begin(hub)
    arguments = (hub.sources, hub.out, hub.state, format_instant(hub.at))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, SCRIPT, *map(str, arguments)]
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 4
        assert str(hub.state) in done.stderr or str(hub.out) in done.stderr
        assert hub.bytes() == before
    else:
        assert most >= 60_000
    is_new(hub)
    goes_on(hub)
