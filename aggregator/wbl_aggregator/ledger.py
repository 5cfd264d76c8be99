"""Statewide ids: which member belongs to which entry, kept as text beside the feed so that ids outlive any state."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
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


def statewide_id(own_feed: str, source_feed: str, posting: str, digits: int = 16) -> str:
    """The id of an entry whose first member this is (spec section 17.4); more digits where two would be the same."""
    name = hashlib.sha256(f"{source_feed}\n{posting}".encode()).hexdigest()[:digits]
    return f"{own_feed.rstrip('/')}/{name}"


@dataclass(frozen=True)
class Origin:
    """Where a member was first published: what its statewide id is made from."""

    source_feed: str
    """Id of the feed it was crawled from."""
    feed: str
    """Id of the feed it came from at first, which differs when it came through an aggregator."""
    id: str
    """Its id there."""
    previous_ids: tuple[str, ...] = ()
    """Ids it had before, by which its entry is found again when a source changes them."""


def assign(
    groups: list[Group],
    origins: dict[Member, Origin],
    ledger: Ledger,
    own_feed: str,
    sequence: int,
    stands_elsewhere: Callable[[str], bool] = lambda identity: False,
) -> tuple[dict[str, Group], Ledger]:
    """The statewide id of every group, and the ledger that says so.

    An id stays with the group that holds its first member; of several ids the oldest stays and the
    others become its aliases; a group that splits off takes the id of its own first member.
    ``stands_elsewhere`` tells of ids that entries have which are not among these groups.
    """
    own = {member: statewide_id(own_feed, origin.feed, origin.id) for member, origin in origins.items()}
    by_feed = {(entry.feed, member.id): entry for member, entry in ledger.entries.items()}
    known = {member: _known(member, origin, ledger, by_feed) for member, origin in origins.items()}
    owner = _owners(groups, known, own)
    held: dict[int, list[str]] = defaultdict(list)
    for identity, index in owner.items():
        held[index].append(identity)
    named: dict[str, Group] = {}
    taken = set(owner)
    entries, aliases = dict(ledger.entries), dict(ledger.aliases)
    for index, group in enumerate(groups):
        mine = held[index][0] if held[index] else _new_id(group, origins, own, own_feed, taken, stands_elsewhere)
        taken.add(mine)
        named[mine] = group
        aliases |= dict.fromkeys(held[index][1:], mine)
        for member in group.members:
            before = known[member]
            since = before.since if before and before.id == mine else sequence
            entries[member] = Entry(mine, origins[member].source_feed, since)
    return named, Ledger(entries, _resolved({alias: entry for alias, entry in aliases.items() if alias not in named}))


def _resolved(aliases: dict[str, str]) -> dict[str, str]:
    """Aliases that lead to an entry in one step."""
    found = {}
    for alias, entry in aliases.items():
        seen = {alias}
        while entry in aliases and entry not in seen:
            seen.add(entry)
            entry = aliases[entry]
        found[alias] = entry
    return found


def _new_id(
    group: Group,
    origins: dict[Member, Origin],
    own: dict[Member, str],
    own_feed: str,
    taken: set[str],
    stands_elsewhere: Callable[[str], bool],
) -> str:
    """The id of a group that has none: of its first member, unless another entry has that."""
    if (likely := own[group.members[0]]) not in taken and not stands_elsewhere(likely):
        return likely
    first = [(origins[member].feed, origins[member].id) for member in group.members]
    here = [(origins[member].source_feed, member.id) for member in group.members]
    names = (statewide_id(own_feed, *name, digits) for name in (*first, *here) for digits in (16, 24, 32, 64))
    return next(name for name in names if name not in taken and not stands_elsewhere(name))


def _known(member: Member, origin: Origin, ledger: Ledger, by_feed: dict[tuple[str, str], Entry]) -> Entry | None:
    """A member's entry: by its id or an earlier one, at its source or, where the operator renamed that, at its feed."""
    for identity in (member.id, *origin.previous_ids):
        entry = ledger.entries.get(Member(member.source, identity)) or by_feed.get((origin.source_feed, identity))
        if entry:
            return entry
    return None


def _owners(groups: list[Group], known: dict[Member, Entry | None], own: dict[Member, str]) -> dict[str, int]:
    """Which group keeps each id in force, oldest id first: the group with its first member, else the first group."""
    claims: list[tuple[int, str, bool, int]] = []
    for index, group in enumerate(groups):
        names = {own[member] for member in group.members}
        since: dict[str, int] = {}
        for member in group.members:
            before = known[member]
            if before:
                since[before.id] = min(before.since, since.get(before.id, before.since))
        claims += [(first, identity, identity not in names, index) for identity, first in since.items()]
    owner: dict[str, int] = {}
    for _, identity, _, index in sorted(claims, key=lambda claim: (claim[2], claim[3])):
        owner.setdefault(identity, index)
    age: dict[str, int] = {}
    for first, identity, _, _ in claims:
        age[identity] = min(first, age.get(identity, first))
    return dict(sorted(owner.items(), key=lambda item: (age[item[0]], item[0])))


def former_ids(named: dict[str, Group], ledger: Ledger) -> dict[str, list[str]]:
    """Ids that led to each entry before: merged-away statewide ids, and ids of members that its sources dropped.

    An id that belongs to another posting now leads to that one (spec section 17.2).
    """
    former: dict[str, list[str]] = defaultdict(list)
    for alias, entry in ledger.aliases.items():
        former[entry].append(alias)
    present = {member.id for group in named.values() for member in group.members}
    for member, known in ledger.entries.items():
        if known.id in named and member.id not in present:
            former[known.id].append(member.id)
    return former


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
