"""Two entries that would get the same statewide id by the rules of specification 17.4."""

from contextlib import closing
from pathlib import Path

from test_statewide_update import AT, bystanders, entries_of, envelope, take_in
from wbl_aggregator.accept import Holding
from wbl_aggregator.match import Member
from wbl_aggregator.store import Store

from wbl_feed.models import Posting

FAR = {"provenance": [{"feed": "https://far.example/feed", "id": "urn:x:1"}]}


def of(source: str, **more: object) -> tuple[str, Holding]:
    """One posting of a source."""
    own = f"https://{source}.example/0"
    base = {"id": own, "url": own, "title": "Intern", "dateModified": "2026-11-01T00:00:00Z"}
    posting = Posting.from_members({**base, "activityType": "internship", "status": "open", **more})
    return source, Holding(envelope(source), {own: posting})


def test_an_entry_that_stands_is_not_written_over(tmp_path: Path) -> None:
    """A posting that came from a far feed and says so no more keeps its entry when another one comes from there."""
    with closing(Store.open(tmp_path)) as store:
        take_in(store, [("z", bystanders())], AT)
        for step in (of("a", **FAR), of("a"), of("b", **FAR)):
            take_in(store, [step], AT)
        found = {frozenset([Member(source, f"https://{source}.example/0")]) for source in "ab"}
        assert found <= entries_of(store).keys()
