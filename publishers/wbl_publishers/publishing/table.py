"""The lines of a trial run as a table."""

import sys

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wbl_publishers.publishing.report import Line

_COLOURS = {"added": "green", "changed": "yellow", "withdrawn": "red", "refused": "red", "kept": "cyan"}
_SHOWN = 200


def print_table(lines: list[Line]) -> None:
    """What would become of each posting; plain columns where nobody watches."""
    if not lines:
        return
    if sys.stdout.isatty():
        table = Table(box=None, pad_edge=False)
        for heading in ("what", "where", "title", "detail"):
            table.add_column(heading, overflow="fold")
        for line in lines[:_SHOWN]:
            action = f"[{_COLOURS[line.action]}]{line.action}[/]"
            table.add_row(action, *map(escape, (line.place, _title(line), line.detail)))
        Console().print(table)
    else:
        for line in lines[:_SHOWN]:
            said = (f"{line.action:9}", f"{line.place:8}", _title(line), f"({line.detail})" if line.detail else "")
            click.echo("  ".join(part for part in said if part).rstrip())
    if len(lines) > _SHOWN:
        click.echo(f"… and {len(lines) - _SHOWN:,} more; --json lists them all.")


def _title(line: Line) -> str:
    """The title, unless the place has it already, as that of an entry of a feed does."""
    return "" if line.title and line.title in line.place else line.title
