"""Which redirects are remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.decisions.moves import moved, proposes

from wbl_feed.fetch import Redirect

OLD, NEW, NEWER = "https://old.example/f", "https://new.example/f", "https://newer.example/f"
NONE = ("", 0)


def hops(*addresses: str, last_for_now: bool = False) -> list[Redirect]:
    """Permanent redirects, the last of which may be temporary."""
    last = len(addresses) - 1
    return [Redirect(address, not (last_for_now and number == last)) for number, address in enumerate(addresses)]


@pytest.mark.parametrize(
    ("before", "redirects", "asked", "after"),
    [
        (NONE, [], OLD, NONE),
        (NONE, hops(NEW), OLD, (NEW, 1)),
        ((NEW, 1), [], NEW, (NEW, 2)),
        ((NEW, 2), hops(NEW), OLD, (NEW, 3)),
        ((NEW, 7), hops(NEWER), NEW, (NEWER, 1)),
        ((NEW, 7), hops(NEWER, last_for_now=True), NEW, (NEW, 7)),
        ((NEW, 7), [], OLD, NONE),
        (NONE, hops(NEW, last_for_now=True), OLD, NONE),
        (NONE, hops(NEWER, NEW, last_for_now=True), OLD, NONE),
        (NONE, hops(NEWER, NEW), OLD, (NEW, 1)),
        (NONE, hops("http://new.example/f"), OLD, NONE),
        (NONE, hops("http://x.example/f", NEW), OLD, NONE),
        (NONE, hops(NEW), "http://old.example/f", (NEW, 1)),
        (NONE, hops(OLD), OLD, NONE),
        (NONE, hops("https://[", NEW), OLD, NONE),
    ],
)
def test_what_is_remembered(before, redirects, asked, after):
    """A permanent way is remembered and counted by runs; a temporary one never is; https never becomes http."""
    assert moved(before, redirects, asked, redirects[-1].url if redirects else asked) == after


def test_proposed_after_three_runs():
    """A change of the sources file is proposed when a move has held for three runs."""
    state = NONE
    for asked, redirects in ((OLD, hops(NEW)), (NEW, []), (NEW, [])):
        assert not proposes(state[1])
        state = moved(state, redirects, asked, NEW)
    assert proposes(state[1])


addresses = st.sampled_from([OLD, NEW, NEWER, "http://old.example/f", "ftp://x.example", "//", ""])


@given(st.lists(st.builds(Redirect, addresses, st.booleans()), max_size=4), addresses, addresses, st.integers(0, 5))
def test_only_a_permanent_way_is_ever_learnt(redirects, asked, known, runs):
    """A new address comes only from permanent redirects alone and never leads from https to anything less."""
    before = (known, runs) if known else NONE
    address, after = moved(before, redirects, asked, redirects[-1].url if redirects else asked)
    assert (after == 0) is (address == "") or (address, after) == before
    if address not in ("", known):
        assert redirects
        assert all(redirect.permanent for redirect in redirects)
        assert not asked.startswith("https:") or address.startswith("https:")
        assert after == 1
