"""The plug-in's PHP of the standard, asked from here without a WordPress: many questions, one process."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
PLUGIN = HERE.parents[1] / "publishers" / "wordpress" / "wbl-feed"
SPEC = HERE.parents[1] / "spec" / "v1"
AT = "2026-11-22T12:00:00Z"
needs_php = pytest.mark.skipif(
    not shutil.which("php"), reason="PHP is not installed; CONTRIBUTING.md says how to get it"
)


def answers(questions: Iterable[dict[str, Any]], spec: Path = SPEC) -> list[dict[str, Any]]:
    """What PHP answers to each question, in order; ``refused`` with a sentence where it throws for what is in the data."""
    lines = [json.dumps(question) for question in questions]
    command = ["php", "-d", "memory_limit=512M", str(HERE / "standard.php"), str(PLUGIN), str(spec)]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, timeout=300, check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"{done.stderr}\nafter {len(found)} answers, at {lines[len(found)][:2_000]}"
    assert len(found) == len(lines)
    return found


def answer(question: dict[str, Any], spec: Path = SPEC) -> dict[str, Any]:
    """What PHP answers to one question."""
    return answers([question], spec)[0]


def unix(instant: str) -> int:
    """An instant in seconds."""
    return int(datetime.fromisoformat(instant).timestamp())


def drawn(strategy: st.SearchStrategy[Any], number: int) -> list[Any]:
    """So many values of a strategy, the same each time."""
    values: list[Any] = []

    @settings(
        max_examples=number, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def draw(value: Any) -> None:
        values.append(value)

    draw()
    return values


def has_name_of_nul(text: str) -> bool:
    """Whether a name in a JSON text begins with U+0000, which PHP has no objects for."""
    return re.search(r'[{,]\s*"\\u0000(?:[^"\\]|\\.)*"\s*:', text) is not None
