"""Processes of their own: they give what would be found here, nothing is lost with them, and none outlives the run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from faults.hub import NEW, Hub, feed, posting
from wbl_aggregator import workers as workers_module
from wbl_aggregator.publishing.manifest import MANIFEST
from wbl_aggregator.sources.decided import Block, Override
from wbl_aggregator.sources.moderation import Moderation
from wbl_aggregator.verdict import Verdict
from wbl_aggregator.workers import Crew, Workers

LARGE = 1_000_000
EAGER = partial(Workers, 2, worth=1)


def test_large_tasks_are_done_elsewhere():
    """A large one is done by another process, a small one here."""
    with EAGER() as workers:
        assert workers.call(LARGE, os.getpid) != os.getpid()
        assert workers.call(1, os.getpid) == os.getpid()


def test_none_begins_before_it_pays():
    """Until there was enough to do everything is done here."""
    with Workers(1, worth=3 * LARGE) as workers:
        here = [workers.call(LARGE, os.getpid) == os.getpid() for _ in range(4)]
    assert here == [True, True, False, False]


def test_where_there_is_one_core_all_is_done_here(monkeypatch: pytest.MonkeyPatch):
    """Another process would only be in the way."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    with Workers(worth=1) as workers:
        assert workers.call(LARGE, os.getpid) == os.getpid()


def test_several_work_at_the_same_time():
    """Threads that call at the same time do not wait for one another, as long as there are processes."""
    with EAGER() as workers:
        workers.call(LARGE, os.getpid)
        threads = [Thread(target=workers.call, args=(LARGE, time.sleep, 0.5)) for _ in range(2)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < 0.9


@pytest.mark.parametrize("task", [partial(int, "no number"), lambda: int("no number")], ids=["there", "here"])
def test_what_a_task_raises_is_raised(task: Callable[[], int]):
    """An error is that of the task itself, whether it could be handed over or not."""
    with EAGER() as workers:
        for _ in range(3):
            with pytest.raises(ValueError, match="invalid literal"):
                workers.call(LARGE, task)
        assert workers.begun() == 2
        assert workers.call(LARGE, os.getpid) != os.getpid()


def test_what_a_task_prints_disturbs_nobody(capfd: pytest.CaptureFixture[str]):
    """It is written to standard error, so that it neither gets among the answers nor into the output of a command."""
    with EAGER() as workers:
        assert workers.call(LARGE, print, "a warning") is None
        assert workers.call(LARGE, len, "four") == 4
    assert capfd.readouterr() == ("", "a warning\n")


def test_a_process_that_dies_costs_nothing():
    """What it was asked is done by another way, and so is all that comes after; without any process all is done here."""
    with EAGER() as workers:
        for left in (1, 0):
            pid = workers.call(LARGE, os.getpid)
            answers: list[int] = []
            thread = Thread(target=lambda found=answers: found.append(workers.call(LARGE, sum, range(10**8))))
            thread.start()
            time.sleep(0.2)
            os.kill(pid, signal.SIGKILL)
            thread.join()
            assert answers == [sum(range(10**8))]
            while workers.begun() > left:  # the other one may have been asked
                workers.call(LARGE, len, "")
        assert workers.call(LARGE, os.getpid) == os.getpid()


def test_an_interrupt_is_for_who_runs_it():
    """Control-C reaches every process of a terminal; who began them decides what becomes of them."""
    with EAGER() as workers:
        pid = workers.call(LARGE, os.getpid)
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)
        assert workers.call(LARGE, len, "four") == 4
        assert Path(f"/proc/{pid}").exists() or not Path("/proc").exists()


def test_none_outlives_the_run(tmp_path: Path):
    """With the run they end, however it ends."""
    program = (
        "import os, time; from wbl_aggregator.workers import Workers; workers = Workers(1, worth=1);"
        "print(workers.call(10**6, os.getpid), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        pid = int(run.stdout.readline())
        run.kill()
    assert _ended(pid)
    with EAGER() as workers:
        pid = workers.call(LARGE, os.getpid)
    assert _ended(pid)


def _ended(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_no_folder_of_the_hub_can_bring_in_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Modules are looked for where this program looks for them, and not in the folder in which it is run."""
    (tmp_path / "wbl_feed.py").write_text("raise SystemExit('a stranger')")
    (tmp_path / "pickle.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(tmp_path)
    with EAGER() as workers:
        assert workers.call(LARGE, os.getpid) != os.getpid()


@pytest.mark.parametrize("workers", [EAGER, partial(Workers, 0)], ids=["with others", "alone"])
def test_a_crew_does_all_in_order(workers: Callable[[], Workers]):
    """What came of tasks is given in their order, and every one is done once."""
    values = [range(number * 1000) for number in range(60)]
    with workers() as all_, Crew(all_) as crew:
        assert list(crew.each(LARGE, sum, values)) == [(one, sum(one)) for one in values]
        found: list[int] = []
        for number in range(40):
            crew.do(LARGE, found.append, len, "x" * number, large=number % 2 == 0)
        crew.finish()
        assert sorted(found) == list(range(40))


def test_a_crew_raises_what_a_task_raises():
    """The first error that is met ends the work."""
    with EAGER() as workers, Crew(workers) as crew:
        crew.do(LARGE, print, int, "no number")
        with pytest.raises(ValueError, match="invalid literal"):
            crew.finish()


def _moderation() -> Moderation:
    return Moderation(
        (Block.model_validate({"id": posting("east", 3)["id"], "reason": "a test"}),),
        (Override.model_validate({"id": posting("east", 4)["id"], "set": {"title": "As corrected"}}),),
    )


def test_a_run_publishes_the_same_with_them_and_without(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New and changed postings, blocks, overrides, doubles and deletions come to the same bytes in whatever process."""
    hub.limits["megabytes"] = 5
    text = "Tide pools, buckets and notebooks. " * 20
    before = [posting("east", n, description=text, regions=["us-ma-stem:cape-cod"]) for n in range(1, 1300)]
    double = posting("north", 5000, sameAs=[posting("east", 7)["id"]], description=text, title="1e16 é")
    after = [{**one, "title": "Changed", "dateModified": NEW} for one in before[:700]] + before[900:]
    published = []
    begun: list[int] = []
    for name, made in (("alone", partial(Workers, 0)), ("with others", EAGER)):
        hub.out, hub.state, hub.at = tmp_path / name / "public", tmp_path / name / ".wbl", hub.at.replace(day=22)
        monkeypatch.setattr("wbl_aggregator.pipeline.Workers", made)
        monkeypatch.setattr(workers_module, "_LEAST", 0)
        monkeypatch.setattr(Workers, "hand_over", _counted(Workers.hand_over, begun))
        hub.serve(feed("east", range(0), before))
        hub.serve(feed("north", range(1, 4), [double]))
        hub.run(moderation=_moderation())
        first = hub.bytes()
        hub.serve(feed("east", range(0), after, dateModified=NEW))
        hub.run(moderation=_moderation())
        monkeypatch.undo()
        published.append((first, hub.bytes()))
    assert begun
    assert published[0] == published[1]
    assert len(published[0][1]) > 1000
    assert MANIFEST in published[0][1]


def _counted(hand_over: Callable[..., Any], calls: list[int]) -> Callable[..., Any]:
    def counted(self: Workers, function: Callable[..., Any], *arguments: object) -> Any:
        calls.append(self.begun())
        return hand_over(self, function, *arguments)

    return counted


def test_a_task_is_small_to_hand_over(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to another process has no fetched body beside the documents, and what comes back has no feed."""
    seen: list[Any] = []
    real = Workers.hand_over

    def kept(self: Workers, function: Callable[..., Any], *arguments: object) -> Any:
        found = real(self, function, *arguments)
        seen.append((arguments, found))
        return found

    monkeypatch.setattr("wbl_aggregator.pipeline.Workers", EAGER)
    monkeypatch.setattr(workers_module, "_LEAST", 0)
    monkeypatch.setattr(Workers, "hand_over", kept)
    hub.run()
    crawls = [(given, found) for given, found in seen if isinstance(found, Verdict)]
    assert len(crawls) == 4
    for (_, crawled, _), verdict in crawls:
        assert (crawled.outcome.body, crawled.raw) == (b"", ())
        assert verdict.crawled.documents is None
        assert verdict.crawled.reading is None
        assert not verdict.decision.holding.postings
