"""``wbl validate``."""

import click

from wbl_feed.cli.output import at_option, count, json_option, print_json, print_notices, private_option


@click.command(
    epilog="""\b
Examples:
  wbl validate feed.json
  wbl validate https://site.example/feed.json
  curl -s https://site.example/feed.atom | wbl validate -

\b
Exit codes: 0 the feed is valid · 1 it breaks a MUST of the specification · 2 it cannot be had"""
)
@click.argument("source", metavar="FILE|URL|-")
@at_option
@json_option
@private_option
@click.pass_context
def validate(ctx: click.Context, source: str, at: str | None, as_json: bool, allow_private: bool) -> None:
    """Say what is wrong with a feed, where, and how to mend it."""
    from wbl_feed.location import open_feed
    from wbl_feed.times import read_clock
    from wbl_feed.validate import validate as check

    report = check(open_feed(source, allow_private=allow_private), read_clock(at))
    if as_json:
        print_json(report.to_json_value())
    else:
        print_notices(report.notices)
        if report.reading.format == "foreign":
            click.echo("This is an ordinary Atom or RSS feed: its entries can be read as partial postings.")
        verdict = click.style("valid", fg="green") if report.valid else click.style("not valid", fg="red")
        click.echo(f"{source}: {verdict}. {count(len(report.accepted), 'posting')} sound, {report.refused:,} refused.")
    ctx.exit(0 if report.valid else 1)
