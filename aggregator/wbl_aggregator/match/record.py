"""A posting as the record that is compared with others (record linkage)."""

from datetime import date
from typing import NamedTuple

from wbl_aggregator.match.evidence import Member
from wbl_aggregator.match.title import Title, seasons_in, title_of, years_in
from wbl_aggregator.match.towns import Towns, towns_in
from wbl_aggregator.match.words import fold, plain, stem, vocabulary, words_in


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


def record_of_texts(member: Member, title: str, employer: str, location: str, term: str, posted: str) -> Record:
    """A record from plain texts; ``posted`` is a civil date, ``term`` such as ``Summer 2027``; all may be empty."""
    named, towns = employer_of(employer), towns_in(location)
    parts = title_of(title, named.words | {stem(word) for town in towns.names for word in town.split()})
    return Record(
        member,
        parts,
        fold(title),
        named,
        towns,
        parts.years | years_in(term),
        parts.seasons | seasons_in(term),
        frozenset(map(stem, words_in(plain(title)))),
        _day(posted),
    )


def employer_of(name: str) -> Employer:
    """An employer's name taken apart; one that is all legal form keeps it."""
    words = words_in(plain(name).replace("&", " and "))
    forms = frozenset(vocabulary()["employer"]["forms"].split())
    kept = [word for word in words if word not in forms] or words
    initials = "".join(word[0] for word in kept) if len(kept) > 2 else ""
    return Employer(frozenset(map(stem, kept)), "".join(kept), initials)


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None
