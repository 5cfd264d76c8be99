"""Words as matching compares them: without case, accents, endings and ways of writing."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar, cast

T = TypeVar("T")
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart into a letter and a mark."""
_MOST_KNOWN = 200_000
_KNOWN: dict[Any, Any] = {}
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
"""Letters with dots, such as ``p.m.`` and ``P.C.``"""
_ENDINGS = (
    ("ations", 4), ("ation", 4), ("ments", 4), ("ment", 4), ("ings", 4), ("ing", 4), ("ers", 4), ("er", 4), ("ors", 5),
    ("or", 5), ("ists", 4), ("ist", 4), ("ies", 3), ("s", 3),
)  # fmt: skip
"""Endings, and how many letters have to be left before them."""


@cache
def vocabulary() -> dict[str, Any]:
    """The words that mean something to matching, by their table."""
    text = files("wbl_aggregator.match").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def fold(text: str) -> str:
    """A text without case and accents."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in parts if not unicodedata.combining(one))


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """A text folded, in which what can be written in several ways is written in one."""
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", fold(text))
    if _any_spelled().search(text):
        for pattern, one in _spelled():
            text = pattern.sub(one, text)
    return text


def shared(value: T) -> T:
    """The same object for equal values: words, titles and names come again and again, and many records are held."""
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    return cast(T, _KNOWN.setdefault(value, value))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, so that *engineer* and *engineering* are one. Only ever compared, never shown."""
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def words_in(text: str) -> list[str]:
    """The words of a plain text, short forms written out."""
    return list(map(written_out, split(text)))


def split(text: str) -> list[str]:
    """The words of a plain text as they stand."""
    return _WORD.findall(text)


def written_out(word: str) -> str:
    """A word for which this one is short, or which it stands for; itself if there is none."""
    return meanings("word").get(word, word)


@cache
def meanings(table: str) -> dict[str, str]:
    """What each word of a table means: a name of the table by the words that stand for it."""
    return {word: name for name, words in vocabulary()[table].items() for word in words.split()}


@cache
def generic_in_names() -> frozenset[str]:
    """Stems of words that tell no employer from another."""
    return frozenset(stem(written_out(word)) for word in vocabulary()["employer"]["generic"].split())


@cache
def halves() -> frozenset[str]:
    """Stems of second halves of words."""
    return frozenset(map(stem, vocabulary()["halves"]["words"].split()))


def near_groups(stemmed: str) -> frozenset[str]:
    """The groups of words that are often said for one another in which a stem is."""
    return _near().get(stemmed, frozenset())


@cache
def _near() -> dict[str, frozenset[str]]:
    groups = vocabulary()["near"]
    every = {stem(word) for words in groups.values() for word in words.split()}
    return {one: frozenset(name for name, words in groups.items() if one in set(map(stem, words.split())))
            for one in every}  # fmt: skip


@cache
def _spelled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), plain) for pattern, plain in vocabulary()["spelled"].items())


@cache
def _any_spelled() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in vocabulary()["spelled"]))
