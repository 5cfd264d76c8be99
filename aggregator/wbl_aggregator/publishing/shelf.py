"""What publishing reads: the entries of the statewide feed as canonical bytes, never as a list of models."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from wbl_feed.models import Envelope


class Line(NamedTuple):
    """An entry as publishing plans with it."""

    id: str
    hash: str
    """32 hexadecimal digits of the canonical bytes."""
    facets: tuple[str, ...]
    """The folders that it stands in too, such as ``by/region/us-ma-stem.cape-cod``."""
    modified: str
    sequence: int
    """The number of its last change; no two changes bear the same."""


class Shelf(Protocol):
    """Where the statewide feed stands ready to be published; the store is one."""

    def lines(self) -> list[Line]:
        """Every entry, in the order of the feed."""
        ...

    def entries(self, ids: Sequence[str]) -> Iterator[bytes]:
        """Canonical JSON of entries, in the order asked for."""
        ...

    def all_entries(self) -> Iterator[bytes]:
        """Canonical JSON of every entry, in the order of the feed."""
        ...

    def tombstones(self) -> list[tuple[str, bytes, int]]:
        """Id, canonical JSON and sequence of every tombstone, by id."""
        ...

    def changes(self, after: int) -> Iterator[tuple[int, str, bytes, bool]]:
        """Sequence, id, canonical JSON and whether it is a posting, of all that changed last after a sequence."""
        ...

    def dirty(self) -> tuple[list[str], list[str]]:
        """Entries whose file has to be written, and ids whose file has to go."""
        ...

    def posting_file(self, identity: str) -> bytes:
        """The file of an entry, with its members' own words."""
        ...

    def ledger(self) -> Iterator[bytes]:
        """The lines of the ledger."""
        ...

    def sites(self) -> list[tuple[str, Envelope]]:
        """Folder and envelope of every site that was adopted, for the catalogue."""
        ...


@dataclass(frozen=True)
class Keep:
    """How long what is old stays: the table ``[publish]``."""

    log_days: int = 90
    tombstone_days: int = 365
    keep_hours: float = 24


@dataclass(frozen=True)
class Written:
    """What publishing changed in the output folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    files: int

    @property
    def changed(self) -> bool:
        """Whether anything but old files was touched."""
        return bool(self.written)
