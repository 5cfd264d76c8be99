"""Options that the commands of ``wbl aggregate`` share."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import click

from wbl_feed.times import read_clock

STATE = ".wbl"
"""Folder of the state, beside the sources file."""
_SPAN = re.compile(r"(\d{1,4})\s*(m|h|d|w)")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("sources.toml"),
    help="Sources file, or the folder that it is in. Default: sources.toml.",
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("public"),
    help="Folder that is published in. Default: public.",
)


def state_folder(config_path: Path) -> Path:
    """Where the state is kept: beside the sources file, or in the folder of the sources."""
    return (config_path if config_path.is_dir() else config_path.parent) / STATE


def moment_before(text: str, at: datetime) -> datetime:
    """A moment in the past: a span such as ``24h`` or ``7d`` before ``at``, else an instant or a date.

    Raises ``UsageError``.
    """
    span = _SPAN.fullmatch(text.strip())
    return at - int(span[1]) * _UNITS[span[2]] if span else read_clock(text)
