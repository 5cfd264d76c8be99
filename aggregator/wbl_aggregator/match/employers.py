"""Employers under their several names: one name for each, by what they are called or by the host of their site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from wbl_aggregator.match.words import fold, plain, split, vocabulary, written_out
from wbl_feed.settings import Settings, check, toml_table

_SITE = re.compile(r"\s*(?:\s[-–—]|[–—,(])\s*(?:[\w.']+ ){0,3}(?:campus|site|location|branch|facility)\s*\)?$")
"""A site at the end of a name: ``- Lowell campus``, ``(Main Street location)``."""


class KnownEmployer(NamedTuple):
    """An employer or network, with its other names and its hosts."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class _Employer(Settings):
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class EmployersFile(Settings):
    """A table of employers as it is written."""

    employer: tuple[_Employer, ...] = ()


@dataclass(frozen=True, eq=False)
class Employers:
    """Known employers; where two have one name or host the later one has it."""

    known: tuple[KnownEmployer, ...] = ()

    def canonical(self, name: str) -> str:
        """The one name of an employer; an unknown one keeps its own, without what names only a site of it."""
        if found := self._by_name.get(name_key(name)) or self._by_name.get(name_key(_without_campus(name))):
            return found
        base = _SITE.sub("", fold(name))
        key = name_key(base)
        if not base or key == name_key(name) or key in self._prefixes:
            return name  # “University of Massachusetts - X campus” is none of its known campuses, and not all of it
        return self._by_name.get(key, base)

    def by_domain(self, host: str) -> str:
        """The employer whose site a host is, or is below of; empty where none is known."""
        parts = host.casefold().rstrip(".").split(".")
        tails = (".".join(parts[start:]) for start in range(len(parts) - 1))
        return next((self._by_host[tail] for tail in tails if tail in self._by_host), "")

    def extended(self, more: Iterable[KnownEmployer]) -> "Employers":
        """These and more, which go before."""
        return Employers((*self.known, *more))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name_key(one): known.name for known in self.known for one in (known.name, *known.aliases)}

    @cached_property
    def _by_host(self) -> dict[str, str]:
        return {host.casefold(): known.name for known in self.known for host in known.domains}

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """Beginnings of known names, up to a word: there may be other known parts of what is called so."""
        names = (_bare(one) for known in self.known for one in (known.name, *known.aliases))
        return frozenset("".join(words[:end]) for words in names for end in range(2, len(words)))


def known_of(table: EmployersFile) -> tuple[KnownEmployer, ...]:
    """The employers of a table."""
    return tuple(KnownEmployer(one.name, one.aliases, one.domains) for one in table.employer)


@cache
def shipped_employers() -> Employers:
    """The employers that are known without an operator's file."""
    name = "employers.toml"
    text = files("wbl_aggregator.match").joinpath(name).read_text(encoding="utf-8")
    return Employers(known_of(check(EmployersFile, toml_table(text, name), name)))


@cache
def employers_with(more: tuple[KnownEmployer, ...]) -> Employers:
    """The shipped employers and those of an operator, which go before."""
    return shipped_employers().extended(more) if more else shipped_employers()


def name_words(name: str) -> list[str]:
    """The words of an employer's name without its legal form and fillings, short forms written out; one that is all
    of these keeps them.
    """
    words = all_name_words(name)
    table: dict[str, Any] = vocabulary()["employer"]
    left_out = frozenset(f"{table['forms']} {table['fillings']}".split())
    return [word for word in words if word not in left_out] or words


def name_key(name: str) -> str:
    """A name as it is looked up: two ways to write one name have the same."""
    return "".join(_bare(name))


def _bare(name: str) -> list[str]:
    """The words of a name without its legal form alone: “of” and “and” tell acronyms from words."""
    words = all_name_words(name)
    forms = frozenset(vocabulary()["employer"]["forms"].split()) | {"and", "the", "of", "at", "in", "for"}
    return [word for word in words if word not in forms] or words


def all_name_words(name: str) -> list[str]:
    """All words of an employer's name, short forms written out."""
    text = plain(name).replace("&", " and ")
    for pattern, one in _spelled():
        text = pattern.sub(one, text)
    return [written_out(word) for word in split(text)]


def _without_campus(name: str) -> str:
    return re.sub(r"\bcampus\b", " ", fold(name))


@cache
def _spelled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), one) for pattern, one in vocabulary()["employer"]["spelled"].items())
