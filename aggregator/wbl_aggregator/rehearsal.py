"""Runs on a copy of the state, so that it can be seen what a run would change."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wbl_aggregator.outcome import Run
from wbl_aggregator.pipeline import run
from wbl_aggregator.published import site_folder
from wbl_aggregator.sources import Config
from wbl_aggregator.store.store import DATABASE


def rehearse(config: Config, out: Path, state: Path, at: datetime, **more: Any) -> Run:
    """A run of which nothing stays. It takes what ``run`` takes, and raises what that raises."""
    with TemporaryDirectory(prefix="wbl-rehearsal-") as folder:
        copy, shadow = Path(folder) / "state", Path(folder) / "public"
        copy.mkdir()
        if (state / DATABASE).is_file() and _back_up(state / DATABASE, copy / DATABASE):
            for name in (site_folder(""), "manifest.json"):
                _copy(out / name, shadow / name)
        else:
            _copy(out, shadow)  # the state is made from what is published
        return run(config, shadow, copy, at, dry=True, **more)


def _back_up(there: Path, here: Path) -> bool:
    """Copy a state; false for one that is damaged, in the place of which a run would begin anew."""
    try:
        with closing(sqlite3.connect(there)) as stands, closing(sqlite3.connect(here)) as made:
            stands.backup(made)
    except sqlite3.DatabaseError:
        here.unlink(missing_ok=True)
        return False
    return True


def _copy(there: Path, here: Path) -> None:
    if there.is_dir():
        shutil.copytree(there, here, dirs_exist_ok=True)
    elif there.is_file():
        here.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(there, here)
