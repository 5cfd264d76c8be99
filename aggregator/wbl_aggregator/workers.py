"""Processes of their own for what takes the processor, so that it is done on all cores. They begin only where it pays.

They compute and give back what they found; none changes anything that stands. One that dies costs nothing but time: its
task is then done here.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Condition, Lock
from typing import Any, BinaryIO, NamedTuple, Self, TypeVar

from wbl_feed import collector

S = TypeVar("S")
T = TypeVar("T")
_WORTH = 20_000_000
"""The size of all tasks after which others are begun; to begin one takes a quarter of that."""
_LEAST = 100_000
"""The size of a task below which it is done here, since it would take longer to hand it over."""
_MOST = 4
_PIPE, _LENGTH = 1 << 20, 8
"""Bytes that a pipe holds, and those that say how long what comes is."""
_PROGRAM = "from wbl_aggregator.workers import main; main()"


class Workers:
    """The processes of one run; threads may call at the same time."""

    def __init__(self, most: int | None = None, worth: int = _WORTH) -> None:
        """``most`` is how many there are at most: as many as there are cores, and none if there is one."""
        self._most = cores() if most is None else most
        self._worth, self._seen = worth, 0
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._changed, self._here = Condition(), Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.end()

    def call(self, size: int, function: Callable[..., T], *arguments: object) -> T:
        """What a function gives, which a module has and which changes nothing that stands; done here or elsewhere.

        ``size`` is how many bytes of feeds can be judged in the time that it takes. Raises what the function raises.
        """
        others = self.begun(size)
        if size < _LEAST:
            return function(*arguments)
        if others:
            return self.hand_over(function, *arguments)
        with self._here:  # one by one it takes no longer, and less memory
            return function(*arguments)

    def hand_over(self, function: Callable[..., T], *arguments: object) -> T:
        """The same by a process, as soon as one is free; here, if there is none any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._idle or not self._all)
            worker = self._idle.pop() if self._idle else None
        return self._ask(worker, function, arguments) if worker else function(*arguments)

    def begun(self, size: int = 0) -> int:
        """How many processes there are, now that a task of a size is to be done."""
        with self._changed:
            before, self._seen = self._seen, self._seen + size
            if before < self._worth <= self._seen and sys.executable:  # once, even if none of them lasts
                with suppress(OSError):  # then there are fewer, or none
                    for _ in range(self._most):
                        self._all.append(_Worker())
                self._idle += self._all
            return len(self._all)

    def expect_much(self) -> None:
        """Begin them, since it is sure that it will pay."""
        self.begun(self._worth)

    def _ask(self, worker: "_Worker", function: Callable[..., T], arguments: tuple[object, ...]) -> T:
        lost = False
        try:
            return worker.do(function, arguments)  # type: ignore[no-any-return]
        except _RefusedError:
            pass
        except _LostError:
            lost = True
        finally:
            with self._changed:
                if lost:
                    worker.end()
                    self._all.remove(worker)
                else:
                    self._idle.append(worker)
                self._changed.notify_all()
        return function(*arguments)


class Crew:
    """Has the tasks of one thread done, here and elsewhere at the same time; what comes of them is taken here."""

    _LARGE = 8
    """Tasks with large arguments that wait at most."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._tasks: deque[_Task] = deque()
        self._done: SimpleQueue[tuple[_Task, Future[Any]]] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._out, self._large = 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tasks.clear()
        if self._pool:
            self._pool.shutdown()

    def do(
        self, size: int, then: Callable[[T], None], function: Callable[..., T], *arguments: object, large: bool = False
    ) -> None:
        """Have a task done, such as :meth:`Workers.call` has; ``then`` is given here what comes of it, now or later.

        One with ``large`` arguments is done before the others, and here if many wait. Raises what the function raises,
        or one that was handed over earlier.
        """
        others = self._workers.begun(size)
        if not others or (large and self._large >= self._LARGE):
            then(function(*arguments))
            return
        task = _Task(then, function, arguments, large)
        (self._tasks.appendleft if large else self._tasks.append)(task)
        self._large += large
        self._out += 1
        self._pool = self._pool or ThreadPoolExecutor(others)
        self._pool.submit(self._hand_over)
        while not self._done.empty():
            self._take()

    def each(self, size: int, function: Callable[[S], T], values: Iterable[S]) -> Iterator[tuple[S, T]]:
        """Values and what a function makes of each, in their order; ``size`` is that of one task."""
        made: dict[int, T] = {}
        values = list(values)
        for place, value in enumerate(values):
            self.do(size, partial(made.__setitem__, place), function, value)
        for place, value in enumerate(values):
            while place not in made:
                self._go_on()
            yield value, made.pop(place)

    def finish(self) -> None:
        """Do what nobody has begun yet, and wait for the rest. Raises what it raises."""
        while self._out:
            self._go_on()

    def _go_on(self) -> None:
        """Do one task, or wait for one that another does, and take what came in the meantime."""
        task = self._next()
        if task is None:
            self._take()
        else:
            self._out, self._large = self._out - 1, self._large - task.large
            task.then(task.function(*task.arguments))
        while not self._done.empty():
            self._take()

    def _next(self) -> "_Task | None":
        try:
            return self._tasks.popleft()
        except IndexError:
            return None

    def _hand_over(self) -> None:
        task, found = self._next(), Future[Any]()
        if task is None:
            return
        try:
            found.set_result(self._workers.hand_over(task.function, *task.arguments))
        except Exception as error:
            found.set_exception(error)
        self._done.put((task, found))

    def _take(self) -> None:
        task, found = self._done.get()
        self._out, self._large = self._out - 1, self._large - task.large
        task.then(found.result())


class _Task(NamedTuple):
    then: Callable[[Any], None]
    function: Callable[..., Any]
    arguments: tuple[object, ...]
    large: bool


class _RefusedError(Exception):
    """A task could not be handed over, or it raised something, which is better raised here."""


class _LostError(Exception):
    """The process does not answer."""


class _Worker:
    """One process. It ends when its input does, so that it does not outlive the run, however that ends."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-c", _PROGRAM]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "pipesize": _PIPE}
        self._process = subprocess.Popen(command, **pipes)  # type: ignore[call-overload] # noqa: S603

    def do(self, *task: object) -> Any:
        """What a function gives. Raises ``_RefusedError`` and ``_LostError``."""
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        try:
            content = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # each kind of value has its own for this
            raise _RefusedError from error
        try:
            _send(self._process.stdin, content)
            done, found = _received(self._process.stdout)
        except Exception as error:
            raise _LostError from error
        if not done:
            raise _RefusedError
        return found

    def end(self) -> None:
        """End it; what it is at is of no use to anybody."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()


def cores() -> int:
    """How many processes are of use: as many as there are cores, up to four; none where there is one."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, _MOST) if there > 1 else 0


def main() -> None:
    """What a process does: one task after another, until there is none any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who runs this decides when it ends
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not come between the answers
    while True:
        try:
            function, arguments = _received(tasks)
        except EOFError:
            return
        try:
            with collector.paused():
                content = pickle.dumps((True, function(*arguments)), pickle.HIGHEST_PROTOCOL)
        except Exception:  # it is done again, and raised, where it was asked for
            content = pickle.dumps((False, None))
        _send(answers, content)
        del arguments, content


def _send(pipe: BinaryIO, content: bytes) -> None:
    """In few pieces: for each, a thread has to wait for its turn among others that compute."""
    pipe.write(len(content).to_bytes(_LENGTH, "big"))
    pipe.write(content)
    pipe.flush()


def _received(pipe: BinaryIO) -> Any:
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    return pickle.loads(pipe.read(int.from_bytes(length, "big")))  # noqa: S301 - from a process of our own
