"""Serves a site's feed from Starlette, ``Starlette(routes=routes(settings, items))``, and from FastAPI, ``router``."""

from collections.abc import Callable
from functools import cache
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Unpack

from wbl_feed.catalog import ATOM_FILE, JSON_FILE
from wbl_publishers.extras import library
from wbl_publishers.web.built import DOCUMENTS
from wbl_publishers.web.exchange import Request
from wbl_publishers.web.links import link_elements
from wbl_publishers.web.site import Items, Options, Settings, SiteFeed

library("starlette", "starlette")

from anyio import CapacityLimiter, from_thread, to_thread  # noqa: E402
from markupsafe import Markup  # noqa: E402
from starlette.requests import HTTPConnection  # noqa: E402
from starlette.responses import Response  # noqa: E402
from starlette.routing import BaseRoute, Route  # noqa: E402
from starlette.types import Receive, Scope, Send  # noqa: E402

if TYPE_CHECKING:
    from fastapi import APIRouter

_MOST_THREADS = 4
"""Threads that work for one feed at a time: it may wait for its own builds, and never takes all of the site's."""


class _Document:
    """One document, or the pages, of a feed as an ASGI application."""

    def __init__(self, site: SiteFeed, limiter: Callable[[], CapacityLimiter], document: str = "") -> None:
        self._site, self._limiter, self._document = site, limiter, document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = self._document or f"pages/{scope['path_params']['page']}"
        asked = Request.of(scope["method"], name, HTTPConnection(scope).headers.items())
        answer = await to_thread.run_sync(self._site.respond, asked, limiter=self._limiter())
        await Response(answer.body, answer.status, dict(answer.headers))(scope, receive, send)


def routes(
    settings: Settings,
    items: Items,
    posting: Callable[[Any], Any] | None = None,
    *,
    name: str = "wbl_feed",
    **options: Unpack[Options],
) -> list[BaseRoute]:
    """The routes to the documents of a feed, for the root of the site; ``SiteFeed`` says what is given.

    ``items``, ``tombstones`` and ``revision`` may be coroutine functions; others are called in a thread. A second
    feed takes another ``name``. Raises ``UsageError`` for settings that cannot be used.
    """
    for option in ("tombstones", "revision"):
        if option in options:
            options[option] = _in_thread(options[option])
    site = SiteFeed(settings, _in_thread(items), posting, **options)
    limiter = cache(lambda: CapacityLimiter(_MOST_THREADS))  # made when the loop runs
    documents: list[BaseRoute] = [
        Route(f"/{site.path(document)}", _Document(site, limiter, document), name=f"{name}:{document}")
        for document in DOCUMENTS
    ]
    return [*documents, Route(f"/{site.path('pages/{page}')}", _Document(site, limiter), name=f"{name}:page")]


def router(
    settings: Settings,
    items: Items,
    posting: Callable[[Any], Any] | None = None,
    *,
    name: str = "wbl_feed",
    **options: Unpack[Options],
) -> "APIRouter":
    """The same for FastAPI: ``app.include_router(router(settings, items))``. The API's own description is as before."""
    from fastapi import APIRouter

    return APIRouter(routes=routes(settings, items, posting, name=name, **options))


def discovery_links(request: HTTPConnection, title: str, name: str = "wbl_feed") -> Markup:
    """The ``link`` elements of a feed for the ``head`` of a page, as HTML that templates do not escape again."""
    root = request.scope.get("app_root_path", request.scope.get("root_path", ""))
    feed, atom = (root + request.app.url_path_for(f"{name}:{document}") for document in (JSON_FILE, ATOM_FILE))
    return link_elements(title, feed, atom)


def _in_thread(call: Any) -> Any:
    """A function to be called in a worker thread; the body of a coroutine function runs in the loop of the site."""
    return (lambda: from_thread.run(call)) if iscoroutinefunction(call) else call
