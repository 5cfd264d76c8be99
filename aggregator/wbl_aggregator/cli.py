"""``wbl aggregate``: run the aggregator."""

import sys
from pathlib import Path

import click

from wbl_feed.cli.output import at_option, json_option, print_json


@click.group(
    epilog="""\b
Example:
  wbl aggregate run --config sources.toml --out public/"""
)
def aggregate() -> None:
    """Crawl many feeds and republish them as one."""


@aggregate.command(
    "run",
    epilog="""\b
Examples:
  wbl aggregate run --config sources.toml --out public/
  wbl aggregate run --config sources.toml --out public/ --json | jq .sources

\b
State is kept in .wbl/ beside the sources file; it may be deleted at any time.

\b
Exit codes: 0 done · 2 the sources file cannot be used · 3 some sources failed, the others are
published with the last good postings of those · 4 nothing published · 5 another run is under way""",
)
@click.option("--config", "config_path", type=click.Path(path_type=Path), required=True, help="Sources file (TOML).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to publish in.")
@at_option
@json_option
@click.pass_context
def run_command(ctx: click.Context, config_path: Path, out: Path, at: str | None, as_json: bool) -> None:
    """One run: crawl every source, match, merge, publish what changed."""
    from wbl_aggregator.pipeline import run
    from wbl_aggregator.progress import crawling
    from wbl_aggregator.sources import read_config
    from wbl_aggregator.summary import print_summary, summary_json
    from wbl_feed.times import read_clock

    config = read_config(config_path)
    with crawling(len(config.sources), quiet=as_json or not sys.stderr.isatty()) as progress:
        outcome = run(config, out, config_path.parent / ".wbl", read_clock(at), progress=progress)
    if as_json:
        print_json(summary_json(outcome))
    else:
        print_summary(outcome, out)
    ctx.exit(3 if outcome.failed else 0)
