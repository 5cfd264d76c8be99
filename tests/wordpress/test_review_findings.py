"""What a review of the plug-in found: each of these was wrong once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, feed, in_php, posting_of, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
CAUGHT_UP = "WblFeed\\Feed\\Catch_Up::run( 60.0 );"
NIGHTLY = "WblFeed\\Feed\\Catch_Up::nightly();"
TAXONOMY = """add_action( 'init', function () {
    register_taxonomy( 'kind', 'post', array( 'public' => true ) );
} );"""
TEXTS = {
    "/title": {"from": "post", "name": "title"},
    "/description": {"from": "post", "name": "content"},
}


def falter(site: RealSite, query: str) -> None:
    """From now on the database fails at each query with these words, until the plug-in ``falters`` is taken away."""
    site.plugin(
        "falters",
        f"add_filter( 'query', function ( $query ) {{ global $wpdb; $wpdb->hide_errors(); $wpdb->suppress_errors();"
        f"return false === strpos( $query, {in_php(query)} ) ? $query : 'SELECT a FROM wp_nowhere'; }} );",
    )


def save(site: RealSite, **changes: Any) -> None:
    """Settings are changed, and all posts are read."""
    given = in_php(json.dumps(changes))
    site.php(f"WblFeed\\Feed\\Settings::save( json_decode( {given}, true ) ); {CAUGHT_UP}")


def test_blocks_are_read_as_everybody_sees_them(live: RealSite):
    """Neither lists of other posts nor what its author alone may see get into the text of a posting; its own words do."""
    live.plugin(
        "members",
        """add_action( 'init', function () {
            register_block_type( 'test/who', array( 'render_callback' => function () {
                return '<p>For ' . ( is_user_logged_in() ? 'members' : 'everybody' ) . '</p><p>' . get_the_ID() . '</p>';
            } ) );
        } );""",
    )
    try:
        live.php(
            "wp_insert_post( array( 'post_title' => 'Nobody knows', 'post_content' => 'a', 'post_status' => 'private' ) );"
        )
        pattern = live.php(
            "echo wp_insert_post( array( 'post_type' => 'wp_block', 'post_status' => 'publish', 'post_title' => 'P',"
            "'post_content' => '<!-- wp:paragraph --><p>Of a pattern.</p><!-- /wp:paragraph -->' ) );"
        )
        content = (
            "<!-- wp:paragraph --><p>Measure water.</p><!-- /wp:paragraph -->"
            '<!-- wp:query {"query":{"perPage":10,"postType":"post","inherit":false}} --><div class="wp-block-query">'
            "<!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template --></div><!-- /wp:query -->"
            f'<!-- wp:latest-posts /--><!-- wp:block {{"ref":{pattern}}} /--><!-- wp:test/who /-->'
        )
        post = live.php(
            f"$post = get_post( 1 ); $content = {in_php(content)};"
            "echo wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_title' => 'Oysters', 'post_content' => $content,"
            '\'meta_input\' => array( \'_wbl_posting\' => \'{"activityType":"internship","status":"open"}\' ),'
            "'post_status' => 'publish' ) );"
        )
        item = posting_of(live, int(post)) or {}
        assert item["description"] == f"Measure water.\n\nOf a pattern.\n\nFor everybody\n\n{post}"
        assert live.php(f"WblFeed\\Feed\\Publishing::refresh( {post} ); echo get_current_user_id();") == "1"
        live.php(NIGHTLY)
        assert posting_of(live, int(post)) == item
    finally:
        live.plugin("members", "")


def test_a_taxonomy_that_is_away_for_a_while_withdraws_nothing(live: RealSite):
    """Posts are chosen by the terms of a plug-in: while it is updated they stay, but one that is trashed meanwhile goes."""
    live.plugin("kind", TAXONOMY)
    try:
        term, kept, trashed = live.php(
            """$term = wp_insert_term( 'Internship', 'kind' )['term_id'];
            echo $term;
            foreach ( array( 'Kept', 'Trashed' ) as $title ) {
                $post = wp_insert_post( array( 'post_title' => $title, 'post_content' => 'Care for oysters.', 'post_status' => 'publish' ) );
                wp_set_object_terms( $post, array( $term ), 'kind' );
                echo ' ', $post;
            }"""
        ).split()
        fields = {**TEXTS, "/applicationDeadline": {"from": "fixed", "name": "2026-12-01"}}
        save(live, mappings={"post": {"fields": fields, "categories": {"kind": [int(term)]}}})
        assert [item["title"] for item in feed(live)["items"]] == ["Kept", "Trashed"]
        live.plugin("kind", "")
        live.php(f"wp_trash_post( {trashed} );")
        live.php(NIGHTLY)
        found = feed(live)
        assert [item["title"] for item in found["items"]] == ["Kept"]
        assert [tombstone["reason"] for tombstone in found["tombstones"]] == ["withdrawn"]
        live.at("2026-12-02T05:00:00Z")
        assert [item["status"] for item in feed(live)["items"]] == ["closed"]
        live.plugin("kind", TAXONOMY)
        live.php(f"wp_set_object_terms( {kept}, array(), 'kind' );")
        assert feed(live)["items"] == []
    finally:
        live.plugin("kind", "")


def test_a_mistake_keeps_no_person_in_the_feed(live: RealSite):
    """Where the version before a mistake stays, a name goes with the consent, and a mailbox with its owner's wish."""
    contact = {"name": "Pat Doe", "email": "pat@site.example", "telephone": "+1 508 555 0100"}
    apply = {"method": "email", "email": "Pat@site.example"}
    post = written(live, {**POSTING, "applicationContact": contact, "howToApply": apply})
    live.php(
        f"$posting = WblFeed\\Source\\Own_Postings::posting( {post} ); $posting->status = 'nonsense';"
        f"$posting->applicationContact = (object) array( 'email' => 'lee@site.example' );"
        f"WblFeed\\Source\\Own_Postings::store( {post}, $posting );"
    )
    assert (posting_of(live, post) or {})["applicationContact"] == contact
    save(live, contacts=False)
    del contact["name"]
    assert (posting_of(live, post) or {})["applicationContact"] == contact
    found = json.loads(
        live.php("echo wp_json_encode( WblFeed\\Admin\\Privacy::export( 'PAT@site.example' )['data'] );")
    )
    assert len(found) == 2
    assert contact["telephone"] in found[1]["data"][1]["value"]
    live.at("2026-11-22T13:00:00Z")
    erased = json.loads(live.php("echo wp_json_encode( WblFeed\\Admin\\Privacy::erase( 'PAT@site.example' ) );"))
    assert erased["items_removed"]
    assert "pat@" not in json.dumps(feed(live))
    item = posting_of(live, post) or {}
    assert "applicationContact" not in item
    assert (item["status"], item["dateModified"]) == ("open", "2026-11-22T13:00:00Z")
    live.php(f"wp_delete_post( {post}, true );")
    assert "Oyster" not in live.php("global $wpdb; echo $wpdb->get_var( 'SELECT item FROM wp_wbl_ledger' );")
    assert len(feed(live)["tombstones"]) == 1


def test_another_time_zone_closes_at_its_own_midnight(live: RealSite):
    """A deadline is a day of the site's zone: after a change of the zone the posting is over when that day is, there."""
    post = written(live, {**POSTING, "applicationDeadline": "2026-12-01"})
    live.php(f"update_option( 'timezone_string', 'Asia/Tokyo' ); {CAUGHT_UP}")
    before = feed(live)
    live.at("2026-12-01T14:59:59Z")
    assert (posting_of(live, post) or {})["status"] == "open"
    live.at("2026-12-01T15:00:00Z")
    assert (posting_of(live, post) or {})["status"] == "closed"
    assert feed(live)["sequence"] > before["sequence"]


@pytest.mark.parametrize(
    "query",
    ["FROM wp_wbl_ledger WHERE deleted = 0 AND post_id >", "SELECT MAX(sequence)", "WHERE deleted > 0 ORDER BY"],
)
def test_a_query_that_fails_is_no_empty_feed(ready: RealSite, query: str):
    """A database that falters gives 503 or a document that is not whole, never one that says that all is gone."""
    with ready.undone():
        written(ready, POSTING)
        before = feed(ready)
        falter(ready, query)
        try:
            for path in ("feed/wbl.json", "feed/wbl/"):
                answer = ready.ask(path)
                ended = answer.text.rstrip().endswith(("]}", "</feed>"))
                assert answer.status == 503 or not ended or "Aquaculture" in answer.text, answer.text
            ready.php("delete_option( 'wbl_feed_edition' );")
            for path in ("feed/wbl.json", "feed/wbl/", "wp-json/wbl/v1/feed"):
                answer = ready.ask(path)
                assert (answer.status, answer.headers["Retry-After"], answer.headers["ETag"]) == (503, "30", None)
        finally:
            ready.plugin("falters", "")
        after = feed(ready)
        assert (after["items"], after["totalItems"]) == (before["items"], 1)


def test_a_ledger_that_is_lost_is_made_anew(live: RealSite):
    """After a table was forgotten when the site moved: the first reader is sent away, the next gets all, with a new promise."""
    post = written(live, POSTING)
    before = feed(live)
    moment = (datetime.now(UTC) + timedelta(days=1)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )  # WordPress dates posts by the real clock
    live.at(moment)
    live.plugin("quiet", "add_action( 'init', function () { global $wpdb; $wpdb->suppress_errors(); }, 0 );")
    try:
        live.php("global $wpdb; $wpdb->query( 'DROP TABLE wp_wbl_ledger' );")
        assert live.ask(f"?post_type=wbl_posting&p={post}").status in {200, 301}
        assert live.ask("opportunities/aquaculture-lab-internship/").status == 200
        live.php("global $wpdb; $wpdb->query( 'DROP TABLE wp_wbl_ledger' );")
        assert live.ask("feed/wbl.json").status == 503
    finally:
        live.plugin("quiet", "")
    after = feed(live)
    assert [item["id"] for item in after["items"]] == [item["id"] for item in before["items"]]
    assert after["sequence"] > before["sequence"]
    assert after["deletion"]["tombstonesSince"] == moment


def test_each_change_of_the_envelope_counts(live: RealSite):
    """Another licence is a change of content: number and date of the feed move, and do not go back."""
    written(live, POSTING)
    before = feed(live)
    live.at("2026-11-22T13:00:00Z")
    save(live, license="CC0-1.0")
    after = feed(live)
    assert after["sequence"] > before["sequence"]
    assert after["dateModified"] == "2026-11-22T13:00:00Z"
    live.at("2026-11-22T14:00:00Z")
    assert feed(live) == after


def test_a_change_that_comes_late_is_seen(live: RealSite):
    """Of two requests that write at once the one with the smaller number may be done last: readers see that too."""
    first = written(live, POSTING)
    written(live, {**POSTING, "title": "Boats"})
    live.ask("feed/wbl.json")
    late = live.php(
        f"global $wpdb; echo wp_json_encode( $wpdb->get_row( 'SELECT * FROM wp_wbl_ledger WHERE post_id = {first}', ARRAY_A ) );"
        f"$wpdb->delete( 'wp_wbl_ledger', array( 'post_id' => {first} ) );"
    )
    held = live.ask("feed/wbl.json")
    assert [item["title"] for item in held.json["items"]] == ["Boats"]
    live.php(f"global $wpdb; $wpdb->insert( 'wp_wbl_ledger', json_decode( {in_php(late)}, true ) );")
    assert int(json.loads(late)["sequence"]) < held.json["sequence"]
    answer = live.ask("feed/wbl.json", headers={"If-None-Match": held.headers["ETag"]})
    assert answer.status == 200
    assert (answer.json["totalItems"], len(answer.json["items"])) == (2, 2)
    assert answer.json["sequence"] > held.json["sequence"]


def test_starting_over_is_not_lost_to_one_who_is_reading(live: RealSite):
    """A setting that changes in one request while another reads all posts: all of them are read again."""
    contact = {"applicationContact": {"name": "Pat Doe", "email": "pat@site.example"}}
    posts = [written(live, {**POSTING, **contact, "title": f"Posting {number}"}) for number in range(3)]
    live.plugin(
        "other",
        "add_action( 'init', function () { if ( isset( $_GET['change'] ) ) {"
        "WblFeed\\Feed\\Settings::save( array( 'contacts' => false ) ); } } );",
    )
    try:
        live.php(
            f"""WblFeed\\Feed\\Catch_Up::start_over();
            add_filter( 'wbl_feed_now', function ( $now ) {{
                static $asked = false;
                if ( ! $asked ) {{
                    $asked = true;
                    file_get_contents( home_url( '/?change=1' ) );
                }}
                return $now;
            }} );
            {CAUGHT_UP}"""
        )
    finally:
        live.plugin("other", "")
    del contact["applicationContact"]["name"]
    for post in posts:
        assert (posting_of(live, post) or {})["applicationContact"] == contact["applicationContact"]


def test_an_id_that_was_published_stays(live: RealSite):
    """Where a cleaner takes the id away from the post, the ledger gives it back."""
    post = written(live, POSTING)
    before = (posting_of(live, post) or {})["id"]
    live.php(f"delete_post_meta( {post}, '_wbl_id' );")
    assert (posting_of(live, post) or {})["id"] == before


def test_two_requests_that_mint_at_once_agree(live: RealSite):
    """The id that came first into the database is the posting's, and the only one that the post bears."""
    other = "urn:uuid:11111111-2222-4333-8444-555555555555"
    live.plugin(
        "other",
        "add_action( 'add_post_meta', function ( $post, $key ) { global $wpdb; static $done = false;"
        f"if ( '_wbl_id' === $key && ! $done ) {{ $done = true; $wpdb->insert( $wpdb->postmeta, array("
        f"'post_id' => $post, 'meta_key' => $key, 'meta_value' => '{other}' ) ); }} }}, 10, 2 );",
    )
    try:
        post = written(live, POSTING)
    finally:
        live.plugin("other", "")
    assert [item["id"] for item in feed(live)["items"]] == [other]
    assert json.loads(live.php(f"echo wp_json_encode( get_post_meta( {post}, '_wbl_id' ) );")) == [other]


def test_a_choice_of_categories_is_not_lost(live: RealSite):
    """Neither one beyond the list, nor one whose taxonomy is away: else every post would be published at the next saving."""
    live.plugin("kind", TAXONOMY)
    try:
        last, kind = live.php(
            """foreach ( range( 1, 230 ) as $number ) {
                $last = wp_insert_term( sprintf( 'Topic %03d', $number ), 'category' )['term_id'];
            }
            echo $last, ' ', wp_insert_term( 'Internship', 'kind' )['term_id'];"""
        ).split()
        save(live, mappings={"post": {"fields": TEXTS, "categories": {"category": [int(last)], "kind": [int(kind)]}}})
        live.plugin("kind", "")
        shown = live.php(
            "$form = WblFeed\\Admin\\Mapping_Form::stored( 'post' );"
            "( new WblFeed\\Admin\\Mapping_Rows( $form ) )->show_categories();"
        )
        assert f'value="{last}" checked' in shown.replace("'", '"')
        fields = {pointer: {"source": f"post:{field['name']}"} for pointer, field in TEXTS.items()}
        sent = {"post_type": "post", "fields": fields, "categories": {"category": [last]}}
        kept = live.php(
            f"$form = WblFeed\\Admin\\Mapping_Form::sent( json_decode( {in_php(json.dumps(sent))}, true ) );"
            "echo wp_json_encode( $form->mapping->to_array()['categories'] );"
        )
        assert json.loads(kept) == {"category": [int(last)], "kind": [int(kind)]}
    finally:
        live.plugin("kind", "")


def test_a_post_that_is_chosen_no_more_has_nothing_to_mend(live: RealSite):
    """What was wrong with it goes with it, so that nobody is sent to mend it."""
    post, term = live.php(
        """$term = wp_insert_term( 'Work', 'category' )['term_id'];
        $post = wp_insert_post( array( 'post_title' => '', 'post_content' => 'Care for oysters.', 'post_status' => 'publish' ) );
        wp_set_object_terms( $post, array( $term ), 'category' );
        echo $post, ' ', $term;"""
    ).split()
    save(live, mappings={"post": {"fields": TEXTS, "categories": {"category": [int(term)]}}})
    wrong = "echo WblFeed\\Admin\\Attention::query( 'problems', 0 )->found_posts;"
    assert live.php(wrong) == "1"
    live.php(f"wp_set_object_terms( {post}, array(), 'category' );")
    assert live.php(wrong) == "0"


def test_a_counter_of_visits_makes_no_work(live: RealSite):
    """Metas and terms from which no posting is read leave the feed alone; those from which one is do not."""
    post = written(live, POSTING)
    save(live, mappings={"post": {"fields": {**TEXTS, "/workMode": {"from": "meta", "name": "mode"}}}})
    mapped = live.php(
        "echo wp_insert_post( array( 'post_title' => 'Boats', 'post_content' => 'Care for boats.', 'post_status' => 'publish' ) );"
    )
    reads = (
        "$read = 0; add_filter( 'query', function ( $query ) use ( &$read ) {"
        "$read += (int) ( false !== strpos( $query, 'wp_wbl_ledger WHERE post_id' ) ); return $query; } );"
        "%s WblFeed\\Feed\\Changes::refresh_changed(); echo $read;"
    )
    for counted in (post, mapped):
        assert live.php(reads % f"update_post_meta( {counted}, 'views', uniqid() );") == "0"
    assert live.php(reads % f"update_post_meta( {mapped}, 'mode', 'remote' );") == "1"
    assert [item.get("workMode") for item in feed(live)["items"] if item["title"] == "Boats"] == ["remote"]
    progress = "echo get_option( 'wbl_feed_progress' );"
    assert live.php(progress) == "done"
    live.php(
        "register_taxonomy( 'topic', 'page' ); $a = wp_insert_term( 'A', 'topic' ); wp_delete_term( $a['term_id'], 'topic' );"
    )
    assert live.php(progress) == "done"
    live.php("wp_update_term( 1, 'category', array( 'name' => 'Other' ) );")
    assert live.php(progress) == "0"


@pytest.mark.parametrize("path", ["feed/wbl.json", "wp-json/wbl/v1/feed"])
def test_a_document_is_never_half_old(ready: RealSite, path: str):
    """A posting that is written while another request writes the document: its envelope speaks of the postings in it."""
    with ready.undone():
        for title in ("Boats", "Oysters"):
            written(ready, {**POSTING, "title": title})
        feed(ready)
        ready.plugin(
            "other",
            "add_filter( 'query', function ( $query ) { static $done = false;"
            "if ( ! $done && isset( $_GET['late'] ) && strpos( $query, 'wp_wbl_ledger WHERE deleted = 0' ) ) { $done = true;"
            "wp_insert_post( array( 'post_type' => 'wbl_posting', 'post_title' => 'Late', 'post_status' => 'publish',"
            '\'meta_input\' => array( \'_wbl_posting\' => wp_slash( \'{"activityType":"internship","status":"open"}\' ) ) ) );'
            "} return $query; } );",
        )
        try:
            document = ready.ask(f"{path}?late=1").json
        finally:
            ready.plugin("other", "")
        assert [item["title"] for item in document["items"]] == ["Boats", "Oysters", "Late"]
        assert document["totalItems"] == 3


@pytest.mark.parametrize("query", ["SELECT * FROM wp_posts WHERE ID =", "SELECT ID FROM wp_posts WHERE ID >"])
def test_a_post_that_cannot_be_read_is_not_gone(ready: RealSite, query: str):
    """In the night in which the table of posts falters nothing is withdrawn; the next time all is read."""
    with ready.undone():
        written(ready, POSTING)
        before = feed(ready)
        falter(ready, query)
        try:
            ready.php(NIGHTLY)
        finally:
            ready.plugin("falters", "")
        assert feed(ready) == before
        ready.php(CAUGHT_UP)
        assert ready.php("echo get_option( 'wbl_feed_progress' );") == "done"
        assert feed(ready) == before
