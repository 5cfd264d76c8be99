"""Goes from what somebody names to the feeds that are there (spec section 15.1)."""

from dataclasses import dataclass, field
from pathlib import Path

from wbl_feed import formats
from wbl_feed.discovery.catalog_feeds import feeds_of
from wbl_feed.discovery.folder import feeds_in
from wbl_feed.discovery.kinds import Kind, kind_of
from wbl_feed.discovery.search import ON_DISK, Found, Search
from wbl_feed.discovery.site import feeds_of_site
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched, Fetcher, HttpFetcher
from wbl_feed.location import Opened, fetched, is_address, open_file, unfetched
from wbl_feed.notices import Notice

ITSELF, THE_FILE, STANDARD_INPUT = "the address itself", "the file itself", "standard input"
CATALOGUE = "the catalogue at the address"
_OFFER = (
    'A site offers its feed by <link rel="alternate" type="application/vnd.wbl-feed+json" href="/feed.json"> '
    "in the head of a page, or by a catalogue at /.well-known/wbl-feed."
)
_FINAL = (410, 429)
"""Client errors after which nothing else is asked for: the end of a feed, and the wish to be left alone."""


@dataclass(frozen=True)
class Discovery:
    """What somebody named, and the feeds that it led to."""

    address: str
    """Where the named document came from, after redirects; a file or folder as an IRI; empty for standard input."""
    kind: Kind
    """What the named document is; a folder and an address that gave nothing are "other"."""
    content: bytes = field(repr=False)
    """Its bytes; none for a folder and for an address that gave nothing."""
    feeds: tuple[Found, ...] = ()
    """The feeds; none for a page of a change log, a single posting, or a catalogue without a feed that can be read."""
    notices: tuple[Notice, ...] = ()
    """What the way to the feeds showed; ``place`` is the page or catalogue that a notice speaks of."""
    tried: tuple[str, ...] = ()
    """What gave no feed and why, for people."""


def find_feeds(
    location: str | Path, *, allow_private: bool = False, fetcher: Fetcher | None = None, development: bool = False
) -> list[Found]:
    """The feeds at a file, a folder, an address of a feed, catalogue or site, or ``-`` (standard input).

    Where the location gives a document that is no feed at all, that document is given, so that it can be said
    what is wrong with it. Raises ``UsageError`` if there is nothing to be read.
    """
    discovery = discover(location, allow_private=allow_private, fetcher=fetcher, development=development)
    if discovery.feeds:
        return list(discovery.feeds)
    place, fix = str(location), "Give the address of the feed itself."
    if discovery.kind == "changes":
        raise UsageError("this is a page of a change log, not a feed.", place=place, fix=fix)
    if discovery.kind == "posting":
        raise UsageError("this is a single posting, not a feed.", place=place, fix=fix)
    raise _nothing("no feed of this catalogue was read.", place, discovery.tried, fix)


def discover(
    location: str | Path, *, allow_private: bool = False, fetcher: Fetcher | None = None, development: bool = False
) -> Discovery:
    """The same, with the document that was named and what its way to the feeds showed.

    ``development`` asks for feeds too that a catalogue calls unfinished. Raises ``UsageError`` if the location
    cannot be had, or is a site or folder without a feed.
    """
    source, fetcher = str(location), fetcher or HttpFetcher(allow_private=allow_private)
    if is_address(source):
        return _at_address(source, fetcher, development)
    if source != "-" and Path(source).is_dir():
        return _in_folder(source, development)
    opened = open_file(source)
    if not opened.address:
        return _named(opened, STANDARD_INPUT, "the catalogue in standard input", Search(fetcher), development)
    folder = Path(source).resolve().parent
    reach = folder.parent if folder.name == ".well-known" else folder
    search = Search(fetcher, reach, ON_DISK)
    return _named(opened, THE_FILE, "the catalogue that was named", search, development)


def _named(opened: Opened, how: str, by_catalog: str, search: Search, development: bool) -> Discovery:
    """What a document of this standard leads to."""
    kind = kind_of(opened.content)
    if kind == "catalog":
        feeds = feeds_of(opened, by_catalog, search, development=development)
    else:
        feeds = [] if kind in ("changes", "posting") else [search.found(opened, how)]
    return _discovery(opened, kind, feeds, search)


def _discovery(opened: Opened, kind: Kind, feeds: list[Found], search: Search) -> Discovery:
    return Discovery(opened.address, kind, opened.content, tuple(feeds), tuple(search.notices), tuple(search.tried))


def _in_folder(source: str, development: bool) -> Discovery:
    folder = Path(source).resolve()
    search = Search(None, folder, ON_DISK)
    try:
        feeds = feeds_in(folder, search, development=development)
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror or error}.", place=source) from None
    if not feeds:
        raise _nothing("there is no feed in this folder.", source, search.tried, "Name the feed's file.")
    return _discovery(Opened(folder.as_uri(), b""), "other", feeds, search)


def _at_address(source: str, fetcher: Fetcher, development: bool) -> Discovery:
    outcome = fetcher.fetch(source)
    search = Search(fetcher)
    if isinstance(outcome, Fetched):
        opened = fetched(outcome)
        kind = kind_of(opened.content)
        if kind not in ("web page", "other") or _is_read(opened.content, kind):
            return _named(opened, ITSELF, CATALOGUE, search, development)
        search.tried.append(f"{ITSELF} (it is {'a web page' if kind == 'web page' else 'no feed'})")
    elif _may_go_on(outcome.code if isinstance(outcome, Failed) else "", getattr(outcome, "status", None)):
        opened, kind = Opened(outcome.url, b""), "other"
        search.tried.append(f"{ITSELF} ({unfetched(outcome, source).message.rstrip('.')})")
    else:
        raise unfetched(outcome, source)
    feeds = feeds_of_site(opened, search, development=development)
    if not feeds and kind == "other" and opened.content:
        feeds = [search.found(opened, ITSELF)]
    if not feeds:
        raise _nothing("no feed was found.", source, search.tried, _OFFER)
    return _discovery(opened, kind, feeds, search)


def _is_read(content: bytes, kind: Kind) -> bool:
    """Whether a document of no stated kind is a feed in a form that is read all the same, such as CSV."""
    if kind == "web page":
        return False
    reading = formats.read(content)
    return reading.envelope is not None or bool(reading.items)


def _may_go_on(code: str, status: int | None) -> bool:
    """Whether a site may have a feed though the address itself gave nothing."""
    return code == "http_status" and status is not None and 400 <= status < 500 and status not in _FINAL


def _nothing(message: str, place: str, tried: tuple[str, ...] | list[str], fix: str) -> UsageError:
    words = f"{message} Tried: {'; '.join(tried[:8])}{'; …' if len(tried) > 8 else ''}." if tried else message
    return UsageError(words, place=place, fix=fix)
