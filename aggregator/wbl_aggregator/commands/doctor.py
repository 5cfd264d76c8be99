"""``wbl aggregate doctor``."""

from pathlib import Path

import click

from wbl_aggregator.commands.options import config_option, out_option, state_folder
from wbl_feed.cli.output import at_option, count, json_option, print_json

_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command(
    epilog="""\b
Examples:
  wbl aggregate doctor
  wbl aggregate doctor --config my-hub/ --out /srv/www/feed
  wbl aggregate doctor --offline --json

\b
Exit codes: 0 it works, perhaps with warnings · 1 something does not work"""
)
@config_option
@out_option
@click.option("--offline", is_flag=True, help="Leave out the clock and the certificates of the sources.")
@at_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, config_path: Path, out: Path, offline: bool, at: str | None, as_json: bool) -> None:
    """Look whether libraries, disk, clock, certificates and the hub itself are in order."""
    from dataclasses import asdict

    from wbl_aggregator.doctor import examine
    from wbl_feed.times import read_clock

    checks = list(examine(config_path, state_folder(config_path), out, read_clock(at), offline=offline))
    problems = sum(check.verdict == "problem" for check in checks)
    warnings = sum(check.verdict == "warning" for check in checks)
    if as_json:
        print_json({"problems": problems, "warnings": warnings, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            click.echo(f"{click.style(f'{check.verdict:8}', fg=_COLOURS[check.verdict])}{check.about}: {check.found}")
            if check.mend:
                click.echo(f"        {check.mend}")
        click.echo(f"\n{count(problems, 'problem')}, {count(warnings, 'warning')}, {count(len(checks), 'check')}.")
    ctx.exit(1 if problems else 0)
