"""``wbl aggregate status``."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_aggregator.commands.options import config_option, moment_before, state_folder
from wbl_feed.cli.output import at_option, json_option, print_json

if TYPE_CHECKING:
    from wbl_aggregator.reporting import Row
    from wbl_aggregator.sources import Config
    from wbl_aggregator.store import Store


@click.command(
    epilog="""\b
Examples:
  wbl aggregate status
  wbl aggregate status north
  wbl aggregate status --check --json | jq '.sources[] | select(.problem)'
  wbl aggregate status --mail ops@hub.example --since 7d | sendmail -t

\b
Exit codes: 0 done · 2 there is no state, or no such source · with --check: 3 a source needs somebody"""
)
@click.argument("source", metavar="[SOURCE]", default="")
@config_option
@click.option("--check", is_flag=True, help="Exit with 3 if a source needs somebody, for monitoring.")
@click.option("--mail", "to", metavar="MAILBOX", help="Print a mail of what happened, ready for sendmail -t.")
@click.option("--since", default="1d", help="For --mail: from when on (2026-11-22T12:00:00Z, 24h, 7d). Default: 1d.")
@at_option
@json_option
@click.pass_context
def status(
    ctx: click.Context,
    source: str,
    config_path: Path,
    check: bool,
    to: str | None,
    since: str,
    at: str | None,
    as_json: bool,
) -> None:
    """Show how every source is, those that need somebody first; or one source in full."""
    from contextlib import closing

    from wbl_aggregator.reporting.overview import rows_of
    from wbl_aggregator.reporting.urgency import is_problem, most_urgent_first
    from wbl_aggregator.sources import read_config
    from wbl_aggregator.store import open_for_reading
    from wbl_feed.times import read_clock

    moment = read_clock(at)
    config = read_config(config_path)
    with closing(open_for_reading(state_folder(config_path))) as store:
        rows = most_urgent_first(rows_of(config, store.visits()))
        if source:
            rows = [_named(source, rows)]
            _show_one(rows[0], store, moment, as_json)
        elif to:
            click.echo(_mail(rows, store, config, to, moment_before(since, moment), moment))
        elif as_json:
            _print_all(rows, moment)
        else:
            _show_table(rows, moment)
    ctx.exit(3 if check and any(is_problem(row) for row in rows) else 0)


def _named(source: str, rows: "Sequence[Row]") -> "Row":
    from wbl_feed.errors import UsageError
    from wbl_feed.settings import did_you_mean

    known = {row.source.id: row for row in rows}
    if source not in known:
        fix = did_you_mean(source, list(known)) or "See wbl aggregate status."
        raise UsageError(f"there is no source “{source}”.", fix=fix)
    return known[source]


def _show_one(row: "Row", store: "Store", at: datetime, as_json: bool) -> None:
    from wbl_aggregator.reporting.portrait import portrait, portrait_json

    source = row.source.id
    held, notices = store.held(source), store.notices(source)
    events = [event for event in store.events() if event.source == source]
    if as_json:
        print_json(portrait_json(row, notices, held, events))
    else:
        click.echo(portrait(row, notices, held, events, at))


def _mail(rows: "Sequence[Row]", store: "Store", config: "Config", to: str, since: datetime, at: datetime) -> str:
    from wbl_aggregator.reporting.mail import digest_mail
    from wbl_feed.times import format_instant

    events = store.events(format_instant(since))
    return digest_mail(
        rows, events, config.feed, to=to, sender=config.crawl.contact, since=format_instant(since), at=at
    )


def _print_all(rows: "Sequence[Row]", at: datetime) -> None:
    from wbl_aggregator.reporting.overview import operator_line
    from wbl_feed.times import format_instant

    print_json({"at": format_instant(at), "sources": [operator_line(row) for row in rows]})


def _show_table(rows: "Sequence[Row]", at: datetime) -> None:
    from wbl_aggregator.reporting.overview import cells_of, plain

    cells = [cells_of(row, at) for row in rows]
    if not sys.stdout.isatty():
        click.echo(plain(cells))
        return
    from rich.console import Console

    from wbl_aggregator.reporting.terminal import coloured

    console = Console()
    console.print(coloured(cells, console.width))
