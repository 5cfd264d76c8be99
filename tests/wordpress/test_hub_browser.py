"""The block of statewide postings in the real block editor, and what visitors see, in Chromium."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser.axe import violations
from browser.chromium import offline_page
from faults.server import FaultServer, document
from playwright.sync_api import Browser, Page, expect
from wordpress.real_site import RealSite

pytestmark = [pytest.mark.slow, pytest.mark.every_wordpress]
CAPE = "/by/region/us-ma-stem.cape-cod/feed.json"
PRIVATE = """
add_filter( 'wbl_feed_hub_allow_private', '__return_true' );
add_action( 'admin_init', function () { // the search for blocks at wordpress.org, which cannot be asked here
	remove_action( 'enqueue_block_editor_assets', 'wp_enqueue_editor_block_directory_assets' );
} );"""
FEED: dict[str, Any] = {
    "type": "DataFeed",
    "specVersion": "1.0",
    "id": "https://hub.example/feed/by/region/us-ma-stem.cape-cod",
    "name": "Statewide work-based learning",
    "publisher": {"name": "The hub", "url": "https://hub.example/"},
    "license": "CC-BY-4.0",
    "timeZone": "America/New_York",
    "dateModified": "2026-11-01T00:00:00Z",
    "completeness": "complete",
    "inLanguage": "en-US",
    "items": [
        {
            "id": f"https://reef.example/id/{number}",
            "url": f"https://careers.reef.example/{number}",
            "title": title,
            "dateModified": "2026-11-01T00:00:00Z",
            "status": "open",
            **more,
        }
        for number, (title, more) in enumerate(
            {
                "Aquaculture lab internship, summer 2027": {
                    "activityType": "internship",
                    "hiringOrganization": {"name": "Bay Shellfish Cooperative"},
                    "jobLocation": [{"address": {"addressLocality": "Barnstable", "addressRegion": "MA"}}],
                    "compensation": {
                        "status": "paid",
                        "baseSalary": {"currency": "USD", "value": 16.5, "unitText": "HOUR"},
                    },
                    "schedule": {"startDate": "2027-07-05", "endDate": "2027-08-13"},
                    "eligibility": {"gradeLevels": [10, 11, 12], "minimumAge": 16, "workPermit": "required"},
                    "safety": {"hazardous": "no", "minorsSupervised": "yes"},
                    "applicationDeadline": "2027-03-14",
                    "provenance": [{"feed": "https://reef.example/feed", "id": "x:1", "feedTitle": "Reef network"}],
                },
                "Shadow a harbor pilot for a day": {"activityType": "job-shadow", "rolling": True},
                "Aprendiz en una panadería de barrio con un título muy largo": {
                    "activityType": "apprenticeship",
                    "inLanguage": "es",
                    "hiringOrganization": {"name": "Panaderíadelbarrioconunnombrequenuncaacaba" * 3},
                },
            }.items()
        )
    ],
}


@pytest.fixture(scope="module")
def hub(wbl_site: RealSite) -> Iterator[FaultServer]:
    """An aggregator, named in the settings of the site."""
    server = FaultServer()
    server.behaviours[CAPE] = document(json.dumps(FEED).encode())
    wbl_site.plugin("private", PRIVATE)
    wbl_site.at("2026-11-22T12:00:00Z")
    settings = json.dumps(json.dumps({"hub": server.address, "profile": "us-ma"}))
    wbl_site.php(f"WblFeed\\Feed\\Settings::save( json_decode( {settings}, true ) );")
    yield server
    server.close()


def test_the_block_in_the_editor(admin_page: Page, wbl_site: RealSite, hub: FaultServer):
    """A webmaster inserts the block, chooses a region and a grade, sees the postings and publishes the page."""
    page = admin_page
    page.goto(f"{wbl_site.url}wp-admin/post-new.php?post_type=page", wait_until="domcontentloaded")
    canvas = page.frame_locator("iframe[name=editor-canvas]")
    canvas.get_by_role("textbox", name="Add title").fill("Work near the Cape")
    page.get_by_role("button", name="Block Inserter", exact=True).or_(
        page.get_by_role("button", name="Toggle block inserter")
    ).first.click()
    page.get_by_role("searchbox", name="Search").fill("Statewide postings")
    page.get_by_role("option", name="Statewide postings").click()
    expect(canvas.get_by_text("Choose a region, a kind of activity or a grade.")).to_be_visible()
    open_settings(page)
    regions = page.get_by_label("Region", exact=True)
    assert regions.locator("option").count() > 9
    regions.select_option(label="Cape Cod Regional STEM Network")
    expect(canvas.get_by_role("heading", name="Aquaculture lab internship, summer 2027")).to_be_visible()
    page.get_by_label("School grade").select_option(label="11")
    expect(canvas.get_by_text("not stated").first).to_be_visible()
    page.get_by_label("Kind of activity").select_option(label="Internship")
    expect(canvas.get_by_role("heading", name="Shadow a harbor pilot for a day")).to_have_count(0)
    page.get_by_label("Kind of activity").select_option(label="All")
    expect(canvas.get_by_role("heading", name="Shadow a harbor pilot for a day")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".editor-post-publish-panel").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is now live.").first).to_be_visible(timeout=20_000)
    saved = wbl_site.php("$page = get_page_by_path( 'work-near-the-cape' ); echo $page->post_content;")
    assert saved == '<!-- wp:wbl-feed/postings {"region":"us-ma-stem:cape-cod","grade":"11"} /-->'


def open_settings(page: Page) -> None:
    """The settings of the chosen block, at the side."""
    side = page.get_by_role("region", name="Editor settings")
    button = side.get_by_role("button", name=re.compile(r"^Block( \(selected\))?$"))  # WordPress 6.4
    tab = side.get_by_role("tab", name="Block").or_(button).first
    if not tab.is_visible():
        page.get_by_role("button", name="Settings", exact=True).click()
    tab.click()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_list_on_the_page(browser: Browser, wbl_site: RealSite, hub: FaultServer, width: int):
    """What visitors see has no barrier that axe finds, fits its window, and asks for nothing beyond the site."""
    content = '<!-- wp:heading --><h2>Open now</h2><!-- /wp:heading --><!-- wp:wbl-feed/postings {"region":"us-ma-stem:cape-cod","grade":"11"} /-->'
    number = wbl_site.php(
        f"echo wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Work near the Cape',"
        f" 'post_content' => {json.dumps(content).replace('$', '')} ) );"
    )
    said: list[str] = []
    with offline_page(browser, viewport={"width": width, "height": 900}) as page:
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{wbl_site.url}?page_id={number}", wait_until="load")
        expect(page.locator(".wbl-feed-postings li")).to_have_count(3)
        page.locator("header.wp-block-template-part").evaluate(
            "menu => menu.remove()"
        )  # the theme's, with a fault of its own
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        headings = page.locator("main h1, main h2, main h3").all_inner_texts()
        assert headings[:3] == ["Work near the Cape", "Open now", "Aquaculture lab internship, summer 2027"]
        assert page.locator("script[src*='wbl-feed']").count() == 0
        assert page.locator("link[href*='hub.css'], style#wbl-feed-hub-inline-css").count() == 1
    assert said == []
