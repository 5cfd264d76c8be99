"""The page for developers in TypeScript is true: its programs compile, and its example prints what one can apply for."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from other_languages.typescript import COMPILER, TYPES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "code-in-typescript.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"^```ts\n(.*?)^```$", PAGE, re.M | re.S)
LONG_AGO, FAR_AHEAD = "2020-01-01", "2190-01-01"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example as a developer has it, with the types beside it and a feed in a file."""
    shutil.copytree(ROOT / "examples" / "typescript", tmp_path, dirs_exist_ok=True)
    shutil.copy(TYPES, tmp_path / "wbl-feed.d.ts")
    shutil.copy(TYPES.parent / "sample" / "feed.json", tmp_path)
    return tmp_path


def posting(number: int, **members: Any) -> dict[str, Any]:
    """An open internship without a deadline."""
    address = f"https://site.example/postings/{number}"
    required = {"title": f"Internship {number}", "activityType": "internship", "status": "open"}
    return {"id": address, "url": address, "dateModified": "2026-11-01T12:00:00Z", **required, **members}


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """A web server of the project's folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(project)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed.json"
    server.shutdown()
    server.server_close()


def test_programs_of_the_page_compile(run_node, project):
    """Each block compiles, and each line that is marked as a fault is one."""
    assert len(PROGRAMS) == 4
    for number, program in enumerate(PROGRAMS):
        (project / f"block{number}.ts").write_text(program, encoding="utf-8")
    done = run_node(COMPILER, "--project", project)
    assert not done.returncode, done.stdout


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        ("posting.applicationDeadline ??", "posting.applicationDeadLine ??"),
        ("feed.terminationDate", "feed.terminated"),
        ('status === "open"', 'status === "Open"'),
    ],
)
def test_a_fault_in_the_program_does_not_compile(run_node, project, sound, fault):
    """A member or a status that is misspelt in the example is found by the compiler."""
    program = project / "internships.ts"
    text = program.read_text(encoding="utf-8")
    assert text.count(sound) == 1
    program.write_text(text.replace(sound, fault), encoding="utf-8")
    assert "error TS" in run_node(COMPILER, "--project", project).stdout


def test_the_program_prints_what_is_open(run_node, project, address):
    """It reads all pages, and leaves out what is over, not begun, not live or no internship."""
    head = {**json.loads((project / "feed.json").read_bytes()), "completeness": "paged", "pages": ["pages/2.json"]}
    first = [
        posting(1),
        posting(2, applicationDeadline=FAR_AHEAD),
        posting(3, applicationDeadline=LONG_AGO),
        posting(4, validThrough=LONG_AGO),
        posting(5, applicationStartDate=FAR_AHEAD),
        posting(6, status="filled"),
        posting(7, activityType="job-shadow"),
    ]
    more = [posting(8, applicationStartDate=LONG_AGO), posting(9, applicationDeadline="2020-01-01T12:00:00Z")]
    page = {"type": "DataFeedPage", "specVersion": "1.0", "feed": head["id"], "items": more}
    (project / "pages").mkdir()
    (project / "pages" / "2.json").write_text(json.dumps(page), encoding="utf-8")
    (project / "feed.json").write_text(json.dumps({**head, "items": first}), encoding="utf-8")
    program = project / "internships.ts"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("https://site.example/feed.json", address), encoding="utf-8")
    assert not run_node(COMPILER, "--project", project).returncode
    assert [line.split(" | ")[0] for line in run(project)] == ["Internship 1", "Internship 2", "Internship 8"]
    (project / "feed.json").write_text(
        json.dumps({**head, "items": first, "terminationDate": "2020-01-01T00:00:00Z"}), encoding="utf-8"
    )
    assert run(project) == []


def run(project: Path) -> list[str]:
    """The lines that the compiled program prints."""
    node = shutil.which("node")
    assert node
    command = [node, str(project / "out" / "internships.js")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
