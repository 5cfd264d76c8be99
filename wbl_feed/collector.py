"""Pauses the garbage collector while many values are made that all stay: it costs more than validation does."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Within, nothing is collected; after it, all is as before.

    Threads that read at the same time may resume each other's collector a little early, which costs
    some time and no correctness.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
