"""The pages for developers are true: their code is served by its framework, and found, read and validated over HTTP."""

import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import pytest
from wbl_publishers.web.site import Options
from web_sites import Site, uvicorn_server, werkzeug_server

from wbl_feed import open_feed

DOCS = Path(__file__).parents[3] / "docs"
DJANGO, FLASK, STARLETTE = (DOCS / f"publish-from-{name}.md" for name in ("django", "flask", "starlette"))
CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def blocks(page: Path, language: str = "python") -> list[str]:
    """The code of a page, block by block."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def run(code: str, names: dict) -> None:
    """Run code of a page."""
    exec(compile(code, "a page of the documentation", "exec"), names)


def follow(site: Site, run_wbl, *titles: str) -> dict:
    """Go from the home page to the feed as a validator does; its postings have these titles."""
    result = run_wbl("validate", f"{site.address}/", "--allow-private", "--at", "2026-11-22", "--json")
    assert result.exit_code == 0, result.output
    reading = open_feed(f"{site.address}/feed.atom", allow_private=True)
    assert [one.title for one in reading.postings] == list(titles)
    assert site.ask("/.well-known/wbl-feed").status == site.ask("/wbl-feed.json").status == 200
    tag = site.ask("/feed.json")["ETag"]
    assert site.ask("/feed.json", If_None_Match=tag).status == 304
    return json.loads(site.ask("/feed.json").body)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder that is the working one, from which Python imports."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_flask(folder, run_wbl):
    """The Flask page's site serves the rows of its table, and what went, once it says so."""
    with sqlite3.connect("board.sqlite") as database:
        database.execute("CREATE TABLE job (number, title, employer, deadline, changed, withdrawn)")
        for row in [
            (1, "Aquaculture intern", "Bay Shellfish", "2027-03-01", CHANGED.timestamp(), None),
            (2, "Library helper", "", None, CHANGED.timestamp() + 60, None),
            (3, "Gone", "", None, CHANGED.timestamp(), CHANGED.timestamp() + 3600),
        ]:
            database.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?)", row)
    database.close()
    feed, home, gone = blocks(FLASK)
    (with_gone,) = re.findall(r"`(blueprint\(.*?\))`", FLASK.read_text(encoding="utf-8"))
    names = {"__name__": "board"}
    run(feed + home, names)
    with werkzeug_server(names["app"]) as site:
        told = follow(site, run_wbl, "Aquaculture intern", "Library helper")
    assert "tombstones" not in told
    assert told["dateModified"] == "2026-11-01T12:01:00Z"
    assert "hiringOrganization" not in told["items"][1]
    again = feed.replace("blueprint(FEED, jobs, posting)", with_gone)
    assert again != feed
    names = {"__name__": "board"}
    run(gone + again + home, names)
    with werkzeug_server(names["app"]) as site:
        told = follow(site, run_wbl, "Aquaculture intern", "Library helper")
    assert told["tombstones"] == [
        {"id": "https://board.example/id/3", "dateDeleted": "2026-11-01T13:00:00Z", "reason": "withdrawn"}
    ]


@pytest.mark.parametrize("framework", ["starlette", "fastapi"])
def test_starlette(framework, folder, run_wbl, monkeypatch):
    """The sites of the Starlette page serve its list of jobs."""
    monkeypatch.delitem(sys.modules, "feed", raising=False)
    feed, starlette, fastapi = blocks(STARLETTE)
    (folder / "feed.py").write_text(feed, encoding="utf-8")
    names = {"__name__": "board"}
    run({"starlette": starlette, "fastapi": fastapi}[framework], names)
    with uvicorn_server(names["app"]) as site:
        told = follow(site, run_wbl, "Aquaculture intern", "Library helper")
    assert told["items"][0]["applicationDeadline"] == "2027-03-01"
    monkeypatch.delitem(sys.modules, "feed")


PROJECT = """
import os
from wsgiref.simple_server import make_server

import django
from django.conf import settings

settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="for tests", ROOT_URLCONF="board.urls", USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["jobs", "wbl_publishers.web.django"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"]}],
)
django.setup()
from datetime import UTC, datetime

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from jobs.models import Job

call_command("check", "--fail-level", "WARNING", stdout=open(os.devnull, "w"))
call_command("migrate", run_syncdb=True, verbosity=0)
Job.objects.create(title="Aquaculture intern", employer="Bay Shellfish", deadline="2027-03-01", pay_per_hour="17.50",
                   public=True, details="Grow oysters. " * 20)
Job.objects.create(title="Library helper", public=True)
Job.objects.create(title="A draft")
Job.objects.create(title="Gone", withdrawn=datetime(2026, 11, 2, tzinfo=UTC))
Job.objects.update(changed=datetime(2026, 11, 1, 12, tzinfo=UTC))
server = make_server("127.0.0.1", 0, get_wsgi_application())
print(server.server_port, flush=True)
server.serve_forever()
"""


def test_django(folder, run_wbl):
    """The Django page's project, in a process of its own, serves the public rows of its table and what went."""
    models, feed, urls, gone = blocks(DJANGO)
    (home,) = blocks(DJANGO, "html")
    for name, text in {
        "jobs/__init__.py": "",
        "jobs/models.py": models,
        "jobs/feed.py": feed,
        "board/__init__.py": "",
        "board/urls.py": urls + "\n" + gone,
        "templates/home.html": home,
        "serve.py": PROJECT,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    process = subprocess.Popen([sys.executable, "serve.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = process.stdout.readline().strip()
        assert port, process.stderr.read()
        told = follow(Site(f"http://127.0.0.1:{port}"), run_wbl, "Aquaculture intern", "Library helper")
    finally:
        process.kill()
        process.communicate()
    assert told["items"][0]["compensation"]["baseSalary"]["value"] == 17.5
    assert told["items"][1].keys() == {"id", "url", "title", "dateModified", "activityType", "status"}
    assert [one["dateDeleted"] for one in told["tombstones"]] == ["2026-11-02T00:00:00Z"]


@pytest.mark.parametrize(("page", "more"), [(DJANGO, set()), (FLASK, {"name"}), (STARLETTE, {"name"})])
def test_every_option_is_documented(page, more):
    """The table of options has every argument, and no other."""
    table = page.read_text(encoding="utf-8").partition("## Options")[2]
    told = re.findall(r"^\| `(\w+)` \|", table, re.M)
    assert sorted(told) == sorted({"settings", "items", "posting", *get_type_hints(Options), *more})
