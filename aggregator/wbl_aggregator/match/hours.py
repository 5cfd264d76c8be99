"""Hours of a day that a title names, as the part of the day in which they lie."""

import re

_NOON = 12
_HOURS = re.compile(
    r"\b(\d{1,2})(?::(\d\d))? ?([ap]m)? ?(?:-|–|to|a|until) ?(?:(\d{1,2})(?::\d\d)? ?([ap]m)|(noon))\b", re.ASCII
)


def in_words(plain: str) -> str:
    """A plain text with ``9 am - 12 pm`` as *morning* and ``1-4 pm`` as *afternoon*; a whole day says nothing."""
    return _HOURS.sub(_part, plain)


def _part(found: re.Match[str]) -> str:
    first, minutes, at_first, last, at_last, _ = found.groups()
    end = _on_the_clock(int(last), at_last) if last else _NOON
    start = int(first)
    if at_first:
        start = _on_the_clock(start, at_first)
    elif at_last == "pm" and start + _NOON <= end:
        start += _NOON  # “1-4 pm”; “9-4 pm” begins in the morning
    if start > 2 * _NOON or end > 2 * _NOON:
        return found[0]
    if end <= _NOON + 1 and start < _NOON - 1:
        return " morning "
    if start + int(minutes or 0) / 60 >= _NOON - 0.5:
        return " evening " if start >= _NOON + 5 else " afternoon "
    return " "


def _on_the_clock(hour: int, half: str) -> int:
    return hour % _NOON + (_NOON if half == "pm" else 0)
