"""Serves a site's feed from Flask: ``app.register_blueprint(blueprint(settings, items))``."""

from collections.abc import Callable
from typing import Any, Unpack

from wbl_feed.catalog import ATOM_FILE, JSON_FILE
from wbl_publishers.extras import library
from wbl_publishers.web.built import PLAIN_CATALOGUE, WELL_KNOWN
from wbl_publishers.web.exchange import METHODS, Request
from wbl_publishers.web.links import link_elements
from wbl_publishers.web.site import Items, Options, Settings, SiteFeed

library("flask", "flask")

from flask import Blueprint, Response, request, url_for  # noqa: E402
from markupsafe import Markup  # noqa: E402
from werkzeug.datastructures import Headers  # noqa: E402

_ENDPOINTS = {"feed": JSON_FILE, "atom": ATOM_FILE, "well_known": WELL_KNOWN, "catalogue": PLAIN_CATALOGUE}


def blueprint(
    settings: Settings,
    items: Items,
    posting: Callable[[Any], Any] | None = None,
    *,
    name: str = "wbl_feed",
    **options: Unpack[Options],
) -> Blueprint:
    """The documents of a feed, to be registered at the root of the site; ``SiteFeed`` says what is given.

    Templates then have the function ``wbl_feed_discovery()``, which writes the ``link`` elements of the feed. With
    another ``name``, for a second feed, the function is called after it. Raises ``UsageError`` for settings that
    cannot be used.
    """
    site = SiteFeed(settings, items, posting, **options)

    def serve(document: str) -> Response:
        answer = site.respond(Request.of(request.method, document, request.headers.items()))
        response = Response(answer.body, answer.status)
        response.headers = Headers(answer.headers)  # these alone: the length that HEAD tells is not that of its body
        return response

    def discovery() -> Markup:
        return link_elements(site.settings.name, url_for(f"{name}.feed"), url_for(f"{name}.atom"))

    made = Blueprint(name, __name__)
    rules: dict[str, Any] = {"methods": METHODS, "provide_automatic_options": False}
    for endpoint, document in _ENDPOINTS.items():
        made.add_url_rule(f"/{site.path(document)}", endpoint, serve, defaults={"document": document}, **rules)
    made.add_url_rule(f"/{site.path('pages/<page>')}", "page", lambda page: serve(f"pages/{page}"), **rules)
    made.add_app_template_global(discovery, f"{name}_discovery")
    return made
