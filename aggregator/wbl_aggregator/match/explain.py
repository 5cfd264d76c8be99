"""Why two postings are alike, or what keeps them apart, so that it can be told: points by field, words, rivals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from wbl_aggregator.match.block import keys
from wbl_aggregator.match.evidence import Edge, Member
from wbl_aggregator.match.points import Part, compare
from wbl_aggregator.match.rarity import Rarity
from wbl_aggregator.match.record import Record
from wbl_aggregator.match.veto import veto
from wbl_aggregator.match.words import plain, split, stem, written_out
from wbl_feed.models import Posting

Json = dict[str, Any]
_MOST_WORDS, _MOST_RIVALS = 5, 10


class Rival(NamedTuple):
    """A posting that is alike one of two, too, in the source of the other."""

    member: Member
    of: Member
    """The one that it is alike."""
    points: int

    @classmethod
    def of_edge(cls, other: Edge, edge: Edge) -> Self | None:
        """The rival that another edge names, if it does."""
        for mine, meant in ((edge.a, edge.b), (edge.b, edge.a)):
            ends = {other.a, other.b}
            if mine in ends and meant not in ends:
                (rival,) = ends - {mine}
                if rival.source == meant.source:
                    return cls(rival, mine, other.points)
        return None


class Field(NamedTuple):
    """What one field gives."""

    name: str
    points: int
    values: tuple[str, str]
    """As the two postings have it; empty where one says nothing."""
    unmatched: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The words that only one of them has, those that tell most first."""


@dataclass(frozen=True)
class Explanation:
    """How alike two postings are."""

    points: int
    fields: tuple[Field, ...]
    block: str
    """The rarest key by which they were compared; empty where they share none."""
    veto: str
    """What keeps them apart, whatever their points; empty where nothing does."""
    statistics: str
    """The version of the statistics of words."""

    def to_json(self, least: int, rivals: Sequence[Rival] = ()) -> Json:
        """The same as JSON, with the points from which on two postings of these sources are one entry."""
        found: Json = {
            "points": self.points,
            "least": least,
            "fields": [_field(one) for one in self.fields],
            "block": self.block,
            "statistics": self.statistics,
        }
        if self.veto:
            found["veto"] = self.veto
        if rivals:
            ordered = sorted(rivals, key=lambda one: (-one.points, one.member))[:_MOST_RIVALS]
            found["rivals"] = [
                {"posting": [*one.member.key], "alike": [*one.of.key], "points": one.points} for one in ordered
            ]
        return found


def explain(
    records: tuple[Record, Record],
    postings: tuple[Posting, Posting],
    rarity: Rarity,
    beside: tuple[tuple[int, int], tuple[int, int]],
) -> Explanation:
    """How alike two records are, in the words of their postings; ``beside`` is for each how many postings its source
    has of that title at that employer, and at that employer.
    """
    a, b = records
    (siblings, postings_there), (others, others_there) = beside
    found = compare(a, b, rarity, siblings * others, postings_there * others_there)
    swapped = b.member < a.member
    fields = tuple(_told(part, records, postings, rarity, swapped=swapped) for part in found.parts)
    shared = sorted(keys(a) & keys(b), key=lambda key: (-rarity.of_title(key.split()), key))
    return Explanation(found.total, fields, shared[0] if shared else "", veto(a, b), rarity.version)


def _told(
    part: Part, records: tuple[Record, Record], postings: tuple[Posting, Posting], rarity: Rarity, *, swapped: bool
) -> Field:
    one, other = postings
    values = (_value(part.field, one, records[0]), _value(part.field, other, records[1]))
    if not isinstance(part.found, tuple) or part.field not in ("title", "employer"):
        return Field(part.field, part.points, values)
    weigh = rarity.of_title if part.field == "title" else rarity.of_employer
    sides = part.found[::-1] if swapped else part.found
    words = [
        tuple(_spoken(value, sorted(side, key=lambda word: (-weigh([word]), word))[:_MOST_WORDS]))
        for value, side in zip(values, sides, strict=True)
    ]
    return Field(part.field, part.points, values, (words[0], words[1]))


def _spoken(text: str, stems: Sequence[str]) -> list[str]:
    """The words of a text that have these stems, in the order of the stems."""
    words = {stem(written_out(word)): word for word in split(plain(text))}
    return [words.get(one, one) for one in stems]


def _value(name: str, posting: Posting, record: Record) -> str:
    employer = posting.hiring_organization or posting.provider
    texts = {
        "title": posting.title,
        "wording": posting.title,
        "employer": employer.name if employer else "",
        "place": ", ".join(sorted(record.towns.names)),
        "posted": posting.date_posted or "",
        "year": ", ".join(sorted(record.years)),
        "season": ", ".join(sorted(record.seasons)),
        "session": ", ".join(sorted(record.title.sessions)),
        "kind": ", ".join(sorted(record.title.kinds)),
        "level": ", ".join(sorted(record.title.levels)),
        "seniority": ", ".join(sorted(record.title.seniority)),
    }
    return texts.get(name, "")


def _field(one: Field) -> Json:
    found: Json = {"field": one.name, "points": one.points, "values": list(one.values)}
    if any(one.unmatched):
        found["unmatched"] = [list(side) for side in one.unmatched]
    return found
