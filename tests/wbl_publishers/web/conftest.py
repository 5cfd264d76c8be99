"""Sets Django up, once for the process, and serves a site from each framework."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import django
import pytest
from django.conf import settings

logging.getLogger("werkzeug").setLevel(logging.ERROR)
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["wbl_publishers.web.django"],
    LOGGING_CONFIG=None,
    ROOT_URLCONF=(),
    SECRET_KEY="for tests",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)
django.setup()

from web_sites import FRAMEWORKS, Board, Site  # noqa: E402 - it needs the settings


@pytest.fixture(scope="module", params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> str:
    """One framework after another."""
    return str(request.param)


@pytest.fixture
def serve(framework: str) -> Iterator[Callable[..., Site]]:
    """Serves a board from the framework; keyword arguments are those of the framework's function."""
    with ExitStack() as opened:
        yield lambda board, **options: opened.enter_context(FRAMEWORKS[framework](board, **options))


@pytest.fixture(scope="module")
def site(framework: str) -> Iterator[Site]:
    """A board with three postings, served from the framework, which no test changes."""
    with FRAMEWORKS[framework](Board.of(3)) as site:
        yield site
