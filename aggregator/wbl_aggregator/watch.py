"""Runs again and again, when the next source is due or its files were changed, until a signal asks for the end."""

import logging
import select
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from wbl_aggregator.log import tell, tell_fault
from wbl_feed.errors import LockedError, UsageError, WblFeedError

LEAST = timedelta(seconds=60)
"""From the start of a run to that of the next."""
MOST = timedelta(hours=1)
"""Between two runs, though nothing is due."""
_STEP = 60.0
"""Seconds after which the clock and the files are looked at again: machines sleep, clocks are set, files are edited."""
S = TypeVar("S")
Wait = Callable[[float], bool]
"""Waits so many seconds; tells whether the end was asked for, before or meanwhile."""


@dataclass(frozen=True)
class Ran:
    """What a run did."""

    line: str
    members: Mapping[str, Any] = field(default_factory=dict)
    """The same for scripts."""
    next_visit: datetime | None = None
    """When the next source is due; ``None`` where none is ever."""


def watch(
    read: Callable[[], S],
    run: Callable[[S, datetime], Ran],
    wait: Wait,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    stamp: Callable[[], object] = lambda: None,
) -> None:
    """Run until ``wait`` says that the end was asked for; a run under way is ended first.

    ``read`` gives the settings and is asked before each run; settings that cannot be used are said, and the last
    good ones hold. ``stamp`` gives another value once the settings were changed, and then the next run is at once.
    A run that fails is said, and tried again, later each time. Raises ``UsageError`` if there are no good settings
    at the start.
    """
    settings, failures = read(), 0
    while not wait(0):
        seen = stamp()  # before they are read: what is changed from now on is read by another run
        settings = _read_again(read, settings)
        start = clock()
        due = start + MOST
        try:
            ran = run(settings, start)
        except LockedError as error:
            tell("locked", str(error), level=logging.WARNING)
            due = start + LEAST
        except Exception as error:
            failures += 1
            due = start + backoff(failures)
            _tell_failure(error, failures, due)
        else:
            failures = 0
            tell("run", ran.line, **ran.members)
            due = min(due, ran.next_visit or due)
        if _wait_until(max(due, start + LEAST), wait, clock, stamp, seen):
            break
    tell("end", "The end was asked for.")


def backoff(failures: int) -> timedelta:
    """How long to wait after so many failed runs in a row: twice as long each time, up to an hour."""
    times: int = 2 ** min(failures - 1, 10)
    return min(LEAST * times, MOST)


def _read_again(read: Callable[[], S], settings: S) -> S:
    try:
        return read()
    except UsageError as error:
        tell("config", f"{error} What was last read is used.", level=logging.ERROR)
        return settings


def _tell_failure(error: Exception, failures: int, due: datetime) -> None:
    members = {"failures": failures, "next": due.isoformat(timespec="seconds")}
    if isinstance(error, WblFeedError | OSError | sqlite3.Error):  # the disk or the net, which may mend themselves
        tell("failed", str(error), level=logging.ERROR, **members)
    else:
        tell_fault("fault", f"A fault of this program ended the run: {type(error).__name__}.", **members)


def _wait_until(
    due: datetime, wait: Wait, clock: Callable[[], datetime], stamp: Callable[[], object], seen: object
) -> bool:
    """Whether the end was asked for before the moment came, or the stamp changed; no longer than the longest pause."""
    left = MOST.total_seconds()  # counted beside the clock, which may be set back by a year
    while (step := min((due - clock()).total_seconds(), _STEP, left)) > 0:
        if wait(step):
            return True
        if stamp() != seen:
            break
        left -= step
    return False


@contextmanager
def until_signal() -> Iterator[Wait]:
    """Waits that SIGTERM and SIGINT end. The second signal of a kind acts as ever, and ends the program at once."""
    ours, theirs = socket.socketpair()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def asked(number: int, frame: object) -> None:
        signal.signal(number, before[signal.Signals(number)])
        theirs.send(b"!")  # a lock, as in threading.Event, could be held by what was interrupted

    def wait(seconds: float) -> bool:
        return bool(select.select([ours], [], [], max(seconds, 0.0))[0])

    for number in before:
        signal.signal(number, asked)
    try:
        yield wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        ours.close()
        theirs.close()
