"""What people decided about pairs of postings: pinned facts that no comparison changes."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

from wbl_aggregator.match.evidence import DECISION, Edge, Member
from wbl_feed.models import Posting

Say = Literal["same", "apart"]
Pair = frozenset[Member]


@dataclass(frozen=True)
class Verdicts:
    """Pairs that are the same, and pairs that are not."""

    said: Mapping[Pair, Say] = field(default_factory=dict)

    def on(self, postings: Mapping[Member, Posting]) -> tuple[list[Edge], frozenset[Pair]]:
        """The edges between postings that are the same by a verdict, and the pairs that must be apart.

        A verdict holds for a posting under the ids that it had before at its source, too.
        """
        if not self.said:
            return [], frozenset()
        now = {Member(one.source, earlier): one for one, posting in postings.items()
               for earlier in posting.previous_ids or ()} | {one: one for one in postings}  # fmt: skip
        edges, apart = [], set()
        for named, member in now.items():
            for other, say in self._of[named]:
                met = now.get(other)
                if met is None or met == member:
                    continue
                if say == "apart":
                    apart.add(frozenset((member, met)))
                elif member < met:
                    edges.append(Edge(DECISION, "", member, met))
        return sorted(set(edges)), frozenset(apart)

    def differing(self, others: "Verdicts") -> set[Member]:
        """The postings of which other verdicts say something else."""
        pairs = self.said.items() ^ others.said.items()
        return {member for pair, _ in pairs for member in pair}

    def to_json(self) -> str:
        """The verdicts as text, the same text for the same verdicts."""
        rows = [[say, *([one.source, one.id] for one in sorted(pair))] for pair, say in self.said.items()]
        return json.dumps(sorted(rows))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The verdicts of a text."""
        return cls({frozenset(Member(*one) for one in pair): say for say, *pair in json.loads(text)})

    @property
    def same(self) -> Iterable[Pair]:
        """The pairs that are the same."""
        return (pair for pair, say in self.said.items() if say == "same")

    @cached_property
    def _of(self) -> Mapping[Member, Collection[tuple[Member, Say]]]:
        found: dict[Member, list[tuple[Member, Say]]] = defaultdict(list)
        for pair, say in self.said.items():
            one, other = sorted(pair)
            found[one].append((other, say))
            found[other].append((one, say))
        return found
