"""Finds the REST interface of a WordPress site, and asks it (https://developer.wordpress.org/rest-api/)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree

from wbl_feed.adapter import Input
from wbl_feed.errors import UsageError
from wbl_feed.location import Opened, is_address
from wbl_feed.origins import origin, shown_address
from wbl_feed.settings import did_you_mean
from wbl_publishers.adapters.apis.json_records import parsed
from wbl_publishers.adapters.apis.paging import next_link, with_query
from wbl_publishers.content import open_source

_RELATION = "https://api.w.org/"
_MOST_BYTES = 2_000_000
"""How much of a page is looked at for the link to the interface."""
_INTERNAL = {"attachment", "nav_menu_item"}
_FEED = "The site may block it; its feed often works then: wbl publish rss {}/feed/"


class WordPressApi:
    """The REST interface of the site that an input names. Raises ``UsageError`` if there is none that answers."""

    def __init__(self, source: Input, headers: Mapping[str, str]) -> None:
        if not is_address(source.location):
            fix = "It starts with https://, such as https://site.example/."
            raise UsageError("this is no address of a site.", place=shown_address(source.location), fix=fix)
        self._source, self._headers = source, headers
        self._place = shown_address(source.location)
        self._fix = _FEED.format(self._place.rstrip("/"))
        self._root = self._found()

    def address(self, path: str, query: Mapping[str, str]) -> str:
        """The address of a path such as ``/wp/v2/posts``, with pretty addresses or without."""
        plain = parse_qs(urlsplit(self._root).query).get("rest_route")
        if plain:
            return with_query(self._root, {"rest_route": plain[0].rstrip("/") + path, **query})
        return with_query(self._root.rstrip("/") + path, query)

    def refusal(self, message: str, address: str) -> UsageError:
        """An error with the hint at the site's feed."""
        return UsageError(message, place=shown_address(address), fix=self._fix)

    def open(self, address: str) -> Opened:
        """What the interface answers."""
        try:
            return open_source(self._source, address, self._headers)
        except UsageError as error:
            raise self.refusal(f"{error.message} {error.fix}".strip(), address) from None

    def read(self, opened: Opened) -> Any:
        """The value of an answer; a web page in its place is what security plug-ins send."""
        try:
            return parsed(opened)
        except UsageError as error:
            raise self.refusal(error.message, opened.address) from None

    def collection(self, name: str) -> str:
        """The path of a type of posts, by its name or by its part of the address, such as ``posts``."""
        address = self.address("/wp/v2/types", {})
        types = self.read(self.open(address))
        known = {key: one for key, one in types.items() if isinstance(one, dict)} if isinstance(types, dict) else {}
        for key, one in known.items():
            if name in (key, one.get("rest_base")):
                return f"/{one.get('rest_namespace') or 'wp/v2'}/{one.get('rest_base') or key}"
        shown = [str(one.get("rest_base") or key) for key, one in known.items() if _is_content(key)]
        hint = did_you_mean(name, shown)
        fix = f"{hint} There are: {', '.join(shown)}.".strip() if shown else self._fix
        raise UsageError(f"the site shows no posts of the type “{name}”.", place=self._place, fix=fix)

    def categories(self, slugs: tuple[str, ...]) -> str:
        """The numbers of categories, by their slugs, as a query has them."""
        query = {"slug": ",".join(slugs), "per_page": "100", "_fields": "id,slug"}
        answer = self.read(self.open(self.address("/wp/v2/categories", query)))
        terms = answer if isinstance(answer, list) else []
        found = {one.get("slug"): one.get("id") for one in terms if isinstance(one, dict)}
        for slug in slugs:
            if slug not in found:
                fix = "Write it as the address of its page does, such as internships."
                raise UsageError(f"there is no category “{slug}”.", place=self._place, fix=fix)
        return ",".join(str(found[slug]) for slug in slugs)

    def _found(self) -> str:
        """The root of the interface: as the site's front page says, else where it usually is."""
        site = self._source.location
        try:
            page = open_source(self._source, site, self._headers)
        except UsageError:
            page = Opened(site, b"")
        root = next_link(page.headers.get("link", ""), _RELATION) or _link_of(page)
        if root:
            return self._same_origin(urljoin(page.address, root), page.address)
        base = f"{page.address.partition('?')[0].partition('#')[0].rstrip('/')}/"
        for guess in (urljoin(base, "wp-json/"), with_query(base, {"rest_route": "/"})):
            try:
                answer = parsed(open_source(self._source, guess, self._headers))
            except UsageError:
                continue
            if isinstance(answer, dict) and "namespaces" in answer:
                return guess
        raise self.refusal("the REST interface of WordPress is not to be found there.", site)

    def _same_origin(self, root: str, page: str) -> str:
        """A root on another host is asked without a key alone."""
        if self._headers and origin(root) not in (origin(page), origin(self._source.location)):
            fix = "Give the address of the site on that host."
            raise UsageError("its interface is on another host.", place=self._place, fix=fix)
        return root


def _is_content(name: str) -> bool:
    return not name.startswith("wp_") and name not in _INTERNAL


def _link_of(page: Opened) -> str:
    """The link to the interface at the head of a page; empty if there is none."""
    try:
        root = etree.fromstring(page.content[:_MOST_BYTES], etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return ""
    links = root.iter("link") if root is not None else ()
    return next((link.get("href", "") for link in links if _RELATION in link.get("rel", "").lower().split()), "")
