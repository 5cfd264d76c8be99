"""How much a word tells: statistics of words, frozen so that one new posting changes no old decision."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wbl_aggregator.match.record import Record

FULL = 1_000
"""The weight of a word that nothing else has."""


@dataclass(frozen=True, eq=False)
class Rarity:
    """Weights of words from 0 to ``FULL``: of titles by how many records have them, of names by how many employers."""

    title: Mapping[str, int]
    employer: Mapping[str, int]

    def of_title(self, words: Iterable[str]) -> int:
        """What words of a title weigh together."""
        return sum(self.title.get(word, FULL) for word in words)

    def of_employer(self, words: Iterable[str]) -> int:
        """What words of an employer's name weigh together."""
        return sum(self.employer.get(word, FULL) for word in words)

    @cached_property
    def version(self) -> str:
        """A name of these statistics, the same for the same weights."""
        text = json.dumps([sorted(self.title.items()), sorted(self.employer.items())])
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def rarity_of(records: Iterable[Record]) -> Rarity:
    """The statistics of some records: a word weighs the less the more of them have it, by the logarithm."""
    records = list(records)
    titles = Counter(word for record in records for word in record.title.core)
    names = {record.employer.name: record.employer.words for record in records}
    employers = Counter(word for words in names.values() for word in words)
    return Rarity(_weights(titles, len(records), 0.15), _weights(employers, len(names), 0.10))


def _weights(counts: Counter[str], all_: int, least: float) -> dict[str, int]:
    """Inverse document frequency, scaled so that the commonest word of all weighs ``least``."""
    whole = math.log(all_ + 1)
    return {
        word: round(FULL * (least + (1 - least) * math.log((all_ + 1) / (number + 1)) / whole))
        for word, number in sorted(counts.items())
    }


def shipped_rarity() -> Rarity:
    """The statistics that come with the program."""
    return Rarity({}, {})
