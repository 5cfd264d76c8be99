"""Where sources contradict each other in deadline, pay or eligibility it is told, and where they do not it is not."""

from itertools import combinations
from typing import Any

import pytest
from contributions import AT, HUB, contributions
from hypothesis import given, settings
from test_merge_choice import contribute, meaning, merged
from wbl_aggregator.merge import Conflict, Contribution, conflicts

WATCHED = ("applicationDeadline", "validThrough", "compensation", "eligibility", "status")
SILENT = ("unknown", [], {})


def of(*found: Contribution) -> tuple[Conflict, ...]:
    return conflicts(found, HUB, AT)


def told(one: Any, other: Any, name: str, posting: Any, zone: str = "America/New_York") -> bool:
    """Whether two values of a member are told as a conflict, whichever source has which."""
    left, right = posting("urn:a:1", **{name: one}), posting("urn:b:1", **{name: other})
    found = of(contribute(left, "a"), contribute(right, "b", time_zone=zone))
    assert bool(found) == bool(of(contribute(right, "a", time_zone=zone), contribute(left, "b")))
    return bool(found)


@settings(max_examples=500, deadline=None)
@given(contributions())
def test_a_conflict_is_told_if_and_only_if_two_sources_differ(found: list[Contribution]) -> None:
    """The members told are those of which two sources state what cannot both be meant, with each of those two."""
    values = {one.member: one.posting.to_json_value() for one in found}
    zones = {one.member: one.envelope.time_zone for one in found}
    expected = {}
    for name in WATCHED:
        stating = [member for member, value in values.items() if facts(value.get(name))]
        torn = {
            member
            for pair in combinations(stating, 2)
            if differ(name, *((values[one][name], zones[one]) for one in pair))
            for member in pair
        }
        if torn:
            expected[name] = torn
    got = {one.field: {two.member for two in (one.chosen, *one.others)} for one in of(*found)}
    assert got.keys() == expected.keys()
    for name, torn in expected.items():
        assert torn <= got[name]
        assert len(got[name] - torn) <= 1  # the chosen one, where it says nothing of what others differ in


@settings(max_examples=300, deadline=None)
@given(contributions())
def test_the_entry_says_what_the_conflict_calls_chosen(found: list[Contribution]) -> None:
    """The chosen value is the one that is published, whole, and each other one is what its source says."""
    value, by_member = merged(found).to_json_value(), {one.member: one for one in found}
    for conflict in of(*found):
        assert conflict.chosen.value == value[conflict.field]
        for one in (conflict.chosen, *conflict.others):
            own, zone = (
                by_member[one.member].posting.to_json_value()[conflict.field],
                by_member[one.member].envelope.time_zone,
            )
            assert meaning(conflict.field, one.value, "America/New_York") == meaning(conflict.field, own, zone)
        assert len({one.member for one in (conflict.chosen, *conflict.others)}) == 1 + len(conflict.others)


def facts(value: Any) -> dict[str, Any]:
    """What a value states, by path, without free words and without what says nothing."""
    if isinstance(value, dict):
        inner = {f"{name}/{path}": one for name, of in value.items() for path, one in facts(of).items()}
        return {path: one for path, one in inner.items() if not path.startswith("note/")}
    if value is None or value in SILENT:
        return {}
    return {"": frozenset(value) if isinstance(value, list) else value}


def differ(name: str, one: tuple[Any, str], other: tuple[Any, str]) -> bool:
    """Whether two values, each with its time zone, cannot both be meant."""
    if name in ("applicationDeadline", "validThrough"):
        left, right = (meaning(name, *value) for value in (one, other))
        return abs((left - right).total_seconds()) >= 60
    left, right = facts(one[0]), facts(other[0])
    if any(left[path] != right[path] for path in left.keys() & right.keys()):
        return True
    amount = "baseSalary/value/"
    ranges = ("baseSalary/minValue/", "baseSalary/maxValue/")
    for given_, limits in ((left, right), (right, left)):
        if amount in given_ and ranges[0] in limits and not limits[ranges[0]] <= given_[amount] <= limits[ranges[1]]:
            return True
    return False


@pytest.mark.parametrize(
    ("one", "other", "zone", "differs"),
    [
        ("2027-03-01", "2027-03-01", "America/New_York", False),
        ("2027-03-01", "2027-03-15", "America/New_York", True),
        ("2027-03-01", "2027-03-01", "America/Los_Angeles", True),
        ("2027-03-01", "2027-03-01T23:59:59-05:00", "America/Los_Angeles", False),
        ("2027-03-01", "2027-03-01T23:59:00-05:00", "America/New_York", False),
        ("2027-03-01", "2027-03-02T00:00:00-05:00", "America/New_York", False),
        ("2027-03-01", "2027-03-02T04:59:59Z", "America/New_York", False),
        ("2027-03-01", "2027-03-01T17:00:00-05:00", "America/New_York", True),
        ("2027-03-01T12:00:00Z", "2027-03-01T07:00:00-05:00", "America/New_York", False),
    ],
)
@pytest.mark.parametrize("name", ["application_deadline", "valid_through"])
def test_when_two_deadlines_differ(posting, name: str, one: str, other: str, zone: str, differs: bool) -> None:
    """Two deadlines differ if they are two moments, and not if one moment is written in two ways."""
    assert told(one, other, name, posting, zone) is differs


PAY = {"status": "paid", "base_salary": {"currency": "USD", "value": 15, "unit_text": "HOUR"}}


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (PAY, PAY, False),
        (PAY, {"status": "paid", "payer": "employer", "note": "Lunch is free."}, False),
        (PAY, {"status": "unknown"}, False),
        (PAY, {"status": "unpaid"}, True),
        (PAY, {**PAY, "base_salary": {"currency": "USD", "value": 16, "unit_text": "HOUR"}}, True),
        (PAY, {**PAY, "base_salary": {"currency": "USD", "value": 15.0}}, False),
        (PAY, {**PAY, "base_salary": {"currency": "USD", "min_value": 14, "max_value": 15}}, False),
        (PAY, {**PAY, "base_salary": {"currency": "USD", "min_value": 15.5}}, True),
        (PAY, {**PAY, "base_salary": {"currency": "USD", "max_value": 14}}, True),
        ({**PAY, "note": "Weekly."}, {**PAY, "note": "Every week."}, False),
    ],
)
def test_when_pay_differs(posting, one: dict[str, Any], other: dict[str, Any], differs: bool) -> None:
    """Pay differs in what both sources say of it; free words, and what one leaves open, are no contradiction."""
    assert told(one, other, "compensation", posting) is differs


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ({"minimum_age": 16}, {"grade_levels": [9, 10]}, False),
        ({"minimum_age": 16}, {"minimum_age": 14}, True),
        ({"grade_levels": [9, 10]}, {"grade_levels": [10, 9]}, False),
        ({"grade_levels": [9, 10]}, {"grade_levels": []}, False),
        ({"grade_levels": [9, 10]}, {"grade_levels": [10, 11]}, True),
        ({"schools": ["Harbor High"]}, {"schools": ["HARBOR HIGH."]}, False),
        ({"work_permit": "required"}, {"work_permit": "unknown"}, False),
        ({"work_permit": "required"}, {"work_permit": "not-required"}, True),
        ({"residency": "Boston"}, {"residency": "Quincy"}, True),
        ({"note": "Ask us."}, {"note": "Call us."}, False),
    ],
)
def test_when_eligibility_differs(posting, one: dict[str, Any], other: dict[str, Any], differs: bool) -> None:
    """Eligibility differs in what both sources say of it, regardless of order, case and signs."""
    assert told(one, other, "eligibility", posting) is differs


def test_two_that_differ_where_the_chosen_one_is_silent(posting) -> None:
    """Sources are told that contradict each other, although the one that is shown contradicts neither."""
    best = contribute(posting("urn:a:1", eligibility={"grade_levels": [9]}), "a", 1)
    young = contribute(posting("urn:b:1", eligibility={"minimum_age": 14}), "b")
    older = contribute(posting("urn:c:1", eligibility={"minimum_age": 16}), "c")
    (conflict,) = of(best, young, older)
    assert conflict.to_json_value() == {
        "field": "eligibility", "from": ["a", "urn:a:1"], "value": {"gradeLevels": [9]},
        "others": [
            {"from": ["b", "urn:b:1"], "value": {"minimumAge": 14}},
            {"from": ["c", "urn:c:1"], "value": {"minimumAge": 16}},
        ],
    }  # fmt: skip
