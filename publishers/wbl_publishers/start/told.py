"""What was guessed, for people and for scripts."""

import sys
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wbl_feed.toml_text import shown
from wbl_publishers.start.begin import Begun
from wbl_publishers.start.guess import Guess

_COLOURS = {"sure": "green", "likely": "yellow", "question": "red", "left out": "dim"}


def print_guesses(begun: Begun) -> None:
    """The guesses as a table; plain columns where nobody watches."""
    if begun.titles:
        click.echo("Its first titles:")
    for title in begun.titles:
        click.echo(f"  {shown(title, 100)}")
    rows: list[tuple[str, str, str, str]] = [
        (one.confidence, shown(one.column.heading), one.member, _remark(one)) for one in begun.plan.guesses
    ]
    rows += [("always", "", f"{one.member} = {one.value}", one.why) for one in begun.plan.constants if one.used]
    if not rows:
        return
    if sys.stdout.isatty():
        table = Table(box=None, pad_edge=False)
        for heading in ("guess", "column", "member", "why"):
            table.add_column(heading, overflow="fold")
        for confidence, *texts in rows:
            table.add_row(f"[{_COLOURS.get(confidence, 'cyan')}]{confidence}[/]", *map(escape, texts))
        Console().print(table)
        return
    wide = [max(len(row[place]) for row in rows) for place in (1, 2)]
    for confidence, heading, member, why in rows:
        click.echo(f"{confidence:8}  {heading:{wide[0]}}  {member:{wide[1]}}  {why}".rstrip())


def guesses_json(begun: Begun) -> dict[str, Any]:
    """The same for scripts, without what stands in the cells."""
    return {
        "kind": begun.kind,
        "source": begun.source,
        **({"headingsRow": begun.plan.sheet.row} if begun.plan.sheet.row else {}),
        **({"about": begun.about} if begun.about else {}),
        **({"titles": list(begun.titles)} if begun.titles else {}),
        "columns": [
            {
                "column": one.column.heading,
                "guess": one.confidence,
                **({"member": one.member} if one.member else {}),
                **({"why": one.why} if one.why else {}),
                **({"notUnderstood": _unknown(one)} if one.used and _unknown(one) else {}),
            }
            for one in begun.plan.guesses
        ],
        "constants": {one.member: one.value for one in begun.plan.constants if one.used},
        "careful": begun.plan.careful,
    }


def _remark(said: Guess) -> str:
    unknown = _unknown(said) if said.used else []
    words = ", ".join(f"“{text}”" for text in unknown[:3]) + (" …" if len(unknown) > 3 else "")
    return "; ".join(part for part in (said.why, f"not understood: {words}" if unknown else "") if part)


def _unknown(said: Guess) -> list[str]:
    return [one.text for one in said.translations if not one.code]
