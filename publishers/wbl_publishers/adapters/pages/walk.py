"""From what was named to the pages that are read: a sitemap, a list, a listing page, one page, or saved files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.location import Opened, is_address, open_file, unfetched
from wbl_feed.origins import comparable, shown_address
from wbl_publishers.adapters.pages.options import PagesOptions
from wbl_publishers.adapters.pages.page import LARGEST, Page, host_of, joined, read_page
from wbl_publishers.adapters.pages.scope import Scope
from wbl_publishers.adapters.pages.selectors import Selector, selector
from wbl_publishers.adapters.pages.sitemap import Sitemap, read_sitemap
from wbl_publishers.adapters.pages.visitor import Nothing, Unread, Visitor

_MOST_SITEMAPS = 1_000
_OPTIONS = "the table [options]"


@dataclass(frozen=True)
class Listed:
    """A page as it is listed."""

    place: str
    """What people call it."""
    address: str
    """Empty for a saved page of which it is not known."""


@dataclass(frozen=True)
class Stop:
    """A page that is to be read."""

    listed: Listed
    read: Callable[[], Page | Nothing | Unread]


class Walk:
    """All pages of a source, in the order in which they are listed."""

    def __init__(self, source: Input, options: PagesOptions, visitor: Visitor) -> None:
        """Raises ``UsageError`` for a faulty option."""
        self._source, self._options, self._visitor = source, options, visitor
        self._links, self._next = (selector(css, _OPTIONS) if css else None for css in (options.links, options.next))
        self.scope = Scope(options, frozenset())
        if options.base and not host_of(options.base):
            raise UsageError(f"base is no address: {options.base}.", place=_OPTIONS, fix="It begins with https://.")

    def stops(self) -> Iterator[Stop]:
        """The pages. Raises ``UsageError`` where the source, or a part of its list, cannot be had."""
        location = self._source.location
        if not is_address(location) and (folder := self._source.folder / location).is_dir() and location != "-":
            yield from self._saved(folder)
            return
        first = self._first(location)
        if home := host_of(location) or host_of(self._options.base):
            self.scope.hosts = frozenset({home, *map(_host_named, self._options.hosts)})
        sitemap = read_sitemap(first.content, location)
        if sitemap is None:
            yield from self._of_page(first)
            return
        if self._links or self._next:
            fix = "Take these options out, or give the address of the listing page."
            raise UsageError("this is a list of addresses: links and next are for web pages.", place=location, fix=fix)
        self._take_sitemaps(sitemap, first.address)
        yield from self._taken()

    def _first(self, location: str) -> Opened:
        """What was named: a file, standard input or an address."""
        if not is_address(location):
            return open_file(location if location == "-" else str(self._source.folder / location))
        if not host_of(location):
            raise UsageError("this is no address of a web page.", place=shown_address(location))
        return self._open(location)

    def _taken(self) -> Iterator[Stop]:
        self._visitor.expect(self.scope.taken.values())
        for address in self.scope.taken.values():
            yield Stop(Listed(shown_address(address), address), partial(self._page, address))

    def _take_sitemaps(self, first: Sitemap, address: str) -> None:
        """Take the pages of a sitemap and of all that it leads to, each once."""
        waiting = [(first, address)]
        seen = {comparable(address)}
        while waiting:
            sitemap, address = waiting.pop(0)
            self.scope.take((joined(address, page) or page for page in sitemap.pages), shown_address(address))
            for further in (joined(address, one) or one for one in sitemap.sitemaps):
                if not self.scope.admits(further):
                    self.scope.elsewhere.append(shown_address(further))
                elif comparable(further) not in seen:
                    seen.add(comparable(further))
                    if len(seen) > _MOST_SITEMAPS:
                        raise UsageError(f"it leads to more than {_MOST_SITEMAPS:,} sitemaps.", place=address)
                    waiting.append((self._sitemap(further), further))

    def _sitemap(self, address: str) -> Sitemap:
        found = read_sitemap(self._open(address).content, shown_address(address))
        if found is None:
            fix = "It may be a log-in page. Nothing is withdrawn."
            raise UsageError("the sitemap leads to this address, and it is no sitemap.", place=address, fix=fix)
        return found

    def _of_page(self, first: Opened) -> Iterator[Stop]:
        """The page itself and those that follow it in a list, or the pages that they link to."""
        for page in self._list(first):
            if self._links is None:
                yield Stop(Listed(self._named(page), page.address), partial(_same, page))
                continue
            links = self._links.links(page.root, page)
            if not links and not self.scope.taken:
                fix = "Look at the page: its layout may have changed, or it is made by a script."
                raise UsageError(f"“{self._options.links}” finds no link.", place=self._named(page), fix=fix)
            self.scope.take(links, self._named(page))
        yield from self._taken()

    def _list(self, first: Opened) -> Iterator[Page]:
        """The pages of a list, till there is no next one."""
        page = self._whole(first, first.address if is_address(first.address) else self._options.base)
        if self._links and not page.address:
            fix = 'Write base = "https://…" under [options].'
            raise UsageError("where the saved page is from is not known.", place=self._source.location, fix=fix)
        seen = {comparable(page.address)}
        yield page
        while self._next and (following := self._following(page, self._next, seen)):
            if len(seen) == self._options.most:
                fix = "Raise most under [options], unless the list has no end."
                raise UsageError(f"the list has more than {len(seen):,} pages.", place=self._source.location, fix=fix)
            seen.add(comparable(following))
            opened = self._open(following)
            page = self._whole(opened, opened.address)
            yield page

    def _following(self, page: Page, next_page: Selector, seen: set[str]) -> str:
        """The address of the next page of the list; empty on its last page."""
        addresses = (one for one in next_page.links(page.root, page) if host_of(one) and comparable(one) not in seen)
        address = next(addresses, "")
        if address and not self.scope.admits(address):
            fix = "If it is right, name the host under [options], such as hosts = “jobs.site.example”."
            raise UsageError(f"the next page of the list is on another host, {address}.", place=page.address, fix=fix)
        return address

    def _whole(self, opened: Opened, address: str) -> Page:
        """A page of the list, without which the list is not whole."""
        found = _read(opened, address)
        if isinstance(found, Page):
            return found
        why = found.why if isinstance(found, Unread) else "this is no web page"
        raise UsageError(f"{why}.", place=address or self._source.location)

    def _open(self, address: str) -> Opened:
        """What an address of the source or its list gives. Raises ``UsageError``, since without it nothing is whole."""
        found = self._visitor.get(address)
        if isinstance(found, Opened):
            return found
        if isinstance(found, Unread) and found.outcome:
            raise unfetched(found.outcome, address)
        why = found.why if isinstance(found, Unread) else "the page is gone"
        raise UsageError(f"{why}.", place=shown_address(address))

    def _page(self, address: str) -> Page | Nothing | Unread:
        found = self._visitor.get(address)
        return _read(found, found.address) if isinstance(found, Opened) else found

    def _named(self, page: Page) -> str:
        return shown_address(page.address) if is_address(self._source.location) else self._source.location

    def _saved(self, folder: Path) -> Iterator[Stop]:
        """Saved pages, in the order of their names. Raises ``UsageError`` for a link that leads out of the folder."""
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".html", ".htm"))
        paths = [path for path in paths if not path.is_dir()]
        if len(paths) > self._options.most:
            raise UsageError(f"it has more than {self._options.most:,} pages.", place=str(folder), fix="Raise most.")
        home = folder.resolve()
        for path in paths:
            if not _is_within(path, home):
                raise UsageError("the link leads out of the folder.", place=str(path), fix="Put the page itself there.")
            name = path.relative_to(folder).as_posix()
            address = joined(self._options.base, name) if self._options.base else ""
            yield Stop(Listed(name, address), partial(_saved_page, path, address))


def _is_within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except RuntimeError:  # links in a circle
        return False


def _same(page: Page) -> Page:
    return page


def _saved_page(path: Path, address: str) -> Page | Nothing | Unread:
    return _read(open_file(str(path)), address)


def _read(opened: Opened, address: str) -> Page | Nothing | Unread:
    if len(opened.content) > LARGEST:
        return Unread(f"the page is larger than {LARGEST:,} bytes")
    if not opened.content.strip():
        return Unread("the page is empty")
    is_html = not opened.media_type or "html" in opened.media_type
    if not is_html and guess_type(urlsplit(address).path)[0] == opened.media_type:  # a flyer.pdf never was a page
        return Nothing("not of HTML")
    if not is_html:
        return Unread(f"it is no web page now but {opened.media_type}")
    return read_page(opened.content, address, opened.charset) or Unread("nothing on it can be read")


def _host_named(name: str) -> str:
    """A host of the options, named as such or by an address."""
    return host_of(name if "://" in name else f"https://{name}")
