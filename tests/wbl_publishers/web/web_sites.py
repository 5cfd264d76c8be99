"""A small board of postings, and real servers that serve it from each framework."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import uvicorn
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import override_settings
from django.urls import include, path
from fastapi import FastAPI
from fastapi import Request as FastRequest
from fastapi.responses import HTMLResponse as FastHtml
from flask import Flask, render_template_string
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from wbl_publishers.web.django import wbl_urls
from wbl_publishers.web.flask import blueprint
from wbl_publishers.web.starlette import discovery_links, router, routes
from werkzeug.serving import make_server as make_werkzeug_server

SETTINGS = {
    "id": "https://board.example/id/feed",
    "name": 'Jobs & "more" <b>',
    "license": "CC-BY-4.0",
    "publisher": {"name": "Board"},
    "feed_url": "https://board.example/feed.json",
}
BEGUN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def posting(number: int, **members: Any) -> dict[str, Any]:
    """A posting as a site may give it, with Python's own dates, and with fields that are empty."""
    return {
        "id": f"https://board.example/id/{number}",
        "url": f"https://board.example/jobs/{number}",
        "title": f"Harbor intern {number}",
        "dateModified": BEGUN + timedelta(minutes=number),
        "activityType": "internship",
        "status": "open",
        "applicationDeadline": BEGUN.date().replace(year=2027),
        "description": "Measure the water, and write down what you find. " * 3,
        "summary": "",
        "duration": None,
        "hiringOrganization": {"name": "Bay Shellfish", "email": ""},
        **members,
    }


@dataclass
class Board:
    """What a site has in its database."""

    postings: list[dict[str, Any]]
    tombstones: list[dict[str, Any]] = field(default_factory=list)
    builds: int = 0
    """How often all postings were asked for."""

    @classmethod
    def of(cls, count: int) -> "Board":
        """A board with so many postings."""
        return cls([posting(number) for number in range(count)])

    def items(self) -> Iterator[dict[str, Any]]:
        """The postings as they stand."""
        self.builds += 1
        yield from list(self.postings)


@dataclass(frozen=True)
class Answer:
    """An answer as it went over the wire."""

    status: int
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes

    def __getitem__(self, header: str) -> str | None:
        return self.headers.get(header.lower())


@dataclass(frozen=True)
class Site:
    """A site that runs."""

    address: str
    """``http://127.0.0.1:port``, without a slash."""

    def ask(self, where: str, method: str = "GET", **headers: str) -> Answer:
        """One request; an underscore in the name of a header stands for a hyphen."""
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        try:
            connection.request(method, where, headers={name.replace("_", "-"): one for name, one in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): one for name, one in answer.getheaders()}, answer.read())
        finally:
            connection.close()


class _Threaded(ThreadingMixIn, WSGIServer):
    """wsgiref's server with a thread for each request."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the name in http.server
        """Keep quiet."""


@contextmanager
def _running(server: Any) -> Iterator[Site]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wsgiref_server(app: Any) -> Any:
    """Runs a WSGI application with the server of the standard library."""
    return _running(make_server("127.0.0.1", 0, app, _Threaded, _Quiet))


def werkzeug_server(app: Any) -> Any:
    """Runs a WSGI application with the server that comes with Flask."""
    return _running(make_werkzeug_server("127.0.0.1", 0, app, threaded=True))


@contextmanager
def uvicorn_server(app: Any, **settings: Any) -> Iterator[Site]:
    """Runs an ASGI application with uvicorn, in a thread."""
    settings |= {"port": 0, "log_level": "critical", "ws": "none", "timeout_graceful_shutdown": 5}
    server = uvicorn.Server(uvicorn.Config(app, **settings))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield Site(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join()


PAGE = "<!DOCTYPE html><html><head><title>Board</title>{}</head><body></body></html>"


@contextmanager
def django_site(patterns: list[Any], tag: str = "{% wbl_feed_discovery %}", **settings: Any) -> Iterator[Site]:
    """A Django site with these addresses, and a home page with the discovery tag."""
    template = Engine(libraries={"wbl_feed": "wbl_publishers.web.django.templatetags.wbl_feed"}).from_string(
        "{% load wbl_feed %}" + PAGE.format(tag)
    )
    home = path("", lambda request: HttpResponse(template.render(Context())))
    with override_settings(ROOT_URLCONF=(home, *patterns), **settings), wsgiref_server(WSGIHandler()) as site:
        yield site


@contextmanager
def django_board(board: Board, **options: Any) -> Iterator[Site]:
    """The board in Django."""
    with django_site([path("", include(wbl_urls(SETTINGS, board.items, **options)))]) as site:
        yield site


@contextmanager
def flask_board(board: Board, **options: Any) -> Iterator[Site]:
    """The board in Flask."""
    app = Flask(__name__)
    app.register_blueprint(blueprint(SETTINGS, board.items, **options))
    app.add_url_rule(
        "/", view_func=lambda: render_template_string(PAGE.format("{{ wbl_feed_discovery() }}")), endpoint="home"
    )
    with werkzeug_server(app) as site:
        yield site


@contextmanager
def starlette_board(board: Board, **options: Any) -> Iterator[Site]:
    """The board in Starlette."""

    async def home(request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE.format(discovery_links(request, SETTINGS["name"])))

    with uvicorn_server(Starlette(routes=[Route("/", home), *routes(SETTINGS, board.items, **options)])) as site:
        yield site


@contextmanager
def fastapi_board(board: Board, **options: Any) -> Iterator[Site]:
    """The board in FastAPI."""
    app = FastAPI()
    app.include_router(router(SETTINGS, board.items, **options))

    @app.get("/", response_class=FastHtml)
    def home(request: FastRequest) -> str:
        return PAGE.format(discovery_links(request, SETTINGS["name"]))

    with uvicorn_server(app) as site:
        yield site


FRAMEWORKS: dict[str, Callable[..., Any]] = {
    "django": django_board,
    "flask": flask_board,
    "starlette": starlette_board,
    "fastapi": fastapi_board,
}
