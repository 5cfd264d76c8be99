"""Writes files so that a reader sees the old one or the new one, never a half."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
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


def lay(path: str, content: bytes) -> None:
    """Write a file that everybody may read, and that nobody knows of yet. Raises ``OSError``.

    No ``Path``, since of these there may be a hundred thousand.
    """
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        written = file.write(content)
        while written < len(content):
            written += file.write(content[written:])
    os.chmod(path, 0o644)  # noqa: PTH101


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
        self._own = ""
        self._numbers = count()
        self._waiting: dict[str, str] = {}
        self._made: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._waiting

    def __len__(self) -> int:
        return len(self._waiting)

    def beside(self) -> str:
        """The path of a file to be, which nobody else uses, not even who is left over of a program that was killed."""
        if not self._own:
            with refusals(self._folder):
                self._aside.mkdir(parents=True, exist_ok=True)
                self._own = tempfile.mkdtemp(dir=self._aside, prefix="")
        return f"{self._own}/{next(self._numbers)}.tmp"

    def add(self, name: str, content: bytes) -> None:
        """Write a file beside its place. Raises ``NothingPublishedError`` when the disk refuses."""
        with refusals(self._folder, name):
            path = self.beside()
            lay(path, content)
            self.take(name, path)

    def take(self, name: str, path: str) -> None:
        """Count a file as this batch's that was written to a path of :meth:`beside`."""
        self._waiting[name] = path

    def settle(self) -> None:
        """Have the disk keep what was added, and make the folders that it goes to.

        Raises ``NothingPublishedError`` when the disk refuses.
        """
        with refusals(self._folder):
            for parent in {name.rpartition("/")[0] for name in self._waiting}:
                (self._folder / parent).mkdir(parents=True, exist_ok=True)
            _sync(list(self._waiting.values()), self.FEW)

    def place(self, name: str) -> None:
        """Put a file in its place in one step. Raises ``NothingPublishedError`` when the disk refuses."""
        with refusals(self._folder, name):
            os.replace(self._waiting.pop(name), f"{self._folder}/{name}")  # noqa: PTH105
            self._made.add(name.rpartition("/")[0])

    def keep(self) -> None:
        """Have the disk keep where files were put so far. Raises ``NothingPublishedError`` when it refuses."""
        with refusals(self._folder):
            _sync([f"{self._folder}/{name}" for name in sorted(self._made)], self.FEW)
            self._made.clear()

    def clear(self) -> None:
        """Take away what was not put in its place, of this program or of one that was killed."""
        shutil.rmtree(self._aside, ignore_errors=True)
        self._own = ""
        self._waiting.clear()


def _sync(paths: list[str], few: int) -> None:
    if len(paths) > few and hasattr(os, "sync"):
        os.sync()
        return
    for path in map(Path, paths):
        if path.is_dir() and os.name == "nt":
            continue  # Windows opens no folders
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def refusals(folder: Path, name: str = "") -> Iterator[None]:
    """Within, a disk that refuses is told as ``NothingPublishedError``, with the file that was to be written."""
    try:
        yield
    except OSError as error:
        raise NothingPublishedError(f"{folder / name} could not be written: {error.strerror or error}.") from error
