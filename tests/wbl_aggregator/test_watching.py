"""watch: runs when a source is due, never in a hurry, survives what may go wrong, and ends when asked."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.log import set_up
from wbl_aggregator.watch import LEAST, MOST, Ran, backoff, until_signal, watch

from wbl_feed.errors import LockedError, NothingPublishedError, UsageError

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
Act = Callable[["Day"], Ran]


class Day:
    """A clock that goes only while somebody waits, and the runs that were made, by the minute."""

    def __init__(self, *acts: Act, seconds: float = 24 * 3600.0, takes: float = 0.0) -> None:
        self.now, self.left, self.takes = START, seconds, takes
        self.acts, self.runs, self.settings = list(acts), list[float](), list[Any]()

    def wait(self, seconds: float) -> bool:
        """Time passes; at the end of the day the end is asked for."""
        self._pass(seconds)
        return self.left <= 0

    def _pass(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.left -= seconds

    def run(self, settings: Any, at: datetime) -> Ran:
        """The next act, the last one for ever."""
        assert at == self.now
        self.runs.append((at - START).total_seconds() / 60)
        self.settings.append(settings)
        self._pass(self.takes)
        act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        return act(self)

    def watch(
        self, read: Callable[[], Any] = lambda: "settings", stamp: Callable[[], object] = lambda: None
    ) -> list[float]:
        """Watch for the day; minutes of the runs."""
        watch(read, self.run, self.wait, lambda: self.now, stamp)
        return self.runs


def due(minutes: float) -> Act:
    """A run after which a source is due so many minutes after it began."""
    return lambda day: Ran("done", {}, START + timedelta(minutes=day.runs[-1] + minutes))


def failing(error: Exception) -> Act:
    """A run that ends with an error."""

    def act(day: Day) -> Ran:
        raise error

    return act


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    """The log, as JSON."""
    stream = io.StringIO()
    set_up("json", stream=stream)
    yield stream
    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one).__module__ == "wbl_aggregator.log"]:
        root.removeHandler(handler)


def events(log: io.StringIO) -> list[str]:
    """What was logged, by event."""
    return [json.loads(line)["event"] for line in log.getvalue().splitlines()]


def test_it_runs_at_once_and_then_when_a_source_is_due(log: io.StringIO):
    """Each run is logged, and the end."""
    assert Day(due(5), due(20), due(30), seconds=3600).watch() == [0, 5, 25, 55]
    assert events(log) == ["run", "run", "run", "run", "end"]


def test_it_never_runs_twice_within_a_minute():
    """A source that is due already, or a second later, waits until the minute is over."""
    assert Day(due(-600), due(0.1), due(1), due(2), seconds=240).watch() == [0, 1, 2, 3]


def test_it_looks_at_least_once_an_hour():
    """Though nothing is due for a month, or ever."""
    assert Day(due(31 * 24 * 60), lambda day: Ran("none"), seconds=3 * 3600).watch() == [0, 60, 120]


def test_it_does_not_drift():
    """Runs that take long do not push the next one back, unless it is due during them."""
    assert Day(due(10), seconds=3600, takes=240).watch() == [0, 10, 20, 30, 40, 50]
    assert Day(due(2), seconds=1800, takes=300).watch() == [0, 5, 10, 15, 20, 25]


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (NothingPublishedError("No space left on device."), "failed"),
        (OSError(28, "No space left on device"), "failed"),
        (KeyError("a fault"), "fault"),
    ],
)
def test_a_failing_run_is_said_and_tried_again_later_each_time(log: io.StringIO, error: Exception, event: str):
    """Twice as long each time, up to an hour; after a good run it begins anew."""
    acts = [*[failing(error)] * 4, due(5), failing(error), due(60)]
    assert Day(*acts, seconds=3600).watch() == [0, 1, 3, 7, 15, 20, 21]
    assert events(log) == [*[event] * 4, "run", event, "run", "end"]
    assert ("Traceback" in log.getvalue()) == (event == "fault")


def test_a_run_by_somebody_else_is_waited_for(log: io.StringIO):
    """A minute, and not longer each time."""
    locked = failing(LockedError("Another run is under way."))
    assert Day(locked, locked, locked, due(60), seconds=600).watch() == [0, 1, 2, 3]
    assert events(log) == ["locked"] * 3 + ["run", "end"]


def test_settings_are_read_before_each_run_and_bad_ones_are_said(log: io.StringIO):
    """The last good ones hold until others can be read."""
    versions: list[Any] = ["1", "1", "2", UsageError("it is broken."), UsageError("it is broken."), "3"]

    def read() -> str:
        value = versions.pop(0)
        if isinstance(value, Exception):
            raise value
        return str(value)

    day = Day(due(1), seconds=300)
    day.watch(read)
    assert day.settings == ["1", "2", "2", "2", "3"]
    assert events(log) == ["run", "run", "config", "run", "config", "run", "run", "end"]


def test_settings_that_were_changed_are_read_within_a_minute(log: io.StringIO):
    """Those that cannot be used are said as soon; a change during a run is for the next one."""
    day = Day(due(600), seconds=3600, takes=150)
    changes = (1, 10.2, 20.6)

    def stamp() -> int:
        return sum(day.now >= START + timedelta(minutes=minutes) for minutes in changes)

    def read() -> int:
        if stamp() == 2:
            raise UsageError("it is broken.")
        return stamp()

    assert day.watch(read, stamp) == [0, 3.5, 11, 21.5]
    assert day.settings == [0, 1, 1, 3]
    assert events(log) == ["run", "run", "config", "run", "run", "end"]


def test_settings_that_are_bad_at_the_start_end_it():
    """Before the first run."""
    day = Day(due(1))
    with pytest.raises(UsageError):
        day.watch(lambda: (_ for _ in ()).throw(UsageError("it is broken.")))
    assert day.runs == []


def test_a_clock_that_is_set_back_does_not_stop_it():
    """By a year: the next run comes after an hour at the latest."""

    def back(day: Day) -> Ran:
        day.now -= timedelta(days=365)
        return Ran("done", {}, START + timedelta(minutes=5))

    assert Day(back, due(60), seconds=70 * 60).watch() == [0, 60 - 365 * 24 * 60]


def test_a_machine_that_slept_runs_when_it_wakes():
    """The clock is looked at every minute, so that a run that is long due does not wait for its hour."""
    day = Day(due(50), seconds=10 * 3600)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 5:
            day.now += timedelta(hours=8)
        return day.wait(seconds)

    watch(lambda: None, day.run, wait, lambda: day.now)
    assert day.runs[1] == 8 * 60 + 4
    assert max(waits) <= 60


@given(st.integers(1, 10_000))
def test_backoff_is_bounded(failures: int):
    """Never shorter than a minute, never longer than an hour, never shorter than before."""
    assert LEAST <= backoff(failures) <= backoff(failures + 1) <= MOST


PROGRAM = """
import sys, time
from datetime import UTC, datetime, timedelta
from wbl_aggregator.log import set_up
from wbl_aggregator.watch import Ran, until_signal, watch

def run(settings, at):
    print("begun", flush=True)
    time.sleep(float(sys.argv[1]))
    print("ended", flush=True)
    return Ran("done", {}, at + timedelta(hours=1))

set_up("text")
with until_signal() as wait:
    watch(lambda: None, run, wait)
print("over", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("takes", "after", "told"), [("0", "ended", ["over"]), ("1.5", "begun", ["ended", "over"])])
def test_a_signal_ends_it_after_the_run(number: signal.Signals, takes: str, after: str, told: list[str]):
    """While it waits at once, while it runs after the run; with exit code 0."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, takes], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        while process.stdout.readline().strip() != after:
            assert process.poll() is None
        if after == "ended":
            time.sleep(0.2)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out.split()) == (0, told)
    assert "The end was asked for" in err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM")
def test_a_second_signal_ends_it_at_once():
    """An operator who cannot wait need not."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline().strip() == "begun"
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == -signal.SIGTERM


def test_waiting_leaves_the_handlers_as_they_were():
    """And tells that no signal came."""
    before = signal.getsignal(signal.SIGTERM)
    with until_signal() as wait:
        assert signal.getsignal(signal.SIGTERM) is not before
        assert not wait(0)
        assert not wait(0.01)
        signal.raise_signal(signal.SIGTERM)
        assert wait(5)
        assert wait(0)
    assert signal.getsignal(signal.SIGTERM) is before
