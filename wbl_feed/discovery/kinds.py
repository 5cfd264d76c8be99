"""Tells what kind of document some bytes are (spec section 3, rules 8 to 10), without reading it."""

import re
from codecs import BOM_UTF8
from typing import Any, Literal

from wbl_feed.json_format import load

Kind = Literal["feed", "page", "catalog", "changes", "posting", "web page", "other"]

_TYPES: dict[Any, Kind] = {
    "DataFeed": "feed",
    "DataFeedPage": "page",
    "DataCatalog": "catalog",
    "ChangePage": "changes",
}
_HEAD = 4_000
"""How many bytes are looked at where a document cannot be parsed."""
_TYPE = re.compile(r'"type"\s*:\s*"(\w+)"')
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!(?!doctype\s+html)[^>]*>)", re.S | re.I)
_ROOT = re.compile(r"\s*<(!doctype\s+html|[a-z_][\w.-]*:?[\w.-]*)", re.I)
_FEEDS = {"feed", "rss", "rdf"}
_HTML = {"!doctype", "html", "head", "body", "title", "meta", "link", "base", "script", "style", "div", "p", "h1"}


def kind_of(content: bytes) -> Kind:
    """The kind of a document by its content; a feed of this standard or any Atom or RSS is a ``feed``."""
    start = content.removeprefix(BOM_UTF8).lstrip()[:1]
    if start == b"{":
        return _kind_of_json(content)
    return _kind_of_markup(_text(content[:_HEAD]))


def _kind_of_json(content: bytes) -> Kind:
    try:
        value = load(content)
    except ValueError:  # cut off or faulty: the reader of the kind that it says to be tells more
        stated = _TYPE.search(content[:_HEAD].decode("utf-8", "replace"))
        return _TYPES.get(stated[1], "other") if stated else "other"
    kind = value.get("type")
    if isinstance(kind, str) and kind in _TYPES:
        return _TYPES[kind]
    if "items" in value:
        return "feed"
    return "posting" if "title" in value and not value.keys().isdisjoint({"activityType", "status"}) else "other"


def _kind_of_markup(text: str) -> Kind:
    while before := _BEFORE_ROOT.match(text):
        text = text[before.end() :]
    root = _ROOT.match(text)
    if root is None:
        return "other"
    name = root[1].lower().split(":")[-1].split()[0]
    return "feed" if name in _FEEDS else "web page" if name in _HTML else "other"


def _text(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace").lstrip("\ufeff")
    return head.removeprefix(BOM_UTF8).decode("latin-1")
