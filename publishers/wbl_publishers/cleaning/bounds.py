"""Reads one quantity, two, or a least or greatest one: ``10``, ``10-15``, ``16 and older``, ``up to 20``."""

import re
from dataclasses import dataclass

from wbl_publishers.cleaning.numbers import NUMBER, number

Number = float | int


@dataclass(frozen=True)
class Bounds:
    """The least and the most, both included; at least one of them is there."""

    least: Number | None
    most: Number | None


def grammar(noun: str) -> re.Pattern[str]:
    """The pattern for quantities of something, a regular expression for which may follow each of the numbers.

    After a number “min” is no least, since 30 min are minutes.
    """
    quantity = rf"(?:{NUMBER})"
    return re.compile(
        r"(?:(?P<floor>at least|min(?:imum|\.)?(?: of)?|no less than|al menos|minimo(?: de)?|mayores de) "
        r"|(?P<cap>up to|at most|max(?:imum|\.)?(?: of)?|no more than|hasta|maximo(?: de)?) "
        r"|(?P<pair>between|entre) |(?P<start>from|desde|de) )?"
        rf"(?P<low>{quantity})(?:{noun})?"
        rf"(?:(?P<joint> ?- ?| to | through | thru | a | and | y )(?P<high>{quantity})(?:{noun})?)?"
        rf"(?P<more> ?\+(?:{noun})?| (?:or|and|&|o|y) (?:more|older|over|up|above|higher|mas|mayor|mayores)"
        r"| minimum| minimo)?"
        r"(?P<less> (?:or|and|&|o) (?:less|fewer|younger|under|menos|menor|menores)| max(?:imum|\.)?| maximo)?"
    )


def read_bounds(found: re.Match[str]) -> Bounds | None:
    """The bounds that a match of a grammar states; ``None`` if its words contradict each other."""
    low = number(found["low"])
    floor, cap = found["floor"] or found["more"], found["cap"] or found["less"]
    if found["high"]:
        high = number(found["high"])
        two = found["joint"].strip() in ("and", "y") and not found["pair"]
        return None if floor or cap or two or low > high else Bounds(low, high)
    if found["pair"] or (floor and cap) or (found["floor"] and found["more"]) or (found["cap"] and found["less"]):
        return None
    if found["start"] and (cap or found["start"] == "de"):
        return None
    if floor or found["start"]:
        return Bounds(low, None)
    return Bounds(None, low) if cap else Bounds(low, low)
