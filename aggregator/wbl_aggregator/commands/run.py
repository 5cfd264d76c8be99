"""``wbl aggregate run``: visit the sources that are due, and publish what changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_aggregator.commands.options import config_option, out_option, state_folder
from wbl_feed.cli.output import at_option, json_option, print_json

if TYPE_CHECKING:
    from wbl_aggregator.log import LogFormat
    from wbl_aggregator.outcome import Run


@click.command(
    "run",
    epilog="""\b
Examples:
  wbl aggregate run --config sources.toml --out public/
  wbl aggregate run --config sources.toml --out public/ --now
  wbl aggregate run --config sources.toml --out public/ --only harbor --dry-run
  wbl aggregate run --config sources.toml --out public/ --json | jq .sources

\b
A source is asked when it is due: as often as its feed and its server say, at most once an hour. State is kept in
.wbl/ beside the sources file; it may be deleted at any time. A run that was ended in the middle is finished by the
next one.

\b
Exit codes: 0 done · 2 the sources file cannot be used · 3 some sources failed, the others are
published with the last good postings of those · 4 nothing published · 5 another run is under way""",
)
@config_option
@out_option
@click.option("--now", is_flag=True, help="Ask sources that are not due too.")
@click.option("--only", multiple=True, metavar="SOURCE", help="Ask this source alone, due or not (may be repeated).")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--log", "log_format", type=click.Choice(["text", "json"]), help="Log each source to standard error.")
@at_option
@json_option
@click.pass_context
def run_command(
    ctx: click.Context,
    config_path: Path,
    out: Path,
    now: bool,
    only: tuple[str, ...],
    dry_run: bool,
    log_format: "LogFormat | None",
    at: str | None,
    as_json: bool,
) -> None:
    """Visit the sources that are due; match, merge, publish what changed."""
    from wbl_aggregator.pipeline import run
    from wbl_aggregator.progress import crawling
    from wbl_aggregator.rehearsal import rehearse
    from wbl_aggregator.reporting.announcing import announce
    from wbl_aggregator.sources import MODERATION, folder_of, read_config, read_matching, read_moderation
    from wbl_aggregator.summary import print_summary, summary_json
    from wbl_feed.errors import UsageError
    from wbl_feed.times import read_clock

    config = read_config(config_path)
    for name in {*only} - {source.id for source in config.sources}:
        fix = "`wbl aggregate status` lists them."
        raise UsageError(f"there is no source “{name}”.", place=str(config_path), fix=fix)
    folder = folder_of(config_path)
    moderation, matching = read_moderation(folder / MODERATION), read_matching(folder, config.match)
    moment, state = read_clock(at), state_folder(config_path)
    with crawling(len(config.sources), quiet=as_json or bool(log_format) or not sys.stderr.isatty()) as progress:
        act = rehearse if dry_run else run
        outcome = act(
            config, out, state, moment, progress=progress, now=now, only=only or None,
            moderation=moderation, matching=matching,
        )  # fmt: skip
    if log_format:
        _log(outcome, log_format)
    if as_json:
        print_json(summary_json(outcome))
    else:
        print_summary(outcome, out, dry_run=dry_run)
    if not dry_run and (unheard := announce(config, state, moment)):
        click.echo(f"wbl: {unheard}", err=True)
    ctx.exit(3 if outcome.failed else 0)


def _log(outcome: "Run", form: "LogFormat") -> None:
    import logging

    from wbl_aggregator.log import set_up, tell

    set_up(form)
    for decision in outcome.decisions:
        visit = outcome.visits.get(decision.source.id)
        failed = decision.state == "failed"
        tell(
            "visited" if decision.state not in ("waiting", "paused") else decision.state,
            decision.message or decision.state,
            level=logging.WARNING if failed else logging.INFO,
            source=decision.source.id,
            outcome=decision.state,
            code=decision.code or None,
            postings=visit.postings if visit else 0,
            next=visit.next_visit if visit else None,
        )
    tell("published", f"{len(outcome.written.written)} files written", written=len(outcome.written.written))
