"""Says in words in what the sources of an entry contradict each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from wbl_feed.notices import shown

_ABOUT = {
    "applicationDeadline": "the deadline",
    "validThrough": "how long the posting holds",
    "compensation": "pay",
    "eligibility": "eligibility",
    "status": "whether one can apply",
}
_LONG = 200


def conflict_text(conflict: Mapping[str, Any]) -> str:
    """A conflict as the file of an entry has it, in a sentence: what each source says, without what they agree on."""
    stated = [conflict, *conflict["others"]]
    facts = [dict(_facts(one["value"])) for one in stated]
    agreed = set.intersection(*(set(one.items()) for one in facts))
    told = []
    for one, said in zip(stated, facts, strict=True):
        words = ", ".join(f"{name} {value}".strip() for name, value in said.items() if (name, value) not in agreed)
        told.append(f"{shown(words, _LONG) or 'nothing of it'} at {one['from'][0]}")
    told[0] += " (shown)"
    field = conflict["field"]
    return f"Sources differ on {_ABOUT.get(field, field)}: {', '.join(told)}."


def _facts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The facts of a JSON value, each with the name that it has there."""
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _facts(one, inner)
    else:
        yield name, " ".join(map(str, value)) if isinstance(value, list) else str(value)
