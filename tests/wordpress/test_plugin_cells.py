"""The plug-in reads cells as the table says that the readers in Python keep, too.

All kinds of cells in the table are covered: days, deadlines, times of day, pay, grades, ages, hours, lengths, numbers, places,
yes and no, codes, addresses, texts, errors of spreadsheets, and silence. No WordPress is needed, PHP is enough.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "wbl_publishers" / "cleaning_cases.json").read_text(encoding="utf-8"))
PLUGIN = ROOT / "publishers" / "wordpress" / "wbl-feed"


def outcomes(cases: list[dict[str, Any]], *options: str) -> list[dict[str, Any]]:
    """What the plug-in's readers make of cells."""
    if not shutil.which("php"):
        pytest.skip("php is not installed; CONTRIBUTING.md says how to get it")
    asked = [{"text": case["text"], "member": case["member"]} for case in cases]
    command = ["php", *options, str(Path(__file__).parent / "cells.php"), str(PLUGIN)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    answered: list[dict[str, Any]] = json.loads(done.stdout)
    return answered


@pytest.mark.parametrize("group", TABLE["groups"], ids=lambda group: group["topic"])
def test_cells_are_what_the_table_says(group: dict[str, Any]):
    """Each cell of the table gives the same value in PHP as in Python, or is left unread as it is there."""
    found = outcomes(group["cases"])
    expected = [{name: case[name] for name in ("value", "is") if name in case} for case in group["cases"]]
    differ = [
        (case["text"], case["member"], wanted, got)
        for case, wanted, got in zip(group["cases"], expected, found, strict=True)
        if wanted != got
    ]
    assert differ == []


def test_bytes_that_are_no_text_are_read_without_them():
    """A cell in a broken encoding loses the broken bytes, and no more; long ones too."""
    code = (
        "define('ABSPATH', '.'); require $argv[1] . '/includes/cells/class-text.php';"
        'echo json_encode( array( \\WblFeed\\Cells\\Text::tidy( "Caf\\xE9 \\xC3\\xA9t\\xC3" ),'
        ' strlen( \\WblFeed\\Cells\\Text::tidy( str_repeat( "\\xFF\\xC3\\xA9", 200000 ) ) ) ) );'
    )
    done = subprocess.run(["php", "-r", code, str(PLUGIN)], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == ["Caf ét", 400_000]
