"""``wbl publish KIND``: one adapter with one mapping file."""

from functools import cache
from pathlib import Path
from typing import Any

import click

from wbl_publishers.cli.outcome import publish_options, tell

KINDS = {
    "csv": "A CSV sheet, or a Google Sheet.",
    "ical": "A calendar.",
    "json": "JSON of a job system or any other API.",
    "markdown": "A folder of Markdown files.",
    "pages": "Web pages, by sitemap or list.",
    "rss": "An RSS or Atom feed.",
    "sql": "A database, by a query.",
    "wordpress": "A WordPress site without the plugin.",
    "xlsx": "An Excel workbook.",
}


def told(kind: str) -> str:
    """What an adapter reads, in a few words."""
    return KINDS.get(kind, "An adapter of another package.")


@cache
def command_of(kind: str) -> click.Command:
    @click.command(
        kind,
        help=f"{told(kind)} It becomes a feed in JSON and Atom.",
        epilog=f"""\b
Examples:
  wbl publish {kind} SOURCE --map map.toml --out public/
  wbl publish {kind} SOURCE --map map.toml --out public/ --dry-run

\b
Ids are kept in .wbl/ beside the mapping file. A record that is gone becomes a tombstone.

\b
Exit codes: 0 every record is published · 1 some were refused, the others are published · 2 the source or the
mapping cannot be used · 4 nothing published, because most records vanished · 5 another run is under way""",
    )
    @click.argument("source", metavar="SOURCE")
    @click.option("--map", "map_path", type=click.Path(path_type=Path), required=True, help="Mapping file (TOML).")
    @click.option(
        "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to publish in."
    )
    @publish_options
    @click.pass_context
    def command(ctx: click.Context, /, **given: Any) -> None:
        from wbl_feed.fetch import HttpFetcher
        from wbl_feed.times import read_clock
        from wbl_publishers.publishing.run import publish as run

        fetcher = HttpFetcher(allow_private=given["allow_private"])
        published = run(
            kind, given["source"], given["map_path"], given["out"], read_clock(given["at"]), fetcher,
            accept_drop=given["accept_drop"], dry_run=given["dry_run"],
        )  # fmt: skip
        ctx.exit(tell(published, as_json=given["as_json"], dry_run=given["dry_run"]))

    return command
