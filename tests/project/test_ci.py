"""Continuous integration runs what the README promises."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = ROOT / ".ci" / "run"
pytestmark = pytest.mark.skipif(not RUN.is_file(), reason="the source distribution has no .ci")


def only(pattern: str, page: str) -> str:
    """The one line of a page of the project that a pattern finds."""
    found = re.findall(pattern, (ROOT / page).read_text(encoding="utf-8"), re.M)
    assert len(found) == 1, (page, found)
    return str(found[0])


def test_ci_calls_the_readmes_test_command():
    """The command that the README gives for the tests stands in .ci/run, word for word."""
    command = only(r"^python3 -m venv .*-m tests$", "README.md")
    assert command in RUN.read_text(encoding="utf-8").splitlines()


def test_ci_installs_first_what_contributing_names():
    """Chromium, Node.js and the packages of tests/node are installed before the tests, and then no test may be skipped."""
    run = RUN.read_text(encoding="utf-8")
    before, _, _ = run.partition("python3 -m venv")
    assert re.search(r"^export WBL_REQUIRE_ALL=1$", before, re.M)
    packages = only(r"^sudo apt-get install (.*)$", "CONTRIBUTING.md").split()
    assert " ".join(re.findall(r"missing\+=\((.*)\)", before)).split() == packages
    assert only(r"^npm ci .*$", "CONTRIBUTING.md") in before


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_ci_is_sound_bash():
    """.ci/run is a program that bash can read."""
    done = subprocess.run(["bash", "-n", RUN], capture_output=True, encoding="utf-8", check=False)
    assert not done.returncode, done.stderr
