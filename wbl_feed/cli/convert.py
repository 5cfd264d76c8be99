"""``wbl convert``."""

import sys
from pathlib import Path

import click

from wbl_feed.cli.output import print_notices, private_option


@click.command(
    epilog="""\b
Examples:
  wbl convert feed.json --to atom > feed.atom
  wbl convert https://site.example/feed.atom --to json --out feed.json

\b
Exit codes: 0 done · 1 some postings were refused and are not in the output · 2 there is no feed to convert"""
)
@click.argument("source", metavar="IN")
@click.option("--to", "target", type=click.Choice(["json", "atom"]), required=True, help="Format to write.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. Default: standard output.")
@private_option
@click.pass_context
def convert(ctx: click.Context, source: str, target: str, out: Path | None, allow_private: bool) -> None:
    """Turn a feed from JSON into Atom or back; nothing is lost on the way."""
    from wbl_feed import json_format
    from wbl_feed.errors import UsageError
    from wbl_feed.files import write_if_changed
    from wbl_feed.location import open_feed

    reading = open_feed(source, allow_private=allow_private)
    if reading.feed is None:
        fault = next((notice.message for notice in reading.notices if notice.fails), "It has no envelope.")
        raise UsageError(fault, place=source, fix="Run wbl validate for more.")
    feed = reading.feed
    if reading.refused or (feed.pages and not reading.whole):
        # Nobody may conclude from this copy that what is missing in it is gone (spec section 8.2).
        feed = feed.evolve(
            pages=None,
            completeness="paged" if feed.pages else feed.completeness,
            total_items=max(feed.total_items or 0, len(reading.received)),
            digest=None,
        )
    elif feed.pages:
        feed = json_format.seal(feed.evolve(pages=None, completeness="complete"))
    if target == "atom":
        from wbl_feed import atom_format

        content = atom_format.write(feed)
    else:
        content = json_format.write(feed)
    if out:
        write_if_changed(out, content)
    else:
        sys.stdout.buffer.write(content)
    refusals = [notice for notice in reading.notices if notice.fails]
    print_notices(refusals, err=True)
    if len(feed.items) < len(reading.received) or (reading.feed.pages and not reading.whole):
        click.echo("The copy is not whole: it has no digest, and totalItems counts what was refused too.", err=True)
    ctx.exit(1 if refusals else 0)
