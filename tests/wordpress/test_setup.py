"""The setup screen: what is asked, what is refused, what comes of it; and who may send it."""

import json
from typing import Any

import pytest
from wordpress.plugin_site import set_up
from wordpress.real_site import RealSite
from wordpress.visitor import Fields, Visitor, fields_of, text_of

pytestmark = pytest.mark.slow
SETUP = "wp-admin/edit.php?post_type=wbl_posting&page=wbl-feed"
ANSWERS = {
    "wbl[name]": "Harbor STEM Network",
    "wbl[url]": "https://harbor-stem.example/",
    "wbl[email]": "internships@harbor-stem.example",
    "wbl[profile]": "us-ma",
    "wbl[regions][]": ["us-ma-stem:berkshire"],
    "wbl[license]": "CC-BY-4.0",
    "wbl[attribution]": "",
    "wbl[own]": "1",
    "wbl[time_zone]": "",
}
POSTING = {
    "title": "Eelgrass internship",
    "activityType": "internship",
    "status": "open",
    "applicationDeadline": "2027-03-01",
}


def settings(site: RealSite) -> Any:
    return json.loads(site.php("echo wp_json_encode( get_option( 'wbl_feed_settings' ) );"))


def setup_form(visitor: Visitor) -> Any:
    (form,) = visitor.get(SETUP).cssselect("form.wbl-form")
    return form


def send(visitor: Visitor, changes: Fields, without: tuple[str, ...] = ()) -> Any:
    """Fill in the form as it stands and send it."""
    sent = {**fields_of(setup_form(visitor)), **changes}
    for name in without:
        sent.pop(name, None)
    return visitor.send(SETUP, sent)


def errors(page: Any) -> dict[str, str]:
    """Messages beside the fields, by the id of their element."""
    return {one.get("id"): text_of(one) for one in page.cssselect(".wbl-error")}


def test_first_run(wbl_site: RealSite):
    """One notice leads to the screen; nothing is preset that people must decide, and nothing is published before."""
    admin = Visitor(wbl_site)
    (notice,) = admin.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin")
    assert admin.get("wp-admin/index.php").cssselect("#wbl-feed-begin") == []
    assert admin.get("wp-admin/options-general.php").cssselect("#wbl-feed-begin") == []
    assert "Settings" in [
        text_of(link) for link in admin.get("wp-admin/plugins.php").cssselect('tr[data-slug="wbl-feed"] .row-actions a')
    ]
    assert wbl_site.ask("feed/wbl.json").status == 404
    page = admin.get(notice.cssselect("a.button-primary")[0].get("href"))
    (form,) = page.cssselect("form.wbl-form")
    sent = fields_of(form)
    assert sent["wbl[name]"] == "A network"
    assert sent["wbl[url]"] == wbl_site.url
    assert sent["wbl[own]"] == "1"
    assert "wbl[license]" not in sent
    assert not sent["wbl[email]"]
    assert not sent["wbl[hub]"]
    assert "wbl[contacts]" not in sent
    assert "wbl[delete_data]" not in sent
    assert "America/New_York" in text_of(form.cssselect("#wbl-time_zone option")[0])
    assert page.cssselect("#wbl-result") == []


def test_what_is_wrong_is_told_beside_the_field(wbl_site: RealSite):
    """Each wrong answer is named at its field, all answers stay as they were typed, and nothing is stored."""
    before = settings(wbl_site)
    admin = Visitor(wbl_site)
    page = send(
        admin,
        {
            "wbl[name]": "",
            "wbl[url]": "javascript:alert(1)",
            "wbl[email]": "Kim <kim@",
            "wbl[attribution]": 'By "us" & <b>them</b>',
            "wbl[license]": "other",
            "wbl[license_other]": "our terms",
            "wbl[reminder_days]": "0",
            "wbl[reminder_email]": "nobody",
            "wbl[hub]": "ftp://collection.example/",
        },
        without=("wbl[own]",),
    )
    assert settings(wbl_site) == before
    assert set(errors(page)) == {
        f"wbl-{field}-error"
        for field in ("name", "url", "email", "license", "sources", "reminder_days", "reminder_email", "hub")
    }
    for field in ("name", "url", "email", "reminder_days", "reminder_email", "hub"):
        (element,) = page.cssselect(f"#wbl-{field}")
        assert element.get("aria-invalid") == "true"
        assert f"wbl-{field}-error" in element.get("aria-describedby").split()
    links = [link.get("href") for link in page.cssselect("#wbl-errors a")]
    assert len(links) == 8
    assert all(page.cssselect(link) for link in links), "each link of the summary leads to a field"
    sent = fields_of(page.cssselect("form.wbl-form")[0])
    assert sent["wbl[url]"] == "javascript:alert(1)"
    assert sent["wbl[attribution]"] == 'By "us" & them'
    assert sent["wbl[license_other]"] == "our terms"
    assert page.cssselect("details.wbl-card")[0].get("open") is not None, "a part with a mistake is not folded up"
    page = send(admin, {})
    assert set(errors(page)) == {"wbl-license-error"}, "no licence is chosen for anybody"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wbl[license]": "MIT; DROP TABLE wp_posts"}, "license"),
        ({"wbl[profile]": "../../etc"}, "profile"),
        ({"wbl[time_zone]": "Mars/Olympus"}, "time_zone"),
        ({"wbl[time_zone]": "America/Chicago"}, "time_zone"),
        ({"wbl[name]": "x" * 201}, "name"),
        ({"wbl[name][]": ["a", "b"], "wbl[name]": []}, "name"),
        ({"wbl[url]": "https://harbor stem.example/"}, "url"),
        ({"wbl[license]": "other", "wbl[license_other]": ""}, "license"),
    ],
)
def test_the_standard_is_asked_too(wbl_site: RealSite, changes: Fields, field: str):
    """What the form itself lets pass is held against the standard and the state's profile."""
    before = settings(wbl_site)
    page = send(Visitor(wbl_site), {**ANSWERS, **changes})
    assert set(errors(page)) == {f"wbl-{field}-error"}
    assert settings(wbl_site) == before


def test_three_answers_make_a_valid_feed(wbl_site: RealSite):
    """After the questions the screen says that the feed is valid, names the addresses, and the feed is there."""
    with wbl_site.undone():
        admin = Visitor(wbl_site)
        page = send(admin, {**ANSWERS, "wbl[regions][]": ["us-ma-stem:berkshire", "made:up"]})
        assert "done=saved" in admin.url
        (result,) = page.cssselect("#wbl-result")
        assert "Your feed is valid: 0 postings" in text_of(result)
        stored = settings(wbl_site)
        assert stored["publisher"] == {
            "name": "Harbor STEM Network",
            "url": "https://harbor-stem.example/",
            "email": "internships@harbor-stem.example",
        }
        assert stored["regions"] == ["us-ma-stem:berkshire"], "a region that the state does not have is not kept"
        address = page.cssselect("#wbl-address-json")[0].get("value")
        feed = wbl_site.ask(address.removeprefix(wbl_site.url)).json
        assert feed["name"] == feed["publisher"]["name"] == "Harbor STEM Network"
        assert feed["license"] == "CC-BY-4.0"
        assert feed["timeZone"] == "America/New_York"
        assert admin.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin") == [], "the notice is gone"
        sent = fields_of(setup_form(admin))
        assert sent["wbl[license]"] == "CC-BY-4.0"
        assert sent["wbl[regions][]"] == "us-ma-stem:berkshire"


def store(site: RealSite, posting: dict[str, Any], title: str = "A posting") -> int:
    """A published post with this posting."""
    return int(
        site.php(
            f"$id = wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'publish', 'post_title' => {json.dumps(title)} ) );"
            f"WblFeed\\Source\\Own_Postings::store( $id, json_decode( {json.dumps(json.dumps(posting))} ) ); echo $id;"
        )
    )


def test_what_is_to_be_mended_is_listed(wbl_site: RealSite):
    """A posting with an error is named with a link to where it is mended; mended and checked again, it is gone from the list."""
    with wbl_site.undone():
        admin = Visitor(wbl_site)
        send(admin, ANSWERS)
        store(wbl_site, POSTING, "Sound")
        broken = store(wbl_site, {**POSTING, "applicationDeadline": "2027-02-30"}, "Broken & <i>bold</i>")
        (result,) = admin.get(SETUP).cssselect("#wbl-result")
        assert text_of(result).startswith("Your feed is valid: 1 postingGive this address")
        assert "1 posting has something to fix" in text_of(result)
        (link,) = result.cssselect(".wbl-mend a")
        assert f"post={broken}&action=edit" in link.get("href")
        assert text_of(link) == "Broken & bold"
        assert text_of(result.cssselect(".wbl-mend li li")[0]).startswith("Deadline: Write a day of the calendar")
        wbl_site.php(
            f"global $wpdb; $wpdb->query( \"UPDATE {{$wpdb->postmeta}} SET meta_value = REPLACE( meta_value, '02-30', '02-20' )"
            f" WHERE meta_key = '_wbl_posting' AND post_id = {broken}\" );"
        )
        form = next(form for form in admin.get(SETUP).cssselect("form") if form.cssselect("[name=wbl_check]"))
        page = admin.send(SETUP, {**fields_of(form), "wbl_check": "1"})
        (result,) = page.cssselect("#wbl-result")
        assert "Your feed is valid: 2 postings" in text_of(result)
        assert result.cssselect(".wbl-mend") == []


def test_nobody_is_named_without_consent(wbl_site: RealSite):
    """The name of a contact person is in the feed only where the box is ticked, and leaves it when the tick is taken away."""
    with wbl_site.undone():
        admin = Visitor(wbl_site)
        send(admin, ANSWERS)
        contact = {"name": "Kim Alvarez", "email": "internships@bay.example"}
        post = store(wbl_site, {**POSTING, "applicationContact": contact})
        store(wbl_site, {**POSTING, "applicationContact": {"name": "Lee Park"}})

        def contacts() -> list[Any]:
            return [item.get("applicationContact") for item in wbl_site.ask("feed/wbl.json").json["items"]]

        assert contacts() == [{"email": "internships@bay.example"}, None]
        send(admin, {"wbl[contacts]": "1"})
        assert contacts() == [contact, {"name": "Lee Park"}]
        send(admin, {}, without=("wbl[contacts]",))
        assert contacts() == [{"email": "internships@bay.example"}, None]
        assert (
            wbl_site.php(f"echo WblFeed\\Source\\Own_Postings::posting( {post} )->applicationContact->name;")
            == "Kim Alvarez"
        )


def test_a_site_with_an_offset_is_asked_for_its_time_zone(wbl_site: RealSite):
    """An offset has no name, so the screen asks for one, and takes no answer for none."""
    with wbl_site.undone():
        wbl_site.php("update_option( 'timezone_string', '' ); update_option( 'gmt_offset', '-5' );")
        admin = Visitor(wbl_site)
        assert set(errors(send(admin, ANSWERS))) == {"wbl-time_zone-error"}
        page = send(admin, {**ANSWERS, "wbl[time_zone]": "America/New_York"})
        assert "Your feed is valid" in text_of(page.cssselect("#wbl-result")[0])
        assert wbl_site.ask("feed/wbl.json").json["timeZone"] == "America/New_York"


def test_listings_of_job_manager_are_offered_where_they_are(wbl_site: RealSite):
    """Only a site with that post type is asked about it; ticking it makes a mapping."""
    admin = Visitor(wbl_site)
    assert setup_form(admin).cssselect("#wbl-job_manager") == []
    wbl_site.plugin(
        "listings",
        "add_action( 'init', function () { register_post_type( 'job_listing', array( 'public' => true ) ); } );",
    )
    try:
        with wbl_site.undone():
            page = send(admin, {**ANSWERS, "wbl[job_manager]": "1"}, without=("wbl[own]",))
            assert "Your feed is valid" in text_of(page.cssselect("#wbl-result")[0])
            assert list(settings(wbl_site)["mappings"]) == ["job_listing"]
            assert settings(wbl_site)["own"] is False
            page = send(admin, {"wbl[own]": "1"}, without=("wbl[job_manager]",))
            assert settings(wbl_site)["mappings"] == []
    finally:
        wbl_site.plugin("listings", "")


def test_mapped_kinds_are_listed_with_what_is_published(wbl_site: RealSite):
    """The third question names each kind of post that is mapped, with a link to its mapping."""
    with wbl_site.undone():
        set_up(wbl_site, mappings={"post": {"fields": {"/title": {"source": "post_title"}}}})
        page = Visitor(wbl_site).get(SETUP)
        (link,) = page.cssselect("a[href*='page=wbl-feed-mapping&type=post']")
        assert text_of(link) == "Posts"
        set_up(wbl_site, mappings={"job_listing": {}, "no_such_type": {}})
        assert not Visitor(wbl_site).get(SETUP).cssselect("a[href*='page=wbl-feed-mapping&type=']")


def test_the_notice_goes_for_good(wbl_site: RealSite):
    """Who does not want to be led sees the notice no more; the link of another person's session does nothing."""
    with wbl_site.undone():
        admin, other = Visitor(wbl_site), Visitor(wbl_site, wbl_site.user("administrator"))
        link = admin.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin a")[1].get("href")
        other.get(link)
        assert other.status == 403
        assert other.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin")
        admin.get(link)
        assert admin.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin") == []
        assert other.get("wp-admin/plugins.php").cssselect("#wbl-feed-begin")


@pytest.mark.parametrize("form", ["wbl-form", "check"])
def test_nobody_else_can_send_the_form(wbl_site: RealSite, form: str):
    """Visitors, subscribers and editors, and an administrator with a forged or a missing nonce, change nothing."""
    admin = Visitor(wbl_site)
    with wbl_site.undone():
        send(admin, ANSWERS)
        forms = admin.get(SETUP).cssselect("form")
        (good,) = (one for one in forms if bool(one.cssselect("[name=wbl_check]")) == (form == "check"))
        sent = {**fields_of(good), "wbl[name]": "Taken over"} | ({"wbl_check": "1"} if form == "check" else {})
        state = "echo wp_json_encode( array( get_option( 'wbl_feed_settings' ), get_option( 'wbl_feed_progress' ) ) );"
        wbl_site.php("update_option( 'wbl_feed_progress', 'as it was' );")
        before = wbl_site.php(state)
        for role in ("subscriber", "contributor", "author", "editor"):
            visitor = Visitor(wbl_site, wbl_site.user(role))
            visitor.send(SETUP, sent)
            assert visitor.status == 403, role
            assert wbl_site.php(state) == before, role
        stranger = Visitor(wbl_site, None)
        stranger.send(SETUP, sent)
        assert "wp-login.php" in stranger.url
        for forged in ({"_wpnonce": "0123456789"}, {"_wpnonce": ""}, {"_wpnonce": ["a", "b"]}):
            admin.send(SETUP, {**sent, **forged})
            assert admin.status == 403
            assert wbl_site.php(state) == before
        stranger.get(f"{SETUP}&wbl_check=1&_wpnonce={sent['_wpnonce']}")
        admin.get(f"{SETUP}&wbl_check=1&wbl[name]=x&_wpnonce={sent['_wpnonce']}")
        assert wbl_site.php(state) == before, "an address alone changes nothing"
        admin.send(SETUP, sent)
        assert wbl_site.php(state) != before, "the same form with its own nonce does"


def test_a_site_says_nothing_to_those_who_may_not_know(wbl_site: RealSite):
    """The screen is for who manages the site: an editor has no menu entry and gets no page."""
    editor = Visitor(wbl_site, wbl_site.user("editor"))
    page = editor.get("wp-admin/edit.php?post_type=wbl_posting")
    assert editor.status == 200
    assert [link for link in page.cssselect("#adminmenu a") if "page=wbl-feed" in link.get("href", "")] == []
    editor.get(SETUP)
    assert editor.status == 403
