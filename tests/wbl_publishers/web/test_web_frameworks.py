"""What is particular to Flask, Starlette and FastAPI, and what is said where a framework is missing."""

import asyncio
import importlib
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from fastapi import FastAPI
from flask import Flask, render_template_string
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from wbl_publishers.web.flask import blueprint
from wbl_publishers.web.starlette import discovery_links, router, routes
from web_sites import SETTINGS, Board, posting, uvicorn_server, werkzeug_server

from wbl_feed.errors import UsageError


def test_flask_two_feeds_below_a_path():
    """Each blueprint has its name and its function for templates; links go by the path that the site lies under."""
    app = Flask(__name__)
    app.register_blueprint(blueprint(SETTINGS, list), url_prefix="/jobs")
    app.register_blueprint(blueprint({**SETTINGS, "name": "Talks"}, list, name="talks", folder="talks"))
    both = "{{ wbl_feed_discovery() }}{{ talks_discovery() }}"
    app.add_url_rule("/", view_func=lambda: render_template_string(both), endpoint="home")

    def below(environ, start_response):
        environ["SCRIPT_NAME"] = "/app"
        return app(environ, start_response)

    with werkzeug_server(below) as site:
        page = site.ask("/").body.decode()
        assert json.loads(site.ask("/jobs/feed.json").body)["name"] == SETTINGS["name"]
        assert json.loads(site.ask("/talks/feed.json").body)["name"] == "Talks"
    assert 'title="Jobs &amp; &#34;more&#34; &lt;b&gt;" href="/app/jobs/feed.json"' in page
    assert 'title="Talks" href="/app/talks/feed.atom"' in page


@pytest.mark.parametrize("revision", [None, lambda: 1], ids=["each request", "by revision"])
def test_starlette_coroutine_functions(revision):
    """What is asynchronous runs in the loop of the site, even when more ask at once than there are threads."""
    loops, board = [], Board.of(3)

    async def items():
        loops.append(asyncio.get_running_loop())
        await anyio.to_thread.run_sync(lambda: None)  # as a driver may do that has its own threads
        return list(board.items())

    async def tombstones():
        return [{"id": "https://board.example/id/9", "dateDeleted": "2026-11-01T12:00:00Z"}]

    options = {"revision": revision} if revision else {}
    app = Starlette(routes=routes(SETTINGS, items, tombstones=tombstones, **options))
    with uvicorn_server(app) as site, ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(lambda _: site.ask("/feed.json"), range(60)))
    assert {answer.status for answer in answers} == {200}
    assert len(json.loads(answers[0].body)["tombstones"]) == 1
    assert len(set(loops)) == 1
    assert len(loops) == board.builds == 1 if revision else board.builds <= 60


def test_starlette_is_not_kept_waiting():
    """While the feed is built, the site answers other requests."""
    may_end = threading.Event()

    def items():
        assert may_end.wait(20)
        return [posting(1)]

    async def home(request: Request) -> HTMLResponse:
        return HTMLResponse("here")

    app = Starlette(routes=[Route("/", home), *routes(SETTINGS, items)])
    with uvicorn_server(app) as site, ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(site.ask, "/feed.json") for _ in range(8)]
        try:
            assert site.ask("/").body == b"here"
            assert not any(one.done() for one in waiting)
        finally:
            may_end.set()
        assert {one.result().status for one in waiting} == {200}


def test_starlette_links_below_a_path():
    """Links go by the path that the site lies under, from within a mounted part of it too."""

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(discovery_links(request, "Talks", "talks"))

    feeds = [*routes(SETTINGS, list), *routes(SETTINGS, list, name="talks", folder="talks")]
    app = Starlette(routes=[Route("/", page), Mount("/part", routes=[Route("/", page)]), *feeds])
    with uvicorn_server(app, root_path="/app") as site:
        answers = [site.ask(where).body.decode() for where in ("/", "/part/")]
        assert site.ask("/talks/feed.json").status == 200  # uvicorn puts /app before it
    assert answers[0] == answers[1]
    assert 'title="Talks" href="/app/talks/feed.json"' in answers[0]


def test_fastapi_describes_what_it_did_before():
    """The feed adds nothing to the description of the API, and nothing to its dependencies."""
    app, other = FastAPI(), FastAPI()
    app.include_router(router(SETTINGS, list))
    assert app.openapi()["paths"] == other.openapi()["paths"] == {}


@pytest.mark.parametrize(("module", "library"), [("flask", "flask"), ("django", "django"), ("starlette", "starlette")])
def test_what_is_missing_is_named_with_the_command_that_installs_it(module, library, monkeypatch):
    """Without the framework, the import says which command brings it."""
    monkeypatch.delitem(sys.modules, f"wbl_publishers.web.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError) as caught:
        importlib.import_module(f"wbl_publishers.web.{module}")
    assert f"pip install 'wbl-feed[{library}]'" in str(caught.value)
