"""How many threads ask: as many as have to wait, since Python runs one of them at a time."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

LOOK = 0.01
"""Seconds between two looks at whether there is processor to spare."""
_FIRST = 2
_BUSY = 0.7
"""Of one processor, beyond which threads only take turns from each other."""


class Threads(ThreadPoolExecutor):
    """Threads that all do the same work until there is none: few at first, and more while hosts are waited for.

    Where hosts answer at once two threads keep Python busy, and sixteen would take a tenth longer; where they do not,
    all are begun within a few looks.
    """

    def __init__(self, most: int, work: Callable[[], object]) -> None:
        super().__init__(max_workers=most)
        self._most, self._work, self._begun = most, work, 0
        self._begin(_FIRST)

    def look(self) -> None:
        """Begin as many again if the process had to wait since the last look."""
        now, used = time.monotonic(), time.process_time()
        if now - self._looked < LOOK:
            return
        waited = used - self._used < _BUSY * (now - self._looked)
        self._begin(self._begun if waited else 0)

    @property
    def all_begun(self) -> bool:
        """Whether there are as many as there may be."""
        return self._begun == self._most

    def _begin(self, number: int) -> None:
        for _ in range(min(number, self._most - self._begun)):
            self.submit(self._work)
            self._begun += 1
        self._looked, self._used = time.monotonic(), time.process_time()
