"""The plug-in on the oldest WordPress and PHP that it claims, and on the newest; run by ``pytest -m php_matrix``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from wordpress.admin import open_admin, signed_in
from wordpress.other_php import other_php
from wordpress.packages import OLDEST
from wordpress.php_source import sources
from wordpress.plugin_site import POSTING, feed, set_up, write, written
from wordpress.real_site import RealSite, real_site

from publishers.wordpress.build import PLUGIN
from wbl_feed import read

pytestmark = [pytest.mark.slow, pytest.mark.php_matrix]
VERSIONS = (OLDEST, ""), (OLDEST, "7.4"), ("sid", "7.4"), ("sid", "8.5")
"""WordPress by suite, and PHP; without one that of the system."""
SCREENS = (
    "edit.php?post_type=wbl_posting", "post-new.php?post_type=wbl_posting", "edit.php?post_type=wbl_posting&page=wbl-feed",
    "edit.php?post_type=wbl_posting&page=wbl-feed-mapping", "plugins.php",
)  # fmt: skip


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda pair: f"wordpress-{pair[0]}-php-{pair[1] or 'here'}")
def tried(
    request: pytest.FixtureRequest, plugin_zip: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealSite]:
    """A site of these versions with the plug-in; neither PHP nor WordPress has noted anything by its end."""
    suite, php = request.param
    with real_site(tmp_path_factory.mktemp("wordpress") / "site", suite, php) as site:
        site.install(plugin_zip)
        site.ask()
        set_up(site)
        yield site
        assert site.debug_log() == []


def test_a_posting_goes_in_and_out(tried: RealSite):
    """A posting written through REST is in the feed, its Atom form, its page and the catalogue; in the trash it is a tombstone."""
    posting = {
        **POSTING,
        "jobLocation": [{"address": {"addressLocality": "Barnstable", "addressRegion": "MA", "addressCountry": "US"}}],
    }
    post = written(tried, posting)
    (item,) = (one for one in feed(tried)["items"] if one["title"] == posting["title"])
    assert posting.items() <= item.items()
    for path in ("feed/wbl.json", "feed/wbl/", "wp-json/wbl/v1/feed", "wp-json/wbl/v1/atom"):
        answer = tried.ask(path)
        assert answer.status == 200, path
        assert read(answer.body).feed.items[0].id == item["id"], path
        assert tried.ask(path, headers={"If-None-Match": answer.headers["ETag"]}).status == 304, path
    for path in (".well-known/wbl-feed", "wbl-feed.json", "wp-json/wbl/v1/catalog"):
        assert tried.ask(path).json["feeds"], path
    assert "application/ld+json" in tried.ask(item["url"].removeprefix(tried.url)).text
    assert write(tried, {**POSTING, "applicationDeadline": "soon"}, post).status == 400
    tried.php(f"wp_trash_post( {post} );")
    assert item["id"] in {one["id"] for one in feed(tried)["tombstones"]}


def test_the_admin_pages_open(tried: RealSite, browser: Browser):
    """Each screen of the plug-in, and each of WordPress that it adds to, opens without an error in PHP or the console."""
    with signed_in(browser, tried) as page:
        for screen in SCREENS:
            open_admin(page, tried, screen)
            assert "critical error" not in page.inner_text("body"), screen


def test_every_function_that_is_called_is_there(tried: RealSite):
    """PHP and WordPress of these versions have each function that the plug-in calls."""
    called = {
        call.name for source in sources(PLUGIN) for call in source.calls() if not call.name.startswith("wbl_feed_")
    }
    names = ", ".join(f"'{name}'" for name in sorted(called))
    seldom = "wp-admin/includes/upgrade.php", "wp-includes/ms-blogs.php", "wp-includes/ms-site.php"
    load = "".join(f"require_once ABSPATH . '{file}';" for file in seldom)
    missing = f"array_filter( array( {names} ), function ( $name ) {{ return ! function_exists( $name ); }} )"
    assert tried.php(f"{load} echo implode( ' ', {missing} );") == ""


@pytest.mark.parametrize("php", ["7.4", "8.0", "8.1", "8.3", "8.4", "8.5"])
def test_every_php_compiles_it(php: str):
    """Each version of PHP reads all files and has nothing to say of them."""
    assert len(sources(PLUGIN, other_php(php, PLUGIN))) > 20
