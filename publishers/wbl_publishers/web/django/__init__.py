"""Serves a site's feed from Django: ``path("", include(wbl_urls(settings, Job.objects, posting)))``."""

from collections.abc import Callable
from typing import Any, Unpack

from wbl_feed.catalog import ATOM_FILE, JSON_FILE
from wbl_publishers.extras import library
from wbl_publishers.web.built import PLAIN_CATALOGUE, WELL_KNOWN
from wbl_publishers.web.exchange import Request
from wbl_publishers.web.site import Options, Settings, SiteFeed

library("django", "django")

from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

APP_NAME = "wbl_feed"
_NAMES = {"feed": JSON_FILE, "atom": ATOM_FILE, "well-known": WELL_KNOWN, "catalogue": PLAIN_CATALOGUE}


class FeedView:
    """The view of a document of a feed."""

    csrf_exempt = True  # it changes nothing; a POST is answered 405
    login_required = False  # a feed is read without login (spec section 18.1, rule 1)

    def __init__(self, site: SiteFeed) -> None:
        self.site = site

    def __call__(self, request: HttpRequest, document: str = "", page: str = "") -> HttpResponse:
        asked = Request.of(request.method, document or f"pages/{page}", request.headers.items())
        answer = self.site.respond(asked)
        response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
        if "Content-Type" not in answer.headers:
            del response.headers["Content-Type"]
        return response


def wbl_urls(
    settings: Settings, items: Any, posting: Callable[[Any], Any] | None = None, **options: Unpack[Options]
) -> tuple[list[Any], str]:
    """The addresses of the documents of a feed, for ``include`` at the root of the site.

    ``items`` is a queryset, a manager, or a function that gives objects; ``SiteFeed`` says what else is given. A
    second feed is included with another ``namespace``. Raises ``UsageError`` for settings that cannot be used.
    """
    view = FeedView(SiteFeed(settings, items if callable(items) else items.all, posting, **options))
    at = view.site.path
    documents = [path(at(document), view, {"document": document}, name=name) for name, document in _NAMES.items()]
    return [*documents, path(at("pages/<str:page>"), view, name="page")], APP_NAME
