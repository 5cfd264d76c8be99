"""The controlled vocabularies of the standard (spec section 13), read from its JSON files."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any

from wbl_feed.resources import spec_folder, spec_json

LANGUAGES = ("en", "es", "pt", "ht", "zh-Hans", "vi")
"""The languages in which every vocabulary of the standard has labels; the first is where a look-up ends."""


@dataclass(frozen=True)
class Term:
    """One code with its meaning."""

    code: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    details: dict[str, Any]

    @property
    def labels(self) -> Mapping[str, str]:
        """The names for people, by language tag."""
        labels: dict[str, str] = self.details["label"]
        return labels

    def label_in(self, language: str) -> str:
        """The name for people in ``language``, a BCP 47 tag, or in the nearest language there is."""
        return self.labels[look_up(language, self.labels)]


def look_up(language: str, tags: Iterable[str]) -> str:
    """The one of ``tags`` that serves a reader of ``language`` best, by RFC 4647 section 3.4; ``en`` if none does."""
    known = {tag.lower(): tag for tag in tags}
    return next((known[tag] for tag in _ever_shorter(language.lower()) if tag in known), LANGUAGES[0])


def _ever_shorter(language: str) -> Iterator[str]:
    subtags = language.split("-")
    for length in range(len(subtags), 0, -1):
        yield "-".join(subtags[:length])
    # Plain Chinese is written in simplified characters, but for these (likely subtags of Unicode CLDR).
    if re.match(r"zh(?!.*-(hant|tw|hk|mo)\b)(-|$)", language):
        yield "zh-hans"


def _fold(text: str) -> str:
    """Words alone: case, accents, spaces, hyphens and underscores do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    # A letter of its own to Unicode, but to someone without a Vietnamese keyboard a d.
    return re.sub(r"[\s_-]+", " ", plain.replace("đ", "d")).strip()


class Vocabulary:
    """A list of codes; ``code in vocabulary`` tells membership."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.name: str = document["name"]
        self.iri: str = document["id"]
        self.field: str = document["field"]
        self.titles: Mapping[str, str] = document.get("titleLabel", {"en": document["title"]})
        self.terms = {
            term["code"]: Term(
                term["code"], term["label"]["en"], term["definition"], tuple(term.get("synonyms", ())), term
            )
            for term in document["terms"]
        }

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    @cached_property
    def in_force(self) -> frozenset[str]:
        """The codes that are not deprecated."""
        return frozenset(code for code, term in self.terms.items() if not term.details.get("deprecated"))

    def title_in(self, language: str) -> str:
        """The heading for people in ``language``, a BCP 47 tag, or in the nearest language there is."""
        return self.titles[look_up(language, self.titles)]

    @cached_property
    def _plain_words(self) -> dict[str, str]:
        return self._words(lambda term: (term.code, term.label, *term.synonyms))

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return self._words(lambda term: (term.code, *term.labels.values(), *term.synonyms))

    def _words(self, phrases: Callable[[Term], Iterable[str]]) -> dict[str, str]:
        words: dict[str, str] = {}
        for term in self.terms.values():
            for text in phrases(term):
                words.setdefault(_fold(text), term.code)
        return words

    def find(self, text: str) -> str | None:
        """The code that ``text`` names by code, synonym or label in any language, in any case and spacing."""
        return self._by_words.get(_fold(text))

    def suggest(self, text: str) -> str | None:
        """The code that ``text`` was most likely meant to be, for a did-you-mean."""
        folded = _fold(text)
        # An English word and a short one of another language are soon alike by chance, so those must be nearer.
        for words, cutoff in ((self._by_words, 0.8), (self._plain_words, 0.6)):
            if close := get_close_matches(folded, words, n=1, cutoff=cutoff):
                return words[close[0]]
        return None


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Every core vocabulary, by name."""
    names = sorted(
        entry.name for entry in spec_folder().joinpath("vocabulary").iterdir() if entry.name.endswith(".json")
    )
    loaded = [Vocabulary(spec_json(f"vocabulary/{name}")) for name in names]
    return {vocabulary.name: vocabulary for vocabulary in loaded}


def vocabulary(name: str) -> Vocabulary:
    """One core vocabulary, such as ``activity-type``."""
    return vocabularies()[name]


@cache
def vocabulary_of(pointer: str) -> Vocabulary | None:
    """The vocabulary of a coded member, by its JSON Pointer; array indexes count as ``*``."""
    generic = re.sub(r"/[0-9]+(?=/|$)", "/*", pointer)
    for found in vocabularies().values():
        if found.field in (generic, generic.removesuffix("/*")):
            return found
    return None
