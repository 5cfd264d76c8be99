"""What people decided about pairs of postings: pinned facts that no comparison changes."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Literal, Self

from wbl_aggregator.match.evidence import DECISION, Edge, Member
from wbl_feed.models import Posting

Say = Literal["same", "apart"]
Pair = frozenset[Member]
_FORMER = "by a former id"


@dataclass(frozen=True)
class Verdicts:
    """Pairs that are the same, and pairs that are not."""

    said: Mapping[Pair, Say] = field(default_factory=dict)

    def on(self, postings: Mapping[Member, Posting]) -> tuple[list[Edge], frozenset[Pair]]:
        """The edges between postings that are the same by a verdict, and the pairs that must be apart.

        A verdict holds for every posting of its source that has or had the id; first for the one that has it.
        """
        if not self.said:
            return [], frozenset()
        bearing: dict[Member, list[Member]] = defaultdict(list)
        for member, posting in postings.items():
            for identity in {member.id, *(posting.previous_ids or ())}:
                bearing[Member(member.source, identity)].append(member)
        edges, apart = set(), set()
        for name, other_name, say in self._among(bearing):
            for one, other in product(bearing[name], bearing[other_name]):
                if say == "apart":
                    apart.add(frozenset((one, other)))
                else:
                    by = "" if (one, other) == (name, other_name) else _FORMER  # which comes after
                    edges.add(Edge(DECISION, by, min(one, other), max(one, other)))
        return sorted(edges), frozenset(apart)

    def _among(self, names: Collection[Member]) -> Iterator[tuple[Member, Member, Say]]:
        """The verdicts on pairs of which both are among some names, each once."""
        for one in names:
            for other, say in self._of.get(one, ()):
                if one < other and other in names:
                    yield one, other, say

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
