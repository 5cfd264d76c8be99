"""The test bed does what tests of the plug-in rely on."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from wordpress import packages
from wordpress.admin import signed_in
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow


def test_a_package_that_cannot_be_had_is_named_loudly(site: RealSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the mirror or the registry does not answer, the failure begins with what could not be had."""
    monkeypatch.setenv("WBL_WORDPRESS_CACHE", str(tmp_path))
    monkeypatch.setattr(packages, "_mirror", lambda: "http://127.0.0.1:9/debian")
    with pytest.raises(AssertionError, match=r"^COULD NOT GET WordPress of Debian sid from http://127.0.0.1:9/debian"):
        packages.installed("sid")
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
    monkeypatch.setenv("NPM_CONFIG_FETCH_RETRIES", "0")
    monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "npm"))
    with pytest.raises(AssertionError, match=r"^COULD NOT GET the npm package @wp-playground/cli@"):
        packages.npm_pack(packages.DROP_IN, tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name != "npm"], "half a site is left in the cache"


def test_what_php_and_wordpress_note_is_seen(site: RealSite):
    """A notice, a function used wrongly and a query that fails are each an entry; refused questions to others are not."""
    site.php("wp_version_check( array(), true ); wp_remote_get( 'https://api.wordpress.org/' );")
    assert site.debug_log() == []
    site.php("echo $nothing;")
    site.php("register_rest_route( 'a', 'b' );")
    site.php("$GLOBALS['wpdb']->query( 'SELECT nothing' );")
    seen = site.debug_log()
    assert len(seen) == 3
    assert all(
        text in entry for text, entry in zip(("$nothing", "register_rest_route", "database error"), seen, strict=True)
    )


def test_what_is_done_in_a_block_is_undone(site: RealSite):
    """A post and an option that are made in the block are gone after it, for the site that is served too."""
    with site.undone():
        post = site.php("echo wp_insert_post( array( 'post_title' => 'A', 'post_status' => 'publish' ) );")
        assert site.ask(f"wp-json/wp/v2/posts/{post}").status == 200
    assert site.ask(f"wp-json/wp/v2/posts/{post}").status == 404


def test_the_clock_stands_where_it_is_set(site: RealSite):
    """The plug-in's time is the one that was set, in every request, until it is let go."""
    now = "echo gmdate( 'c', apply_filters( 'wbl_feed_now', time() ) );"
    site.at("2031-03-14T12:00:00Z")
    assert site.php(now) == "2031-03-14T12:00:00+00:00"
    site.at(None)
    assert site.php(now) < "2031"


def test_a_user_signs_in_and_an_error_of_a_script_is_seen(site: RealSite, browser: Browser):
    """Somebody with a role is signed in by password and by application password; what fails in the page fails the test."""
    editor = site.user("editor")
    assert site.ask("wp-json/wp/v2/users/me?context=edit", user=editor).json["roles"] == ["editor"]
    with signed_in(browser, site, editor) as page:
        assert page.locator("#wp-admin-bar-my-account").inner_text().strip().endswith(editor.name)
    with pytest.raises(AssertionError, match=r"the console says: .*broken"), signed_in(browser, site, editor) as page:
        page.evaluate("new Promise(done => { setTimeout(() => { setTimeout(done); throw new Error('broken') }) })")
    with pytest.raises(AssertionError, match="the page asked for"), signed_in(browser, site, editor) as page:
        page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
