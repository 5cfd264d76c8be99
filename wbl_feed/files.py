"""Writes files so that a reader sees the old one or the new one, never a half."""

import os
import re
import tempfile
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
