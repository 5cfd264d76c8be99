"""A small web of pages over real HTTP on loopback, by their public addresses, and pages to put in it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from faults.server import Behaviour, Exchange, FaultServer, document, status
from wbl_publishers.adapters.pages.web_pages import WebPagesAdapter

from wbl_feed.adapter import Input, Record
from wbl_feed.fetch import HttpFetcher
from wbl_feed.notices.base import Notice

SITE = "https://site.example"
Answer = str | bytes | Behaviour


class PageSite:
    """Answers by address, whatever its scheme; 404 for others, robots.txt included."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        self.pages = dict(pages)
        self.requests: list[str] = []
        self.slept: list[float] = []
        self.server = FaultServer()
        self.server.behaviours = _Everything(self._answer)
        hosts = {urlsplit(address).netloc for address in pages} | {"elsewhere.example"}
        self.fetcher = HttpFetcher(allow_private=True, route=dict.fromkeys(hosts, self.server.address))

    def _answer(self, exchange: Exchange) -> None:
        address = f"https://{exchange.headers['host']}{exchange.path}"
        self.requests.append(address)
        answer = self.pages.get(address, status(404))
        if isinstance(answer, str):
            answer = answer.encode()
        (document(answer) if isinstance(answer, bytes) else answer)(exchange)

    @property
    def asked(self) -> list[str]:
        """What was asked for of the site, but for its robots.txt, without scheme and host."""
        return [path for path in (one.removeprefix(SITE) for one in self.requests) if path != "/robots.txt"]

    def read(
        self, location: str = f"{SITE}/sitemap.xml", columns: tuple[str, ...] = (), **options: Any
    ) -> tuple[list[Record], list[Notice]]:
        """Records and notices of a source."""
        adapter = WebPagesAdapter(sleep=self.slept.append)
        found = list(adapter.records(Input(location, columns, options, self.fetcher, None)))  # type: ignore[arg-type]
        records = [one for one in found if isinstance(one, Record)]
        return records, [one for one in found if not isinstance(one, Record)]


class _Everything(dict[str, Any]):
    """Gives the same behaviour for every path."""

    def __init__(self, behaviour: Callable[[Exchange], None]) -> None:
        self._behaviour = behaviour

    def get(self, key: str, default: Any = None) -> Any:
        return self._behaviour


@contextmanager
def serving(pages: Mapping[str, Answer]) -> Iterator[PageSite]:
    """A site for the time of a test; a key without a host is of ``SITE``."""
    site = PageSite({address if "://" in address else SITE + address: answer for address, answer in pages.items()})
    try:
        yield site
    finally:
        site.server.close()


def sitemap(*addresses: str) -> str:
    """A sitemap of pages."""
    entries = "".join(f"<url><loc>{one if '://' in one else SITE + one}</loc></url>" for one in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def index(*addresses: str) -> str:
    """A sitemap of sitemaps."""
    entries = "".join(f"<sitemap><loc>{one if '://' in one else SITE + one}</loc></sitemap>" for one in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def job(title: str = "Oyster hatchery intern", **members: Any) -> dict[str, Any]:
    """A JobPosting."""
    return {"@context": "https://schema.org", "@type": "JobPosting", "title": title, **members}


def page(*blocks: Any, body: str = "<h1>A page</h1>", head: str = "") -> str:
    """A page with blocks of JSON-LD, given as values or as texts."""
    texts = (one if isinstance(one, str) else json.dumps(one) for one in blocks)
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}{scripts}</head><body>{body}</body></html>"


def titles(records: list[Record]) -> list[Any]:
    """What the records state as titles."""
    return [record.members.get("title") for record in records]
