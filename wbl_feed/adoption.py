"""The seam by which an aggregator makes the feed of a site that publishes none itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from wbl_feed.errors import UsageError
from wbl_feed.fetch import Fetcher
from wbl_feed.models import Posting
from wbl_feed.notices import Notice

GROUP = "wbl_feed.publishers"


@dataclass(frozen=True)
class Adoption:
    """A site that is read by an adapter."""

    kind: str
    """Name of the adapter."""
    location: str
    """What it reads."""
    map: Path
    """Mapping file; its table ``[feed]`` says what the site's feed is."""
    folder: Path
    """Where the site's feed is republished, with the ids of its postings."""
    accept_drop: bool = False
    """Whether postings are withdrawn even if most of them are gone at once."""


@dataclass(frozen=True)
class Adopted:
    """The feed that was made of a site."""

    content: bytes = field(repr=False)
    """The feed as JSON."""
    notices: tuple[Notice, ...] = ()
    """What was found in the site's records."""
    refused: int = 0
    """Records that could not become postings."""


class Publisher(Protocol):
    """Makes feeds of what sites have."""

    def adopt(self, adoption: Adoption, at: datetime, fetcher: Fetcher) -> Adopted:
        """Read the site, publish its feed in the folder, and give it.

        Raises ``WblFeedError`` where the site cannot be read or lost most of its postings; the folder then stays.
        """

    def retire(self, folder: Path, at: datetime) -> None:
        """Say in the feed of a site that it ended, since the site has one of its own now."""

    def former_ids(self, folder: Path, postings: Iterable[Posting]) -> Mapping[str, str]:
        """The id that each posting of a site's own feed had while the site was adopted, by its id now."""


def load_publisher() -> Publisher:
    """The installed publisher. Raises ``UsageError`` if there is none."""
    for point in entry_points(group=GROUP):
        publisher: Publisher = point.load()()
        return publisher
    raise UsageError("nothing is installed that makes feeds of other sources.", fix="Install wbl-feed whole.")
