"""What the operator decides about single postings, which survives whatever the sources say."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from wbl_aggregator.match.evidence import identity
from wbl_aggregator.sources.decided import Block, Override
from wbl_feed.models import Posting


@dataclass(frozen=True)
class Moderation:
    """The blocks and overrides of a hub, in the order of their file."""

    blocks: tuple[Block, ...] = ()
    overrides: tuple[Override, ...] = ()

    def blocked(self, source: str, posting: Posting, statewide: str = "") -> Block | None:
        """The first block that keeps a posting of a source out, if there is one.

        A block by id holds for every id that the posting has or had, here or at the feeds that it came through.
        """
        if not self.blocks:
            return None
        ids = frozenset({*identity(posting), statewide})
        blocks = self.blocks if not ids.isdisjoint(self._blocked_ids) else self._without_id
        return next((block for block in blocks if block.holds(source, posting, ids)), None)

    def overridden(self, posting: Posting, source: str, statewide: str = "") -> Posting:
        """The posting as the operator corrected it; ``dateModified`` stays what the source says."""
        ids = {posting.id, *(posting.previous_ids or ()), statewide}
        if ids.isdisjoint(self._overridden_ids):
            return posting
        members = posting.members()
        for override in self.overrides:
            if override.id in ids and override.source in ("", source):
                kept = {name: value for name, value in members.items() if name not in override.unset}
                members = {**kept, **override.set}
        return Posting.from_members(members)

    @cached_property
    def digest(self) -> str:
        """A hash of what the decisions mean, apart from words that are for people alone."""
        blocks = [block.model_dump(mode="json", exclude={"reason", "since"}) for block in self.blocks]
        overrides = [override.model_dump(mode="json", exclude={"reason"}) for override in self.overrides]
        return hashlib.sha256(json.dumps([blocks, overrides], sort_keys=True).encode()).hexdigest()

    @cached_property
    def forgotten(self) -> frozenset[str]:
        """Ids of postings that are not even kept."""
        return frozenset(block.id for block in self.blocks if block.forget)

    def forgetting(self, *identities: str) -> Block | None:
        """The block by which a posting of one of these ids was forgotten, if there is one."""
        return next((block for block in self.blocks if block.forget and block.id in identities), None)

    @cached_property
    def _blocked_ids(self) -> frozenset[str]:
        return frozenset(block.id for block in self.blocks if block.id)

    @cached_property
    def _without_id(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if not block.id)

    @cached_property
    def _overridden_ids(self) -> frozenset[str]:
        return frozenset(override.id for override in self.overrides)
