"""What every command prints in the same way: notices, numbers, JSON."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from wbl_feed.notices import Notice

if TYPE_CHECKING:
    from wbl_feed.report import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_SHOWN = 50
_PLACES = 3
"""Places that are shown of one kind of finding."""


def print_json(value: Any) -> None:
    """One JSON document on standard output, for scripts."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_notices(notices: Iterable[Notice], *, most: int = _SHOWN, err: bool = False) -> None:
    """Notices for people, errors first; how to mend stands under each."""
    ordered = sorted(notices, key=lambda notice: list(_COLOURS).index(notice.severity))
    for notice in ordered[:most]:
        head = click.style(f"{notice.severity:8}", fg=_COLOURS[notice.severity])
        click.echo(f"{head}{_located(notice)}  [{notice.code}]", err=err)
        click.echo(f"        {notice.fix}", err=err)
    if len(ordered) > most:
        click.echo(f"        … and {len(ordered) - most} more; --json lists them all.", err=err)


def _located(notice: Notice) -> str:
    """The message with its place before it, unless it begins with it."""
    where = notice.place or notice.pointer or "the document"
    return notice.message if notice.message.startswith(where) else f"{where}: {notice.message}"


def print_findings(findings: "Iterable[Finding]") -> None:
    """What a feed's validation found, by code: the first places of each, and how to mend it."""
    for finding in findings:
        for notice in finding.notices[:_PLACES]:
            head = click.style(f"{notice.severity:8}", fg=_COLOURS[notice.severity])
            click.echo(f"{head}{_located(notice)}  [{notice.code}]")
            click.echo(f"        {notice.fix}{f' {notice.suggestion}' if notice.suggestion else ''}")
        if finding.count > _PLACES:
            click.echo(
                f"        … and {finding.count - _PLACES:,} more of this kind; --html shows up to 50, --json up to 200."
            )


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 posting``, ``2 postings``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


at_option = click.option(
    "--at", metavar="MOMENT", help="Work as of this moment (2026-11-22T12:00:00Z). Default: WBL_AT, else now."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
private_option = click.option("--allow-private", is_flag=True, help="Allow addresses of private networks.")
