"""The pictures of the webmaster's guide, taken from a real site.

``WBL_SCREENSHOTS=docs/images/wordpress pytest tests/wordpress/test_screenshots.py`` takes them anew. Otherwise they are taken
into a folder that is thrown away: the way through the screens is what is tested then.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from wordpress.admin import open_admin
from wordpress.plugin_site import POSTING, set_up, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
GUIDE = Path(__file__).parents[2] / "docs" / "publish-from-wordpress.md"
OPPORTUNITIES = """
add_action( 'init', function () {
	register_post_type( 'opportunity', array( 'public' => true, 'label' => 'Opportunities', 'show_in_rest' => true ) );
} );"""
ONE_OF_THEM = """
wp_insert_post( array( 'post_type' => 'opportunity', 'post_status' => 'publish', 'post_title' => 'Robotics co-op',
	'post_content' => 'Students build and test grippers with engineers, four afternoons a week.', 'meta_input' => array(
	'employer' => 'Salem Robotics', 'town' => 'Salem, MA', 'deadline' => 'March 1, 2027', 'pay' => '$18/hr' ) ) );"""


def test_the_pictures_of_the_guide(admin_page: Page, wbl_site: RealSite, tmp_path: Path):
    """Each picture that the guide shows can be taken, on the way that the guide describes."""
    folder = Path(os.environ.get("WBL_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    wbl_site.at("2026-11-22T12:00:00Z")
    wbl_site.plugin("opportunities", OPPORTUNITIES)
    wbl_site.php(ONE_OF_THEM)
    page = admin_page

    def take(name: str, height: int) -> None:
        page.set_viewport_size({"width": 1100, "height": height})
        page.screenshot(path=folder / f"{name}.png")

    open_admin(page, wbl_site, "edit.php?post_type=wbl_posting&page=wbl-feed")
    page.get_by_role("heading", name="1. Who are you?").wait_for()
    take("setup", 900)
    set_up(wbl_site)
    post = written(wbl_site, POSTING)
    written(wbl_site, {**POSTING, "title": "Job shadow at the harbor", "activityType": "job-shadow"})
    written(
        wbl_site, {**POSTING, "title": "Robotics co-op", "applicationDeadline": "2026-11-01", "activityType": "co-op"}
    )
    open_admin(page, wbl_site, "edit.php?post_type=wbl_posting&page=wbl-feed")
    page.get_by_role("button", name="Copy").first.wait_for()
    take("valid", 700)
    open_admin(page, wbl_site, "edit.php?post_type=wbl_posting")
    take("list", 560)
    page.set_viewport_size({"width": 1100, "height": 900})
    open_admin(page, wbl_site, f"post.php?post={post}&action=edit")
    page.locator(".wbl-panel").get_by_text("Type of activity").first.wait_for()
    take("panel", 900)
    page.goto("about:blank")  # the editor asks before one leaves
    open_admin(page, wbl_site, "edit.php?post_type=wbl_posting&page=wbl-feed-mapping&type=opportunity")
    page.locator("dd", has_text="Salem Robotics").wait_for()
    take("mapping", 900)
    shown = {line.split("images/wordpress/")[1].split(")")[0] for line in GUIDE.read_text().split("\n") if "![" in line}
    assert shown == {path.name for path in folder.glob("*.png")}
