"""The life of a posting: where it is seen, what changed, and why it is hidden, held or gone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from wbl_aggregator.decisions.words import STATES
from wbl_aggregator.visits import Held, Life, SourceState, Visit
from wbl_feed.notices import shown

if TYPE_CHECKING:
    from wbl_aggregator.store import Store

_LONG = 200


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


@dataclass(frozen=True)
class Told:
    """What is known of what somebody asked for."""

    asked: str
    entries: tuple[EntryStory, ...] = ()
    life: tuple[Life, ...] = ()
    """Of a posting that is in no entry."""
    refusals: tuple[Mapping[str, Any], ...] = ()
    """Notices of the last documents that name it."""
    held: tuple[Held, ...] = field(default=())

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(self.entries or self.life or self.refusals or self.held)


def tell_life(store: "Store", asked: str) -> Told:
    """Look for an entry, a posting or an address, in all that is kept."""
    visits = store.visits()
    held = store.held("")
    entries = tuple(_entry(store, identity, visits, held) for identity in store.find(asked))
    postings = {asked, *(member.id for entry in entries for member in entry.members)}
    refusals = tuple(
        {"source": source, **notice}
        for source in visits
        for notice in store.notices(source)
        if notice.get("posting") in postings and notice.get("severity") == "error"
    )
    told = {life for entry in entries for life in entry.life}
    life = tuple(one for one in store.life(asked) if one not in told)
    return Told(asked, entries, life, refusals, tuple(one for one in held if one.id == asked))


def _entry(store: "Store", identity: str, visits: Mapping[str, Visit], held: Sequence[Held]) -> EntryStory:
    reasons = {(one.source, one.id): one.reason for one in held}
    value, found = store.entry(identity), store.entries.get(identity)
    gone = store.entries.gone(identity)
    members = tuple(
        Membership(
            source, posting, present, title, visits.get(source, Visit(source)).state, reasons.get((source, posting), "")
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
    )


def told_json(told: Told) -> dict[str, Any]:
    """All of it, for scripts."""
    return asdict(told)


def told_text(told: Told) -> str:
    """All of it, in words."""
    parts = [_entry_text(entry) for entry in told.entries]
    parts += [f"{told.asked} is held: {one.reason} (source {one.source}, since {one.since})." for one in told.held]
    if told.refusals:
        lines = [f"  {one['source']}: {one.get('message', '')} [{one['code']}]" for one in told.refusals]
        fixes = dict.fromkeys(f"    {one['fix']}" for one in told.refusals if one.get("fix"))
        head = "Refused in the last document, so that its last good version stays, if there is one:"
        parts.append("\n".join([head, *lines, *fixes]))
    if told.life:
        parts.append("\n".join([f"What happened to {told.asked}:", *map(_life_text, told.life)]))
    return "\n\n".join(parts)


def _entry_text(entry: EntryStory) -> str:
    lines = [entry.id]
    if entry.posting:
        lines.append(
            f"  “{shown(entry.posting['title'])}”, {entry.posting['status']}, {shown(entry.posting['url'], _LONG)}"
        )
        lines.append(f"  In the feed, last changed {entry.posting['dateModified']}.")
    elif entry.tombstone:
        after = entry.tombstone.get("replacedBy")
        reason = entry.tombstone.get("reason", "withdrawn")
        lines.append(
            f"  Not in the feed since {entry.tombstone['dateDeleted']}: {reason}{f', now {after}' if after else ''}."
        )
    else:
        lines.append("  Not in the feed: every posting that it was made of is hidden or gone.")
    for member in entry.members:
        lines.append(f"  {'seen at' if member.present else 'was at '} {member.source}: {shown(member.id, _LONG)}")
        if member.title and not (entry.posting and entry.posting["title"] == member.title):
            lines.append(f"    “{shown(member.title)}”")
        if member.held:
            lines.append(f"    Held, since its source no longer has it: {member.held}")
        if member.state not in ("ok", "") and member.state in STATES:
            lines.append(f"    The source is {member.state}: {_meaning(member.state)}")
    if entry.evidence:
        lines.append("  One entry because of:")
        lines += [f"    {one.get('rule', '')}: {shown(one.get('value', ''), _LONG)}" for one in entry.evidence]
    if entry.life:
        lines += ["  Its life:", *(f"  {_life_text(one)}" for one in entry.life)]
    return "\n".join(lines)


def _meaning(state: str) -> str:
    known: dict[str, SourceState] = {one: one for one in STATES}
    return STATES[known[state]].meaning


def _life_text(life: Life) -> str:
    detail = f": {shown(life.detail, _LONG)}" if life.detail else ""
    return f"  {life.at}  {life.what} at {life.source}{detail}"
