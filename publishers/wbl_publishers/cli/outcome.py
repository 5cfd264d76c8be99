"""What every command that publishes has in common: its options, what it says, its exit code."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from wbl_feed.cli.output import at_option, json_option, print_json, print_notices, private_option

if TYPE_CHECKING:
    from wbl_publishers.publishing.run import Published


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
    else:
        for posting in build.gone:
            click.echo(f"withdrawn  {posting.title}")
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
