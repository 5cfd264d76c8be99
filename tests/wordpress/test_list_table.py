"""The list of postings: what its columns say, how it is sorted and filtered, and what is done with several at once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, feed, set_up
from wordpress.real_site import RealSite
from wordpress.visitor import Visitor, fields_of, text_of

pytestmark = pytest.mark.slow
LIST = "wp-admin/edit.php?post_type=wbl_posting"
NOW = "2026-11-22T17:00:00Z"
POSTINGS: dict[str, dict[str, Any]] = {
    "Alewife": {**POSTING, "applicationDeadline": "2026-11-19", "lastVerified": "2026-11-20"},
    "Bittern": {**POSTING, "applicationDeadline": "2026-11-27", "lastVerified": "2026-08-01", "activityType": "job-shadow"},
    "Cormorant": {**POSTING, "applicationDeadline": "2027-02-30"},
    "Dogfish": {
        **{name: value for name, value in POSTING.items() if name not in {"applicationDeadline", "lastVerified"}},
        "rolling": True, "regions": ["us-ma-stem:berkshire"],
    },
    "Eider": {**POSTING, "status": "paused", "applicationDeadline": "2026-11-22"},
}  # fmt: skip


@pytest.fixture(scope="module")
def posts(wbl_site: RealSite) -> Iterator[dict[str, int]]:
    """Five postings on a site that is set up, at noon in New York on 22 November 2026; numbers of posts by title."""
    wbl_site.at(NOW)
    set_up(wbl_site)
    given = json.dumps(json.dumps(POSTINGS))
    numbers = wbl_site.php(
        f"foreach ( json_decode( {given} ) as $title => $posting ) {{"
        "$id = wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'publish', 'post_title' => $title ) );"
        "unset( $posting->title ); WblFeed\\Source\\Own_Postings::store( $id, $posting ); $ids[ $title ] = $id; }"
        "echo wp_json_encode( $ids );"
    )
    yield json.loads(numbers)
    wbl_site.at(None)


def titles(page: Any) -> list[str]:
    return [text_of(link) for link in page.cssselect("#the-list a.row-title")]


def cell(page: Any, post: int, column: str) -> str:
    return text_of(page.cssselect(f"#post-{post} .column-{column}")[0])


def selected(page: Any, action: str, *posts: int) -> dict[str, Any]:
    """What the list's form sends when these postings are ticked and the action is chosen."""
    (form,) = page.cssselect("#posts-filter")
    return {**fields_of(form), "action": action, "post[]": [str(post) for post in posts]}


def test_columns_say_it_in_words(wbl_site: RealSite, posts: dict[str, int]):
    """Status, kind, deadline and its distance, last check, and whether the posting is in the feed."""
    page = Visitor(wbl_site).get(LIST)
    assert cell(page, posts["Alewife"], "wbl_status") == "Open"
    assert cell(page, posts["Alewife"], "wbl_activity") == "Internship"
    assert cell(page, posts["Alewife"], "wbl_deadline") == "November 19, 2026closed 3 days ago"
    assert cell(page, posts["Alewife"], "wbl_verified") == "November 20, 20262 days ago"
    assert cell(page, posts["Bittern"], "wbl_activity") == "Job shadow"
    assert cell(page, posts["Bittern"], "wbl_deadline").endswith("in 5 days")
    assert cell(page, posts["Eider"], "wbl_deadline").endswith("today")
    assert cell(page, posts["Eider"], "wbl_status") == "Paused"
    assert cell(page, posts["Dogfish"], "wbl_deadline") == "Until the places are filled"
    assert "never" in cell(page, posts["Dogfish"], "wbl_verified")
    assert cell(page, posts["Bittern"], "wbl_feed") == "Yes"
    assert cell(page, posts["Alewife"], "wbl_feed") == "Yes, as closed"
    assert cell(page, posts["Cormorant"], "wbl_feed").startswith("Not yet:")
    (link,) = page.cssselect(f"#post-{posts['Cormorant']} .column-wbl_feed a")
    assert f"post={posts['Cormorant']}&action=edit" in link.get("href")


def test_a_mistake_in_a_posting_that_is_in_the_feed(wbl_site: RealSite, posts: dict[str, int]):
    """The list says that readers see the version before the mistake; of a draft, that it is not published."""
    with wbl_site.undone():
        post = posts["Bittern"]
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {post} ); $posting->applicationDeadline = 'soon';"
            f"WblFeed\\Source\\Own_Postings::store( {post}, $posting );"
            f"wp_update_post( array( 'ID' => {posts['Eider']}, 'post_status' => 'draft' ) );"
            f"wp_update_post( array( 'ID' => {posts['Dogfish']}, 'post_password' => 'x' ) );"
        )
        page = Visitor(wbl_site).get(LIST)
        assert cell(page, post, "wbl_feed").startswith("As it was before this mistake:")
        assert cell(page, posts["Eider"], "wbl_feed") == "No: it is not published."
        assert cell(page, posts["Dogfish"], "wbl_feed") == "No: it has a password."
        wbl_site.at("2027-03-15T17:00:00Z")
        wbl_site.ask("feed/wbl.json")
        page = Visitor(wbl_site).get(LIST)
        wbl_site.at(NOW)
        assert cell(page, posts["Alewife"], "wbl_feed") == "No: it has been over for more than 90 days."


@pytest.mark.parametrize(
    ("column", "order", "first"),
    [
        ("wbl_deadline", "asc", ["Alewife", "Eider", "Bittern", "Cormorant", "Dogfish"]),
        ("wbl_deadline", "desc", ["Cormorant", "Bittern", "Eider", "Alewife", "Dogfish"]),
        ("wbl_verified", "asc", ["Bittern"]),
    ],
)
def test_sorting(wbl_site: RealSite, posts: dict[str, int], column: str, order: str, first: list[str]):
    """By deadline and by last check, those without come last; none is missing from the list."""
    page = Visitor(wbl_site).get(f"{LIST}&orderby={column}&order={order}")
    assert titles(page)[: len(first)] == first
    assert sorted(titles(page)) == sorted(posts)
    assert titles(page)[-1] == "Dogfish"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wbl_status=paused", {"Eider"}),
        ("wbl_activity=job-shadow", {"Bittern"}),
        ("wbl_region=us-ma-stem:berkshire", {"Dogfish"}),
        ("wbl_attention=problems", {"Cormorant"}),
        ("wbl_attention=deadline", {"Alewife"}),
        ("wbl_attention=unverified", {"Bittern", "Dogfish"}),
        ("wbl_attention=unverified&wbl_activity=job-shadow&orderby=wbl_deadline&order=asc", {"Bittern"}),
        ("wbl_status=open' OR 1=1 --&wbl_attention=x", set()),
        ("wbl_status[]=paused&wbl_attention[]=deadline", set(POSTINGS)),
    ],
)
def test_filters(wbl_site: RealSite, posts: dict[str, int], query: str, found: set[str]):
    """Each filter shows what it names and nothing else; nonsense finds nothing or is not listened to."""
    assert set(posts) == set(POSTINGS)
    page = Visitor(wbl_site).get(f"{LIST}&{query.replace(' ', '%20')}")
    assert set(titles(page)) == found


def test_bulk_actions(wbl_site: RealSite, posts: dict[str, int]):
    """Close, fill, verify and reopen change the postings that are ticked and the feed, and say how many."""
    with wbl_site.undone():
        admin = Visitor(wbl_site)
        page = admin.get(LIST)
        page = admin.send(LIST, selected(page, "wbl_verify", posts["Bittern"], posts["Dogfish"]))
        assert "2 postings marked as verified today." in text_of(page.cssselect(".notice-success")[0])
        assert cell(page, posts["Dogfish"], "wbl_verified").endswith("today")
        page = admin.send(LIST, selected(page, "wbl_verify", posts["Bittern"]))
        assert "0 postings marked as verified today, 1 already was." in text_of(page.cssselect(".notice-success")[0])
        ids = {item["title"]: item["id"] for item in feed(wbl_site)["items"]}
        page = admin.send(LIST, selected(page, "wbl_close", posts["Bittern"]))
        assert "1 posting closed." in text_of(page.cssselect(".notice-success")[0])
        page = admin.send(LIST, selected(page, "wbl_fill", posts["Dogfish"]))
        assert cell(page, posts["Dogfish"], "wbl_feed") == "No: it is over. Readers were told."
        gone = {one["id"]: one["reason"] for one in feed(wbl_site)["tombstones"]}
        assert gone == {ids["Bittern"]: "closed", ids["Dogfish"]: "filled"}
        page = admin.send(LIST, selected(page, "wbl_reopen", posts["Dogfish"]))
        assert "1 posting reopened." in text_of(page.cssselect(".notice-success")[0])
        assert {item["title"] for item in feed(wbl_site)["items"]} >= {"Dogfish"}
        page = admin.send(LIST, selected(page, "trash", posts["Dogfish"]))
        told = [text_of(notice) for notice in page.cssselect(".notice")]
        assert any("moved to the Trash" in one for one in told)
        assert not any("reopened" in one for one in told), "what was done before is not told again"
        assert "wbl_close" not in admin.get(f"{LIST}&post_status=trash").text_content()


def test_bulk_actions_ask_who_it_is(wbl_site: RealSite, posts: dict[str, int]):
    """Who may edit only own postings changes only those, and is told; a forged request or another role changes none."""
    with wbl_site.undone():
        author = wbl_site.user("author")
        wbl_site.php(
            "foreach ( array( 'edit_wbl_postings', 'edit_published_wbl_postings' ) as $cap ) get_role( 'author' )->add_cap( $cap );"
            f"wp_update_post( array( 'ID' => {posts['Eider']}, 'post_author' => get_user_by( 'login', '{author.name}' )->ID ) );"
        )
        state = "foreach ( get_posts( 'post_type=wbl_posting&numberposts=-1' ) as $p ) echo get_post_meta( $p->ID, '_wbl_posting', true );"
        before = wbl_site.php(state)
        admin = Visitor(wbl_site)
        good = selected(admin.get(LIST), "wbl_close", *posts.values())
        for visitor in (
            Visitor(wbl_site, None),
            Visitor(wbl_site, wbl_site.user("subscriber")),
            Visitor(wbl_site, wbl_site.user("contributor")),
        ):
            visitor.send(LIST, good)
            assert visitor.status == 403 or "wp-login.php" in visitor.url
        for forged in ({"_wpnonce": "0123456789"}, {"_wpnonce": ""}):
            admin.send(LIST, {**good, **forged})
            assert admin.status == 403
        assert wbl_site.php(state) == before
        page = Visitor(wbl_site, author)
        answer = page.send(LIST, selected(page.get(LIST), "wbl_close", *posts.values()))
        assert "1 posting closed, 4 you may not edit." in text_of(answer.cssselect(".notice-warning")[0])
        assert wbl_site.php(f"echo WblFeed\\Source\\Own_Postings::posting( {posts['Eider']} )->status;") == "closed"
        assert wbl_site.php(f"echo WblFeed\\Source\\Own_Postings::posting( {posts['Bittern']} )->status;") == "open"


def test_a_notice_of_nothing_is_not_made_up(wbl_site: RealSite, posts: dict[str, int]):
    """Parameters of an address that somebody sent are numbers in a sentence at most, and of no effect elsewhere."""
    admin = Visitor(wbl_site)
    page = admin.get(f"{LIST}&wbl_action=wbl_close&wbl_done=%3Cscript%3E1&wbl_same[]=2&wbl_forbidden=-3")
    (notice,) = [
        one for one in page.cssselect(".notice") if "posting" in text_of(one) and "you may not" in text_of(one)
    ]
    assert text_of(notice) == "0 postings closed, 3 you may not edit."
    assert page.cssselect("script:contains('%3Cscript')") == []
    assert "postings closed" not in text_of(admin.get("wp-admin/edit.php?wbl_action=wbl_close&wbl_done=4"))
    assert posts
