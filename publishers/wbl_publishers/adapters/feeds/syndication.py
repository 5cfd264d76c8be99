"""The adapter of RSS, Atom and JSON Feed that are not of this standard: blogs, job boards, podcasts."""

from codecs import BOM_UTF8
from collections.abc import Iterator

from pydantic import Field

from wbl_feed.adapter import Input, Record
from wbl_feed.errors import UsageError
from wbl_feed.fetch import Failed, Fetched
from wbl_feed.location import is_address, unfetched
from wbl_feed.notices.base import Notice, shown
from wbl_feed.notices.rows import RecordsPassedOver, UnmappedColumn
from wbl_feed.origins import origin, shown_address
from wbl_feed.settings import Settings, check
from wbl_publishers.adapters.apis.paging import with_query
from wbl_publishers.adapters.feeds.entries import Entry, Page
from wbl_publishers.adapters.feeds.json_entries import read_json
from wbl_publishers.content import open_source

_NO_MORE = 404, 410
"""What WordPress answers for a page after the last one."""


class SyndicationOptions(Settings):
    """The table ``[options]`` of a mapping file for a feed."""

    window: bool = True
    """Whether the feed shows its newest entries alone, so that one that is not in it may still be open."""
    pages: int = Field(1, ge=1, le=200)
    """How many pages are read at most: by the feed's own link to the next one, else as WordPress has them,
    ``?paged=2``."""


class SyndicationAdapter:
    """Entries of a feed, a file or an address."""

    states = frozenset({"/title", "/url", "/activityType", "/status"})

    def complete(self, source: Input) -> bool:
        """Whether an entry that is not in the feed is gone."""
        return not _options(source).window

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every entry, once even if it moved from one page to the next while they were read.

        Raises ``UsageError`` if a page cannot be had, or if a feed that is to be whole has more pages than are read.
        """
        options = _options(source)
        asked = {name.casefold() for name in source.columns}
        earlier: dict[str, tuple[object, ...]] = {}
        unused: dict[str, None] = {}
        number, dropped, address = 0, 0, ""
        for count in range(1, options.pages + 1):
            page = _next_page(source, address) if count > 1 else _first_page(source)
            fresh = [entry for entry in page.entries if entry.name not in earlier]
            dropped += sum(earlier.get(entry.name, _seen(entry)) != _seen(entry) for entry in page.entries)
            if count > 1 and not fresh:
                break
            for entry in fresh:
                number += 1
                unused |= dict.fromkeys(name for name in sorted(entry.extensions) if not _asked(name, asked))
                yield _record(entry, number, source.columns)
            earlier |= {entry.name: _seen(entry) for entry in fresh if entry.name}
            address = page.following or _paged(source.location, count + 1)
            if not address:
                break
        else:
            if not options.window and (options.pages > 1 or page.following):
                fix = "Raise pages under [options], or take out window = false."
                raise UsageError(f"the feed goes on after page {options.pages}.", place=source.location, fix=fix)
        if dropped:
            why = "an entry of an earlier page has the same id, but another title or address"
            yield RecordsPassedOver(
                found=f"{dropped} of {number + dropped} entries", expected=why, place=source.location
            )
        for name in unused:
            yield UnmappedColumn(found=name, place=source.location)


def _options(source: Input) -> SyndicationOptions:
    return check(SyndicationOptions, dict(source.options), "the table [options]")


def _first_page(source: Input) -> Page:
    opened = open_source(source)
    return _read(opened.content, opened.address or source.location)


def _next_page(source: Input, address: str) -> Page:
    """A later page; one without entries where the feed has come to its end."""
    if not is_address(source.location) or origin(address) != origin(source.location):
        message = f"its next page is elsewhere, at {shown_address(address)}."
        raise UsageError(message, place=source.location, fix="Read that feed by its own address, or take out pages.")
    outcome = source.fetcher.fetch(address, same_origin=True)
    if isinstance(outcome, Failed) and outcome.status in _NO_MORE:
        return Page(())
    if not isinstance(outcome, Fetched):
        raise unfetched(outcome, address)
    return _read(outcome.body, outcome.url)


def _read(content: bytes, address: str) -> Page:
    """A document of either kind. Raises ``UsageError``."""
    text = content.removeprefix(BOM_UTF8).lstrip()  # themes of WordPress often print blank lines first
    if not text:
        raise UsageError("it is empty.", place=address, fix="Give the address of the feed itself.")
    if text[:1] in b"{[":
        return read_json(text, address)
    from wbl_publishers.adapters.feeds.xml_entries import read_xml  # feedparser takes a while to import

    return read_xml(text, address)


def _paged(location: str, number: int) -> str:
    return with_query(location, {"paged": str(number)}) if is_address(location) else ""


def _seen(entry: Entry) -> tuple[object, ...]:
    """What an entry has on a later page too, if it moved there while the pages were read."""
    return entry.members.get("title"), entry.members.get("url")


def _asked(name: str, asked: set[str]) -> bool:
    """Whether the mapping names an element, with its prefix or without, or one of its attributes."""
    folded = name.casefold()
    return any(one.partition("@")[0] in (folded, folded.partition(":")[2]) for one in asked)


def _record(entry: Entry, number: int, columns: tuple[str, ...]) -> Record:
    title = entry.members.get("title")
    place = f"entry {number}, “{shown(title, 60)}”" if title else f"entry {number}"
    keys = (f"id {entry.identity}",) if entry.identity else ()
    return Record(place, {name: entry.cell(name) for name in columns}, entry.members, keys)
