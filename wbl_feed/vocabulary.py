"""The controlled vocabularies of the standard (spec section 13), read from its JSON files."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any

from wbl_feed.resources import spec_folder, spec_json


@dataclass(frozen=True)
class Term:
    """One code with its meaning."""

    code: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    details: dict[str, Any]


def _fold(text: str) -> str:
    """Words alone: case, accents, spaces, hyphens and underscores do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\s_-]+", " ", plain).strip()


class Vocabulary:
    """A list of codes; ``code in vocabulary`` tells membership."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.name: str = document["name"]
        self.iri: str = document["id"]
        self.field: str = document["field"]
        self.terms = {
            term["code"]: Term(
                term["code"], term["label"]["en"], term["definition"], tuple(term.get("synonyms", ())), term
            )
            for term in document["terms"]
        }

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    @cached_property
    def _by_words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for term in self.terms.values():
            for text in (term.code, term.label, *term.synonyms):
                words.setdefault(_fold(text), term.code)
        return words

    def find(self, text: str) -> str | None:
        """The code that ``text`` names by code, label or synonym, in any case and spacing."""
        return self._by_words.get(_fold(text))

    def suggest(self, text: str) -> str | None:
        """The code that ``text`` was most likely meant to be, for a did-you-mean."""
        close = get_close_matches(_fold(text), self._by_words, n=1, cutoff=0.6)
        return self._by_words[close[0]] if close else None


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
