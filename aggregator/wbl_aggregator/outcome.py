"""What a run did, as a value: for the summary, for scripts, for tests."""

from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from wbl_aggregator.accept import Decision
from wbl_aggregator.match import Member, OverShared
from wbl_aggregator.match.best_first import Match
from wbl_aggregator.match.block import Crowd
from wbl_aggregator.publishing import Written
from wbl_aggregator.sources import Matching
from wbl_aggregator.statewide import Update
from wbl_aggregator.store import Store
from wbl_aggregator.visits import Visit


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
    """Pairs of postings that are alike and wait for a person's word."""


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


def undecided_pairs(store: Store, matching: Matching) -> list[Match]:
    """The pairs of postings that wait for a person's word, the most alike first."""
    hidden = from_json(store.meta("hidden") or "[]")
    return store.likeness.undecided(matching.settings.review, matching.verdicts.said, hidden)


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
    crowds, undecided = tuple(store.likeness.crowds()), len(undecided_pairs(store, matching))
    left = tuple(outcome.left_out)
    return Published(sequence, entries, members, gone, tuple(merged), over, left, crowds, undecided)
