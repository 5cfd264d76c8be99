"""The snippet shows what is open in a feed, to everybody, in whatever page it was pasted."""

import html as markup
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from browser.axe import violations
from browser.chromium import offline_page
from browser.layout import assert_no_sideways_scrolling
from browser.snippet_web import AT, SnippetWeb, feed, opened, posting, snippet_web, titles
from local_web import cases
from playwright.sync_api import Browser, Page, expect
from wbl_publishers.snippet import Snippet, html

from wbl_demo.run import play
from wbl_feed import json_format
from wbl_feed.models import Feed
from wbl_feed.projections.offered import offered
from wbl_feed.vocabulary import LANGUAGES

pytestmark = pytest.mark.slow
NOW = datetime.fromisoformat(AT)
REGION = "by/region/us-ma-stem.metro-north/feed.json"
MANY = [posting(number, activityType="job-shadow" if number % 3 else "internship") for number in range(25)]


@pytest.fixture
def web() -> Iterator[SnippetWeb]:
    """Two origins that serve nothing yet."""
    with snippet_web() as web:
        yield web


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The feed of a region as the demo's aggregator publishes it."""
    folder = tmp_path_factory.mktemp("demo")
    play(folder / "public", folder / "state", NOW.astimezone(UTC))
    return Path(folder / "public" / REGION).read_bytes()


def ordered(feed: Feed) -> list[str]:
    """The titles of what is open, by the library: the soonest deadline first, then what has none."""

    def end(text: str | None) -> str:
        if not text:
            return "9"
        if len(text) == 10:
            return f"{text} 24"
        return datetime.fromisoformat(text).astimezone(ZoneInfo(feed.time_zone)).strftime("%Y-%m-%d %H:%M:%S")

    return [one.title for one in sorted(offered(feed, NOW)[0], key=lambda one: end(one.application_deadline))]


def test_what_is_not_known_of_pay_is_not_said(web, desktop):
    """The note stands after the word for how it is paid, or alone, as text; where neither says anything, pay is left out."""
    pays = [
        {"status": "paid", "note": "$17/hr <b>plus</b> tips"}, {"status": "unknown", "note": "Ask us"},
        {"status": "unknown"}, {"status": "x:bartered"},
    ]  # fmt: skip
    postings = [posting(number, compensation=pay) for number, pay in enumerate(pays)]
    section = web.show(desktop, feed(*postings, posting(4)))
    shown = [item.locator("p").nth(1).inner_text() for item in section.locator("li").all()]
    assert shown == [
        "Internship · Pay: Paid: $17/hr <b>plus</b> tips", "Internship · Pay: Ask us", "Internship", "Internship", "Internship"
    ]  # fmt: skip


def test_a_region_of_the_demo_is_shown_whole(web, desktop, region):
    """All that is open in the region is shown, the soonest deadline first, and what is not open is not."""
    known = json_format.read(region).feed
    section = web.show(desktop, region)
    expected = ordered(known)
    assert 10 < len(expected) < len(known.items)
    assert titles(section) == expected[:10]
    expect(section.get_by_role("status")).to_have_text(f"Shown: 10 of {len(expected)}")
    section.get_by_role("button", name="Show more").click()
    assert titles(section) == expected
    expect(section.get_by_role("button")).to_have_count(0)
    first = section.locator("li").first
    expect(first.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    assert first.inner_text().splitlines()[::2] == [
        "Early College Biotech Practicum",
        "Mystic River Early College Partnership · Malden, MA",
        "Credit-bearing work-based learning · Pay: Unpaid · No hazardous work · An adult supervises at all times",
        "Apply by December 16, 2026",
        "Source: Metro North STEM Network: work-based learning · metro-north-stem.example",
    ]
    expect(first.locator("time")).to_have_attribute("datetime", "2026-12-16")
    assert section.locator("footer").inner_text() == f"Source: {known.name} · License: CC-BY-4.0 · Data feed"
    assert section.locator("footer a").evaluate_all("links => links.map(link => link.href)") == [
        "https://wbl-hub.example/", "https://spdx.org/licenses/CC-BY-4.0", f"{web.feeds.address}/feed.json",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_and_no_sideways_scrolling(request, web, region, kind, scheme):
    """No WCAG 2.2 AA violation that axe finds, in light and dark, and the snippet fits 320 CSS pixels."""
    page = request.getfixturevalue(kind)
    page.emulate_media(color_scheme=scheme)
    long = posting(1, title="Practicum" * 22, hiringOrganization={"name": "Laboratory" * 19})
    bodies = [html(Snippet(web.feed(content, path))) for path, content in (("/a", region), ("/b", feed(long)))]
    address = web.page(*bodies, head='<meta name="color-scheme" content="light dark">')
    section = opened(page, address)
    expect(page.locator("[data-wbl] section").nth(1).locator("li")).to_have_count(1)
    background = section.evaluate("section => getComputedStyle(section).backgroundColor")
    assert background == ("rgb(18, 18, 18)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert violations(page) == []
    assert_no_sideways_scrolling(page)
    needed = section.evaluate("section => [section.scrollWidth, section.clientWidth]")
    assert needed[0] <= needed[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_knows_no_dark_keeps_its_light(web, desktop, scheme):
    """The snippet has the colours of the page around it and not those of the system alone."""
    desktop.emulate_media(color_scheme=scheme)
    section = web.show(desktop, feed(posting(1)))
    assert section.evaluate("section => getComputedStyle(section).backgroundColor") == "rgb(255, 255, 255)"
    assert violations(desktop) == []


def test_a_keyboard_is_enough(web, desktop):
    """Tab reaches search, type, postings and the button in that order; after “Show more” the first new one has the focus."""
    section = web.show(desktop, feed(*MANY), most=3)
    seen = []
    for _ in range(6):
        desktop.keyboard.press("Tab")
        seen.append(desktop.evaluate("document.querySelector('[data-wbl]').shadowRoot.activeElement.tagName"))
    assert seen == ["INPUT", "SELECT", "A", "A", "A", "BUTTON"]
    desktop.keyboard.press("Enter")
    focused = desktop.evaluate("document.querySelector('[data-wbl]').shadowRoot.activeElement.textContent")
    assert focused == titles(section)[3] == "Posting 3"
    expect(section.get_by_role("status")).to_have_text("Shown: 6 of 25")


def test_a_screen_reader_is_told(web, desktop):
    """The region bears the heading, levels of headings follow from it, and what changes is announced."""
    section = web.show(desktop, feed(*MANY), heading="Work near you", level=3)
    tree = section.aria_snapshot()
    assert tree.startswith('- region "Work near you":\n  - heading "Work near you" [level=3]')
    assert 'searchbox "Search"' in tree
    assert 'combobox "Activity type"' in tree
    assert '- listitem:\n      - heading "Posting 0" [level=4]' in tree
    assert '- status: "Shown: 10 of 25"' in tree


def test_people_search_and_choose(web, desktop):
    """Words are found without regard to case and accents, in title, employer, place and type; both filters narrow."""
    place = {"address": {"addressLocality": "Peñasco", "addressRegion": "MA"}}
    section = web.show(desktop, feed(*MANY, posting(99, jobLocation=[place], hiringOrganization={"name": "Bay"})))
    status = section.get_by_role("status")
    section.get_by_label("Search").fill("PENASCO bay")
    expect(status).to_have_text("Shown: 1 of 1")
    assert titles(section) == ["Posting 99"]
    section.get_by_label("Search").fill("")
    assert section.get_by_label("Activity type").locator("option").all_inner_texts() == [
        "All",
        "Internship",
        "Job shadow",
    ]
    section.get_by_role("button").click()
    section.get_by_label("Activity type").select_option("Job shadow")
    expect(status).to_have_text("Shown: 10 of 16")
    section.get_by_label("Search").fill("99")
    expect(status).to_have_text("Shown: 0 of 0")
    section.get_by_label("Activity type").select_option("All")
    expect(status).to_have_text("Shown: 1 of 1")


def test_a_short_list_has_no_search(web, desktop):
    """Where all fits, there are no fields and no button."""
    section = web.show(desktop, feed(*MANY[:10]))
    assert len(titles(section)) == 10
    assert section.locator("input:visible, select:visible, button:visible").count() == 0


@pytest.mark.parametrize(
    "case", [one for one in cases("deletion").values() if "offered" in one["expect"]], ids=lambda one: one["id"]
)
def test_the_cases_of_the_conformance_kit(web, desktop, case):
    """What the kit says is offered is shown, and nothing else as if one could apply now."""
    (response,) = case["given"]["responses"]
    section = opened(desktop, web.page(html(Snippet(web.feed(response["json"])))), case["given"]["at"])
    known = {one["title"]: one["id"] for one in response["json"]["items"]}
    shown = section.locator("li").filter(has_not_text="Apply from").locator("a").all_inner_texts()
    assert sorted(known[title] for title in shown) == sorted(case["expect"]["offered"])


def test_dates_are_those_of_the_feed(web, browser: Browser):
    """A deadline lasts its day where the feed is, and an instant is told in that zone, wherever the reader is."""
    postings = [
        posting(1, applicationDeadline="2026-11-22"),
        posting(2, applicationDeadline="2026-11-22T12:00:01Z"),
        posting(3, applicationDeadline="2026-11-21"),
        posting(4, applicationDeadline="2026-11-22T12:00:00Z"),
        posting(5, applicationStartDate="2026-11-23", applicationDeadline="2027-01-01", rolling=True),
        posting(6, applicationStartDate="2026-11-22", rolling=True),
        posting(7),
    ]
    with offline_page(browser, timezone_id="Pacific/Auckland", locale="fr-FR") as page:  # there it is the 23rd
        section = web.show(page, feed(*postings))
        assert titles(section) == ["Posting 2", "Posting 1", "Posting 5", "Posting 6", "Posting 7"]
        told = section.locator("li").evaluate_all("items => items.map(item => item.children[3].textContent)")
    assert [text.replace("\u202f", " ") for text in told] == [
        "Apply by November 22, 2026 at 7:00 AM EST",
        "Apply by November 22, 2026",
        "Apply from November 23, 2026 · Apply by January 1, 2027",
        "Apply until the places are filled",
        "No deadline stated",
    ]


WORDS = {
    "en": ["Opportunities for students", "Internship · Pay: Paid · Hybrid · Age: 16+", "Apply by March 1, 2027"],
    "es": ["Oportunidades para estudiantes", "Pasantía · Pago: Remunerado · Híbrido · Edad: 16+", "Solicitudes hasta el 1 de marzo de 2027"],
    "pt": ["Oportunidades para estudantes", "Estágio · Pagamento: Remunerado · Híbrido · Idade: 16+", "Inscrições até 1 de março de 2027"],
    "ht": ["Opòtinite pou elèv yo", "Estaj · Peman: Peye · Ibrid · Laj: 16+", "Aplike anvan fen jou sa a: 1 mas 2027"],
    "zh-Hans": ["面向学生的机会", "实习 · 薪酬:带薪 · 混合式 · 年龄:16+", "申请截止:2027年3月1日"],
    "vi": ["Cơ hội dành cho học sinh", "Thực tập · Thù lao: Có lương · Kết hợp · Tuổi: 16+", "Nhận đơn đến hết 1 tháng 3, 2027"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_six_languages(web, desktop, language):
    """Its words, labels and dates are in the language that was asked for; a posting in another one is marked."""
    one = posting(
        1, applicationDeadline="2027-03-01", workMode="hybrid", compensation={"status": "paid"},
        eligibility={"minimumAge": 16}, inLanguage="en-US",
    )  # fmt: skip
    # A page that says nothing of its encoding, as some builders' frames do.
    web.pages.behaviours["/"] = lambda exchange: exchange.answer(
        200, html(Snippet(web.feed(feed(one)), language=language)).encode(), {"Content-Type": "text/html"}
    )
    desktop.clock.set_fixed_time(AT)
    desktop.goto(web.pages.address)
    section = desktop.locator("section")
    expect(section.locator("li a")).to_have_attribute("lang", "en-US")
    lines = section.locator("li > p").all_inner_texts()
    assert [section.locator("h2").inner_text(), *lines[1:3]] == WORDS[language]
    assert section.get_attribute("lang") == language


def test_two_on_a_page_do_not_meet(web, desktop):
    """Each shows its own feed in its own language; neither leaves a name, a cookie or anything stored in the page."""
    names = "Object.getOwnPropertyNames(window)"
    desktop.clock.set_fixed_time(AT)
    desktop.goto(web.page())
    before = set(desktop.evaluate(names))
    one = html(Snippet(web.feed(feed(posting(1)), "/1"), most=1))
    two = html(Snippet(web.feed(feed(posting(2), posting(3)), "/2"), most=1, language="es"))
    desktop.goto(web.page(one, two))
    sections = desktop.locator("[data-wbl] section")
    expect(sections.nth(1).get_by_role("status")).to_have_text("Se muestran: 1 de 2")
    assert [titles(section) for section in sections.all()] == [["Posting 1"], ["Posting 2"]]
    sections.nth(1).get_by_role("button").click()
    assert [len(titles(section)) for section in sections.all()] == [1, 2]
    assert set(desktop.evaluate(names)) == before
    assert desktop.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_nothing_tells_who_is_looking(web, desktop):
    """The feed is all that is asked for, once, without a cookie and without the page's address."""
    with_cookie = web.feed(feed(posting(1)), **{"Set-Cookie": "visit=1; Path=/"})
    address = web.page(html(Snippet(with_cookie)))
    opened(desktop, address)
    opened(desktop, address)
    assert [one.path for one in web.feeds.requests] == ["/feed.json"] * 2
    assert {"cookie", "referer"}.isdisjoint(name for one in web.feeds.requests for name in one.headers)
    assert {one.path for one in web.pages.requests} <= {"/", "/favicon.ico"}


STRANGE = """* { color: red !important; font: 40px/3 fantasy !important; text-transform: uppercase !important }
div, section, p, li, ul, h2, h3, a, button, input { display: none !important; background: red !important }"""


def test_styles_stay_on_their_side(web, desktop):
    """The page's rules, important ones included, do not reach the snippet, nor the snippet's the page."""
    content = feed(*MANY)
    own = "<ul id='own'><li><h3>Ours</h3><p><a href='#'>A link</a></p></li></ul>"
    looks = """element => [...element.querySelectorAll('*')].map(one => {
        const { color, font, display, padding, borderTopWidth, minHeight, direction } = getComputedStyle(one);
        return JSON.stringify([one.tagName, color, font, display, padding, borderTopWidth, minHeight, direction]);
    })"""
    section = web.show(desktop, content)
    plain = section.evaluate(looks)
    snippet = html(Snippet(f"{web.feeds.address}/feed.json"))
    section = opened(desktop, web.page(f"<article dir=rtl>{snippet}</article>", head=f"<style>{STRANGE}</style>"))
    assert section.evaluate(looks) == plain
    expect(section.get_by_label("Search")).to_be_visible()
    desktop.goto(web.page(own))
    alone = desktop.locator("#own").evaluate(looks)
    opened(desktop, web.page(own, snippet))
    assert desktop.locator("#own").evaluate(looks) == alone


def test_in_the_frame_of_a_site_builder(web, desktop):
    """In a sandboxed frame of no origin, as Wix and Google Sites make them, it works, and links open in a new tab."""
    inner = markup.escape(html(Snippet(web.feed(feed(*MANY)))), quote=True)
    address = web.page(
        f'<iframe title="Postings" sandbox="allow-scripts allow-popups" width="320" height="600" srcdoc="{inner}"></iframe>'
    )
    desktop.clock.set_fixed_time(AT)
    desktop.goto(address)
    section = desktop.frame_locator("iframe").locator("section")
    expect(section.get_by_role("status")).to_have_text("Shown: 10 of 25")
    assert web.feeds.requests[-1].headers["origin"] == "null"
    assert set(section.locator("a").evaluate_all("links => links.map(link => link.target)")) == {"_blank"}
    section.get_by_label("Search").fill("posting 24")
    section.get_by_label("Search").press("Enter")
    expect(section.get_by_role("status")).to_have_text("Shown: 1 of 1")
    assert section.evaluate("section => section.scrollWidth <= innerWidth")
    assert violations(desktop) == []


def test_under_a_strict_policy(web, desktop):
    """Without eval, and with the feed's server as the only one that may be asked, all works."""
    snippet = html(Snippet(web.feed(feed(*MANY))))
    policy = (
        f"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src {web.feeds.address}; "
        "require-trusted-types-for 'script'"
    )
    said: list[str] = []
    desktop.on("console", lambda message: said.append(message.text))
    section = opened(desktop, web.page(snippet, headers={"Content-Security-Policy": policy}))
    assert len(titles(section)) == 10
    assert [text for text in said if "favicon" not in text] == []


@pytest.mark.parametrize("forbidden", [False, True])
def test_a_link_stays_where_no_script_runs(web, browser: Browser, forbidden):
    """Where scripts are off, or a policy forbids them, there is a link to the feed."""
    address = web.feed(feed(posting(1)))
    headers = {"Content-Security-Policy": "script-src 'none'"} if forbidden else {}
    with offline_page(browser, java_script_enabled=forbidden) as page:
        page.goto(web.page(html(Snippet(address, heading="Work near you")), headers=headers))
        expect(page.get_by_role("link", name="Work near you")).to_be_visible()
        assert page.get_by_role("link").get_attribute("href") == address
        assert page.locator("main").inner_text().split("\n") == ["Our school", "Work near you"]


def test_a_script_that_is_run_again_finds_its_place(web, desktop):
    """Where a page puts the block in by a script of its own, each block is started once, in order."""
    blocks = [html(Snippet(web.feed(feed(posting(number)), f"/{number}"))) for number in (1, 2)]
    again = """for (const script of document.querySelectorAll("[data-wbl] script")) {
        const copy = document.createElement("script");
        copy.textContent = script.textContent;
        document.head.append(copy);
    }"""
    texts = json.dumps(blocks).replace("</", "<\\/")
    body = f"<div id=here></div><script>here.innerHTML = {texts}.join(''); {again}</script>"
    desktop.clock.set_fixed_time(AT)
    desktop.goto(web.page(body))
    sections = desktop.locator("[data-wbl] section")
    expect(sections.nth(1).locator("li")).to_have_count(1)
    assert [titles(section) for section in sections.all()] == [["Posting 1"], ["Posting 2"]]


def test_it_can_be_tried_from_a_file(web, desktop: Page, tmp_path):
    """A block in a file, opened by a double click, shows its feed."""
    (tmp_path / "embed.html").write_text(html(Snippet(web.feed(feed(posting(1))))), encoding="ascii")
    assert titles(opened(desktop, (tmp_path / "embed.html").as_uri())) == ["Posting 1"]
