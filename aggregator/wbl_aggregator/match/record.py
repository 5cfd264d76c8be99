"""A posting as the record that is compared with others (record linkage)."""

from datetime import date
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from wbl_aggregator.match.employers import Employers, all_name_words, name_words, shipped_employers
from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.title import Title, seasons_in, title_of, years_in
from wbl_aggregator.match.towns import Towns, towns_in
from wbl_aggregator.match.words import fold, plain, shared, stem, words_in


class Employer(NamedTuple):
    """An employer's name, without its legal form."""

    words: frozenset[str]
    name: str
    """All its letters in one, for names that are parted otherwise."""
    initials: str = ""
    """The first letter of each word, of three or more."""


class Record(NamedTuple):
    """What of one posting is compared; what is not said is empty, and never counts against it."""

    member: Member
    title: Title
    text: str
    """The whole title, folded."""
    employer: Employer
    towns: Towns
    years: frozenset[str] = frozenset()
    seasons: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    """All words of the title as stems, those that name somebody too."""
    day: int | None = None
    """The day it was posted, counted from the first of the year 1."""
    sketch: frozenset[int] = frozenset()
    """Of its description; empty where that is short."""
    open: bool | None = None
    """Whether one can apply."""
    span: tuple[int, int] | None = None
    """Its first and its last day, counted as ``day`` is."""


def record_of_texts(
    member: Member, title: str, employer: str, location: str, term: str, posted: str, employers: Employers | None = None
) -> Record:
    """A record from plain texts; ``posted`` is a civil date, ``term`` such as ``Summer 2027``; all may be empty.

    Of ``employers`` the shipped ones are the default.
    """
    named, towns = employer_of(employer, employers or shipped_employers()), towns_in(location)
    written = frozenset(map(stem, all_name_words(employer)))
    parts = title_of(title, named.words | written | {stem(word) for town in towns.names for word in town.split()})
    return Record(
        member,
        parts,
        intern(fold(title)),
        named,
        towns,
        shared(parts.years | years_in(term)),
        shared(parts.seasons | seasons_in(term)),
        shared(frozenset(map(stem, words_in(plain(title))))),
        _day(posted),
    )


@lru_cache(maxsize=10_000)
def employer_of(name: str, employers: Employers | None = None) -> Employer:
    """An employer's name taken apart, under the one name by which it is known."""
    kept = name_words((employers or shipped_employers()).canonical(name))
    initials = "".join(word[0] for word in kept) if len(kept) > 2 else ""
    return Employer(frozenset(map(stem, kept)), "".join(kept), initials)


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None
