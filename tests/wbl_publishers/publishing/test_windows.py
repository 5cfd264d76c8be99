"""What a source that shows its newest records alone shows no more is not gone at once."""

from datetime import UTC, datetime, timedelta

from wbl_publishers.mapping.drafting import Draft
from wbl_publishers.mapping.mapping_file import read_mapping
from wbl_publishers.publishing.batch import KEEP_UNSEEN, Batch
from wbl_publishers.publishing.build import Build, build
from wbl_publishers.publishing.id_map import IdMap

from wbl_feed.models import Feed

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
STATED = frozenset({"/title", "/url", "/activityType", "/status"})
FEED = {"id": "https://site.example/feed", "name": "A", "license": "CC0-1.0", "publisher": {"name": "A"}}
MAPPING = read_mapping({"feed": FEED}, "map.toml", STATED)


def run(
    titles: str, day: int, before: Build | None = None, *, complete: bool = False, deadline: str | None = None
) -> Build:
    """One run in which the source shows the entries with these letters as titles."""
    drafts = tuple(_draft(title, deadline) for title in titles)
    ids, previous = (before.inputs[0].ids, before.feed) if before else (IdMap(), None)
    batch = Batch("rss", MAPPING, ids, drafts, complete=complete)
    return build([batch], MAPPING.feed, previous, AT + timedelta(days=day))


def _draft(title: str, deadline: str | None) -> Draft:
    url = f"https://site.example/{title}"
    members = {"title": title, "url": url, "activityType": "unspecified", "status": "open"}
    if deadline:
        members["applicationDeadline"] = deadline
    return Draft(title, members, (f"url {url}",))


def titles(feed: Feed) -> str:
    """The titles of a feed's postings."""
    return "".join(sorted(posting.title for posting in feed.items))


def test_an_entry_that_left_the_window_stays():
    """Its posting is as it was published, and a later run does not forget since when it is missing."""
    first = run("ABC", 0)
    second = run("BCD", 1, first)
    assert titles(second.feed) == "ABCD"
    assert [posting.title for one in second.inputs for posting in one.unseen] == ["A"]
    assert second.feed.items[-1] == first.feed.items[0]
    third = run("BCD", 30, second)
    assert third.inputs[0].ids.missing == second.inputs[0].ids.missing
    assert third.feed == second.feed


def test_it_goes_after_a_while_or_with_its_deadline():
    """After 90 days without a sign it gets a tombstone; so does one whose deadline is over."""
    second = run("BCD", 1, run("ABC", 0))
    kept = run("BCD", KEEP_UNSEEN.days, second)
    assert titles(kept.feed) == "ABCD"
    late = run("BCD", KEEP_UNSEEN.days + 1, second)
    assert (titles(late.feed), len(late.withdrawn)) == ("BCD", 1)
    due = run("B", 1, run("AB", 0, deadline="2026-12-01"), deadline="2026-12-01")
    assert titles(due.feed) == "AB"
    assert titles(run("B", 11, due, deadline="2026-12-01").feed) == "B"


def test_one_that_comes_back_is_the_same():
    """Its id is that of before, and it is no longer missing."""
    first = run("ABC", 0)
    again = run("ABC", 5, run("BC", 1, first))
    assert again.feed.items == first.feed.items
    assert again.inputs[0].ids.missing == {}


def test_many_that_go_at_once_by_their_date_are_no_drop():
    """The guard is about what vanished, not about what was kept on purpose and is over now."""
    second = run("X", 1, run("ABCDEFGH", 0))
    assert titles(second.feed) == "ABCDEFGHX"
    late = run("X", KEEP_UNSEEN.days + 1, second)
    assert (titles(late.feed), len(late.withdrawn)) == ("X", 8)


def test_a_source_that_lists_all_withdraws_what_is_missing():
    """With absence as a statement the posting goes at once."""
    assert titles(run("BCD", 1, run("ABCD", 0, complete=True), complete=True).feed) == "BCD"
