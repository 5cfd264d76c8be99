"""The text of an element, with line breaks where its blocks end."""

import re
from copy import deepcopy
from html import escape

from lxml import etree, html

from wbl_publishers.adapters.pages.page import Page

_LINES = """
    address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody tfoot thead tr ul
"""
_ENDS = {**dict.fromkeys(_LINES.split(), "\n"), "td": " ", "th": " "}
"""What stands for the beginning and the end of an element."""
_SILENT = frozenset(("script", "style", "template"))
_LINKS = frozenset(("href", "src"))


def text_of(element: html.HtmlElement) -> str:
    """The lines of an element as people see them; blocks and ``br`` end a line, cells of a table do not."""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if event == "start":
            parts.append(_ENDS.get(node.tag, ""))
            if node.tag in _SILENT:
                walker.skip_subtree()
            else:
                parts.append(_on_one_line(node.text))
            continue
        parts.append(_ENDS.get(node.tag, ""))
        if node is not element:
            parts.append(_on_one_line(node.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def inner_html(element: html.HtmlElement, page: Page) -> str:
    """What stands in an element as HTML, with absolute addresses; nothing in it is made safe."""
    inside = deepcopy(element)
    for node in inside.iter(etree.Element):
        for name in _LINKS & set(node.attrib):
            node.set(name, page.absolute(node.get(name)))
    parts = [escape(inside.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in inside]
    return "".join(parts).strip()


def _on_one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
