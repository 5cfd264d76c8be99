"""The adapter without a plug-in reads a real WordPress."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from wordpress.real_site import RealSite

from wbl_feed.adapter import Input, Record, load_adapter
from wbl_feed.errors import UsageError
from wbl_feed.fetch import HttpFetcher

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LISTINGS = """
add_action( 'init', function () {
	register_post_type( 'job_listing', array( 'public' => true, 'show_in_rest' => true, 'rest_base' => 'job-listings',
		'supports' => array( 'title', 'editor', 'custom-fields' ) ) );
	register_taxonomy( 'job_listing_type', 'job_listing', array( 'public' => true, 'show_in_rest' => true ) );
	foreach ( array( '_company_name', '_job_location' ) as $key ) {
		register_post_meta( 'job_listing', $key, array( 'type' => 'string', 'single' => true, 'show_in_rest' => true,
			'auth_callback' => '__return_true' ) );
	}
} );"""
BLOCKED = """
add_filter( 'rest_authentication_errors', function () {
	return new WP_Error( 'rest_login_required', 'For known users alone.', array( 'status' => 401 ) );
} );"""
SEED = """
wp_defer_term_counting( true );
wp_delete_post( 1, true );
$category = wp_create_category( 'Internships & more' );
for ( $n = 1; $n <= 130; $n++ ) {
	wp_insert_post( array( 'post_title' => "Job $n", 'post_content' => "About $n.", 'post_status' => 'publish',
		'post_category' => array( $n % 2 ? $category : 1 ), 'tags_input' => array( 'Marine' ) ) );
}
foreach ( array( 'draft', 'private', 'pending' ) as $status ) {
	wp_insert_post( array( 'post_title' => "Secret $status", 'post_content' => 'Secret.', 'post_status' => $status ) );
}
wp_insert_post( array( 'post_title' => 'Secret word', 'post_content' => 'Secret.', 'post_status' => 'publish', 'post_password' => 'x' ) );
$listing = wp_insert_post( array( 'post_type' => 'job_listing', 'post_title' => '“Eelgrass” & more', 'post_status' => 'publish',
	'post_content' => '<p>Wade in.</p>', 'meta_input' => array( '_company_name' => 'Tide Lab', '_job_location' => 'Woods Hole, MA' ) ) );
wp_set_object_terms( $listing, 'Internship', 'job_listing_type' );
echo $listing;
"""


@pytest.fixture(scope="module")
def seeded(site: RealSite) -> RealSite:
    """The site with 130 posts, four that visitors may not read, and a listing."""
    site.plugin("listings", LISTINGS)
    assert site.php(SEED).isdecimal()
    return site


def found(site: RealSite, *columns: str, **options: Any) -> list[Any]:
    source = Input(site.url, columns, options, HttpFetcher(allow_private=True), AT)
    return list(load_adapter("wordpress").records(source))


def test_every_published_post_is_read_and_nothing_else(seeded: RealSite):
    """Two pages of posts, with their terms; what visitors may not read is not among them."""
    given = found(seeded, "terms.category", "terms.post_tag[0]", "slug")
    records = [one for one in given if isinstance(one, Record)]
    assert [record.members["title"] for record in records] == [f"Job {number}" for number in range(1, 131)]
    assert records[0].cells == {
        "terms.category": ["Internships & more"],
        "terms.post_tag[0]": "Marine",
        "slug": "job-1",
    }
    assert records[0].members["descriptionHtml"] == "<p>About 1.</p>"
    assert records[0].members["url"] == f"{seeded.url}job-1/"
    assert "Secret" not in repr(records)
    (notice,) = (one for one in given if not isinstance(one, Record))
    assert notice.message.startswith("1 of 131 records are not for this feed: they ask for a password")


def test_categories_types_and_custom_fields(seeded: RealSite):
    """Posts are chosen by category, and listings of a plug-in have their fields and terms."""
    slug = seeded.php("echo get_category( get_cat_ID( 'Internships & more' ) )->slug;")
    assert len([one for one in found(seeded, categories=[slug]) if isinstance(one, Record)]) == 65
    (listing,) = found(seeded, "meta._company_name", "terms.job_listing_type", type="job-listings")
    assert listing.cells == {"meta._company_name": "Tide Lab", "terms.job_listing_type": ["Internship"]}
    assert listing.members["title"] == "“Eelgrass” & more"
    with pytest.raises(UsageError, match="There are: posts, pages, job-listings"):
        found(seeded, type="shadows")


def test_a_site_without_pretty_addresses(seeded: RealSite):
    """The interface is then a query parameter."""
    seeded.php("$GLOBALS['wp_rewrite']->set_permalink_structure(''); flush_rewrite_rules();")
    try:
        assert len([one for one in found(seeded) if isinstance(one, Record)]) == 130
    finally:
        seeded.php("$GLOBALS['wp_rewrite']->set_permalink_structure('/%postname%/'); delete_option('rewrite_rules');")


def test_a_blocked_interface_leads_to_the_feed_which_is_there(seeded: RealSite):
    """Where a plug-in blocks the interface, the message names an address that answers."""
    seeded.plugin("blocked", BLOCKED)
    try:
        with pytest.raises(UsageError, match="the server answered 401") as refusal:
            found(seeded)
    finally:
        seeded.plugin("blocked", "")
    address = str(refusal.value).rpartition(" ")[2]
    assert address == f"{seeded.url}feed/"
    source = Input(address, (), {}, HttpFetcher(allow_private=True), AT)
    assert len(list(load_adapter("rss").records(source))) == 10


def test_ids_stay_when_the_site_is_edited(seeded: RealSite, tmp_path: Path, run_wbl: Callable[..., Result]):
    """A listing with a new title and address keeps its id; one in the trash leaves a tombstone."""
    (tmp_path / "map.toml").write_text(
        'config_version = 1\nextends = "wp-job-manager"\n[feed]\nid = "https://site.example/feed"\nname = "A site"\n'
        'license = "CC-BY-4.0"\npublisher = { name = "A site" }\nhome_page_url = "https://site.example/"\n',
        encoding="utf-8",
    )
    publish = ("publish", "wordpress", seeded.url, "--map", tmp_path / "map.toml", "--out", tmp_path / "public")

    def feed(day: int) -> dict[str, Any]:
        result = run_wbl(*publish, "--allow-private", "--at", f"2026-11-{day}T12:00:00Z")
        assert result.exit_code == 0, result.output
        return json.loads((tmp_path / "public" / "feed.json").read_bytes())

    second = seeded.php(
        "echo wp_insert_post( array( 'post_type' => 'job_listing', 'post_title' => 'Two', 'post_status' => 'publish' ) );"
    )
    first = feed(22)
    assert {one["title"]: one["activityType"] for one in first["items"]} == {
        "“Eelgrass” & more": "internship",
        "Two": "unspecified",
    }
    seeded.php(f"wp_update_post( array( 'ID' => {second}, 'post_title' => 'Three', 'post_name' => 'three' ) );")
    renamed = feed(23)
    ids = {one["title"]: one["id"] for one in first["items"]}
    assert {one["title"]: one["id"] for one in renamed["items"]}["Three"] == ids["Two"]
    seeded.php(f"wp_trash_post( {second} );")
    assert [tombstone["id"] for tombstone in feed(24)["tombstones"]] == [ids["Two"]]
    result = run_wbl("validate", tmp_path / "public" / "feed.json", "--profile", "us-ma", "--at", "2026-11-30")
    assert result.exit_code == 0, result.output
