"""Draws from a seed that come out the same on every machine and with every version of Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Choices in a fixed order.

    Only ``random()`` of the Mersenne Twister is used: Python promises that it stays the same for a
    seed, which it does not of ``choice``, ``randint`` and ``shuffle``.
    """

    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random  # noqa: S311 - made-up postings, no secrets

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        return int(self._next() * limit)

    def between(self, least: int, most: int) -> int:
        """A number between two bounds, both included."""
        return least + int(self._next() * (most - least + 1))

    def one(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self._next() * len(choices))]

    def some(self, share: float) -> bool:
        """True in so many of all cases."""
        return self._next() < share

    def heaped(self, choices: Sequence[tuple[int, T]]) -> T:
        """One of several, each as often as its weight says."""
        left = int(self._next() * sum(weight for weight, _ in choices))
        for weight, choice in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][1]
