"""Reads a JSON Feed, version 1.0 or 1.1 (https://jsonfeed.org/version/1.1)."""

from dataclasses import dataclass
from typing import Any

from wbl_feed.adapter import Cell
from wbl_feed.errors import UsageError
from wbl_feed.json_format import load
from wbl_feed.projections import json_feed
from wbl_publishers.adapters.dotted_paths import texts_at
from wbl_publishers.adapters.feeds.entries import Entry, Page, base_of, joined, ours, stated
from wbl_publishers.plain_text import plain

_PATHS = {
    "link": ("url",),
    "guid": ("id",),
    "description": ("summary",),
    "content": ("content_html", "content_text"),
    "published": ("date_published",),
    "pubdate": ("date_published",),
    "updated": ("date_modified",),
    "author": ("authors.name", "author.name"),
    "category": ("tags",),
    "enclosure": ("attachments.url",),
}
"""Where an item has what RSS and Atom have under these names."""


def read_json(content: bytes, address: str) -> Page:
    """The items of a document that came from an address. Raises ``UsageError`` if it is not somebody's JSON Feed."""
    try:
        value = load(content)
    except ValueError as error:
        raise UsageError(f"it is not well-formed JSON: {error}.", place=address, fix="Was it cut off?") from None
    if isinstance(value, dict) and (value.get("type") in ("DataFeed", "DataFeedPage") or json_feed.KEY in value):
        raise ours(address)
    items = value.get("items") if json_feed.recognised(value) else None
    if not isinstance(items, list):
        fix = "The adapter “json” reads any other JSON, with a mapping."
        raise UsageError("this is JSON, but not a JSON Feed.", place=address, fix=fix)
    base = base_of(address, value.get("home_page_url"))
    entries = tuple(_Item(one if isinstance(one, dict) else {}, base).entry() for one in items)
    following = value.get("next_url")
    return Page(entries, joined(base, following) if isinstance(following, str) and following else "")


@dataclass(frozen=True)
class _Item:
    value: dict[str, Any]
    base: str

    def entry(self) -> Entry:
        files = self.value.get("attachments")
        files = [one for one in files if isinstance(one, dict)] if isinstance(files, list) else []
        pairs = [(one.get("url"), one.get("mime_type")) for one in files]
        identity = self.value.get("id")
        members = stated(json_feed.partial(self.value), self.base, pairs)
        marked = members.get("descriptionHtml")
        if isinstance(marked, str) and "description" not in members:
            members["description"] = plain(marked)
        return Entry(members, str(identity).strip() if isinstance(identity, str | int) else "", self.cell)

    def cell(self, name: str) -> Cell:
        """The text at a path of keys, or at a name that other formats have."""
        paths = _PATHS.get(name.casefold(), (name,))
        return next((found for path in paths if (found := texts_at(self.value, path))), "")
