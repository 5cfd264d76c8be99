"""Changes are taken into the statewide feed step by step, and come to what all at once would come to."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json
from wbl_aggregator.accept import Holding
from wbl_aggregator.match import Group, Member, cluster, find_edges
from wbl_aggregator.match.meeting import meetings
from wbl_aggregator.merge import Contribution, merge
from wbl_aggregator.sources import Matching, Source
from wbl_aggregator.statewide import Envelopes, Standing, update
from wbl_aggregator.statewide.single import single
from wbl_aggregator.store import Store
from wbl_aggregator.store.change import change

from wbl_feed.digest import canonical_json
from wbl_feed.feed_settings import FeedSettings
from wbl_feed.models import Envelope, Posting

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = FeedSettings.model_validate(
    {
        "id": "https://hub.example/feed",
        "name": "Hub",
        "license": "CC0-1.0",
        "publisher": {"name": "Hub"},
        "language": "en",
    }
)
SOURCES = {
    name: Source(id=name, url=f"https://{name}.example/feed", trust=trust)
    for name, trust in zip("abcz", (3, 5, 5, 5), strict=True)
}


def envelope(source: str, zone: str = "America/New_York", **more: Any) -> Envelope:
    """The envelope of a source's feed."""
    members = {
        "type": "DataFeed", "specVersion": "1.0", "id": f"https://{source}.example/feed", "name": source,
        "publisher": {"name": source}, "license": "CC-BY-4.0", "timeZone": zone, "completeness": "complete",
        "dateModified": "2026-11-01T00:00:00Z",
    }  # fmt: skip
    return Envelope.from_members({**members, **more})


POOL = st.sampled_from([f"urn:x:{number}" for number in range(4)])
DATES = st.sampled_from(["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2027-01-01T00:00:00Z"])


@st.composite
def members_of(draw: st.DrawFn, source: str, number: int) -> dict[str, Any]:
    """A posting that may share anything with another one."""
    own = f"https://{source}.example/{number}"
    value: dict[str, Any] = {
        "id": draw(st.sampled_from([own, f"urn:x:{number}"])),
        "url": draw(st.sampled_from([own, "https://shared.example/page"])),
        "title": draw(st.sampled_from(["Intern", "Shadow"])),
        "dateModified": draw(DATES),
        "activityType": "internship",
        "status": "open",
    }
    optional = {
        "previousIds": st.lists(POOL, min_size=1, max_size=2, unique=True),
        "sameAs": st.lists(POOL | st.just("https://shared.example/page"), min_size=1, max_size=2, unique=True),
        "notSameAs": st.lists(POOL, min_size=1, max_size=1),
        "howToApply": st.sampled_from([{"method": "url", "url": f"https://jobs.example/{n}/apply"} for n in range(3)]),
        "regions": st.sampled_from([["us-ma-stem:boston"], []]),
        "applicationDeadline": st.sampled_from(["2027-03-01", "2027-03-01T12:00:00Z"]),
        "inLanguage": st.just("es"),
        "x-more": st.just({"a": [1, 2.5]}),
        "description": st.just("Words."),
        "license": st.just("CC0-1.0"),
        "provenance": st.sampled_from([[{"feed": "https://far.example/feed", "id": "urn:x:1"}], []]),
    }
    for name, values in optional.items():
        if draw(st.integers(0, 3)) == 0:
            value[name] = draw(values)
    return value


@st.composite
def holdings(draw: st.DrawFn, source: str) -> Holding:
    """What one source has at a moment."""
    numbers = draw(st.lists(st.integers(0, 3), unique=True, max_size=3))
    found = [Posting.from_members(draw(members_of(source, number))) for number in numbers]
    return Holding(envelope(source), {posting.id: posting for posting in found})


steps = st.lists(
    st.sampled_from("abc").flatmap(lambda one: st.tuples(st.just(one), holdings(one))), min_size=1, max_size=8
)


def bystanders() -> Holding:
    """Postings that have nothing to do with the others, so that a change is never a change of nearly everything."""
    base = {"dateModified": "2026-11-01T00:00:00Z", "title": "By", "activityType": "internship", "status": "open"}
    found = [{**base, "id": f"urn:z:{n}", "url": f"https://z.example/{n}"} for n in range(24)]
    return Holding(envelope("z"), {one["id"]: Posting.from_members(one) for one in found})


def take_in(
    store: Store, changes: Iterable[tuple[str, Holding]], at: datetime, matching: Matching | None = None
) -> int:
    """Keep holdings and bring the entries up to date; gives the number of changes."""
    with store.writing():
        for source, holding in changes:
            store.holdings.keep(source, change(source, store.holdings.stored(source), holding, lambda posting: posting))
        standing = Standing(SOURCES, Envelopes(store), frozenset())
        outcome = update(store, FEED, standing, at, matching=matching)
        assert not outcome.left_out
        return outcome.upserts + outcome.deletions


def entries_of(store: Store) -> dict[frozenset[Member], dict[str, Any]]:
    """The entries by their members."""
    ids = [row[0] for row in store.database.execute("select id from entry")]
    return {
        frozenset(entry.members): Posting.from_members(from_json(entry.value)).to_json_value()
        for entry in store.entries.some(ids)
    }


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_step_by_step_comes_to_the_same_as_all_at_once(changes: list[tuple[str, Holding]]) -> None:
    """After any steps the entries have the members that matching everything anew gives them; numbers only grow."""
    with TemporaryDirectory() as folder, closing(Store.open(Path(folder) / "a")) as store:
        now = {"z": bystanders()}
        last = take_in(store, now.items(), AT)
        for number, (source, holding) in enumerate(changes):
            now[source] = holding
            made = take_in(store, [(source, holding)], AT + timedelta(hours=number))
            sequence = store.entries.sequence()
            assert sequence == last + made
            last = sequence
            postings = {Member(of, one): posting for of, kept in now.items() for one, posting in kept.postings.items()}
            groups = cluster(postings, find_edges(postings)[0])
            assert set(entries_of(store)) == {frozenset(group.members) for group in groups}
            assert take_in(store, [(source, holding)], AT + timedelta(hours=number)) == 0
        with closing(Store.open(Path(folder) / "b")) as fresh:
            take_in(fresh, now.items(), AT + timedelta(hours=len(changes)))
            own = ("id", "dateModified", "previousIds")
            for members, value in entries_of(fresh).items():
                other = entries_of(store)[members]
                assert {k: v for k, v in value.items() if k not in own} == {
                    k: v for k, v in other.items() if k not in own
                }


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_postings_with_evidence_in_common_meet(data: st.DataObject) -> None:
    """Two postings between which there is any evidence share a number, and one of the two speaks by it."""
    one, other = (
        Posting.from_members(data.draw(members_of(source, number))) for source, number in (("a", 0), ("b", 1))
    )
    edges, _ = find_edges({Member("a", one.id): one, Member("b", other.id): other})
    left, right = meetings(one), meetings(other)
    if edges:
        assert any(left[value] or right[value] for value in left.keys() & right.keys())


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(["America/New_York", "America/Chicago"]), st.sampled_from([(), ("urn:x:former",)]))
def test_an_entry_of_one_source_is_what_merging_makes(data: st.DataObject, zone: str, former: tuple[str, ...]) -> None:
    """The quick way from JSON to JSON gives the same bytes as merging models."""
    posting = Posting.from_members(data.draw(members_of("a", 0)))
    more = data.draw(st.sampled_from([{}, {"regions": ["us-ma-stem:cape-cod"]}, {"inLanguage": "pt"}]))
    head = envelope("a", zone, **more)
    source, member = SOURCES["a"], Member("a", posting.id)
    quick = single("https://hub.example/feed/1", posting.to_json_value(), source, head, FEED, AT, former)
    slow = merge(
        "https://hub.example/feed/1", Group((member,)), [Contribution(member, posting, source, head)], FEED, AT, former
    )
    if quick is None:
        assert zone != "America/New_York"
    else:
        assert canonical_json(quick) == slow.canonical


def test_a_posting_that_leaves_a_crowd_lets_the_others_meet(tmp_path: Path) -> None:
    """Two of one source at one address are a landing page; when one goes, the other is what another source has."""

    def posting(identity: str, page: str) -> Posting:
        how = {"method": "url", "url": f"https://jobs.example/{page}/2027-014"}
        base = {
            "title": "Intern",
            "dateModified": "2026-11-01T00:00:00Z",
            "activityType": "internship",
            "status": "open",
        }
        return Posting.from_members(
            {**base, "id": identity, "url": f"https://{identity[4:]}.example/", "howToApply": how}
        )

    def holding(source: str, *postings: Posting) -> Holding:
        return Holding(envelope(source), {one.id: one for one in postings})

    one, two, other = posting("urn:one", "same"), posting("urn:two", "same"), posting("urn:other", "same")
    with closing(Store.open(tmp_path)) as store:
        take_in(store, [("z", bystanders()), ("a", holding("a", one, two)), ("b", holding("b", other))], AT)
        assert all(len(members) == 1 for members in entries_of(store))
        take_in(store, [("a", holding("a", one, posting("urn:two", "elsewhere")))], AT)
        assert frozenset({Member("a", "urn:one"), Member("b", "urn:other")}) in entries_of(store)


def test_what_a_change_costs_does_not_grow_with_what_there_is(tmp_path: Path) -> None:
    """No statement that takes in the change of one posting reads a whole table of postings or of entries."""
    with closing(Store.open(tmp_path)) as store:
        take_in(store, {"z": bystanders()}.items(), AT)
        changed = bystanders()
        changed.postings["urn:z:1"] = changed.postings["urn:z:1"].evolve(title="Other")
        said: list[str] = []
        store.database.set_trace_callback(said.append)
        assert take_in(store, [("z", changed)], AT + timedelta(hours=1)) == 1
        store.database.set_trace_callback(None)
        plans = [
            (step[3], query)
            for query in dict.fromkeys(said)
            if query.lower().startswith(("select", "insert", "update", "delete"))
            for step in store.database.execute(f"explain query plan {query}")
        ]
    assert any("SEARCH posting" in step for step, _ in plans)
    large = ("posting", "meeting", "member", "entry", "alias", "gone", "tombstone")
    assert not [(step, query) for step, query in plans if step.startswith(tuple(f"SCAN {one}" for one in large))]
