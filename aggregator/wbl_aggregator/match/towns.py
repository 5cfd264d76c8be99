"""The towns of a posting, from addresses or from a line of text."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from wbl_aggregator.match.words import fold, vocabulary

_LONGEST = 1_000
"""Characters that are read; more is no address."""
_CODE = re.compile(r"\b\d{5}(?:-\d{4})?\b")
"""A postal code."""
_WHERE = re.compile(
    r"\b(?:remote|hybrid|virtual|online|in|multiple|several|locations?|towns?|greater|area|downtown|metro)\b"
)
_ELSEWHERE = re.compile(r"\b(?:remote|virtual|online)\b")
_BETWEEN = re.compile(r"[;()]|\b(?:and|or|y|e|o)\b|&|/|\|")
_BORO = re.compile(r"boro\b")
_STATE = re.compile(r"\b([a-z .'-]+?),\s*([a-z]{2})\b(?=[\s;]|$)")


class Towns(NamedTuple):
    """Where it is."""

    names: frozenset[str]
    """Empty where no town is named."""
    remote: bool = False


@lru_cache(maxsize=10_000)
def towns_in(text: str) -> Towns:
    """The towns that a line names, such as ``Boston, MA; NYC`` or ``Lynn and Salem``; states and countries are none."""
    folded = fold(text[:_LONGEST])
    plain = _WHERE.sub(" ", _CODE.sub("", folded))
    plain = _STATE.sub(r"\1;", plain)
    found = (_town(part.split(",")) for part in _BETWEEN.split(plain))
    return Towns(frozenset(one for one in found if one), bool(_ELSEWHERE.search(folded)))


def _town(parts: list[str]) -> str:
    """The first part that is not empty, if it is a town."""
    named = (" ".join(re.sub(r"[^\w ]", " ", part).split()) for part in parts)
    name = next((one for one in named if one), "")
    words = name.split()
    if len(words) > 1 and len(words[-1]) == 2 and words[-1] in _not_towns():
        words.pop()  # a state without a comma
    known = vocabulary()["town"]
    name = " ".join(known["abbreviated"].get(word, word) for word in words)
    name = _BORO.sub("borough", name)
    name = known["aliases"].get(name) or _parts().get(name, name)
    return "" if name in _not_towns() or name.endswith(" county") else str(name)


@cache
def _parts() -> dict[str, str]:
    """The town of each village and part of a town."""
    return {one: town for town, parts in vocabulary()["town"]["parts"].items() for one in parts.split(" | ")}


@cache
def _not_towns() -> frozenset[str]:
    return frozenset(one.strip() for one in vocabulary()["town"]["not_towns"].split("|"))
