"""A network of sites in one WordPress: each has a feed of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, SETTINGS, in_php
from wordpress.real_site import RealSite, User

from wbl_feed.digest import canonical_json, content_digest

pytestmark = pytest.mark.slow
NETWORK = """
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';
global $wpdb;
foreach ( $wpdb->tables( 'ms_global' ) as $table => $name ) {
    $wpdb->$table = $name;
}
install_network();
$result = populate_network( 1, parse_url( WP_HOME, PHP_URL_HOST ) . ':' . parse_url( WP_HOME, PHP_URL_PORT ), 'a@site.example', 'Network', '/', false );
foreach ( array( 'home', 'siteurl' ) as $option ) {
    $wpdb->update( $wpdb->options, array( 'option_value' => WP_HOME ), array( 'option_name' => $option ) );
}
echo is_wp_error( $result ) ? $result->get_error_message() : '';
"""
CONSTANTS = """define( 'MULTISITE', true );
define( 'SUBDOMAIN_INSTALL', false );
define( 'DOMAIN_CURRENT_SITE', preg_replace( '#^https?://#', '', $url ) );
define( 'PATH_CURRENT_SITE', '/' );
define( 'SITE_ID_CURRENT_SITE', 1 );
define( 'BLOG_ID_CURRENT_SITE', 1 );
"""


@pytest.fixture(scope="module")
def network(site: RealSite, plugin_zip: Path) -> Iterator[RealSite]:
    """A network of two sites, for all of which the plug-in is active; the second is at two/."""
    site.install(plugin_zip)
    site.php("deactivate_plugins( 'wbl-feed/wbl-feed.php' );")
    assert not site.php(NETWORK)
    config = site.folder / "wp-config.php"
    lines = [
        line
        for line in config.read_text(encoding="utf-8").splitlines(keepends=True)
        if "'WP_HOME'" not in line and "'WP_SITEURL'" not in line
    ]
    before = next(number for number, line in enumerate(lines) if "wp-settings.php" in line)
    config.unlink()
    config.write_text("".join([*lines[:before], CONSTANTS, *lines[before:]]), encoding="utf-8")
    assert add_site(site, "two") == 2
    assert not site.php("echo activate_plugin( 'wbl-feed/wbl-feed.php', '', true );")
    yield site
    # This WordPress is older than this PHP, and the files that only a network has say so.
    assert [entry for entry in site.debug_log() if "/wp-includes/ms-" not in entry] == []


@pytest.fixture(scope="module")
def owner(network: RealSite) -> User:
    """The administrator of the network."""
    code = "echo WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'tests' ) )[0];"
    return User("admin", "", network.php(code))


def add_site(network: RealSite, name: str) -> int:
    """A new site of the network, by its number."""
    code = f"echo wpmu_create_blog( DOMAIN_CURRENT_SITE, '/{name}/', '{name}', 1 );"
    return int(network.php(code))


def on(number: int, code: str) -> str:
    """PHP that runs for one site of the network, from the first."""
    return f"switch_to_blog( {number} ); {code} restore_current_blog();"


def set_up(network: RealSite, number: int, path: str) -> dict[str, Any]:
    """The set-up of one site is done; its feed."""
    network.ask(path)  # the first visit makes what the site needs
    settings = in_php(json.dumps({**SETTINGS, "name": f"Site {number}"}))
    network.php(on(number, f"WblFeed\\Feed\\Settings::save( json_decode( {settings}, true ) );"))
    return feed(network, path)


def feed(network: RealSite, path: str) -> dict[str, Any]:
    """The feed of one site, which is intact."""
    answer = network.ask(f"{path}feed/wbl.json")
    assert answer.status == 200, answer.text
    head: dict[str, Any] = answer.json
    assert head["digest"] == content_digest(
        map(canonical_json, head["items"]), map(canonical_json, head.get("tombstones", ()))
    )
    return head


def write(network: RealSite, owner: User, path: str, posting: dict[str, Any]) -> int:
    """A posting on one site, through its REST interface."""
    body = {"status": "publish", "wbl": posting}
    answer = network.ask(f"{path}wp-json/wp/v2/wbl-postings", method="POST", user=owner, body=body)
    assert answer.status == 201, answer.text
    return int(answer.json["id"])


def tables(network: RealSite) -> set[str]:
    """Names of the ledgers that there are."""
    return set(
        json.loads(
            network.php("echo wp_json_encode( $GLOBALS['wpdb']->get_col( \"SHOW TABLES LIKE '%wbl_ledger'\" ) );")
        )
    )


def test_each_site_has_a_feed_of_its_own(network: RealSite, owner: User):
    """Own table, own id, own addresses, own postings; what is done on one leaves the other as it is."""
    first, second = set_up(network, 1, ""), set_up(network, 2, "two/")
    assert tables(network) >= {"wp_wbl_ledger", "wp_2_wbl_ledger"}
    assert first["id"] != second["id"]
    assert (second["feedUrl"], second["name"]) == (f"{network.url}two/feed/wbl.json", "Site 2")
    write(network, owner, "", {**POSTING, "title": "Of the first"})
    post = write(network, owner, "two/", {**POSTING, "title": "Of the second"})
    assert [item["title"] for item in feed(network, "")["items"]] == ["Of the first"]
    (item,) = feed(network, "two/")["items"]
    assert (item["title"], item["url"].startswith(f"{network.url}two/")) == ("Of the second", True)
    assert network.ask("two/.well-known/wbl-feed").json["feeds"][0]["id"] == second["id"]
    before = network.ask("feed/wbl.json").body
    assert network.ask(f"two/wp-json/wp/v2/wbl-postings/{post}", method="DELETE", user=owner).status == 200
    assert feed(network, "two/")["tombstones"][0]["id"] == item["id"]
    assert network.ask("feed/wbl.json").body == before


@pytest.mark.parametrize(
    "change",
    [
        "wp_update_post( array( 'ID' => $post, 'post_title' => 'Changed' ) );",
        "$o = WblFeed\\Source\\Own_Postings::posting( $post ); $o->summary = 'Changed'; WblFeed\\Source\\Own_Postings::store( $post, $o );",
        "update_post_meta( $post, '_wbl_posting', str_replace( 'Bay', 'Changed', get_post_meta( $post, '_wbl_posting', true ) ) );",
        "wp_trash_post( $post );",
    ],
    ids=["text", "posting", "meta", "trash"],
)  # fmt: skip
def test_a_change_that_a_program_makes_on_another_site(network: RealSite, owner: User, change: str):
    """Code that runs on the first site and switches to the second: the second one's feed has it, the first one's is as it was."""
    set_up(network, 1, ""), set_up(network, 2, "two/")
    post = write(network, owner, "two/", {**POSTING, "title": "By a program"})
    first, second = feed(network, ""), feed(network, "two/")
    network.php(on(2, f"$post = {post}; {change}"))
    after = feed(network, "two/")
    assert after["digest"] != second["digest"]
    assert after["sequence"] > second["sequence"]
    assert feed(network, "") == first


def test_a_new_site_gets_its_own_and_a_deleted_one_leaves_nothing(network: RealSite):
    """A site that is added later has a table and an id from its first visit on; they go with it."""
    number = add_site(network, "later")
    assert f"wp_{number}_wbl_ledger" not in tables(network)
    assert network.ask("later/feed/wbl.json").status == 404
    new = set_up(network, number, "later/")
    assert new["id"] not in {set_up(network, 1, "")["id"], set_up(network, 2, "two/")["id"]}
    assert (new["items"], f"wp_{number}_wbl_ledger" in tables(network)) == ([], True)
    network.php(f"wp_delete_site( {number} );")
    assert f"wp_{number}_wbl_ledger" not in tables(network)
    assert tables(network) >= {"wp_wbl_ledger", "wp_2_wbl_ledger"}


def test_each_site_decides_what_is_deleted(network: RealSite, owner: User):
    """Deleted from the network, the plug-in's data go on the site that ticked it, and stay on the other."""
    for number, path in ((1, ""), (2, "two/")):
        set_up(network, number, path)
        write(network, owner, path, POSTING)
    network.php(on(2, "WblFeed\\Feed\\Settings::save( array( 'delete_data' => true ) );"))
    state = """echo wp_json_encode( array(
        count( get_posts( 'post_type=wbl_posting&post_status=any&numberposts=-1' ) ), (bool) get_option( 'wbl_feed_settings' ),
        get_role( 'editor' )->has_cap( 'edit_wbl_postings' ) ) );"""
    kept = network.php(on(1, state))
    assert json.loads(kept)[0] > 0
    assert json.loads(network.php(on(2, state)))[0] > 0
    network.php("deactivate_plugins( 'wbl-feed/wbl-feed.php' ); uninstall_plugin( 'wbl-feed/wbl-feed.php' );")
    assert network.php(on(1, state)) == kept
    assert json.loads(network.php(on(2, state))) == [0, False, False]
    assert "wp_wbl_ledger" in tables(network)
    assert "wp_2_wbl_ledger" not in tables(network)
