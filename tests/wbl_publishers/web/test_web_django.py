"""What is particular to Django: querysets, the template tag, middleware, and mounting."""

import json
import logging
from datetime import timedelta

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.db import connections, models
from django.test import override_settings
from django.urls import include, path
from wbl_publishers.web.django import wbl_urls
from web_sites import BEGUN, SETTINGS, Board, django_site, posting, uvicorn_server

from wbl_feed import open_feed

TAG = "{% wbl_feed_discovery %}"


class Employer(models.Model):
    """Who offers a job."""

    name = models.CharField(max_length=100)

    class Meta:
        app_label = "wbl_feed"


class Job(models.Model):
    """A job as many sites have it: empty texts for what is not known, and a date of change kept by the site."""

    title = models.CharField(max_length=300)
    pay = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    deadline = models.DateField(null=True)
    details = models.TextField(blank=True)
    employer = models.ForeignKey(Employer, models.CASCADE, null=True)
    public = models.BooleanField(default=True)
    changed = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        app_label = "wbl_feed"


def as_posting(job):
    """A job as a posting."""
    return {
        "id": f"https://board.example/id/{job.pk}",
        "url": f"https://board.example/jobs/{job.pk}",
        "title": job.title,
        "dateModified": job.changed,
        "activityType": "internship",
        "status": "open",
        "applicationDeadline": job.deadline,
        "description": job.details,
        "hiringOrganization": {"name": job.employer.name},
        "compensation": job.pay
        and {"status": "paid", "baseSalary": {"currency": "USD", "unitText": "HOUR", "value": job.pay}},
    }


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database in a file, so that the threads of a server see it."""
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", str(tmp_path / "db.sqlite3"))
    monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "db.sqlite3"))
    connections["default"].close()
    with connections["default"].schema_editor() as editor:
        editor.create_model(Employer)
        editor.create_model(Job)
    shellfish = Employer.objects.create(name="Bay Shellfish")
    for number, changes in enumerate(
        [
            {"pay": "17.50", "deadline": BEGUN.date().replace(year=2027)},
            {"details": "Measure the water."},
            {"employer": None},
            {"title": "x" * 250},
            {"public": False},
            {"withdrawn": BEGUN + timedelta(days=1), "public": False},
        ]
    ):
        Job.objects.create(**{"title": f"Intern {number}", "employer": shellfish, "changed": BEGUN, **changes})
    yield
    connections.close_all()


def urls(*arguments, **options):
    return [path("", include(wbl_urls(SETTINGS, *arguments, **options)))]


@pytest.mark.parametrize("revision", [None, lambda: Job.objects.aggregate(models.Max("changed"))])
def test_a_queryset_becomes_a_feed(database, revision, caplog):
    """Rows become postings, each read anew when it changes; a row without its employer harms no other and is logged."""
    gone = lambda: [  # noqa: E731
        {"id": f"https://board.example/id/{job.pk}", "dateDeleted": job.withdrawn, "reason": "withdrawn"}
        for job in Job.objects.exclude(withdrawn=None)
    ]
    jobs = Job.objects.filter(public=True).select_related("employer").order_by("pk")
    with django_site(urls(jobs, as_posting, tombstones=gone, revision=revision)) as site:
        with caplog.at_level(logging.WARNING, "wbl_publishers"):
            reading = open_feed(f"{site.address}/feed.json", allow_private=True)
        first, second = reading.postings
        assert first.to_json_value() == {
            "id": "https://board.example/id/1",
            "url": "https://board.example/jobs/1",
            "title": "Intern 0",
            "dateModified": "2026-11-01T12:00:00Z",
            "activityType": "internship",
            "status": "open",
            "applicationDeadline": "2027-11-01",
            "hiringOrganization": {"name": "Bay Shellfish"},
            "compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": 17.5, "unitText": "HOUR"}},
        }
        assert second.compensation is None
        assert [one.to_json_value()["dateDeleted"] for one in reading.envelope.tombstones] == ["2026-11-02T12:00:00Z"]
        told = [record.getMessage() for record in caplog.records]
        assert "item 3 is left out: AttributeError: 'NoneType' object has no attribute 'name'" in told[0]
        assert "item 4 (https://board.example/id/4) is left out: /title" in told[1]
        tag = site.ask("/feed.json")["ETag"]
        assert site.ask("/feed.json", If_None_Match=tag).status == 304
        Job.objects.filter(pk=2).update(title="Water lab intern", changed=BEGUN + timedelta(days=3))
        changed = json.loads(site.ask("/feed.json", If_None_Match=tag).body)
        assert [one["title"] for one in changed["items"]] == ["Intern 0", "Water lab intern"]
        assert changed["dateModified"] == "2026-11-04T12:00:00Z"


def test_a_manager_will_do(database):
    """``Job.objects`` may be given as it is."""
    with django_site(urls(Job.objects, as_posting)) as site:
        assert len(open_feed(f"{site.address}/feed.json", allow_private=True).postings) == 4


def test_the_middleware_of_a_usual_site_is_in_nobodys_way():
    """With Django's own middleware for hosts, CSRF, conditions, gzip and languages, answers stay as they are."""
    names = [
        "security.SecurityMiddleware", "gzip.GZipMiddleware", "http.ConditionalGetMiddleware",
        "common.CommonMiddleware", "csrf.CsrfViewMiddleware", "clickjacking.XFrameOptionsMiddleware",
        "locale.LocaleMiddleware",
    ]  # fmt: skip
    middleware = [f"django.middleware.{name}" for name in names]
    with django_site(urls(Board.of(3).items), MIDDLEWARE=middleware, ALLOWED_HOSTS=["127.0.0.1"]) as site:
        plain, packed = site.ask("/feed.json"), site.ask("/feed.json", Accept_Encoding="gzip")
        assert json.loads(plain.body)["totalItems"] == 3
        assert packed["ETag"] == f'{plain["ETag"][:-1]}-gzip"'
        assert site.ask("/feed.json", Accept_Encoding="gzip", If_None_Match=packed["ETag"]).status == 304
        assert site.ask("/feed.json", "POST").status == 405
        assert site.ask("/feed.json", "HEAD")["Content-Length"] == plain["Content-Length"]
        assert site.ask("/feed.json", "OPTIONS").status == 204
        assert site.ask("/feed.json", Host="evil.example").status == 400


def test_a_feed_needs_no_login():
    """Where everything else needs a login, the view says that it does not (LoginRequiredMiddleware of Django 5.1)."""
    (patterns, _) = wbl_urls(SETTINGS, list)
    assert {pattern.callback.login_required for pattern in patterns} == {False}


def test_two_feeds_and_a_prefix():
    """Each feed has a namespace and a folder; the tag names the one that is asked for, below the path of the site."""
    patterns = [
        path("fr/", include(wbl_urls(SETTINGS, list))),
        path("", include(wbl_urls({**SETTINGS, "name": "Talks"}, list, folder="/talks/students/"), namespace="talks")),
    ]
    tags = TAG + '{% wbl_feed_discovery "talks" %}'
    with django_site(patterns, tags, FORCE_SCRIPT_NAME="/app") as site:
        page = site.ask("/").body.decode()
    assert 'title="Jobs &amp; &#34;more&#34; &lt;b&gt;" href="/app/fr/feed.json"' in page
    assert 'title="Talks" href="/app/talks/students/feed.atom"' in page


def test_it_runs_under_asgi_too():
    """Django's other handler serves the same."""
    settings = override_settings(ROOT_URLCONF=tuple(urls(lambda: [posting(1)])))
    with settings, uvicorn_server(ASGIHandler(), lifespan="off") as site:
        answer = site.ask("/feed.json", Accept_Encoding="gzip")
    assert (answer.status, answer["Content-Encoding"]) == (200, "gzip")
