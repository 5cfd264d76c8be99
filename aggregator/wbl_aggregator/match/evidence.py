"""Declared evidence that two postings are one opportunity (spec section 17): no model, no guess."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from wbl_aggregator.match.apply_url import apply_key, apply_number, names_a_form
from wbl_feed.models import Posting

RULES = ("same-id", "previous-id", "same-as", "requisition", "apply-url")
"""Kinds of evidence, the strongest first."""
_LEGAL_FORMS = re.compile(r"\b(?:incorporated|inc|llc|l\.l\.c|ltd|limited|corporation|corp|company|co)\b\.?")


@dataclass(frozen=True, order=True)
class Member:
    """One live posting of one source."""

    source: str
    id: str


@dataclass(frozen=True, order=True)
class Edge:
    """Two members of different sources, and the evidence that they are one opportunity."""

    rank: int
    value: str
    a: Member
    b: Member

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
    earlier = {origin.id for origin in posting.provenance or ()}
    hops = {hop.id for origin in posting.provenance or () for hop in origin.via or () if hop.id}
    return {posting.id, *(posting.previous_ids or ()), *earlier, *hops}


def keys(posting: Posting) -> Iterator[tuple[int, str]]:
    """What a posting can be found by: rank of the evidence and its value."""
    for iri in sorted(identity(posting) - set(posting.previous_ids or ())):
        yield 0, iri
    for iri in (*(posting.previous_ids or ()), *(posting.replaces or ())):
        yield 1, iri
    for iri in dict.fromkeys(posting.same_as or ()):
        yield 2, iri
    employer = employer_key(posting.hiring_organization.name) if posting.hiring_organization else ""
    for identifier in (posting.identifier or ()) if employer else ():
        yield 3, f"{employer} | {identifier.property_id.casefold()} | {identifier.value.casefold().strip()}"
    apply_url = (posting.how_to_apply and posting.how_to_apply.url) or posting.url
    if key := apply_key(apply_url):
        yield 4, key
    if employer and (number := _number(apply_url)):
        yield 4, f"{employer} | {number}"


def _number(url: str) -> str | None:
    """The posting's number in an address, on the employer's own page as in an applicant system."""
    key = apply_key(url) or ""
    return key.rsplit(":", 1)[1] if key.startswith(("greenhouse:", "smartrecruiters:")) else apply_number(url)


def employer_key(name: str) -> str:
    """An employer's name without case, punctuation and legal form."""
    folded = _LEGAL_FORMS.sub(" ", name.casefold().replace("&", " and "))
    return " ".join(re.findall(r"\w+", folded))


def find_edges(postings: dict[Member, Posting]) -> tuple[list[Edge], list[OverShared]]:
    """Every pair of members of different sources that some evidence joins, and the values that join too much."""
    holders: dict[tuple[int, str], set[Member]] = defaultdict(set)
    answers: dict[str, set[Member]] = defaultdict(set)
    for member, posting in postings.items():
        for rank, value in keys(posting):
            holders[rank, value].add(member)
        for iri in {*identity(posting), posting.url}:
            answers[iri].add(member)
    for rank, value in list(holders):
        if rank in (1, 2):  # names another posting by its id or page
            holders[rank, value] |= answers[value]
    edges: list[Edge] = []
    over: list[OverShared] = []
    for (rank, value), members in sorted(holders.items()):
        if len(members) < 2:
            continue
        crowded = [] if rank < 2 else _crowded(members, 2 if rank == 4 and names_a_form(value) else 1)
        if crowded:
            over += [OverShared(RULES[rank], value, source, number) for source, number in crowded]
            continue
        edges += [Edge(rank, value, a, b) for a, b in combinations(sorted(members), 2) if a.source != b.source]
    return edges, over


def _crowded(members: Iterable[Member], most: int) -> list[tuple[str, int]]:
    """Sources that use a value for more live postings than may be one opportunity listed twice."""
    counts: dict[str, int] = defaultdict(int)
    for member in members:
        counts[member.source] += 1
    return sorted((source, number) for source, number in counts.items() if number > most)
