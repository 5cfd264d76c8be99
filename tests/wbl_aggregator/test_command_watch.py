"""wbl aggregate watch: the real command over a real server, until a signal comes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faults.hub import feed, write
from faults.server import FaultServer, document, status
from wbl_aggregator.commands.watch import told
from wbl_aggregator.visits import Visit

HEAD = """\
config_version = 1
[feed]
id = "https://hub.example/feed"
name = "The hub"
license = "CC0-1.0"
publisher = { name = "The hub" }
[crawl]
contact = "ops@hub.example"
robots = false
pause_seconds = 0
webhook = "%s"
"""
TABLE = '[[source]]\nid = "%s"\nurl = "%s/%s.json"\nallow_private = true\n'


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server with one feed, one failing, and a webhook."""
    server = FaultServer()
    server.behaviours |= {
        "/north.json": document(write(feed("north", range(1, 4)))),
        "/south.json": status(500),
        "/hooks/S3CRET": status(404),
    }
    yield server
    server.close()


def wait_for(process: "subprocess.Popen[str]", done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 30
    while not done():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM")
def test_the_command_publishes_and_ends_with_a_signal(tmp_path: Path, server: FaultServer):
    """The first run at once, a line of JSON for it, then nothing until SIGTERM; exit code 0, and no secret in the log."""
    config, out = tmp_path / "sources.toml", tmp_path / "public"
    tables = "".join(TABLE % (site, server.address, site) for site in ("north", "south"))
    config.write_text(HEAD % f"{server.address}/hooks/S3CRET" + tables, encoding="utf-8")
    program = "from wbl_aggregator.commands.watch import watch; watch()"
    arguments = [sys.executable, "-c", program, "--config", str(config), "--out", str(out), "--log", "json"]
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(arguments, stderr=log, text=True)
        try:
            wait_for(process, lambda: '"event": "run"' in (tmp_path / "log").read_text(encoding="utf-8"))
            config.write_text("broken", encoding="utf-8")
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
        finally:
            process.kill()
            process.wait()
    assert process.returncode == 0
    text = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines] == ["webhook", "run", "end"]
    ran = lines[1]
    assert (ran["asked"], ran["changed"], ran["failed"], ran["entries"]) == (2, ["north"], {"south": "http_status"}, 3)
    assert ran["message"].startswith("asked 2; 1 changed; 1 failed (south: http_status); ")
    assert lines[0]["message"] == "the webhook answered 404"
    assert "S3CRET" not in text
    assert len(json.loads((out / "feed.json").read_bytes())["items"]) == 3


@pytest.mark.parametrize("fault", ["", "config_version = 1\n[feed]\n"])
def test_a_broken_sources_file_ends_it_at_the_start(tmp_path: Path, run_wbl: Any, fault: str):
    """With exit code 2, before anything is made."""
    (tmp_path / "sources.toml").write_text(fault, encoding="utf-8")
    result = run_wbl("aggregate", "watch", "--config", tmp_path / "sources.toml", "--out", tmp_path / "public")
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["sources.toml"]


def test_the_next_run_is_when_an_active_source_is_due():
    """Paused ones are not waited for, nor is one that nothing is known of."""

    def source(name: str, status: str = "active") -> Any:
        return SimpleNamespace(id=name, status=status)

    visits = {
        "a": Visit("a", next_visit="2026-11-22T15:00:00Z"),
        "b": Visit("b", next_visit="2026-11-22T14:00:00Z"),
        "c": Visit("c", next_visit="2026-11-22T13:00:00Z"),
    }
    decisions = [SimpleNamespace(source=source(name), state="failed", code="timeout") for name in "abcdefg"]
    done: Any = SimpleNamespace(
        decisions=decisions,
        failed=decisions,
        visits=visits,
        published=None,
        written=SimpleNamespace(written=(), removed=()),
    )
    config: Any = SimpleNamespace(sources=[source("a"), source("b"), source("c", "paused"), source("d")])
    ran = told(config, done)
    assert ran.members["next"] == "2026-11-22T14:00:00+00:00"
    assert ran.line == (
        "asked 7; 0 changed; 7 failed (a: timeout, b: timeout, c: timeout, d: timeout, e: timeout, …); 0 files written"
    )
