"""Statewide ids stay, whatever happens to the members of an entry."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st
from wbl_aggregator.ledger import Ledger, Origin, assign, statewide_id
from wbl_aggregator.match import Group, Member

OWN = "https://hub.example/feed"


def run(ledger: Ledger, *groups: list[str], sequence: int = 1) -> tuple[dict[str, str], Ledger]:
    """Assign ids to groups of names such as ``a1`` (source a); gives the id of each name."""
    made = [Group(tuple(sorted(Member(name[0], name) for name in names))) for names in groups]
    origins = {
        member: Origin(f"urn:{member.source}", f"urn:{member.source}", member.id) for g in made for member in g.members
    }
    named, after = assign(made, origins, ledger, OWN, sequence)
    return {member.id: identity for identity, group in named.items() for member in group.members}, after


def test_id_is_a_hash_of_the_first_member():
    """A new entry's id is the feed's id and the hash of its first member's feed and id (spec section 17)."""
    ids, _ = run(Ledger(), ["a1"])
    assert ids["a1"] == f"{OWN}/{hashlib.sha256(b'urn:a' + bytes([10]) + b'a1').hexdigest()[:16]}"


def test_merge_keeps_the_older_id_and_split_gives_it_back():
    """In a merge the older id stays and the other is its alias; after a split both stand as before."""
    first, ledger = run(Ledger(), ["b1"], sequence=1)
    both, ledger = run(ledger, ["a1"], ["b1"], sequence=2)
    assert both["b1"] == first["b1"]
    merged, ledger = run(ledger, ["a1", "b1"], sequence=3)
    assert merged["a1"] == merged["b1"] == first["b1"]
    assert ledger.aliases == {both["a1"]: first["b1"]}
    split, ledger = run(ledger, ["a1"], ["b1"], sequence=4)
    assert split == both
    assert ledger.aliases == {}


def test_withdrawal_of_the_first_source_changes_nothing():
    """The id stays when the first member goes, and when it comes back."""
    ids, ledger = run(Ledger(), ["a1", "b1"])
    left, ledger = run(ledger, ["b1"], sequence=2)
    assert left["b1"] == ids["b1"]
    back, _ = run(ledger, ["a1", "b1"], sequence=3)
    assert back["a1"] == ids["b1"]


def test_changed_source_id_is_followed_by_previous_ids():
    """A source that gives a posting another id and says so in previousIds keeps its entry."""
    ids, ledger = run(Ledger(), ["a1"])
    group = Group((Member("a", "a9"),))
    origins = {Member("a", "a9"): Origin("urn:a", "urn:a", "a9", ("a1",))}
    named, _ = assign([group], origins, ledger, OWN, 2)
    assert list(named) == [ids["a1"]]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=6))
def test_ids_are_unique_and_follow_the_ledger(rounds):
    """Through any sequence of merges and splits ids are unique, and no live id is an alias."""
    names = ["a1", "b1", "c1", "d1", "e1", "f1"]
    ledger = Ledger()
    for sequence, labels in enumerate(rounds, 1):
        groups = [[n for n, label in zip(names, labels, strict=True) if label == wanted] for wanted in set(labels)]
        ids, ledger = run(ledger, *groups, sequence=sequence)
        assert len(set(ids.values())) == len(groups)
        assert not set(ids.values()) & set(ledger.aliases)
        again, after = run(ledger, *reversed(groups), sequence=sequence + 1)
        assert again == ids
        assert after == ledger


def test_id_held_by_another_entry_is_not_given_twice():
    """A first member whose id another entry has kept gets a longer one (spec section 17.4)."""
    ids, ledger = run(Ledger(), ["a1", "b1"])
    kept = Ledger({member: entry for member, entry in ledger.entries.items() if member.id == "b1"})
    after, _ = run(kept, ["a1"], ["b1"], sequence=2)
    assert after["b1"] == ids["b1"]
    assert after["a1"].startswith(ids["b1"])
    assert len(after["a1"]) == len(ids["b1"]) + 8


def test_statewide_ids_differ_by_feed():
    """The same id at two feeds makes two statewide ids."""
    assert statewide_id(OWN, "urn:a", "1") != statewide_id(OWN, "urn:b", "1")
