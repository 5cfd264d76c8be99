"""Two servers on loopback, one with feeds and one with pages that embed a snippet, so that they are of two origins."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from faults.server import FaultServer, document
from playwright.sync_api import Locator, Page, expect
from wbl_publishers.snippet import Snippet, html

AT = "2026-11-22T12:00:00Z"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/vnd.wbl-feed+json"}


class SnippetWeb:
    """Feeds and pages by path, and what was asked for."""

    def __init__(self) -> None:
        self.feeds, self.pages = FaultServer(), FaultServer()
        self.feeds.behaviours, self.pages.behaviours = {}, {}

    def feed(self, content: Any, path: str = "/feed.json", **headers: str) -> str:
        """Serve a document to everybody; gives its address."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.feeds.behaviours[path] = document(body, OPEN_TO_ALL | headers)
        return self.feeds.address + path

    def page(self, *bodies: str, head: str = "", headers: dict[str, str] | None = None) -> str:
        """Serve a page with these parts; gives its address."""
        text = (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Our school</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f"<body><main><h1>Our school</h1>{''.join(bodies)}</main></body></html>"
        )
        self.pages.behaviours["/"] = document(text.encode(), {"Content-Type": "text/html"} | (headers or {}))
        return self.pages.address + "/"

    def show(self, page: Page, content: Any, **settings: Any) -> Locator:
        """A page with one snippet of this feed, at ``AT``; gives the part of it that people see, once it is done."""
        return opened(page, self.page(html(Snippet(self.feed(content), **settings))))


@contextmanager
def snippet_web() -> Iterator[SnippetWeb]:
    """Both servers, for the time of a test."""
    web = SnippetWeb()
    try:
        yield web
    finally:
        web.feeds.close()
        web.pages.close()


def opened(page: Page, address: str, at: str = AT) -> Locator:
    """The page's first snippet once it shows its feed or says why not, when the clock stands at ``at``."""
    page.clock.set_fixed_time(at)
    page.goto(address)
    section = page.locator("[data-wbl] section").first
    expect(section.get_by_role("status")).not_to_have_text("Loading…", timeout=20_000)
    return section


def titles(section: Locator) -> list[str]:
    """The titles of the postings that are shown, in their order."""
    return section.locator("li a").all_inner_texts()


def posting(number: int, **members: Any) -> dict[str, Any]:
    """A posting with the six required members, or others."""
    return {
        "id": f"https://site.example/id/{number}",
        "url": f"https://site.example/postings/{number}",
        "title": f"Posting {number}",
        "dateModified": "2026-11-01T12:00:00Z",
        "activityType": "internship",
        "status": "open",
    } | members


def feed(*postings: Any, **members: Any) -> dict[str, Any]:
    """A whole feed with these postings."""
    return {
        "type": "DataFeed",
        "specVersion": "1.0",
        "id": "https://site.example/feed",
        "name": "A site",
        "publisher": {"name": "A site"},
        "license": "CC-BY-4.0",
        "timeZone": "America/New_York",
        "dateModified": "2026-11-20T12:00:00Z",
        "completeness": "complete",
        "items": list(postings),
    } | members
