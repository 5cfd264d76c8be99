"""Node.js for the tests that read the standard with other programs."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from other_languages.judges import Ajv

NODE = Path(__file__).parents[1] / "node"


@pytest.fixture(scope="session")
def run_node() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script of tests/node, or of a package installed there, and gives what it printed."""
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed; CONTRIBUTING.md says how to get it")

    def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        if script.startswith("node_modules/") and not (NODE / script).is_file():
            pytest.skip("the packages of tests/node are not installed: npm ci --prefix tests/node --ignore-scripts")
        command = [node, str(NODE / script), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    return run


@pytest.fixture(scope="session")
def ajv() -> Iterator[Ajv]:
    """The JavaScript validator ajv, which answers as long as the tests run."""
    node = shutil.which("node")
    if not node or not (NODE / "node_modules" / "ajv").is_dir():
        pytest.skip("Node.js with the packages of tests/node is not installed; CONTRIBUTING.md says how to get it")
    with Ajv([node, str(NODE / "verdicts.mjs")]) as judge:
        yield judge
