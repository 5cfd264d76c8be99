"""A description as a few numbers, by which it is known again when it was copied and changed (a bottom-k sketch)."""

import re
from zlib import crc32

from wbl_aggregator.match.words import fold

FULL = 1_000
_LEAST = 50
"""Words of a description that tells anything; fewer are a phrase."""
_KEPT = 16
_LONGEST = 20_000
_WORD = re.compile(r"[^\W_]+")
_ANCHOR, _RUN = 7, 5
"""Letters of a word at which a run begins, and words of a run: the same in a copy, wherever in it they stand."""
_ODD, _BITS = 2_654_435_761, 0xFFFF_FFFF
"""Knuth's multiplier: numbers of runs that are nearly alike are spread."""
_NONE: frozenset[int] = frozenset()


def sketch_of(text: str) -> frozenset[int]:
    """The least numbers of its runs of words; empty for a text that is too short to tell anything."""
    words = _WORD.findall(fold(text[:_LONGEST]))
    if len(words) < _LEAST:
        return _NONE
    runs = {" ".join(words[at : at + _RUN]) for at, word in enumerate(words) if len(word) >= _ANCHOR}
    return frozenset(sorted(crc32(run.encode()) * _ODD & _BITS for run in runs)[:_KEPT])


def overlap(a: frozenset[int], b: frozenset[int]) -> int:
    """About how many of the runs of two texts both have, of ``FULL``."""
    least = sorted(a | b)[: min(_KEPT, max(len(a), len(b)))]
    return FULL * sum(one in a and one in b for one in least) // len(least) if least else 0
