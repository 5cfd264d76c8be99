"""``wbl publish``: run a publish.toml, or one adapter at a time."""

from importlib import import_module

import click

from wbl_feed.adapter import adapters
from wbl_publishers.cli import one_source

_COMMANDS = {
    "init": ("init", "Read a sheet, guess what its columns are, and write the settings."),
    "run": ("run", "Publish all the inputs of a publish.toml."),
    "template": ("template", "A spreadsheet to begin with."),
    "snippet": ("snippet", "HTML that shows postings in any page."),
    "adapters": ("run", "Say what can be read, and which mappings come with it."),
}


class PublishCommands(click.Group):
    """Its own commands, and one for each adapter that is installed; each is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *adapters()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            command: click.Command = getattr(import_module(f"wbl_publishers.cli.{_COMMANDS[cmd_name][0]}"), cmd_name)
            return command
        return one_source.command_of(cmd_name) if cmd_name in adapters() else None

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
            formatter.write_dl([(name, one_source.told(name)) for name in adapters()])


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
