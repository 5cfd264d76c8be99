"""Tests of Site Health: each is seen good, and bad on a site that something is wrong with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, set_up, written
from wordpress.real_site import RealSite
from wordpress.visitor import Visitor, text_of

pytestmark = pytest.mark.slow
DIRECT = "permalinks", "time_zone", "problems", "deadlines", "cron"
ASKING = "feed", "rest", "cache"
REST_CLOSED = """
add_filter( 'rest_authentication_errors', function ( $result ) {
	return is_user_logged_in() ? $result : new WP_Error( 'rest_login_required', 'For members alone.', array( 'status' => 401 ) );
} );"""
MEMBERS_ONLY = """
if ( false !== strpos( $_SERVER['REQUEST_URI'], '/feed/' ) && PHP_SAPI !== 'cli' ) {
	http_response_code( 403 );
	exit( 'For members alone.' );
}"""
COMING_SOON = """
if ( false !== strpos( $_SERVER['REQUEST_URI'], '/feed/' ) && PHP_SAPI !== 'cli' ) {
	exit( '<!doctype html><title>Coming soon</title>' );
}"""
PAGE_CACHE = """
if ( false !== strpos( $_SERVER['REQUEST_URI'], '/feed/wbl.json' ) && PHP_SAPI !== 'cli' ) {
	header( 'Content-Type: application/json' );
	header( 'X-Cache: HIT' );
	exit( file_get_contents( WP_CONTENT_DIR . '/old-feed.json' ) );
}"""
NO_ETAG = """
add_filter( 'wp_headers', '__return_empty_array', 99 );
add_action( 'plugins_loaded', function () {
	header_register_callback( function () { header_remove( 'ETag' ); } );
} );"""
NO_MYSQL = """
if ( ! function_exists( 'mysqli_get_client_info' ) ) {
	function mysqli_get_client_info() {
		return ''; // Site Health of WordPress 6.4 asks for it on every site
	}
}"""
DEAF_CACHE = "unset( $_SERVER['HTTP_IF_NONE_MATCH'], $_SERVER['HTTP_IF_MODIFIED_SINCE'] );"


@pytest.fixture(scope="module", autouse=True)
def posting(wbl_site: RealSite) -> int:
    """A sound posting on a site that is set up; its post."""
    set_up(wbl_site)
    return written(wbl_site, POSTING)


@contextmanager
def broken(site: RealSite, code: str) -> Iterator[None]:
    """Something else is wrong with the site for a while."""
    site.plugin("broken", code)
    try:
        yield
    finally:
        site.plugin("broken", "")


def result(site: RealSite, test: str) -> dict[str, Any]:
    """What a test of Site Health finds."""
    kind = "Health_Probe" if test in ASKING else "Health_Tests"
    given = json.loads(site.php(f"echo wp_json_encode( WblFeed\\Admin\\{kind}::{test}() );"))
    assert given["test"] == f"wbl_feed_{test}"
    assert given["label"]
    assert given["description"].startswith("<p>")
    return given


@pytest.mark.parametrize("test", DIRECT + ASKING)
def test_a_sound_site_is_good(wbl_site: RealSite, test: str):
    """On a site with nothing wrong every test is good."""
    found = result(wbl_site, test)
    assert found["status"] == "good", found


def test_site_health_runs_them_all(wbl_site: RealSite):
    """WordPress knows five tests to run at once and three to ask for; who may see Site Health may ask, nobody else."""
    tests = json.loads(wbl_site.php("echo wp_json_encode( WP_Site_Health::get_tests() );"))
    assert {name for name in tests["direct"] if name.startswith("wbl_feed_")} == {f"wbl_feed_{name}" for name in DIRECT}
    assert {name for name in tests["async"] if name.startswith("wbl_feed_")} == {f"wbl_feed_{name}" for name in ASKING}
    for name in ASKING:
        address = tests["async"][f"wbl_feed_{name}"]["test"].removeprefix(wbl_site.url)
        assert wbl_site.ask(address).status == 401
        assert wbl_site.ask(address, user=wbl_site.user("editor")).status == 403
        answer = wbl_site.ask(address, user=wbl_site.user("administrator"))
        assert (answer.status, answer.json["status"]) == (200, "good"), answer.text
    with broken(wbl_site, NO_MYSQL):
        page = Visitor(wbl_site).get("wp-admin/site-health.php")
    assert "wbl_feed_permalinks" in page.text_content()
    with wbl_site.undone():
        wbl_site.php("delete_option( 'wbl_feed_settings' );")
        assert "wbl_feed_" not in wbl_site.php("echo wp_json_encode( WP_Site_Health::get_tests() );")


def test_plain_permalinks(wbl_site: RealSite):
    """Without pretty permalinks the feed has no readable address, and still answers."""
    with wbl_site.undone():
        wbl_site.php("$GLOBALS['wp_rewrite']->set_permalink_structure( '' ); flush_rewrite_rules();")
        found = result(wbl_site, "permalinks")
        assert found["status"] == "recommended"
        assert "options-permalink.php" in found["actions"]
        assert result(wbl_site, "feed")["status"] == "good"


def test_a_mere_offset(wbl_site: RealSite):
    """A number of hours is no time zone; one that the setup screen was told is."""
    with wbl_site.undone():
        wbl_site.php("update_option( 'timezone_string', '' ); update_option( 'gmt_offset', '-5' );")
        assert result(wbl_site, "time_zone")["status"] == "recommended"
        set_up(wbl_site, time_zone="America/New_York")
        assert result(wbl_site, "time_zone")["status"] == "good"


def test_postings_with_mistakes_and_without_deadline(wbl_site: RealSite, posting: int):
    """Both are counted, and the link leads to where they are mended; advice alone is no mistake."""
    with wbl_site.undone():
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {posting} ); unset( $posting->applicationDeadline );"
            f"WblFeed\\Source\\Own_Postings::store( {posting}, $posting );"
        )
        found = result(wbl_site, "deadlines")
        assert (found["status"], found["label"]) == ("recommended", "1 open posting has no deadline")
        assert result(wbl_site, "problems")["status"] == "good"
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {posting} ); $posting->rolling = true;"
            f"WblFeed\\Source\\Own_Postings::store( {posting}, $posting );"
        )
        assert result(wbl_site, "deadlines")["status"] == "good"
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {posting} ); $posting->applicationDeadline = 'soon';"
            f"WblFeed\\Source\\Own_Postings::store( {posting}, $posting );"
        )
        found = result(wbl_site, "problems")
        assert (found["status"], found["label"]) == ("recommended", "1 posting has a mistake")
        assert "page=wbl-feed" in found["actions"]


def test_the_nightly_run(wbl_site: RealSite):
    """It is missed when it is gone, and when it is late by more than six hours."""
    with wbl_site.undone():
        wbl_site.php(
            "wp_clear_scheduled_hook( 'wbl_feed_nightly' ); wp_schedule_event( time() - 5 * HOUR_IN_SECONDS, 'daily', 'wbl_feed_nightly' );"
        )
        assert result(wbl_site, "cron")["status"] == "good"
        wbl_site.php(
            "wp_clear_scheduled_hook( 'wbl_feed_nightly' ); wp_schedule_event( time() - 50 * HOUR_IN_SECONDS, 'daily', 'wbl_feed_nightly' );"
        )
        assert "2 days late" in result(wbl_site, "cron")["description"]
        wbl_site.php("wp_clear_scheduled_hook( 'wbl_feed_nightly' );")
        assert "no longer scheduled" in result(wbl_site, "cron")["description"]


def test_a_closed_rest_interface_is_no_harm(wbl_site: RealSite):
    """A security plug-in that closes the REST interface to visitors leaves the feed readable, and Site Health says so."""
    with broken(wbl_site, REST_CLOSED):
        found = result(wbl_site, "rest")
        assert found["status"] == "good"
        assert "401" in found["description"]
        assert "/feed/wbl.json" in found["description"]
        assert result(wbl_site, "feed")["status"] == "good"
    with broken(wbl_site, REST_CLOSED + MEMBERS_ONLY):
        assert result(wbl_site, "rest")["status"] == "critical"


@pytest.mark.parametrize(("code", "words"), [(MEMBERS_ONLY, "403"), (COMING_SOON, "not the feed")])
def test_a_feed_that_visitors_do_not_get(wbl_site: RealSite, code: str, words: str):
    """A page for members, or one that says "coming soon", in place of the feed is the worst that can be."""
    with broken(wbl_site, code):
        found = result(wbl_site, "feed")
        assert found["status"] == "critical"
        assert words in found["description"]
        assert result(wbl_site, "cache")["status"] == "recommended"


def test_a_feed_that_is_not_valid(wbl_site: RealSite):
    """Settings that another program wrote make a feed that is not valid; the result names what is wrong."""
    with wbl_site.undone():
        set_up(wbl_site, license="no licence at all")
        found = result(wbl_site, "feed")
        assert found["status"] == "critical"
        assert "page=wbl-feed" in found["actions"]
        page = Visitor(wbl_site).get("wp-admin/edit.php?post_type=wbl_posting&page=wbl-feed")
        shown = text_of(page.cssselect("#wbl-result")[0])
        assert shown.startswith("Your feed is not valid yet“License” is ")
        assert "/feed/" not in shown
        assert page.cssselect("#wbl-address-json") == []


def test_a_cache_that_gives_an_old_copy(wbl_site: RealSite, posting: int):
    """A page cache that kept the feed from before an edit is found out, with the header that gave it away."""
    (wbl_site.folder / "wp-content" / "old-feed.json").write_bytes(wbl_site.ask("feed/wbl.json").body)
    with wbl_site.undone(), broken(wbl_site, PAGE_CACHE):
        assert result(wbl_site, "cache")["status"] == "recommended", "the copy is still right, but bears no ETag"
        wbl_site.php(f"wp_update_post( array( 'ID' => {posting}, 'post_title' => 'Another title' ) );")
        found = result(wbl_site, "cache")
        assert found["status"] == "critical"
        assert "x-cache: HIT" in found["description"]


@pytest.mark.parametrize(("code", "words"), [(NO_ETAG, "ETag"), (DEAF_CACHE, "304")])
def test_something_that_spoils_asking_for_news(wbl_site: RealSite, code: str, words: str):
    """A server that drops the ETag, and one that does not listen to If-None-Match, are found out."""
    with broken(wbl_site, code):
        found = result(wbl_site, "cache")
        assert found["status"] == "recommended"
        assert words in found["description"]


def test_information_for_those_who_help(wbl_site: RealSite):
    """The section that people copy has versions and counts, and neither mailbox nor name of anybody."""
    with wbl_site.undone():
        set_up(
            wbl_site,
            publisher={"name": "Harbor STEM Network", "email": "role@harbor.example"},
            reminder={"email": "kim@harbor.example", "days": 30},
        )
        code = "require_once ABSPATH . 'wp-admin/includes/class-wp-debug-data.php'; echo wp_json_encode( WP_Debug_Data::debug_data()['wbl-feed'] );"
        section = json.loads(wbl_site.php(code))
        values = {field["label"]: field["value"] for field in section["fields"].values()}
        assert values["Postings in the feed"] == "1"
        assert values["Time zone"] == "America/New_York"
        assert values["Address of the feed"] == f"{wbl_site.url}feed/wbl.json"
        assert "@" not in json.dumps(section)
        assert "Harbor" not in json.dumps(section)
