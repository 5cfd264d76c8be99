"""Hostile texts in every field come out harmless, wherever they are entered and wherever they come out."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree
from wordpress.generated import verdict
from wordpress.hostile import MARK, STRICT, TEXTS, VALUES, WHOLE, changed, everywhere, harm
from wordpress.plugin_site import POSTING, administrator, feed, in_php, posting_of, set_up, write_many, written
from wordpress.real_site import RealSite
from wordpress.visitor import Visitor, fields_of
from wordpress.whole_database import database

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.formats import read
from wbl_feed.times import parse_instant

pytestmark = pytest.mark.slow
NOW = "2026-11-22T12:00:00Z"
CLASSIC = "add_filter( 'use_block_editor_for_post', '__return_false' );"
NOT_TRUSTED = """add_filter( 'map_meta_cap', function ( $needed, $capability ) {
    return 'unfiltered_html' === $capability ? array( 'do_not_allow' ) : $needed;
}, 10, 2 );"""
"""Nobody may write markup of any kind in WordPress itself, so that all there is on a page is the plug-in's doing."""
TABLES = "global $wpdb; $names = $wpdb->get_col( 'SHOW TABLES' ); sort( $names ); echo wp_json_encode( $names );"


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> Iterator[RealSite]:
    """A site whose set-up is done, with the classic editor; its tables are there at the end as they were."""
    wbl_site.at(NOW)
    wbl_site.plugin("classic", CLASSIC)
    wbl_site.plugin("not-trusted", NOT_TRUSTED)
    set_up(wbl_site)
    tables = wbl_site.php(TABLES)
    assert "wp_wbl_ledger" in tables
    yield wbl_site
    assert wbl_site.php(TABLES) == tables


@pytest.fixture(scope="module")
def webmaster(ready: RealSite) -> Visitor:
    """The administrator, signed in."""
    return Visitor(ready)


@pytest.fixture
def live(ready: RealSite) -> Iterator[RealSite]:
    """The site; what a test does to it is forgotten."""
    with ready.undone():
        yield ready


@pytest.fixture(scope="module")
def entered(ready: RealSite, webmaster: Visitor) -> Iterator[dict[tuple[str, str], int]]:
    """Each text in all free texts of one posting by REST, and as title, content and excerpt of another: their posts."""
    code = {name: POSTING[name] for name in ("activityType", "status", "applicationDeadline")}
    with ready.undone():
        ready.php("update_option( 'posts_per_page', 100 ); update_user_meta( 1, 'edit_wbl_posting_per_page', 100 );")
        posts = {}
        for name, text in TEXTS.items():
            fields = {"title": f"Oysters {text}", "content": f"<p>{text}</p>", "excerpt": text}
            posts["all members", name] = written(ready, everywhere(text))
            posts["title, content, excerpt", name] = written(ready, code, **fields)
        yield posts


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("way", ["all members", "title, content, excerpt"])
def test_the_page_and_the_edit_screen_of_a_posting(
    ready: RealSite, webmaster: Visitor, entered: dict[tuple[str, str], int], way: str, name: str
):
    """To the visitor and to the one who edits, every text is text; the schema.org form is whole."""
    page = assert_page_is_safe(ready, webmaster, entered[way, name])
    if way == "all members":
        assert "application/ld+json" in page


def test_the_documents_have_what_was_entered(ready: RealSite, entered: dict[tuple[str, str], int]):
    """JSON and Atom are sound, agree, and give each text back as it is; HTML in them has nothing but what readers keep."""
    items = assert_documents(ready)
    assert len(items) == len(entered) == 2 * len(TEXTS)
    for item, text in zip(items[::2], TEXTS.values(), strict=True):
        posting = everywhere(text)
        assert canonical_json({name: item.get(name) for name in posting if name != "dateModified"}) == canonical_json(
            {name: value for name, value in posting.items() if name != "dateModified"}
        )
    for item in items[1::2]:
        assert harm(item.get("descriptionHtml", "")) == []


def test_the_lists_of_postings(ready: RealSite, webmaster: Visitor, entered: dict[tuple[str, str], int]):
    """All of them side by side in the archive, in REST and in the list of wp-admin."""
    rest = ready.ask("wp-json/wp/v2/wbl-postings?per_page=100").json
    assert len(rest) == len(entered)
    for one in rest:
        assert [harm(one[name]["rendered"]) for name in ("title", "content", "excerpt")] == [[], [], []]
    assert harm(ready.ask("opportunities/").text) == []
    table = webmaster.get("wp-admin/edit.php?post_type=wbl_posting")
    assert len(table.xpath("//tbody[@id='the-list']/tr")) == len(entered)
    assert harm(table) == []


@pytest.mark.parametrize("turn", range(0, len(TEXTS), 8))
def test_texts_in_every_field_of_the_panel(live: RealSite, webmaster: Visitor, turn: int):
    """Sent as a browser sends the form: what is kept of them is text on every page, and in the feed."""
    post = written(live, POSTING)
    form = edit_form(webmaster, post)
    empty = [name for name, value in form.items() if name.startswith("wbl[") and not value]
    assert len(empty) > 40
    sent = turned(empty, turn)
    texts = turned(["post_title", "excerpt", "content"], turn)
    texts["post_title"] = f"Oysters {texts['post_title']}"
    webmaster.send("wp-admin/post.php", {**form, **sent, **texts})
    assert webmaster.status == 200
    assert "hacked" in live.php(f"echo get_post_meta( {post}, '_wbl_posting', true );")
    assert_documents(live)
    assert_page_is_safe(live, webmaster, post)


@pytest.mark.parametrize("value", VALUES, ids=[value[:40] for value in VALUES])
def test_a_value_where_it_cannot_be_is_refused(live: RealSite, webmaster: Visitor, value: str):
    """In each member that takes no free text: 400, and nothing is written. To an IRI it may be one: then it is never a link."""
    before, at = database(live), parse_instant(NOW)
    postings = {pointer: changed(WHOLE, pointer, value) for pointer in STRICT}
    taken = [pointer for pointer, posting in postings.items() if verdict(posting, at).valid]
    refused = [posting for pointer, posting in postings.items() if pointer not in taken]
    assert {answer.status for answer in write_many(live, refused)} == {400}
    assert database(live) == before
    posting = WHOLE
    for pointer in taken:
        assert STRICT[pointer] in {"iri", "code"}
        posting = changed(posting, pointer, value)
    post = written(live, posting)
    assert_documents(live)
    item = posting_of(live, post) or {}
    assert {name: item[name] for name in posting} == posting
    assert_page_is_safe(live, webmaster, post)


@pytest.mark.parametrize(
    "body",
    [
        b'{"status":"publish","wbl":{"title":"\xff\xc0\xaf"}}',
        b'{"status":"publish","wbl":{"title":"\\ud800","activityType":"internship","status":"open"}}',
        b'{"status":"publish","wbl":{"\\u0000a":1,"title":"a","activityType":"internship","status":"open"}}',
        b'{"status":"publish","wbl":{"title":"a","activityType":"internship","status":"open","ext":' + b"[" * 250 + b"]" * 250 + b"}}",
        b'{"status":"publish","wbl":{"title":"a","activityType":"internship","status":"open","ext":{"urn:x:a":1e999}}}',
        b'{"status":"publish","wbl":[' + b"{}," * 10_000 + b"{}]}",
        b'{"status":"publish","wbl":"O:8:\\"stdClass\\":0:{}"}',
        b'{"status":"publish","wbl":null}garbage',
    ],
)  # fmt: skip
def test_a_body_that_is_no_posting_is_refused(live: RealSite, body: bytes):
    """Bytes that are no UTF-8, half of a pair, names that PHP cannot hold, depth, numbers, other shapes: 400, no trace."""
    before = database(live)
    headers = {"Content-Type": "application/json"}
    answer = live.ask("wp-json/wp/v2/wbl-postings", method="POST", user=administrator(live), body=body, headers=headers)
    assert answer.status == 400, answer.text
    assert database(live) == before


def test_very_long_texts_and_deep_values_are_carried(live: RealSite):
    """A description of a million characters and a private value 150 deep: in the feed as they are."""
    deep: Any = "end"
    for _ in range(150):
        deep = [deep]
    posting = {**POSTING, "description": f"<{MARK}> é " * 90_000, "ext": {"https://harbor.example/deep": deep}}
    item = posting_of(live, written(live, posting)) or {}
    assert {name: item[name] for name in posting} == posting
    assert_documents(live)


@pytest.mark.parametrize("turn", range(0, len(TEXTS), 4))
def test_texts_in_every_setting(live: RealSite, webmaster: Visitor, turn: int):
    """In all fields of the setup screen: it shows them as texts, and what is taken is text in all documents and pages."""
    page = webmaster.get("wp-admin/edit.php?post_type=wbl_posting&page=wbl-feed")
    (form,) = (one for one in page.forms if "wbl[name]" in one.fields)
    sent = fields_of(form)
    names = [name for name, value in sent.items() if name.startswith("wbl[") and isinstance(value, str)]
    assert len(names) > 8
    for some in (names, ["wbl[name]", "wbl[attribution]"]):
        texts = {name: f"Harbor {text}" for name, text in turned(some, turn).items()}
        answer = webmaster.send(form.action, {**sent, **texts})
        assert (webmaster.status, harm(answer)) == (200, [])
    assert "Your answers are saved" in answer.text_content()
    assert_documents(live)
    assert harm(live.ask().text) == []


@pytest.mark.parametrize(
    "bytes_", [b"\xff", b"a\xc0\xafb", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"<wblmark>\xe2\x80"]
)
def test_bytes_that_are_no_utf_8_in_forms(live: RealSite, webmaster: Visitor, bytes_: bytes):
    """In all fields of the panel and of the setup screen: the documents stay sound, and the pages too."""
    post = written(live, POSTING)
    form = edit_form(webmaster, post)
    sent = {name: bytes_ for name, value in form.items() if name.startswith("wbl[") and not value}
    webmaster.send("wp-admin/post.php", {**form, **sent, "excerpt": bytes_, "content": bytes_})  # type: ignore[dict-item]
    assert webmaster.status == 200
    assert_documents(live)
    assert_page_is_safe(live, webmaster, post)
    page = webmaster.get("wp-admin/edit.php?post_type=wbl_posting&page=wbl-feed")
    (settings,) = (one for one in page.forms if "wbl[name]" in one.fields)
    names = [name for name, value in settings.fields.items() if name.startswith("wbl[") and isinstance(value, str)]
    answer = webmaster.send(settings.action, {**fields_of(settings), **dict.fromkeys(names, bytes_)})  # type: ignore[dict-item]
    assert (webmaster.status, harm(answer)) == (200, [])
    assert_documents(live)


SCREENS = {
    "edit.php?post_type=wbl_posting": [
        "wbl_status", "wbl_activity", "wbl_region", "wbl_attention", "wbl_action", "wbl_done", "wbl_same", "orderby",
    ],
    "edit.php?post_type=wbl_posting&page=wbl-feed": ["done", "wbl"],
    "edit.php?post_type=wbl_posting&page=wbl-feed-mapping": ["done", "type", "wbl"],
    "post-new.php?post_type=wbl_posting": ["wbl_incomplete", "wbl"],
}  # fmt: skip
"""Our screens, and parameters that they know or might know."""


@pytest.mark.parametrize("turn", range(0, len(TEXTS), 2))
def test_texts_in_parameters(ready: RealSite, webmaster: Visitor, turn: int):
    """Of our addresses and screens, as texts and as lists: nothing of them is markup, nothing breaks, nothing is changed."""
    before = database(ready)
    for text in turned(["one", "other"], turn).values():
        value = quote(text, safe="")
        for path in (
            f"?wbl_document={value}",
            f"?wbl_document[]={value}",
            f"feed/wbl-{value}.json",
            f"wp-json/wbl/v1/{value}",
        ):
            answer = ready.ask(path)
            assert answer.status in {301, 400, 404}, path
            assert "json" in answer.headers["Content-Type"] or harm(answer.text) == [], path
        assert ready.ask(f"feed/wbl.json?x={value}").status == 200
    for screen, names in SCREENS.items():
        query = "&".join(f"{name}={quote(text, safe='')}" for name, text in turned(names, turn).items())
        for asked in (query, query.replace("=", "[]=")) if turn == 0 else (query,):
            page = webmaster.get(f"wp-admin/{screen}&{asked}")
            assert webmaster.status == 200, (screen, asked)
            assert harm(page) == []
    assert database(ready) == before


@pytest.mark.parametrize("turn", range(0, len(TEXTS), 6))
def test_texts_in_a_shortcode_and_a_block(live: RealSite, turn: int):
    """In each attribute, where no aggregator is named and where it cannot be reached."""
    texts = turned(["region", "type", "grade", "limit", "level", "other"], turn)
    plain = {name: re.sub(r'["\[\]]', "", text) for name, text in texts.items()}
    content = "[wbl_postings " + " ".join(f'{name}="{text}"' for name, text in plain.items()) + "]"
    attributes = json.dumps(texts).replace("--", "\\u002d\\u002d")
    content += f"<!-- wp:wbl-feed/postings {attributes} /-->"
    fields = (
        "'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'P', 'post_content' => wp_slash( $content )"
    )
    live.php(f"$content = json_decode( {in_php(json.dumps(content))} ); wp_insert_post( array( {fields} ) );")
    for hub in ("", "http://127.0.0.1:1/"):
        live.php(f"WblFeed\\Feed\\Settings::save( array( 'hub' => '{hub}' ) );")
        answer = live.ask("p/")
        assert answer.status == 200
        assert harm(answer.text) == []


def turned(names: list[str], turn: int) -> dict[str, str]:
    """One text for each name; with another turn they begin with another text."""
    texts = list(TEXTS.values())
    return {name: texts[(turn + number) % len(texts)] for number, name in enumerate(names)}


def assert_page_is_safe(site: RealSite, webmaster: Visitor, post: int) -> str:
    """The page of a posting and the screen where it is edited have its texts as texts; the page."""
    page = site.ask(f"?post_type=wbl_posting&p={post}")
    page = site.ask(page.headers["Location"].removeprefix(site.url)) if page.status == 301 else page
    assert page.status == 200
    assert harm(page.text) == []
    for script in page.text.split('<script type="application/ld+json">')[1:]:
        json.loads(script.split("</script>")[0])
    screen = webmaster.get(f"wp-admin/post.php?post={post}&action=edit")
    assert (webmaster.status, harm(screen)) == (200, [])
    return page.text


def assert_documents(site: RealSite) -> list[dict[str, Any]]:
    """The documents are sound, and agree; the postings in them."""
    head = feed(site)
    assert head["digest"] == content_digest(
        map(canonical_json, head["items"]), map(canonical_json, head.get("tombstones", ()))
    )
    atom = site.ask("feed/wbl/").body
    assert [canonical_json(one.value) for one in read(atom).items] == list(map(canonical_json, head["items"]))
    assert not [one for one in etree.fromstring(atom).iter(etree.Element) if MARK in one.tag]
    for content in etree.fromstring(atom).iter("{http://www.w3.org/2005/Atom}content"):
        assert content.get("type") in {"html", "text"}
    assert site.ask(".well-known/wbl-feed").json["feeds"][0]["id"] == head["id"]
    return list(head["items"])


def edit_form(webmaster: Visitor, post: int) -> dict[str, Any]:
    """The form of the edit screen as a browser would send it."""
    page = webmaster.get(f"wp-admin/post.php?post={post}&action=edit")
    (form,) = page.xpath("//form[@id='post']")
    return fields_of(form)
