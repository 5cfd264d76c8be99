"""Deleting the plug-in: nothing is lost unless somebody ticked that it shall be. And WordPress's privacy tools."""

import json
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, administrator, feed, set_up, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
TRACES = """
global $wpdb;
$caps = array();
foreach ( wp_roles()->roles as $role ) {
	$caps = array_merge( $caps, preg_grep( '/wbl_/', array_keys( $role['capabilities'] ) ) );
}
echo wp_json_encode( array(
	'posts'    => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'wbl_posting'" ),
	'others'   => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'post'" ),
	'metas'    => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->postmeta} WHERE SUBSTR( meta_key, 1, 4 ) = '_wbl'" ),
	'foreign'  => get_post_meta( 1, '_wblx', true ),
	'options'  => $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%wbl%'" ),
	'users'    => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->usermeta} WHERE meta_key LIKE 'wbl%'" ),
	'table'    => count( $wpdb->get_col( "SHOW TABLES LIKE '%wbl_ledger'" ) ),
	'caps'     => count( $caps ),
	'cron'     => (bool) preg_match( '/wbl_feed/', wp_json_encode( _get_cron_array() ) ),
) );
"""
UNINSTALL = """
deactivate_plugins( 'wbl-feed/wbl-feed.php' );
uninstall_plugin( 'wbl-feed/wbl-feed.php' );
"""


@pytest.fixture(scope="module", autouse=True)
def writer(wbl_site: RealSite) -> None:
    """The one who writes by REST is there before anything is undone."""
    administrator(wbl_site)


def traces(site: RealSite) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.php(TRACES))
    return found


def used(site: RealSite, **settings: Any) -> None:
    """A site that has a posting in the feed, one in the trash, one of another type, and things of others beside it."""
    set_up(site, **settings)
    written(site, POSTING)
    site.php(
        f"wp_trash_post( {written(site, {**POSTING, 'title': 'Gone'})} );"
        "update_post_meta( 1, '_wbl_id', 'urn:uuid:6c2c9f0e-6bd4-4d9a-8f5b-8f8a0a6a6f11' );"
        "update_post_meta( 1, '_wblx', 'of somebody else' );"
        "set_transient( 'wbl_feed_hub_x', array( 1 ), 600 ); update_user_meta( 1, 'wbl_feed_dismiss', '1' );"
    )


def test_nothing_is_lost_by_default(wbl_site: RealSite):
    """Deleted and installed again, the plug-in goes on where it was: postings, settings, ids and what was published."""
    with wbl_site.undone():
        used(wbl_site)
        before, published = traces(wbl_site), feed(wbl_site)
        wbl_site.php(UNINSTALL)
        after = traces(wbl_site)
        for what in ("posts", "others", "metas", "users", "table", "caps"):
            assert after[what] == before[what], what
        assert "wbl_feed_settings" in after["options"]
        assert after["cron"] is False
        wbl_site.php("activate_plugin( 'wbl-feed/wbl-feed.php' );")
        wbl_site.ask()
        assert feed(wbl_site) == published


def test_all_is_deleted_where_it_is_ticked(wbl_site: RealSite):
    """With the tick every trace goes, and nothing of anybody else."""
    with wbl_site.undone():
        used(wbl_site, delete_data=True)
        before = traces(wbl_site)
        assert before["posts"] == 2
        assert before["caps"] > 10
        wbl_site.php(UNINSTALL)
        assert traces(wbl_site) == {
            "posts": 0, "others": before["others"], "metas": 1, "foreign": "of somebody else", "options": [], "users": 0,
            "table": 0, "caps": 0, "cron": False,
        }  # fmt: skip


def test_the_file_alone_does_nothing(wbl_site: RealSite):
    """Asked for by its address, uninstall.php does nothing."""
    with wbl_site.undone():
        used(wbl_site, delete_data=True)
        before = traces(wbl_site)
        assert wbl_site.ask("wp-content/plugins/wbl-feed/uninstall.php").body == b""
        assert traces(wbl_site) == before


def privacy(site: RealSite, tool: str, email: str) -> Any:
    """What the plug-in's exporter or eraser answers."""
    return json.loads(
        site.php(
            f"$tools = apply_filters( 'wp_privacy_personal_data_{tool}s', array() );"
            f"echo wp_json_encode( call_user_func( $tools['wbl-feed']['callback'], {json.dumps(email)}, 1 ) );"
        )
    )


def test_a_contact_is_exported_and_erased(wbl_site: RealSite):
    """Who is a contact gets the postings that say so, and can be taken out of them and of the feed; others stay."""
    with wbl_site.undone():
        set_up(wbl_site, contacts=True)
        contact = {"name": "Kim Álvarez", "email": "Kim+intern@bay.example", "contactType": "Coordinator"}
        one = written(
            wbl_site,
            {
                **POSTING,
                "applicationContact": contact,
                "hiringOrganization": {"name": "Bay", "email": "office@bay.example"},
            },
        )
        written(
            wbl_site,
            {**POSTING, "title": "Other", "applicationContact": {**contact, "email": "other-kim+intern@bay.example"}},
        )
        data = privacy(wbl_site, "exporter", "kim+intern@BAY.example")
        assert data["done"] is True
        (item,) = data["data"]
        assert item["data"][0]["value"] == POSTING["title"]
        assert json.loads(item["data"][1]["value"]) == contact
        assert privacy(wbl_site, "exporter", "%@bay.example")["data"] == []
        assert privacy(wbl_site, "eraser", "nobody@bay.example")["items_removed"] is False
        assert privacy(wbl_site, "eraser", "kim+intern@bay.example")["items_removed"] is True
        assert "applicationContact" not in json.loads(
            wbl_site.php(f"echo get_post_meta( {one}, '_wbl_posting', true );")
        )
        items = {item["title"]: item for item in feed(wbl_site)["items"]}
        assert "applicationContact" not in items[POSTING["title"]]
        assert items[POSTING["title"]]["hiringOrganization"]["email"] == "office@bay.example"
        assert items["Other"]["applicationContact"]["email"] == "other-kim+intern@bay.example"


def test_a_text_for_the_privacy_policy(wbl_site: RealSite):
    """The policy guide has a text of the plug-in."""
    policy = wbl_site.php(
        "require_once ABSPATH . 'wp-admin/includes/class-wp-privacy-policy-content.php'; set_current_screen( 'dashboard' );"
        "do_action( 'admin_init' ); foreach ( WP_Privacy_Policy_Content::get_suggested_policy_text() as $one ) echo $one['plugin_name'], ': ', $one['policy_text'], \"\\n\";"
    )
    assert "WBL Feed: " in policy
    assert "never holds data about students" in policy
