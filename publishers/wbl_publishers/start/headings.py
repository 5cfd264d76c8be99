"""What people call the columns of a sheet, in English and Spanish, and which members they mean."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wbl_feed.projections.columns import columns

STUDENT, PERSON, APPROVAL = "student", "person", "approval"
_STANDARD = {"/id": "id", "/dateModified": "made", "/applicationContact/name": PERSON}
"""What some of the standard columns are here."""
_ASIDE = (STUDENT, PERSON, APPROVAL, "internal", "sent", "made")


@dataclass(frozen=True)
class Topic:
    """What a column can be about: a member of a posting, the site's own id, or something that is set aside."""

    name: str
    """Pointer of a member, ``id``, or what is set aside: ``student``, ``person``, ``sent`` and others."""
    standard: str
    """The heading of the standard column for it, if there is one (spec section 23.3)."""
    whole: frozenset[frozenset[str]]
    """Phrases that mean it when they are the whole heading."""
    part: frozenset[tuple[str, ...]]
    """Phrases that mean it within a longer heading too."""
    why: str = ""
    """Why it is set aside."""
    member: str = ""
    """The member that a column which is set aside would be, if its owner knows better."""

    @property
    def aside(self) -> bool:
        """Whether such a column is not published."""
        return self.name in _ASIDE


@dataclass(frozen=True)
class Match:
    """A heading that may mean a topic."""

    topic: Topic
    exact: bool
    """Whether the heading says this and no more."""
    words: int
    """How many of the heading's words say it."""


def words(heading: str) -> tuple[str, ...]:
    """The words of a heading that say something, without case, accents, punctuation and plurals."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading)  # a key such as applyUrl
    plain = "".join(c for c in unicodedata.normalize("NFKD", apart.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"['’]s\b|['’]", "", plain).replace("#", " number ")
    plain = re.sub(r"\be[ -]?mails?\b|\bmails\b", "email", plain)
    tokens = [_singular(token) for token in re.findall(r"[^\W_]+", plain)]
    return tuple(token for token in tokens if token not in _silent()) or tuple(tokens)


def _singular(token: str) -> str:
    return token[:-1] if len(token) > 3 and token.endswith("s") and not token.endswith(("ss", "us", "is")) else token


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("wbl_publishers.start").joinpath("headings.toml").read_text(encoding="utf-8"))


@cache
def _silent() -> frozenset[str]:
    """Words that say nothing about what a column holds."""
    return frozenset(_file()["silent"].split())


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of ``headings.toml``, with the headings of the standard columns (spec section 23.3)."""
    table: dict[str, dict[str, Any]] = _file()["topic"]
    standard = {_STANDARD.get(column.pointer, column.pointer): column.heading for column in columns()}
    for name in standard:
        table.setdefault(name, {})
    return tuple(
        Topic(
            name,
            standard.get(name, ""),
            frozenset(frozenset(words(text)) for text in (*one.get("whole", ()), standard.get(name, "")) if text),
            frozenset(words(text) for text in one.get("part", ())),
            one.get("why", ""),
            one.get("member", ""),
        )
        for name, one in table.items()
    )


def standard_match(heading: str) -> Match | None:
    """What a heading means in a sheet with the standard columns."""
    topic = next((one for one in topics() if one.standard and one.standard.casefold() == heading.casefold()), None)
    return Match(topic, True, 1) if topic else None


def matches(heading: str) -> list[Match]:
    """What a heading may mean, the likeliest first; what stands in parentheses counts for what is set aside alone."""
    said = words(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading)) or words(heading)
    every = words(heading)
    found = []
    for topic in topics():
        heard = [said, every] if topic.aside else [said]
        within = [phrase for one in heard for phrase in topic.part if _within(phrase, one, topic)]
        exact = any(set(one) in topic.whole or any(set(one) == set(phrase) for phrase in within) for one in heard)
        if exact or within:
            found.append(Match(topic, exact, max([len(set(said)) if exact else 0, *map(len, within)])))
    return sorted(found, key=lambda match: (match.exact, match.words), reverse=True)


def _within(phrase: tuple[str, ...], said: tuple[str, ...], topic: Topic) -> bool:
    """Whether a heading has the words of a phrase; what would be about students must have them side by side."""
    if topic.name != STUDENT:
        return set(phrase) <= set(said)
    return any(said[start : start + len(phrase)] == phrase for start in range(len(said) - len(phrase) + 1))
