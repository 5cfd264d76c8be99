"""Writes files so that a reader sees the old one or the new one, never a half."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wbl_feed.errors import NothingPublishedError

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device, so that no file or folder can bear it."""
    return _RESERVED.fullmatch(name) is not None


def remove(path: Path) -> None:
    """Take a file away, if it is there. Raises ``NothingPublishedError`` when the disk refuses."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise NothingPublishedError(f"{path} could not be removed: {error.strerror or error}.") from error


def write_if_changed(path: Path, content: bytes) -> bool:
    """Replace a file in one step, unless it has these bytes already; tells whether it was written.

    Raises ``NothingPublishedError`` when the disk refuses.
    """
    try:
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".wbl-", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NothingPublishedError(f"{path} could not be written: {error.strerror or error}.") from error
    return True


class Batch:
    """Files that are written beside their places first, made durable together, and then put there one by one.

    Until :meth:`place` nothing that stands is touched, so that a disk that is full costs nothing. What a
    program that was killed left here is cleared away by the next one.
    """

    FEW = 64
    """Up to here each file is made durable by itself, beyond it the whole system once (``sync``): a hundred thousand
    times ``fsync`` takes an hour."""

    def __init__(self, folder: Path, aside: str = ".wbl-next") -> None:
        self._folder, self._aside = folder, folder / aside
        self._waiting: dict[str, Path] = {}
        self._made: set[Path] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._waiting

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, name: str, content: bytes) -> None:
        """Write a file beside its place. Raises ``NothingPublishedError`` when the disk refuses."""
        aside = self._aside / f"{len(self._waiting)}.tmp"
        with _refusals(self._folder / name):
            if not self._waiting:
                self._aside.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.write(content)
            aside.chmod(0o644)
            self._waiting[name] = aside

    def settle(self) -> None:
        """Have the disk keep what was added, and make the folders that it goes to.

        Raises ``NothingPublishedError`` when the disk refuses.
        """
        with _refusals(self._folder):
            for parent in {(self._folder / name).parent for name in self._waiting}:
                parent.mkdir(parents=True, exist_ok=True)
            _sync(list(self._waiting.values()), self.FEW)

    def place(self, name: str) -> None:
        """Put a file in its place in one step. Raises ``NothingPublishedError`` when the disk refuses."""
        target = self._folder / name
        with _refusals(target):
            self._waiting.pop(name).replace(target)
            self._made.add(target.parent)

    def keep(self) -> None:
        """Have the disk keep where files were put so far. Raises ``NothingPublishedError`` when it refuses."""
        with _refusals(self._folder):
            _sync(sorted(self._made), self.FEW)
            self._made.clear()

    def clear(self) -> None:
        """Take away what was not put in its place, of this program or of one that was killed."""
        shutil.rmtree(self._aside, ignore_errors=True)
        self._waiting.clear()


def _sync(paths: list[Path], few: int) -> None:
    if len(paths) > few and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        if path.is_dir() and os.name == "nt":
            continue  # Windows opens no folders
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NothingPublishedError(f"{path} could not be written: {error.strerror or error}.") from error
