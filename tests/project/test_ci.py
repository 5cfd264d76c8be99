"""Continuous integration runs what the README promises."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not (ROOT / ".ci" / "run").is_file(), reason="the source distribution has no .ci")
def test_ci_calls_the_readmes_test_command():
    """The command that the README gives for the tests stands in .ci/run, word for word."""
    commands = re.findall(r"^python3 -m venv .*-m tests$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert len(commands) == 1
    assert commands[0] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
