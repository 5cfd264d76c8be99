"""The seam between a site's rows and the standard: what every adapter gives, and how adapters are found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Protocol

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetcher
from wbl_feed.notices import Notice
from wbl_feed.settings import did_you_mean

GROUP = "wbl_feed.adapters"


@dataclass(frozen=True)
class Draft:
    """One row as members of a posting, before it has its id and its date of change.

    ``keys`` are texts by which the row is known again, the most stable first. A draft with a
    failing notice is refused; the others are published without what could not be read.
    """

    place: str
    """Where a person finds the row, such as "row 12"."""
    members: Mapping[str, Any]
    keys: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    """The row as it stands in the source."""

    @property
    def refused(self) -> bool:
        """Whether the row cannot become a posting."""
        return any(notice.fails for notice in self.notices)


class Adapter(Protocol):
    """Turns the records of one kind of source into drafts.

    ``settings`` is the mapping file as a table. Raises ``UsageError`` when the source as a whole
    cannot be used (no such file, a mapped column that is not there): then nothing is withdrawn.
    """

    def drafts(self, source: str, settings: Mapping[str, Any], fetcher: Fetcher) -> Iterator[Draft]:
        """Every row of the source, in its order, refused ones included."""


def load_adapter(kind: str) -> Adapter:
    """The adapter of this name. Raises ``UsageError`` if none is installed."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    if kind not in found:
        hint = did_you_mean(kind, list(found)) or f"There are: {', '.join(sorted(found))}."
        raise UsageError(f"there is no adapter “{kind}”.", fix=hint)
    adapter: Adapter = found[kind].load()()
    return adapter
