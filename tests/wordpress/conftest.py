"""A real WordPress, with the plug-in or without, and its admin pages in Chromium.

A module says ``pytestmark = pytest.mark.slow`` and asks for what it needs:

- ``site``: a WordPress without the plug-in;
- ``wbl_site``: one on which the zip of the plug-in is installed and active, new for each module. At its end the module
  fails if PHP or WordPress noted anything in debug.log;
- ``ready``: the same with its set-up done, at a fixed moment; ``live``: for each test as it was before;
- ``admin_page``: a page of Chromium, signed in as administrator;
- ``plugin_zip``: the zip.

They run on the WordPress of Debian trixie. ``pytest.mark.every_wordpress`` runs a test or a module on each version that
packages have. By hand another is chosen for all: ``WBL_WORDPRESS=sid pytest tests/wordpress``; ``6.4`` is the oldest.
``pytest -m php_matrix`` runs what tries the oldest and newest PHP, and nothing else does.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.chromium import chromium, executable
from playwright.sync_api import Browser, Page
from wordpress.admin import signed_in
from wordpress.packages import SUITES, missing
from wordpress.plugin_site import NOW, set_up
from wordpress.real_site import RealSite, real_site

from publishers.wordpress.build import build


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests for every WordPress are run on each of them."""
    if "suite" in metafunc.fixturenames and metafunc.definition.get_closest_marker("every_wordpress"):
        metafunc.parametrize("suite", SUITES, scope="module")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What downloads each PHP is left out, without being skipped, unless it is asked for by its marker."""
    if "php_matrix" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("php_matrix")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="module")
def suite() -> str:
    """The Debian suite whose WordPress is used."""
    return os.environ.get("WBL_WORDPRESS", SUITES[0])


@pytest.fixture(scope="module")
def site(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """A new site; without PHP the test is skipped."""
    if lacking := missing():
        pytest.skip(f"{lacking} is not installed; CONTRIBUTING.md says how to get it")
    with real_site(tmp_path_factory.mktemp("wordpress") / "site", suite) as running:
        yield running


@pytest.fixture(scope="session")
def plugin_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plug-in as a webmaster gets it."""
    return build(tmp_path_factory.mktemp("plugin"))


@pytest.fixture(scope="module")
def wbl_site(site: RealSite, plugin_zip: Path) -> Iterator[RealSite]:
    """A new site with the plug-in; PHP and WordPress may not have noted anything by its end."""
    site.install(plugin_zip)
    site.ask()  # makes the rules for the plug-in's addresses
    yield site
    assert site.debug_log() == []


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """A site whose set-up is done."""
    wbl_site.at(NOW)
    set_up(wbl_site)
    return wbl_site


@pytest.fixture
def live(ready: RealSite) -> Iterator[RealSite]:
    """The same; what a test does to it is forgotten."""
    with ready.undone():
        yield ready
    ready.at(NOW)


# Not for the whole session: while Playwright runs, no other test of it can start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it; without it the test is skipped."""
    path = executable()
    if not path:
        pytest.skip("Chromium is not installed; CONTRIBUTING.md says how to get it")
    with chromium(path) as running:
        yield running


@pytest.fixture
def admin_page(browser: Browser, wbl_site: RealSite) -> Iterator[Page]:
    """The dashboard of the site with the plug-in, as its administrator sees it; the test fails if the console has errors."""
    with signed_in(browser, wbl_site) as page:
        yield page
