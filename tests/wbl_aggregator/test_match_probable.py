"""Probable matches: the same whatever the order, explained in points that add up, and never across a veto."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_aggregator.match.best_first import Match, best_first
from wbl_aggregator.match.block import MOST, Blocks
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.points import compare, points_if
from wbl_aggregator.match.probable import PRESETS, REVIEW, probable
from wbl_aggregator.match.rarity import rarity_of
from wbl_aggregator.match.record import Record, record_of_texts
from wbl_aggregator.match.veto import VETOES, veto


def record(identity: str, source: str, title: str, employer: str = "Acme Biotech", place: str = "Lynn, MA",
           term: str = "", posted: str = "2026-11-01") -> Record:  # fmt: skip
    """One record."""
    return record_of_texts(Member(source, identity), title, employer, place, term, posted)


TITLES = st.sampled_from(
    ["Lab Intern", "Laboratory Internship", "Lab Intern, Summer 2027", "Lab Intern, Fall 2027", "Lab Technician II",
     "Marketing Intern", "Job Shadow: Lab", "Lab Intern (morning)", "Senior Lab Technician", "Intern", ""]
)  # fmt: skip
EMPLOYERS = st.sampled_from(["Acme Biotech", "ACME Biotech, Inc.", "Acme", "City of Lynn", "Lynn Bikes", ""])
PLACES = st.sampled_from(["Lynn, MA", "Lynn", "Salem, MA", "Remote", "Lynn; Salem", ""])
DAYS = st.sampled_from(["2026-11-01", "2026-11-09", "2026-03-01", ""])


@st.composite
def worlds(draw: st.DrawFn) -> list[Record]:
    """A few records of a few sources."""
    rows = draw(st.lists(st.tuples(st.sampled_from("abc"), TITLES, EMPLOYERS, PLACES, DAYS), min_size=2, max_size=12))
    return [record(f"r{n}", source, title, employer, place, "", day)
            for n, (source, title, employer, place, day) in enumerate(rows)]  # fmt: skip


def groups(records: list[Record], least: int) -> list[frozenset[Member]]:
    """The groups that matching makes."""
    by_member = {one.member: one for one in records}
    found = probable(records, rarity_of(records))
    return best_first(found.matches, least, lambda a, b: bool(veto(by_member[a], by_member[b])))[0]


@settings(max_examples=200, deadline=None)
@given(worlds(), st.randoms(use_true_random=False), st.sampled_from([REVIEW, *PRESETS.values()]))
def test_the_groups_depend_on_the_records_alone(records: list[Record], chance: random.Random, least: int):
    """In whatever order they come; one posting of a source in each, and nothing that must be apart."""
    shuffled = records[:]
    chance.shuffle(shuffled)
    found = groups(records, least)
    assert groups(shuffled, least) == found
    by_member = {one.member: one for one in records}
    seen = Counter(member for group in found for member in group)
    assert all(number == 1 for number in seen.values())
    for group in found:
        assert len({member.source for member in group}) == len(group) > 1
        assert not any(veto(by_member[a], by_member[b]) for a in group for b in group if a != b)


@settings(max_examples=200, deadline=None)
@given(worlds(), st.sets(st.integers(0, 11)))
def test_a_part_of_the_records_gives_what_the_whole_gives_for_it(records: list[Record], places: set[int]):
    """Whoever asks for some records gets the pairs of the whole that touch them, and no others."""
    of = {one.member for place, one in enumerate(records) if place in places}
    rarity = rarity_of(records)
    whole, part = probable(records, rarity), probable(records, rarity, of)

    assert sorted(part.matches) == sorted(one for one in whole.matches if of & {one.a, one.b})
    pairs = {frozenset((one.member, other.member)) for one, other in Blocks(records).pairs()}
    asked = [frozenset((one.member, other.member)) for one, other in Blocks(records).pairs(of)]
    assert len(asked) == len(set(asked))
    assert set(asked) == {pair for pair in pairs if pair & of}
    assert part.crowds == whole.crowds


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_points_are_the_same_from_both_sides_and_add_up(records: list[Record]):
    """What is told of a match is what decided it."""
    rarity = rarity_of(records)
    a, b = records[:2]
    one, other = compare(a, b, rarity), compare(b, a, rarity)
    assert one.total == other.total == sum(part.points for part in one.parts)
    assert one.parts == other.parts
    assert veto(a, b) == veto(b, a)
    for least in (one.total - 1, one.total, one.total + 1, REVIEW):
        assert points_if(least, a, b, rarity) == (one.total if one.total >= least else None)


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("year", {"title": "Lab Intern 2026"}, {"title": "Lab Intern 2027"}),
        ("season", {"title": "Lab Intern, Summer"}, {"title": "Lab Intern (Fall 2027)"}),
        ("session", {"title": "Lab Intern (morning)"}, {"title": "Lab Intern (afternoon)"}),
        ("kind", {"title": "Lab Internship"}, {"title": "Lab Job Shadow"}),
        ("level", {"title": "Technician I"}, {"title": "Technician II"}),
        ("degree", {"title": "PhD Researcher"}, {"title": "Undergraduate Researcher"}),
        ("seniority", {"title": "Senior Engineer"}, {"title": "Staff Engineer"}),
        ("audience", {"title": "Lab Intern (ages 14-15)"}, {"title": "Lab Intern, age 16+"}),
        ("town", {"place": "Lynn, MA"}, {"place": "Salem, MA"}),
    ],
)
def test_what_keeps_apart(rule: str, one: dict[str, str], other: dict[str, str]):
    """Each rule by itself, only where both say something, and towns only where both are on site."""
    left, right = (
        record(name, name, **{"title": "Lab Intern", **members})
        for name, members in zip("ab", (one, other), strict=True)
    )
    assert veto(left, right) == rule in VETOES
    assert not veto(left, record("c", "c", "Lab", place="Remote"))


def test_another_term_is_left_to_a_person():
    """What stands beside a title is often wrong, so that neither preset merges and somebody is asked."""
    summer, fall = (record(name, name, "Lab Intern II", term=term, posted="2026-11-01")
                    for name, term in (("a", "Summer 2027"), ("b", "Fall 2027")))  # fmt: skip
    (match,) = probable([summer, fall], rarity_of([summer, fall])).matches
    assert REVIEW <= match.points < min(PRESETS.values())


def test_two_wordings_of_one_posting_are_merged_and_two_roles_are_not():
    """The same employer's other role stays apart, though it is alike in all else."""
    records = [
        record("1", "a", "Front End Software Engineer – New Grad", "Acme, Inc.", "Boston, MA", posted="2026-09-01"),
        record("2", "b", "New Grad: Frontend Software Engineer", "ACME", "Boston", posted="2026-09-04"),
        record("3", "a", "Security Software Engineer – New Grad", "Acme, Inc.", "Boston, MA", posted="2026-09-02"),
        *(
            record(f"x{n}", "a", f"Software Engineer {word}", f"Firm {n}", "Boston, MA")
            for n, word in enumerate("pqrstu")
        ),
    ]
    for least in PRESETS.values():
        assert groups(records, least) == [frozenset([Member("a", "1"), Member("b", "2")])]


def test_the_best_match_is_taken_first_and_none_through_a_third():
    """A weaker match does not keep a better one from being made, and two of one source are never joined by a third."""
    a1, a2, b = Member("a", "1"), Member("a", "2"), Member("b", "1")
    matches = [Match(700, a1, b), Match(900, b, a2)]
    assert best_first(matches, 600, lambda one, other: False) == ([frozenset([a2, b])], [matches[1]])
    c = Member("c", "1")
    found, _ = best_first([Match(900, a1, b), Match(800, b, c)], 600, lambda one, other: {one, other} == {a1, c})
    assert found == [frozenset([a1, b])]


@pytest.mark.parametrize(
    ("title", "employer"),
    [
        ("Lab Intern at Acme Biotech", "Valley Youth Works"),
        ("Lab Intern (Valley Youth Works)", "Acme Biotech"),
    ],
)
def test_the_host_and_who_runs_the_programme_are_known_by_the_title(title: str, employer: str):
    """One network names the one as the employer and one the other; the title tells of both."""
    other = "Acme Biotech" if employer != "Acme Biotech" else "Valley Youth Works"
    told, plain = record("1", "a", title, employer), record("2", "b", "Lab Internship", other)
    rarity = rarity_of([told, plain, record("3", "c", "Baker", "Third Rail Bakery")])
    assert {part.field: part.points for part in compare(told, plain, rarity).parts}["employer"] > 200
    assert [{a.member.id, b.member.id} for a, b in Blocks([told, plain]).pairs()] == [{"1", "2"}]


def test_initials_are_read():
    """Of words of a title, and of an employer."""
    one = record("1", "a", "AV Technician", "SRCTV")
    other = record("2", "b", "Audio Visual Tech", "Sudbury River Community Tele Vision")
    fields = {part.field: part for part in compare(one, other, rarity_of([one, other])).parts}
    assert fields["employer"].points == 225
    assert fields["title"].found == (frozenset(), frozenset())


def fields(one: Record, other: Record, **counts: int) -> dict[str, int]:
    """The points of two records by their field."""
    rarity = rarity_of([one, other, record("z", "z", "Baker", "Third Rail Bakery", "Quincy, MA")])
    return {part.field: part.points for part in compare(one, other, rarity, **counts).parts}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Boat Yard Hand", "Boatyard Hand"), ("Biotech Lab Aide", "Biotechnology Lab Aide"),
     ("Quantum Lab Tech", "Quantum Lab Technician")],
)  # fmt: skip
def test_a_word_in_two_and_a_word_cut_short_are_read(one: str, other: str):
    """As nearly the same as the whole word."""
    assert fields(record("1", "a", one), record("2", "b", other))["title"] > 300


def test_half_of_another_word_is_not_that_word_cut_short():
    """A data engineer is no database engineer."""
    pair = record("1", "a", "Data Engineer"), record("2", "b", "Databases Engineer")
    assert fields(*pair)["title"] < 100
    assert fields(record("1", "a", "Data Engineer"), record("2", "b", "Datacraft Engineer"))["title"] < 100


def test_words_that_are_often_said_for_one_another_count_for_less():
    """Less than the same word, and more than another."""
    one = record("1", "a", "Software Engineer")
    near, same, other = (fields(one, record("2", "b", f"Software {word}"))["title"]
                         for word in ("Developer", "Engineer", "Lawyer"))  # fmt: skip
    assert other < near < same


def test_the_only_posting_of_an_employer_is_meant_more_surely():
    """At both sources, of one time, and not of another term."""
    one, other = record("1", "a", "Lab Intern"), record("2", "b", "Laboratory Assistant")
    assert fields(one, other, postings=1)["sole"] > fields(one, other, postings=2)["sole"] > 0
    assert "sole" not in fields(one, other, postings=3) | fields(one, other)
    assert "sole" not in fields(one, record("2", "b", "Lab", posted="2027-01-15"), postings=1)
    fall, spring = (record(name, name, "Lab", term=term) for name, term in (("a", "Fall 2026"), ("b", "Spring")))
    assert "sole" not in fields(fall, spring, postings=1)


def test_two_firms_of_one_first_name_are_two():
    """Each has a word of its own that tells something; a generic word does not."""
    one = record("1", "a", "Lab Intern", "Alewife Therapeutics")
    assert fields(one, record("2", "b", "Lab Intern", "Alewife Diagnostics"))["employer"] < 0
    assert (
        fields(record("1", "a", "Lab", "Mill River Center"), record("2", "b", "Lab", "Mill River Clinics"))["employer"]
        > 0
    )


def test_two_offices_of_a_town_are_two():
    """What a title repeats of the name of a part tells the part, if the other names the whole."""
    whole = record("1", "a", "Treasurer's Office Assistant", "City of Lynn")
    part = record("2", "b", "Assessor's Office Assistant", "City of Lynn - Assessor's Office")
    same = record("2", "b", "Treasurer's Office Assistant", "City of Lynn - Treasurer's Office")
    assert fields(whole, part)["title"] < 150 < fields(whole, same)["title"]


def test_a_block_that_is_too_large_is_told_and_smaller_ones_still_count():
    """No pair is looked at by a word that everything has, and the operator hears of it."""
    records = [record(str(n), "ab"[n % 2], f"Clerk {n // 2}x", "State", f"Town{n // 2}") for n in range(2 * MOST)]
    blocks = Blocks(records)
    assert [(crowd.key, crowd.size) for crowd in blocks.crowds] == [("state clerk", 2 * MOST)]
    pairs = [(int(a.member.id), int(b.member.id)) for a, b in blocks.pairs()]
    assert {(2 * n, 2 * n + 1) for n in range(MOST)} <= set(pairs)
    assert len(set(pairs)) == len(pairs) < 2 * MOST


def test_what_two_crowds_have_in_common_is_compared():
    """Clerks of the state in Salem are few, though each two of the three words are a crowd."""
    far = [record(f"f{n}", "a", "Clerk", "State", f"Town{n}") for n in range(MOST)]
    other = [record(f"o{n}", "a", f"Worker {n}x", "State", "Salem") for n in range(MOST)]
    elsewhere = [record(f"e{n}", "a", "Clerk", f"Firm{n}", "Salem") for n in range(MOST)]
    both = [record("1", "a", "Clerk", "State", "Salem"), record("2", "b", "Clerk", "State", "Salem")]
    blocks = Blocks([*far, *other, *elsewhere, *both])
    crowds = [("clerk @salem", MOST + 2), ("state @salem", MOST + 2), ("state clerk", MOST + 2)]
    assert [tuple(crowd) for crowd in blocks.crowds] == crowds
    for of in (None, [both[0].member], [both[1].member]):
        assert [{one.member.id, met.member.id} for one, met in blocks.pairs(of)] == [{"1", "2"}]
