"""What a title says: of what work, and for which year, season, level and group."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from wbl_aggregator.match.hours import in_words
from wbl_aggregator.match.window import Audience, audience_of
from wbl_aggregator.match.words import fold, meanings, plain, shared, split, stem, vocabulary, written_out

_PARTS = re.compile(r"\s[-–—]\s?|[–—:,;()\[\]|]|/(?=\s)|\bat\b")
"""What parts a title from what is added to it; a hyphen within a word does not."""
_YEARS = re.compile(r"(?<!\d)(?:20([2-4]\d)(?!\d)|(?:(?<=['’])|(?<=20[2-4]\d[-–/])|(?<=['’]\d\d[-–/]))([2-4]\d)(?!\d))")
_NUMBER = re.compile(r"\d+|[a-z]{0,3}\d{4,}")
"""Years, counts and requisition numbers, which are no words."""
_NONE: frozenset[str] = frozenset()
_SUMMER, _SUMMER_MONTHS = frozenset({"summer"}), frozenset({"jun", "jul", "aug"})
_WITHIN = frozenset({"fall", "winter", "spring"})
"""Seasons of a school year."""


class Title(NamedTuple):
    """A title taken apart."""

    head: frozenset[str]
    """Words of its first part that says something of the work, as stems."""
    tail: frozenset[str]
    """Words of the other parts, such as a team or a specialty."""
    kinds: frozenset[str] = _NONE
    years: frozenset[str] = _NONE
    seasons: frozenset[str] = _NONE
    sessions: frozenset[str] = _NONE
    levels: frozenset[str] = _NONE
    degrees: frozenset[str] = _NONE
    seniority: frozenset[str] = _NONE
    audience: Audience = Audience()

    @property
    def core(self) -> frozenset[str]:
        """All words that say something of the work."""
        return self.head | self.tail


@lru_cache(maxsize=10_000)
def title_of(text: str, named: frozenset[str] = _NONE) -> Title:
    """A title taken apart. What is not recognised is a word of the work, but for what is ``named`` beside the title."""
    written = [split(part) for part in _PARTS.split(in_words(plain(text)))]
    words = [word for part in written for word in part if stem(word) not in named]
    parts = [[written_out(word) for word in part if _is_core(word)] for part in written]
    cores = [core for part in parts if (core := [one for word in part if (one := stem(word)) not in named])]
    cores = cores or [core for part in parts if (core := [stem(word) for word in part])]
    head = frozenset(cores[0]) if cores else _NONE
    return Title(
        shared(head),
        shared(frozenset(word for core in cores[1:] for word in core) - head),
        _said("kind", words),
        years_in(text),
        _said("season", words),
        _said("session", words),
        _said("level", words),
        _degrees(words),
        _said("seniority", words),
        audience_of(fold(text)),
    )


def years_in(text: str) -> frozenset[str]:
    """The years that a text names; ``2026-27`` and ``'27`` are read too."""
    found = {"20" + (whole or short) for whole, short in _YEARS.findall(text)}
    return shared(frozenset(found))


@lru_cache(maxsize=1_000)
def seasons_in(text: str) -> frozenset[str]:
    """The seasons that a text names; months of the summer are one, if no other month is named."""
    words, known = split(plain(text)), meanings("month")
    months = {known[word] for word in words if word in known}
    return _said("season", words) or (_SUMMER if months and months <= _SUMMER_MONTHS else _NONE)


def _said(table: str, words: list[str]) -> frozenset[str]:
    known = meanings(table)
    found = {known[word] for word in words if word in known}
    if "school-year" in found:
        found |= _WITHIN
    return shared(frozenset(found)) if found else _NONE


def _degrees(words: list[str]) -> frozenset[str]:
    """The degrees that are studied for; a placement for graduates is for those who study for more than the first."""
    found = _said("degree", words)
    beyond = "graduate" in words and "placement" in _said("kind", words)
    return found or frozenset(meanings("degree").values()) - {"undergraduate"} if beyond else found


def _is_core(word: str) -> bool:
    return not (_NUMBER.fullmatch(word) or word in _others() or written_out(word) in _others())


@cache
def _others() -> frozenset[str]:
    tables = ("kind", "season", "month", "session", "level", "degree")
    stage = vocabulary()["stage"]["words"].split()
    return frozenset(stage).union(*(meanings(table) for table in tables))
