"""Adds tables at the end of a TOML file, and leaves what people wrote there as it is."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_feed.files import write_if_changed
from wbl_feed.settings import toml_table


def append(
    path: Path, name: str, lines: Iterable[str], check: Callable[[dict[str, Any]], object], beginning: str = ""
) -> bool:
    """Write tables of a name at the end of a file, which starts with ``beginning`` if it is not there or empty.

    ``check`` is given the tables of the whole new file and raises if they are not right: then nothing is written.
    Tells whether it was written. Raises ``UsageError`` too if the file cannot be read or its form lets nothing be
    added, and ``NothingPublishedError`` when the disk refuses.
    """
    try:
        before = (path.read_bytes() if path.exists() else b"") or beginning.encode()
        text = before.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(f"it cannot be read: {error}.", place=str(path), fix="Save it as UTF-8.") from None
    end = "\r\n" if "\r\n" in text else "\n"
    added = ("" if text.endswith("\n") else end) + "".join(f"{line}{end}" for line in lines)
    try:
        tables = toml_table(text + added, str(path))
    except UsageError as error:
        fix = f"If it has {name} = [...], write [[{name}]] tables in its place."
        message = f"no [[{name}]] can be added at its end: {error.message}"
        raise UsageError(message, place=str(path), fix=fix) from None
    check(tables)
    return write_if_changed(path, before + added.encode())
