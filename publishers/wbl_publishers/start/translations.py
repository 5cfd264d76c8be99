"""What the words in a column of codes mean: what is known of them, what is not, and what is near."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wbl_feed.profiles import Profile
from wbl_feed.vocabulary import Vocabulary
from wbl_publishers.cleaning import split_cell
from wbl_publishers.members import Member, member
from wbl_publishers.start.fitting import fits

_MOST = 40
_USUAL = {
    "/compensation/status": {"yes": "paid", "no": "unpaid", "y": "paid", "n": "unpaid", "sí": "paid", "si": "paid"},
    "/status": {"yes": "open", "no": "closed", "sí": "open", "si": "open"},
    "/workMode": {"both": "hybrid", "either": "hybrid", "ambos": "hybrid"},
}
"""Answers to questions such as “Paid?”, which are words of no vocabulary."""
_COMMAS = {"definedTerm", "code"}
"""Types of lists that people write with commas."""


@dataclass(frozen=True)
class Translation:
    """A word that the mapping file translates, or should."""

    text: str
    """As it stands in the cells."""
    code: str
    """What it means; empty where nobody knows yet."""
    times: int
    near: str = ""
    """The code that was perhaps meant."""


def coded(pointer: str, profiles: Iterable[Profile]) -> bool:
    """Whether a member takes codes."""
    target = member(pointer)
    return bool(target.type == "code" or target.vocabulary or _vocabularies(pointer, profiles))


def separator(cells: tuple[str, ...], pointer: str, profiles: Iterable[Profile]) -> str:
    """A comma where the cells of a list have commas between their parts, as those of a form; else nothing."""
    target = member(pointer)
    if not target.many or target.type not in _COMMAS or not any("," in cell for cell in cells):
        return ""
    if any(mark in cell for cell in cells for mark in ";|\n"):
        return ""
    parts = [part for cell in cells for part in split_cell(cell, ",")]
    if not coded(pointer, profiles):
        return "," if max((len(part.split()) for part in parts), default=0) <= 4 else ""
    whole = sum(bool(_code(cell, pointer, profiles)) for cell in cells) / len(cells)
    return "," if parts and sum(bool(_code(one, pointer, profiles)) for one in parts) / len(parts) > whole else ""


def translations(
    cells: tuple[str, ...], pointer: str, profiles: Iterable[Profile], split: str = ""
) -> tuple[Translation, ...]:
    """The words of a column that the program does not understand by itself, the commonest first."""
    profiles = tuple(profiles)
    words: Counter[str] = Counter()
    written: dict[str, str] = {}
    for cell in cells:
        for part in split_cell(cell, split) if member(pointer).many else [cell.strip()]:
            words[part.casefold()] += 1
            written.setdefault(part.casefold(), part)
    found = []
    for folded, times in words.most_common():
        text = written[folded]
        if not fits(text, pointer):
            code = _code(text, pointer, profiles)
            near = "" if code else _near(text, pointer, profiles)
            found.append(Translation(text, code, times, near))
    return tuple(found[:_MOST])


def understood(cells: tuple[str, ...], pointer: str, profiles: Iterable[Profile], split: str = "") -> float:
    """Which part of the words in a column are codes or mean one; all of none."""
    profiles = tuple(profiles)
    words = [part for cell in cells for part in (split_cell(cell, split) if member(pointer).many else [cell])]
    return sum(bool(_code(word, pointer, profiles)) for word in words) / len(words) if words else 1.0


def _code(text: str, pointer: str, profiles: Iterable[Profile]) -> str:
    """The code that a word means, if any; one that can be read as it stands is its own."""
    if fits(text, pointer):
        return text
    for vocabulary in _vocabularies(pointer, profiles):
        if code := vocabulary.find(text):
            return code
    return _USUAL.get(pointer, {}).get(text.strip().casefold(), "")


def _near(text: str, pointer: str, profiles: Iterable[Profile]) -> str:
    target: Member = member(pointer)
    own = [target.vocabulary] if target.vocabulary else []
    return next((near for one in (*own, *_vocabularies(pointer, profiles)) if (near := one.suggest(text))), "")


def _vocabularies(pointer: str, profiles: Iterable[Profile]) -> list[Vocabulary]:
    """The vocabularies that profiles have for a member."""
    return [
        vocabulary
        for profile in profiles
        for name, vocabulary in profile.vocabularies.items()
        if pointer in {place.removesuffix("/*") for place in profile.members[name]}
    ]
