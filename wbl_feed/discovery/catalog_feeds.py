"""Goes from a catalogue to its feeds (spec section 15.2)."""

from dataclasses import replace
from urllib.parse import urljoin

from wbl_feed.catalog import ATOM_TYPE
from wbl_feed.discovery.search import Found, Identity, Search, same
from wbl_feed.documents import PageError
from wbl_feed.json_format import MEDIA_TYPE
from wbl_feed.location import Opened, is_address
from wbl_feed.models import CatalogEntry, Distribution
from wbl_feed.notices import Notice
from wbl_feed.notices.discovery import (
    CatalogFeedMissing,
    CatalogIdMismatch,
    FeedDeprecated,
    FeedInDevelopment,
    TooManyFeeds,
)
from wbl_feed.other_documents import read_catalog

READ_TYPES = (MEDIA_TYPE, "application/json", ATOM_TYPE, "application/xml", "text/xml")
"""The media types of feeds that are read (spec section 3, rules 8 and 9)."""


def feeds_of(catalog: Opened, how: str, search: Search, *, development: bool = False) -> list[Found]:
    """The feeds of a catalogue, each from the first of its distributions that can be read.

    What is wrong with the catalogue goes to the notices of the search. Feeds in development are passed over
    unless ``development`` is true.
    """
    place = catalog.address or "standard input"
    reading = read_catalog(catalog.content)
    search.notices += (replace(notice, place=place) for notice in reading.notices)
    found: list[Found] = []
    for number, (pointer, entry) in enumerate(reading.entries):
        if number >= search.limits.feeds:
            words = f"only the first {search.limits.feeds} are read"
            search.notices.append(
                TooManyFeeds(pointer="/feeds", found=len(reading.entries), expected=words, place=place)
            )
            break
        if entry.status == "development" and not development:
            search.notices.append(FeedInDevelopment(pointer=f"{pointer}/status", found=entry.name, place=place))
            continue
        try:
            opened, identity = _first_read(catalog, entry, search)
        except PageError as error:
            if search.on_disk and all(_on_network(catalog, one) for one in entry.distributions):
                search.tried.append(f"the feed “{entry.name}” of the catalogue {place} (it is on the network)")
                continue
            missing = CatalogFeedMissing(pointer=pointer, found=entry.name, expected=str(error), place=place)
            search.notices.append(missing)
            search.tried.append(f"the feed “{entry.name}” of the catalogue {place} ({error})")
            continue
        notices = _compare(pointer, entry, identity, place)
        search.notices += notices
        found.append(search.found(opened, how, notices))
    return found


def _first_read(catalog: Opened, entry: CatalogEntry, search: Search) -> tuple[Opened, Identity]:
    """The feed of an entry, from the first form that is read and can be had. Raises ``PageError``."""
    why = "none of its distributions is JSON or Atom"
    for distribution in entry.distributions:
        if distribution.type.split(";")[0].strip().lower() not in READ_TYPES:
            continue
        try:
            url = urljoin(catalog.address, distribution.url)
            if same(url, catalog.address):
                why = "the catalogue names itself"
                continue
            return search.feed(url)
        except PageError as error:
            why = str(error)
        except ValueError:
            why = f"{distribution.url} is no address"
    raise PageError(why)


def _on_network(catalog: Opened, distribution: Distribution) -> bool:
    try:
        return is_address(urljoin(catalog.address, distribution.url))
    except ValueError:
        return False


def _compare(pointer: str, entry: CatalogEntry, identity: Identity, place: str) -> tuple[Notice, ...]:
    """Where catalogue and feed disagree; the feed's own envelope wins (spec section 15.2, rules 3 and 4)."""
    notices: list[Notice] = []
    if entry.status == "deprecated":
        notices.append(FeedDeprecated(pointer=f"{pointer}/status", found=entry.name, place=place))
    if identity.id is not None and identity.id != entry.id:
        mismatch = CatalogIdMismatch(
            pointer=f"{pointer}/id", found=entry.id, expected=identity.id, replacement=identity.id, place=place
        )
        notices.append(mismatch)
    return tuple(notices)
