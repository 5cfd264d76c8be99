"""The documents of the sources as they came, kept for a while: each content once, with a line for each time it came."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from os import SEEK_END
from pathlib import Path

from wbl_feed.files import write_if_changed
from wbl_feed.times import format_instant, parse_instant

RAW = "raw"
"""Folder of the bodies, in that of the state."""
_INDEX = "index.ndjson"


@dataclass(frozen=True)
class Came:
    """A document that came."""

    at: str
    source: str
    address: str
    hash: str
    """SHA-256 of the body."""


class RawBodies:
    """The folder of raw bodies. Raises ``OSError`` where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, source: str, raw: Iterable[tuple[str, bytes]], at: datetime) -> None:
        """Keep what came from a source."""
        lines = []
        for address, body in raw:
            name = hashlib.sha256(body).hexdigest()
            if not self.path(name).is_file():
                write_if_changed(self.path(name), body)
            lines.append(_line(Came(format_instant(at), source, address, name)))
        if lines:
            path = self._folder / _INDEX
            with path.open("ab+") as index:
                end = index.seek(0, SEEK_END)
                index.seek(max(end - 1, 0))
                cut = index.read(1) not in (b"", b"\n")  # by a run that was killed
                index.write(b"\n" * cut + b"".join(lines))

    def path(self, name: str) -> Path:
        """Where a body is, by its hash."""
        return self._folder / name[:2] / name

    def came(self, source: str = "") -> Iterator[Came]:
        """What came, of one source or all, oldest first."""
        path = self._folder / _INDEX
        for line in path.read_bytes().splitlines() if path.is_file() else ():
            try:
                one = Came(**json.loads(line))
            except (ValueError, TypeError):  # the end of a line that a killed run did not finish
                continue
            if source in ("", one.source):
                yield one

    def holding(self, texts: Collection[str]) -> set[str]:
        """The hashes of the bodies in which one of some texts stands, such as an id that is to be forgotten."""
        needles = {form for text in texts for form in (text.encode(), json.dumps(text)[1:-1].encode())}
        needles |= {needle.replace(b"/", rb"\/") for needle in needles}
        return {path.name for path in self._bodies() if any(needle in path.read_bytes() for needle in needles)}

    def prune(self, at: datetime, days: int) -> int:
        """Take away what came longer ago than so many days; how many bodies that were."""
        first = at - timedelta(days=days)
        return self._leave(lambda one: parse_instant(one.at) > first)

    def purge(self, hashes: Collection[str]) -> int:
        """Take bodies away at once; how many there were."""
        return self._leave(lambda one: one.hash not in hashes)

    def _bodies(self) -> list[Path]:
        return [path for path in self._folder.glob("??/*") if not path.name.startswith(".")]

    def _leave(self, stays: Callable[[Came], bool]) -> int:
        """Take away the bodies that no line needs, those of a killed run too."""
        before = list(self.came())
        kept = [one for one in before if stays(one)]
        names = {one.hash for one in kept}
        gone = [path for path in self._bodies() if path.name not in names]
        for path in gone:
            path.unlink(missing_ok=True)
        if len(kept) < len(before):
            write_if_changed(self._folder / _INDEX, b"".join(map(_line, kept)))
        return len(gone)


def _line(one: Came) -> bytes:
    return json.dumps(asdict(one), ensure_ascii=False, sort_keys=True).encode() + b"\n"
