"""When a watched site is to be published again: a file of it changed, or a pause is over."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from wbl_feed.errors import UsageError, WblFeedError
from wbl_feed.location import is_address
from wbl_publishers.publishing.config import read_site

_UNITS = {"s": 1, "m": 60, "h": 3600}
_LEAST = 10.0
_Mark = tuple[tuple[str, int, int], ...]


def pause_of(text: str) -> float:
    """Seconds of a pause such as ``30s``, ``15m`` or ``6h``. Raises ``UsageError``."""
    found = re.fullmatch(r"([0-9]{1,5})([smh])", text.strip())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if seconds < _LEAST:
        raise UsageError(f"“{text}” is no pause of at least 10 seconds.", place="--watch", fix="Write 30s, 15m or 6h.")
    return float(seconds)


def watched(
    settings: Path, pause: float, look: float, sleep: Callable[[float], None], clock: Callable[[], float]
) -> Iterator[None]:
    """Each moment to publish: the first at once, then after each change of a file, and after each pause."""
    while True:
        before, began = _marks(settings), clock()
        yield
        while _marks(settings) == before and clock() - began < pause:
            sleep(look)


def _marks(settings: Path) -> _Mark:
    """The sizes and times of the files of a site, so far as they can be told."""
    paths = [settings]
    try:
        for reader in read_site(settings).readers:
            paths += [] if is_address(reader.location) else _files(reader.folder / reader.location)
    except (WblFeedError, OSError, ValueError):
        pass  # the run itself says what is wrong with the settings
    paths += sorted(settings.parent.glob("*.toml"))
    marks = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        marks.append((str(path), found.st_size, found.st_mtime_ns))
    return tuple(marks)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*")) if path.is_dir() else [path]
