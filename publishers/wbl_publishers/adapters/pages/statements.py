"""The jobs and events that a place of a page states by JSON-LD; by microdata where the JSON-LD has no job."""

import html
import re
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from wbl_feed.errors import UsageError
from wbl_feed.notices.base import Notice
from wbl_feed.notices.rows import BrokenJsonLd
from wbl_feed.projections.schema_org.reader import is_job, members_of, nodes
from wbl_publishers.adapters.pages.json_ld import blocks
from wbl_publishers.adapters.pages.mending import TAG, mended, without_markup
from wbl_publishers.adapters.pages.microdata import UnreadMicrodataError, microdata
from wbl_publishers.adapters.pages.page import Page, path_of
from wbl_publishers.adapters.pages.pay import read_pay
from wbl_publishers.adapters.pages.references import References, main_entities
from wbl_publishers.members import member

MOST = 2_000
"""Postings of one page that are read."""
_MADE = "id", "dateModified"
_ESCAPED = re.compile(r"&lt;/?[A-Za-z]")


@dataclass(frozen=True)
class Stated:
    """One posting as its page states it."""

    members: dict[str, Any]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Statements:
    """All that a place of a page states."""

    postings: tuple[Stated, ...] = ()
    notices: tuple[Notice, ...] = ()
    """What could not be read besides."""
    unread: tuple[str, ...] = ()
    """Why each posting that may be there besides could not be read."""


def statements(place: HtmlElement, page: Page, where: str) -> Statements:
    """The postings that a place of a page states. ``where`` is for people.

    Raises ``UsageError`` only for a flood of postings, since some of them would be lost.
    """
    found = list(blocks(place))
    notices = tuple(
        BrokenJsonLd(found=block.fault, place=f"{where}, block {block.number}") for block in found if block.fault
    )
    values = [value for block in found for value in block.values]
    postings = _postings(values, page, where)
    broken = [f"its JSON-LD is broken: {block.fault}" for block in found if block.fault and block.promising]
    if not any(is_job(node) for node, _ in nodes([*values, *main_entities(values)])):
        try:
            marked = microdata(place, page)
            postings += _postings(marked, page, where, jobs_alone=bool(postings))  # an event may be stated in both
        except UnreadMicrodataError as error:
            broken.append(str(error))
    return Statements(tuple(postings), notices, tuple(broken))


def _postings(values: list[Any], page: Page, where: str, *, jobs_alone: bool = False) -> list[Stated]:
    references = References(values)
    found: dict[int, Stated] = {}
    for node, _ in nodes([*values, *main_entities(values)]):
        node = references.target(node)
        if id(node) in found or not node.keys() - {"@id", "@type", "@context"}:
            continue
        if jobs_alone and not is_job(node):
            continue
        if len(found) == MOST:
            raise UsageError(f"the page has more than {MOST:,} postings.", place=where)
        found[id(node)] = _stated(references.whole(node), page, where)
    return list(found.values())


def _stated(node: dict[str, Any], page: Page, where: str) -> Stated:
    node, notices = mended(node, page)
    members = {name: one for name, one in members_of(node).items() if name not in _MADE}
    if isinstance(salary := node.get("baseSalary"), str):
        pay, unread = read_pay(salary)
        members |= {"compensation": pay} if pay else {}
        notices += unread
    text = members.pop("descriptionHtml", members.get("description"))
    if isinstance(text, str):
        members |= _described(text, is_job(node))
    url = members.get("url")
    # Many a page states the home page of its site, or that of the employer, as the address of the posting.
    if not isinstance(url, str) or member("/url").fault(url) or (not path_of(url) and path_of(page.url)):
        members = {**members, "url": page.url}
    return Stated(members, tuple(replace(notice, place=where) for notice in notices))


def _described(text: str, as_html: bool) -> dict[str, str]:
    """A description as plain text, and as HTML where it is marked up, escaped or not."""
    if not TAG.search(text) and _ESCAPED.search(text):
        text = html.unescape(text)
    marked = {"descriptionHtml": text} if as_html and TAG.search(text) else {}
    return marked | {"description": without_markup(text)}
