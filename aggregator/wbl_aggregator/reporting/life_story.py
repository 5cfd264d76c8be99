"""The life of a posting: where it is seen, what changed, and why it is hidden, held or gone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from wbl_aggregator.reporting.reasons import in_words, to_decide
from wbl_aggregator.visits import Held, Life, Visit
from wbl_feed.models import Posting

if TYPE_CHECKING:
    from wbl_aggregator.sources import Moderation
    from wbl_aggregator.store import Store


@dataclass(frozen=True)
class Membership:
    """A posting that is or was in an entry."""

    source: str
    id: str
    present: bool
    """Whether it is in the entry now."""
    title: str
    state: str
    """Of its source."""
    held: str = ""
    """Why it is kept though its source no longer has it."""
    moderated: str = ""
    """What the operator decided about it."""


@dataclass(frozen=True)
class EntryStory:
    """An entry of the statewide feed, or one that was."""

    id: str
    posting: Mapping[str, Any] | None
    """What is published; ``None`` where it is gone."""
    tombstone: Mapping[str, Any] | None
    members: tuple[Membership, ...]
    evidence: tuple[Mapping[str, Any], ...]
    """Why its members are one."""
    life: tuple[Life, ...]
    links: tuple[Mapping[str, str], ...] = ()
    """Other entries of the same programme."""


@dataclass(frozen=True)
class Told:
    """What is known of what somebody asked for."""

    asked: str
    entries: tuple[EntryStory, ...] = ()
    life: tuple[Life, ...] = ()
    """Of a posting that is in no entry."""
    refusals: tuple[Mapping[str, Any], ...] = ()
    """Notices of the last documents that name it."""
    held: tuple[Held, ...] = ()
    """Kept though its source no longer has it, and in no entry."""
    moderated: tuple[str, ...] = ()
    """What the operator decided about it, in no entry."""
    forgotten: str = ""
    """That the operator had it forgotten, of one in no entry."""

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(self.entries or self.life or self.refusals or self.held or self.moderated or self.forgotten)


def tell_life(store: "Store", asked: str, moderation: "Moderation") -> Told:
    """Look for an entry, a posting or an address, in all that is kept."""
    if not asked:
        return Told(asked)
    visits = store.visits()
    held = to_decide(store.held())
    entries = tuple(_entry(store, identity, visits, held, moderation) for identity in store.find(asked))
    postings = {asked, *(member.id for entry in entries for member in entry.members)}
    refusals = tuple(
        {"source": source, **notice}
        for source in visits
        for notice in store.notices(source)
        if notice.get("posting") in postings and notice.get("severity") == "error"
    )
    told = {life for entry in entries for life in entry.life}
    life = tuple(one for one in store.life(asked) if one not in told)
    members = {(member.source, member.id) for entry in entries for member in entry.members}
    alone = tuple(one for one in held if one.id == asked and (one.source, one.id) not in members)
    sources = dict.fromkeys(one.source for one in life)
    moderated = [f"{source}: {said}" for source in sources if (said := _moderated(store, source, asked, moderation))]
    forgotten = "" if entries or moderated else _forgotten(moderation, asked)
    return Told(asked, entries, life, refusals, alone, tuple(moderated), forgotten)


def _moderated(store: "Store", source: str, identity: str, moderation: "Moderation", entry: str = "") -> str:
    """What the operator decided about a posting, as its source has it now."""
    value = store.holdings.value(source, identity)
    if value is None:
        return _forgotten(moderation, identity, entry)
    posting = Posting.from_members(from_json(value))
    if block := moderation.blocked(source, posting, entry):
        return f"You block it: {block.reason}"
    return "You override some of its members." if moderation.overridden(posting, source, entry) != posting else ""


def _forgotten(moderation: "Moderation", *identities: str) -> str:
    block = moderation.forgetting(*identities)
    return f"You had it forgotten: {block.reason}" if block else ""


def _entry(
    store: "Store", identity: str, visits: Mapping[str, Visit], held: Sequence[Held], moderation: "Moderation"
) -> EntryStory:
    reasons = {(one.source, one.id): in_words(one.reason) for one in held}
    value, found = store.entry(identity), store.entries.get(identity)
    gone = store.entries.gone(identity)
    members = tuple(
        Membership(
            source,
            posting,
            present,
            title,
            visits.get(source, Visit(source)).state,
            reasons.get((source, posting), ""),
            _moderated(store, source, posting, moderation, identity),
        )
        for source, posting, present, title in store.members(identity)
    )
    return EntryStory(
        identity,
        json.loads(value) if value else None,
        json.loads(gone) if gone and not value else None,
        members,
        found.evidence if found else (),
        tuple(store.life(identity)),
        tuple(link._asdict() for link in store.programmes.links(identity)) if value else (),
    )


def told_json(told: Told) -> dict[str, Any]:
    """All of it, for scripts."""
    return asdict(told)
