"""Feeds that a list of them names, and the sources that become of those."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wbl_aggregator.sources.config import Config
from wbl_aggregator.sources.naming import free_id, may_be_id
from wbl_aggregator.sources.source import Source
from wbl_feed.errors import UsageError
from wbl_feed.location import is_address
from wbl_feed.origins import comparable
from wbl_feed.settings import check


@dataclass(frozen=True)
class Listed:
    """One feed in a list."""

    place: str
    """Where it stands in the list, for people."""
    name: str = ""
    url: str = ""
    """Its address."""
    home: str = ""
    """A page to find it from, where there is no address."""
    id: str = ""
    """Id of the source that it was, in a list of ours."""
    status: str = ""
    license: str = ""


@dataclass(frozen=True)
class Imported:
    """What became of a list."""

    sources: tuple[Source, ...] = ()
    known: tuple[str, ...] = ()
    """Feeds that are sources already, or stand in the list twice, for people."""
    left_out: tuple[str, ...] = ()
    """Lines of which no source can be made, and why, for people."""


def sources_of(listed: Iterable[Listed], config: Config) -> Imported:
    """The sources that are not there yet; their ids are new ones, unless the list has ids that are free."""
    taken = {source.id for source in config.sources}
    addresses = {key: source.id for source in config.sources for key in keys_of(source)}
    sources: list[Source] = []
    known: list[str] = []
    left_out: list[str] = []
    for one in listed:
        address = one.url or one.home
        if not is_address(address):
            why = f"“{address}” is no address that begins with https://" if address else "it has no address of a feed"
            left_out.append(f"{one.place}: {why}.")
            continue
        key = address_key(address)
        if key in addresses:
            known.append(f"{one.place}: {address} is the source “{addresses[key]}” already.")
            continue
        wanted = one.id if may_be_id(one.id) and one.id not in taken else free_id(one.name, address, taken)
        try:
            source = check(Source, dict(_values(one, wanted)), one.place)
        except UsageError as error:
            left_out.append(str(error))
            continue
        taken.add(source.id)
        addresses[key] = source.id
        sources.append(source)
    return Imported(tuple(sources), tuple(known), tuple(left_out))


def keys_of(source: Source) -> Iterator[str]:
    """The addresses that a source is known by, in the form in which they are compared."""
    for address in (source.listed, source.redirect):
        if is_address(address):
            yield address_key(address)


def address_key(address: str) -> str:
    """An address in the form in which it is compared; http and https of one place are the same."""
    try:
        return comparable(address).removeprefix("https:").removeprefix("http:")
    except ValueError:
        return address


def _values(one: Listed, identity: str) -> Iterator[tuple[str, Any]]:
    yield "id", identity
    yield ("url", one.url) if one.url else ("home", one.home)
    for key in ("name", "status", "license"):
        if value := getattr(one, key):
            yield key, value
