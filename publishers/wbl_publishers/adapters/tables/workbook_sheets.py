"""The sheets of a workbook, opened in a process of its own, where a hostile one does no harm."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from wbl_feed.errors import UsageError
from wbl_publishers.adapters.tables import workbook_program
from wbl_publishers.adapters.tables.rows import Row
from wbl_publishers.adapters.tables.workbook_check import damaged, locked


@dataclass(frozen=True)
class Sheet:
    """One sheet of cells."""

    name: str
    hidden: bool
    rows: Iterator[Row]
    """Every row from the first on, blank ones too; to be read before the next sheet is asked for."""


@contextmanager
def opened(content: bytes, place: str) -> Iterator[Iterator[Sheet]]:
    """The sheets of a workbook in their order. Reading them raises ``UsageError`` if it cannot be opened."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        # -P: the modules beside the program, such as calendar.py, are not taken for those of Python.
        command = [sys.executable, "-P", str(Path(workbook_program.__file__))]
        with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                yield _sheets(process, place)
            finally:
                process.kill()


def _sheets(process: subprocess.Popen[bytes], place: str) -> Iterator[Sheet]:
    for _, lines in groupby(_lines(process, place), key=lambda line: int(line[0])):
        _, name, hidden = next(lines)
        yield Sheet(name, hidden, ((number, cells) for _, number, cells in lines))  # noqa: B031 - what is left


def _lines(process: subprocess.Popen[bytes], place: str) -> Iterator[list[Any]]:
    for line in process.stdout or ():
        value = json.loads(line)
        if value[0] == -1:
            raise locked(place) if value[1] == "locked" else damaged(place)
        yield value
    if process.wait():
        fix = "Copy the table into a new workbook, and save that."
        raise UsageError("the workbook cannot be opened: it is damaged or asks for too much.", place=place, fix=fix)
