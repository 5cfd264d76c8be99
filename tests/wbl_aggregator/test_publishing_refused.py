"""A disk that refuses leaves the last published set whole, and the message says so."""

import errno
import os
import subprocess
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from published_set import files, folder, read_feed
from shelves import MemoryShelf, posting
from wbl_aggregator.publishing import publish, verify

from wbl_feed.errors import NothingPublishedError
from wbl_feed.files import Batch
from wbl_feed.times import read_clock

AT = read_clock("2026-12-01T00:00:00Z")
HOUR = timedelta(hours=1)


@pytest.fixture
def shelf():
    """A shelf of 100 postings."""
    made = MemoryShelf()
    for number in range(100):
        made.put(posting(number, description="x" * 200))
    return made


def _publish(shelf, out, at=AT):
    return publish(shelf, shelf.envelope, out, at)


def _change(shelf):
    for number in range(100):
        shelf.put(posting(number, title="Changed", description="y" * 4000))


@contextmanager
def _refusing(monkeypatch, method, number, code, of=os):
    """The nth call of a function, of ``os`` if nothing else is said, finds the disk unwilling."""
    real, count = getattr(of, method), 0

    def call(*arguments, **named):
        nonlocal count
        count += 1
        if count == number:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    with monkeypatch.context() as broken:
        broken.setattr(of, method, call)
        yield


@pytest.mark.parametrize("number", [1, 2, 50, 105])
def test_a_disk_that_is_full_while_files_are_prepared(shelf, tmp_path, monkeypatch, number):
    """Nothing that stands is touched, the message names the disk's reason, and the next run publishes."""
    _publish(shelf, tmp_path)
    before = files(tmp_path)
    _change(shelf)
    with (
        _refusing(monkeypatch, "chmod", number, errno.ENOSPC),
        pytest.raises(NothingPublishedError, match="could not be written: No space left on device"),
    ):
        _publish(shelf, tmp_path, AT + HOUR)
    assert files(tmp_path) == before
    _publish(shelf, tmp_path, AT + HOUR)
    assert verify(tmp_path) == []
    assert read_feed(folder(tmp_path))["items"] == shelf.items()


@pytest.mark.parametrize("number", [1, 2, 3, 60, 105])
def test_a_disk_that_refuses_while_files_are_replaced(shelf, tmp_path, monkeypatch, number):
    """Readers have one whole feed all the same, and the next run brings the switch to its end."""
    _publish(shelf, tmp_path)
    old = read_feed(folder(tmp_path))
    _change(shelf)
    with (
        _refusing(monkeypatch, "replace", number, errno.EIO),
        pytest.raises(NothingPublishedError, match="Input/output error"),
    ):
        _publish(shelf, tmp_path, AT + HOUR)
    assert verify(tmp_path) == []
    assert read_feed(folder(tmp_path)) == old or read_feed(folder(tmp_path))["items"] == shelf.items()
    _publish(shelf, tmp_path, AT + HOUR)
    assert verify(tmp_path) == []
    assert read_feed(folder(tmp_path))["items"] == shelf.items()


def test_an_output_folder_that_cannot_be_written(shelf, tmp_path, monkeypatch):
    """A file system that is read-only is named as such."""
    _publish(shelf, tmp_path)
    before = files(tmp_path)
    _change(shelf)
    with (
        _refusing(monkeypatch, "mkdir", 1, errno.EROFS),
        pytest.raises(NothingPublishedError, match="Read-only file system"),
    ):
        _publish(shelf, tmp_path, AT + HOUR)
    assert files(tmp_path) == before


def test_an_output_folder_that_is_a_file(shelf, tmp_path):
    """A file where the folder should be is said in words."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(NothingPublishedError, match="could not be"):
        _publish(shelf, tmp_path / "out")


def test_files_that_nobody_may_read(shelf, tmp_path, monkeypatch):
    """A manifest that the disk does not give is no reason to begin anew."""
    _publish(shelf, tmp_path)
    before = files(tmp_path)
    with (
        _refusing(monkeypatch, "read_bytes", 1, errno.EIO, Path),
        pytest.raises(NothingPublishedError, match="could not be read"),
    ):
        _publish(shelf, tmp_path, AT + HOUR)
    assert files(tmp_path) == before


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes; its tests are skipped where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_real_disk_that_is_full(shelf, small_disk):
    """On a file system that is too small for the new set, the old one stands to the byte."""
    out = small_disk / "out"
    _publish(shelf, out)
    before = files(out)
    _change(shelf)
    with pytest.raises(NothingPublishedError, match="No space left on device"):
        _publish(shelf, out, AT + HOUR)
    assert files(out) == before
    assert verify(out) == []
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    _publish(shelf, out, AT + HOUR)
    assert verify(out) == []
    assert read_feed(folder(out))["items"] == shelf.items()


def test_a_real_disk_that_is_read_only(shelf, small_disk):
    """On a file system that takes nothing, the message says so and the old set stands."""
    out = small_disk / "out"
    _publish(shelf, out)
    before = files(out)
    shelf.put(posting(1, title="Changed"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(NothingPublishedError, match="Read-only file system"):
        _publish(shelf, out, AT + HOUR)
    assert files(out) == before


def test_many_files_are_made_durable_at_once(tmp_path, monkeypatch):
    """Few files are made durable one by one, many by one call for the whole system."""
    calls = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: calls.append("fsync"))
    monkeypatch.setattr(os, "sync", lambda: calls.append("sync"), raising=False)
    for count in (3, 65):
        batch = Batch(tmp_path)
        for number in range(count):
            batch.add(f"{number % 2}/{number}", b"x")
        batch.settle()
        for number in range(count):
            batch.place(f"{number % 2}/{number}")
        batch.keep()
        batch.clear()
    assert calls == ["fsync"] * 3 + ["fsync"] * 2 + ["sync"] + ["fsync"] * 2
    assert not list(tmp_path.glob(".wbl*"))
