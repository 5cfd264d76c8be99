"""Postings that are entered through REST come out of the feed as they are, whatever is in them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from wordpress.generated import MINTED, broken, entered, holds_nul_name, some, verdict
from wordpress.plugin_site import POSTING, feed, posting_of, set_up, write, written
from wordpress.reader import Reader, assert_intact, whole_feed
from wordpress.real_site import RealSite
from wordpress.story import Story

from wbl_feed.digest import canonical_json
from wbl_feed.formats import read
from wbl_feed.times import parse_instant

pytestmark = pytest.mark.slow
NOW = "2026-11-22T12:00:00Z"
READERS = [
    (("If-None-Match", "ETag"), True),
    (("If-Modified-Since", "Last-Modified"), True),
    (("If-None-Match", "ETag"), False),
]
"""Kinds of readers: what they give back, and whether they conclude from absence."""


@pytest.fixture(scope="module")
def ready(wbl_site: RealSite) -> RealSite:
    """A site whose set-up is done."""
    wbl_site.at(NOW)
    wbl_site.php("delete_option( 'wbl_feed_settings' ); WblFeed\\Feed\\Settings::begin();")  # it begins by that clock
    set_up(wbl_site)
    return wbl_site


def test_500_generated_postings_come_out_as_they_went_in(ready: RealSite):
    """All members of all objects, odd texts, unknown members and private terms: JSON and Atom give back the same values.

    Left out are postings with a member whose name begins with U+0000, which PHP cannot hold in an object.
    """
    at, ids = parse_instant(NOW), set[Any]()
    went_in: dict[int, dict[str, Any]] = {}
    with ready.undone():
        for posting in some(entered(), 800):
            if posting.get("id") in ids:  # two postings have not the same one
                posting = without(posting, "id")
            if len(went_in) < 500 and not holds_nul_name(posting) and verdict(posting, at).valid:
                ids.add(posting.get("id"))
                went_in[written(ready, posting)] = posting
        assert len(went_in) == 500
        ids_of = json.loads(
            ready.php(
                "foreach ( get_posts( array( 'post_type' => 'wbl_posting', 'numberposts' => -1 ) ) as $p ) { $ids[ $p->ID ] = get_post_meta( $p->ID, '_wbl_id', true ); } echo wp_json_encode( $ids );"
            )
        )
        by_id = {item["id"]: item for item in feed(ready)["items"]}
        assert len(by_id) == 500
        for post, posting in went_in.items():
            item = by_id[ids_of[str(post)]]
            assert as_entered(item, posting) == canonical_json(without(posting, "dateModified")), posting
        in_atom = [one.value for one in read(ready.ask("feed/wbl/").body).items]
        assert list(map(canonical_json, in_atom)) == list(map(canonical_json, by_id.values()))


def test_what_is_taken_is_what_our_validator_calls_conforming(ready: RealSite):
    """Of postings that are broken at random, REST takes those that conform and refuses the others with the reason."""
    at, verdicts = parse_instant(NOW), {True: 0, False: 0}
    with ready.undone():
        for posting in {json.dumps(one): one for one in some(broken(), 300)}.values():
            if holds_nul_name(posting):
                continue
            answer, ours = write(ready, posting), verdict(posting, at)
            taken = answer.status == 201
            verdicts[taken] += 1
            assert taken or answer.status == 400, answer.text
            assert taken == ours.valid, (posting, answer.text, [one for one in ours.notices if one.fails])
    assert min(verdicts.values()) > 20, verdicts


def as_entered(item: dict[str, Any], posting: dict[str, Any]) -> bytes:
    """An item in canonical form, without what the plug-in minted."""
    return canonical_json(without(item, "dateModified", *(name for name in MINTED if name not in posting)))


def without(posting: dict[str, Any], *names: str) -> dict[str, Any]:
    """The posting without these members."""
    return {name: value for name, value in posting.items() if name not in names}


def test_ids_that_differ_in_a_letter_are_two(ready: RealSite):
    """A database takes letters of either case, and with accents, for the same; ids are compared character by character."""
    ids = ["urn:x:Harbor-1", "urn:x:harbor-1", "urn:x:hárbor-1", "urn:x:HARBOR-1"]
    with ready.undone():
        posts = [written(ready, {**POSTING, "id": id_}) for id_ in ids]
        assert [item["id"] for item in feed(ready)["items"]] == ids
        ready.at("2026-11-23T12:00:00Z")
        ready.php(f"wp_delete_post( {posts[0]}, true ); wp_delete_post( {posts[1]}, true );")
        written(ready, {**POSTING, "id": ids[1]})
        head = feed(ready)
        assert {item["id"] for item in head["items"]} == set(ids[1:])
        assert [stone["id"] for stone in head["tombstones"]] == ids[:1]
    ready.at(NOW)


@pytest.mark.parametrize(
    ("ends", "closed", "gone"),
    [
        ({"applicationDeadline": "2026-11-25"}, "2026-11-26T05:00:00Z", "2027-02-24T05:00:00Z"),
        ({"applicationDeadline": "2026-11-25T17:00:00-05:00"}, "2026-11-25T22:00:00Z", "2027-02-23T22:00:00Z"),
        ({"validThrough": "2026-11-25"}, "2026-11-26T05:00:00Z", "2027-02-24T05:00:00Z"),
        ({"applicationDeadline": "2026-11-25", "validThrough": "2026-12-25"}, "2026-11-26T05:00:00Z", "2027-03-26T05:00:00Z"),
        ({"applicationDeadline": "2026-12-25", "validThrough": "2026-11-25"}, "2026-11-26T05:00:00Z", "2027-03-26T05:00:00Z"),
    ],
)  # fmt: skip
def test_what_ends_is_closed_and_leaves_later(ready: RealSite, ends: dict[str, str], closed: str, gone: str):
    """At the first end, to the second, it is closed and its other members stay; 90 days after the last it has a tombstone."""
    posting = {**POSTING, **ends}
    if "applicationDeadline" not in ends:
        del posting["applicationDeadline"]
    with ready.undone():
        post = written(ready, posting)
        for moment, status in ((before(closed), "open"), (closed, "closed"), (before(gone), "closed")):
            ready.at(moment)
            assert without(posting_of(ready, post) or {}, *MINTED) == {**posting, "status": status}, moment
        ready.at(gone)
        head = feed(ready)
        assert (head["items"], [stone["reason"] for stone in head["tombstones"]]) == ([], ["expired"])
        late = written(ready, posting)
        assert posting_of(ready, late) is None
    ready.at(NOW)


def before(instant: str) -> str:
    """A second earlier."""
    return (parse_instant(instant) - timedelta(seconds=1)).isoformat()


OF_SERVING = ("sequence", "dateModified", "items", "pages", "completeness")
"""Members of the envelope that do not say what the feed holds, or say it as the digest does."""


@pytest.mark.parametrize("seed", [1])
def test_the_feed_is_right_after_whatever_happens(ready: RealSite, seed: int):
    """Sixty things happen at random in the course of months; after each the feed is intact and says what it should.

    Its sequence and its date grow if, and only if, its content changes; a posting's date moves with the posting alone; what
    left has a tombstone and what is there has none. Readers who ask now and then, with conditions, hold just what is there.
    """
    ready.plugin("small", "add_filter( 'wbl_feed_page_size', function () { return 3; } );")
    with ready.undone():
        story, readers = Story(ready, NOW, seed), [Reader(*kind) for kind in READERS]
        before, ever, there = feed(ready), set[str](), set[str]()
        postings: dict[str, dict[str, Any]] = {}
        try:
            for _ in range(60):
                story.step()
                head = feed(ready)
                items = whole_feed(ready, head)
                assert_intact(head, items)
                assert [without(item, *MINTED) for item in items] == story.expected()
                changed = without(head, *OF_SERVING) != without(before, *OF_SERVING)
                assert (head["sequence"] > before["sequence"], head["sequence"] != before["sequence"]) == (
                    changed,
                    changed,
                )
                assert (head["dateModified"] > before["dateModified"]) == changed
                assert changed or head["dateModified"] == before["dateModified"]
                for item in items:
                    old = postings.get(item["id"], {})
                    back = item["id"] in ever - there  # later than its tombstone
                    same = without(item, "dateModified") == without(old, "dateModified") and not back
                    assert same == (item["dateModified"] == old.get("dateModified"))
                    assert item["dateModified"] >= old.get("dateModified", "")
                    postings[item["id"]] = item
                there, gone = {item["id"] for item in items}, {stone["id"] for stone in head.get("tombstones", ())}
                ever |= there
                assert gone == ever - there
                before = head
                for reader in readers:
                    if story.chance.random() < 0.4:
                        reader.poll(ready, story.instant)
                        assert reader.held == {item["id"]: item for item in items}
            for reader in readers:
                assert reader.unchanged, "conditions were not put to the test"
        except AssertionError:
            print("\n".join(story.told))
            raise
    ready.plugin("small", "")
    ready.at(NOW)
