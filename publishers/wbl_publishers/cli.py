"""``wbl publish``: one subcommand an adapter."""

from pathlib import Path

import click

from wbl_feed.cli.output import at_option, json_option, print_json, print_notices, private_option


@click.group(
    epilog="""\b
Example:
  wbl publish csv postings.csv --map map.toml --out public/"""
)
def publish() -> None:
    """Make a feed from what a site has."""


@publish.command(
    "csv",
    epilog="""\b
Examples:
  wbl publish csv postings.csv --map map.toml --out public/
  wbl publish csv "https://docs.google.com/…/pub?output=csv" --map map.toml --out public/ --dry-run

\b
Ids are kept in .wbl/ beside the mapping file. A row that is gone becomes a tombstone.

\b
Exit codes: 0 every row is published · 1 some rows were refused, the others are published ·
2 the sheet or the mapping cannot be used · 4 nothing published, because most rows vanished""",
)
@click.argument("sheet", metavar="SHEET")
@click.option("--map", "map_path", type=click.Path(path_type=Path), required=True, help="Mapping file (TOML).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to publish in.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--accept-drop", is_flag=True, help="Withdraw postings even if most of them are gone.")
@at_option
@json_option
@private_option
@click.pass_context
def publish_csv(
    ctx: click.Context,
    sheet: str,
    map_path: Path,
    out: Path,
    dry_run: bool,
    accept_drop: bool,
    at: str | None,
    as_json: bool,
    allow_private: bool,
) -> None:
    """A CSV sheet, a file or an address, becomes a feed in JSON and Atom."""
    from wbl_feed.fetch import HttpFetcher
    from wbl_feed.times import read_clock
    from wbl_publishers.publish import publish as run
    from wbl_publishers.report import report_json, summary_line

    fetcher = HttpFetcher(allow_private=allow_private)
    published = run("csv", sheet, map_path, out, read_clock(at), fetcher, accept_drop=accept_drop, dry_run=dry_run)
    if as_json:
        print_json(report_json(published))
    else:
        print_notices(published.build.notices)
        click.echo(summary_line(published))
        for path in published.written:
            click.echo(f"wrote {path}")
        if not published.written:
            click.echo("nothing written" if dry_run else "nothing changed")
    ctx.exit(1 if published.build.refused else 0)
