"""``wbl aggregate watch``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_aggregator.commands.options import config_option, out_option, state_folder
from wbl_aggregator.log import LogFormat, log_option

if TYPE_CHECKING:
    from wbl_aggregator.pipeline import Run
    from wbl_aggregator.sources import Config, Matching, Moderation
    from wbl_aggregator.watch import Ran

_MOST = 5


@click.command(
    epilog="""\b
Examples:
  wbl aggregate watch
  wbl aggregate watch --config my-hub/ --out /srv/www/feed --log json

\b
It runs whenever a source is due, at most once a minute, and reads the sources file before each run. Sources,
mapping files and moderation.toml that you change are noticed within a minute or so.
SIGTERM and SIGINT end it after the run that is under way; a second one ends it at once, which costs nothing
but that run.

\b
Exit codes: 0 the end was asked for · 2 the sources file cannot be used at the start"""
)
@config_option
@out_option
@log_option
def watch(config_path: Path, out: Path, log_format: LogFormat) -> None:
    """Stay, and visit each source when it is due."""
    import os

    from wbl_aggregator.log import set_up
    from wbl_aggregator.sources import MODERATION, folder_of, read_config, read_matching, read_moderation
    from wbl_aggregator.sources.edited import stamp_of
    from wbl_aggregator.watch import until_signal
    from wbl_aggregator.watch import watch as keep_running
    from wbl_feed.errors import UsageError

    maps: tuple[Path, ...] = ()

    def read() -> "tuple[Config, Moderation, Matching]":
        nonlocal maps
        config, folder = read_config(config_path), folder_of(config_path)
        maps = tuple(Path(source.map) for source in config.sources if source.map)
        return config, read_moderation(folder / MODERATION), read_matching(folder, config.match)

    def run(settings: "tuple[Config, Moderation, Matching]", at: datetime) -> "Ran":
        return _run(*settings, out, state_folder(config_path), at)

    hook = ""
    config, *_ = read()
    try:
        hook = config.crawl.webhook_address(os.environ)
    except UsageError as error:
        click.echo(f"wbl: {error}", err=True)
    set_up(log_format, secrets=[hook])
    with until_signal() as wait:
        keep_running(read, run, wait, stamp=lambda: stamp_of(config_path, maps))


def _run(
    config: "Config", moderation: "Moderation", matching: "Matching", out: Path, state: Path, at: datetime
) -> "Ran":
    """One run, and what is told of it."""
    import logging

    from wbl_aggregator.log import tell
    from wbl_aggregator.pipeline import run
    from wbl_aggregator.reporting.announcing import announce

    done = run(config, out, state, at, moderation=moderation, matching=matching)
    if unheard := announce(config, state, at):
        tell("webhook", unheard, level=logging.WARNING)
    return told(config, done)


def told(config: "Config", done: "Run") -> "Ran":
    """What a run did, in one line, and when the next source is due."""
    from wbl_aggregator.watch import Ran
    from wbl_feed.times import parse_instant

    asked = [one for one in done.decisions if one.state not in ("waiting", "paused")]
    changed = [one.source.id for one in asked if one.state in ("new", "changed")]
    failed = {one.source.id: one.code for one in done.failed}
    active = [source.id for source in config.sources if source.status == "active"]
    due = [parse_instant(visit.next_visit) for name in active if (visit := done.visits.get(name)) and visit.next_visit]
    following = min(due, default=None)
    parts = [f"asked {len(asked)}", f"{len(changed)} changed", f"{len(failed)} failed"]
    if failed:
        names = ", ".join(f"{name}: {code}" for name, code in list(failed.items())[:_MOST])
        parts[-1] += f" ({names}{', …' if len(failed) > _MOST else ''})"
    parts.append(f"{len(done.written.written)} files written")
    if done.published:
        parts.append(f"{done.published.entries:,} entries")
    members = {
        "asked": len(asked),
        "changed": changed,
        "failed": failed,
        "written": len(done.written.written),
        "removed": len(done.written.removed),
        "entries": done.published.entries if done.published else None,
        "sequence": done.published.sequence if done.published else None,
        "next": following.isoformat(timespec="seconds") if following else None,
    }
    return Ran("; ".join(parts), members, following)
