"""How a source is in one word, and what is said of it to people."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.state import state_of
from wbl_aggregator.decisions.words import CODES, STATES, STATUSES, Words, words_for
from wbl_aggregator.visits import STATES as EVERY_STATE

from wbl_feed.fetch import FailureCode
from wbl_feed.notices import catalogue

WELL = {
    "read": True, "failures": 0, "ended": False, "missing": False, "staleness": "fresh", "held": 0, "live": 3,
}  # fmt: skip
OURS = {"unknown_host", "tls_error", "robots", "own_feed", "other_feed", "no_envelope", "ended"}
facts = st.fixed_dictionaries(
    {
        "read": st.booleans(),
        "failures": st.integers(),
        "ended": st.booleans(),
        "missing": st.booleans(),
        "staleness": st.sampled_from(["fresh", "stale", "lapsed"]),
        "held": st.integers(),
        "live": st.integers(),
    }
)


@pytest.mark.parametrize(
    ("listed", "fact", "state"),
    [
        ("active", {}, "ok"),
        ("active", {"read": False, "staleness": "stale"}, "new"),
        ("active", {"read": False, "staleness": "lapsed", "failures": 1}, "failing"),
        ("active", {"live": 0}, "empty"),
        ("active", {"failures": 1}, "failing"),
        ("active", {"failures": 1, "held": 4}, "held"),
        ("active", {"failures": 9, "held": 4, "staleness": "stale"}, "stale"),
        ("active", {"failures": 9, "missing": True, "staleness": "stale"}, "missing"),
        ("active", {"failures": 9, "missing": True, "staleness": "lapsed"}, "lapsed"),
        ("active", {"ended": True, "live": 0, "staleness": "lapsed"}, "ended"),
        ("paused", {"ended": True, "staleness": "lapsed"}, "paused"),
        ("development", {"failures": 3}, "development"),
        ("deprecated", {"ended": True}, "deprecated"),
    ],
)
def test_precedence(listed, fact, state):
    """The sources file says it first, then what is final, then what a person has to do, then what passes by itself."""
    assert state_of(listed, **{**WELL, **fact}) == state


@given(st.one_of(st.sampled_from(["active", "paused", "development", "deprecated"]), st.text()), facts)
def test_every_source_has_a_state(listed, fact):
    """Whatever is known of a source, it has one of the states, and only a sound one is said to be well."""
    state = state_of(listed, **fact)
    assert state in EVERY_STATE
    if state == "ok":
        assert fact["read"]
        assert fact["live"] > 0
        assert fact["failures"] <= 0
        assert fact["staleness"] == "fresh"
        assert not fact["ended"]
        assert not fact["missing"]
    if listed in ("paused", "development", "deprecated"):
        assert state == listed


def test_every_state_has_words():
    """What each state means and what to do about it is said once, for all who show it."""
    assert set(STATES) == set(EVERY_STATE)


def test_every_code_has_words():
    """Every code of a failure and of a notice has words of its own."""
    codes = {*get_args(FailureCode), *OURS, *catalogue}
    assert codes <= {*CODES, *catalogue}
    assert not {code for code in codes if "with the code" in words_for(code).meaning}


@pytest.mark.parametrize("words", [*STATES.values(), *CODES.values(), *STATUSES.values()], ids=lambda one: one.meaning)
def test_words_are_one_plain_sentence(words: Words):
    """What it means is one sentence for people who know no protocol, and each advice is there."""
    assert words.meaning.endswith(".")
    assert words.meaning.count(". ") == 0
    for advice in (words.operator, words.webmaster):
        assert advice.endswith(".")
        assert len(advice) < 150


def test_words_of_a_status_are_more_exact():
    """Where the status is known its own words are given, and every other status has the general ones."""
    assert "404" in words_for("http_status", 404).meaning
    assert words_for("http_status", 418) == words_for("http_status")
    assert words_for("timeout", 404) == CODES["timeout"]
    for status in (500, 502, 520):
        assert words_for("http_status", status) == STATUSES[500]
        assert "let this aggregator in" not in STATUSES[500].operator


def test_a_feed_that_is_gone_is_answered_in_one_way():
    """What to do is the same after the first 410 and after the second, and by the code as by the state."""
    advice = {(told.operator, told.webmaster) for told in (STATES["ended"], CODES["ended"], STATUSES[410])}
    assert len(advice) == 1


@pytest.mark.parametrize("code", [*CODES, *catalogue])
def test_words_of_a_kind_have_no_gaps(code: str):
    """No value of one notice is asked for, and no dots or braces stand in its place."""
    told = words_for(code)
    for text in (told.meaning, told.operator, told.webmaster):
        assert "…" not in text
        assert not re.search(r"\{(\w*|\{.*)\}", text), "braces are there in JSON alone"
        assert text.endswith((".", "?"))
        assert not text.startswith(".")


@given(st.text(), st.none() | st.integers())
def test_unknown_codes_have_words_too(code, status):
    """Whatever the code, there is something to say."""
    assert words_for(code, status).meaning
