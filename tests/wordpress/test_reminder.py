"""The nightly reminder: whom it writes to, what of, and how often."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from wordpress.plugin_site import POSTING, set_up, written
from wordpress.real_site import RealSite

pytestmark = pytest.mark.slow
MAILBOX = """
add_filter( 'pre_wp_mail', function ( $done, $mail ) {
	file_put_contents( WP_CONTENT_DIR . '/mails.txt', wp_json_encode( $mail ) . "\\n", FILE_APPEND );
	return is_file( WP_CONTENT_DIR . '/mail-fails.txt' ) ? false : true;
}, 10, 2 );"""


@pytest.fixture(scope="module", autouse=True)
def posts(wbl_site: RealSite) -> Iterator[dict[str, int]]:
    """Postings that were checked on 20 November, one of them with a contact; the mailbox is a file."""
    wbl_site.plugin("mailbox", MAILBOX)
    wbl_site.at("2026-11-22T08:00:00Z")
    set_up(wbl_site, reminder={"email": "role@harbor.example", "days": 60})
    contact = {"name": "Kim Alvarez", "email": "kim@bay.example", "contactType": "mentor"}
    yield {
        "Sound": written(wbl_site, {**POSTING, "title": "Sound", "applicationDeadline": "2027-06-30"}),
        "Short": written(
            wbl_site,
            {**POSTING, "title": "Short & sweet", "applicationDeadline": "2026-11-30", "applicationContact": contact},
        ),
    }
    wbl_site.at(None)


def mails(site: RealSite) -> list[dict[str, Any]]:
    """What was sent since this was last asked."""
    file = site.folder / "wp-content" / "mails.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    file.unlink(missing_ok=True)
    return [json.loads(line) for line in lines]


def night(site: RealSite, instant: str) -> list[dict[str, Any]]:
    """The nightly run at that moment, and what it sent."""
    site.at(instant)
    site.php("do_action( 'wbl_feed_nightly' );")
    return mails(site)


def test_what_is_sent_and_how_often(wbl_site: RealSite, posts: dict[str, int]):
    """Nothing while all is well; one mail when the list changes, at most once a day; the same list once a week."""
    with wbl_site.undone():
        assert night(wbl_site, "2026-11-23T08:00:00Z") == []
        (mail,) = night(wbl_site, "2026-12-01T08:00:00Z")
        assert mail["to"] == "role@harbor.example"
        assert mail["subject"] == "[A network] 1 posting needs a look"
        assert "Deadline has passed, still open (1)\n- Short & sweet\n" in mail["message"]
        assert f"{wbl_site.url}wp-admin/post.php?post={posts['Short']}&action=edit" in mail["message"]
        assert "- Sound" not in mail["message"]
        assert "Alvarez" not in mail["message"]
        assert "kim@" not in mail["message"]
        assert night(wbl_site, "2026-12-01T20:00:00Z") == [], "no second mail on a day"
        assert night(wbl_site, "2026-12-02T08:00:00Z") == [], "the same list is not sent again"
        (mail,) = night(wbl_site, "2026-12-08T08:00:00Z")
        assert "Short & sweet" in mail["message"]
        wbl_site.php(
            f"$posting = WblFeed\\Source\\Own_Postings::posting( {posts['Sound']} ); $posting->applicationDeadline = '2027-02-30';"
            f"WblFeed\\Source\\Own_Postings::store( {posts['Sound']}, $posting );"
        )
        assert night(wbl_site, "2026-12-08T12:00:00Z") == [], "another list, but on the same day"
        (mail,) = night(wbl_site, "2026-12-09T08:00:00Z")
        assert mail["subject"] == "[A network] 2 postings need a look"
        assert mail["message"].index("Something to fix (1)\n- Sound") < mail["message"].index("Deadline has passed")
        (mail,) = night(wbl_site, "2027-02-01T08:00:00Z")
        assert "Not verified for 60 days (2)" in mail["message"]
        for post in posts.values():
            wbl_site.php(f"wp_trash_post( {post} );")
        assert night(wbl_site, "2027-02-20T08:00:00Z") == []


def test_nobody_is_written_to_who_did_not_ask(wbl_site: RealSite):
    """Nothing is sent without a mailbox, before the set-up is done, or of postings that are not published any more."""
    with wbl_site.undone():
        set_up(wbl_site, reminder={"email": "", "days": 60})
        assert night(wbl_site, "2026-12-01T08:00:00Z") == []
        set_up(wbl_site, reminder={"email": "role@harbor.example", "days": 60}, license="")
        assert night(wbl_site, "2026-12-01T08:00:00Z") == []
        mailbox = {"email": "role@harbor.example", "days": 60}
        set_up(wbl_site, reminder=mailbox, own=False, mappings={"page": {"fields": {}}})
        assert night(wbl_site, "2026-12-01T08:00:00Z") == []
        set_up(wbl_site, reminder=mailbox, mappings={})
        assert len(night(wbl_site, "2026-12-01T08:00:00Z")) == 1


def test_a_mail_that_could_not_be_sent_is_tried_again(wbl_site: RealSite):
    """A mail server that is down costs a night, not a week."""
    fails = wbl_site.folder / "wp-content" / "mail-fails.txt"
    with wbl_site.undone():
        fails.touch()
        try:
            assert len(night(wbl_site, "2026-12-01T08:00:00Z")) == 1
        finally:
            fails.unlink()
        assert len(night(wbl_site, "2026-12-02T08:00:00Z")) == 1
        assert night(wbl_site, "2026-12-03T08:00:00Z") == []


def test_the_reminder_ends_with_the_plug_in(wbl_site: RealSite):
    """Deactivated, nothing is planned any more; activated again, it is planned anew."""
    planned = "echo wp_next_scheduled( 'wbl_feed_nightly' ) ? 'planned' : 'not planned';"
    with wbl_site.undone():
        assert wbl_site.php(planned) == "planned"
        wbl_site.php("deactivate_plugins( 'wbl-feed/wbl-feed.php' );")
        assert wbl_site.php(planned) == "not planned"
        wbl_site.php("activate_plugin( 'wbl-feed/wbl-feed.php' );")
        wbl_site.ask()
        assert wbl_site.php(planned) == "planned"
