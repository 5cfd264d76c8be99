"""CSS selectors: what stands at a place of a page that a mapping names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree, html

from wbl_feed.adapter import Cell
from wbl_feed.errors import UsageError
from wbl_publishers.adapters.pages.page import Page
from wbl_publishers.adapters.pages.text import inner_html, text_of
from wbl_publishers.extras import library

_MOST = 500
"""Values of one cell that are read."""
_MOST_TEXT = 1_000_000
_MOST_ELEMENTS = 20_000
_MOST_WORK = 6_000_000_000
"""Elements, times the depths of all of them: libxml2 compares all that it finds in each of the elements around."""
_ATTRIBUTE = re.compile(r"(.*?)@([A-Za-z_][\w:.-]*)", re.DOTALL)
_LINKS = frozenset(("href", "src", "action"))


class TooLargeError(UsageError):
    """A place has so many elements, or so many in one another, that selectors would take minutes."""


@dataclass(frozen=True)
class Selector:
    """A CSS selector, with what is taken of the elements that it finds."""

    css: str
    path: etree.XPath | None
    """``None`` for the place itself."""
    attribute: str = ""
    """Name of an attribute, ``html`` for what stands in the element; empty for its text."""

    def elements(self, place: html.HtmlElement) -> list[html.HtmlElement]:
        """The elements in a place, itself included, in their order. Raises ``TooLargeError``."""
        if self.path is None:
            return [place]
        _bound(place)
        return [one for one in self.path(place) if isinstance(one, html.HtmlElement)]

    def cell(self, place: html.HtmlElement, page: Page) -> Cell:
        """What stands there: a text, or several. Raises ``TooLargeError``."""
        texts: list[str] = []
        for one in self.elements(place)[:_MOST]:
            if sum(map(len, texts)) > _MOST_TEXT:  # more than a cell may hold, so that the record is refused
                break
            texts += [text] if (text := self._text(one, page)) else []
        return texts if len(texts) > 1 else "".join(texts)

    def links(self, place: html.HtmlElement, page: Page) -> list[str]:
        """The addresses that the elements, or the first links in them, lead to."""
        found = (one if one.get("href") else next(one.iter("a"), one) for one in self.elements(place))
        return [address for one in found if (address := page.absolute(one.get("href", "")))]

    def _text(self, element: html.HtmlElement, page: Page) -> str:
        if not self.attribute:
            return text_of(element)
        if self.attribute == "html":
            return inner_html(element, page)
        text = str(element.get(self.attribute, "")).strip()
        if self.attribute not in _LINKS:
            return text
        scheme, _, rest = text.partition(":")
        if scheme.lower() in ("mailto", "tel"):
            return unquote(rest.partition("?")[0]).strip()
        return page.absolute(text)


def _bound(place: html.HtmlElement) -> None:
    count = depth = depths = 0
    for event, _ in etree.iterwalk(place, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        count, depth, depths = count + 1, depth + 1, depths + depth + 1
        if count > _MOST_ELEMENTS or count * depths > _MOST_WORK:
            raise TooLargeError("the page has too many elements, or too many in one another, for selectors.")


def selector(css: str, place: str) -> Selector:
    """A selector such as ``h2``, ``a.apply@href`` or ``.description@html``. Raises ``UsageError`` for a faulty one."""
    library("cssselect", "web")
    from cssselect import HTMLTranslator, SelectorError

    found = _ATTRIBUTE.fullmatch(css.strip())
    selecting, attribute = (found[1].strip(), found[2].lower()) if found else (css.strip(), "")
    if found and not selecting:
        return Selector(css, None, attribute)
    try:
        return Selector(css, etree.XPath(HTMLTranslator().css_to_xpath(selecting)), attribute)
    except (SelectorError, etree.XPathError) as error:
        fix = "Write one as in a style sheet, such as “h2.title”, “.posted” or “a.apply@href”."
        raise UsageError(f"“{css}” is no CSS selector: {error}.", place=place, fix=fix) from None


def selectors(columns: Iterable[str]) -> dict[str, Selector]:
    """The selectors of a mapping. Raises ``UsageError`` for a faulty one."""
    return {column: selector(column, "the table [fields]") for column in columns}
