"""The WordPress adapter: posts of any type, by the REST interface that every WordPress has, without a plug-in."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wbl_feed.adapter import Input, Record
from wbl_feed.location import Opened
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import RecordsPassedOver
from wbl_feed.origins import shown_address
from wbl_feed.projections.texts import words
from wbl_feed.settings import check
from wbl_publishers.adapters.apis.json_paths import Page
from wbl_publishers.adapters.apis.json_records import RecordReader, RequestOptions
from wbl_publishers.adapters.apis.paging import PageOptions, Paging
from wbl_publishers.adapters.apis.wordpress_api import WordPressApi

_OWN = {"id", "link", "status", "title", "content", "date_gmt"}
"""The members of a post that are always asked for."""
_PER_PAGE = 100
"""The most that WordPress gives at once."""


class WordPressOptions(RequestOptions):
    """What the WordPress adapter is told."""

    type: str = "posts"
    """Type of the posts, by its name or its part of the interface's addresses."""
    categories: tuple[str, ...] = ()
    """Slugs of the categories of which posts are read. Silence: all."""


class WordPressAdapter:
    """Published posts of a site."""

    states = frozenset({"/title", "/url", "/activityType", "/status"})

    def records(self, source: Input) -> Iterator[Record | Notice]:
        """Every post that visitors may read, the oldest first; what ``only`` passes over is counted in one notice.

        A column may begin with ``terms.`` and a taxonomy, for the names of the post's terms. Raises ``UsageError``
        if a page of the list cannot be had.
        """
        options = check(WordPressOptions, dict(source.options), "the table [options]")
        reader = RecordReader(source.columns, options.only)
        api = WordPressApi(source, options.ready_headers())
        path = api.collection(options.type)
        query = {name: str(value) for name, value in options.query.items()}
        if options.categories:
            query["categories"] = api.categories(options.categories)
        start = api.address(path, {**_query(reader), **query})
        paging = Paging(PageOptions(page="page", last="pages", most=10_000), "total", options.most_bytes)
        pages = paging.read(start, api.open, lambda opened: _page(opened, api, source.time_zone))
        hidden = number = 0
        for page in pages:
            for post in page.records:
                number += 1
                if not _is_public(post):
                    hidden += 1
                    continue
                value = {**post, "terms": _terms(post)} if isinstance(post, dict) else post
                if record := reader.record(value, page, _place(post, number)):
                    yield replace(record, members=_members(post), keys=_keys(post))
        place = shown_address(source.location)
        if hidden:
            found = f"{hidden:,} of {number:,} records"
            yield RecordsPassedOver(found=found, expected="they ask for a password, or are not published", place=place)
        yield from reader.passed_over(place)


def _query(reader: RecordReader) -> dict[str, str]:
    """Query parameters: the oldest first, so that a new post shifts no page, and no more members than are needed."""
    query = {"per_page": str(_PER_PAGE), "orderby": "id", "order": "asc"}
    names = reader.names
    if names is None or "terms" in names:
        query["_embed"] = "wp:term"
    if names is not None:
        embedded = {"_links", "_embedded"} if "terms" in names else set()
        query["_fields"] = ",".join(sorted(_OWN | embedded | (names - {"terms"})))
    return query


def _page(opened: Opened, api: WordPressApi, time_zone: str) -> Page:
    """A page of posts, with what the headers say of the whole list."""
    posts = api.read(opened)
    if not isinstance(posts, list):
        raise api.refusal("this is no list of posts.", opened.address)
    total, last = opened.headers.get("x-wp-total", ""), opened.headers.get("x-wp-totalpages", "")
    if not total.isdecimal() or not last.isdecimal():
        raise api.refusal("the answer does not say how many posts there are (X-WP-Total).", opened.address)
    return Page(opened.address, {"total": total, "pages": last}, tuple(posts), time_zone)


def _is_public(post: Any) -> bool:
    """Whether visitors may read a post."""
    if not isinstance(post, dict):
        return True
    content = post.get("content")
    return post.get("status", "publish") == "publish" and not (isinstance(content, dict) and content.get("protected"))


def _terms(post: dict[str, Any]) -> dict[str, list[str]]:
    """The names of the terms of a post, by taxonomy."""
    embedded = post.get("_embedded")
    lists = embedded.get("wp:term") if isinstance(embedded, dict) else None
    terms: dict[str, list[str]] = {}
    for one in lists if isinstance(lists, list) else ():
        for term in one if isinstance(one, list) else ():
            if isinstance(term, dict) and isinstance(term.get("name"), str):
                terms.setdefault(str(term.get("taxonomy")), []).append(html.unescape(term["name"]))
    return terms


def _members(post: Any) -> dict[str, Any]:
    """What every post says of itself: WordPress lists what is published, and says nothing of the kind of activity."""
    if not isinstance(post, dict):
        return {}
    posted = post.get("date_gmt")
    members = {
        "title": " ".join(words(_rendered(post, "title")).split()),
        "url": post.get("link"),
        "descriptionHtml": _rendered(post, "content").strip(),
        "datePosted": f"{posted}Z" if isinstance(posted, str) and re.match("(19|20|21)", posted) else None,
    }
    return {**{name: one for name, one in members.items() if one}, "activityType": "unspecified", "status": "open"}


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _keys(post: Any) -> tuple[str, ...]:
    """The number of a post: it stays when the post gets another type or address, or the site another domain."""
    number = post.get("id") if isinstance(post, dict) else None
    return (f"id wp-{number}",) if isinstance(number, int) else ()


def _place(post: Any, number: int) -> str:
    if not isinstance(post, dict) or not post.get("id"):
        return f"record {number}"
    title = words(_rendered(post, "title"))
    return f"post {post['id']}" + (f", “{title[:60]}”" if title else "")
