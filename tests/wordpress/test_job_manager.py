"""Listings of WP Job Manager are published by the mapping that comes with the plug-in.

WP Job Manager itself is in no registry of packages, so this is a stand-in of what it documents: its post type, statuses,
taxonomies and meta keys as ``class-wp-job-manager-post-types.php`` of version 2 registers them, with the fields of its
later versions (remote position and salary) and of its add-on Application Deadline. Its forms, its hourly task that lets
listings expire, and its pages are not there; the tests set what they would set.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from wordpress.admin import open_admin
from wordpress.opportunities import add, php
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
STAND_IN = """
add_action( 'init', function () {
	foreach ( array( 'job_listing_type' => 'job-types', 'job_listing_category' => 'job-categories' ) as $taxonomy => $base ) {
		register_taxonomy( $taxonomy, 'job_listing', array( 'hierarchical' => true, 'public' => false, 'show_ui' => true,
			'show_in_rest' => true, 'rest_base' => $base, 'label' => $base, 'rewrite' => false ) );
	}
	register_post_type( 'job_listing', array( 'label' => 'Jobs', 'public' => true, 'map_meta_cap' => true,
		'rewrite' => array( 'slug' => 'job', 'with_front' => false, 'feeds' => true, 'pages' => false ), 'delete_with_user' => true,
		'supports' => array( 'title', 'editor', 'custom-fields', 'publicize', 'thumbnail', 'author' ),
		'show_in_rest' => true, 'rest_base' => 'job-listings' ) );
	register_post_status( 'expired', array( 'label' => 'Expired', 'public' => true, 'protected' => true, 'exclude_from_search' => true ) );
	register_post_status( 'preview', array( 'label' => 'Preview', 'public' => false, 'exclude_from_search' => true ) );
	register_post_status( 'pending_payment', array( 'label' => 'Pending Payment', 'public' => false, 'exclude_from_search' => true ) );
	$texts = array( '_job_location', '_application', '_company_name', '_company_website', '_company_tagline', '_company_twitter',
		'_company_video', '_job_salary', '_job_salary_currency', '_job_salary_unit', '_application_deadline' );
	foreach ( $texts as $key ) {
		register_post_meta( 'job_listing', $key, array( 'type' => 'string', 'single' => true, 'show_in_rest' => true,
			'auth_callback' => '__return_true' ) );
	}
	foreach ( array( '_filled', '_featured', '_remote_position' ) as $key ) {
		register_post_meta( 'job_listing', $key, array( 'type' => 'integer', 'single' => true, 'show_in_rest' => true,
			'auth_callback' => '__return_true' ) );
	}
	register_post_meta( 'job_listing', '_job_expires', array( 'type' => 'string', 'single' => true ) ); // shown to editors alone
} );"""
SETTINGS = {
    "name": "Harbor Jobs",
    "publisher": {"name": "Harbor Jobs", "url": "https://harbor-jobs.example/", "email": ""},
    "license": "CC-BY-4.0",
}
LISTINGS: list[dict[str, Any]] = [
    {
        "post_title": "Eelgrass &amp; oysters",
        "post_content": "<p>Count eelgrass in the bay, and write down what you find every week of the summer.</p>",
        "meta": {
            "_company_name": "Tide &amp; Time Lab",
            "_company_website": "https://tide.example/",
            "_company_tagline": "Science by the sea",
            "_company_twitter": "@tide",
            "_job_location": "Woods Hole, MA 02543",
            "_application": "https://tide.example/apply",
            "_remote_position": "0",
            "_filled": "0",
            "_featured": "1",
            "_job_expires": "2027-06-30",
            "_application_deadline": "2027-03-01",
            "_job_salary": "18",
            "_job_salary_currency": "USD",
            "_job_salary_unit": "HOUR",
        },
        "terms": {"job_listing_type": ["Internship"], "job_listing_category": ["Marine science"]},
    },
    {
        "post_title": "Clerk",
        "meta": {"_company_name": "Town of Salem", "_application": "jobs@salem.example", "_remote_position": "1"},
        "terms": {"job_listing_type": ["Part Time"]},
    },
    {"post_title": "Bare", "meta": {}},
    {
        "post_title": "Free text",
        "meta": {"_job_salary": "competitive", "_job_location": "Anywhere", "_application": "ask Bob", "_filled": ""},
    },
]
MADE = {"id", "dateModified"}
"""What each program makes for itself."""


@pytest.fixture(scope="module")
def listed(wbl_site: RealSite) -> RealSite:
    """A site with listings of every status, whose feed is set up by the ready mapping."""
    wbl_site.plugin("job-manager", STAND_IN)
    wbl_site.at("2026-11-22T12:00:00Z")
    for listing in LISTINGS:
        add(wbl_site, post_type="job_listing", post_date="2026-11-20 12:00:00", **listing)
    for status in ("preview", "pending_payment", "pending", "draft", "private", "expired"):
        add(wbl_site, post_type="job_listing", post_title=f"Hidden {status}", post_status=status)
    wbl_site.php(
        f"$settings = {php(SETTINGS)}; $settings['mappings'] = array( 'job_listing' => WblFeed\\Source\\Job_Manager::mapping() );"
        "WblFeed\\Feed\\Settings::save( $settings ); WblFeed\\Feed\\Catch_Up::run( 60.0 );"
    )
    return wbl_site


def feed(site: RealSite) -> dict[str, Any]:
    """The feed of the plug-in."""
    found: dict[str, Any] = site.ask("wp-json/wbl/v1/feed").json
    return found


def items(site: RealSite) -> dict[str, dict[str, Any]]:
    """Its postings by title."""
    return {item["title"]: item for item in feed(site)["items"]}


@pytest.mark.every_wordpress
def test_documented_fields_become_members(listed: RealSite):
    """Every field with a meaning in the standard is there with its type; ticked boxes and the words of types are translated."""
    whole = items(listed)["Eelgrass & oysters"]
    made = {name: whole.pop(name) for name in ("id", "url", "dateModified", "datePosted")}
    assert made["id"].startswith("urn:uuid:")
    assert whole == {
        "title": "Eelgrass & oysters",
        "description": "Count eelgrass in the bay, and write down what you find every week of the summer.",
        "descriptionHtml": "<p>Count eelgrass in the bay, and write down what you find every week of the summer.</p>",
        "activityType": "internship",
        "status": "open",
        "hiringOrganization": {"name": "Tide & Time Lab", "url": "https://tide.example/"},
        "jobLocation": [
            {"address": {"addressLocality": "Woods Hole", "addressRegion": "MA", "postalCode": "02543"}},
        ],
        "applicationDeadline": "2027-03-01",
        "validThrough": "2027-06-30",
        "howToApply": {"method": "url", "url": "https://tide.example/apply"},
        "compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": 18, "unitText": "HOUR"}},
        "occupationalCategory": [{"name": "Marine science"}],
    }
    clerk = items(listed)["Clerk"]
    assert clerk["howToApply"] == {"method": "email", "email": "jobs@salem.example"}
    assert (clerk["activityType"], clerk["workMode"]) == ("unspecified", "remote")
    assert set(items(listed)) == {"Eelgrass & oysters", "Clerk", "Bare", "Free text"}


def test_the_adapter_in_python_finds_the_same(listed: RealSite, tmp_path: Path, run_wbl: Callable[..., Result]):
    """The same site read from outside, through REST and by the preset of `wbl publish`, gives the same members.

    The plug-in knows two more: the day on which a listing expires, which REST shows to editors alone, and its category.
    """
    (tmp_path / "map.toml").write_text(
        'config_version = 1\nextends = "wp-job-manager"\n[feed]\nid = "https://site.example/feed"\nname = "A site"\n'
        'license = "CC-BY-4.0"\npublisher = { name = "A site" }\nhome_page_url = "https://site.example/"\n',
        encoding="utf-8",
    )
    result = run_wbl(
        *("publish", "wordpress", listed.url, "--map", tmp_path / "map.toml", "--out", tmp_path / "public"),
        *("--allow-private", "--at", "2026-11-22T12:00:00Z"),
    )
    assert result.exit_code in (0, 1), result.output
    outside = {item["title"]: item for item in json.loads((tmp_path / "public" / "feed.json").read_bytes())["items"]}
    inside = items(listed)
    assert set(outside) == set(inside)
    for title, item in outside.items():
        assert item.pop("datePosted").startswith(inside[title].pop("datePosted"))
        assert {name: value for name, value in item.items() if name not in MADE | {"ext"}} == {
            name: value
            for name, value in inside[title].items()
            if name not in MADE | {"ext", "validThrough", "occupationalCategory"}
        }, title


def test_what_cannot_be_read_is_told_to_the_editor(listed: RealSite):
    """Salary and address in free words are kept as written, and the listing has its problems beside it."""
    found = items(listed)["Free text"]
    unread = found["ext"]["https://w3id.org/wbl-feed/v1/terms#as-written"]
    assert unread == {
        "/compensation/baseSalary/value": "competitive",
        "/howToApply": "ask Bob",
        "/jobLocation/0": "Anywhere",
    }
    assert not {"compensation", "howToApply", "jobLocation"} & set(found)
    problems = json.loads(
        listed.php(
            "echo get_post_meta( get_page_by_path( 'free-text', OBJECT, 'job_listing' )->ID, '_wbl_problems', true );"
        )
    )
    assert {"/compensation/baseSalary/value", "/howToApply", "/jobLocation/0"} <= {one["pointer"] for one in problems}


def test_no_listing_leaks_that_is_not_published(listed: RealSite):
    """Preview, unpaid, pending, draft, private and expired listings are nowhere in what the site hands out."""
    for path in ("wp-json/wbl/v1/feed", "wp-json/wbl/v1/atom", "wp-json/wbl/v1/catalog"):
        answer = listed.ask(path)
        assert answer.status == 200
        assert "Hidden" not in answer.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("update_post_meta( $id, '_filled', 1 );", "filled"),
        ("wp_update_post( array( 'ID' => $id, 'post_status' => 'expired' ) );", "expired"),
        ("wp_update_post( array( 'ID' => $id, 'post_status' => 'pending_payment' ) );", "withdrawn"),
        ("wp_trash_post( $id );", "withdrawn"),
    ],
)
def test_a_listing_goes_with_its_reason(listed: RealSite, change: str, reason: str):
    """Filled, expired and withdrawn listings leave tombstones that say so; the listing comes back under its id."""
    with listed.undone():
        item = items(listed)["Clerk"]
        listed.php(f"$id = get_page_by_path( 'clerk', OBJECT, 'job_listing' )->ID; {change}")
        after = feed(listed)
        assert [(one["id"], one["reason"]) for one in after["tombstones"]] == [(item["id"], reason)]
        assert "Clerk" not in items(listed)
    assert items(listed)["Clerk"]["id"] == item["id"]


def test_the_mapping_screen_shows_the_ready_mapping(admin_page: Any, listed: RealSite):
    """A webmaster finds the fields of the plug-in chosen already, and no mapping to make."""
    open_admin(admin_page, listed, "edit.php?post_type=wbl_posting&page=wbl-feed-mapping&type=job_listing")
    for label, value in (
        ("Employer or host", "meta:_company_name"),
        ("Place", "meta:_job_location"),
        ("Status", "meta:_filled"),
        ("Type of activity", "taxonomy:job_listing_type"),
        ("Apply at (web address or email)", "meta:_application"),
    ):
        assert admin_page.get_by_label(label, exact=True).input_value() == value
    admin_page.get_by_role("button", name="Save and publish").click()
    admin_page.get_by_text("Saved. Your posts are in the feed.").wait_for()
    stored = json.loads(
        listed.php(
            "echo wp_json_encode( array( WblFeed\\Feed\\Settings::get()['mappings']['job_listing'],"
            " WblFeed\\Source\\Mapping::from( WblFeed\\Source\\Job_Manager::mapping() )->to_array() ) );"
        )
    )
    assert stored[0] == stored[1]  # with the meanings of words that no listing has yet, such as a ticked “filled”
    assert items(listed)["Clerk"]["workMode"] == "remote"
