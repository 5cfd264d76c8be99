"""Declared evidence joins what is one opportunity, and nothing else."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wbl_aggregator.match import Member, cluster, find_edges

from wbl_feed.models import Posting

RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


def groups_of(postings: dict[Member, Posting]) -> list[tuple[Member, ...]]:
    edges, _ = find_edges(postings)
    return [group.members for group in cluster(postings, edges)]


def together(one: Posting, other: Posting) -> bool:
    return len(groups_of({Member("a", one.id): one, Member("b", other.id): other})) == 1


def test_each_kind_of_evidence_joins(posting):
    """Same id, previous id, replaces, sameAs by id and by page, requisition, apply address and provenance each join."""
    employer = {"name": "Harbor Lab, Inc."}
    apply = {"method": "url", "url": "https://jobs.lever.co/x/6f0c2f4e-5b1d-4a0e-9c53-2d1f7a8b9e10"}
    base = posting("urn:b:1", url="https://b.example/1", hiring_organization={"name": "Harbor Lab"},
                   identifier=[{"property_id": "requisition", "value": "R-7"}], how_to_apply=apply)  # fmt: skip
    assert together(posting("urn:b:1"), base)
    assert together(posting("urn:a:1", previous_ids=["urn:b:1"]), base)
    assert together(posting("urn:a:1", replaces=["urn:b:1"]), base)
    assert together(posting("urn:a:1", same_as=["urn:b:1"]), base)
    assert together(posting("urn:a:1", same_as=["https://b.example/1"]), base)
    same_requisition = [{"property_id": "Requisition", "value": "r-7 "}]
    assert together(posting("urn:a:1", hiring_organization=employer, identifier=same_requisition), base)
    longer = {"method": "url", "url": apply["url"] + "/apply?utm_source=a"}
    assert together(posting("urn:a:1", how_to_apply=longer), base)
    assert together(posting("urn:a:1", provenance=[{"feed": "urn:f", "id": "urn:b:1"}]), base)


def test_likeness_alone_joins_nothing(posting):
    """Equal titles, employers and pages without a declared identity stay apart."""
    alike = {"hiring_organization": {"name": "Harbor Lab"}, "title": "Lab intern"}
    assert not together(posting("urn:a:1", **alike), posting("urn:b:1", **alike))
    requisition = [{"property_id": "requisition", "value": "R-7"}]
    one = posting("urn:a:1", hiring_organization={"name": "Harbor Lab"}, identifier=requisition)
    assert not together(one, posting("urn:b:1", hiring_organization={"name": "Other"}, identifier=requisition))


def test_naming_a_third_page_joins_nothing(posting):
    """Two postings that name the same third posting or page stay apart, unless it is a former id of both."""
    page, other = ["https://employer.example/careers"], ["urn:c:1"]
    assert not together(posting("urn:a:1", same_as=page), posting("urn:b:1", same_as=page))
    assert not together(posting("urn:a:1", same_as=other), posting("urn:b:1", same_as=other))
    assert not together(posting("urn:a:1", replaces=other), posting("urn:b:1", replaces=other))
    assert together(posting("urn:a:1", replaces=other), posting("urn:b:1", previous_ids=other))
    assert together(posting("urn:a:1", previous_ids=other), posting("urn:b:1", previous_ids=other))
    assert not together(posting("urn:a:1", replaces=page), posting("urn:b:1", url=page[0]))


def test_ids_of_hops_are_present_ids(posting):
    """The id of a hop joins as the posting's own does, also where previousIds says it again."""
    hop = {"feed": "urn:f", "id": "urn:x:1", "via": [{"feed": "urn:g", "id": "urn:b:1"}]}
    one = posting("urn:a:1", provenance=[hop], previous_ids=["urn:b:1"])
    edges, _ = find_edges({Member("a", "urn:a:1"): one, Member("b", "urn:b:1"): posting("urn:b:1")})
    assert [edge.rule for edge in edges] == ["same-id", "previous-id"]


def test_only_a_requisition_joins(posting):
    """Identifiers of the same employer join if they are of kind requisition, however written, and of no other kind."""

    def numbered(identity, kind, value="2027"):
        return posting(identity, hiring_organization={"name": "Harbor Lab"},
                       identifier=[{"property_id": kind, "value": value}])  # fmt: skip

    assert together(numbered("urn:a:1", "requisition"), numbered("urn:b:1", "Requisition ID"))
    assert together(numbered("urn:a:1", "req_number"), numbered("urn:b:1", "Req-Id"))
    assert not together(numbered("urn:a:1", "requisition"), numbered("urn:b:1", "requisition", "2028"))
    for kind in ("season", "year", "job id", "posting id"):
        assert not together(numbered("urn:a:1", kind), numbered("urn:b:1", kind))


@pytest.mark.parametrize("member", ["previous_ids", "same_as", "replaces", "provenance"])
def test_limit_over_shared_id(posting, member):
    """Limit: an id that a source uses for a thousand postings identifies none of them, and makes no million pairs."""
    value = [{"feed": "urn:f", "id": "urn:x"}] if member == "provenance" else ["urn:x"]
    postings = {Member(source, f"urn:{source}:{n}"): posting(f"urn:{source}:{n}", **{member: value})
                for source in "ab" for n in range(1_000)}  # fmt: skip
    for source in "cd":
        postings[Member(source, f"urn:{source}")] = posting(f"urn:{source}", previous_ids=["urn:x"])
    edges, over = find_edges(postings)
    assert {(edge.a.source, edge.b.source) for edge in edges} == {("c", "d")}
    assert [(one.source, one.count) for one in over if one.rule != "apply-url"][:2] == [("a", 1_000), ("b", 1_000)]


def test_a_handful_may_share_a_former_id(posting):
    """A posting that was split into a few still joins by its former id."""
    postings = {Member("a", f"urn:a:{n}"): posting(f"urn:a:{n}", previous_ids=["urn:x"]) for n in range(20)}
    postings[Member("b", "urn:b")] = posting("urn:b", previous_ids=["urn:x"])
    edges, over = find_edges(postings)
    assert (len(edges), over) == (20, [])


def test_limit_not_same_as(posting):
    """Limit: a thousand postings that say notSameAs of a page that a thousand others have keep apart in little time."""
    apart = "https://b.example/all"
    postings = {Member("a", f"urn:a:{n}"): posting(f"urn:a:{n}", not_same_as=[apart], same_as=[f"urn:b:{n}"])
                for n in range(1_000)}  # fmt: skip
    postings |= {Member("b", f"urn:b:{n}"): posting(f"urn:b:{n}", url=apart) for n in range(1_000)}
    begun = time.perf_counter()
    assert {len(members) for members in groups_of(postings)} == {1}
    assert time.perf_counter() - begun < 10


def test_limit_long_addresses(posting):
    """Limit: a hundred postings with addresses of 1,900 characters are matched in little time."""
    postings = {
        Member("a", f"urn:a:{n}"): posting(f"urn:a:{n}", url=f"https://e.example/{n}/{'a-' * 900}?x={'b.' * 30}")
        for n in range(100)
    }
    begun = time.perf_counter()
    assert find_edges(postings) == ([], [])
    assert time.perf_counter() - begun < 5


def test_over_shared_address_identifies_nothing(posting):
    """An apply address that one source uses for two live postings joins neither to another source's, and is reported."""
    apply = {"method": "url", "url": "https://employer.example/students/summer"}
    postings = {Member("a", "urn:a:1"): posting("urn:a:1", how_to_apply=apply),
                Member("a", "urn:a:2"): posting("urn:a:2", how_to_apply=apply),
                Member("b", "urn:b:1"): posting("urn:b:1", how_to_apply=apply)}  # fmt: skip
    edges, over = find_edges(postings)
    assert edges == []
    assert [(one.rule, one.source, one.count) for one in over] == [("apply-url", "a", 2)]


def test_not_same_as_keeps_apart(posting):
    """notSameAs wins over every evidence, also through a third member."""
    a = posting("urn:a:1", same_as=["urn:b:1"], not_same_as=["urn:c:1"])
    b, c = posting("urn:b:1", same_as=["urn:c:1"]), posting("urn:c:1")
    found = groups_of({Member("a", a.id): a, Member("b", b.id): b, Member("c", c.id): c})
    assert not [members for members in found if {"urn:a:1", "urn:c:1"} <= {member.id for member in members}]


def test_another_cohort_is_not_joined_by_its_page(posting):
    """One page for two cohorts joins nothing: the spring one has ended when the summer one starts; an equal id does."""
    apply = {"method": "url", "url": "https://employer.example/positions/9"}
    spring = {"start_date": "2027-02-01", "end_date": "2027-05-28"}
    summer = {"start_date": "2027-07-05", "end_date": "2027-08-13"}
    one = posting("urn:a:1", how_to_apply=apply, schedule=spring)
    assert not together(one, posting("urn:b:1", how_to_apply=apply, schedule=summer))
    assert together(one, posting("urn:b:1", how_to_apply=apply, schedule={"start_date": "2027-02-08"}))
    assert together(one, posting("urn:b:1", how_to_apply=apply))
    assert together(one, posting("urn:a:1", schedule=summer))


def test_stronger_evidence_goes_first(posting):
    """Where one source has two candidates, the better evidence takes the place."""
    apply = {"method": "url", "url": "https://employer.example/positions/9"}
    by_url = posting("urn:a:1", how_to_apply=apply)
    by_id = posting("urn:a:2", same_as=["urn:b:1"])
    target = posting("urn:b:1", how_to_apply=apply)
    found = groups_of({Member("a", "urn:a:1"): by_url, Member("a", "urn:a:2"): by_id, Member("b", "urn:b:1"): target})
    assert (Member("a", "urn:a:2"), Member("b", "urn:b:1")) in found


@st.composite
def worlds(draw):
    """Small worlds of postings that name each other at random."""
    members = [Member(source, f"urn:{source}:{n}") for source in "abcd" for n in range(draw(st.integers(0, 3)))]
    names = [member.id for member in members] or ["urn:none"]
    some = st.lists(st.sampled_from(names), max_size=2)
    return {
        member: {
            "same_as": draw(some),
            "previous_ids": draw(some),
            "not_same_as": draw(st.lists(st.sampled_from(names), max_size=1)),
            "how_to_apply": {"method": "url", "url": f"https://e.example/p/{draw(st.integers(1, 4))}"},
        }
        for member in members
    }


@RELAXED
@given(world=worlds(), seed=st.integers())
def test_partition_is_sound_and_without_order(posting, world, seed):
    """Each member is in one group, no group has two of one source or a pair kept apart, and order changes nothing."""
    postings = {member: posting(member.id, **members) for member, members in world.items()}
    found = groups_of(postings)
    assert sorted(member for members in found for member in members) == sorted(postings)
    for members in found:
        assert len({member.source for member in members}) == len(members)
        ids = {member.id for member in members}
        for member in members:
            others = set(postings[member].not_same_as) - {member.id}
            assert not others & ids
    shuffled = list(postings)
    random.Random(seed).shuffle(shuffled)
    assert groups_of({member: postings[member] for member in shuffled}) == found
    edges, _ = find_edges(postings)
    groups = cluster(postings, edges)
    random.Random(seed).shuffle(edges)
    assert cluster(postings, edges) == groups


def test_the_open_one_of_two_is_meant(posting):
    """A value that a source has for an open and a closed posting is of the open one; of two closed ones it is of none."""
    apply = {"how_to_apply": {"method": "url", "url": "https://employer.example/jobs/4711001"}}
    other = posting("urn:b:1", **apply)

    def mates(*statuses: str) -> list[tuple[Member, ...]]:
        found = {
            Member("a", f"urn:a:{n}"): posting(f"urn:a:{n}", status=one, **apply) for n, one in enumerate(statuses)
        }
        return [members for members in groups_of({**found, Member("b", "urn:b:1"): other}) if len(members) > 1]

    assert mates("closed", "open") == [(Member("a", "urn:a:1"), Member("b", "urn:b:1"))]
    assert mates("closed") == [(Member("a", "urn:a:0"), Member("b", "urn:b:1"))]
    assert mates("closed", "paused") == mates("open", "closed", "open") == []


def test_limit_over_shared_id_of_closed_postings(posting):
    """Limit: an id that two sources use for a thousand closed postings each makes no million pairs."""
    postings = {
        Member(source, f"urn:{source}:{n}"): posting(f"urn:{source}:{n}", status="closed", previous_ids=["urn:x"])
        for source in "ab"
        for n in range(1_000)
    }
    assert find_edges(postings)[0] == []
