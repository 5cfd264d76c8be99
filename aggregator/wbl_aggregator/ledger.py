"""Statewide ids: which member belongs to which entry, kept as text beside the feed so that ids outlive any state."""

import hashlib
import json
from dataclasses import dataclass, field

from wbl_aggregator.match import Group, Member


@dataclass(frozen=True)
class Entry:
    """A member's place in the statewide feed."""

    id: str
    """Statewide id."""
    feed: str
    """Id of the source's feed."""
    since: int
    """Sequence of the feed in which the statewide id first stood."""


@dataclass(frozen=True)
class Ledger:
    """Every member ever published, and the ids that became another."""

    entries: dict[Member, Entry] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Statewide id that was merged away → the one that took its place."""


def statewide_id(own_feed: str, source_feed: str, posting: str) -> str:
    """The id of an entry whose first member this is (spec section 17)."""
    name = hashlib.sha256(f"{source_feed}\n{posting}".encode()).hexdigest()[:16]
    return f"{own_feed.rstrip('/')}/{name}"


def assign(
    groups: list[Group], feeds: dict[str, str], ledger: Ledger, own_feed: str, sequence: int
) -> tuple[dict[str, Group], Ledger]:
    """The statewide id of every group, and the ledger that says so.

    An id stays with the group that holds its first member; of several ids the oldest stays and the
    others become its aliases; a group that splits off takes the id of its own first member.
    """
    named: dict[str, Group] = {}
    entries = dict(ledger.entries)
    aliases = dict(ledger.aliases)
    first_names = {
        member: statewide_id(own_feed, feeds[member.source], member.id) for group in groups for member in group.members
    }
    claims = sorted(
        (since, identity, not owns, index)
        for index, group in enumerate(groups)
        for since, identity, owns in _claims(group, ledger, first_names)
    )
    owner: dict[str, int] = {}
    for _, identity, _, index in claims:
        owner.setdefault(identity, index)
    for index, group in enumerate(groups):
        held = [identity for _, identity, _, at in claims if at == index and owner[identity] == index] if claims else []
        mine = held[0] if held else _own_name(group, first_names, named, owner)
        named[mine] = group
        aliases.pop(mine, None)
        for other in held[1:]:
            aliases[other] = mine
        for member in group.members:
            known = ledger.entries.get(member)
            since = known.since if known and known.id == mine else sequence
            entries[member] = Entry(mine, feeds[member.source], since)
    return named, Ledger(entries, aliases)


def _claims(group: Group, ledger: Ledger, first_names: dict[Member, str]) -> list[tuple[int, str, bool]]:
    """Ids that a group's members bear: since when, which, and whether its first member is here."""
    own = {first_names[member] for member in group.members}
    found: dict[str, int] = {}
    for member in group.members:
        known = ledger.entries.get(member)
        if known:
            found[known.id] = min(known.since, found.get(known.id, known.since))
    return [(since, identity, identity in own) for identity, since in found.items()]


def _own_name(group: Group, first_names: dict[Member, str], named: dict[str, Group], owner: dict[str, int]) -> str:
    free = [first_names[member] for member in group.members if first_names[member] not in owner]
    return next(name for name in (*free, *(first_names[m] for m in group.members)) if name not in named)


def write_ledger(ledger: Ledger) -> bytes:
    """The ledger as one JSON object a line, in a fixed order."""
    lines = [
        {"source": member.source, "feed": entry.feed, "id": member.id, "entry": entry.id, "since": entry.since}
        for member, entry in sorted(ledger.entries.items())
    ]
    more = [{"alias": alias, "entry": entry} for alias, entry in sorted(ledger.aliases.items())]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in (*lines, *more))


def read_ledger(content: bytes) -> Ledger:
    """The ledger that was published. Raises ``ValueError`` or ``KeyError`` for a damaged one."""
    entries: dict[Member, Entry] = {}
    aliases: dict[str, str] = {}
    for line in content.decode("utf-8").splitlines():
        value = json.loads(line)
        if "alias" in value:
            aliases[value["alias"]] = value["entry"]
        else:
            entries[Member(value["source"], value["id"])] = Entry(value["entry"], value["feed"], value["since"])
    return Ledger(entries, aliases)
