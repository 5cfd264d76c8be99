"""The command ``wbl``: subcommands come from the entry-point group ``wbl_feed.commands`` and load when used."""

import sys
import traceback
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from wbl_feed import __version__
from wbl_feed.errors import WblFeedError

GROUP = "wbl_feed.commands"
FAULT = 70
"""Exit code of a fault of this program (EX_SOFTWARE of sysexits.h)."""
_SECTIONS = {
    "See it work": {"demo": "Nine sites, the whole path, one command."},
    "Publish (network webmasters)": {"publish": "Make a feed from what a site has."},
    "Aggregate (operators)": {"aggregate": "Crawl many feeds and republish them as one."},
    "Feeds (developers and everybody)": {
        "validate": "Say what is wrong with a feed and how to mend it.",
        "explain": "Say what a notice means and how to mend it.",
        "convert": "Turn a feed into another format.",
        "sample": "Make a feed to code against.",
        "migrate": "Bring a feed to a newer version of the standard.",
        "profile": "List the profiles of states and networks, show one, or begin one.",
    },
}


class Commands(click.Group):
    """Loads a subcommand only when it is called, so that ``wbl --help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._points())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        point = self._points().get(cmd_name)
        if point is None:
            return None
        command: click.Command = point.load()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self._points():
            from wbl_feed.settings import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx)) or "See wbl --help."
            raise click.UsageError(f"There is no command “{args[0]}”. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        points = self._points()
        listed = {name for section in _SECTIONS.values() for name in section}
        others = {
            name: (self.get_command(ctx, name) or self).get_short_help_str() for name in points if name not in listed
        }
        for title, commands in {**_SECTIONS, "More": others}.items():
            rows = [(name, text) for name, text in commands.items() if name in points]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WblFeedError as error:
            click.echo(f"wbl: {error}", err=True)
            ctx.exit(error.exit_code)

    @staticmethod
    def _points() -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=GROUP)}


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  wbl demo
  wbl validate https://site.example/feed.json
  wbl publish csv postings.csv --map map.toml --out public/
  wbl aggregate run --config sources.toml --out public/

\b
Exit codes: 0 done · 1 findings in data · 2 usage or configuration · 3 some sources failed,
published all the same · 4 nothing published · 5 another run is under way""",
)
@click.version_option(__version__, prog_name="wbl")
def wbl() -> None:
    """Work-based-learning postings, from many sites into one feed."""


def main() -> None:
    """Run ``wbl`` with UTF-8 output on every system."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        wbl(prog_name="wbl")
    except Exception:  # code 1 says that findings are in the data, which schedulers take for a success
        traceback.print_exc()
        sys.exit(FAULT)
