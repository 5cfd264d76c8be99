"""Nobody changes anything who may not: subscribers, guests, and requests that somebody's page forged."""

import re
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, SETTINGS, set_up, written
from wordpress.real_site import RealSite, User
from wordpress.visitor import Visitor, fields_of
from wordpress.whole_database import database

pytestmark = pytest.mark.slow
REST = {
    "/wbl/v1/feed": "GET",
    "/wbl/v1/atom": "GET",
    "/wbl/v1/catalog": "GET",
    "/wbl/v1/check": "POST",
    "/wbl/v1/preview": "POST",
    "/wbl/v1/health/feed": "GET",
    "/wbl/v1/health/rest": "GET",
    "/wbl/v1/health/cache": "GET",
}
"""The plug-in's own routes, and how they are asked."""
TYPE = "wp-json/wp/v2/wbl-postings"
HANDLERS = {
    "admin_post_": 1,
    "wp_ajax_": 0,
    "'load-'": 2,
    "handle_bulk_actions": 1,
    "save_post": 2,
    "register_setting": 0,
    "register_meta|register_post_meta": 0,
    "xmlrpc_methods": 0,
    "register_rest_field": 1,
}
"""How often the plug-in's text asks WordPress to be called for something that a person sends."""
PANEL = "wbl_feed_panel"
"""The field of the edit screen that has the panel's nonce."""
ATTACK = {**POSTING, "title": "Changed by nobody"}
SCREEN = "wp-admin/edit.php?post_type=wbl_posting&page="


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """A site whose set-up is done, with the classic editor, whose form is sent whole."""
    wbl_site.plugin("classic", "add_filter( 'use_block_editor_for_post', '__return_false' );")
    set_up(wbl_site)
    return wbl_site


@pytest.fixture(scope="module")
def post(ready: RealSite) -> int:
    """A posting of the administrator."""
    return written(ready, POSTING)


@pytest.fixture(scope="module")
def webmaster(ready: RealSite, post: int) -> Visitor:
    """The administrator, signed in."""
    return Visitor(ready)


@pytest.fixture(scope="module")
def others(ready: RealSite, post: int) -> dict[str, User | None]:
    """Those who may not write postings."""
    return {"a guest": None, **{role: ready.user(role) for role in ("subscriber", "contributor", "author")}}


def test_all_doors_of_the_plug_in_are_in_these_tests(ready: RealSite):
    """Each route, action and handler that it registers is one of those tried below."""
    routes = ready.php(
        "echo wp_json_encode( preg_grep( '#^/wbl/v1/#', array_keys( rest_get_server()->get_routes() ) ) );"
    )
    assert set(re.findall(r"/wbl/v1/[a-z/_-]+", routes.replace("\\/", "/"))) == set(REST)
    code = ready.php(
        "$files = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( dirname( WBL_FEED_FILE ) ) );"
        "foreach ( $files as $file ) { echo 'php' === $file->getExtension() ? php_strip_whitespace( $file ) : ''; }"
    )
    for handler, times in HANDLERS.items():
        assert len(re.findall(handler, code)) == times, handler


@pytest.mark.parametrize("who", ["a guest", "subscriber", "contributor", "author"])
def test_rest_is_closed_to(ready: RealSite, post: int, others: dict[str, User | None], who: str):
    """Each way of writing a posting, and each route for editors: refused, and nothing is another than before."""
    user, before = others[who], database(ready)
    for method, path, body in requests(post):
        answer = ready.ask(path, method=method, user=user, body=body)
        assert answer.status in {400, 401, 403, 404, 405}, (method, path, answer.text)
    for route, method in REST.items():
        answer = ready.ask(
            f"wp-json{route}", method=method, user=user, body=form_of(post) if method == "POST" else None
        )
        is_for_all = route in {"/wbl/v1/feed", "/wbl/v1/atom", "/wbl/v1/catalog"}
        assert (answer.status == 200) == is_for_all, route
        for wrong in {"PUT", "DELETE", "PATCH"}:
            assert ready.ask(f"wp-json{route}", method=wrong, user=user, body={}).status in {401, 403, 404, 405}
    assert database(ready) == before


@pytest.mark.parametrize("who", ["a guest", "subscriber", "contributor", "author"])
def test_the_screens_are_closed_to(
    ready: RealSite, webmaster: Visitor, post: int, others: dict[str, User | None], who: str
):
    """Even where every nonce is right, since they may not: what they send and what they open changes nothing."""
    forms = {path: form(webmaster, path, mark) for path, mark in FORMS.items()}
    editing = webmaster.get(f"wp-admin/post.php?post={post}&action=edit").xpath("//form[@id='post']")[0]
    visitor, before = Visitor(ready, others[who]), database(ready)
    ready.plugin("nonces", "function wp_verify_nonce() { return 1; }")
    try:
        for path, fields in forms.items():
            visitor.send(SCREEN + path, {**fields, "wbl[name]": "Changed", "wbl_save": "1"})
        visitor.send("wp-admin/post.php", {**fields_of(editing), "post_title": "Changed", "wbl[/status]": "filled"})
        for path in actions(post):
            visitor.get(path)
    finally:
        ready.plugin("nonces", "")
    assert database(ready) == before


@pytest.mark.parametrize("nonce", [None, "", "0123456789", "a subscriber's"])
def test_a_forged_request_changes_nothing(
    ready: RealSite, webmaster: Visitor, post: int, others: dict[str, User | None], nonce: str | None
):
    """Another site's page makes the browser of the webmaster send our forms, without the nonce that only our pages have."""
    if nonce == "a subscriber's":
        nonce = (
            Visitor(ready, others["subscriber"])
            .get("wp-admin/profile.php")
            .xpath("//input[@name='_wpnonce']/@value")[0]
        )
    editing = webmaster.get(f"wp-admin/post.php?post={post}&action=edit").xpath("//form[@id='post']")[0]
    forms = {path: form(webmaster, path, mark) for path, mark in FORMS.items()}
    before = database(ready)
    for path, fields in forms.items():
        webmaster.send(SCREEN + path, with_nonce({**fields, "wbl[name]": "Changed", "wbl_save": "1"}, nonce))
        assert webmaster.status == 403, path
        webmaster.send(SCREEN + path, with_nonce({"wbl_check": "1", "wbl_remove": "1"}, nonce))
        assert webmaster.status == 403, path
    webmaster.send(
        "wp-admin/post.php",
        with_nonce({**fields_of(editing), "post_title": "Changed", "wbl[/status]": "filled"}, nonce),
    )
    for path in actions(post):
        webmaster.get(path + (f"&_wpnonce={nonce}" if nonce is not None else ""))
        assert webmaster.status == 403, path
    for path in (f"{TYPE}/{post}", TYPE, "wp-json/wbl/v1/check", "wp-json/wbl/v1/preview"):
        webmaster.send(
            path + (f"?_wpnonce={nonce}" if nonce else ""),
            {"title": "Changed", "status": "publish", "wbl[status]": "filled", "post": str(post)},
        )
        assert webmaster.status in {401, 403}, path
    assert database(ready) == before


def test_the_panel_alone_needs_its_nonce(ready: RealSite, webmaster: Visitor, post: int):
    """The form of WordPress with its own nonce but not the panel's, as another plug-in may send it, keeps the posting as it is."""
    editing = fields_of(webmaster.get(f"wp-admin/post.php?post={post}&action=edit").xpath("//form[@id='post']")[0])
    stored = ready.php(f"echo get_post_meta( {post}, '_wbl_posting', true );")
    assert editing[PANEL]
    webmaster.send("wp-admin/post.php", {**editing, PANEL: "0123456789", "wbl[/status]": "filled"})
    assert webmaster.status == 200
    assert ready.php(f"echo get_post_meta( {post}, '_wbl_posting', true );") == stored
    webmaster.send("wp-admin/post.php", {**editing, "wbl[/status]": "paused"})
    assert ready.php(f"echo get_post_meta( {post}, '_wbl_posting', true );") != stored


def test_the_same_requests_of_those_who_may_do_change_things(ready: RealSite, webmaster: Visitor, post: int):
    """So that the refusals above are for want of permission and not of sense."""
    with ready.undone():
        before = database(ready)
        fields = form(webmaster, "wbl-feed", "wbl[name]")
        webmaster.send(SCREEN + "wbl-feed", {**fields, "wbl[name]": "Changed"})
        assert "Changed" in ready.ask("feed/wbl.json").text
        answer = ready.ask(f"{TYPE}/{post}", method="POST", user=ready.user("editor"), body={"wbl": ATTACK})
        assert answer.status == 200
        nonce = webmaster.get("wp-admin/edit.php?post_type=wbl_posting").xpath("//input[@name='_wpnonce']/@value")[0]
        webmaster.get(actions(post)[0] + f"&_wpnonce={nonce}")
        assert "wbl_done=1" in webmaster.url
        assert database(ready) != before


FORMS = {"wbl-feed": "wbl[name]", "wbl-feed-mapping": "wbl[post_type]"}
"""Our screens and a field of the form on each."""


def form(webmaster: Visitor, path: str, mark: str) -> dict[str, Any]:
    """The form of a screen as a browser would send it."""
    page = webmaster.get(SCREEN + path + ("&type=post" if "mapping" in path else ""))
    (one,) = (one for one in page.forms if mark in one.fields)
    return fields_of(one)


def with_nonce(fields: dict[str, Any], nonce: str | None) -> dict[str, Any]:
    """The fields with this in place of each nonce, or without any."""
    names = [name for name in fields if "nonce" in name.lower() or name == PANEL] or ["_wpnonce"]
    rest = {name: value for name, value in fields.items() if name not in names}
    return rest if nonce is None else {**rest, **dict.fromkeys(names, nonce)}


def form_of(post: int) -> dict[str, Any]:
    """What the panel and the mapping screen send to be checked."""
    return {"post": post, "title": "Changed", "wbl": {"/status": "filled", "post_type": "post"}}


def requests(post: int) -> list[tuple[str, str, Any]]:
    """Every way in which REST writes a posting: method, path, body."""
    whole = {"status": "publish", "wbl": ATTACK}
    return [
        ("POST", TYPE, whole),
        ("POST", TYPE, {"title": "Changed", "status": "draft"}),
        ("POST", f"{TYPE}/{post}", whole),
        ("PUT", f"{TYPE}/{post}", whole),
        ("PATCH", f"{TYPE}/{post}", {"wbl": {**POSTING, "status": "filled"}}),
        ("POST", f"{TYPE}/{post}", {"title": "Changed"}),
        ("POST", f"{TYPE}/{post}", {"meta": {"_wbl_posting": "{}", "_wbl_id": "urn:x:1"}}),
        ("POST", f"{TYPE}/{post}", {"status": "draft"}),
        ("POST", f"{TYPE}/{post}", {"password": "a"}),
        ("POST", f"{TYPE}/{post}?_method=DELETE", {}),
        ("DELETE", f"{TYPE}/{post}", None),
        ("DELETE", f"{TYPE}/{post}?force=true", None),
        ("POST", f"{TYPE}/{post}/autosaves", {"title": "Changed"}),
        ("POST", "wp-json/wp/v2/settings", {"wbl_feed_settings": SETTINGS}),
        ("GET", f"{TYPE}/{post}?context=edit", None),
        ("GET", f"{TYPE}/{post}/revisions", None),
    ]


def actions(post: int) -> list[str]:
    """Addresses that do something when they are merely opened, without their nonce."""
    bulk = f"wp-admin/edit.php?post_type=wbl_posting&post[]={post}&action2=-1&action="
    return [
        *(bulk + action for action in ("wbl_close", "wbl_fill", "wbl_reopen", "wbl_verify", "trash")),
        "wp-admin/admin-post.php?action=wbl_feed_dismiss",
        f"wp-admin/post.php?post={post}&action=trash",
    ]
