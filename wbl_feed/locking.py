"""One run at a time in a folder; the lock goes with the process, however it ends."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wbl_feed.errors import LockedError, NothingPublishedError

_FILE = "lock.sqlite3"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is not there.

    Raises ``LockedError`` while another run holds it, ``NothingPublishedError`` when the disk refuses.
    """
    new = not folder.exists()
    connection = lock(folder)
    try:
        yield
    finally:
        connection.close()
        if new and [path.name for path in folder.iterdir()] == [_FILE]:  # a run that came to nothing leaves nothing
            with suppress(OSError):
                (folder / _FILE).unlink()
                folder.rmdir()


def lock(folder: Path) -> sqlite3.Connection:
    """The lock of a folder, held until the connection is closed. Raises as ``locked``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _FILE, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise refusal(folder, error) from error
    try:
        connection.execute("pragma journal_mode = memory")
        connection.execute("begin exclusive")
    except sqlite3.Error as error:
        connection.close()
        if "locked" not in str(error):
            raise refusal(folder, error) from error
        raise LockedError(f"Another run is under way in {folder}. Wait until it has ended.") from None
    return connection


def refusal(folder: Path, error: OSError | sqlite3.Error) -> NothingPublishedError:
    """What is said where a state cannot be kept. SQLite says of a read-only disk only that it cannot open a file."""
    allowed = not folder.is_dir() or os.access(folder, os.W_OK)
    reason = error if allowed else f"the folder cannot be written ({error})"
    return NothingPublishedError(f"The state cannot be kept in {folder}: {reason}.")
