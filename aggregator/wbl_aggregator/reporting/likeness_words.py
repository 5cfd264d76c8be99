"""Why two postings are alike, or apart, in words that a webmaster understands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wbl_feed.notices import shown

_FIELDS = {
    "title": "words of the title",
    "wording": "the same wording",
    "employer": "employer",
    "place": "place",
    "posted": "day of posting",
    "year": "year",
    "season": "season",
    "session": "group",
    "kind": "kind",
    "level": "level",
    "seniority": "seniority",
    "siblings": "others of this title",
    "sole": "the only ones there",
    "status": "open or not",
    "description": "the same description",
}
VETOES = {
    "year": "They name other years.",
    "season": "They name other seasons.",
    "session": "They are for other groups, such as morning and afternoon.",
    "kind": "They are of other kinds, such as an internship and a job shadow.",
    "level": "They name other levels.",
    "degree": "They ask for other degrees.",
    "seniority": "They are for other stages of a career.",
    "audience": "They are for other ages or grades.",
    "dates": "One has ended before the other starts.",
    "town": "They are in other towns.",
}
"""What keeps two postings apart whatever else speaks for them."""
_LONG, _WIDE = 70, 20
_MOST_POINTS = 1_500
"""There are no more."""


def likeness_lines(told: Mapping[str, Any], sources: Sequence[str]) -> Iterator[str]:
    """How a pair came to its points, field by field, with what either posting says. ``sources`` are their sources."""
    merged = "they are one entry" if told["least"] <= _MOST_POINTS else "nothing is merged by likeness"
    limit = f"from {told['least']} on {merged}" if told["least"] <= _MOST_POINTS else merged
    yield f"{told['points']} points; {limit}:"
    for field in told["fields"]:
        name, (one, other) = _FIELDS.get(field["field"], field["field"]), field["values"]
        values = "" if not one and not other else _said(one) if one == other else f"{_said(one)} | {_said(other)}"
        yield f"  {field['points']:+5}  {name:{_WIDE}}  {values or _silent(field['field'])}".rstrip()
        for source, words in zip(sources, field.get("unmatched", ((), ())), strict=True):
            if words:
                yield f"         {'':{_WIDE}}  only {source} says: {', '.join(map(shown, words))}"
    if told.get("veto"):
        yield f"  {VETOES[told['veto']]}"
    shared = f"both have “{shown(told['block'])}”" if told.get("block") else "a person or another posting led to it"
    yield f"  Compared since {shared}; statistics of words {told['statistics']}."


def _said(value: str) -> str:
    return f"“{shown(value, _LONG)}”" if value else "(silent)"


def _silent(field: str) -> str:
    return "one of them says nothing, which counts neither way" if field in ("place", "posted", "title") else ""
