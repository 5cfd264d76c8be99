"""The seam between what a site has and the standard: what every adapter gives, and how adapters are found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetcher
from wbl_feed.notices import Notice
from wbl_feed.settings import did_you_mean

GROUP = "wbl_feed.adapters"

Cell = str | list[str]
"""What stands in one place of a record: a text, or several where the source has a list."""


@dataclass(frozen=True)
class Input:
    """What an adapter is asked to read."""

    location: str
    """Path, address, or whatever else the adapter takes."""
    columns: tuple[str, ...]
    """The places in a record that the mapping names: headings, paths, selectors, elements."""
    options: Mapping[str, Any]
    """The table ``[options]`` of the mapping file; the adapter checks it."""
    fetcher: Fetcher
    """The only way to the network."""
    at: datetime
    """The moment of the run."""
    time_zone: str = "America/New_York"
    """IANA time zone of the feed."""
    folder: Path = field(default_factory=Path)
    """Where relative paths begin."""


@dataclass(frozen=True)
class Record:
    """One record of a source: a row, an entry, an event, a page.

    It is refused if one of its notices fails; otherwise the mapping makes a posting of it.
    """

    place: str
    """Where a person finds it, such as "row 12"."""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    """What stands at each of the columns that were asked for."""
    members: Mapping[str, Any] = field(default_factory=dict)
    """Members of a posting that the format itself states; what the mapping says comes before them."""
    keys: tuple[str, ...] = ()
    """What the source itself knows the record by, the most stable first: ``id 17`` for an id of its own."""
    notices: tuple[Notice, ...] = ()
    withdrawn: bool = False
    """Whether the source says that it is not for everybody any more, such as an event that was marked as private: what
    was published of it goes at once. Such a record is known by its keys alone, and no posting comes of it."""


class Adapter(Protocol):
    """Gives the records of one kind of source."""

    @property
    def states(self) -> frozenset[str]:
        """Pointers of the required members that every record states by itself, so that no mapping needs to."""

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every record in the source's order, refused ones included; a notice alone is about the source as a whole.

        Raises ``UsageError`` when the source as a whole cannot be used (no such file, a log-in page, a mapped
        column that is not there): then nothing is withdrawn.
        """


@runtime_checkable
class TableAdapter(Adapter, Protocol):
    """Gives rows under headings, so that a sheet with the standard columns needs no mapping (spec section 23.3)."""

    def rows(self, source: Input) -> Iterator[tuple[int, list[str]]]:
        """Every row as it stands with its number, headings and blank ones included. Raises ``UsageError``."""


@runtime_checkable
class WindowAdapter(Adapter, Protocol):
    """Reads sources that may show their newest records alone, as RSS does."""

    def complete(self, source: Input) -> bool:
        """Whether what the source does not show is gone; otherwise it stays for a while."""


def adapters() -> list[str]:
    """The names of the adapters that are installed."""
    return sorted(point.name for point in entry_points(group=GROUP))


def load_adapter(kind: str) -> Adapter:
    """The adapter of this name. Raises ``UsageError`` if none is installed, or what it needs is not."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    if kind not in found:
        hint = did_you_mean(kind, list(found)) or f"There are: {', '.join(sorted(found))}."
        raise UsageError(f"there is no adapter “{kind}”.", fix=hint)
    try:
        adapter: Adapter = found[kind].load()()
    except ImportError as error:
        fix = "Install the package that brings it again."
        raise UsageError(f"the adapter “{kind}” cannot be loaded: {error}.", fix=fix) from None
    return adapter
