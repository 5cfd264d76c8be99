"""A publishing that is killed at any moment leaves one whole set, which the next one brings to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "publishing_kills.py"
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


def _run(most: int, seed: int) -> str:
    done = subprocess.run([sys.executable, SCRIPT, str(most), str(seed)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@forks
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_killed_while_it_publishes(seed):
    """After a kill at a seeded moment, and another one while that is mended, readers find one whole feed, and the
    next publishing writes what an undisturbed one does."""
    assert _run(20, seed).count("moments") == 2
