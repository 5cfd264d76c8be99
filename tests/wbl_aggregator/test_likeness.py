"""What is alike is found again as postings come, change and go, and is what comparing everything anew finds."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json
from test_statewide_update import AT, bystanders, entries_of, envelope, take_in
from wbl_aggregator.accept import Holding
from wbl_aggregator.match import Edge, Member, cluster, find_edges
from wbl_aggregator.match.evidence import SIMILAR
from wbl_aggregator.match.from_posting import record_of
from wbl_aggregator.match.kept_record import kept_record, record_from
from wbl_aggregator.match.probable import probable
from wbl_aggregator.match.verdicts import Say, Verdicts
from wbl_aggregator.match.veto import veto
from wbl_aggregator.sources import Matching, MatchSettings
from wbl_aggregator.store import Store
from wbl_aggregator.store.shelf import StoredShelf

from wbl_feed.models import Posting

TITLES = st.sampled_from(
    ["Robotics Intern", "Robotics Internship - Summer 2027", "Robotics intern (morning)", "Robotics intern (afternoon)",
     "Marine Biology Job Shadow", "Kitchen assistant", "Robotics Intern Summer 2028"]
)  # fmt: skip
EMPLOYERS = st.sampled_from(["Harbor Lab", "Harbor Lab, Inc.", "The Harbour Laboratory", "Cape Diner"])
TOWNS = st.sampled_from(["Salem", "Lynn"])


@st.composite
def posted(draw: st.DrawFn, source: str, number: int) -> Posting:
    """A posting in words alone."""
    value: dict[str, Any] = {
        "id": f"https://{source}.example/{number}",
        "url": f"https://{source}.example/{number}",
        "title": draw(TITLES),
        "dateModified": "2026-11-01T00:00:00Z",
        "activityType": "internship",
        "status": "open",
        "hiringOrganization": {"name": draw(EMPLOYERS)},
    }
    if draw(st.booleans()):
        value["jobLocation"] = [{"address": {"addressLocality": draw(TOWNS)}}]
    if draw(st.integers(0, 5)) == 0:
        value["sameAs"] = [f"https://{draw(st.sampled_from('abc'))}.example/{draw(st.integers(0, 3))}"]
    if draw(st.integers(0, 7)) == 0:
        value["previousIds"] = [f"https://{source}.example/{draw(st.integers(4, 5))}"]
    return Posting.from_members(value)


@st.composite
def holdings(draw: st.DrawFn, source: str) -> Holding:
    """What one source has at a moment."""
    numbers = draw(st.lists(st.integers(0, 3), unique=True, max_size=4))
    found = [draw(posted(source, number)) for number in numbers]
    return Holding(envelope(source), {posting.id: posting for posting in found})


MEMBERS = st.builds(
    lambda source, number: Member(source, f"https://{source}.example/{number}"),
    st.sampled_from("abc"),
    st.integers(0, 5),
)
SAID = st.dictionaries(
    st.tuples(MEMBERS, MEMBERS).filter(lambda pair: pair[0].source != pair[1].source).map(frozenset),
    st.sampled_from(["same", "apart"]),
    max_size=3,
)
MATCHINGS = st.builds(
    lambda said, preset: Matching(MatchSettings.model_validate({"preset": preset}), Verdicts(said)),
    SAID,
    st.sampled_from(["careful", "balanced"]),
)
STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 3)).flatmap(
        lambda of: st.tuples(st.just(of), st.none() | posted(*of) | posted(*of))
    ),
    min_size=2,
    max_size=14,
)
"""One posting comes, changes or goes at a time."""


BALANCED = Matching(MatchSettings.model_validate({"preset": "balanced"}))
WORDS = ("Robotics", "Marine", "Kitchen", "Office")


def of_two_words(source: str, number: int, words: tuple[str, str]) -> Posting:
    """A posting that shares no block but those of an employer's one word with each of its own."""
    return Posting.from_members(
        {"id": f"urn:{source}:{number}", "url": f"https://{source}.example/{number}", "title": f"{' '.join(words)} Intern",
         "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", "status": "open",
         "hiringOrganization": {"name": "Harbor"}}
    )  # fmt: skip


Steps = list[tuple[tuple[str, int], Posting | None]]
CROWDED = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 4)).flatmap(
        lambda of: st.tuples(
            st.just(of),
            st.none()
            | st.builds(of_two_words, *map(st.just, of), st.sampled_from(list(combinations(WORDS, 2))))
            | st.builds(of_two_words, *map(st.just, of), st.sampled_from(list(combinations(WORDS, 2)))),
        )
    ),
    min_size=8,
    max_size=24,
)


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Blocks of so few postings that some become too large."""
    with (
        mock.patch.multiple("wbl_aggregator.match.block", MOST=4),
        mock.patch.multiple("wbl_aggregator.store.comparing", MOST=4),
    ):
        yield


def wanted(postings: dict[Member, Posting], matching: Matching) -> dict[frozenset[Member], tuple[Edge, ...]]:
    """The entries that the pure functions make of everything, with the evidence of each."""
    records = {member: record_of(member, posting) for member, posting in postings.items()}
    found = probable(list(records.values()), matching.rarity)
    enough = [one for one in found.matches if one.points >= matching.least(one.a.source, one.b.source)]
    alike = [Edge(SIMILAR, "", min(one.a, one.b), max(one.a, one.b), one.points) for one in enough]
    groups = cluster(postings, [*find_edges(postings)[0], *alike], records, matching.verdicts)
    return {frozenset(group.members): group.edges for group in groups}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, MATCHINGS)
def test_any_increments_come_to_the_same_as_everything_anew(steps: Steps, matching: Matching) -> None:
    """The partition depends on the postings there are, not on the order in which they came."""
    check_increments(steps, matching)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CROWDED, st.sampled_from([Matching(), BALANCED]))
@example(
    [
        (of, of_two_words(*of, words))
        for of, words in {
            ("a", 0): ("Robotics", "Marine"),
            ("b", 0): ("Robotics", "Marine"),
            ("c", 0): ("Robotics", "Marine"),
            ("a", 1): ("Robotics", "Marine"),
            ("b", 1): ("Robotics", "Kitchen"),
            ("c", 1): ("Robotics", "Kitchen"),
            ("b", 2): ("Marine", "Office"),
            ("c", 2): ("Marine", "Office"),
            ("c", 3): ("Robotics", "Marine"),
        }.items()
    ],
    BALANCED,
)
def test_blocks_that_are_too_large_are_known_as_they_grow_and_shrink(steps: Steps, matching: Matching) -> None:
    """Two that meet only in what two such blocks have in common are compared as long as that is small enough."""
    check_increments(steps, matching)


def check_increments(steps: Steps, matching: Matching) -> None:
    """Take one step after the other, and compare with taking all at once."""
    with TemporaryDirectory() as folder, closing(Store.open(Path(folder) / "a")) as store:
        take_in(store, [("z", bystanders())], AT, matching)
        now: dict[tuple[str, int], Posting] = {}
        for number, (of, posting) in enumerate(steps):
            now.pop(of, None)
            now |= {of: posting} if posting else {}
            take_in(store, [(of[0], held(of[0], now))], AT + timedelta(hours=number), matching)
            postings = {Member(source, posting.id): posting for (source, _), posting in now.items()}
            postings |= {Member("z", one): posting for one, posting in bystanders().postings.items()}
            assert set(entries_of(store)) == set(wanted(postings, matching))
        with closing(Store.open(Path(folder) / "b")) as fresh:
            all_ = [("z", bystanders()), *((source, held(source, now)) for source in "abc")]
            take_in(fresh, all_, AT + timedelta(hours=len(steps)), matching)
            assert likeness_of(fresh) == likeness_of(store)
            assert evidence_of(fresh) == evidence_of(store)


def held(source: str, now: dict[tuple[str, int], Posting]) -> Holding:
    """What one source has."""
    return Holding(envelope(source), {one.id: one for (of, _), one in now.items() if of == source})


@settings(max_examples=150, deadline=None)
@given(st.data(), MATCHINGS)
def test_an_entry_is_held_together_by_evidence_and_nothing_parts_it(data: st.DataObject, matching: Matching) -> None:
    """Its members are joined by its edges, are of different sources, and verdicts hold; similar ones have no veto."""
    postings = {Member(source, posting.id): posting for source in "abc"
                for posting in data.draw(holdings(source)).postings.values()}  # fmt: skip
    records = {member: record_of(member, posting) for member, posting in postings.items()}
    _, apart = matching.verdicts.on(postings)
    for members, edges in wanted(postings, matching).items():
        assert len({member.source for member in members}) == len(members)
        assert len(edges) == len(members) - 1
        assert {end for edge in edges for end in (edge.a, edge.b)} == (set(members) if len(members) > 1 else set())
        for pair in map(frozenset, combinations(members, 2)):
            assert pair not in apart
            if all(edge.rank == SIMILAR for edge in edges):
                assert not veto(*(records[one] for one in pair))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_verdict_always_wins(data: st.DataObject) -> None:
    """A pair that a person joined is joined and one that a person parted is parted, whatever the postings say."""
    postings = {Member(source, posting.id): posting for source in "ab"
                for posting in data.draw(holdings(source)).postings.values()}  # fmt: skip
    pairs = [pair for pair in combinations(sorted(postings), 2) if pair[0].source != pair[1].source]
    if not pairs:
        return
    pair = frozenset(data.draw(st.sampled_from(pairs)))
    together = wanted(postings, Matching(verdicts=Verdicts({pair: "same"})))
    parted = wanted(postings, Matching(verdicts=Verdicts({pair: "apart"})))
    assert any(pair <= members for members in together)
    assert not any(pair <= members for members in parted)


@settings(max_examples=200, deadline=None)
@given(posted("a", 1))
def test_a_record_is_kept_whole(posting: Posting) -> None:
    """What is read back is what was kept, so that it is compared in the same way."""
    record = record_of(Member("a", posting.id), posting)
    assert record_from(record.member, from_json(kept_record(record).text)) == record


def likeness_of(store: Store) -> set[tuple[Any, ...]]:
    """Who is alike whom, by name, and the blocks that are too large."""
    name = "(select source || ' ' || id from posting where number = {})"
    rows = store.database.execute(f"select {name.format('one')}, {name.format('other')}, points, enough from alike")
    return {(*sorted(row[:2]), *row[2:]) for row in rows} | {("crowd", *crowd) for crowd in store.likeness.crowds()}


def evidence_of(store: Store) -> dict[str, str]:
    """The evidence of each entry, with how it is explained, by its members."""
    return dict(store.database.execute("select members, evidence from entry"))


def test_a_verdict_holds_for_the_id_that_a_posting_had(tmp_path: Path) -> None:
    """Whichever of the two comes first, and though nobody ever published it under that id here."""

    def made(source: str, **more: Any) -> Posting:
        return Posting.from_members(
            {"id": f"urn:{source}:1", "url": f"https://{source}.example/1", "title": f"{source} {source}", "status": "open",
             "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", **more}
        )  # fmt: skip

    renamed, other = made("b", previousIds=["urn:b:4"]), made("a")
    said: dict[frozenset[Member], Say] = {frozenset((Member("a", "urn:a:1"), Member("b", "urn:b:4"))): "same"}
    for number, order in enumerate(([renamed, other], [other, renamed])):
        with closing(Store.open(tmp_path / str(number))) as store:
            take_in(store, [("z", bystanders())], AT, Matching(verdicts=Verdicts(said)))
            for posting in order:
                source = posting.id.split(":")[1]
                holding = Holding(envelope(source), {posting.id: posting})
                take_in(store, [(source, holding)], AT, Matching(verdicts=Verdicts(said)))
            assert frozenset((Member("a", "urn:a:1"), Member("b", "urn:b:1"))) in entries_of(store)


def test_a_rival_is_named_as_long_as_it_is_there(tmp_path: Path) -> None:
    """Which other posting it could have been stands in the evidence, and no more once that has left."""
    base = {"dateModified": "2026-11-01T00:00:00Z", "activityType": "internship", "status": "open",
            "hiringOrganization": {"name": "Harbor Lab"}, "jobLocation": [{"address": {"addressLocality": "Salem"}}]}  # fmt: skip

    def made(identity: str, title: str) -> Posting:
        return Posting.from_members({**base, "id": identity, "url": f"https://x.example/{identity}", "title": title})

    def of(source: str, *postings: Posting) -> tuple[str, Holding]:
        return source, Holding(envelope(source), {one.id: one for one in postings})

    one, rival, other = (
        made("urn:a:1", "Robotics Workshop Intern"),
        made("urn:a:2", "Robotics Intern"),
        made("urn:b:1", "Robotics Workshop Intern"),
    )
    matching = Matching(MatchSettings.model_validate({"preset": "balanced"}))
    with closing(Store.open(tmp_path)) as store:
        take_in(store, [of("a", one, rival), of("b", other), ("z", bystanders())], AT, matching)
        (evidence,) = (json.loads(value) for value in evidence_of(store).values() if value != "[]")
        assert [one["posting"] for one in evidence[0]["rivals"]] == [["a", "urn:a:2"]]
        assert evidence[0]["rule"] == "similar"
        assert sum(field["points"] for field in evidence[0]["fields"]) == evidence[0]["points"] >= evidence[0]["least"]
        take_in(store, [of("a", one)], AT, matching)
        (evidence,) = (json.loads(value) for value in evidence_of(store).values() if value != "[]")
        assert "rivals" not in evidence[0]


def test_cohorts_of_a_programme_are_linked_and_not_merged(tmp_path: Path) -> None:
    """Another town is a sibling, another year recurs; the link goes, and the file is written again, as the other goes."""

    def made(identity: str, title: str, town: str) -> Posting:
        return Posting.from_members(
            {"id": identity, "url": f"https://x.example/{identity}", "title": title, "status": "open",
             "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship",
             "hiringOrganization": {"name": "Harbor Lab"}, "jobLocation": [{"address": {"addressLocality": town}}]}
        )  # fmt: skip

    salem, lynn = made("urn:a:1", "Robotics Intern 2027", "Salem"), made("urn:b:1", "Robotics Intern 2027", "Lynn")
    later = made("urn:c:1", "Robotics Intern 2028", "Salem")

    def of(source: str, *postings: Posting) -> tuple[str, Holding]:
        return source, Holding(envelope(source), {one.id: one for one in postings})

    def entry(store: Store, member: str) -> str:
        return store.entries.entry_of(member.split(":")[1], member)

    with closing(Store.open(tmp_path)) as store:
        take_in(store, [of("a", salem), of("b", lynn), of("c", later), ("z", bystanders())], AT)
        links = {(link.relation, link.entry, link.by) for link in store.programmes.links(entry(store, "urn:a:1"))}
        assert links == {("sibling", entry(store, "urn:b:1"), "town"), ("recurs", entry(store, "urn:c:1"), "year")}
        store.entries.clean()
        take_in(store, [of("c")], AT)
        (link,) = store.programmes.links(entry(store, "urn:a:1"))
        assert link.relation == "sibling"
        dirty, gone = StoredShelf(store.database, list).dirty()
        assert {entry(store, "urn:a:1"), entry(store, "urn:b:1")} <= set(dirty)
        assert len(gone) == 1
        store.entries.clean()
        take_in(store, [of("b")], AT)
        assert store.programmes.links(entry(store, "urn:a:1")) == []
        assert entry(store, "urn:a:1") in StoredShelf(store.database, list).dirty()[0]


def test_postings_that_say_nothing_are_of_no_programme(tmp_path: Path) -> None:
    """Two that name neither an employer nor any work have nothing in common."""
    with closing(Store.open(tmp_path)) as store:
        for source in "ab":
            value = {"id": f"urn:{source}:1", "url": f"https://{source}.example/1", "title": "Internship", "status": "open",
                     "dateModified": "2026-11-01T00:00:00Z", "activityType": "internship"}  # fmt: skip
            take_in(store, [(source, Holding(envelope(source), {str(value["id"]): Posting.from_members(value)}))], AT)
        assert len(entries_of(store)) == 2
        assert store.programmes.links(store.entries.entry_of("a", "urn:a:1")) == []
