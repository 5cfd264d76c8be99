"""The feed of a real WordPress: what is in it, what leaves it, and how it is served."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from click.testing import Result
from wordpress.plugin_site import NOW, POSTING, feed, posting_of, write, written
from wordpress.real_site import RealSite

from wbl_feed.digest import canonical_json, content_digest
from wbl_feed.formats import read

pytestmark = pytest.mark.slow
DOCUMENTS = [
    "feed/wbl.json",
    "feed/wbl/",
    "wp-json/wbl/v1/feed",
    "wp-json/wbl/v1/atom",
    ".well-known/wbl-feed",
    "wbl-feed.json",
]
JSON = "application/vnd.wbl-feed+json; charset=utf-8"


def test_nothing_is_published_before_the_set_up(ready: RealSite):
    """Until then every document is a 404 with a sentence, and no page names the feed."""
    with ready.undone():
        ready.php("delete_option( 'wbl_feed_settings' ); WblFeed\\Feed\\Settings::begin();")
        for path in DOCUMENTS:
            answer = ready.ask(path)
            assert (answer.status, answer.text) == (404, "This site has not set up its feed yet.\n"), path
        assert "wbl-feed+json" not in ready.ask().text


@pytest.mark.every_wordpress
def test_a_posting_is_in_every_form(live: RealSite):
    """One that is written is in JSON and Atom alike, valid by the profile, and its texts are those that were given."""
    post = written(live, POSTING)
    answer = live.ask("feed/wbl.json")
    assert answer.headers["Content-Type"] == JSON
    (item,) = answer.json["items"]
    assert {name: item[name] for name in POSTING} == POSTING
    assert item["id"].startswith("urn:uuid:")
    assert item["url"] == f"{live.url}opportunities/aquaculture-lab-internship/"
    assert item["datePosted"] == live.php(f"echo get_the_date( 'Y-m-d', {post} );")
    assert answer.json["totalItems"] == 1
    assert answer.json["digest"] == content_digest([canonical_json(item)], [])
    atom = live.ask("feed/wbl/")
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [one.value for one in read(atom.body).items] == [item]
    for path in ("wp-json/wbl/v1/feed", "wp-json/wbl/v1/atom"):
        twin = "feed/wbl.json" if path.endswith("feed") else "feed/wbl/"
        assert live.ask(path).body == live.ask(twin).body


def test_the_catalogue_and_the_links_lead_to_the_feed(live: RealSite):
    """From the home page, the well-known address and its copy one comes to the same feed."""
    home = live.ask().text
    assert (
        f'<link rel="alternate" type="application/vnd.wbl-feed+json" title="Harbor STEM Network" href="{live.url}feed/wbl.json">'
        in home
    )
    assert live.ask(".well-known/wbl-feed").body == live.ask("wbl-feed.json").body
    (entry,) = live.ask("wbl-feed.json").json["feeds"]
    assert entry["id"] == feed(live)["id"]
    for distribution in entry["distributions"]:
        answer = live.ask(distribution["url"])
        assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, distribution["type"])


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_reader_that_has_it_gets_304(live: RealSite, path: str):
    """By the entity tag, weak, compressed or in a list; by the date where there is no tag; HEAD is GET without a body."""
    written(live, POSTING)
    live.at("2026-11-22T12:00:05Z")
    first = live.ask(path)
    tag = first.headers["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*", tag[:-1] + '-gzip"'):
        again = live.ask(path, headers={"If-None-Match": held})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag), held
    assert live.ask(path, headers={"If-None-Match": '"other"'}).body == first.body
    head = live.ask(path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert (head.headers["ETag"], head.headers["Content-Type"]) == (tag, first.headers["Content-Type"])
    if "Last-Modified" in first.headers:
        date = first.headers["Last-Modified"]
        before = (parsedate_to_datetime(date) - timedelta(seconds=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        assert live.ask(path, headers={"If-Modified-Since": date}).status == 304
        assert live.ask(path, headers={"If-Modified-Since": before}).status == 200
        assert live.ask(path, headers={"If-Modified-Since": date, "If-None-Match": '"other"'}).status == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "change",
    [
        "update_post_meta( $older, '_wbl_posting', str_replace( 'Bay', 'Cape', get_post_meta( $older, '_wbl_posting', true ) ) );",
        "wp_trash_post( $older );",
        "wp_trash_post( $newer );",
        "wp_update_post( array( 'ID' => $older, 'post_title' => 'New' ) );",
        "WblFeed\\Feed\\Settings::save( array( 'license' => 'CC0-1.0' ) );",
    ],
    ids=["meta", "older trashed", "newest trashed", "title", "licence"],
)
def test_each_change_has_a_new_entity_tag(live: RealSite, change: str):
    """Those too after which WordPress's own feeds answer 304, and the date is not the one of before either."""
    older, newer = written(live, POSTING), written(live, {**POSTING, "title": "Newer"})
    live.at("2026-11-22T12:00:10Z")
    before = {path: live.ask(path).headers for path in DOCUMENTS[:4]}
    live.php(f"$older = {older}; $newer = {newer}; {change}")
    live.at("2026-11-22T12:00:20Z")
    for path, headers in before.items():
        both = {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]}
        assert live.ask(path, headers=both).status == 200, path
        assert live.ask(path, headers={"If-Modified-Since": headers["Last-Modified"]}).status == 200, path


@pytest.mark.every_wordpress
def test_a_deadline_that_passes_changes_the_feed_by_itself(live: RealSite):
    """At midnight in Massachusetts the posting is closed, and 90 days later it is gone; nobody writes anything."""
    post = written(live, {**POSTING, "applicationDeadline": "2026-12-01"})
    live.at("2026-12-02T04:59:59Z")
    before = live.ask("feed/wbl.json")
    assert before.json["items"][0]["status"] == "open"
    assert before.headers["Cache-Control"] == "public, max-age=1"
    live.at("2026-12-02T05:00:00Z")
    after = live.ask("feed/wbl.json", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status, after.json["items"][0]["status"]) == (200, "closed")
    assert after.json["items"][0]["dateModified"] == "2026-12-02T05:00:00Z"
    assert after.json["sequence"] > before.json["sequence"]
    written(live, {**POSTING, "applicationDeadline": "2026-12-24"}, post)
    assert posting_of(live, post)["status"] == "open"
    live.at("2027-03-30T12:00:00Z")
    gone = feed(live)
    assert (gone["items"], gone["tombstones"][0]["reason"]) == ([], "expired")


@pytest.mark.parametrize(
    ("leaving", "reason"),
    [
        ("wp_trash_post( $post );", "withdrawn"),
        ("wp_delete_post( $post, true );", "withdrawn"),
        ("wp_update_post( array( 'ID' => $post, 'post_status' => 'draft' ) );", "withdrawn"),
        ("wp_update_post( array( 'ID' => $post, 'post_status' => 'private' ) );", "withdrawn"),
        ("wp_update_post( array( 'ID' => $post, 'post_password' => 'secret' ) );", "withdrawn"),
        ("wp_update_post( array( 'ID' => $post, 'post_date' => '2030-01-01 00:00:00', 'post_date_gmt' => '2030-01-01 05:00:00', 'edit_date' => true ) );", "withdrawn"),
        ("$o = WblFeed\\Source\\Own_Postings::posting( $post ); $o->status = 'filled'; WblFeed\\Source\\Own_Postings::store( $post, $o );", "filled"),
        ("$o = WblFeed\\Source\\Own_Postings::posting( $post ); $o->status = 'closed'; WblFeed\\Source\\Own_Postings::store( $post, $o );", "closed"),
    ],
)  # fmt: skip
def test_what_leaves_has_a_tombstone_and_comes_back_with_its_id(live: RealSite, leaving: str, reason: str):
    """Trash, deletion, a draft, a password, a later date, filled, closed: gone with the reason, the neighbour stays."""
    stays, leaves = written(live, {**POSTING, "title": "Stays"}), written(live, POSTING)
    id_ = posting_of(live, leaves)["id"]
    since = feed(live)["deletion"]["tombstonesSince"]
    live.at("2026-11-23T12:00:00Z")
    live.php(f"$post = {leaves}; {leaving}")
    gone = feed(live)
    assert [item["title"] for item in gone["items"]] == ["Stays"]
    assert gone["tombstones"] == [{"id": id_, "dateDeleted": "2026-11-23T12:00:00Z", "reason": reason}]
    assert since <= gone["tombstones"][0]["dateDeleted"]
    assert POSTING["title"] not in live.ask("feed/wbl/").text
    if "wp_delete_post" in leaving:
        written(live, {**POSTING, "id": id_})
    else:
        live.php(f"wp_untrash_post( {leaves} );")
        written(live, POSTING, leaves, password="", date="2026-11-01T00:00:00")
    back = feed(live)
    assert "tombstones" not in back
    (item,) = (one for one in back["items"] if one["id"] == id_)
    assert item["dateModified"] > gone["tombstones"][0]["dateDeleted"]
    assert posting_of(live, stays)["dateModified"] < "2026-11-23"


def test_ids_stay_and_dates_move_with_the_content_alone(live: RealSite):
    """A new title, a new address of the page and a new home keep the id; looking on moves no date."""
    post = written(live, POSTING)
    first = posting_of(live, post)
    live.at("2026-11-23T12:00:00Z")
    live.php(f"wp_update_post( array( 'ID' => {post} ) ); WblFeed\\Feed\\Catch_Up::nightly();")
    assert posting_of(live, post) == first
    live.php(
        f"wp_update_post( array( 'ID' => {post}, 'post_title' => 'Oysters &amp; “more”', 'post_name' => 'oysters' ) );"
    )
    second = posting_of(live, post)
    assert (second["id"], second["title"]) == (first["id"], "Oysters & “more”")
    assert (second["url"], second["dateModified"]) == (f"{live.url}opportunities/oysters/", "2026-11-23T12:00:00Z")
    before = feed(live)
    live.plugin(
        "home", "add_filter( 'home_url', function ( $u ) { return str_replace( '127.0.0.1', 'moved.example', $u ); } );"
    )
    try:
        live.php("do_action( 'update_option_home', '', '' ); WblFeed\\Feed\\Catch_Up::run( 60.0 );")
        moved = feed(live)
    finally:
        live.plugin("home", "")
    assert [moved["id"], moved["items"][0]["id"]] == [before["id"], before["items"][0]["id"]]
    assert "moved.example" in moved["items"][0]["url"]
    assert "tombstones" not in moved


def test_a_copy_of_a_post_has_an_id_of_its_own(live: RealSite):
    """Plug-ins that duplicate a post copy its metas; the original keeps the id."""
    post = written(live, POSTING)
    first = posting_of(live, post)
    copy = live.php(
        "$copy = wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_status' => 'publish', 'post_title' => 'Copy' ) );"
        f"foreach ( get_post_meta( {post} ) as $key => $values ) {{ foreach ( $values as $value ) {{"
        " delete_post_meta( $copy, $key ); add_post_meta( $copy, $key, wp_slash( maybe_unserialize( $value ) ) ); } }"
        " WblFeed\\Feed\\Publishing::refresh( $copy ); echo $copy;"
    )
    assert posting_of(live, post) == first
    ids = [item["id"] for item in feed(live)["items"]]
    assert len(set(ids)) == 2
    assert posting_of(live, int(copy))["title"] == "Copy"


@pytest.mark.every_wordpress
def test_a_mistake_keeps_the_posting_as_it_was(live: RealSite):
    """A posting that is broken later stays in the feed as it was, its neighbours go on, and the mistake is kept with it."""
    post, other = written(live, POSTING), written(live, {**POSTING, "title": "Other"})
    good = posting_of(live, post)
    live.php(
        f"$o = WblFeed\\Source\\Own_Postings::posting( {post} ); $o->applicationDeadline = 'tomorrow';"
        f"WblFeed\\Source\\Own_Postings::store( {post}, $o );"
    )
    assert posting_of(live, post) == good
    problems = json.loads(live.php(f"echo get_post_meta( {post}, '_wbl_problems', true );"))
    assert any(one["pointer"] == "/applicationDeadline" and one["severity"] == "error" for one in problems)
    written(live, {**POSTING, "title": "Other now"}, other)
    assert posting_of(live, other)["title"] == "Other now"
    written(live, {**POSTING, "title": "Mended"}, post)
    assert posting_of(live, post)["title"] == "Mended"


@pytest.mark.every_wordpress
def test_rest_refuses_what_cannot_be_in_the_feed(live: RealSite):
    """With the place, a sentence and a way to mend it; nothing is written."""
    for wrong, pointer in (
        ({"activityType": "internshipp"}, "/activityType"),
        ({"compensation": {"status": 7}}, "/compensation/status"),
    ):
        answer = write(live, {**POSTING, **wrong})
        assert answer.status == 400
        (notice,) = answer.json["data"]["details"]["wbl"]["data"]["notices"]
        assert (notice["pointer"], notice["severity"]) == (pointer, "error")
        assert notice["message"]
        assert notice["mend"]
    assert feed(live)["items"] == []


@pytest.mark.every_wordpress
def test_private_things_never_leave(live: RealSite):
    """Drafts, private, scheduled and locked postings are in no document, and not in REST for guests."""
    for fields in (
        {"status": "draft"},
        {"status": "private"},
        {"status": "future", "date": "2030-01-01T00:00:00"},
        {"password": "secret"},
        {"status": "pending"},
    ):
        written(live, {**POSTING, "title": "Hidden thing", "description": "Hidden thing."}, **fields)
    shown = written(live, POSTING)
    everything = "".join(live.ask(path).text for path in [*DOCUMENTS, "wp-json/wp/v2/wbl-postings", "opportunities/"])
    assert "Hidden thing." not in everything
    assert "_wbl" not in everything
    assert posting_of(live, shown)


def test_a_long_feed_is_paged_and_adds_up(live: RealSite, run_wbl: Callable[..., Result]):
    """Pages have addresses made from their content; one that is old is not there; the whole is intact."""
    live.plugin("small", "add_filter( 'wbl_feed_page_size', function () { return 3; } );")
    try:
        for number in range(8):
            written(live, {**POSTING, "title": f"Posting {number}"})
        head = feed(live)
        assert (head["completeness"], len(head["items"]), len(head["pages"]), head["totalItems"]) == ("paged", 3, 2, 8)
        pages = [live.ask(page) for page in head["pages"]]
        assert [len(page.json["items"]) for page in pages] == [3, 2]
        assert all(page.json["feed"] == head["id"] and page.headers["Content-Type"] == JSON for page in pages)
        items = [*head["items"], *(item for page in pages for item in page.json["items"])]
        assert head["digest"] == content_digest(map(canonical_json, items), [])
        result = run_wbl("validate", f"{live.url}feed/wbl.json", "--allow-private", "--profile", "us-ma", "--at", NOW)
        assert result.exit_code == 0, result.output
        assert "8 postings sound, 0 refused" in result.output
        post = live.php("echo get_posts( array( 'post_type' => 'wbl_posting', 'title' => 'Posting 4' ) )[0]->ID;")
        live.php(f"wp_trash_post( {post} );")
        assert live.ask(head["pages"][0]).status == 404
        assert len(feed(live)["pages"]) == 2
    finally:
        live.plugin("small", "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?wbl_document=nonsense", 404),
        ("?wbl_document[]=json", 404),
        ("?wbl_document=page-2-0123456789abcdef", 404),
        ("?wbl_document=" + "9" * 4000, 404),
        ("?wbl_document=../../wp-config.php", 404),
        ("feed/wbl-9999-0123456789abcdef.json", 404),
        ("feed/wbl.json?page=-1&per_page=99999999&after[]=x", 200),
        ("wp-json/wbl/v1/feed?page=1e309&_fields=id&_method=DELETE", 404),
        ("wp-json/wbl/v1/feed/../../../x", 404),
    ],
)
def test_absurd_requests_have_ordinary_answers(live: RealSite, path: str, status: int):
    """No fault, no redirect and nothing of the server in the answer."""
    answer = live.ask(path)
    assert answer.status in {status, 400, 404} if status == 404 else answer.status == status
    assert "wp-config" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_feed_is_for_reading(live: RealSite, method: str):
    """Other methods are refused and change nothing."""
    written(live, POSTING)
    before = feed(live)
    assert live.ask("feed/wbl.json", method=method, body={"x": 1}).status == 405
    assert live.ask("wp-json/wbl/v1/feed", method=method, body={"x": 1}).status in {401, 403, 404, 405}
    assert feed(live) == before


def test_addresses_without_pretty_permalinks(live: RealSite):
    """The documents have addresses there too, and the feed names them."""
    written(live, POSTING)
    live.php("update_option( 'permalink_structure', '' ); WblFeed\\Feed\\Catch_Up::run( 60.0 );")
    answer = live.ask("?wbl_document=json")
    assert answer.json["feedUrl"] == f"{live.url}?wbl_document=json"
    assert [one.value for one in read(live.ask("?wbl_document=atom").body).items] == answer.json["items"]
    assert live.ask(answer.json["items"][0]["url"].removeprefix(live.url)).status == 200


def test_civil_dates_are_those_of_the_sites_time_zone(live: RealSite):
    """A posting published late on an evening in Massachusetts was posted on that day, and the feed names the zone."""
    post = written(live, POSTING, date_gmt="2026-11-10T03:30:00")
    assert posting_of(live, post)["datePosted"] == "2026-11-09"
    assert feed(live)["timeZone"] == "America/New_York"


@pytest.mark.every_wordpress
def test_the_page_of_a_posting_has_its_schema_org_form(live: RealSite):
    """A JobPosting in the head of the page, safe in a script, and none for a posting that is not in the feed."""
    posting = {
        **POSTING,
        "title": "Lab </script><script>alert(1)</script> work",
        "jobLocation": [{"address": {"addressLocality": "Barnstable", "addressRegion": "MA", "addressCountry": "US"}}],
    }
    post = written(live, posting)
    page = live.ask(posting_url(live, post))
    script = page.text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    node = json.loads(script)
    assert (node["@type"], node["title"]) == ("JobPosting", posting["title"])
    assert "<script>alert" not in page.text
    written(live, {**POSTING, "status": "filled"}, post)
    assert "ld+json" not in live.ask(posting_url(live, post)).text


def posting_url(live: RealSite, post: int) -> str:
    """Path of the page of a post."""
    return live.php(f"echo get_permalink( {post} );").removeprefix(live.url)


def test_two_thousand_postings_fit_in_little_memory(live: RealSite):
    """Making the feed anew and writing it out needs a few megabytes, whatever its length."""
    live.php(
        """
        wp_suspend_cache_addition( true );
        for ( $n = 0; $n < 2000; $n++ ) {
            WblFeed\\Feed\\Ledger::write( array( 'post_id' => 10000 + $n, 'id' => "urn:x:$n", 'modified' => 1700000000 + $n, 'turns' => 0,
                'deleted' => 0, 'reason' => '', 'item' => WblFeed\\Standard\\Json::write( (object) array( 'id' => "urn:x:$n",
                'url' => 'https://site.example/' . $n, 'title' => "Posting $n", 'dateModified' => '2023-11-14T22:13:20Z',
                'activityType' => 'internship', 'status' => 'open', 'description' => str_repeat( 'Oysters and water. ', 150 ) ) ) ) );
        }"""
    )
    spent: dict[str, Any] = json.loads(
        live.php(
            """
            delete_option( 'wbl_feed_edition' );
            $before = memory_get_usage(); memory_reset_peak_usage();
            ob_start( function () { return ''; }, 8192 );
            $document = WblFeed\\Feed\\Documents::named( 'json' ); call_user_func( $document->body );
            $made = memory_get_peak_usage() - $before;
            foreach ( WblFeed\\Feed\\Edition::current()->pages as $n => $page ) { if ( $n ) {
                call_user_func( WblFeed\\Feed\\Documents::named( sprintf( 'page-%d-%s', $n + 1, $page['digest'] ) )->body ); } }
            ob_end_clean();
            echo json_encode( array( 'made' => $made, 'all' => memory_get_peak_usage() - $before ) );"""
        )
    )
    assert spent["all"] < 12_000_000, spent
    head = feed(live)
    assert (head["totalItems"], len(head["pages"])) == (2000, 3)
    assert datetime.now(UTC) > datetime.fromisoformat(head["dateModified"])


def test_the_featured_image_is_the_picture_of_the_posting(live: RealSite):
    """With its type and its text for those who do not see it; a picture that is given wins."""
    post = written(live, POSTING)
    live.php(
        "$file = wp_upload_bits( 'dock.png', null, base64_decode( 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
        "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==' ) )['file'];"
        "$image = wp_insert_attachment( array( 'post_mime_type' => 'image/png', 'post_title' => 'Dock' ), $file );"
        f"update_post_meta( $image, '_wp_attachment_image_alt', 'A dock & boats' ); set_post_thumbnail( {post}, $image );"
    )
    image = posting_of(live, post)["image"]
    assert image.pop("url").endswith("/dock.png")
    assert image == {"encodingFormat": "image/png", "alternateName": "A dock & boats"}
    given = {"url": "https://site.example/own.png"}
    written(live, {**POSTING, "image": given}, post)
    assert posting_of(live, post)["image"] == given


def test_the_page_of_a_posting_shows_its_facts(live: RealSite):
    """Labels and words for people, where to apply, and after the deadline that it is over; nothing comes to life."""
    posting = {
        **POSTING,
        "compensation": {
            "status": "paid",
            "baseSalary": {"currency": "USD", "value": 18.5, "unitText": "HOUR"},
            "note": "<img src=x onerror=alert(1)> & more",
        },
        "eligibility": {"gradeLevels": [10, 11]},
        "hoursPerWeek": {"minValue": 6, "maxValue": 7.5},
        "jobLocation": [
            {
                "name": "Dock",
                "address": {"streetAddress": "10 Harbor Road", "addressLocality": "Wellfleet", "postalCode": "02667"},
            }
        ],
        "translations": [{"inLanguage": "es", "title": "Pasantía de ostras", "description": "Cuide ostras."}],
        "schedule": {"startTime": "13:30"},
        "applicationStartDate": "2026-11-02T14:00:00Z",
        "howToApply": {"method": "url", "url": "https://apply.example/oyster?a=1&b=2"},
    }
    path = posting_url(live, written(live, posting))
    text = live.ask(path).text
    for shown in (
        "Bay Shellfish",
        "18.50 USD an hour",
        "6–7.50",
        "Dock, 10 Harbor Road, Wellfleet, 02667",
        "Grade 10, Grade 11",
        "March 14, 2027",
        "1:30 pm",
        "November 2, 2026, 9:00 am EST",
        "Apply on apply.example",
        '<div lang="es" dir="auto"><h2>Pasantía de ostras</h2><p>Cuide ostras.</p>',
    ):
        assert shown in text, shown
    assert 'href="https://apply.example/oyster?a=1&#038;b=2"' in text
    assert "<img src=x" not in text
    live.php(
        "$o = WblFeed\\Source\\Own_Postings::posting( url_to_postid( home_url( '/"
        + path
        + "' ) ) ); $o->eligibility = 'all';"
        "WblFeed\\Source\\Own_Postings::store( url_to_postid( home_url( '/" + path + "' ) ), $o );"
    )
    assert "Grade 10, Grade 11" in live.ask(path).text  # a mistake shows what the feed has of the posting
    live.at("2027-03-15T04:00:00Z")
    after = live.ask(path).text
    assert "Applications are closed." in after
    assert "Apply on" not in after
