"""``wbl convert``."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wbl_feed.cli.output import at_option, count, print_notices, private_option

if TYPE_CHECKING:
    from datetime import datetime

    from wbl_feed.models import Feed
    from wbl_feed.reading import Reading

_WHOLE = ("json", "atom", "json-feed")
"""Formats that hold a feed whole."""
_SHOWN = 8
_FIRST_ONLY = ("schema-org", "ics", "rss")
"""Formats that leave out each further posting of an id, as readers do (spec section 7.1)."""
_NO_FEED = {
    "csv": "A sheet has no envelope, so nobody can tell whose feed it is.",
    "schema-org": "JSON-LD of schema.org has no envelope, so nobody can tell whose feed it is.",
    "json-feed": "This JSON Feed is not ours: it has no envelope.",
}


@click.command(
    epilog="""\b
Examples:
  wbl convert feed.json --to atom > feed.atom
  wbl convert https://site.example/feed.atom --to json --out feed.json
  wbl convert feed.json --to csv --out postings.csv

\b
JSON, Atom and JSON Feed hold a feed whole. What the others leave out is said on standard error.
The feed itself is never overwritten.

\b
Exit codes: 0 done · 1 reading found errors; what was refused is not in the output · 2 there is no feed to convert,
or wrong usage · 4 the disk refused"""
)
@click.argument("source", metavar="IN")
@click.option(
    "--to",
    "target",
    type=click.Choice(["json", "atom", "json-feed", "schema-org", "csv", "ics", "rss"]),
    required=True,
    help="Format to write.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. Default: standard output.")
@at_option
@private_option
@click.pass_context
def convert(
    ctx: click.Context, source: str, target: str, out: Path | None, at: str | None, allow_private: bool
) -> None:
    """Turn a feed into another format, and say what that format does not hold."""
    from wbl_feed.errors import UsageError
    from wbl_feed.files import write_if_changed
    from wbl_feed.location import open_feed
    from wbl_feed.times import read_clock

    moment = read_clock(at)
    if out and _is_same_file(source, out):
        raise UsageError("this is the feed itself.", place=f"--out {out}", fix="Name another file.")
    reading = open_feed(source, allow_private=allow_private)
    if reading.feed is None:
        otherwise = _NO_FEED.get(reading.format, "It has no envelope.")
        fault = next((notice.message for notice in reading.notices if notice.fails), otherwise)
        raise UsageError(fault, place=source, fix="Run wbl validate for more.")
    feed = _copy(reading, reading.feed)
    content = _write(feed, target, moment)
    if out:
        write_if_changed(out, content)
    else:
        sys.stdout.buffer.write(content)
    _tell_doubles(feed, target)
    refusals = [notice for notice in reading.notices if notice.fails]
    print_notices(refusals, err=True)
    whole = len(feed.items) == len(reading.received) and (not reading.feed.pages or reading.whole)
    if not whole and target in _WHOLE:
        click.echo("The copy is not whole: it has no digest, and totalItems counts what was refused too.", err=True)
    ctx.exit(1 if refusals else 0)


def _copy(reading: "Reading", feed: "Feed") -> "Feed":
    """The feed as one document; where something of it could not be read, nobody may take the copy for the whole."""
    from wbl_feed import json_format

    fewer = reading.refused or len(reading.gone) != len(feed.tombstones or ())
    if fewer or (feed.pages and not reading.whole):
        # Nobody may conclude from this copy that what is missing in it is gone (spec section 8.2).
        return feed.evolve(
            pages=None,
            completeness="paged" if feed.pages else feed.completeness,
            total_items=None if feed.completeness == "delta" else max(feed.total_items or 0, len(reading.received)),
            digest=None,
        )
    return json_format.seal(feed.evolve(pages=None, completeness="complete")) if feed.pages else feed


def _write(feed: "Feed", target: str, at: "datetime") -> bytes:
    """The document; what it leaves out is said on standard error."""
    if target == "json":
        from wbl_feed import json_format

        return json_format.write(feed)
    if target == "atom":
        from wbl_feed import atom_format

        return atom_format.write(feed)
    from wbl_feed.projections.formats import TARGETS
    from wbl_feed.projections.loss import counted

    projection = TARGETS[target].project(feed, at)
    gone = Counter(one.reason.value for one in projection.left_out if not one.pointer)
    values = Counter(f"{one.pointer} ({one.reason.value})" for one in projection.left_out if one.pointer)
    if gone:
        reasons = ", ".join(f"{number} {reason}" for reason, number in gone.most_common())
        click.echo(f"{count(gone.total(), 'posting')} left out: {reasons}.", err=True)
    for value, number in values.most_common():
        click.echo(f"{count(number, 'value')} of {value} left out.", err=True)
    lost = counted(feed.to_json_value(), TARGETS[target].losses)
    members = [name.removeprefix("/items/*/") for name in lost if name.startswith("/items/")]
    if members:
        more = f" and {len(members) - _SHOWN} more members" if len(members) > _SHOWN else ""
        click.echo(f"{target} does not hold {', '.join(members[:_SHOWN])}{more} of the postings.", err=True)
    if target not in _WHOLE:
        click.echo(f"{target} does not hold the envelope: nobody can tell from it what is gone.", err=True)
    return projection.content


def _is_same_file(source: str, out: Path) -> bool:
    """Whether the output would take the place of the feed, under whatever name."""
    from wbl_feed.location import is_address

    if source == "-" or is_address(source):
        return False
    try:
        return out.samefile(source)
    except OSError:
        return False  # one of the two is not there


def _tell_doubles(feed: "Feed", target: str) -> None:
    """Say which ids stand at more than one posting, and what became of those (spec section 7.1)."""
    doubles = [(identity, n) for identity, n in Counter(posting.id for posting in feed.items).items() if n > 1]
    for identity, number in doubles[:_SHOWN]:
        stands = "twice" if number == 2 else f"{number:,} times"
        if target in _FIRST_ONLY:
            outcome = "only the first can be in the output"
        else:
            outcome = f"{'both are' if number == 2 else 'all are'} in the output, and readers take the first alone"
        click.echo(f"The id {identity} stands {stands}: {outcome}.", err=True)
    if len(doubles) > _SHOWN:
        click.echo(f"… and {count(len(doubles) - _SHOWN, 'more id', 'more ids')} like it.", err=True)
    if doubles:
        click.echo("wbl validate says where, and how to mend it.", err=True)
