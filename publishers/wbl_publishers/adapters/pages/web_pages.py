"""The adapter of web pages: what pages mark up for search engines, and what stands at places that a mapping names."""

import time
from collections.abc import Callable, Iterator

from wbl_feed.adapter import Input, Record
from wbl_feed.notices.base import Notice
from wbl_feed.settings import check
from wbl_publishers.adapters.pages.gathering import ELSEWHERE, Gathering
from wbl_publishers.adapters.pages.options import PagesOptions
from wbl_publishers.adapters.pages.records import Found, records, unread
from wbl_publishers.adapters.pages.selectors import selector, selectors
from wbl_publishers.adapters.pages.visitor import Nothing, Unread, Visitor
from wbl_publishers.adapters.pages.walk import Walk


class WebPagesAdapter:
    """Pages of a sitemap, of a list of addresses or of a listing page; one page that lists postings; saved pages."""

    states: frozenset[str] = frozenset(("/title", "/url", "/activityType", "/status"))
    """A page without markup states its address and, by being listed, the last two; its title a selector must find."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """``sleep`` waits between requests."""
        self._sleep = sleep

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """One record a posting; then what was passed over.

        A page that is gone has none. One that could not be had, or in whose place something else stands, is refused, so
        that what was published of it stays.
        Raises ``UsageError`` when no page has a posting, since then the layout has changed.
        """
        options = check(PagesOptions, dict(source.options), "the table [options]")
        columns = selectors(source.columns)
        item = selector(options.item, "the table [options]") if options.item else None
        walk = Walk(source, options, Visitor(source.fetcher, options.pace, self._sleep, options.minutes))
        gathering = Gathering()
        for stop in walk.stops():
            page = stop.read()
            if isinstance(page, Unread):
                gathering.found.append(Found(unread(stop.listed, page.why), stop.listed, whole_page=True))
            elif isinstance(page, Nothing):
                gathering.passed_over[page.why].append(stop.listed.place)
            else:
                gathering.take(page, stop.listed, records(page, stop.listed, columns, item))
        gathering.passed_over[ELSEWHERE] += walk.scope.elsewhere
        for one in gathering.postings(source.location, of_items=item is not None):
            yield one.record
        yield from gathering.notices(source.location)
