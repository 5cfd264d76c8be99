"""Whether absence may delete, or a person is asked first."""

import json
from dataclasses import replace

import pytest
from conformance.requirements import KIT
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.deletion import GUARD_FROM, Absence, hold
from wbl_aggregator.decisions.intact import is_intact

from wbl_feed import formats
from wbl_feed.times import read_clock
from wbl_feed.validate import validate

AT = read_clock("2026-11-22T12:00:00Z")
shares = st.floats(0, 1)


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    """Numbers that belong together."""
    known = draw(st.integers(0, 300))
    absent = draw(st.integers(0, known))
    live_absent = draw(st.integers(0, absent))
    live_known = live_absent + draw(st.integers(0, known - absent))
    now = known - absent + draw(st.integers(0, 50))
    return Absence(known, absent, live_known, live_absent, now, tuple(draw(st.lists(st.integers(0, 300), max_size=7))))


@pytest.mark.parametrize("path", sorted((KIT / "deletion").glob("shrunken-*.json")), ids=lambda path: path.stem)
def test_guard_agrees_with_the_kit(path):
    """The guard holds back what the conformance kit says is to be held back, and nothing else."""
    case = json.loads(path.read_text(encoding="utf-8"))
    (response,) = case["given"]["responses"]
    held = {one["id"] for one in case["given"]["held"]}
    items = {item["id"] for item in response["json"]["items"]}
    dead = {stone["id"] for stone in response["json"].get("tombstones", [])}
    absent = len(held - items - dead)
    found = hold(Absence(len(held), absent, len(held), absent, len(items | dead)))
    assert bool(found) is case["expect"].get("heldBack", False)


@pytest.mark.parametrize(
    ("absence", "code"),
    [
        (Absence(5, 5, 5, 5, 0), ""),
        (Absence(6, 3, 6, 3, 3), ""),
        (Absence(6, 4, 6, 4, 2), "blast"),
        (Absence(20, 3, 5, 3, 17), "blast"),
        (Absence(20, 3, 0, 0, 17), ""),
        (Absence(10, 4, 10, 4, 6, (10, 10)), ""),
        (Absence(10, 4, 10, 4, 6, (10, 10, 10)), "drop"),
        (Absence(10, 3, 10, 3, 7, (10, 10, 10)), ""),
        (Absence(10, 4, 10, 4, 6, (100,) * 5 + (8,) * 5), ""),
        (Absence(10, 0, 10, 0, 10, (100, 100, 100)), ""),
        (Absence(30, 9, 30, 9, 21, (30, 30, 30)), ""),
        (Absence(30, 10, 30, 10, 20, (30, 30, 30)), "drop"),
    ],
)
def test_guards(absence, code):
    """Over half at once is a blast, under 70 % of the usual a drop, and a small feed may shrink as it likes."""
    assert hold(absence) == code


def test_share_is_exact():
    """A feed that has just the share that is asked for is not held, however the share is held in binary."""
    assert hold(Absence(100, 45, 100, 45, 55, (100, 100, 100)), least_share=0.55) == ""


@given(absences(), shares, shares)
def test_nothing_is_held_without_reason(absence, least, most):
    """What is accepted, small or not absent at all is never held, and a code is one of two."""
    found = hold(absence, least_share=least, most_share=most)
    assert found in ("", "drop", "blast")
    if not absence.absent or absence.known < GUARD_FROM:
        assert found == ""
    assert hold(absence, least_share=least, most_share=most, accepted=True) == ""
    assert hold(absence, least_share=0, most_share=1) == ""


@given(absences(), st.integers(1, 20))
def test_more_absence_is_never_easier(absence, more):
    """What is held with some postings absent is held with more of them absent."""
    worse = replace(
        absence,
        absent=min(absence.known, absence.absent + more),
        now=max(0, absence.now - more),
        live_absent=min(absence.live_known, absence.live_absent + more),
    )
    assert bool(hold(worse)) >= bool(hold(absence))


@given(absences())
def test_more_than_half_is_always_held(absence):
    """More than half of what is held of a feed of six or more is held back, whatever its history (section 8.4)."""
    if absence.known >= 6 and absence.absent * 2 > absence.known:
        assert hold(absence) == "blast"


@pytest.mark.parametrize(
    ("change", "intact"),
    [
        ({}, True),
        ({"totalItems": 2}, False),
        ({"digest": "sha-256:" + "0" * 64}, False),
        ({"completeness": "paged"}, False),
        ({"ttl": "soon"}, False),
        ({"items": [{"id": "urn:x"}], "totalItems": 1}, True),
    ],
)
def test_intact_feed(envelope, posting, change, intact):
    """Count, digest, pages and envelope must be right; an unsound item alone takes nothing from a feed (8.2)."""
    value = {**envelope("a").to_json_value(), "items": [posting("urn:a:1").to_json_value()], "totalItems": 1, **change}
    report = validate(formats.read(json.dumps(value).encode()), AT)
    assert is_intact(report) is intact


def test_half_a_document_is_not_intact(envelope):
    """A document that was cut off is not intact."""
    content = json.dumps({**envelope("a").to_json_value(), "items": []}).encode()
    assert not is_intact(validate(formats.read(content[:-3]), AT))
