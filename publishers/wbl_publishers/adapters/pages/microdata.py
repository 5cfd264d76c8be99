"""The microdata of a page (HTML 5, section 5), in the shape of JSON-LD.

It is our own reader: extruct takes minutes for 50 kilobytes of items in one another, and passes over the text of a
``time`` element.
"""

from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from wbl_publishers.adapters.pages.page import Page
from wbl_publishers.adapters.pages.text import text_of

_MOST_WORK = 10_000_000
"""Characters that are looked at; what is in nested properties counts for each of them."""
_ELEMENT = 20
"""Characters that take as long as an element does."""
_TYPES = "JobPosting", "Event"
_SOURCES = {
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("data", "meter"), "value"),
    "object": "data",
    "time": "datetime",
}
"""The attribute that holds the value of a property."""
_ADDRESSES = frozenset(("src", "href", "data"))

Node = dict[str, Any]


class UnreadMicrodataError(ValueError):
    """The microdata of a page cannot be read; the message says why."""


def microdata(place: HtmlElement, page: Page) -> list[Node]:
    """The items in a place of a page that are in no other one, where any item is a job or an event.

    Raises ``UnreadMicrodataError`` if there is too much of it.
    """
    kinds = (kind for one in place.iter(etree.Element) for kind in one.get("itemtype", "").split())
    return _Reader(place, page).items() if any(kind.endswith(_TYPES) for kind in kinds) else []


class _Reader:
    def __init__(self, place: HtmlElement, page: Page) -> None:
        self._place, self._page = place, page
        self._left = _MOST_WORK

    def items(self) -> list[Node]:
        """The items at the top, in their order."""
        found: list[Node] = []
        self._read(self._place, None, found, ())
        return found

    def _read(self, root: HtmlElement, owner: Node | None, tops: list[Node], path: tuple[HtmlElement, ...]) -> None:
        """Read an element and all in it; a property outside every item in it is that of the owner, if there is one."""
        open_items: list[tuple[HtmlElement, Node]] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "end":
                if open_items and open_items[-1][0] is element:
                    self._close(element, open_items.pop()[1])
                continue
            self._spend(_ELEMENT)
            around = open_items[-1][1] if open_items else owner
            names = element.get("itemprop", "").split()
            if element.get("itemscope") is not None:
                item = _item(element)
                open_items.append((element, item))
                if names and around is not None:
                    _add(around, names, item)
                else:
                    tops.append(item)
                self._refer(element, item, tops, path)
            elif names and around is not None:
                _add(around, names, self._value(element))

    def _close(self, element: HtmlElement, item: Node) -> None:
        """An item without properties says its name alone: ``<b itemprop="organizer" itemscope>ACME</b>``."""
        if not item.keys() - {"@type", "@id"}:
            item["name"] = self._text(element)

    def _refer(self, element: HtmlElement, item: Node, tops: list[Node], path: tuple[HtmlElement, ...]) -> None:
        """Read what the item names by ``itemref``, except where that would come back to itself."""
        for name in element.get("itemref", "").split():
            other = self._page.by_id.get(name)
            if other is not None and other not in path and len(path) < 3:
                self._read(other, item, tops, (*path, element, other))

    def _value(self, element: HtmlElement) -> str:
        name = "content" if element.get("content") or element.tag == "meta" else _SOURCES.get(element.tag)
        if name is None:
            return self._text(element)
        text = str(element.get(name, "")).strip()
        if name in _ADDRESSES:
            return self._page.absolute(text)
        return text or self._text(element)

    def _text(self, element: HtmlElement) -> str:
        self._spend(sum(len(part) + _ELEMENT for part in element.itertext(etree.Element)))
        return text_of(element)

    def _spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise UnreadMicrodataError("its microdata is too long or nested too deeply")


def _item(element: HtmlElement) -> Node:
    identity = element.get("itemid", "").strip()
    return {"@type": element.get("itemtype", "").split()} | ({"@id": identity} if identity else {})


def _add(item: Node, names: list[str], value: Any) -> None:
    """Add a property under each of its names; several values are a list."""
    for name in names:
        if name not in item:
            item[name] = value
        elif isinstance(item[name], list):
            item[name].append(value)
        else:
            item[name] = [item[name], value]
