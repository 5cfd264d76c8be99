"""The mapping screen: guesses, preview, saving; with a browser, without JavaScript, and for those who may not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from browser.axe import violations
from playwright.sync_api import Page, expect
from wordpress.admin import open_admin
from wordpress.opportunities import TYPES, add, php
from wordpress.real_site import RealSite
from wordpress.visitor import Visitor, fields_of, text_of

pytestmark = pytest.mark.slow
SCREEN = "edit.php?post_type=wbl_posting&page=wbl-feed-mapping"
TYPE = f"{SCREEN}&type=opportunity"
SETTINGS = {
    "name": "Harbor STEM Network",
    "publisher": {"name": "Harbor STEM Network", "url": "https://harbor-stem.example/", "email": ""},
    "license": "CC-BY-4.0",
}
FIELDS = {
    "company_name": "Tide & Time Lab",
    "application_deadline": "20270301",
    "startDate": "6/28/2027",
    "location": "Woods Hole, MA",
    "pay": "$18-20/hr",
    "grades": ["11", "12"],
    "how_to_apply": "https://tide.example/apply",
    "deadline_token": "hunter2",
    "_edit_lock": "1:1",
    "_company_name": "field_5f3a",
}


@pytest.fixture(scope="module")
def mapped(wbl_site: RealSite) -> RealSite:
    """A site that is set up, with three posts that everybody may read and four that nobody may."""
    wbl_site.at("2026-11-22T12:00:00Z")
    wbl_site.plugin("types", TYPES)
    wbl_site.php(f"WblFeed\\Feed\\Settings::save( {php(SETTINGS)} );")
    for number, kind in enumerate(("Internship", "Seasonal gig", "Job shadow"), 1):
        add(
            wbl_site,
            post_title=f"Opportunity {number}",
            post_content="<p>Count <b>eelgrass</b>.</p>",
            post_date=f"2026-11-0{number} 12:00:00",
            meta=FIELDS,
            terms={"opportunity_type": [kind]},
        )
    for status in ("draft", "private", "pending"):
        add(wbl_site, post_title=f"Hidden {status}", post_status=status, meta={"company_name": "Hidden Inc"})
    add(wbl_site, post_title="Hidden by a word", post_password="x", meta={"company_name": "Hidden Inc"})
    add(wbl_site, post_title="Hidden by time", post_status="future", post_date="2030-01-01 12:00:00")
    return wbl_site


def stored(site: RealSite) -> Any:
    """The mappings in the settings."""
    return json.loads(site.php("echo wp_json_encode( WblFeed\\Feed\\Settings::get()['mappings'] ?: new stdClass );"))


def feed(site: RealSite) -> dict[str, dict[str, Any]]:
    """The postings of the site's feed, by title."""
    return {item["title"]: item for item in site.ask("wp-json/wbl/v1/feed").json["items"]}


def choice(page: Page, label: str) -> Any:
    """The choice of where a member comes from."""
    return page.get_by_label(label, exact=True)


def shown(page: Page) -> Any:
    """The preview."""
    return page.locator("#wbl-preview")


def keep(page: Page, name: str) -> None:
    """A picture of the screen, where somebody asked for pictures."""
    if folder := os.environ.get("WBL_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.every_wordpress
def test_the_fields_of_a_type_are_mapped(admin_page: Page, mapped: RealSite):
    """Choose the type, see the guesses and a posting, give a word its meaning, save, and find the postings in the feed."""
    with mapped.undone():
        open_admin(admin_page, mapped, SCREEN)
        admin_page.get_by_label("Kind of posts").select_option("opportunity")
        admin_page.get_by_role("button", name="Show its fields").click()
        expect(choice(admin_page, "Employer or host")).to_have_value("meta:company_name")
        expect(choice(admin_page, "Deadline")).to_have_value("meta:application_deadline")
        expect(choice(admin_page, "Type of activity")).to_have_value("taxonomy:opportunity_type")
        expect(choice(admin_page, "On site or online")).to_have_value("")
        assert "hunter2" not in admin_page.content()
        assert "field_5f3a" not in admin_page.content()
        expect(shown(admin_page)).to_contain_text("Opportunity 3")
        for fact in ("Tide & Time Lab", "March 1, 2027", "Woods Hole", "Grade 11, Grade 12", "Job shadow"):
            expect(shown(admin_page)).to_contain_text(fact)
        assert violations(admin_page) == []
        keep(admin_page, "mapping")
        admin_page.get_by_role("button", name="Older").click()
        expect(shown(admin_page)).to_contain_text("“Seasonal gig” could not be read")
        expect(admin_page.get_by_role("button", name="Older")).to_be_focused()
        kinds = admin_page.locator('.wbl-map[data-pointer="/activityType"]')
        kinds.get_by_label("Seasonal gig").focus()
        kinds.get_by_label("Seasonal gig").select_option(label="Other")
        expect(shown(admin_page)).not_to_contain_text("Seasonal gig")
        expect(kinds.get_by_text("What your words mean", exact=True)).to_be_visible()
        expect(kinds.get_by_label("Seasonal gig")).to_be_focused()
        choice(admin_page, "On site or online").select_option("fixed:")
        admin_page.get_by_label("Fixed text for: On site or online").fill("Hybrid")
        expect(shown(admin_page).locator("dd", has_text="Hybrid")).to_be_visible()
        keep(admin_page, "mapping-changed")
        assert stored(mapped) == {}
        admin_page.get_by_role("button", name="Save and publish").click()
        expect(admin_page.get_by_text("Saved. Your posts are in the feed.")).to_be_visible()
        assert violations(admin_page) == []
        items = feed(mapped)
        assert set(items) == {"Opportunity 1", "Opportunity 2", "Opportunity 3"}
        assert items["Opportunity 3"]["activityType"] == "job-shadow"
        assert items["Opportunity 2"]["activityType"] == "other"
        assert items["Opportunity 1"]["workMode"] == "hybrid"
        assert items["Opportunity 1"]["hiringOrganization"] == {"name": "Tide & Time Lab"}
        admin_page.get_by_role("button", name="Stop publishing these posts").click()
        expect(admin_page.get_by_text("These posts are no longer published.")).to_be_visible()
        assert stored(mapped) == {}


def test_a_choice_brings_the_words_that_stand_there(admin_page: Page, mapped: RealSite):
    """After another source is chosen its words can be given a meaning at once, and a mistake is told beside the row."""
    open_admin(admin_page, mapped, TYPE)
    row = admin_page.locator('.wbl-map[data-pointer="/workMode"]')
    choice(admin_page, "On site or online").select_option("meta:location")
    row.get_by_label("Woods Hole, MA").select_option(label="On site")
    expect(shown(admin_page).locator("dd", has_text="On site")).to_be_visible()
    choice(admin_page, "Deadline").select_option("fixed:")
    admin_page.get_by_label("Fixed text for: Deadline").fill("soon")
    admin_page.get_by_role("button", name="Save and publish").click()
    expect(admin_page.get_by_role("alert")).to_contain_text("“soon” could not be read as a date")
    expect(admin_page.get_by_label("Fixed text for: Deadline")).to_have_attribute("aria-invalid", "true")
    expect(row.get_by_label("Woods Hole, MA")).to_have_value("onsite")
    assert violations(admin_page) == []
    keep(admin_page, "mapping-mistake")
    assert stored(mapped) == {}


def test_the_screen_on_a_telephone(admin_page: Page, mapped: RealSite):
    """Nothing is cut off at 400 pixels, and the preview stands below the rows."""
    admin_page.set_viewport_size({"width": 400, "height": 800})
    open_admin(admin_page, mapped, TYPE)
    expect(shown(admin_page)).to_contain_text("Opportunity 3")
    keep(admin_page, "mapping-narrow")
    assert admin_page.evaluate("document.documentElement.scrollWidth") <= 400
    assert violations(admin_page) == []


def test_without_javascript(mapped: RealSite):
    """The button “Preview” shows what is chosen and saves nothing; saving restricts the feed to a category."""
    admin = Visitor(mapped)
    with mapped.undone():
        (form,) = admin.get(f"wp-admin/{TYPE}").cssselect("#wbl-map")
        fields = {name: value for name, value in fields_of(form).items() if name}
        chosen = {
            "/workMode": "Remote",
            "/applicationContact/name": "Bob Smith",
            "/applicationContact/email": "a@b.example",
        }
        changed = dict(fields)
        for pointer, text in chosen.items():
            changed |= {f"wbl[fields][{pointer}][source]": "fixed:", f"wbl[fields][{pointer}][fixed]": text}
        page = admin.send(f"wp-admin/{TYPE}", {**changed, "wbl_preview": "1"})
        assert "Remote" in text_of(page.cssselect("#wbl-preview dl")[0])
        assert "a@b.example" in text_of(page.cssselect("#wbl-preview dl")[0])
        assert "Bob Smith" not in text_of(page.cssselect("#wbl-preview")[0])  # nobody consented to names of people
        assert "Opportunity 3" in text_of(page.cssselect("#wbl-preview h3")[0])
        older = admin.send(f"wp-admin/{TYPE}", {**changed, "wbl[show]": "1"})
        assert "Opportunity 2" in text_of(older.cssselect("#wbl-preview h3")[0])
        assert stored(mapped) == {}
        term = mapped.php("echo get_term_by( 'name', 'Job shadow', 'opportunity_type' )->term_id;")
        only = {**changed, "wbl[categories][opportunity_type][]": term}
        assert "Opportunity 3" in text_of(
            admin.send(f"wp-admin/{TYPE}", {**only, "wbl_preview": "1"}).cssselect("#wbl-preview")[0]
        )
        admin.send(f"wp-admin/{TYPE}", {**only, "wbl_save": "1"})
        assert "done=saved" in admin.url
        assert stored(mapped)["opportunity"]["categories"] == {"opportunity_type": [int(term)]}
        assert set(feed(mapped)) == {"Opportunity 3"}


def test_posts_that_nobody_may_read_are_not_previewed(mapped: RealSite):
    """However far one leafs, and whatever number is asked for, drafts and the like do not come."""
    admin = Visitor(mapped)
    (form,) = admin.get(f"wp-admin/{TYPE}").cssselect("#wbl-map")
    fields = {name: value for name, value in fields_of(form).items() if name}
    for number in ("0", "1", "2", "3", "9", "-1", "x", "99999999999999999999"):
        page = admin.send(f"wp-admin/{TYPE}", {**fields, "wbl[show]": number})
        assert admin.status == 200
        assert "Hidden" not in page.text_content()


@pytest.mark.parametrize("role", ["editor", "subscriber", None])
def test_others_can_neither_see_nor_change_it(mapped: RealSite, role: str | None):
    """The screen, its form and the preview's route are the administrator's."""
    body = {"wbl": {"post_type": "opportunity", "fields": {"/title": {"source": "post:title"}}}}
    user = mapped.user(role) if role else None
    answer = mapped.ask("wp-json/wbl/v1/preview", method="POST", user=user, body=body)
    assert answer.status == (403 if role else 401)
    assert "Opportunity" not in answer.text
    visitor = Visitor(mapped, user)
    page = visitor.send(f"wp-admin/{TYPE}", {"wbl[post_type]": "opportunity", "wbl_save": "1"})
    assert visitor.status == 403 or "wp-login.php" in visitor.url
    assert "Opportunity" not in page.text_content()
    assert stored(mapped) == {}


def test_a_forged_form_changes_nothing(mapped: RealSite):
    """An administrator's browser that sends the form without its nonce is refused; so is a type that is not public."""
    admin = Visitor(mapped)
    sent = {"wbl[post_type]": "opportunity", "wbl[fields][/title][source]": "post:title", "wbl_save": "1"}
    admin.send(f"wp-admin/{TYPE}", sent)
    assert admin.status == 403
    answer = mapped.ask(
        "wp-json/wbl/v1/preview", method="POST", user=mapped.user(), body={"wbl": {"post_type": "revision"}}
    )
    assert answer.status == 400
    assert mapped.ask("wp-json/wbl/v1/preview", method="POST", user=mapped.user(), body={"wbl": "x"}).status == 400
    assert stored(mapped) == {}


def test_names_in_spanish_are_guessed(mapped: RealSite):
    """Keys in Spanish lead to their members, where what stands there can be read as such."""
    fields = {
        "empresa": "Laboratorio de Mareas",
        "fecha_limite": "1 de marzo de 2027",
        "fecha_de_inicio": "mañana",
        "lugar": "Salem, MA",
        "salario": "$18 por hora",
        "horas": "10-15",
        "grado": "noveno a duodécimo",
        "correo": "pasantias@mareas.example",
        "tipo": "Pasantía",
    }
    with mapped.undone():
        add(mapped, post_type="oportunidad", post_title="Pasantía", meta=fields)
        found = json.loads(
            mapped.php("echo wp_json_encode( WblFeed\\Source\\Guess::mapping( 'oportunidad' )->to_array()['fields'] );")
        )
    assert {pointer: rule["name"] for pointer, rule in found.items()} == {
        "/title": "title",
        "/description": "content",
        "/activityType": "tipo",
        "/applicationDeadline": "fecha_limite",
        "/hiringOrganization/name": "empresa",
        "/jobLocation/0": "lugar",
        "/hoursPerWeek": "horas",
        "/compensation": "salario",
        "/eligibility/gradeLevels": "grado",
        "/applicationContact/email": "correo",
    }


def test_hostile_names_and_values_are_escaped(admin_page: Page, mapped: RealSite):
    """A custom field whose key and value are markup is shown as text, in the choices and in the preview."""
    evil = '"]><script>document.title = "owned"</script>'
    with mapped.undone():
        add(mapped, post_title=evil, meta={evil: evil, "company_name": evil}, terms={"opportunity_type": [evil]})
        open_admin(admin_page, mapped, TYPE)
        kinds = admin_page.locator('.wbl-map[data-pointer="/activityType"]')
        kinds.get_by_label('"]>').select_option(label="Job shadow")  # WordPress itself took the script out
        expect(shown(admin_page).locator("dd", has_text="Job shadow")).to_be_visible()
        for name in ("More fields", "Texts"):
            admin_page.get_by_role("heading", name=name).click()
        choice(admin_page, "Summary").select_option(f"meta:{evil}")
        expect(shown(admin_page).locator("dt", has_text="Summary")).to_be_visible()
        assert "owned" not in admin_page.title()
