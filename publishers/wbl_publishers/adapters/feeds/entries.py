"""The entries of somebody's feed, whatever its format: what each states, and the text at each of its elements."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from wbl_feed.adapter import Cell
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address


@dataclass(frozen=True)
class Entry:
    """One entry."""

    members: dict[str, Any]
    """The members of a posting that it states."""
    identity: str
    """Its own id or guid; empty if it has none."""
    cell: Callable[[str], Cell]
    """The text at an element, or the texts where there are several."""
    extensions: frozenset[str] = frozenset()
    """The elements it has that no feed reader knows."""

    @property
    def name(self) -> str:
        """What it is told from others by; empty if it has neither an id nor an address."""
        return self.identity or str(self.members.get("url", ""))


@dataclass(frozen=True)
class Page:
    """One document of a feed."""

    entries: tuple[Entry, ...]
    following: str = ""
    """Address of the next one, where the document says so."""


def stated(members: dict[str, Any], base: str, files: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """The members with whole addresses and the entry's files, without the id and date, which publishing makes.

    ``files`` are the addresses of the entry's files with their media types.
    """
    kept = {name: value for name, value in members.items() if name not in ("id", "dateModified") and value}
    if isinstance(kept.get("url"), str):
        kept["url"] = joined(base, kept["url"])
    pairs = [(joined(base, url), kind) for url, kind in files if isinstance(url, str) and url]
    attached = [{"url": url, **({"encodingFormat": kind} if kind else {})} for url, kind in pairs if is_address(url)]
    return {**kept, "attachments": attached} if attached else kept


def base_of(address: str, home: Any) -> str:
    """What relative addresses begin with: where the document is, or for a file the site that it names."""
    return address if is_address(address) or not isinstance(home, str) else home


def joined(base: str, address: str) -> str:
    """An address, resolved; one that is none stays as it is."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def ours(address: str) -> UsageError:
    """What is said of a feed of this standard."""
    fix = "Give its address to the aggregator as it is; there is nothing to make of it."
    return UsageError("this is a wbl feed already.", place=address, fix=fix)
