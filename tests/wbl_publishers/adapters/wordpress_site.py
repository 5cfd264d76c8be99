"""A site that answers as WordPress's REST interface does, over real HTTP."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from faults.server import Exchange, FaultServer

HTML = "<!DOCTYPE html><html><head><title>Harbor</title>{}</head><body><p>Welcome.</p></body></html>"
TYPES = {
    "post": ("Posts", "posts", ["category", "post_tag"]),
    "page": ("Pages", "pages", []),
    "attachment": ("Media", "media", []),
    "wp_block": ("Patterns", "blocks", []),
    "job_listing": ("Jobs", "job-listings", ["job_listing_type"]),
}
TERMS = {
    "category": [(3, "internships", "Internships &amp; Jobs"), (4, "news", "News")],
    "post_tag": [(9, "marine", "Marine"), (10, "job-shadow", "Job Shadow")],
    "job_listing_type": [(21, "internship", "Internship"), (22, "full-time", "Full Time")],
}


def post(number: int, title: str = "", *terms: int, kind: str = "post", **more: Any) -> dict[str, Any]:
    """A post as ``context=view`` shows it, with the numbers of its terms."""
    content = {"rendered": f"\n<p>About {title}.</p>\n<script>track()</script>\n", "protected": False}
    return {
        "id": number,
        "date": "2026-11-02T09:00:00",
        "date_gmt": "2026-11-02T14:00:00",
        "guid": {"rendered": f"https://harbor.example/?p={number}"},
        "modified": "2026-11-03T09:00:00",
        "modified_gmt": "2026-11-03T14:00:00",
        "slug": f"post-{number}",
        "status": "publish",
        "type": kind,
        "link": f"https://harbor.example/{number}/",
        "title": {"rendered": title or f"Post {number}"},
        "content": content,
        "excerpt": {"rendered": "<p>Short.</p>", "protected": False},
        "author": 1,
        "meta": [],
        "acf": [],
        "_terms": terms,
        **more,
    }


@dataclass
class WordPressSite:
    """What the site has and how it is set up."""

    posts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Posts by the name of their type."""
    link_header: bool = True
    link_element: bool = True
    pretty: bool = True
    """Whether addresses are like ``/wp-json/``; else the interface is at ``?rest_route=/``."""
    front: int = 200
    """Status of the front page."""
    per_page: int = 100
    """The most posts that are given at once; a plug-in may have lowered it."""
    faults: dict[str, Any] = field(default_factory=dict)
    """What is answered instead at a path of the interface: a status, or bytes."""
    totals: list[int] = field(default_factory=list)
    """What X-WP-Total says, answer after answer, in place of what is true."""

    def __post_init__(self) -> None:
        self.server = FaultServer()
        self.server.behaviours = _Everything(self._answer)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"{self.server.address}/"

    def queries(self, path: str) -> list[dict[str, str]]:
        """The query parameters with which a path of the interface was asked for."""
        return [query for asked, query in self.asked if asked == path]

    def close(self) -> None:
        self.server.close()

    def _answer(self, exchange: Exchange) -> None:
        parts = urlsplit(exchange.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        root = f"{self.address}wp-json/" if self.pretty else f"{self.address}?rest_route=/"
        if self.pretty and parts.path.startswith("/wp-json/"):
            self._rest(exchange, parts.path.removeprefix("/wp-json"), query)
        elif parts.path == "/" and "rest_route" in query:
            self._rest(exchange, query.pop("rest_route"), query)
        elif parts.path == "/":
            headers = {"Link": f'<{root}>; rel="https://api.w.org/"'} if self.link_header else {}
            element = f'<link rel="https://api.w.org/" href="{root}" />' if self.link_element else ""
            exchange.answer(self.front, HTML.format(element).encode(), headers)
        else:
            exchange.answer(404, HTML.format("").encode())

    def _rest(self, exchange: Exchange, path: str, query: dict[str, str]) -> None:
        self.asked.append((path, query))
        fault = self.faults.get(path)
        if isinstance(fault, int):
            exchange.answer(fault, b'{"code":"rest_forbidden","message":"Sorry.","data":{"status":401}}')
        elif fault is not None:
            exchange.answer(200, fault)
        elif path == "/":
            exchange.answer(200, json.dumps({"name": "Harbor", "namespaces": ["wp/v2"], "routes": {}}).encode())
        elif path == "/wp/v2/types":
            exchange.answer(200, json.dumps({key: _type(key) for key in TYPES}).encode())
        elif path == "/wp/v2/categories":
            slugs = query["slug"].split(",")
            found = [{"id": number, "slug": slug} for number, slug, _ in TERMS["category"] if slug in slugs]
            exchange.answer(200, json.dumps(found).encode())
        else:
            key = next((key for key, one in TYPES.items() if path == f"/wp/v2/{one[1]}"), "")
            self._posts(exchange, self.posts.get(key, []), query) if key else exchange.answer(
                404, b'{"code":"rest_no_route"}'
            )

    def _posts(self, exchange: Exchange, posts: list[dict[str, Any]], query: dict[str, str]) -> None:
        wanted = int(query.get("categories", 0))
        posts = [one for one in posts if not wanted or wanted in one["_terms"]]
        posts = sorted(posts, key=lambda one: one["id"])
        size, page = min(int(query.get("per_page", 10)), self.per_page), int(query.get("page", 1))
        last = -(-len(posts) // size)
        if page > max(last, 1):
            exchange.answer(400, b'{"code":"rest_post_invalid_page_number","data":{"status":400}}')
            return
        total = self.totals.pop(0) if self.totals else len(posts)
        shown = [self._shown(one, query) for one in posts[(page - 1) * size : page * size]]
        exchange.answer(200, json.dumps(shown).encode(), {"X-WP-Total": str(total), "X-WP-TotalPages": str(last)})

    def _shown(self, one: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        """A post with the members that are asked for, and its terms where they are to be embedded."""
        fields = set(query["_fields"].split(",")) if "_fields" in query else None
        shown = {name: value for name, value in one.items() if name != "_terms" and (not fields or name in fields)}
        if query.get("_embed") == "wp:term" and (not fields or {"_links", "_embedded"} <= fields):
            lists = [
                [
                    {"id": n, "name": name, "slug": slug, "taxonomy": taxonomy}
                    for n, slug, name in terms
                    if n in one["_terms"]
                ]
                for taxonomy, terms in TERMS.items()
            ]
            shown["_embedded"] = {"wp:term": lists}
        return shown


class _Everything(dict[str, Any]):
    """Gives the same behaviour for every path."""

    def __init__(self, behaviour: Any) -> None:
        self._behaviour = behaviour

    def get(self, key: str, default: Any = None) -> Any:
        return self._behaviour


def _type(key: str) -> dict[str, Any]:
    name, base, taxonomies = TYPES[key]
    return {"name": name, "slug": key, "rest_base": base, "rest_namespace": "wp/v2", "taxonomies": taxonomies}
