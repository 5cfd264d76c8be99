"""The setup screen in a browser: from the zip to a valid feed, by mouse, by keyboard, and for everybody."""

import re
from collections.abc import Iterator

import pytest
from browser.axe import violations
from playwright.sync_api import Browser, Page, expect
from wordpress.admin import open_admin, signed_in
from wordpress.plugin_site import POSTING, administrator, set_up, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
SETUP = "edit.php?post_type=wbl_posting&page=wbl-feed"
LIST = "edit.php?post_type=wbl_posting"
OTHERS = "#wpadminbar, #adminmenumain, #wpfooter, #screen-meta"


@pytest.fixture(scope="module", autouse=True)
def writer(wbl_site: RealSite) -> None:
    """The one who writes by REST is there before anything is undone."""
    administrator(wbl_site)


@pytest.fixture
def phone_page(browser: Browser, wbl_site: RealSite) -> Iterator[Page]:
    """The dashboard on a phone, 375 CSS pixels wide."""
    with signed_in(browser, wbl_site, viewport={"width": 375, "height": 800}) as page:
        yield page


def faults(page: Page) -> list[str]:
    """What axe finds in the screen itself; the frame around it is WordPress's."""
    page.evaluate(
        f"document.querySelectorAll( {OTHERS!r} ).forEach( function ( one ) {{ one.hidden = true; one.style.display = 'none'; }} )"
    )
    return violations(page)


@pytest.mark.every_wordpress
def test_from_the_plugins_screen_to_a_valid_feed(admin_page: Page, wbl_site: RealSite):
    """The notice leads to three questions; a mistake is told at its field; the answers make a valid feed."""
    with wbl_site.undone():
        open_admin(admin_page, wbl_site, "plugins.php")
        admin_page.get_by_role("link", name="Set up the feed").click()
        expect(admin_page.get_by_role("heading", name="1. Who are you?")).to_be_visible()
        assert admin_page.get_by_role("radio", checked=True).count() == 0
        expect(admin_page.get_by_role("group", name=re.compile("Massachusetts"))).to_have_count(0)
        admin_page.get_by_label("State whose rules and programs apply").select_option("us-ma")
        expect(admin_page.get_by_role("group", name=re.compile("Massachusetts: which is yours"))).to_have_count(2)
        admin_page.get_by_label("Berkshire STEM Network").check()
        admin_page.get_by_label("Email address for questions").fill("internships@")
        admin_page.get_by_role("button", name="Save and check the feed").click()
        expect(admin_page.get_by_role("alert")).to_contain_text("Nothing was saved")
        expect(admin_page.get_by_label("Berkshire STEM Network")).to_be_checked()
        mailbox = admin_page.get_by_label("Email address for questions")
        expect(mailbox).to_have_value("internships@")
        expect(mailbox).to_have_attribute("aria-invalid", "true")
        admin_page.get_by_role("alert").get_by_role("link", name=re.compile("Enter an email address")).click()
        expect(mailbox).to_be_focused()
        assert faults(admin_page) == []
        mailbox.fill("internships@harbor-stem.example")
        admin_page.get_by_role("radio", name="CC BY 4.0: with credit").check()
        admin_page.get_by_role("button", name="Save and check the feed").click()
        expect(admin_page.get_by_role("heading", name="Your feed is valid: 0 postings")).to_be_visible()
        expect(admin_page.get_by_role("status").first).to_have_text("Your answers are saved.")
        assert wbl_site.ask("feed/wbl.json").json["regions"] == ["us-ma-stem:berkshire"]


def test_the_address_is_copied(admin_page: Page, wbl_site: RealSite):
    """Copy works by keyboard and says so; where the browser forbids it, the old way; where that fails, it is selected."""
    with wbl_site.undone():
        set_up(wbl_site)
        admin_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_admin(admin_page, wbl_site, SETUP)
        button = admin_page.get_by_role("button", name="Copy Address of the feed")
        said = admin_page.locator(".wbl-address").first.get_by_role("status")
        expect(said).to_be_empty()
        button.focus()
        admin_page.keyboard.press("Enter")
        expect(said).to_have_text("Copied.")
        assert admin_page.evaluate("navigator.clipboard.readText()") == f"{wbl_site.url}feed/wbl.json"
        admin_page.evaluate(
            "navigator.clipboard.writeText( '' ); Object.defineProperty( navigator, 'clipboard', { value: undefined } )"
        )
        admin_page.locator("summary", has_text="Other addresses").click()
        admin_page.get_by_role("button", name=re.compile("Copy For feed readers")).click()
        expect(admin_page.locator(".wbl-address").nth(1).get_by_role("status")).to_have_text("Copied.")
        admin_page.evaluate("document.execCommand = function () { return false; }")
        button.click()
        expect(said).to_contain_text("Ctrl+C")
        assert admin_page.evaluate("document.getSelection().toString()") == f"{wbl_site.url}feed/wbl.json"


def test_without_script(browser: Browser, wbl_site: RealSite):
    """With scripts off, every region is there to be ticked, no button is shown that does nothing, and saving works."""
    with wbl_site.undone(), signed_in(browser, wbl_site, java_script_enabled=False) as page:
        open_admin(page, wbl_site, SETUP)
        expect(page.get_by_role("group", name=re.compile("Massachusetts: which is yours"))).to_have_count(2)
        page.get_by_label("State whose rules and programs apply").select_option("us-ma")
        page.get_by_role("radio", name="CC0 1.0: no conditions").check()
        page.get_by_role("button", name="Save and check the feed").click()
        expect(page.get_by_role("heading", name="Your feed is valid: 0 postings")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("Copy"))).to_have_count(0)
        expect(page.get_by_label("Address of the feed")).to_have_value(f"{wbl_site.url}feed/wbl.json")


@pytest.mark.parametrize("device", ["admin_page", "phone_page"])
def test_everybody_can_use_the_own_screens(device: str, wbl_site: RealSite, request: pytest.FixtureRequest):
    """No WCAG 2.2 AA violation that axe finds on setup and list, and nothing sticks out, on a desk and on a phone."""
    page: Page = request.getfixturevalue(device)
    with wbl_site.undone():
        open_admin(page, wbl_site, SETUP)
        page.locator("summary").last.click()
        assert faults(page) == []
        set_up(wbl_site, profile="us-ma")
        post = written(wbl_site, POSTING)
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {post} ); $posting->applicationDeadline = 'soon';"
            f"WblFeed\\Source\\Own_Postings::store( {post}, $posting );"
        )
        open_admin(page, wbl_site, SETUP)
        expect(page.get_by_role("link", name=POSTING["title"])).to_be_visible()
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        assert faults(page) == []
        assert page.evaluate(
            "document.querySelector( '.wbl-screen' ).scrollWidth <= document.documentElement.clientWidth"
        )
        open_admin(page, wbl_site, LIST)
        own = [one for one in faults(page) if "wbl" in one]
        assert own == []
