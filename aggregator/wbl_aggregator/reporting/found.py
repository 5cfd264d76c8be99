"""The notices of a source's last document, by their kind, with words, so that its webmaster can mend them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from wbl_aggregator.decisions.words import words_for

MOST_BYTES = 5_000_000
"""Of the places that notices are found at, in one file."""
_OF_RECORDS = "place", "pointer"
"""What may be told of a place in a record that is not published."""
_OF_KIND = "severity", "category", "section"
_SEVERITIES = ("error", "warning", "info")


def kinds_of(
    notices: Sequence[Mapping[str, Any]], *, records: bool, most_bytes: int = MOST_BYTES
) -> tuple[list[dict[str, Any]], int]:
    """Notices by code, errors first, each with its number, meaning and places; and how many places are left out.

    Without ``records`` nothing that stands in a record is told. Where there are too many bytes, every kind keeps
    its first places, so that none of them is lost.
    """
    by_code: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for notice in notices:
        by_code[str(notice["code"])].append(notice)
    codes = sorted(by_code, key=lambda code: (_SEVERITIES.index(by_code[code][0]["severity"]), code))
    places: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    left = most_bytes
    for number in range(max(map(len, by_code.values()), default=0)):  # in turn, so that no kind crowds out another
        for code in codes:
            if number < len(by_code[code]) and left > 0:
                place = _place(by_code[code][number], records)
                left -= len(json.dumps(place, ensure_ascii=False).encode())
                places[code].append(place)
        if left <= 0:
            break
    kinds = [_kind(code, by_code[code], places[code]) for code in codes]
    return kinds, len(notices) - sum(map(len, places.values()))


def _place(notice: Mapping[str, Any], records: bool) -> dict[str, Any]:
    told = {name: value for name, value in notice.items() if name != "code" and name not in _OF_KIND}
    return told if records else {name: told[name] for name in _OF_RECORDS if name in told}


def _kind(code: str, notices: Sequence[Mapping[str, Any]], places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    words = words_for(code)
    return {
        "code": code,
        **{name: notices[0][name] for name in _OF_KIND if name in notices[0]},
        "meaning": words.meaning,
        "mend": words.webmaster,
        "count": len(notices),
        "places": list(places),
    }
