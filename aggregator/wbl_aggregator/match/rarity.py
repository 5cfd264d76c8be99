"""How much a word tells: statistics of words, frozen so that one new posting changes no old decision.

The shipped table (``statistics.json``) has the words that two postings or two employers have of those that are labelled
in ``tests/wbl_aggregator``: ``wbl aggregate statistics`` made it of ``labels``, ``labels-internships`` and
``labels-unseen``. A word that it does not know weighs ``FULL``.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from wbl_aggregator.match.record import Record
from wbl_feed.errors import UsageError

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

    def to_json(self) -> str:
        """These statistics as a file: one word a line, and the version by which a changed file is known."""
        table = {"version": self.version, "title": dict(self.title), "employer": dict(self.employer)}
        return json.dumps(table, indent=0, sort_keys=True, ensure_ascii=False) + "\n"


def from_json(text: str, place: str = "statistics.json") -> Rarity:
    """The statistics that :meth:`Rarity.to_json` wrote. Raises ``UsageError`` for anything else."""
    fix = "Make the file anew, or take it away: then the statistics that are shipped count."
    try:
        table = json.loads(text)
        found = Rarity(_checked(table["title"]), _checked(table["employer"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError("these are no statistics of words.", place=place, fix=fix) from None
    if table.get("version") != found.version:
        raise UsageError("the version is not that of these weights: the file was changed.", place=place, fix=fix)
    return found


def _checked(weights: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(weights, dict) or any(
        type(weight) is not int or not 0 <= weight <= FULL for weight in weights.values()
    ):
        raise ValueError
    return dict(weights)


@cache
def shipped_rarity() -> Rarity:
    """The statistics that come with the program."""
    return from_json(files("wbl_aggregator.match").joinpath("statistics.json").read_text(encoding="utf-8"))


def rarity_of(records: Iterable[Record], least: int = 1) -> Rarity:
    """The statistics of some records: a word weighs the less the more of them have it, by the logarithm. Words that
    fewer than ``least`` records or employers have are left out.
    """
    records = list(records)
    titles = Counter(word for record in records for word in record.title.core)
    names = {record.employer.name: record.employer.words for record in records}
    employers = Counter(word for words in names.values() for word in words)
    return Rarity(_weights(titles, len(records), 0.15, least), _weights(employers, len(names), 0.10, least))


def _weights(counts: Counter[str], all_: int, lightest: float, least: int) -> dict[str, int]:
    """Inverse document frequency, scaled so that a word that all had would weigh ``lightest``."""
    whole = math.log(all_ + 1)
    return {
        word: round(FULL * (lightest + (1 - lightest) * math.log((all_ + 1) / (number + 1)) / whole))
        for word, number in sorted(counts.items())
        if number >= least
    }
