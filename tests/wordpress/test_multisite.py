"""A network of sites: each has its own feed, and decides for itself what becomes of it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wordpress.packages import missing
from wordpress.plugin_site import POSTING, SETTINGS
from wordpress.real_site import RealSite, real_site

pytestmark = pytest.mark.slow
MAKE_NETWORK = """
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';
foreach ( $wpdb->tables( 'ms_global' ) as $name => $table ) {
	$wpdb->$name = $table;
}
install_network();
$made = populate_network( 1, getenv( 'WBL_HOST' ), 'admin@site.example', 'A network of sites', '/', false );
echo is_wp_error( $made ) ? $made->get_error_message() : '';
"""
CONSTANTS = """
define( 'MULTISITE', true );
define( 'SUBDOMAIN_INSTALL', false );
define( 'DOMAIN_CURRENT_SITE', preg_replace( '#^https?://#', '', $url ) );
define( 'PATH_CURRENT_SITE', '/' );
define( 'SITE_ID_CURRENT_SITE', 1 );
define( 'BLOG_ID_CURRENT_SITE', 1 );
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, plugin_zip: Path, suite: str) -> Iterator[RealSite]:
    """Two sites, /two/ the second, with the plug-in active for the network."""
    if lacking := missing():
        pytest.skip(f"{lacking} is not installed; CONTRIBUTING.md says how to get it")
    with real_site(tmp_path_factory.mktemp("network") / "site", suite) as site:
        host = site.url.removeprefix("http://").rstrip("/")
        assert site.php(f"putenv( 'WBL_HOST={host}' );{MAKE_NETWORK}") == ""
        config = site.folder / "wp-config.php"
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace("$table_prefix", f"{CONSTANTS}$table_prefix", 1), encoding="utf-8")
        add(site, "two")
        with zipfile.ZipFile(plugin_zip) as packed:
            packed.extractall(site.folder / "wp-content" / "plugins")
        assert site.php("echo activate_plugin( 'wbl-feed/wbl-feed.php', '', true );") == ""
        yield site
        assert [entry for entry in site.debug_log() if "wbl-feed" in entry or "database error" in entry] == []


def add(site: RealSite, name: str) -> int:
    """A further site of the network."""
    return int(
        site.php(
            "$_SERVER['REMOTE_ADDR'] = '127.0.0.1';"
            f"$id = wpmu_create_blog( DOMAIN_CURRENT_SITE, '/{name}/', {name!r}, 1 ); echo $id; switch_to_blog( $id );"
            "update_option( 'permalink_structure', '/%postname%/' ); delete_option( 'rewrite_rules' );"
        )
    )


def on(network: RealSite, blog: int, code: str) -> str:
    """What PHP code prints on one of the sites."""
    return network.php(f"switch_to_blog( {blog} ); {code}")


def use(network: RealSite, blog: int, title: str, **settings: Any) -> None:
    """The set-up is done on one of the sites, and a posting written."""
    given = json.dumps(json.dumps({**SETTINGS, "name": f"Site {blog}", **settings}))
    posting = json.dumps(json.dumps(POSTING))
    on(
        network,
        blog,
        f"WblFeed\\Feed\\Settings::save( json_decode( {given}, true ) );"
        f"$id = wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'publish', 'post_title' => '{title}' ) );"
        f"$posting = json_decode( {posting} ); unset( $posting->title ); WblFeed\\Source\\Own_Postings::store( $id, $posting );"
        "WblFeed\\Feed\\Publishing::catch_up( 60.0 );",
    )


def feed(network: RealSite, path: str) -> Any:
    answer = network.ask(f"{path}feed/wbl.json")
    assert answer.status == 200, answer.text
    return answer.json


def tables(network: RealSite) -> list[str]:
    found: list[str] = json.loads(
        network.php("echo wp_json_encode( $wpdb->get_col( \"SHOW TABLES LIKE '%wbl_ledger'\" ) );")
    )
    return sorted(found)


def test_each_site_has_its_own_feed(network: RealSite):
    """Two sites publish under two ids, each its own postings; a site that is added later has a feed too."""
    for path in ("", "two/"):
        network.ask(path)
        assert network.ask(f"{path}feed/wbl.json").status == 404, "nothing before its own set-up"
    use(network, 1, "Of the first")
    use(network, 2, "Of the second")
    third = add(network, "three")
    network.ask("three/")
    use(network, third, "Of the third")
    feeds = [feed(network, path) for path in ("", "two/", "three/")]
    assert len({one["id"] for one in feeds}) == 3
    assert [[item["title"] for item in one["items"]] for one in feeds] == [
        ["Of the first"],
        ["Of the second"],
        ["Of the third"],
    ]
    assert feeds[1]["items"][0]["url"].startswith(f"{network.url}two/")
    assert tables(network) == ["wp_2_wbl_ledger", "wp_3_wbl_ledger", "wp_wbl_ledger"]


def test_each_site_decides_what_is_deleted(network: RealSite):
    """Deleted from the network, the plug-in's data go on the site that ticked it, and stay on the other."""
    network.ask("two/")
    use(network, 1, "Stays")
    use(network, 2, "Goes", delete_data=True)
    count = "echo count( get_posts( 'post_type=wbl_posting&post_status=any&numberposts=-1' ) );"
    kept = on(network, 1, count)
    assert int(on(network, 2, count)) > 0
    network.php(
        "deactivate_plugins( 'wbl-feed/wbl-feed.php', false, true ); uninstall_plugin( 'wbl-feed/wbl-feed.php' );"
    )
    assert on(network, 2, count) == "0"
    assert on(network, 2, "echo get_option( 'wbl_feed_settings' ) ? 'settings' : 'none';") == "none"
    assert on(network, 2, "echo get_role( 'editor' )->has_cap( 'edit_wbl_postings' ) ? 'may' : 'may not';") == "may not"
    assert on(network, 1, count) == kept
    assert on(network, 1, "echo get_option( 'wbl_feed_settings' ) ? 'settings' : 'none';") == "settings"
    assert on(network, 1, "echo get_role( 'editor' )->has_cap( 'edit_wbl_postings' ) ? 'may' : 'may not';") == "may"
    assert "wp_wbl_ledger" in tables(network)
    assert "wp_2_wbl_ledger" not in tables(network)
