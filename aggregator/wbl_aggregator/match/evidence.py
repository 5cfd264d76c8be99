"""Declared evidence that two postings are one opportunity (spec section 17): no model, no guess."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wbl_aggregator.match.apply_url import apply_key, apply_number
from wbl_aggregator.match.systems import names_a_form
from wbl_feed.models import Posting

RULES = ("same-id", "previous-id", "same-as", "requisition", "apply-url", "similar", "decision")
"""Kinds of evidence as the standard ranks them; a person's decision, the last, is stronger than all others."""
SIMILAR, DECISION = RULES.index("similar"), RULES.index("decision")
PREVIOUS_ID = RULES.index("previous-id")
"""Up to this rank, evidence is an id of a posting; from the next on it may be a page or a catch-all number."""
_HANDFUL = 20
"""How many live postings of one source may share an id, present or former, that still identifies them."""
_REQUISITION = frozenset({"requisition", "requisitionid", "requisitionnumber", "req", "reqid", "reqnumber"})
"""Kinds of identifier that are the employer's number of an opening, without case, spaces and punctuation."""
# The legal forms that the specification names (section 17.5, rule 1), and no more: what is declared must mean the same
# at every aggregator. Probable matches know more of them (employers.py).
_LEGAL_FORMS = re.compile(r"\b(?:incorporated|inc|llc|l\.l\.c|ltd|limited|corporation|corp|company|co)\b\.?")


@dataclass(frozen=True, order=True, slots=True)
class Member:
    """One live posting of one source."""

    source: str
    id: str

    @property
    def key(self) -> tuple[str, str]:
        """Both, as a table has them."""
        return self.source, self.id


@dataclass(frozen=True, order=True)
class Edge:
    """Two members of different sources, and the evidence that they are one opportunity."""

    rank: int
    value: str
    a: Member
    b: Member
    points: int = 0
    """How much speaks for a similar pair."""
    told: Mapping[str, Any] | None = field(default=None, compare=False)
    """How a similar pair came to its points, as JSON."""

    @property
    def rule(self) -> str:
        """The kind of evidence."""
        return RULES[self.rank]


@dataclass(frozen=True)
class OverShared:
    """A value that one source uses for several live postings, so that it identifies none."""

    rule: str
    value: str
    source: str
    count: int


def identity(posting: Posting) -> set[str]:
    """The identity set of a posting: its id and the ids it had or has at its sources (spec section 7.4)."""
    return _present(posting) | set(posting.previous_ids or ())


def keys(posting: Posting) -> Iterator[tuple[int, str]]:
    """What a posting says it can be found by, or names another posting by: rank of the evidence and its value."""
    for iri in _present(posting):
        yield 0, iri
    for iri in (*(posting.previous_ids or ()), *(posting.replaces or ())):
        yield 1, iri
    for iri in posting.same_as or ():
        yield 2, iri
    employer = employer_key(posting.hiring_organization.name) if posting.hiring_organization else ""
    for identifier in (posting.identifier or ()) if employer else ():
        if re.sub(r"[\W_]+", "", identifier.property_id.casefold()) in _REQUISITION:
            yield 3, f"{employer} | {identifier.value.casefold().strip()}"
    apply_url = (posting.how_to_apply and posting.how_to_apply.url) or posting.url
    key = apply_key(apply_url)
    if key:
        yield 4, key
    if employer and (number := _number(apply_url, key or "")):
        yield 4, f"{employer} | {number}"


def _present(posting: Posting) -> set[str]:
    """The ids that a posting has, here and at its sources."""
    earlier = {origin.id for origin in posting.provenance or ()}
    hops = {hop.id for origin in posting.provenance or () for hop in origin.via or () if hop.id}
    return {posting.id, *earlier, *hops}


def _number(url: str, key: str) -> str | None:
    """The posting's number in an address, on the employer's own page as in an applicant system."""
    return key.rsplit(":", 1)[1] if key.startswith(("greenhouse:", "smartrecruiters:")) else apply_number(url)


def employer_key(name: str) -> str:
    """An employer's name without case, punctuation and legal form."""
    folded = _LEGAL_FORMS.sub(" ", name.casefold().replace("&", " and "))
    return " ".join(re.findall(r"\w+", folded))


def find_edges(postings: dict[Member, Posting]) -> tuple[list[Edge], list[OverShared]]:
    """Every pair of members of different sources that some evidence joins, and the values that join too much."""
    namers: dict[tuple[int, str], set[Member]] = defaultdict(set)
    by_id: dict[str, set[Member]] = defaultdict(set)
    by_page: dict[str, set[Member]] = defaultdict(set)
    for member, posting in postings.items():
        for key in keys(posting):
            namers[key].add(member)
        for iri in identity(posting):
            by_id[iri].add(member)
        by_page[posting.url].add(member)
    edges: list[Edge] = []
    over: list[OverShared] = []
    for (rank, value), naming in sorted(namers.items()):
        named = naming
        if RULES[rank] == "previous-id":
            named = by_id.get(value, set())
        elif RULES[rank] == "same-as":
            named = by_id.get(value, set()) | by_page.get(value, set())
        meant = _meant(naming | named, postings, _HANDFUL if rank <= PREVIOUS_ID else 1)
        naming, named = naming & meant, named & meant
        crowded = _crowded(meant, _most(rank, value))
        over += [OverShared(RULES[rank], value, source, number) for source, number in crowded.items()]
        if crowded and rank > PREVIOUS_ID:
            continue  # a landing page or a catch-all number
        pairs = {(min(a, b), max(a, b)) for a, b in _across(naming, named, crowded)}
        edges += [Edge(rank, value, a, b) for a, b in sorted(pairs)]
    return edges, over


def _most(rank: int, value: str) -> int:
    """How many live postings of one source may have a value: more cannot be one opportunity listed several times."""
    if rank <= PREVIOUS_ID:
        return _HANDFUL
    return 2 if RULES[rank] == "apply-url" and names_a_form(value) else 1


def _meant(members: set[Member], postings: dict[Member, Posting], most: int) -> set[Member]:
    """Whom a value may identify: where a source uses it for more than ``most``, its live postings, if it has any."""
    shared = _crowded(members, most)
    if not shared:
        return members
    live = {member for member in members if postings[member].live}
    without = shared.keys() - {member.source for member in live}
    return {member for member in members if member.source not in shared or member in live or member.source in without}


def _crowded(members: Iterable[Member], most: int) -> dict[str, int]:
    """Sources that use a value for more postings than ``most``, in order, and for how many."""
    counts = Counter(member.source for member in members)
    return {source: number for source, number in sorted(counts.items()) if number > most}


def _across(naming: set[Member], named: set[Member], without: Container[str]) -> Iterator[tuple[Member, Member]]:
    """Who names whom in another source; a value that only third postings have in common joins nothing."""
    owners = [member for member in named if member.source not in without]
    for member in naming:
        if member.source not in without:
            yield from ((member, owner) for owner in owners if owner.source != member.source)
