"""``wbl publish``: run a publish.toml, or one adapter at a time."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.cli.output import at_option, json_option, print_json, print_notices, private_option

if TYPE_CHECKING:
    from wbl_publishers.publishing.run import Published

_COMMANDS = {
    "init": ("cli_init", "Read a sheet, guess what its columns are, and write the settings."),
    "run": ("cli_run", "Publish all the inputs of a publish.toml."),
    "template": ("cli_template", "A spreadsheet to begin with."),
    "snippet": ("cli_snippet", "HTML that shows postings in any page."),
    "adapters": ("cli_run", "Say what can be read, and which mappings come with it."),
}
_KINDS = {
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
_GROUP = "wbl_feed.adapters"


class PublishCommands(click.Group):
    """Its own commands, and one for each adapter that is installed; each is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *_kinds()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            command: click.Command = getattr(import_module(f"wbl_publishers.{_COMMANDS[cmd_name][0]}"), cmd_name)
            return command
        return _adapter_command(cmd_name) if cmd_name in _kinds() else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx):
            from wbl_feed.settings import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx)) or "See wbl publish --help."
            raise click.UsageError(f"There is no command “{args[0]}”. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])
        with formatter.section("One source at a time"):
            formatter.write_dl([(name, _KINDS.get(name, "An adapter of another package.")) for name in _kinds()])


def _kinds() -> list[str]:
    return sorted(point.name for point in entry_points(group=_GROUP))


@click.group(
    cls=PublishCommands,
    epilog="""\b
Examples:
  wbl publish init postings.csv
  wbl publish run publish.toml --dry-run
  wbl publish csv postings.csv --map map.toml --out public/""",
)
def publish() -> None:
    """Make a feed from what a site has."""


def publish_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every run of publishing has."""
    for option in (
        private_option,
        json_option,
        at_option,
        click.option("--accept-drop", is_flag=True, help="Withdraw postings even if most of them are gone."),
        click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing."),
    ):
        command = option(command)
    return command


@cache
def _adapter_command(kind: str) -> click.Command:
    @click.command(
        kind,
        help=f"{_KINDS.get(kind, 'What this adapter reads')[:-1]} becomes a feed in JSON and Atom.",
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


def tell(published: "Published", *, as_json: bool, dry_run: bool) -> int:
    """Say what a run did; gives its exit code."""
    from wbl_publishers.publishing.report import lines, report_json, summary_line

    build = published.build
    if as_json:
        print_json(report_json(published))
        return exit_code(published)
    print_notices(build.notices)
    if dry_run:
        from wbl_publishers.publishing.table import print_table

        print_table(list(lines(build)))
    for failure in build.failures:
        click.echo(f"{failure} What was published of it stays.", err=True)
    click.echo(summary_line(published))
    for path in published.written:
        click.echo(f"wrote {path}")
    if not published.written:
        click.echo("nothing written" if dry_run else "nothing changed")
    return exit_code(published)


def exit_code(published: "Published") -> int:
    """3 where an input failed, 1 where a record was refused, else 0."""
    return 3 if published.build.failures else 1 if published.build.refused else 0
