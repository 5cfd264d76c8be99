"""The panel of the plug-in as people use it: in the block editor, in the classic one, by keyboard, and without JavaScript."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.axe import WCAG
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from wordpress.admin import open_admin, signed_in
from wordpress.plugin_site import POSTING, posting_of, set_up, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
NEW = "post-new.php?post_type=wbl_posting"
expect.set_options(timeout=15_000)  # saving takes a while on a busy machine
CLASSIC = "add_filter( 'use_block_editor_for_post', '__return_false' );"


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """The site with the plug-in, set up for Massachusetts."""
    set_up(wbl_site)
    return wbl_site


@pytest.fixture
def classic(ready: RealSite) -> Iterator[RealSite]:
    """The site with the classic editor."""
    ready.plugin("classic", CLASSIC)
    yield ready
    ready.plugin("classic", "")


def field(page: Page, pointer: str) -> Locator:
    """What takes the focus for a member."""
    return page.locator("#wbl" + pointer.replace("/", "-"))


def notices(page: Page, pointer: str) -> Locator:
    """The notices of a member."""
    return page.locator("#wbl" + pointer.replace("/", "-") + "-notices")


def open_groups(page: Page) -> None:
    """Unfolds the whole panel."""
    page.locator(".wbl-panel").wait_for(state="attached")
    page.evaluate("document.querySelectorAll('.wbl-group').forEach(group => { group.open = true; })")


def canvas(page: Page) -> Page | FrameLocator:
    """Where the block editor has title and text: in a frame or not, by version and theme."""
    page.wait_for_function(
        "() => [document, ...[...document.querySelectorAll('iframe')].map(frame => frame.contentDocument)]"
        ".some(one => one && one.querySelector('.wp-block-post-title'))"
    )
    framed = page.locator("iframe[name=editor-canvas]").count()
    return page.frame_locator("iframe[name=editor-canvas]") if framed else page


def publish(page: Page) -> None:
    """Publishes in the block editor, and waits until the panel is saved too."""
    page.locator(".editor-post-publish-panel__toggle").click()
    page.locator(".editor-post-publish-panel .editor-post-publish-button").click()
    page.locator(".post-publish-panel__postpublish").wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Waits until the block editor has saved the post and its meta boxes."""
    page.wait_for_function(
        "() => ! wp.data.select( 'core/editor' ).isSavingPost() && ! wp.data.select( 'core/edit-post' ).isSavingMetaBoxes()"
    )


def stored(site: RealSite, post: int) -> Any:
    """The posting as it is stored."""
    return json.loads(
        site.php(f"echo WblFeed\\Standard\\Json::write( WblFeed\\Source\\Own_Postings::posting( {post} ) );")
    )


def eventually(said: Callable[[], Any], expected: Any) -> None:
    """Waits for what another process writes."""
    ends = time.monotonic() + 15
    while said() != expected and time.monotonic() < ends:
        time.sleep(0.3)
    assert said() == expected


def number(page: Page) -> int:
    """The post that is being edited."""
    return int(page.locator(".wbl-panel").get_attribute("data-post") or 0)


def assert_accessible(page: Page) -> None:
    """Axe finds nothing within the panel."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=".wbl-panel", options=options).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def fill_in(page: Page) -> dict[str, Any]:
    """Fills in fields of every kind, and gives the posting that they make."""
    open_groups(page)
    field(page, "/activityType").select_option(label="Internship")
    field(page, "/totalOpenings").fill("4")
    field(page, "/applicationDeadline").fill("2027-03-14")
    page.locator('[name="wbl[/applicationDeadline][time]"]').fill("16:30")
    field(page, "/rolling").select_option(label="No")
    field(page, "/lastVerified").fill("2026-11-20")
    field(page, "/hiringOrganization/name").fill("Bay “Shellfish” & Sons <Ltd>")
    field(page, "/hiringOrganization/url").fill("https://bayshellfish.example/?a=1&b=2")
    field(page, "/applicationContact/email").fill("internships@bayshellfish.example")
    field(page, "/jobLocation").click()
    field(page, "/jobLocation/0/address/addressLocality").fill("Wellfleet")
    field(page, "/jobLocation/0/geo/latitude").fill("41.93")
    field(page, "/jobLocation/0/geo/longitude").fill("-70.03")
    field(page, "/jobLocation").click()
    field(page, "/jobLocation/1/name").fill("Laboratory")
    field(page, "/transportation/stops").fill("Route 8\nBarnstable Village")
    page.get_by_label("Summer").check()
    page.get_by_label("Monday").check()
    page.get_by_label("Wednesday").check()
    field(page, "/schedule/startDate").fill("2027-06-28")
    field(page, "/schedule/startTime").fill("09:00")
    field(page, "/duration").fill("6")
    page.locator('[name="wbl[/duration][unit]"]').select_option(label="weeks")
    field(page, "/compensation/status").select_option(label="Paid")
    field(page, "/compensation/baseSalary/currency").fill("USD")
    field(page, "/compensation/baseSalary/value").fill("17.50")
    field(page, "/compensation/baseSalary/unitText").select_option(label="An hour")
    page.get_by_label("Grade 10", exact=True).check()
    page.get_by_label("Grade 11", exact=True).check()
    field(page, "/eligibility/note").fill("Ask us.\n\nReally.")
    field(page, "/safety/minorsSupervised").select_option(label="Yes")
    field(page, "/howToApply/method").select_option(label="Phone")
    field(page, "/howToApply/telephone").fill("+1 508 555 0199")
    return {
        "activityType": "internship", "status": "open", "totalOpenings": 4,
        "applicationDeadline": "2027-03-14T16:30:00-04:00", "rolling": False, "lastVerified": "2026-11-20",
        "hiringOrganization": {"name": "Bay “Shellfish” & Sons <Ltd>", "url": "https://bayshellfish.example/?a=1&b=2"},
        "applicationContact": {"email": "internships@bayshellfish.example"},
        "jobLocation": [
            {"address": {"addressLocality": "Wellfleet"}, "geo": {"latitude": 41.93, "longitude": -70.03}},
            {"name": "Laboratory"},
        ],
        "transportation": {"stops": ["Route 8", "Barnstable Village"]},
        "schedule": {"byDay": ["Monday", "Wednesday"], "startDate": "2027-06-28", "startTime": "09:00", "window": ["summer"]},
        "duration": "P6W",
        "compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": 17.5, "unitText": "HOUR"}},
        "eligibility": {"gradeLevels": [10, 11], "note": "Ask us.\n\nReally."},
        "safety": {"minorsSupervised": "yes"},
        "howToApply": {"method": "phone", "telephone": "+1 508 555 0199"},
    }  # fmt: skip


@pytest.mark.every_wordpress
def test_a_posting_is_written_in_the_block_editor(admin_page: Page, ready: RealSite):
    """Every kind of field reaches the stored posting and the feed; a change of the panel alone is saved too."""
    open_admin(admin_page, ready, NEW)
    canvas(admin_page).locator(".wp-block-post-title").click()
    admin_page.keyboard.type("Hatchery internship")
    expected = fill_in(admin_page)
    post = number(admin_page)
    publish(admin_page)
    eventually(lambda: stored(ready, post), expected)
    posting = posting_of(ready, post)
    assert posting is not None
    assert {**posting, **expected, "title": "Hatchery internship"} == posting

    admin_page.locator(".editor-post-publish-panel__header button").click()
    admin_page.locator("[data-pointer='/jobLocation'] .wbl-remove").first.click()
    field(admin_page, "/totalOpenings").fill("")
    admin_page.locator(".editor-post-publish-button").click()
    settled(admin_page)
    expected["jobLocation"].pop(0)
    del expected["totalOpenings"]
    eventually(lambda: stored(ready, post), expected)


@pytest.mark.every_wordpress
def test_mistakes_are_told_before_and_after_publishing(admin_page: Page, ready: RealSite):
    """What keeps the posting out of the feed is said while one types, before publishing and after saving, until it is mended."""
    open_admin(admin_page, ready, NEW)
    canvas(admin_page).locator(".wp-block-post-title").click()
    admin_page.wait_for_timeout(1500)
    assert admin_page.locator(".wbl-verdict").inner_text() == "", "nobody is told of mistakes before writing anything"
    admin_page.keyboard.type("Hatchery internship")
    admin_page.locator(".editor-post-publish-panel__toggle").click()
    checks = admin_page.locator(".editor-post-publish-panel")
    expect(checks).to_contain_text("This posting cannot be in the feed yet.")
    expect(checks).to_contain_text("Type of activity: This is needed.")
    checks.locator(".editor-post-publish-button").click()
    settled(admin_page)
    told = admin_page.locator(".components-notice", has_text="This posting cannot be in the feed yet.")
    expect(told).to_be_visible()
    admin_page.locator(".editor-post-publish-panel__header button").click()
    told.get_by_role("button", name="Show what to fix").click()
    expect(admin_page.locator(".wbl-list a")).to_be_focused()
    admin_page.keyboard.press("Enter")
    expect(field(admin_page, "/activityType")).to_be_focused()

    field(admin_page, "/activityType").select_option(label="Internship")
    expect(admin_page.locator(".wbl-verdict")).to_have_text("Nothing in this posting keeps it out of the feed.")
    admin_page.locator(".editor-post-publish-button").click()
    settled(admin_page)
    expect(told).not_to_be_visible()
    assert posting_of(ready, number(admin_page)) is not None


def test_validation_as_one_types(admin_page: Page, ready: RealSite):
    """A mistake appears at its field and in the summary, which leads there; it goes when it is mended."""
    post = written(ready, POSTING)
    open_admin(admin_page, ready, f"post.php?post={post}&action=edit")
    page = admin_page
    page.locator(".wbl-panel").wait_for(state="attached")
    page.locator("summary", has_text="Who can take part").click()
    age = field(page, "/eligibility/minimumAge")
    age.fill("sixteen")
    expect(notices(page, "/eligibility/minimumAge")).to_contain_text("Mistake: Write a number alone")
    expect(age).to_have_attribute("aria-invalid", "true")
    assert notices(page, "/eligibility/minimumAge").get_attribute("id") in (age.get_attribute("aria-describedby") or "")
    expect(page.locator(".wbl-verdict")).to_contain_text("The feed keeps this posting as it was before.")
    page.locator("summary", has_text="Who can take part").click()
    expect(age).not_to_be_visible()
    page.locator(".wbl-list a", has_text="Youngest age").click()
    expect(age).to_be_focused()
    age.fill("16")
    expect(notices(page, "/eligibility/minimumAge")).to_be_empty()
    expect(age).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wbl-verdict")).to_have_text("Nothing in this posting keeps it out of the feed.")
    assert stored(ready, post).get("eligibility") is None, "nothing is saved meanwhile"
    field(page, "/eligibility/maximumAge").fill("14")
    expect(page.locator(".wbl-list")).to_contain_text("“Oldest age” is 14")
    page.on("dialog", lambda dialog: dialog.accept())


def test_rows_by_keyboard(admin_page: Page, ready: RealSite):
    """Rows are added, counted and removed with the keyboard, and the focus is always somewhere that makes sense."""
    post = written(ready, {**POSTING, "skills": [{"name": "A"}, {"name": "B", "x": 1}]})
    open_admin(admin_page, ready, f"post.php?post={post}&action=edit")
    page = admin_page
    open_groups(page)
    field(page, "/skills").focus()
    page.keyboard.press("Enter")
    expect(field(page, "/skills/2/name")).to_be_focused()
    page.keyboard.type("C")
    assert_accessible(page)
    rows = page.locator("[data-pointer='/skills'] .wbl-row")
    expect(rows.nth(2).locator("legend").first).to_have_text("Skill 3")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(rows.nth(2).locator(".wbl-remove")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    expect(rows.nth(1).locator(".wbl-remove")).to_be_focused()
    rows.nth(0).locator(".wbl-remove").focus()
    page.keyboard.press("Space")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator(".wbl-remove")).to_be_focused()
    expect(rows.nth(0).locator("legend").first).to_have_text("Skill 1")
    page.keyboard.press("Control+s")
    settled(page)
    page.locator(".editor-post-publish-button").click()
    settled(page)
    eventually(lambda: stored(ready, post)["skills"], [{"name": "B", "x": 1}, {"name": "C"}])


def test_the_meaning_of_a_choice_is_shown(admin_page: Page, ready: RealSite):
    """The definition of what is chosen stands below it, those of all choices are a click away."""
    open_admin(admin_page, ready, NEW)
    open_groups(admin_page)
    field(admin_page, "/activityType").select_option(label="Job shadow")
    meaning = admin_page.locator("#wbl-activityType-meaning")
    expect(meaning).to_contain_text(re.compile("follows|watch|observe", re.IGNORECASE))
    field(admin_page, "/activityType").select_option("")
    expect(meaning).to_be_empty()
    group = admin_page.locator("[data-pointer='/activityType'] details")
    group.locator("summary").click()
    expect(group.locator("dt", has_text="Job shadow")).to_be_visible()
    admin_page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_panel_is_accessible_and_narrow(admin_page: Page, classic: RealSite, direction: str):
    """Axe finds nothing in it, with mistakes, rows and all groups open; at 320 pixels nobody scrolls sideways in it."""
    long = "https://site.example/" + "a" * 300
    post = written(
        classic, {**POSTING, "skills": [{"name": "A" * 200}], "url": long, "programs": [long], "workMode": long}
    )
    open_admin(admin_page, classic, f"post.php?post={post}&action=edit")
    page = admin_page
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    open_groups(page)
    page.evaluate("document.querySelectorAll('.wbl-meanings').forEach(group => { group.open = true; })")
    field(page, "/jobLocation").click()
    field(page, "/activityType").select_option("")
    field(page, "/totalOpenings").fill("x" * 300)
    expect(field(page, "/activityType")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate(
            """() => { const box = document.querySelector('.wbl-panel').getBoundingClientRect();
            return [...document.querySelectorAll('.wbl-panel *')].filter(one => {
              const { left, right, width } = one.getBoundingClientRect();
              return width && (right > box.right + 1 || left < box.left - 1); }).map(one => one.outerHTML.slice(0, 80)); }"""
        )
        assert wide == []
        assert page.evaluate(
            "[...document.querySelectorAll('.wbl-panel, .wbl-panel label, .wbl-panel p')]"
            ".filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1).length"
        ) == 0  # fmt: skip
    page.on("dialog", lambda dialog: dialog.accept())


def test_the_classic_editor(admin_page: Page, classic: RealSite):
    """The same panel is written, saved and shown again there; mistakes stand beside the fields at once."""
    open_admin(admin_page, classic, NEW)
    page = admin_page
    page.locator("#title").fill("Hatchery internship")
    expected = fill_in(page)
    post = number(page)
    page.locator("#publish").click()
    page.locator("#message").wait_for()
    assert stored(classic, post) == expected
    assert field(page, "/applicationDeadline").input_value() == "2027-03-14"
    open_groups(page)
    field(page, "/totalOpenings").fill("a few")
    page.locator("#publish").click()
    page.locator("#message").wait_for()
    assert field(page, "/totalOpenings").input_value() == "a few"
    assert "Mistake:" in notices(page, "/totalOpenings").inner_text()
    assert stored(classic, post) == {**expected, "totalOpenings": "a few"}


def test_without_javascript(browser: Browser, classic: RealSite):
    """The form is whole, saves, takes a row, and tells what is wrong on the next page."""
    post = written(classic, POSTING)
    with signed_in(browser, classic, java_script_enabled=False) as page:
        open_admin(page, classic, f"post.php?post={post}&action=edit")
        page.locator("summary", has_text="STEM, occupations").click()
        field(page, "/skills/0/name").fill("Water testing")
        field(page, "/totalOpenings").fill("some")
        page.locator("#publish").click()
        page.locator("#message").wait_for()
        assert "Mistake:" in notices(page, "/totalOpenings").inner_text()
        page.locator(".wbl-list a", has_text="Number of places").wait_for()
    assert stored(classic, post)["skills"] == [{"name": "Water testing"}]


def test_hostile_text_runs_nothing(admin_page: Page, classic: RealSite):
    """Scripts in every text of a posting are shown as text, before and after a check, and saved as they were."""
    script = '"><img src=x onerror="window.wronged=1"><script>window.wronged=1</script>\'</textarea>&amp;&#39;'
    posting = {
        "activityType": "internship", "status": "open", "license": script, "inLanguage": script,
        "hiringOrganization": {"name": script, "description": script, "url": script, "email": script},
        "skills": [{"name": script, script: script}], "eligibility": {"schools": [script], "gradeLevels": [script]},
        "compensation": {"status": script, "note": script}, "schedule": {"byDay": [script], "startTime": script},
        "applicationDeadline": script, "duration": script, "totalOpenings": script, "rolling": script,
    }  # fmt: skip
    post = written(classic, POSTING)
    given = json.dumps(json.dumps(posting)).replace("$", "\\$")
    classic.php(f"WblFeed\\Source\\Own_Postings::store( {post}, WblFeed\\Standard\\Json::parse( {given} ) );")
    open_admin(admin_page, classic, f"post.php?post={post}&action=edit")
    open_groups(admin_page)
    field(admin_page, "/hiringOrganization/name").press("End")
    with admin_page.expect_response(lambda answer: "wbl/v1/check" in answer.url or "wbl%2Fv1" in answer.url):
        admin_page.keyboard.type("!")
    expect(admin_page.locator(".wbl-verdict")).to_contain_text("The feed keeps this posting as it was before.")
    admin_page.locator("#publish").click()
    admin_page.locator("#message").wait_for()
    assert admin_page.evaluate("window.wronged") is None
    posting["hiringOrganization"]["name"] += "!"  # type: ignore[index]
    assert stored(classic, post) == posting


def test_nobody_else_saves(browser: Browser, classic: RealSite):
    """A subscriber is not let in, and a form with a forged nonce is refused by the panel itself."""
    post = written(classic, POSTING)
    with signed_in(browser, classic) as page:
        open_admin(page, classic, f"post.php?post={post}&action=edit")
        field(page, "/status").select_option("closed")
        page.evaluate("document.querySelector('[name=wbl_feed_panel]').value = '0123456789'")
        page.locator("#publish").click()
        page.locator("#message").wait_for()
    assert stored(classic, post)["status"] == "open"
    subscriber = classic.user("subscriber")
    answer = classic.ask(
        "wp-admin/post.php", method="POST", user=subscriber,
        body=f"action=editpost&post_ID={post}&wbl_last=1&wbl[/status]=closed".encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status in {302, 403}
    assert stored(classic, post)["status"] == "open"
