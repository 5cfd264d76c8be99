"""What a run did, as a value: for the summary, for scripts, for tests."""

from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from wbl_aggregator.accept import Decision
from wbl_aggregator.match import Member, OverShared
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import Crowd
from wbl_aggregator.match.verdicts import Pair
from wbl_aggregator.publishing import Written
from wbl_aggregator.sources import Matching
from wbl_aggregator.statewide import Update
from wbl_aggregator.store import Store
from wbl_aggregator.store.bearing import bearing, decided, located
from wbl_aggregator.visits import Visit

MOST_COUNTED = 1_000
"""Pairs: a run does not look at all of them only to tell how many they are."""


@dataclass(frozen=True)
class Merged:
    """An entry that comes from more than one source."""

    entry: str
    title: str
    members: tuple[Member, ...]
    evidence: tuple[dict[str, Any], ...]
    conflicts: tuple[str, ...] = ()
    """Members in which its sources contradict each other."""


@dataclass(frozen=True)
class Published:
    """The statewide feed as it stands after a run that changed it."""

    sequence: int
    entries: int
    members: int
    tombstones: int
    merged: tuple[Merged, ...]
    over_shared: tuple[OverShared, ...]
    left_out: tuple[str, ...]
    crowds: tuple[Crowd, ...] = ()
    """What too many postings have in common, so that not all of them were compared."""
    undecided: int = 0
    """Pairs of postings that are alike and wait for a person's word; counted up to ``MOST_COUNTED``."""
    unheeded: tuple[str, ...] = ()
    """Verdicts that change nothing, with the reason."""


@dataclass(frozen=True)
class Run:
    """What one run did."""

    decisions: list[Decision]
    """On every source of the file, in its order; without what is held of it."""
    visits: dict[str, Visit]
    published: Published | None
    """The feed that was published; ``None`` when nothing had changed."""
    written: Written
    rebuilt: bool = False

    @property
    def failed(self) -> list[Decision]:
        """Sources that could not be read this time."""
        return [decision for decision in self.decisions if decision.state == "failed"]


def undecided_pairs(store: Store, matching: Matching, most: int = -1) -> list[Match]:
    """The pairs of postings that wait for a person's word, the most alike first; with ``most``, of any so many."""
    hidden = from_json(store.meta("hidden") or "[]")
    told = decided(store.database, matching.verdicts)
    return store.likeness.undecided(matching.settings.review, told, hidden, most)


def unheeded(store: Store, matching: Matching) -> list[tuple[Pair, str]]:
    """The verdicts that change nothing, each with the reason in words."""
    verdicts = located(store.database, matching.verdicts, store.sources_known())
    found: list[tuple[Pair, str]] = []
    for pair, say in verdicts.said.items():
        known = [[one for one in bearing(store.database, end) if store.likeness.knows(one)] for end in sorted(pair)]
        missing = [end for end, ones in zip(sorted(pair), known, strict=True) if not ones]
        if missing:
            found.append((pair, f"no posting of “{missing[0].source}” has the id {missing[0].id} now"))
        elif say == "same":
            entries = [{store.entries.entry_of(one.source, one.id) for one in ones} for ones in known]
            if entries[0].isdisjoint(entries[1]):
                why = "it would put two postings of one source, or two that you keep apart, into one entry"
                found.append((pair, f"{why}, by other verdicts"))
    return sorted(found, key=lambda one: sorted(one[0]))


def published_of(store: Store, outcome: Update, sequence: int, matching: Matching) -> Published:
    """What stands in the store now."""
    database = store.database
    rows = database.execute(
        "select id, members, evidence, value, conflicts from entry where evidence != '[]' order by place, id"
    )
    merged = [
        Merged(
            identity,
            from_json(value)["title"],
            tuple(Member(*one) for one in from_json(members)),
            tuple({"rule": one["rule"], "value": one["value"]} for one in from_json(evidence)),
            tuple(one["field"] for one in from_json(conflicts)),
        )
        for identity, members, evidence, value, conflicts in rows
    ]
    entries = store.entries.count()
    members = entries + sum(len(one.members) - 1 for one in merged)  # an entry without evidence has one
    gone = database.execute("select count(*) from gone").fetchone()[0]
    over = tuple(outcome.over_shared)
    crowds, undecided = tuple(store.likeness.crowds()), len(undecided_pairs(store, matching, MOST_COUNTED))
    left = tuple(outcome.left_out)
    idle = tuple(why for _, why in unheeded(store, matching))
    return Published(sequence, entries, members, gone, tuple(merged), over, left, crowds, undecided, idle)
